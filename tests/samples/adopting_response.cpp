// SPDX-License-Identifier: BSL-1.0
// Plays docs/adopting.md: wshake::client_event take_over(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  using enum wshake::client_event;
  using wshake::errc;
  using lines = std::vector<std::pair<std::string, std::string>>;
  const lines head = {
      {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}};
  lines other = head;
  other[2].second = "x";
  const struct {
    your_response response;
    wshake::client_event event;
    wshake::client_event state;
    wshake::errc error = wshake::errc::none;
  } answers[] = {
      {{101, head}, open, open},
      {{101, other}, failed, failed, errc::wrong_accept},
      {{101, {}}, failed, failed, errc::missing_upgrade},
      {{103, {{"Link", "</a>"}}}, interim, need_more},
      {{302, {{"Location", "/b"}}}, refused, done},
      {{403, {}}, refused, done},
      {{200, head}, refused, done},
      {{0, {}}, failed, failed, errc::bad_status_code},
  };
  const wshake::nonce nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};
  for (const auto& each : answers) {
    wshake::stored_client<> client;
    const std::string name = std::to_string(each.response.status);
    play::check(take_over(client, each.response) == idle, name + " before start() changes nothing");
    const play::array out(1024);
    play::check(static_cast<bool>(client.start(out, {.where = {.host = "a", .resource_name = "/"}}, nonce)), "starts");
    play::check(take_over(client, each.response) == each.event, name + " leads to " + wshake::describe(each.event));
    play::check(client.state() == each.state, name + " leaves " + wshake::describe(client.state()));
    play::same(name, wshake::describe(client.error().code).name, wshake::describe(each.error).name);
    const bool redirects = client.next().what == wshake::continuation::kind::redirect;
    play::check(redirects == (each.response.status == 302), name + " redirects, or does not");
    ++play::runs;
  }
  return play::result();
}
