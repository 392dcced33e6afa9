// SPDX-License-Identifier: BSL-1.0
// Checks that the library's work grows at most linearly with the number of octets, however hostile the octets are and
// however the input is cut: twice the input takes at most twice the work. Work is counted, not timed. Work is the
// number of the library's basic blocks that run, plus one for each call of memcpy, memmove, memset and memcmp, and one
// for each 16 octets of such a call. To count the blocks, the library is compiled once more with
// -fsanitize-coverage=trace-pc.
#include <doctest/doctest.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

#include "exchange_support.hpp"

namespace {

std::uint64_t blocks = 0;

}  // namespace

extern "C" {

void __sanitizer_cov_trace_pc() { ++blocks; }

// With --wrap the linker replaces memcpy, memmove, memset and memcmp, which the library calls, by the functions below.
void* __real_memcpy(void* to, const void* from, std::size_t size);
void* __real_memmove(void* to, const void* from, std::size_t size);
void* __real_memset(void* to, int octet, std::size_t size);
int __real_memcmp(const void* left, const void* right, std::size_t size);

void* __wrap_memcpy(void* to, const void* from, std::size_t size) {
  blocks += 1 + size / 16;
  return __real_memcpy(to, from, size);
}
void* __wrap_memmove(void* to, const void* from, std::size_t size) {
  blocks += 1 + size / 16;
  return __real_memmove(to, from, size);
}
void* __wrap_memset(void* to, int octet, std::size_t size) {
  blocks += 1 + size / 16;
  return __real_memset(to, octet, size);
}
int __wrap_memcmp(const void* left, const void* right, std::size_t size) {
  blocks += 1 + size / 16;
  return __real_memcmp(left, right, size);
}

}  // extern "C"

