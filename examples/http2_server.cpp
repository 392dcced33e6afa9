// SPDX-License-Identifier: BSL-1.0
// http2_server [PORT]: an echo server for WebSocket over HTTP/2 (RFC 8441), with the page and the resources of
// echo_server. The server speaks HTTP/2 in clear text on the loopback interface; browsers need a proxy in front of the
// server. The proxy terminates TLS and selects "h2" by ALPN. nghttp2 sends and receives the header lists; wslay reads
// and writes the frames. One thread serves one connection.
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "frames.hpp"
#include "shared/echo_answers.hpp"
#include "shared/echo_page.hpp"
#include "shared/http2_session.hpp"
#include "shared/http2_socket.hpp"

namespace {

// One stream: the answer to its request or, after the server has accepted the request, the WebSocket.
struct stream {
  std::unique_ptr<frames> talk;
  stream_output out;

  // Reads frames of the client and queues the echoes.
  void receive(wshake::octets data) {
    if (talk == nullptr) return;
    out.is_last = !talk->step(data, out.bytes, std::size_t{1} << 24);
  }
};

class connection : http2_session {
 public:
  explicit connection(int socket) : http2_session(role::server), socket_(socket) {}
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() override { close(socket_); }

  void run() {
    std::uint8_t buffer[16384];
    while (send_all(socket_, pending()) && !is_over()) {
      const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
      if (size <= 0 || !receive({buffer, static_cast<std::size_t>(size)})) break;
    }
  }

 private:
  // Judges the complete header list of a request, and answers the request.
  void take_list(std::int32_t id, header_list arrived, bool ends_stream) override {
    const std::vector<wshake::field> list = fields_of(arrived);
    wshake::request_list_reading read = wshake::read_request_list(list, 20);
    read.head.ends_stream = ends_stream;
    const wshake::diagnostic found = read ? wshake::check(read.head, echo_config) : read.error;
    if (wshake::is_malformed(found.code)) return reset(id, NGHTTP2_PROTOCOL_ERROR);
    char buffer[16384];
    if (found.ok()) {
      open_or_refuse(id, read.head, arrived, buffer);
    } else if (read.head.method == "GET" && read.head.target == "/") {
      submit(id, wshake::respond_fields(buffer, read.head, echo_config, {.status = 200, .body = echo_page},
                                        {{"Content-Type", "text/html; charset=utf-8"}}));
    } else {
      submit(id, wshake::respond_fields(buffer, read.head, echo_config, {.error = found.code}));
    }
  }

  // Answers a valid handshake.
  void open_or_refuse(std::int32_t id, const wshake::request_view& request, const header_list& list,
                      wshake::mutable_octets buffer) {
    stream& asked = streams_[id];
    const wshake::handshake_request wanted = wshake::gather(request);
    if (const auto refusal = refusal_of(wanted, request.header)) {
      return submit(id, wshake::respond_fields(buffer, request, echo_config, *refusal));
    }
    asked.talk = std::make_unique<frames>(frames::role::server, [&asked](const frames::message& message) {
      if (!wslay_is_ctrl_frame(message.opcode)) asked.talk->send(message.opcode, {message.msg, message.msg_length});
    });
    const wshake::field_answer written =
        wshake::accept_fields(buffer, request, wshake::negotiate(wanted, echo_config), echo_config);
    submit(id, written);
    if (requested_path(wanted) == "/page") show_lists(asked, list, written);
  }

  // Sends two messages to the page in the browser: the header list of the request, and the header list of the answer.
  static void show_lists(stream& asked, const header_list& list, const wshake::field_answer& written) {
    std::string request;
    std::string response = ":status: " + std::to_string(written.head.status) + "\n";
    for (const auto& [name, value] : list) request += name + ": " + value + "\n";
    for (const wshake::field& each : written.head.header) {
      response.append(each.name.text()).append(": ").append(each.value.text()).append("\n");
    }
    asked.talk->send(WSLAY_BINARY_FRAME, request);
    asked.talk->send(WSLAY_BINARY_FRAME, response);
    asked.receive({});
  }

  void submit(std::int32_t id, const wshake::field_answer& written) {
    if (!written) return reset(id, NGHTTP2_INTERNAL_ERROR);
    stream& asked = streams_[id];
    asked.out.bytes = written.body.text();
    asked.out.is_last = asked.talk == nullptr;
    answer(id, written.head, asked.out);
  }

  void take_data(std::int32_t id, wshake::octets data) override {
    streams_[id].receive(data);
    resume(id);
  }

  // Called when the server has ended its side of a stream, but the client has not. Some clients, such as undici, never
  // end their side. The server resets the stream with NO_ERROR (RFC 9113 section 8.1).
  void take_sent_end(std::int32_t id) override { reset(id, NGHTTP2_NO_ERROR); }

  void take_close(std::int32_t id) override { streams_.erase(id); }

  int socket_;
  std::map<std::int32_t, stream> streams_;  // the addresses of the streams do not change
};

}  // namespace

int main(int count, char** values) {
  const unsigned long port = count > 1 ? std::strtoul(values[1], nullptr, 10) : 0;
  serve_threads(static_cast<std::uint16_t>(port), [](int socket) { connection(socket).run(); });
  std::fprintf(stderr, "http2_server: cannot listen\n");
  return 1;
}
