// SPDX-License-Identifier: BSL-1.0
// Plays docs/beast.md: class session : public std::enable_shared_from_this<session>
// Replaces: stored_server<> handshake_; -> stored_server<> handshake_{play::config()};
// Replaces: std::array<char, 1024> out_; -> play::array out_;
#include <play.hpp>
//
#include <sys/socket.h>
#include <unistd.h>

#include "sample.inc"

namespace {

std::string read_all(int descriptor, std::size_t most = SIZE_MAX) {
  std::string found;
  char buffer[4096];
  while (found.size() < most) {
    const ssize_t size = read(descriptor, buffer, std::min(sizeof buffer, most - found.size()));
    if (size <= 0) break;
    found.append(buffer, static_cast<std::size_t>(size));
  }
  return found;
}

// All octets of the peer are in the socket before the session runs. The kernel's buffer has room for these octets.
play::outcome talk(const std::string& octets) {
  int pair[2];
  if (socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0) std::abort();
  if (write(pair[1], octets.data(), octets.size()) != static_cast<ssize_t>(octets.size())) std::abort();
  shutdown(pair[1], SHUT_WR);
  play::outcome seen;
  {
    asio::io_context context;
    // pair[0] is a Unix socket. tcp::socket can use it, because reading and writing need only the descriptor.
    tcp::socket socket(context, tcp::v4(), pair[0]);
    const auto on_open = [&](tcp::socket open, wshake::octets rest) {
      seen.open = true;
      seen.rest = play::text(rest) + read_all(open.native_handle());
    };
    std::make_shared<session>(std::move(socket), on_open)->run();
    context.run();
  }
  seen.sent = read_all(pair[1]);
  close(pair[1]);
  return seen;
}

}  // namespace

int main() {
  play::play_servers(wshake::default_server_config, [](const play::pieces& sent) {
    std::string octets;
    for (const std::string& piece : sent) octets += piece;
    return talk(octets);
  });
  return play::result();
}
