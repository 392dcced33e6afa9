// SPDX-License-Identifier: BSL-1.0
// blocking_server [PORT]: an echo server on blocking sockets, with a thread for each connection. GET / answers with a
// page for a browser. The server reads frames without a library, and echoes texts of at most 125 octets. Any other
// frame ends the connection.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <wshake/server.hpp>

// A page of another site must not open a WebSocket, because the browser would add the user's cookies for this site.
constexpr wshake::server_config config({.same_host_origin = true});
constexpr wshake::octets page = R"(<!doctype html>
<title>blocking_server</title>A message: <input maxlength="40"><pre></pre><script>
const socket = new WebSocket("ws://" + location.host), log = (line) => document.querySelector("pre").append(line, "\n");
socket.onmessage = (event) => log("echo: " + event.data); socket.onclose = () => log("closed");
document.querySelector("input").onchange = (event) => socket.send(event.target.value);</script>)";

bool send_all(int connection, wshake::octets data) {
  return send(connection, data.data(), data.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(data.size());
}

// Waits until `input` has `wanted` octets. Returns false if the peer closes the connection, or sends nothing for a
// minute.
bool receive(int connection, std::string& input, std::size_t wanted) {
  for (char buffer[4096]; input.size() < wanted;) {
    const ssize_t size = recv(connection, buffer, sizeof buffer, 0);
    if (size <= 0) return false;
    input.append(buffer, static_cast<std::size_t>(size));
  }
  return true;
}

// Answers a request that opens no WebSocket. `resource_name` holds the path and the query, even if the request target
// is an absolute URI.
wshake::write_result respond(wshake::server& server, wshake::mutable_octets out) {
  if (server.state() == wshake::server_state::failed) return server.respond(out);
  const std::string_view name = server.handshake().resource_name, method = server.request().method;
  const std::string_view path = name.substr(0, name.find('?'));
  if (!path.empty() && path != "/") return server.respond(out, {.status = 404});
  if (method != "GET" && method != "HEAD") return server.respond(out, {.status = 405}, {{"Allow", "GET, HEAD"}});
  return server.respond(out, {.status = 200, .body = page}, {{"Content-Type", "text/html"}});
}

// Answers requests until a request opens the WebSocket. The octets behind the handshake's request are frames, and stay
// in `input`.
bool shake_hands(int connection, std::string& input) {
  using enum wshake::server_state;
  for (wshake::stored_server<> server(config);;) {
    const wshake::server_feed_result fed = server.feed(input);
    input.erase(0, fed.consumed);
    if (fed.state == open || fed.state == closed) return fed.state == open;
    if (fed.state == need_more && !receive(connection, input, 1)) return false;
    if (fed.state == responded) server.next_request();
    if (fed.state == need_more || fed.state == responded) continue;
    char buffer[2048];
    const wshake::write_result answer = fed.state == upgrade ? server.accept(buffer) : respond(server, buffer);
    if (!answer || !send_all(connection, answer.written)) return false;
  }
}

// Echoes one text frame (RFC 6455 section 5.2). Returns false if the connection has to end.
bool echo(int connection, std::string& input) {
  if (!receive(connection, input, 6)) return false;                       // the frame's head: two octets and the mask
  const std::size_t size = static_cast<unsigned char>(input[1]) - 0x80u;  // a huge number if the frame has no mask
  const bool is_text = input[0] == '\x81' && size <= 125 && receive(connection, input, 6 + size);
  if (!is_text) return send_all(connection, "\x88\x02\x03\xe8") && false;  // a Close, code 1000
  std::string frame = {'\x81', static_cast<char>(size)};
  for (std::size_t at = 0; at < size; ++at) frame += static_cast<char>(input[6 + at] ^ input[2 + at % 4]);
  input.erase(0, 6 + size);
  return send_all(connection, frame);
}

void serve(int connection) {
  const timeval minute = {.tv_sec = 60, .tv_usec = 0};
  setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &minute, sizeof minute);
  std::string input;
  for (bool is_open = shake_hands(connection, input); is_open; is_open = echo(connection, input)) continue;
  shutdown(connection, SHUT_WR);
  while (receive(connection, input, 1)) input.clear();  // close() with unread octets would cut off the last answer
  close(connection);
}

int main(int count, char** values) {
  sockaddr_in6 any = {};
  any.sin6_family = AF_INET6;
  any.sin6_port = htons(static_cast<in_port_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 9001));
  const int listener = socket(AF_INET6, SOCK_STREAM, 0), on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  const bool is_bound = listener >= 0 && bind(listener, reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0;
  if (!is_bound || listen(listener, 64) != 0) return std::perror("blocking_server"), 2;
  for (;;) std::thread(serve, accept(listener, nullptr, nullptr)).detach();
}
