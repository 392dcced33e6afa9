// SPDX-License-Identifier: BSL-1.0
// client: opens a WebSocket on its own epoll loop, sends messages, and closes. wshake performs the opening handshake.
// The client can use a proxy, follow redirects and send credentials. wslay reads and writes frames.
//
//   client [OPTIONS] ws://HOST[:PORT][/PATH]    see client --help
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include <sys/epoll.h>
#include <unistd.h>

#include "shared/client_options.hpp"
#include "shared/client_session.hpp"

namespace {

int milliseconds_until(client_session::clock::time_point when) {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(when - client_session::clock::now());
  return left.count() > 0 ? static_cast<int>(left.count()) : 0;
}

int run(const client_options& options) {
  const int epoll = epoll_create1(EPOLL_CLOEXEC);
  client_session session(options, epoll);
  for (bool goes_on = session.run(); goes_on;) {
    std::array<epoll_event, 1> ready;
    if (epoll_wait(epoll, ready.data(), 1, milliseconds_until(session.deadline())) < 0 && errno != EINTR) {
      std::perror("client: epoll_wait");
      return client_session::broken;
    }
    const bool is_late = client_session::clock::now() >= session.deadline();
    goes_on = is_late ? session.time_is_up() : session.run();
  }
  return session.exit_code();
}

}  // namespace

int main(int count, char** values) {
  std::signal(SIGPIPE, SIG_IGN);
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // prints each event at once
  const std::span<char*> arguments = std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0);
  for (const std::string_view each : arguments) {
    if (each != "--help" && each != "-h") continue;
    std::fputs(client_usage, stdout);
    return 0;
  }
  const std::optional<client_options> options = client_options_reader(arguments).read();
  return options ? run(*options) : client_session::broken;
}