namespace wshake::test {
namespace {

std::string repeated(std::size_t count, const std::string& text) {
  std::string out;
  for (std::size_t n = 0; n < count; ++n) out += text;
  return out;
}
// Repeats the text. In copy n each "#" is the number 1000 + n, so that the copies differ.
std::string numbered(std::size_t count, const std::string& text) {
  std::string out;
  for (std::size_t n = 0; n < count; ++n) {
    for (const char c : text) out += c == '#' ? std::to_string(1000 + n) : std::string(1, c);
  }
  return out;
}

// Returns the work of `act`, a function that feeds the whole input.
template <class Act>
std::uint64_t work_of(Act&& act) {
  const std::uint64_t before = blocks;
  act();
  return blocks - before;
}

struct hostile {
  const char* name;
  std::function<std::string(std::size_t)> input;  // builds an input with the given number of items
  std::size_t count;  // number of items in the first run; the later runs have twice and four times this number
};

// Checks that twice the items cause at most twice the work. The bound is a tenth and 256 blocks higher, because some
// work grows in steps. Work that does not depend on the number of items only lowers the ratio of two runs.
template <class Work>
void check_growth(const hostile& one, Work&& work) {
  CAPTURE(std::string(one.name));
  std::uint64_t before = 0;
  for (const unsigned times : {1U, 2U, 4U}) {
    const std::uint64_t now = work(one.input(one.count * times));
    CAPTURE(before);
    CAPTURE(now);
    REQUIRE(now > 0);
    if (before > 0) CHECK(now * 10 <= before * 22 + 2560);
    before = now;
  }
}

constexpr limits most = {.head = 65535, .target = 65535, .method = 255, .field_line = 65535, .field_lines = 400};

constexpr octets spoken[] = {"v1", "v2"};
constexpr server_config serving({.subprotocols = spoken, .deflate = {.enabled = true}, .limit = most});

// Feeds a request to a server in pieces, and answers the request.
void serve(const std::string& input, std::size_t piece) {
  static char storage[65535];
  static char out[4096];
  server role(storage, serving);
  for (std::size_t at = 0; at < input.size() && role.state() == server_state::need_more;) {
    at += role.feed(octets(input).from(at).first(piece)).consumed;
  }
  if (role.state() == server_state::need_more) (void)role.feed_eof();
  (void)role.error().field;
  (void)role.respond(out);
}

std::string asking(const std::string& lines) {
  return "GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n" +
         lines + "\r\n";
}

std::string line(const std::string& name, const std::string& value) { return name + ": " + value + "\r\n"; }

const std::vector<hostile> requests = {
    {"target", [](std::size_t n) { return "GET /" + std::string(n, 't') + " HTTP/1.1\r\nHost: a\r\n\r\n"; }, 10000},
    {"value", [](std::size_t n) { return asking(line("X", std::string(n, 'v'))); }, 10000},
    {"name", [](std::size_t n) { return asking(line(std::string(n, 'n'), "v")); }, 10000},
    {"white space before a value", [](std::size_t n) { return asking(line("X", std::string(n, ' ') + "v")); }, 10000},
    {"white space behind a value", [](std::size_t n) { return asking(line("X", "v" + std::string(n, '\t'))); }, 10000},
    {"value of controls", [](std::size_t n) { return asking(line("X", std::string(n, '\x01'))); }, 10000},
    {"value of CR", [](std::size_t n) { return asking(line("X", std::string(n, '\r') + "v")); }, 10000},
    {"lines", [](std::size_t n) { return asking(repeated(n, "a:b\r\n")); }, 90},
    {"lines of LF", [](std::size_t n) { return asking(repeated(n, "a:b\n")); }, 90},
    {"long lines", [](std::size_t n) { return asking(repeated(n, line("X", std::string(500, 'v')))); }, 25},
    {"lines of one field_id name", [](std::size_t n) { return asking(repeated(n, "Upgrade: x\r\n")); }, 90},
    {"lines of Connection", [](std::size_t n) { return asking(repeated(n, "Connection: x, y\r\n")); }, 90},
    {"lines of Content-Length", [](std::size_t n) { return asking(repeated(n, "Content-Length: 0\r\n")); }, 90},
    {"lines of Transfer-Encoding", [](std::size_t n) { return asking(repeated(n, "Transfer-Encoding: a\r\n")); }, 90},
    {"lines of subprotocols", [](std::size_t n) { return asking(repeated(n, "Sec-WebSocket-Protocol: ,\r\n")); }, 90},
    {"lines of extensions", [](std::size_t n) { return asking(repeated(n, "Sec-WebSocket-Extensions: a\r\n")); }, 90},
    {"empty members", [](std::size_t n) { return asking(line("Connection", repeated(n, ", ") + "x")); }, 5000},
    {"empty members, and a token",
     [](std::size_t n) { return asking(line("Upgrade", repeated(n, ",") + "websockets")); }, 5000},
    {"members of Connection", [](std::size_t n) { return asking(line("Connection", repeated(n, "x,") + "close")); }, 5000},
    {"members of Content-Length", [](std::size_t n) { return asking(line("Content-Length", repeated(n, "0,") + "0")); },
     5000},
    {"zeros of Content-Length", [](std::size_t n) { return asking(line("Content-Length", std::string(n, '0'))); }, 10000},
    {"digits of Content-Length", [](std::size_t n) { return asking(line("Content-Length", std::string(n, '9'))); }, 10000},
    {"codings", [](std::size_t n) { return asking(line("Transfer-Encoding", repeated(n, "a;b=c,"))); }, 2500},
    {"members of Expect", [](std::size_t n) { return asking(line("Expect", repeated(n, "100-continue,"))); }, 1000},
    {"subprotocols beyond their limit",
     [](std::size_t n) { return asking(line("Sec-WebSocket-Protocol", numbered(n, "p#,"))); }, 2000},
    {"extensions", [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", numbered(n, "x#,"))); }, 2000},
    {"parameters", [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", "x" + numbered(n, ";p#=1"))); },
     1500},
    {"parameters of permessage-deflate",
     [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", "permessage-deflate" + numbered(n, ";p#=1"))); },
     1500},
    {"offers that are declined",
     [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", numbered(n, "permessage-deflate;p#,"))); }, 500},
    {"offers on many lines",
     [](std::size_t n) { return asking(numbered(n, "Sec-WebSocket-Extensions: permessage-deflate;p#\r\n")); }, 90},
    {"a repeated parameter",
     [](std::size_t n) {
       return asking(
           line("Sec-WebSocket-Extensions", "permessage-deflate" + repeated(n, ";server_no_context_takeover")));
     },
     500},
    {"a quoted value",
     [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", "x;y=\"" + repeated(n, "\\a") + "\"")); }, 5000},
    {"an open quote", [](std::size_t n) { return asking(line("Sec-WebSocket-Extensions", repeated(n, "x;y=\"a"))); },
     2500},
    {"a long Host", [](std::size_t n) { return "GET / HTTP/1.1\r\n" + line("Host", std::string(n, 'h')) + "\r\n"; },
     10000},
    {"a Host of percents",
     [](std::size_t n) { return "GET / HTTP/1.1\r\n" + line("Host", repeated(n, "%41")) + "\r\n"; }, 4000},
    {"a long key", [](std::size_t n) { return asking(line("Sec-WebSocket-Key", std::string(n, 'k'))); }, 10000},
    {"a head without an end", [](std::size_t n) { return "GET / HTTP/1.1\r\nX: " + std::string(n, 'v'); }, 10000},
};

TEST_CASE("work on a whole request grows at most linearly") {
  for (const hostile& one : requests) {
    check_growth(one, [](const std::string& input) { return work_of([&] { serve(input, input.size()); }); });
  }
}
TEST_CASE("work on a request byte by byte grows at most linearly") {
  for (const hostile& one : requests) {
    check_growth(one, [](const std::string& input) { return work_of([&] { serve(input, 1); }); });
  }
}
TEST_CASE("work on a request in pieces of 7 bytes grows at most linearly") {
  for (const hostile& one : requests) {
    check_growth(one, [](const std::string& input) { return work_of([&] { serve(input, 7); }); });
  }
}

// The request is a list of fields that the caller's own HTTP code has read.
TEST_CASE("work on a list of fields grows at most linearly") {
  const std::vector<hostile> lists = {
      {"fields", [](std::size_t n) { return std::string(n, 'X'); }, 1000},
      {"fields of a field_id name", [](std::size_t n) { return std::string(n, 'U'); }, 1000},
      {"fields of a list", [](std::size_t n) { return std::string(n, 'C'); }, 1000},
      {"offers", [](std::size_t n) { return std::string(n, 'E'); }, 1000},
  };
  for (const hostile& one : lists) {
    check_growth(one, [](const std::string& kinds) {
      std::vector<field> list = {{"Host", "a"},
                                 {"Upgrade", "websocket"},
                                 {"Connection", "Upgrade"},
                                 {"Sec-WebSocket-Version", "13"},
                                 {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
      for (const char kind : kinds) {
        if (kind == 'X') list.push_back({"X-Other", "v"});
        if (kind == 'U') list.push_back({"Upgrade", "x"});
        if (kind == 'C') list.push_back({"Connection", "close, x"});
        if (kind == 'E') list.push_back({"Sec-WebSocket-Extensions", "permessage-deflate; x"});
      }
      return work_of([&] {
        static char storage[65535];
        static char out[4096];
        const request_view view = {"GET", "/", 11, fields(list)};
        (void)check(view, serving);
        (void)is_upgrade(view);
        server role(storage, serving);
        (void)role.adopt(view);
        (void)role.respond(out);
      });
    });
  }
}

// The server skips the bodies of requests that it has answered.
TEST_CASE("work on a skipped body grows at most linearly") {
  const std::vector<hostile> bodies = {
      {"chunks", [](std::size_t n) { return repeated(n, "1\r\nx\r\n") + "0\r\n\r\n"; }, 2000},
      {"zeros of a size", [](std::size_t n) { return std::string(n, '0') + "1\r\nx\r\n0\r\n\r\n"; }, 10000},
      {"an extension", [](std::size_t n) { return "1;" + std::string(n, 'e') + "\r\nx\r\n0\r\n\r\n"; }, 10000},
      {"trailers", [](std::size_t n) { return "0\r\n" + repeated(n, "X:y\r\n") + "\r\n"; }, 2000},
      {"data", [](std::size_t n) { return "ffff\r\n" + std::string(n, 'd'); }, 10000},
  };
  for (const hostile& one : bodies) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{65536}}) {
      CAPTURE(piece);
      check_growth(one, [&](const std::string& input) {
        static char storage[4096];
        server role(storage, serving);
        (void)role.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        (void)role.next_request();
        return work_of([&] {
          for (std::size_t at = 0; at < input.size() && role.state() == server_state::need_more;) {
            at += role.feed(octets(input).from(at).first(piece)).consumed;
          }
        });
      });
    }
  }
}

// Lets a client read an answer, and then reads the result of next() with its challenges.
void receive(const std::string& input, std::size_t piece, bool lenient = false) {
  static char storage[70000];
  static char out[65536];
  static constexpr octets offered[] = {"v1", "v2"};
  static constexpr deflate_offer deflate[] = {{}, {}, {}};
  static constexpr client_config asking_config({.limit = most});
  static constexpr client_config lenient_config({.lenient = true, .limit = most});
  client role(storage, lenient ? lenient_config : asking_config);
  const uri where = parse_uri("ws://server.example.com/a/b/c").found;
  (void)role.start(out, {.where = where, .subprotocols = offered, .deflate = deflate, .extensions = "x-1, x-2; a=b"}, {});
  for (std::size_t at = 0; at < input.size();) {
    const client_feed_result said = role.feed(octets(input).from(at).first(piece));
    at += said.consumed;
    if (said.event != client_event::need_more && !test::passes(said.event)) break;
  }
  (void)role.error().field;
  const continuation next = role.next();
  for (const challenge& one : next.challenges) (void)one.realm();
  (void)role.redirect_uri(out);
}

std::string answering(const std::string& lines) {
  return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
         "Sec-WebSocket-Accept: ICX+Yqv66kxgM0FcWaLWlFLwTAI=\r\n" +
         lines + "\r\n";
}
std::string refusing(const std::string& status, const std::string& lines) {
  return "HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n" + lines + "\r\n";
}

TEST_CASE("work on an answer grows at most linearly") {
  const std::vector<hostile> answers = {
      {"reason phrase",
       [](std::size_t n) { return "HTTP/1.1 403 " + std::string(n, 'r') + "\r\nContent-Length: 0\r\n\r\n"; }, 10000},
      {"folded lines", [](std::size_t n) { return refusing("403", "X: y\r\n" + repeated(n, " z\r\n")); }, 80},
      {"a long fold", [](std::size_t n) { return refusing("403", "X: y\r\n" + std::string(n, ' ') + "z\r\n"); }, 10000},
      {"members of Connection", [](std::size_t n) { return answering(line("Connection", repeated(n, "x,"))); }, 5000},
      {"extensions", [](std::size_t n) { return answering(line("Sec-WebSocket-Extensions", repeated(n, "x-2,"))); }, 2500},
      {"extensions that were not offered",
       [](std::size_t n) { return answering(line("Sec-WebSocket-Extensions", "x-2," + numbered(n, "y#,"))); }, 2500},
      {"parameters",
       [](std::size_t n) {
         return answering(line("Sec-WebSocket-Extensions", "permessage-deflate" + numbered(n, ";p#")));
       },
       1500},
      {"subprotocols",
       [](std::size_t n) { return answering(line("Sec-WebSocket-Protocol", "v1" + repeated(n, ",v1"))); }, 2500},
      {"challenges",
       [](std::size_t n) { return refusing("401 x", line("WWW-Authenticate", numbered(n, "S# a=b, c=d, "))); }, 700},
      {"challenges on many lines",
       [](std::size_t n) { return refusing("401 x", numbered(n, "WWW-Authenticate: S# a=b\r\n")); }, 80},
      {"parameters of a challenge",
       [](std::size_t n) { return refusing("401 x", line("WWW-Authenticate", "S " + numbered(n, "p#=\"x\", "))); }, 1000},
      {"an open quote in a challenge",
       [](std::size_t n) { return refusing("401 x", line("WWW-Authenticate", repeated(n, "S a=\"b\\\""))); }, 1500},
      {"commas of a challenge",
       [](std::size_t n) { return refusing("401 x", line("WWW-Authenticate", "S a=b" + std::string(n, ','))); }, 10000},
      {"token68",
       [](std::size_t n) { return refusing("401 x", line("WWW-Authenticate", "S " + std::string(n, 'a') + "===")); },
       10000},
      {"a Location", [](std::size_t n) { return refusing("302 x", line("Location", "/" + std::string(n, 'l'))); }, 10000},
      {"dots of a Location",
       [](std::size_t n) { return refusing("302 x", line("Location", "/" + repeated(n, "a/../"))); }, 2500},
      {"dots of a relative Location",
       [](std::size_t n) { return refusing("302 x", line("Location", repeated(n, "../"))); }, 4000},
      {"depth of a Location",
       [](std::size_t n) { return refusing("302 x", line("Location", "/" + repeated(n, "a/") + repeated(n, "../"))); },
       2000},
      {"slashes of a Location",
       [](std::size_t n) {
         return refusing("302 x", line("Location", "/x" + std::string(n, '/') + repeated(n / 3, "../")));
       },
       5000},
      {"an authority of a Location",
       [](std::size_t n) { return refusing("302 x", line("Location", "http://" + std::string(n, 'h') + ":1/")); }, 10000},
      {"digits of Retry-After",
       [](std::size_t n) { return refusing("503 x", line("Retry-After", std::string(n, '9'))); }, 10000},
      {"interim responses", [](std::size_t n) { return repeated(n, "HTTP/1.1 103\r\n\r\n"); }, 2},
      {"chunks",
       [](std::size_t n) { return "HTTP/1.1 403\r\nTransfer-Encoding: chunked\r\n\r\n" + repeated(n, "1\r\nx\r\n"); },
       2000},
  };
  for (const hostile& one : answers) {
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}, std::size_t{70000}}) {
      CAPTURE(piece);
      check_growth(one, [&](const std::string& input) { return work_of([&] { receive(input, piece); }); });
    }
  }
}

// A lenient client takes a status line before it looks for the end of the head.
TEST_CASE("work on the interim responses that a lenient client reads grows at most linearly") {
  const hostile one = {
      "interim responses before a body",
      [](std::size_t n) { return repeated(n, "HTTP/1.1 103\n\n") + "HTTP/1.1 403\n\n" + std::string(n * 5000, 'b'); }, 2};
  check_growth(one, [](const std::string& input) { return work_of([&] { receive(input, input.size(), true); }); });
}

TEST_CASE("work on URIs and credentials grows at most linearly") {
  const std::vector<hostile> texts = {
      {"a path", [](std::size_t n) { return "ws://a/" + std::string(n, 'p'); }, 10000},
      {"a host", [](std::size_t n) { return "ws://" + std::string(n, 'h') + "/"; }, 10000},
      {"a userinfo", [](std::size_t n) { return "ws://" + repeated(n, "%41") + ":p@a/"; }, 4000},
      {"colons", [](std::size_t n) { return "ws://" + std::string(n, ':') + "@a/"; }, 10000},
      {"zeros of a port", [](std::size_t n) { return "ws://a:" + std::string(n, '0') + "80/"; }, 10000},
      {"colons of an address", [](std::size_t n) { return "ws://[" + repeated(n, "1:") + ":]/"; }, 5000},
      {"base64", [](std::size_t n) { return "Basic " + repeated(n, "YTph"); }, 4000},
      {"no base64", [](std::size_t n) { return "Basic " + std::string(n, '='); }, 16000},
  };
  for (const hostile& one : texts) {
    check_growth(one, [](const std::string& input) {
      static char out[300000];
      return work_of([&] {
        const uri_reading read = parse_uri(input);
        (void)write_userinfo(out, read.found.userinfo);
        (void)write_host(out, read.found);
        (void)resolve_uri(out, read.found, "../x");
        (void)read_basic(input, out);
        (void)write_basic(out, "user", input);
        (void)sniff(input);
      });
    });
  }
}

TEST_CASE("work on cookies and queries grows at most linearly") {
  const std::vector<hostile> texts = {
      {"cookies", [](std::size_t n) { return "?" + repeated(n, "name=v; "); }, 8000},
      {"cookies without a name", [](std::size_t n) { return "?" + repeated(n, "v;"); }, 16000},
      {"semicolons", [](std::size_t n) { return "?" + std::string(n, ';'); }, 16000},
      {"spaces", [](std::size_t n) { return "?" + repeated(n, " ;"); }, 16000},
      {"equals signs", [](std::size_t n) { return "?" + std::string(n, '='); }, 16000},
      {"members", [](std::size_t n) { return "?" + repeated(n, "name=v&"); }, 8000},
      {"names that begin alike", [](std::size_t n) { return "?" + repeated(n, "wante%64+%41x=v&"); }, 3000},
      {"ampersands", [](std::size_t n) { return "?" + std::string(n, '&'); }, 16000},
      {"a value", [](std::size_t n) { return "?wanted A=" + repeated(n, "%41+"); }, 8000},
      {"a malformed value", [](std::size_t n) { return "?wanted+A=" + repeated(n, "%41+") + "%"; }, 8000},
  };
  for (const hostile& one : texts) {
    check_growth(one, [](const std::string& input) {
      static char out[300000];
      const field list[] = {{"Cookie", input}};
      return work_of([&] {
        (void)find_cookie(fields(list), "wanted");
        (void)find_query_member(input, "wanted A", out);
      });
    });
  }
}

// Returns the work on a 101 with the extensions `answer` to a request that offers the extensions `offers`. `judge` gets
// the result of check_answer().
template <class Judge>
std::uint64_t work_on_answer(octets offers, octets answer, Judge judge) {
  const field asked[] = {{"Sec-WebSocket-Key", sample_key}, {"Sec-WebSocket-Extensions", offers}};
  const field answered[] = {{"Upgrade", "websocket"},
                            {"Connection", "Upgrade"},
                            {"Sec-WebSocket-Accept", sample_accept},
                            {"Sec-WebSocket-Extensions", answer}};
  const request_view request = {.method = "GET", .target = "/", .version = 11, .header = asked};
  const response_view response = {.version = 11, .status = 101, .header = answered};
  return work_of([&] { judge(check_answer(response, request)); });
}

// A gateway reads the offers from one peer and the answer from the other, so the offers and the answer can be long.
TEST_CASE("work on the answer that a gateway checks grows at most linearly") {
  const struct {
    const char* name;
    const char* offer;
    const char* answer;
  } rows[] = {
      {"the last offer is answered again and again", "a,", "b,"},
      {"permessage-deflate is answered again and again", "permessage-deflate; x,", "permessage-deflate,"},
  };
  for (const auto& row : rows) {
    const hostile one = {row.name, [&](std::size_t n) { return repeated(n, row.offer) + "b"; }, 500};
    check_growth(one, [&](const std::string& offers) {
      const std::string answer = repeated(offers.size() / octets(std::string_view(row.offer)).size(), row.answer);
      return work_on_answer(offers, answer, [](const auto& read) { CHECK(read.event == client_event::failed); });
    });
  }
}

// If the answer fits no offer, the library looks for the reason in each offer.
TEST_CASE("work on an answer that fits none of many offers grows at most linearly") {
  const hostile one = {"offers, and white space in the answer", [](std::size_t n) { return std::string(n, ' '); }, 500};
  check_growth(one, [](const std::string& space) {
    const std::string offers = repeated(space.size(), "permessage-deflate,");
    const std::string answer = "permessage-deflate;" + space + "client_max_window_bits=9";
    return work_on_answer(offers, answer,
                          [](const auto& read) { CHECK(read.error == errc::deflate_parameter_not_offered); });
  });
}

// A gateway looks every field up among the members of Connection, and both may be many.
TEST_CASE("work on a request that a gateway forwards grows at most linearly") {
  const std::vector<hostile> rows = {
      {"fields, and members of Connection", [](std::size_t n) { return repeated(n, ",b"); }, 200},
      {"fields, and empty members of Connection", [](std::size_t n) { return repeated(n, ",,"); }, 200},
      {"fields, and as many members of Connection as the limit allows",
       [](std::size_t n) { return repeated(63, ",b") + std::string(n, ' '); }, 200},
  };
  for (const hostile& one : rows) {
    check_growth(one, [&](const std::string& members) {
      const std::string connection = "upgrade, b" + members;
      std::vector<field> list = {{"Host", "a"},
                                 {"Upgrade", "websocket"},
                                 {"Connection", connection},
                                 {"Sec-WebSocket-Version", "13"},
                                 {"Sec-WebSocket-Key", sample_key}};
      list.insert(list.end(), members.size() / 2, {"c", "v"});
      const request_view request = {.method = "GET", .target = "/", .version = 11, .header = list};
      return work_of([&] {
        static char out[65535];
        (void)forward_request(out, request, sample_nonce);
      });
    });
  }
}

// The engine compares each subprotocol with all earlier subprotocols, so the work grows with the square of the number
// of subprotocols. limits::subprotocols bounds the number of subprotocols, and so the work.
TEST_CASE("work on as many subprotocols as the limit allows is bounded") {
  const auto work = [](std::size_t count) {
    const std::string input = asking(line("Sec-WebSocket-Protocol", numbered(count, "p#,")));
    return work_of([&] { serve(input, input.size()); });
  };
  const std::uint64_t one = work(1);
  const std::uint64_t all = work(64);
  CAPTURE(one);
  CAPTURE(all);
  CHECK(all <= one + 64 * 64 * 16);
}

}  // namespace
}  // namespace wshake::test
