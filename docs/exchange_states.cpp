// SPDX-License-Identifier: BSL-1.0
// Every verb of a client and of a tunnel in every state.
#include <cstdlib>
#include <string>
#include <type_traits>
#include <vector>

#include "cells.hpp"
#include "tables.hpp"

namespace tables {

namespace {

using wshake::client;
using wshake::client_event;
using wshake::tunnel;

const wshake::uri where = wshake::parse_uri("ws://example.com/chat").found;
constexpr wshake::nonce sample_nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};

wshake::write_result start(client& role, wshake::mutable_octets out) {
  return role.start(out, {.where = where}, sample_nonce);
}
wshake::write_result start(tunnel& role, wshake::mutable_octets out) { return role.start(out, {.where = where}); }

template <class Role>
void ask(Role& role) {
  char out[512];
  if (!start(role, out)) std::abort();
}

template <class Role>
void feed(Role& role, const std::string& text) {
  const std::size_t consumed = role.feed(text).consumed;
  if (consumed < text.size()) feed(role, text.substr(consumed));
}

// The head that opens, in two parts.
template <class Role>
const std::string part = std::is_same_v<Role, client> ? "HTTP/1.1 101 Switching Protocols\r\n" : "HTTP/1.1 200 OK\r\n";
template <class Role>
const std::string rest = std::is_same_v<Role, client> ? "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                                        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
                                                      : "\r\n";

const std::string interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
const std::string counted = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n";
const std::string chunked = "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string endless = "HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n";
const std::string broken = "HTTP/1.1 200 OK\r\nno colon\r\n\r\n";

template <class Role>
std::vector<state<Role>> states() {
  const std::vector<std::string> one = {part<Role> + rest<Role>};
  return {
      {"`idle`", {{[](Role&) {}, one}}},
      {"`need_more`, before a head",
       {{[](Role& role) { ask(role); }, {part<Role>, part<Role> + rest<Role>, interim, counted, broken}}}},
      {"`need_more`, in a head",
       {{[](Role& role) {
           ask(role);
           feed(role, part<Role>);
         },
         {"Server: x\r\n", rest<Role>, "no colon\r\n\r\n"}}}},
      {"`need_more`, in a refusal's body",
       {{[](Role& role) {
           ask(role);
           feed(role, counted);
         },
         {"bo"}},
        {[](Role& role) {
           ask(role);
           feed(role, counted + "body");
         },
         {""}},
        {[](Role& role) {
           ask(role);
           feed(role, chunked);
         },
         {"no size\r\n"}},
        {[](Role& role) {
           ask(role);
           feed(role, endless);
         },
         {"body"}}}},
      {"`done`",
       {{[](Role& role) {
           ask(role);
           feed(role, counted + "body");
           static_cast<void>(role.feed({}));
         },
         one},
        {[](Role& role) {
           ask(role);
           feed(role, endless);
           role.feed_eof();
         },
         one}}},
      {"`failed`",
       {{[](Role& role) {
           ask(role);
           static_cast<void>(role.feed(broken));
         },
         one}}},
      {"`open`",
       {{[](Role& role) {
           ask(role);
           feed(role, part<Role> + rest<Role>);
         },
         one}}},
      {"`closed`",
       {{[](Role& role) {
           ask(role);
           role.feed_eof();
         },
         one}}},
  };
}

template <class Role>
std::vector<verb<Role>> verbs() {
  std::vector<verb<Role>> all = {
      {"start()", false,
       [](Role& role, const std::string&) {
         char out[512];
         const client_event before = role.state();
         return written(role, before, start(role, out));
       }},
      {"feed()", true,
       [](Role& role, const std::string& input) {
         const client_event before = role.state();
         const wshake::client_feed_result result = role.feed(input);
         return result.event == before && result.consumed == 0 ? std::string("–")
                                                               : quoted(wshake::describe(result.event));
       }},
      {"feed_eof()", false,
       [](Role& role, const std::string&) {
         const client_event before = role.state();
         role.feed_eof();
         return led_to(role, before);
       }},
      {"reset()", false,
       [](Role& role, const std::string&) {
         const client_event before = role.state();
         role.reset();
         return led_to(role, before);
       }},
  };
  if constexpr (std::is_same_v<Role, client>) {
    all.push_back({"redirect_uri()", false, [](client& role, const std::string&) {
                     char out[512];
                     const client_event before = role.state();
                     return written(role, before, role.redirect_uri(out));
                   }});
  }
  return all;
}

}  // namespace

void print_client_states() { print(states<client>(), verbs<client>()); }
void print_tunnel_states() { print(states<tunnel>(), verbs<tunnel>()); }

}  // namespace tables
