// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: bool shake_hands(int connection, const wshake_server_config* config,
// Replaces: , buffer[1024]; -> ;
// Replaces: wshake_room(buffer, sizeof buffer) -> play_out()
// Replaces: recv(connection, -> play_recv(connection,
// Replaces: send(connection, -> play_send(connection,
#include <play.hpp>
//
#include "play.h"

namespace {
std::unique_ptr<play::array> out;
}  // namespace

wshake_mutable_octets play_out() { return wshake_room(out->data(), out->size()); }
long play_recv(int connection, void* data, std::size_t size, int flags) {
  return play::peer.recv(connection, data, size, flags);
}
long play_send(int connection, const void* data, std::size_t size, int flags) {
  return play::peer.send(connection, data, size, flags);
}

int main() {
  const std::string product = "a\nb";
  wshake_server_options options = {};
  options.size = sizeof options;
  options.product = wshake_view(product.data(), product.size());
  wshake_server_config bad, never = {};
  play::check(wshake_server_config_init(&bad, &options).code == WSHAKE_ERRC_BAD_CONFIG,
              "the bad configuration is good");
  const wshake_server_config* const refusing[] = {&bad, &never};
  for (const wshake_server_config* const each : refusing) {
    // With an array of one octet the sample reads octet by octet.
    for (const std::size_t size : {1, 1024}) {
      play::play_servers(wshake::default_server_config, [&](const play::pieces& sent) {
        play::peer.begin(sent);
        out = std::make_unique<play::array>();
        const play::array in(size);
        wshake_octets rest;
        const bool open = shake_hands(0, play::is_bad ? each : nullptr, wshake_room(in.data(), in.size()), &rest);
        return play::outcome{play::peer.sent, open, play::peer.rest(std::string(rest.data, rest.size))};
      });
    }
  }
  return play::result();
}
