// SPDX-License-Identifier: BSL-1.0
// Tests handshakes through chains of gateways, from the client's request to the client's event. Each side of each
// gateway speaks HTTP/1.1, HTTP/2 or HTTP/3.
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <wshake/answer_result.hpp>
#include <wshake/client.hpp>
#include <wshake/forward.hpp>
#include <wshake/header_list.hpp>
#include <wshake/server.hpp>

#include "forward_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// A message as it is on the wire: octets of HTTP/1.1, or a header list. The views that the receiver reads point into
// this object.
class wire {
 public:
  wire() = default;
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;

  void put(octets text) { text_ = std::string(text); }
  void put(const request_view& request) {
    add(":method", request.method);
    add(":protocol", request.protocol);
    add(":scheme", request.scheme);
    add(":authority", request.authority);
    add(":path", request.target);
    version_ = request.version;
    for (const field& line : request.header) add(line.name, line.value);
  }
  void put(const response_view& answer) {
    add(":status", std::to_string(answer.status));
    version_ = answer.version;
    for (const field& line : answer.header) add(line.name, line.value);
  }

  std::string& text() { return text_; }

  request_view request() const {
    if (version_ == 11) {
      const request_reading read = read_request(text_);
      CHECK(read.consumed == text_.size());
      return read.head;
    }
    const request_list_reading read = read_request_list(list_, version_);
    CHECK(read.error == errc::none);
    return read.head;
  }
  response_view answer() {
    if (version_ == 11) {
      const response_reading read = read_response({text_.data(), text_.size()});
      CHECK(read.error == errc::none);
      CHECK(read.consumed > 0);
      return read.head;
    }
    const response_list_reading read = read_response_list(list_, version_);
    CHECK(read.error == errc::none);
    return read.head;
  }

 private:
  void add(octets name, octets value) {
    const octets kept_name = strings_.emplace_back(name);
    list_.push_back({kept_name, strings_.emplace_back(value)});
  }

  unsigned version_ = 11;
  std::string text_;
  std::deque<std::string> strings_;
  field_list list_;
};

// A gateway, with the request that it has received and the request that it has sent.
class hop {
 public:
  // Passes the request in `from` on to `to`, as a message of the HTTP version `version`.
  void pass_request(const wire& from, wire& to, unsigned version) {
    front_ = from.request();
    if (version == 11) {
      const nonce octets_of_key = {next_key++};
      const forwarded_request sent = forward_request(buffer_, front_, octets_of_key);
      REQUIRE(sent);
      behind_ = sent.head;
      to.put(sent.written);
    } else {
      const field_request sent = forward_request_fields(buffer_, front_, version, true, "https");
      REQUIRE(sent);
      behind_ = sent.head;
      to.put(sent.head);
    }
  }

  // Passes the answer in `from` on to `to`.
  client_event pass_answer(wire& from, wire& to) {
    char out[4096];
    if (front_.version == 11) {
      const forwarded_answer passed = forward_answer(out, from.answer(), front_, behind_);
      REQUIRE(passed);
      to.put(passed.written);
      return passed.event;
    }
    const forwarded_fields passed = forward_answer_fields(out, from.answer(), front_, behind_);
    REQUIRE(passed);
    to.put(passed.head);
    return passed.event;
  }

 private:
  inline static std::uint8_t next_key = 1;

  request_view front_;
  request_view behind_;
  char buffer_[4096] = {};
};

// A client and a server with gateways between them. `versions` has the HTTP version of each connection, from the
// client's connection to the server's. Each gateway joins two neighbouring connections.
struct chain {
  explicit chain(std::vector<unsigned> of) : versions(std::move(of)), hops(versions.size() - 1) {}

  const std::vector<unsigned> versions;
  std::vector<hop> hops;
  std::deque<wire> requests = std::deque<wire>(versions.size());
  std::deque<wire> answers = std::deque<wire>(versions.size());

  request_view pass_request() {
    for (std::size_t at = 0; at < hops.size(); ++at) {
      hops[at].pass_request(requests[at], requests[at + 1], versions[at + 1]);
    }
    return requests.back().request();
  }
  void pass_answer(client_event expected) {
    for (std::size_t at = hops.size(); at-- > 0;) {
      CHECK(hops[at].pass_answer(answers[at + 1], answers[at]) == expected);
    }
  }
};

const std::vector<std::vector<unsigned>> chains = {
    {11, 11},     {11, 20},     {20, 11},         {20, 20},         {30, 11},     {11, 30},
    {20, 30},     {30, 20},     {11, 20, 11},     {20, 11, 20},     {11, 30, 20}, {30, 11, 30},
    {11, 11, 11}, {20, 20, 20}, {11, 20, 11, 30}, {30, 11, 20, 11},
};

