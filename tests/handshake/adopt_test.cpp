// SPDX-License-Identifier: BSL-1.0
// Tests server::adopt() with requests that the caller's own HTTP code has read. The player of the transcripts
// (player.cpp) also adopts the head of every transcript.
#include <cstring>
#include <iterator>
#include <string>
#include <vector>

#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

const std::vector<field> good = {{"X-First", "1"},
                                 {"Host", "a"},
                                 {"Upgrade", "websocket"},
                                 {"Connection", "keep-alive"},
                                 {"Connection", "Upgrade"},
                                 {"Sec-WebSocket-Key", sample_key},
                                 {"Sec-WebSocket-Version", "13"},
                                 {"Sec-WebSocket-Protocol", "x"},
                                 {"Cookie", "secret"},
                                 {"Sec-WebSocket-Protocol", "chat"},
                                 {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
                                 {"Origin", "https://a"}};

TEST_CASE("a server adopts a copy of a request that another server has adopted, white space around values included") {
  std::vector<field> list = {{"Host", "a"},
                             {"Connection", " Upgrade"},
                             {"Upgrade", "\twebsocket "},
                             {"Sec-WebSocket-Key", sample_key},
                             {"Sec-WebSocket-Version", "13"},
                             {"Sec-WebSocket-Protocol", " chat"},
                             {"Origin", "https://evil.example"}};
  guarded_server first;
  REQUIRE(first.role.adopt({"GET", "/", 11, list}) == server_state::upgrade);
  guarded_server second;
  CHECK(second.role.adopt(first.role.request()) == server_state::upgrade);
  CHECK(second.role.handshake().origin == octets("https://evil.example"));
  CHECK(second.role.request().header.count("Sec-WebSocket-Protocol") == 1);
  CHECK(check(second.role.request()).ok());
  static constexpr octets origins[] = {"https://good.example"};
  const server_config config({.origins = origins});
  CHECK(second.role.configure(config) == server_state::failed);
  CHECK(second.role.error() == errc::forbidden_origin);
}

TEST_CASE("adopt copies the parts of a request that the handshake needs") {
  const chatting server_of;
  guarded_server one(server_of.config);
  {
    std::vector<std::string> texts;
    std::vector<field> list;
    for (const field& line : good) {
      texts.emplace_back(std::string_view(line.name));
      texts.emplace_back(std::string_view(line.value));
    }
    for (std::size_t at = 0; at < texts.size(); at += 2) list.push_back({texts[at], texts[at + 1]});
    std::string method = "GET", target = "/chat?x=1";
    CHECK(one.role.adopt({method, target, 11, list}) == server_state::upgrade);
    for (std::string& text : texts) text.assign(text.size(), '?');
    method.assign(3, '?');
    target.assign(9, '?');
  }
  CHECK(one.role.state() == server_state::upgrade);
  CHECK(one.role.error() == errc::none);
  CHECK(one.role.request().method == "GET");
  CHECK(one.role.request().target == "/chat?x=1");
  CHECK(one.role.request().version == 11);
  const handshake_request asked = one.role.handshake();
  CHECK(asked.key == sample_key);
  CHECK(asked.authority == "a");
  CHECK(asked.origin == octets("https://a"));
  CHECK(one.role.request().header.count("connection") == 2);
  CHECK(one.role.request().header.find("Sec-WebSocket-Protocol") == "x");
  const fields kept = one.role.request().header;
  auto line = kept.begin();
  for (const field& given : good) {
    if (given.name == "X-First" || given.name == "Cookie") continue;
    REQUIRE(line != kept.end());
    CHECK(line->name == given.name);
    CHECK(line->value == given.value);
    ++line;
  }
  CHECK(line == kept.end());
  CHECK_MESSAGE(one.role.feed("\x81").consumed == 0, "frames stay with the caller");
  const response answer = read(answered(one.role));
  CHECK(answer.complete);
  CHECK(answer.find("Sec-WebSocket-Accept") == sample_accept);
  CHECK(answer.find("Sec-WebSocket-Protocol") == "chat");
  CHECK(answer.find("Sec-WebSocket-Extensions") == "permessage-deflate");
  CHECK(one.role.agreed().subprotocol == "chat");
  CHECK(one.role.agreed().deflate.agreed);
}

TEST_CASE("adopt: the parts of a request may lie anywhere in the storage") {
  const chatting server_of;
  // Puts the parts of a head into the storage in any order, at any offset. The request's views point to these parts.
  std::vector<octets> parts = {"GET", "/chat"};
  for (const field& line : good) {
    parts.push_back(line.name);
    parts.push_back(line.value);
  }
  std::size_t total = 0;
  for (const octets part : parts) total += part.size();
  random_numbers random(6);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    guarded_server one(server_of.config, 1024);
    std::vector<std::size_t> order(parts.size());
    for (std::size_t at = 0; at < order.size(); ++at) order[at] = at;
    if (round > 0) {
      for (std::size_t at = order.size() - 1; at > 0; --at) std::swap(order[at], order[random.below(at + 1)]);
    }
    std::size_t place = round == 1 ? 1024 - total : random.below(1024 - total + 1);
    std::vector<octets> views(parts.size());
    for (const std::size_t which : order) {
      std::memcpy(one.storage.data() + place, parts[which].data(), parts[which].size());
      views[which] = octets(one.storage.data() + place, parts[which].size());
      place += parts[which].size();
    }
    std::vector<field> list;
    for (std::size_t at = 2; at < views.size(); at += 2) list.push_back({views[at], views[at + 1]});
    CHECK(one.role.adopt({views[0], views[1], 11, list}) == server_state::upgrade);
    CHECK(one.role.request().method == "GET");
    CHECK(one.role.request().target == "/chat");
    CHECK(one.role.handshake().key == sample_key);
    CHECK(one.role.handshake().origin == octets("https://a"));
    const response answer = read(answered(one.role));
    CHECK(answer.find("Sec-WebSocket-Accept") == sample_accept);
    CHECK(answer.find("Sec-WebSocket-Protocol") == "chat");
  }
}

