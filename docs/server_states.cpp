// SPDX-License-Identifier: BSL-1.0
// Every verb of a server in every state.
#include <array>
#include <cstdlib>
#include <string>
#include <vector>

#include "cells.hpp"
#include "tables.hpp"

namespace tables {

namespace {

using wshake::server;
using wshake::server_state;
using role_state = state<server>;
using role_verb = verb<server>;

const std::string part = "GET /chat HTTP/1.1\r\nHost: example.com\r\n";
const std::string rest_of_handshake =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n";
const std::string rest_of_page = "\r\n";
const std::string rest_of_broken = "Host: example.net\r\n\r\n";
const std::string handshake = part + rest_of_handshake;
const std::string page = part + rest_of_page;
const std::string broken = part + rest_of_broken;

void feed(server& role, const std::string& text) { static_cast<void>(role.feed(text)); }

void accept(server& role) {
  char out[512];
  if (!role.accept(out)) std::abort();
}

void respond(server& role, bool keep_alive = true) {
  char out[512];
  if (!role.respond(out, {.close = !keep_alive})) std::abort();
}

// The refusal of a request with a body of four octets, or with one in chunks, that is still to come.
void skip(server& role, const char* framing) {
  feed(role, "POST / HTTP/1.1\r\nHost: example.com\r\n" + std::string(framing) + "\r\n\r\n");
  respond(role);
  role.next_request();
}

std::vector<role_state> states() {
  const std::vector<std::string> one = {handshake};
  return {
      {"`need_more`, before a head", {{[](server&) {}, {part, handshake, page, broken}}}},
      {"`need_more`, in a head",
       {{[](server& role) { feed(role, part); }, {"Cookie: a=b\r\n", rest_of_handshake, rest_of_page, rest_of_broken}}}},
      {"`need_more`, in a skipped body",
       {{[](server& role) { skip(role, "Content-Length: 4"); },
         {"bo", "body", "body" + handshake, "body" + page, "body" + broken}},
        {[](server& role) { skip(role, "Transfer-Encoding: chunked"); }, {"no size\r\n"}}}},
      {"`upgrade`", {{[](server& role) { feed(role, handshake); }, one}}},
      {"`request`",
       {{[](server& role) { feed(role, page); }, one},
        {[](server& role) { feed(role, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"); }, one}}},
      {"`failed`", {{[](server& role) { feed(role, broken); }, one}}},
      {"`open`",
       {{[](server& role) {
           feed(role, handshake);
           accept(role);
         },
         one}}},
      {"`responded`",
       {{[](server& role) {
           feed(role, page);
           respond(role);
         },
         one},
        {[](server& role) {
           feed(role, page);
           respond(role, false);
         },
         one}}},
      {"`closed`", {{[](server& role) { role.feed_eof(); }, one}}},
  };
}

// Requests that other HTTP code has read: a handshake, one that asks for a page, one that is broken.
std::string adopt_all(server& role, const std::string& input) {
  const std::array<wshake::field, 5> list = {{{"Host", "example.com"},
                                              {"Upgrade", "websocket"},
                                              {"Connection", "Upgrade"},
                                              {"Sec-WebSocket-Version", "13"},
                                              {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}};
  const std::size_t count = input.ends_with(rest_of_broken) ? 0 : input == page ? 1 : 5;
  const server_state before = role.state();
  role.adopt({.method = "GET", .target = "/chat", .header = {list.data(), count}});
  return led_to(role, before);
}

const std::vector<role_verb> verbs = {
    {"feed()", true,
     [](server& role, const std::string& input) {
       const server_state before = role.state();
       const wshake::server_feed_result result = role.feed(input);
       return result.consumed == 0 ? led_to(role, before) : quoted(wshake::describe(result.state));
     }},
    {"feed_eof()", false,
     [](server& role, const std::string&) {
       const server_state before = role.state();
       role.feed_eof();
       return led_to(role, before);
     }},
    {"adopt()", true, adopt_all},
    {"accept()", false,
     [](server& role, const std::string&) {
       char out[512];
       const server_state before = role.state();
       return written(role, before, role.accept(out));
     }},
    {"respond()", false,
     [](server& role, const std::string&) {
       char out[512];
       const server_state before = role.state();
       return written(role, before, role.respond(out));
     }},
    {"next_request()", false,
     [](server& role, const std::string&) {
       const server_state before = role.state();
       role.next_request();
       return led_to(role, before);
     }},
    {"reset()", false,
     [](server& role, const std::string&) {
       const server_state before = role.state();
       role.reset();
       return led_to(role, before);
     }},
};

}  // namespace

void print_server_states() { print(states(), verbs); }

}  // namespace tables
