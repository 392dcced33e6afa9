// SPDX-License-Identifier: BSL-1.0
// Reads the command line of an echo server, and opens its listening socket.
#pragma once

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <netdb.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <sys/socket.h>

[[noreturn]] inline void fail(const char* what) {
  std::perror(what);
  std::exit(3);
}

// Returns a number of seconds from 1 to a day, or 0 for any other text.
inline std::chrono::seconds read_seconds(const char* text) {
  char* end = nullptr;
  const long number = std::strtol(text, &end, 10);
  return std::chrono::seconds(*text != '\0' && *end == '\0' && number >= 1 && number <= 86400 ? number : 0);
}

// Says whether a program has the option --proxy-protocol.
enum class proxy_option : bool { absent, present };

// Checks the range of a port, because getaddrinfo() also takes larger numbers and drops their upper bits.
inline bool is_port(const char* text) {
  char* end = nullptr;
  const long number = std::strtol(text, &end, 10);
  return *text >= '0' && *text <= '9' && *end == '\0' && number <= 65535;
}

struct echo_settings {
  std::string address = "127.0.0.1";
  std::string port = "0";  // 0: any free port
  std::chrono::seconds deadline{10};
  bool is_behind_proxy = false;  // every connection must begin with a header of the PROXY protocol

  // Ends the program if the arguments are invalid or ask for help.
  echo_settings(std::span<char*> arguments, const char* program, proxy_option behind_proxy = proxy_option::absent) {
    const bool may_be_behind_proxy = behind_proxy == proxy_option::present;
    std::size_t words = 0;  // the number of words of the current option
    for (std::size_t at = 0; at < arguments.size(); at += words) {
      const std::string_view name = arguments[at];
      const char* const value = at + 1 < arguments.size() ? arguments[at + 1] : nullptr;
      words = may_be_behind_proxy && name == "--proxy-protocol" ? 1 : 2;
      if (words == 1) {
        is_behind_proxy = true;
      } else if (value != nullptr && name == "--address") {
        address = value;
      } else if (value != nullptr && name == "--port" && is_port(value)) {
        port = value;
      } else if (value != nullptr && name == "--deadline" && read_seconds(value).count() != 0) {
        deadline = read_seconds(value);
      } else {
        const bool asked = name == "--help" || name == "-h";
        std::fprintf(asked ? stdout : stderr, "Usage: %s [--address 127.0.0.1] [--port 0] [--deadline SECONDS]%s\n",
                     program, may_be_behind_proxy ? " [--proxy-protocol]" : "");
        std::exit(asked ? 0 : 2);
      }
    }
  }
};

// Returns a listening, non-blocking socket, and prints its URL. On failure, ends the program. Raises the process's
// limit of open descriptors to the maximum that the system allows.
inline int listen_on(const echo_settings& wanted) {
  rlimit files = {};
  if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
  }
  addrinfo hints = {};
  hints.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* address = nullptr;
  if (const int error = getaddrinfo(wanted.address.c_str(), wanted.port.c_str(), &hints, &address); error != 0) {
    std::fprintf(stderr, "%s port %s: %s\n", wanted.address.c_str(), wanted.port.c_str(), gai_strerror(error));
    std::exit(3);
  }
  const int on = 1;
  const int listener = socket(address->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (listener < 0) fail("socket");
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, address->ai_addr, address->ai_addrlen) != 0) fail("bind");
  if (listen(listener, SOMAXCONN) != 0) fail("listen");
  const bool is_ipv6 = address->ai_family == AF_INET6;
  freeaddrinfo(address);

  sockaddr_storage bound = {};
  socklen_t size = sizeof bound;
  std::array<char, NI_MAXSERV> port = {};
  if (getsockname(listener, reinterpret_cast<sockaddr*>(&bound), &size) != 0) fail("getsockname");
  getnameinfo(reinterpret_cast<sockaddr*>(&bound), size, nullptr, 0, port.data(), port.size(), NI_NUMERICSERV);
  std::printf("listening on http://%s%s%s:%s/\n", is_ipv6 ? "[" : "", wanted.address.c_str(), is_ipv6 ? "]" : "",
              port.data());
  std::fflush(stdout);
  return listener;
}