TEST_CASE("adopt: a request in the storage needs room for a copy") {
  std::string text = "GET/chat";
  for (const field& line : good) text.append(line.value.data(), line.value.size());
  for (std::size_t size = text.size();; ++size) {
    CAPTURE(size);
    REQUIRE(size < 1024);
    guarded_server one({}, size);
    std::memcpy(one.storage.data(), text.data(), text.size());
    const octets here = octets(one.storage.data(), text.size());
    std::vector<field> list;
    std::size_t at = std::strlen("GET/chat");
    for (const field& line : good) {
      list.push_back({line.name, here.from(at).first(line.value.size())});
      at += line.value.size();
    }
    if (one.role.adopt({here.first(3), here.from(3).first(5), 11, list}) == server_state::upgrade) {
      CHECK(one.role.request().target == "/chat");
      CHECK(one.role.handshake().key == sample_key);
      CHECK(size == text.size() + one.role.request().raw.size());
      break;
    }
    CHECK(one.role.error() == errc::head_too_large);
    const response answer = read(answered(one.role));
    CHECK(answer.status == 431);
  }
}

TEST_CASE("adopt: storage of every size holds the request, or adopt() fails") {
  const chatting server_of;
  bool fitted = false;
  for (std::size_t size = 0; size < 700; ++size) {
    CAPTURE(size);
    guarded_server one(server_of.config, size);
    const server_state what = one.role.adopt({"GET", "/chat", 11, good});
    if (what == server_state::upgrade) {
      fitted = true;
      CHECK(read(answered(one.role)).find("Sec-WebSocket-Accept") == sample_accept);
    } else {
      CHECK_MESSAGE(!fitted, "a request that fits into smaller storage also fits into larger storage");
      CHECK(what == server_state::failed);
      CHECK(one.role.error() == errc::head_too_large);
      CHECK(read(answered(one.role)).status == 431);
    }
  }
  CHECK(fitted);
}

