// SPDX-License-Identifier: BSL-1.0
// Tests a client and a server of WebSocket over HTTP/3 (RFC 9220) whose header lists nghttp3 carries in memory, and
// compares the verdicts of nghttp3 and of this library on the header lists of the transcripts.
#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "carrier/header_lists.hpp"
#include "http_libraries/nghttp3_endpoint.hpp"
#include "http_libraries/verdicts.hpp"

namespace wshake::test {
namespace {

constexpr octets offered[] = {"superchat", "chat"};
constexpr octets spoken[] = {"chat"};
constexpr deflate_offer offers[] = {{}};

field_list view_of(const h3_endpoint::list& lines) {
  field_list list;
  for (const auto& [name, value] : lines) list.push_back({name, value});
  return list;
}

client_request to(octets resource) {
  client_request wanted;
  wanted.where = {.secure = true, .host = "example.com", .resource_name = resource};
  wanted.subprotocols = offered;
  return wanted;
}

// The client and the server of one request.
struct exchange {
  explicit exchange(const server_options& options = {.subprotocols = spoken}, bool allows = true)
      : config(options), server(h3_endpoint::role::server, allows) {
    carry();
  }

  void carry() { h3_endpoint::carry(client, server); }

  // Sends the client's request. `change` replaces a field of the request's header list.
  void ask(const client_request& wanted, const field& change = {}) {
    asked = request_fields(request_buffer, wanted, 30, client.is_allowed());
    REQUIRE(asked);
    const request_view& head = asked.head;
    field_list list = {{":method", head.method},
                       {":protocol", head.protocol},
                       {":scheme", head.scheme},
                       {":authority", head.authority},
                       {":path", head.target}};
    for (const field& line : head.header) list.push_back(line);
    if (!change.name.empty()) list = with(list, change.name, change.value);
    client.ask(list);
    carry();
  }

  // Lets the server check the header list that has arrived, and answer it. The server refuses the target /forbidden.
  void answer() {
    REQUIRE(server.lists().size() == 1);
    const field_list list = view_of(server.lists()[0]);
    const request_list_reading read = read_request_list(list, 30);
    found = read ? check(read.head, config) : read.error;
    const bool opens = found.ok() && read.head.target != "/forbidden";
    if (opens) agreed = negotiate(gather(read.head), config);
    const field_answer written = opens ? accept_fields(answer_buffer, read.head, agreed, config)
                                       : respond_fields(answer_buffer, read.head, config, {.error = found.code});
    REQUIRE(written);
    const std::string digits = std::to_string(written.head.status);
    field_list fields = {{":status", digits}};
    for (const field& line : written.head.header) fields.push_back(line);
    server.answer(fields);
    if (!opens) {
      server.say(written.body.text());
      server.end();
    }
    carry();
  }

  // Lets the client check the answer.
  answer_result judge() {
    REQUIRE(client.lists().size() == 1);
    response = view_of(client.lists()[0]);
    const response_list_reading read = read_response_list(response, 30);
    REQUIRE(read);
    status = read.head.status;
    return check_answer(read.head, asked.head);
  }