// Lets the server adopt the request that the last gateway forwards, and answer in the HTTP version of this request.
void serve(server& role, chain& through, bool accept) {
  const request_view request = through.pass_request();
  char out[4096];
  REQUIRE(role.adopt(request) == server_state::upgrade);
  CHECK(role.handshake().authority == "server.example.com");
  CHECK(role.handshake().resource_name == "/chat?room=1");
  if (request.version == 11) {
    const write_result sent = accept ? role.accept(out, {}, {{"Set-Cookie", "a=1"}})
                                     : role.respond(out, {.status = 403, .body = "no\n"}, {{"Set-Cookie", "a=1"}});
    REQUIRE(sent);
    through.answers.back().put(sent.written);
  } else {
    const field_answer sent = accept
                                  ? role.accept_fields(out, {}, {{"Set-Cookie", "a=1"}})
                                  : role.respond_fields(out, {.status = 403, .body = "no\n"}, {{"Set-Cookie", "a=1"}});
    REQUIRE(sent);
    through.answers.back().put(sent.head);
  }
}

const octets subprotocols[] = {"chat", "superchat"};
const octets preferred[] = {"superchat"};
const deflate_offer offers[] = {{}};

client_request asked() {
  client_request request;
  request.where = {.secure = true, .host = "server.example.com", .port = 443, .resource_name = "/chat?room=1"};
  request.origin = "https://example.com";
  request.subprotocols = subprotocols;
  request.deflate = offers;
  return request;
}

server_options offering() {
  server_options options;
  options.subprotocols = preferred;
  options.deflate.enabled = true;
  return options;
}

std::string name_of(const chain& through) {
  std::string name;
  for (const unsigned version : through.versions) name += std::to_string(version) + " ";
  return name;
}

// Checks the agreement that the client sees.
void check_agreement(const agreement& agreed, const server& role, bool accept) {
  CHECK(agreed.subprotocol == (accept ? octets("superchat") : octets()));
  CHECK(agreed.subprotocol == role.agreed().subprotocol);
  CHECK(agreed.deflate.agreed == accept);
  CHECK(agreed.deflate == role.agreed().deflate);
}

// Runs a handshake through a chain.
void run(chain& through, bool accept) {
  CAPTURE(name_of(through));
  guarded_server role(offering());
  const client_event expected = accept ? client_event::open : client_event::refused;
  if (through.versions.front() == 11) {
    stored_client<> client;
    char out[2048];
    const write_result sent = client.start(out, asked(), sample_nonce, {{"Cookie", "a=1"}});
    REQUIRE(sent);
    through.requests.front().put(sent.written);
    serve(role.role, through, accept);
    through.pass_answer(expected);
    CHECK(client.feed(through.answers.front().text()).event == expected);
    CHECK(client.response().header.find("Set-Cookie") == octets("a=1"));
    CHECK(client.response().status == (accept ? 101U : 403U));
    check_agreement(client.agreed(), role.role, accept);
  } else {
    char out[2048];
    const field_request sent =
        request_fields(out, asked(), through.versions.front(), true, default_client_config, {{"Cookie", "a=1"}});
    REQUIRE(sent);
    through.requests.front().put(sent.head);
    serve(role.role, through, accept);
    through.pass_answer(expected);
    const response_view answer = through.answers.front().answer();
    const answer_result result = check_answer(answer, sent.head);
    CHECK(result.event == expected);
    CHECK(answer.header.find("set-cookie") == octets("a=1"));
    CHECK(answer.status == (accept ? 200U : 403U));
    check_agreement(result.agreed, role.role, accept);
  }
  CHECK(through.requests.back().request().header.find("Cookie") == octets("a=1"));
}

TEST_CASE("a handshake opens through one, two and three gateways, and both ends agree") {
  for (const std::vector<unsigned>& versions : chains) {
    chain through(versions);
    run(through, true);
  }
}

TEST_CASE("a refusal comes through one, two and three gateways") {
  for (const std::vector<unsigned>& versions : chains) {
    chain through(versions);
    run(through, false);
    CHECK(through.answers.front().answer().header.find("Content-Length") == octets("3"));
  }
}

TEST_CASE("each gateway that sends a request of HTTP/1.1 sends a key of its own") {
  chain through({11, 11, 20, 11});
  run(through, true);
  const std::optional<octets> first = through.requests[0].request().header.find("Sec-WebSocket-Key");
  const std::optional<octets> second = through.requests[1].request().header.find("Sec-WebSocket-Key");
  const std::optional<octets> last = through.requests[3].request().header.find("Sec-WebSocket-Key");
  CHECK(first == octets(sample_key));
  CHECK(second);
  CHECK(second != first);
  CHECK_FALSE(through.requests[2].request().header.find("Sec-WebSocket-Key"));
  CHECK(last);
  CHECK(last != second);
}

}  // namespace
}  // namespace wshake::test