TEST_CASE("adopt: fields that the handshake ignores take no storage") {
  guarded_server one({}, 400);
  const std::string large(100000, 'x');
  std::vector<field> list = good;
  list.push_back({"Cookie", large});
  list.push_back({"X-Large", large});
  CHECK(one.role.adopt({"GET", "/chat", 11, list}) == server_state::upgrade);
}

TEST_CASE("adopt rejects a target and a field that are too large") {
  const std::string large(70000, 'x');
  guarded_server one({}, 200000);
  CHECK(one.role.adopt({"GET", "/" + large, 11, good}) == server_state::failed);
  CHECK(describe(one.role.error().code).status >= 414);
  guarded_server two({}, 200000);
  std::vector<field> list = good;
  list.push_back({"Sec-WebSocket-Protocol", large});
  CHECK(two.role.adopt({"GET", "/", 11, list}) == server_state::failed);
  CHECK(read(answered(two.role)).complete);
}

TEST_CASE("adopt: an invalid method or target ends the connection") {
  const std::string large(70000, 'x');
  for (const request_view& request :
       {request_view{"G T", "/", 11, good}, request_view{"", "/", 11, good}, request_view{"GET", "/a b", 11, good},
        request_view{"GET", large, 11, good}, request_view{large, "/", 11, good}}) {
    guarded_server one;
    CHECK(one.role.adopt(request) == server_state::failed);
    CHECK(one.role.error().code >= errc::missing_method);
    CHECK(one.role.error().code <= errc::target_too_long);
    CHECK_MESSAGE(one.role.error().offset == 0, "errors of method and target have the offset 0");
    CHECK(!one.role.keep_alive());
    const response answer = read(answered(one.role));
    CHECK(answer.complete);
    CHECK(answer.find("Connection") == "close");
    CHECK(!one.role.keep_alive());
    CHECK(one.role.next_request() == server_state::closed);
  }
}

TEST_CASE("adopt: a response to HEAD has no body") {
  for (const octets target : {octets("/"), octets("/a b")}) {
    guarded_server one;
    (void)one.role.adopt({"HEAD", target, 11, good});
    const response answer = read(answered(one.role), false);
    CHECK(answer.complete);
    CHECK(answer.status >= 400);
    CHECK(answer.body.empty());
  }
}

TEST_CASE("adopt is possible only before the first byte of a head") {
  const request_view request = {"GET", "/", 11, good};
  guarded_server begun;
  (void)feed_all(begun.role, "G");
  CHECK(begun.role.adopt(request) == server_state::need_more);
  CHECK(feed_all(begun.role, octets(handshake_head()).from(1)).state == server_state::upgrade);
  CHECK(begun.role.adopt(request) == server_state::upgrade);
  CHECK(begun.role.request().target == "/chat");

  guarded_server after_empty_line;
  (void)feed_all(after_empty_line.role, "\r\n");
  CHECK(after_empty_line.role.adopt(request) == server_state::upgrade);

  guarded_server again;
  CHECK(again.role.adopt(request) == server_state::upgrade);
  CHECK(again.role.adopt({"GET", "/", 11, {}}) == server_state::upgrade);
  (void)responded(again.role);
  CHECK(again.role.adopt(request) == server_state::responded);
  CHECK(again.role.next_request() == server_state::need_more);
  CHECK(again.role.adopt(request) == server_state::upgrade);
}

TEST_CASE("adopt: the offset of an error is the field's index") {
  guarded_server one;
  std::vector<field> list = good;
  list[6].value = "8";
  CHECK(one.role.adopt({"GET", "/", 11, list}) == server_state::failed);
  CHECK(one.role.error() == errc::unsupported_version);
  CHECK(one.role.error().offset == 6);
  CHECK(one.role.error().field == "Sec-WebSocket-Version");
  guarded_server two;
  list.erase(list.begin() + 6);
  CHECK(two.role.adopt({"GET", "/", 11, list}) == server_state::failed);
  CHECK(two.role.error() == errc::missing_version);
  CHECK(two.role.error().offset == list.size());
}

