// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: wshake_diagnostic configure(
#include <play.hpp>
//
#include "play.h"

int main() {
  wshake_server_config config = {};
  // The first round has a configuration that configure() has not made, the second round a configuration that it has
  // made. A server whose configuration is not made refuses everything. A server with the made configuration refuses
  // other sites' origins.
  for (const bool made : {false, true}) {
    if (made) play::check(configure(&config).code == WSHAKE_ERRC_NONE, "the configuration is bad");
    const struct {
      const char* lines;
      int status;
    } cases[] = {{"", 101}, {"Origin: https://example.com\r\n", 101}, {"Origin: https://evil.example\r\n", 403}};
    for (const auto& each : cases) {
      const std::string head = play::handshake("/chat", each.lines);
      const play::array storage(4096), out;
      wshake_server server;
      wshake_server_init(&server, wshake_room(storage.data(), storage.size()), &config);
      if (wshake_server_feed(&server, wshake_view(head.data(), head.size())).consumed != head.size())
        play::check(false, "something is left");
      const bool upgrades = wshake_server_state_of(&server) == WSHAKE_SERVER_UPGRADE;
      const wshake_mutable_octets room = wshake_room(out.data(), out.size());
      const wshake_write_result answer =
          upgrades ? wshake_server_accept(&server, room, nullptr) : wshake_server_respond(&server, room, nullptr);
      const std::string sent(answer.written.data, answer.written.size);
      play::check(play::statuses(sent) == std::vector<int>{made ? each.status : 500}, play::escape(sent));
      if (!made) play::same("a configuration never made", sent, play::plain_500);
      ++play::runs;
    }
  }
  return play::result();
}
