// SPDX-License-Identifier: BSL-1.0
// The command line of the programs that are server and client in one. Each program passes the functions that run its
// server and its client.
#pragma once

#include <chrono>
#include <csignal>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include <wshake/uri.hpp>

#include "client_conversation.hpp"
#include "echo_settings.hpp"

struct loop_program {
  const char* name;
  int (*serve)(const echo_settings& wanted);  // until SIGINT or SIGTERM
  int (*connect)(const wshake::uri& where,
                 const std::shared_ptr<client_conversation>& talk);  // until `talk` is over; returns its exit code

  int run(int count, char** values) const {
    std::signal(SIGPIPE, SIG_IGN);
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // each event is visible when it happens
    const std::span<char*> arguments(values, static_cast<std::size_t>(count));
    const std::string_view verb = count > 1 ? values[1] : "";
    if (verb == "serve") return serve(echo_settings(arguments.subspan(2), (std::string(name) + " serve").c_str()));
    if (verb == "connect") return ask(arguments.subspan(2));
    return usage();
  }

 private:
  int usage() const {
    std::fprintf(stderr,
                 "Usage: %s serve [--address 127.0.0.1] [--port 0] [--deadline SECONDS]\n"
                 "       %s connect [--deadline SECONDS] ws://HOST[:PORT][/PATH] [TEXT...]\n"
                 "connect exits with 0 after all echoes, 1 after a refusal, 2 after any other failure.\n",
                 name, name);
    return client_conversation::broken;
  }

  int ask(std::span<char*> arguments) const {
    std::chrono::seconds deadline{10};
    if (arguments.size() > 1 && std::string_view(arguments[0]) == "--deadline") {
      deadline = read_seconds(arguments[1]);
      arguments = arguments.subspan(2);
    }
    if (arguments.empty() || deadline.count() == 0) return usage();
    const wshake::uri_reading uri = wshake::parse_uri(std::string_view(arguments[0]));
    if (!uri || uri.found.secure) return usage();  // TLS is not supported
    return connect(uri.found, std::make_shared<client_conversation>(uri.found, arguments.subspan(1), deadline));
  }
};

// Returns the host in the form that a resolver takes.
inline std::string host_of(const wshake::uri& where) {
  std::string_view host = where.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
  return std::string{host};
}