TEST_CASE("adopt: the offset of an error that configure() finds is a byte of request().raw, another offset stays") {
  const octets origins[] = {"https://example.com"};
  const server_config strict({.origins = origins});
  const std::vector<field> list = {good[0], good[1], {"Origin", "https://other.example"}};
  guarded_server plain;
  CHECK(plain.role.adopt({"GET", "/", 11, list}) == server_state::request);
  const diagnostic found = plain.role.error();
  CHECK(found.offset <= list.size());
  CHECK(plain.role.configure(strict) == server_state::request);
  CHECK(plain.role.error() == found);

  guarded_server one({.origins = origins});
  CHECK(one.role.adopt({"GET", "/", 11, good}) == server_state::failed);
  CHECK(one.role.error() == errc::forbidden_origin);
  CHECK(one.role.error().offset == good.size() - 1);
  CHECK(one.role.configure(strict) == server_state::failed);
  CHECK(one.role.error() == errc::forbidden_origin);
  CHECK(one.role.error().offset == one.role.request().raw.text().find("https://a"));
}

TEST_CASE("adopt: no byte of a caller's list gets into an answer unchecked") {
  // The caller gives the target and the values of fields. Octets that HTTP does not allow in a target or value must not
  // reach an answer.
  const std::string evil = "a\r\nX: 1";
  for (const octets value : {octets(evil), octets("\0", 1), octets(""), octets("\x7f")}) {
    for (std::size_t at = 0; at <= good.size(); ++at) {
      std::vector<field> list = good;
      request_view request = {"GET", "/chat", 11, {}};
      if (at < good.size()) {
        list[at].value = value;
      } else {
        request.target = value;
      }
      request.header = list;
      guarded_server one;
      (void)one.role.adopt(request);
      CHECK(!describe_state(one.role).empty());
      const response answer = read(answered(one.role));
      CHECK(answer.complete);
      CHECK(answer.count("X") == 0);
    }
  }
}

TEST_CASE("adopt leaves a body to the caller") {
  guarded_server one;
  const std::vector<field> list = {{"Host", "a"}, {"Content-Length", "5"}};
  CHECK(one.role.adopt({"POST", "/", 11, list}) == server_state::request);
  CHECK(read(answered(one.role)).complete);
  if (one.role.next_request() == server_state::need_more) {
    CHECK_MESSAGE(feed_all(one.role, handshake_head()).state == server_state::upgrade,
                  "the server skips no octet of the next request");
  }
}

TEST_CASE("adopt: HTTP/1.0 is a plain request and ends the connection") {
  guarded_server old;
  CHECK(old.role.adopt({"GET", "/", 10, good}) == server_state::request);
  CHECK(old.role.error() == errc::http_version_too_old);
  CHECK(!old.role.keep_alive());
}

// RFC 6455 §4.2.1(4): a handshake has Connection. Some charging stations send a handshake without Connection.
TEST_CASE("a device's request without Connection is refused, and opens if the caller adds Connection to the list") {
  const std::string head =
      "GET /CP-0042 HTTP/1.1\r\nHost: play.example.net\r\nUpgrade: websocket\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: "
      "ocpp1.6\r\n\r\n";
  guarded_server refuses;
  CHECK(feed_all(refuses.role, head).state == server_state::request);
  CHECK(refuses.role.error() == errc::connection_lacks_upgrade);

  const request_reading read = read_request(head);
  CHECK(read.consumed == head.size());
  std::vector<field> list;
  for (const field& line : read.head.header) list.push_back(line);
  list.push_back({"Connection", "Upgrade"});
  const octets subprotocols[] = {"ocpp1.6"};
  guarded_server opens({.subprotocols = subprotocols});
  CHECK(opens.role.adopt({read.head.method, read.head.target, read.head.version, list}) == server_state::upgrade);
  const response answer = test::read(accepted(opens.role));
  CHECK(answer.status == 101);
  CHECK(answer.find("Sec-WebSocket-Protocol") == "ocpp1.6");
}

}  // namespace
}  // namespace wshake::test
