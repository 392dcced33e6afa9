// SPDX-License-Identifier: BSL-1.0
// Plays docs/http2.md: wshake::client_event hear(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  using enum wshake::client_event;
  using wshake::errc;
  const struct {
    std::vector<wshake::field> list;
    wshake::client_event event;
    wshake::client_event state;
    wshake::errc error = wshake::errc::none;
  } answers[] = {
      {{{":status", "200"}}, open, open},
      {{{":status", "200"}, {"sec-websocket-protocol", "x"}}, failed, failed, errc::unexpected_subprotocol},
      {{{":status", "204"}}, failed, failed, errc::unexpected_success},
      {{{":status", "101"}}, failed, need_more, errc::switching_protocols},
      {{{":status", "103"}, {"link", "</a>"}}, interim, need_more},
      {{{":status", "302"}, {"location", "/b"}}, refused, done},
      {{{":status", "200"}, {"Server", "a"}}, failed, failed, errc::upper_case_field_name},
      {{}, failed, need_more, errc::missing_pseudo_field},
  };
  for (const auto& each : answers) {
    wshake::stored_client<> client;
    const std::string name = each.list.empty() ? "no field" : play::text(each.list.back().value);
    const play::array out(1024);
    const wshake::client_request request = {.where = {.secure = true, .host = "a", .resource_name = "/"}};
    play::check(static_cast<bool>(client.start_fields(out, request, 20, true)), "starts");
    wshake::diagnostic broken;
    play::check(hear(client, each.list, broken) == each.event, name + " leads to " + wshake::describe(each.event));
    play::check(client.state() == each.state, name + " leaves " + wshake::describe(client.state()));
    play::same(name, wshake::describe(broken.code).name, wshake::describe(each.error).name);
    const bool redirects = client.next().what == wshake::continuation::kind::redirect;
    play::check(redirects == (each.event == refused), name + " redirects, or does not");
    ++play::runs;
  }
  return play::result();
}
