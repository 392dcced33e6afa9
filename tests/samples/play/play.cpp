// SPDX-License-Identifier: BSL-1.0
#include <play.hpp>

#include <algorithm>
#include <cstdlib>
#include <set>

namespace play {

const wshake::server_config& bad_config() {
  static const std::string product = "a\nb";
  static const wshake::server_config config({.product = product});
  return config;
}

const wshake::client_config& bad_client_config() {
  static const std::string product = "a\nb";
  static const wshake::client_config config({.product = product});
  return config;
}

std::string escape(std::string_view text) {
  std::string out;
  for (const char each : text) {
    char buffer[8];
    const auto octet = static_cast<unsigned char>(each);
    std::snprintf(buffer, sizeof buffer, octet < 0x20 || octet > 0x7e ? "\\x%02x" : "%c", octet);
    out += each == '\r' ? "\\r" : each == '\n' ? "\\n" : buffer;
  }
  return out.size() > 2000 ? out.substr(0, 2000) + "…" : out;
}

void check(bool holds, const std::string& what) {
  if (holds || ++failures > 20) return;
  std::printf("%s\n", what.c_str());
}

void same(std::string_view what, std::string_view got, std::string_view wanted) {
  check(got == wanted, std::string(what) + "\n  is     \"" + escape(got) + "\"\n  not    \"" + escape(wanted) + "\"");
}

int result() {
  std::printf("%ld runs\n", runs);
  return failures != 0 || runs == 0;
}

pieces cut(std::string_view octets, std::size_t size) {
  pieces found;
  for (; !octets.empty(); octets.remove_prefix(std::min(size, octets.size())))
    found.emplace_back(octets.substr(0, size));
  return found;
}

std::vector<std::size_t> cuts_of(std::string_view octets) {
  return octets.size() < 3000 ? std::vector<std::size_t>{SIZE_MAX, 1, 7} : std::vector<std::size_t>{SIZE_MAX, 61, 1000};
}

std::string handshake(std::string_view target, std::string_view lines) {
  return "GET " + std::string(target) +
         " HTTP/1.1\r\nHost: example.com\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(lines) + "\r\n";
}

const std::vector<script>& scripts() {
  const std::string cookie = "Cookie: " + std::string(600, 'c') + "\r\n";
  static const std::vector<script> all = {
      {"nothing", "", {}},
      {"a handshake", handshake(), {101}},
      {"a handshake and early frames", handshake() + frames, {101}},
      {"offers",
       handshake("/chat",
                 "Sec-WebSocket-Protocol: chat, chat.v2\r\n"
                 "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n") +
           frames,
       {101}},
      {"another path", handshake("/other") + frames, {101}},
      {"its own origin", handshake("/chat", "Origin: https://example.com\r\n") + frames, {101}},
      {"a foreign origin", handshake("/chat", "Origin: https://evil.example\r\n") + handshake(), {101}},
      {"100 and 101", handshake("/chat", "Expect: 100-continue\r\n") + frames, {100, 101}},
      {"a plain request", plain, {426}},
      {"a plain request that closes", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n" + handshake(), {426}},
      {"HTTP/1.0", "GET / HTTP/1.0\r\n\r\n" + handshake(), {426}},
      {"HEAD, plain, a handshake, frames",
       "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + plain + handshake() + frames,
       {426, 426, 101}},
      {"another version, a handshake",
       "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 12\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n" +
           handshake() + frames,
       {426, 101}},
      {"a bad line", "GET / HTTP/1.1\r\nHost: a\r\nno colon\r\n\r\n" + handshake(), {400}},
      {"no Host", "GET / HTTP/1.1\r\n\r\n" + handshake() + frames, {400, 101}},
      {"half a head", handshake().substr(0, 60), {400}},
      {"a body, a long head, frames",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 700\r\n\r\n" + std::string(700, 'x') +
           handshake("/chat", cookie) + frames,
       {426, 101}},
      {"half a body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 700\r\n\r\n" + std::string(300, 'x'), {426}},
      {"a long body, a long head, frames",
       "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 30000\r\n\r\n" + std::string(30000, 'x') +
           handshake("/chat", cookie) + frames,
       {426, 101}},
      {"a chunked body, plain",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + plain,
       {426, 426}},
      {"a body that breaks a rule",
       "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5;\r\nhello\r\n0\r\n\r\n" + plain,
       {426}},
      {"a head of 9,000 octets",
       handshake("/chat", cookie + cookie + cookie + cookie + cookie + cookie + cookie + cookie + cookie + cookie +
                              cookie + cookie + cookie + cookie) +
           frames,
       {101}},
      {"a head of 17,000 octets",
       handshake("/" + std::string(7000, 'p'),
                 "A: " + std::string(8000, 'a') + "\r\nB: " + std::string(2000, 'b') + "\r\n"),
       {431}},
      {"zeros", std::string(100, '\0'), {400}},
  };
  return all;
}

std::string usual(wshake::server& server, wshake::mutable_octets out) {
  const bool valid = server.state() == wshake::server_state::upgrade;
  const wshake::write_result answer = valid ? server.accept(out) : server.respond(out);
  return answer ? text(answer.written) : std::string();
}

outcome serve(const pieces& sent, const wshake::server_config& config, const policy& policy, std::size_t buffer,
              std::size_t largest) {
  const array storage(policy.storage);
  wshake::server server(storage, config);
  outcome seen;
  std::string input;
  auto next = sent.begin();
  for (;;) {
    switch (server.state()) {
      using enum wshake::server_state;
      case need_more:
        if (!input.empty()) {
          input.erase(0, server.feed(input).consumed);
        } else if (next != sent.end()) {
          input = *next++;
        } else if (policy.hears_end) {
          server.feed_eof();
        } else {
          return seen;
        }
        break;
      case upgrade:
      case request:
      case failed: {
        const array out(buffer);
        const std::string answer = policy.answer(server, out);
        if (answer.empty() || answer.size() > largest) return seen;
        seen.sent += answer;
        seen.sizes.push_back(answer.size());
        if (seen.sizes.size() == policy.answers && server.state() != open) return seen;
        break;
      }
      case responded:
        server.next_request();
        break;
      case open:
        seen.open = true;
        seen.rest = input;
        while (next != sent.end()) seen.rest += *next++;
        return seen;
      case closed:
        return seen;
    }
  }
}

outcome expect(const pieces& sent, const wshake::server_config& config, const policy& policy, std::size_t largest) {
  return serve(sent, config, policy, enough, largest);
}

std::vector<int> statuses(const std::string& sent) {
  std::vector<int> found;
  constexpr std::string_view version = "HTTP/1.1 ";
  for (auto at = sent.find(version); at != std::string::npos; at = sent.find(version, at + 1)) {
    found.push_back(std::atoi(sent.c_str() + at + version.size()));
  }
  return found;
}

namespace {

// Checks expect(), the reference that samples are compared with: the statuses of its answers, the 101, and the octets
// that it leaves after a 101.
void check_scripts() {
  for (const script& each : scripts()) {
    const policy most = {.storage = wshake::server_storage_size};
    const outcome seen = expect({each.octets}, wshake::default_server_config, most, enough);
    check(statuses(seen.sent) == each.statuses, std::string(each.name) + " has other answers: " + escape(seen.sent));
    check(each.octets.ends_with(seen.rest), std::string(each.name) + " has another rest");
  }
  const std::string wanted =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\nServer: wshake\r\n\r\n";
  same("the reference's 101", expect({handshake()}, wshake::default_server_config, {}, enough).sent, wanted);
}

// The sizes of the buffers to test: fixed sizes, and for each answer the exact size and one octet less.
std::set<std::size_t> rooms_for(const outcome& whole) {
  std::set<std::size_t> rooms = {0, 1, 8, 1024};
  for (const std::size_t size : whole.sizes) rooms.insert({size - 1, size});
  return rooms;
}

}  // namespace

void play_servers(const wshake::server_config& own, const sample& sample, const policy& policy) {
  check_scripts();
  for (const bool bad : {false, true}) {
    const wshake::server_config& config = bad ? bad_config() : own;
    for (const script& script : scripts()) {
      const outcome whole = expect({script.octets}, config, policy, enough);
      const std::string& refusal = script.octets.starts_with("HEAD") ? plain_500_to_head : plain_500;
      check(!bad || whole.sent.empty() || whole.sent == refusal, "not the plain 500: " + escape(whole.sent));
      for (const std::size_t octets : rooms_for(whole)) {
        room = octets;
        is_bad = bad;
        const outcome wanted = expect({script.octets}, config, policy, room);
        for (const std::size_t size : cuts_of(script.octets)) {
          const outcome got = sample(cut(script.octets, size));
          ++runs;
          const std::string name = std::string(script.name) + " in pieces of " + std::to_string(size) +
                                   ", a buffer of " + std::to_string(room) + (bad ? ", a bad configuration" : "");
          same(name + ": what is sent", got.sent, wanted.sent);
          check(got.open == wanted.open, name + ": open is " + (got.open ? "true" : "false"));
          if (wanted.open) same(name + ": what is left", got.rest, wanted.rest);
          if (failures > 20) return;
        }
      }
    }
  }
}

void play_answers(const wshake::server_config& own, const verb& answer, policy policy) {
  play_servers(
      own,
      [&](const pieces& sent) {
        struct policy with = policy;
        with.answer = answer;
        return serve(sent, config(own), with, room, SIZE_MAX);
      },
      policy);
}

std::string text_of(const wshake::field_request& asked) {
  if (!asked) return {};
  const wshake::request_view& head = asked.head;
  std::string all = text(head.method) + " " + text(head.protocol) + " " + text(head.scheme) + " " +
                    text(head.authority) + " " + text(head.target) + "\n";
  for (const wshake::field& line : head.header) all += text(line.name) + ": " + text(line.value) + "\n";
  return all;
}

void play_field_requests(const std::string& whole, const asking& sample) {
  for (const bool bad : {false, true}) {
    is_bad = bad;
    for (const bool allowed : {true, false}) {
      const array none(0);
      const std::size_t needed = sample(allowed, none).needed;
      check((needed != 0) == (allowed && !bad), "needs room for a request only");
      for (const std::size_t size : {std::size_t{1}, std::size_t{8}, std::max<std::size_t>(needed, 1) - 1, needed}) {
        const array out(size);
        const wshake::field_request asked = sample(allowed, out);
        const bool works = allowed && !bad && size == needed;
        same("a buffer of " + std::to_string(size), text_of(asked), works ? whole : "");
        check(static_cast<bool>(asked) == works, "says that it worked, or that it did not");
        ++runs;
      }
    }
  }
  is_bad = false;
}

}  // namespace play
