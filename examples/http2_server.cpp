// SPDX-License-Identifier: BSL-1.0
// http2_server [PORT]: an echo server for WebSocket over HTTP/2 (RFC 8441), with the page and the resources of
// echo_server. It speaks HTTP/2 in clear text on the loopback interface; browsers need a proxy before it that
// terminates TLS and selects "h2" by ALPN.
// nghttp2 carries the header lists, wslay the frames. One thread serves one connection.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

#include <netinet/in.h>
#include <nghttp2/nghttp2.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "echo_answers.hpp"
#include "echo_page.hpp"
#include "frames.hpp"

namespace {

// A request, and after an acceptance its WebSocket.
struct stream {
  std::vector<std::pair<std::string, std::string>> list;
  std::unique_ptr<frames> talk;
  std::string out;       // bytes for the peer
  bool is_last = false;  // nothing follows `out`

  // Takes frames of the peer and queues the echoes.
  void receive(wshake::octets data) {
    if (talk == nullptr) return;
    const bool is_well = talk->step(data, out, std::size_t{1} << 24);
    is_last = !is_well || talk->is_over();
  }
};

class connection {
 public:
  explicit connection(int socket) : socket_(socket) {
    nghttp2_session_callbacks* calls = nullptr;
    nghttp2_session_callbacks_new(&calls);
    nghttp2_session_callbacks_set_on_header_callback(calls, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(calls, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(calls, on_data);
    nghttp2_session_callbacks_set_on_frame_send_callback(calls, on_sent);
    nghttp2_session_callbacks_set_on_stream_close_callback(calls, on_close);
    nghttp2_session_server_new(&session_, calls, this);
    nghttp2_session_callbacks_del(calls);
    // Clients may ask for a WebSocket only after this setting.
    const nghttp2_settings_entry allowed = {wshake::enable_connect_protocol, 1};
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &allowed, 1);
  }
  connection(const connection&) = delete;
  connection& operator=(const connection&) = delete;
  ~connection() {
    nghttp2_session_del(session_);
    close(socket_);
  }

  void run() {
    std::uint8_t buffer[16384];
    while (flush() && nghttp2_session_want_read(session_) != 0) {
      const ssize_t size = recv(socket_, buffer, sizeof buffer, 0);
      if (size <= 0 || nghttp2_session_mem_recv(session_, buffer, static_cast<std::size_t>(size)) < 0) break;
    }
  }

 private:
  bool flush() {
    for (;;) {
      const std::uint8_t* data = nullptr;
      const ssize_t size = nghttp2_session_mem_send(session_, &data);
      if (size <= 0) return size == 0;
      for (ssize_t sent = 0; sent < size;) {
        const ssize_t part = send(socket_, data + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
        if (part < 0) return false;
        sent += part;
      }
    }
  }

  // Judges a complete header list and answers it.
  void answer(std::int32_t id, bool ends_stream) {
    stream& asked = streams_[id];
    std::vector<wshake::field> list;
    for (const auto& [name, value] : asked.list) list.push_back({name, value});
    wshake::request_list_reading read = wshake::read_request_list(list, 20);
    read.head.ends_stream = ends_stream;
    const wshake::diagnostic found = read ? wshake::check(read.head, echo_config) : read.error;
    if (wshake::is_malformed(found.code)) {
      nghttp2_submit_rst_stream(session_, NGHTTP2_FLAG_NONE, id, NGHTTP2_PROTOCOL_ERROR);
      return;
    }
    char buffer[16384];
    if (found.ok()) {
      open_or_refuse(id, read.head, buffer);
    } else if (read.head.method == "GET" && read.head.target == "/") {
      submit(id, wshake::respond_fields(buffer, read.head, echo_config, {.status = 200, .body = echo_page},
                                        {{"Content-Type", "text/html; charset=utf-8"}}));
    } else {
      submit(id, wshake::respond_fields(buffer, read.head, echo_config, {.error = found.code}));
    }
  }

  // Answers a valid handshake.
  void open_or_refuse(std::int32_t id, const wshake::request_view& request, wshake::mutable_octets buffer) {
    stream& asked = streams_[id];
    const wshake::handshake_request wanted = wshake::gather(request);
    const std::string_view path = requested_path(wanted);
    if (const auto refusal = refusal_of(path, request.header)) {
      return submit(id, wshake::respond_fields(buffer, request, echo_config, *refusal));
    }
    asked.talk = std::make_unique<frames>(frames::role::server, [&asked](const frames::message& message) {
      if (!wslay_is_ctrl_frame(message.opcode)) asked.talk->send(message.opcode, {message.msg, message.msg_length});
    });
    const wshake::field_answer answer =
        wshake::accept_fields(buffer, request, wshake::negotiate(wanted, echo_config), echo_config);
    submit(id, answer);
    if (path == "/page") show_lists(asked, answer);
  }

  // Sends the two header lists of this handshake to the page.
  static void show_lists(stream& asked, const wshake::field_answer& answer) {
    std::string request;
    std::string response = ":status: " + std::to_string(answer.head.status) + "\n";
    for (const auto& [name, value] : asked.list) request += name + ": " + value + "\n";
    for (const wshake::field& each : answer.head.header) {
      response.append(each.name.text()).append(": ").append(each.value.text()).append("\n");
    }
    asked.talk->send(WSLAY_BINARY_FRAME, request);
    asked.talk->send(WSLAY_BINARY_FRAME, response);
    asked.receive({});
  }

  void submit(std::int32_t id, const wshake::field_answer& answer) {
    stream& asked = streams_[id];
    asked.out = answer.body.text();
    asked.is_last = asked.talk == nullptr || !answer;
    const std::string status = std::to_string(answer ? answer.head.status : 500);
    std::vector<nghttp2_nv> list = {line(":status", status)};
    for (const wshake::field& each : answer.head.header) list.push_back(line(each.name, each.value));
    nghttp2_data_provider body = {};
    body.source.ptr = &asked;
    body.read_callback = pull;
    nghttp2_submit_response(session_, id, list.data(), list.size(), &body);
  }

  static nghttp2_nv line(wshake::octets name, wshake::octets value) {
    const auto bytes = [](wshake::octets text) {
      return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  }

  // Gives nghttp2 the bytes of a stream.
  static ssize_t pull(nghttp2_session*, std::int32_t, std::uint8_t* data, std::size_t room, std::uint32_t* flags,
                      nghttp2_data_source* source, void*) {
    stream& from = *static_cast<stream*>(source->ptr);
    const std::size_t size = std::min(room, from.out.size());
    std::copy_n(from.out.data(), size, data);
    from.out.erase(0, size);
    if (from.out.empty() && from.is_last) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return size == 0 && !from.is_last ? ssize_t{NGHTTP2_ERR_DEFERRED} : static_cast<ssize_t>(size);
  }

  static int on_header(nghttp2_session*, const nghttp2_frame* frame, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    const auto text = [](const std::uint8_t* data, std::size_t size) {
      return std::string(reinterpret_cast<const char*>(data), size);
    };
    static_cast<connection*>(user)->streams_[frame->hd.stream_id].list.emplace_back(text(name, name_size),
                                                                                    text(value, value_size));
    return 0;
  }

  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    const bool ends_stream = (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (frame->hd.type == NGHTTP2_HEADERS && frame->headers.cat == NGHTTP2_HCAT_REQUEST) {
      static_cast<connection*>(user)->answer(frame->hd.stream_id, ends_stream);
    }
    return 0;
  }

  static int on_data(nghttp2_session* session, std::uint8_t, std::int32_t id, const std::uint8_t* data,
                     std::size_t size, void* user) {
    static_cast<connection*>(user)->streams_[id].receive({data, size});
    nghttp2_session_resume_data(session, id);
    return 0;
  }

  // After the end of an answer or of a WebSocket the client has nothing more to say, but some clients, such as undici,
  // never end their side of the stream (RFC 9113 §8.1).
  static int on_sent(nghttp2_session* session, const nghttp2_frame* frame, void*) {
    const std::int32_t id = frame->hd.stream_id;
    const bool ends_stream = frame->hd.type == NGHTTP2_DATA && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0;
    if (ends_stream && nghttp2_session_get_stream_remote_close(session, id) == 0) {
      nghttp2_submit_rst_stream(session, NGHTTP2_FLAG_NONE, id, NGHTTP2_NO_ERROR);
    }
    return 0;
  }

  static int on_close(nghttp2_session*, std::int32_t id, std::uint32_t, void* user) {
    static_cast<connection*>(user)->streams_.erase(id);
    return 0;
  }

  int socket_;
  nghttp2_session* session_ = nullptr;
  std::map<std::int32_t, stream> streams_;  // their addresses do not change
};

}  // namespace

int main(int count, char** values) {
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(count > 1 ? std::strtoul(values[1], nullptr, 10) : 0));
  const int listener = socket(AF_INET, SOCK_STREAM, 0);
  const int on = 1;
  setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  socklen_t size = sizeof address;
  if (bind(listener, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener, SOMAXCONN) != 0 ||
      getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
    std::fprintf(stderr, "http2_server: cannot listen\n");
    return 1;
  }
  std::printf("listening on 127.0.0.1:%u\n", ntohs(address.sin_port));
  std::fflush(stdout);
  for (;;) {
    const int socket = accept(listener, nullptr, nullptr);
    if (socket >= 0) std::thread([socket] { connection(socket).run(); }).detach();
  }
}