  const server_config config;
  h3_endpoint client{h3_endpoint::role::client};
  h3_endpoint server;
  char request_buffer[4096];
  char answer_buffer[4096];
  field_request asked;
  diagnostic found;
  agreement agreed;
  field_list response;
  unsigned status = 0;
};

TEST_CASE("nghttp3 carries a handshake, and frames both ways until each side ends") {
  exchange both;
  both.ask(to("/chat"));
  both.answer();
  REQUIRE(both.found.ok());
  const answer_result result = both.judge();
  CHECK(both.status == 200);
  REQUIRE(result.event == client_event::open);
  CHECK(!both.client.is_ended());

  const std::string_view from_client("\x81\x82\0\0\0\0hi", 8);
  const std::string_view from_server("\x81\x02hi", 4);
  both.client.say(from_client);
  both.carry();
  CHECK(both.server.data() == from_client);
  both.server.say(from_server);
  both.carry();
  CHECK(both.client.data() == from_server);
  both.server.end();
  both.carry();
  CHECK(both.client.is_ended());
  CHECK(!both.server.is_ended());
  both.client.end();
  both.carry();
  CHECK(both.server.is_ended());
  CHECK(!both.client.is_reset());
  CHECK(!both.server.is_reset());
}

TEST_CASE("nghttp3 carries the subprotocol that the server chooses") {
  exchange both;
  both.ask(to("/chat"));
  both.answer();
  CHECK(both.agreed.subprotocol == "chat");
  CHECK(both.judge().agreed.subprotocol == "chat");
}

TEST_CASE("nghttp3 carries the offer of permessage-deflate and its answer") {
  server_options options = {.subprotocols = spoken};
  options.deflate.enabled = true;
  options.deflate.client_max_window_bits = 12;
  exchange both(options);
  client_request wanted = to("/chat");
  wanted.deflate = offers;
  both.ask(wanted);
  both.answer();
  const answer_result result = both.judge();
  REQUIRE(result.event == client_event::open);
  CHECK(result.agreed.deflate.agreed);
  CHECK(result.agreed.deflate == both.agreed.deflate);
  CHECK(result.agreed.deflate.client_max_window_bits == 12);
}

TEST_CASE("nghttp3 carries a refusal and its body, and the stream ends") {
  exchange both;
  both.ask(to("/forbidden"));
  both.answer();
  CHECK(both.judge().event == client_event::refused);
  CHECK(both.status == 403);
  CHECK(both.client.data() == "Forbidden\n");
  CHECK(both.client.is_ended());
}

TEST_CASE("nghttp3 carries a handshake of another WebSocket version, and a refusal that names the version 13") {
  exchange both;
  both.ask(to("/chat"), {"sec-websocket-version", "8"});
  both.answer();
  CHECK(both.found == errc::unsupported_version);
  CHECK(both.judge().event == client_event::refused);
  CHECK(both.status == 400);
  bool is_named = false;
  for (const field& line : both.response) is_named |= line.name == "sec-websocket-version" && line.value == "13";
  CHECK(is_named);
}

TEST_CASE("nghttp3 does not allow an extended CONNECT by default, and then the client sends no request") {
  exchange both({}, false);
  CHECK(!both.client.is_allowed());
  char buffer[4096];
  const field_request asked = request_fields(buffer, to("/chat"), 30, both.client.is_allowed());
  CHECK(asked.error == errc::extended_connect_not_allowed);
  CHECK(exchange().client.is_allowed());

  // nghttp3 rejects an extended CONNECT that a client sends although the server does not allow it.
  const field_list list = connect_list();
  both.client.ask(list);
  both.carry();
  CHECK(both.server.is_reset());
}

// Encodes a header list as a HEADERS frame (RFC 9114 §7.2.2) of literal fields with literal names (RFC 9204 §4.5.6).
std::string headers_of(const judged_list& list) {
  std::string block(2, '\0');
  for (const header_line& line : list.lines) {
    put_integer(block, 0x20, 3, line.name.size());
    block += line.name;
    put_string(block, line.value);
  }
  REQUIRE(block.size() < 16384);
  const char head[] = {1, static_cast<char>(0x40 | block.size() >> 8), static_cast<char>(block.size())};
  return std::string(head, sizeof head) + block;
}

verdict judge(const judged_list& list) {
  h3_endpoint receiver(list.is_request ? h3_endpoint::role::server : h3_endpoint::role::client);
  h3_endpoint peer(list.is_request ? h3_endpoint::role::client : h3_endpoint::role::server);
  const field_list request = connect_list();
  if (!list.is_request) receiver.ask(request);
  h3_endpoint::carry(receiver, peer);
  receiver.read(h3_endpoint::request_stream, headers_of(list), list.ends_stream);
  if (receiver.is_reset() || receiver.lists().empty()) return verdict::resets;
  return receiver.lists()[0].size() == list.lines.size() ? verdict::passes : verdict::drops;
}

constexpr const char* without_field = "it leaves the invalid field out, and passes the rest";
constexpr difference differences[] = {
    {"two tokens in :protocol are malformed", verdict::passes, "it does not read the value"},
    {"a fragment in :path is malformed", verdict::passes, "it accepts # in :path"},
    {"Host twice fails", verdict::resets, "a repeated Host is malformed to it, and answered by 400 here"},
    {":authority with userinfo fails", verdict::resets, "userinfo is malformed to it, and answered by 400 here", 0x010700},
    {"a :path that is no path fails", verdict::resets, "* is malformed to it, and answered by 400 here"},
    {"an accept value and a Content-Length on the 200 are ignored", verdict::drops,
     "a 2xx to CONNECT has no Content-Length (RFC 9110 §8.6)"},
    {"a name with a space is malformed", verdict::drops, without_field},
    {"an empty name is malformed", verdict::drops, without_field},
    {"a NUL in a value is malformed", verdict::drops, without_field},
    {"a line end in a value is malformed", verdict::drops, without_field},
    {"white space before a value is malformed", verdict::drops, without_field},
    {"white space behind a value is malformed", verdict::drops, without_field},
    {"white space around a value in a 200 is malformed", verdict::drops, without_field},
};

TEST_CASE("nghttp3 and this library agree on which header lists are malformed, except for known differences") {
  check_verdicts({"nghttp3", NGHTTP3_VERSION_NUM, 0x010800}, judge, differences);
}

}  // namespace
}  // namespace wshake::test
