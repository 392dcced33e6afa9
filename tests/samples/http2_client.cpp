// SPDX-License-Identifier: BSL-1.0
// Plays docs/http2.md: wshake::field_request ask(
// Replaces: 20, allowed) -> 20, allowed, play::is_bad ? play::bad_client_config() : wshake::default_client_config)
#include <play.hpp>
//
#include "sample.inc"

namespace {

void play_answers() {
  using enum wshake::client_event;
  using wshake::errc;
  const struct {
    std::vector<wshake::field> list;
    wshake::client_event event;
    wshake::errc error = wshake::errc::none;
    const char* subprotocol = "";
  } answers[] = {
      {{{":status", "200"}}, open},
      {{{":status", "200"}, {"sec-websocket-protocol", "chat"}}, open, errc::none, "chat"},
      {{{":status", "200"}, {"sec-websocket-accept", "wrong"}, {"content-length", "0"}}, open},
      {{{":status", "200"}, {"sec-websocket-protocol", "other"}}, failed, errc::unexpected_subprotocol},
      {{{":status", "200"}, {"sec-websocket-extensions", "permessage-deflate"}}, failed, errc::unexpected_extension},
      {{{":status", "204"}}, failed, errc::unexpected_success},
      {{{":status", "101"}}, failed, errc::switching_protocols},
      {{{":status", "103"}, {"link", "</a>"}}, interim},
      {{{":status", "403"}, {"content-length", "5"}}, refused},
      {{{":status", "302"}, {"location", "/"}}, refused},
      {{{":status", "20"}}, failed, errc::bad_status_code},
      {{{":status", "200"}, {"Server", "a"}}, failed, errc::upper_case_field_name},
      {{{":status", "200"}, {"upgrade", "websocket"}}, failed, errc::connection_specific_field},
      {{{"server", "a"}}, failed, errc::missing_pseudo_field},
      {{}, failed, errc::missing_pseudo_field},
  };
  const play::array out(1024);
  const wshake::field_request asked = ask(out, true);
  for (const auto& each : answers) {
    const wshake::answer_result result = judge(each.list, asked);
    const std::string name = each.list.empty() ? "no field" : play::text(each.list.back().value);
    play::check(result.event == each.event, name + " leads to " + wshake::describe(result.event));
    play::same(name, wshake::describe(result.error.code).name, wshake::describe(each.error).name);
    play::same(name, result.agreed.subprotocol.text(), each.subprotocol);
    play::check(static_cast<bool>(result) == (each.event == open), name + " is open, or is not");
    ++play::runs;
  }
}

}  // namespace

int main() {
  const std::string whole =
      "CONNECT websocket https example.com /chat\n"
      "user-agent: wshake\n"
      "sec-websocket-version: 13\n"
      "sec-websocket-protocol: chat\n";
  play::play_field_requests(whole, [](bool allowed, const play::array& out) { return ask(out, allowed); });
  play_answers();
  return play::result();
}
