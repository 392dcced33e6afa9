// SPDX-License-Identifier: BSL-1.0
// The C++ servers of the interop tests share this header. It has the resources of resources.py, and a listener that
// serves each connection in a thread.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <optional>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>
#include <csignal>

constexpr char greeting[] = "welcome";

struct refusal {
  unsigned status;
  std::string body;
  std::string name, value;  // name and value of a field; an empty name means no field
};

inline refusal redirect(const std::string& location) { return {302, "", "Location", location}; }

// Returns the refusal of a handshake for the target, or nothing if the server must accept the handshake. field(name)
// returns the value of a field in the request.
template <class Field>
std::optional<refusal> refuse(const std::string& target, Field field) {
  const std::size_t mark = target.find('?');
  const std::string path = target.substr(0, mark);
  if (path == "/private" && field("Authorization") != "Basic YWxpY2U6d29uZGVybGFuZA==") {
    return refusal{401, "Who are you?\n", "WWW-Authenticate", "Basic realm=\"interop\""};
  }
  if (path == "/fields" && (field("Origin") != "http://interop.test" || field("X-Interop") != "yes")) {
    return refusal{400, "A field is missing.\n", "", ""};
  }
  if (path == "/forbidden") return refusal{403, "Not for you.\n", "", ""};
  if (path == "/redirect") return redirect("/");
  if (path == "/loop") return redirect("/loop");
  if (path == "/across") return redirect("http://127.0.0.1:" + target.substr(mark + 1));
  return {};
}

// Calls serve(socket) for each connection to the port, in a thread of its own. serve(socket) must close the socket.
template <class Serve>
int listen_on(const char* port, Serve serve) {
  std::signal(SIGPIPE, SIG_IGN);
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::atoi(port)));
  const int on = 1;
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(listener, 16) != 0) {
    std::perror("listen");
    return 1;
  }
  for (;;) {
    const int connection = accept(listener, nullptr, nullptr);
    if (connection >= 0) std::thread(serve, connection).detach();
  }
}
