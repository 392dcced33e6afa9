// SPDX-License-Identifier: BSL-1.0
// asio_client SECONDS URI [TEXT...]: a client on standalone Asio. It sends each TEXT after the echo of the previous
// TEXT, and gives up after SECONDS. Exit status: 0 after all echoes, 1 after a refusal, 2 after a failure.
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>

#include <sys/random.h>
#include <asio.hpp>

#include <wshake/client.hpp>

#include "frames.hpp"

using asio::error_code;
using asio::ip::tcp;
using std::chrono::steady_clock;

// Replaces control characters by "?", because control characters could drive a terminal.
std::string printable(wshake::octets text) {
  std::string out{text.text()};
  for (std::size_t at = 0; at < out.size(); ++at) {
    const bool is_c1 = text[at] >= 0x80 && text[at] < 0xa0 && at > 0 && text[at - 1] == 0xc2;
    if (text[at] < 0x20 || text[at] == 0x7f || is_c1) out[at] = '?';
  }
  return out;
}

// The handshake and the frames of one connection; `connection` adds the socket.
struct session {
  enum class stage { handshake, frames, leaving, over } at = stage::handshake;
  int status = 2;
  std::span<char*> texts;  // the texts without an echo yet
  wshake::stored_client<> client;
  std::string in, out, body;   // `in`: received, not consumed yet; `out`: not sent yet; `body`: of a refusal
  unsigned close_code = 1006;  // stays 1006 if no Close is received (RFC 6455 section 7.1.5)
  frames messages{frames::role::client, [this](const frames::message& message) { take(message); }};

  void start(const wshake::uri& where) {
    wshake::nonce random;
    if (getentropy(random.data(), random.size()) != 0) return fail("random bytes are not available");
    char buffer[4096];
    const wshake::write_result request = client.start(buffer, {.where = where}, random);
    out = request.written.text();
    if (!request) fail(wshake::describe(request.error.code).message);
  }

  void received(wshake::octets data) {
    in += data.text();
    if (at == stage::handshake) shake_hands();
    if (at == stage::frames && !messages.step(in, out)) leave();
    if (at != stage::handshake) in.clear();
  }

  void sent(std::size_t size) {
    out.erase(0, size);
    if (out.empty()) received({});  // `messages` may hold more octets to send
  }

  // Reads responses until the WebSocket opens or is refused. The octets behind a 101 are frames, and stay in `in`.
  void shake_hands() {
    while (at == stage::handshake) {
      const wshake::client_feed_result fed = client.feed(in);
      body += fed.data.text();
      in.erase(0, fed.consumed);
      switch (fed.event) {
        case wshake::client_event::need_more:
          return;
        case wshake::client_event::interim:
          std::printf("interim %d\n", client.response().status);
          break;
        case wshake::client_event::refused:
          std::printf("refused %d %s\n", client.response().status, printable(client.response().reason).c_str());
          status = 1;
          break;
        case wshake::client_event::body:
          break;
        case wshake::client_event::done:
          std::printf("body %zu\n%s\n", body.size(), body.c_str());
          at = stage::over;
          break;
        case wshake::client_event::open:
          std::puts("open");
          at = stage::frames;
          send_next();
          break;
        case wshake::client_event::idle:
        case wshake::client_event::failed:
        case wshake::client_event::closed: {
          const wshake::errc error = client.error().code;
          fail(error == wshake::errc::none ? "the connection closed without a response"
                                           : wshake::describe(error).message);
          break;
        }
      }
    }
  }

  void send_next() {
    if (texts.empty()) return messages.close();
    messages.send(WSLAY_TEXT_FRAME, std::string_view(texts.front()));
  }

  void take(const frames::message& message) {
    if (message.opcode == WSLAY_CONNECTION_CLOSE) close_code = message.status_code == 0 ? 1005 : message.status_code;
    if (message.opcode != WSLAY_TEXT_FRAME) return;
    const wshake::octets text = {message.msg, message.msg_length};
    std::printf("message %s\n", printable(text).c_str());
    if (texts.empty() || text != std::string_view(texts.front())) return;
    texts = texts.subspan(1);
    send_next();
  }

  // Waits for the server, which has to close the connection first (RFC 6455 section 7.1.1).
  void leave() {
    at = stage::leaving;
    std::printf("closed %u\n", close_code);
    if (texts.empty()) status = 0;
    if (!texts.empty()) fail("the connection closed before all echoes");
  }

  void at_end() {
    if (at == stage::frames) leave();
    if (at != stage::handshake) at = stage::over;
    client.feed_eof();
    received({});
  }

  void fail(const char* why) {
    std::fprintf(stderr, "asio_client: %s\n", why);
    at = stage::over;
  }
};

struct connection : session {
  tcp::socket socket;
  asio::steady_timer deadline;
  std::array<char, 16384> buffer;

  connection(asio::io_context& io, std::chrono::seconds patience) : socket(io), deadline(io, patience) {
    deadline.async_wait([this](const error_code& error) {
      if (error) return;
      if (at != stage::leaving) fail("the time is up");
      at = stage::over;
      go_on();
    });
  }

  void go_on() {
    error_code ignored;
    if (at == stage::over) {
      deadline.cancel();
      socket.close(ignored);
    } else if (!out.empty()) {
      socket.async_write_some(asio::buffer(out), [this](const error_code& error, std::size_t size) {
        sent(size);
        check(error);
      });
    } else {
      socket.async_read_some(asio::buffer(buffer), [this](const error_code& error, std::size_t size) {
        if (size > 0) received({buffer.data(), size});
        if (error == asio::error::eof) at_end();
        check(error);
      });
    }
  }

  void check(const error_code& error) {
    if (error && error != asio::error::eof && at != stage::over) fail(error.message().c_str());
    go_on();
  }
};

int main(int count, char** values) {
  const wshake::uri_reading uri = wshake::parse_uri(std::string_view(count > 2 ? values[2] : ""));
  if (!uri || uri.found.secure) {
    return std::fputs("Usage: asio_client SECONDS ws://HOST[:PORT][/PATH] [TEXT...]\n", stderr), 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);  // prints each event at once
  std::string_view host = uri.found.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
  asio::io_context io(1);
  connection client(io, std::chrono::seconds(std::strtol(values[1], nullptr, 10)));
  client.texts = std::span(values, static_cast<std::size_t>(count)).subspan(3);
  client.start(uri.found);
  tcp::resolver resolver(io);
  const auto on_connected = [&](const error_code& error, const tcp::endpoint&) { client.check(error); };
  const auto on_resolved = [&](const error_code& error, const tcp::resolver::results_type& found) {
    if (error || client.at == session::stage::over) return client.check(error);
    asio::async_connect(client.socket, found, on_connected);  // tries one address after another
  };
  resolver.async_resolve(std::string(host), std::to_string(uri.found.port), on_resolved);
  io.run();
  return client.status;
}
