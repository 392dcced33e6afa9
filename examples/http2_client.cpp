// SPDX-License-Identifier: BSL-1.0
// http2_client ws://HOST[:PORT][/PATH] TEXT...: opens a WebSocket over HTTP/2 in clear text (RFC 8441), sends each
// TEXT, prints each echo, and closes. nghttp2 carries the header lists, wslay the frames. Exit status: 0 after all
// echoes, 1 refused, 2 failed.
//
// http2_client --deflate ws://HOST[:PORT][/PATH]: offers permessage-deflate, prints the agreed windows, and closes.
// wslay does not compress, so there are no texts.
#include <algorithm>
#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <netdb.h>
#include <nghttp2/nghttp2.h>
#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "frames.hpp"

namespace {

constexpr wshake::octets subprotocols[] = {"chat", "superchat"};
constexpr wshake::deflate_offer deflate_offers[] = {{}};  // the offer of browsers

int fail(const char* why) {
  std::fprintf(stderr, "http2_client: %s\n", why);
  return 2;
}

// Returns a connected socket, or -1.
int connect_to(const wshake::uri& where) {
  std::string_view host = where.host;
  if (host.starts_with('[')) host = host.substr(1, host.size() - 2);  // an IPv6 literal
  addrinfo hints = {}, *found = nullptr;
  hints.ai_socktype = SOCK_STREAM;
  if (getaddrinfo(std::string(host).c_str(), std::to_string(where.port).c_str(), &hints, &found) != 0) return -1;
  const int connection = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
  const bool connected = connection >= 0 && connect(connection, found->ai_addr, found->ai_addrlen) == 0;
  freeaddrinfo(found);
  return connected ? connection : -1;
}

class websocket {
 public:
  websocket(const wshake::uri& where, bool offers_deflate, std::span<char*> texts)
      : where_(where), offers_deflate_(offers_deflate), texts_(texts) {
    nghttp2_session_callbacks* calls = nullptr;
    nghttp2_session_callbacks_new(&calls);
    nghttp2_session_callbacks_set_on_header_callback(calls, on_header);
    nghttp2_session_callbacks_set_on_frame_recv_callback(calls, on_frame);
    nghttp2_session_callbacks_set_on_data_chunk_recv_callback(calls, on_data);
    nghttp2_session_callbacks_set_on_stream_close_callback(calls, on_close);
    nghttp2_session_client_new(&session_, calls, this);
    nghttp2_session_callbacks_del(calls);
    nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, nullptr, 0);
  }
  websocket(const websocket&) = delete;
  websocket& operator=(const websocket&) = delete;
  ~websocket() { nghttp2_session_del(session_); }

  int run(int socket) {
    std::uint8_t buffer[16384];
    while (!is_over_ && flush(socket)) {
      const ssize_t size = recv(socket, buffer, sizeof buffer, 0);
      if (size <= 0 || nghttp2_session_mem_recv(session_, buffer, static_cast<std::size_t>(size)) < 0) break;
    }
    flush(socket);
    return result_;
  }

 private:
  bool flush(int socket) {
    const std::uint8_t* data = nullptr;
    for (;;) {
      const ssize_t size = nghttp2_session_mem_send(session_, &data);
      if (size <= 0) return size == 0;
      if (send(socket, data, static_cast<std::size_t>(size), MSG_NOSIGNAL) != size) return false;
    }
  }

  // Asks once the server's settings are known.
  void ask() {
    const bool allowed = nghttp2_session_get_remote_settings(session_, NGHTTP2_SETTINGS_ENABLE_CONNECT_PROTOCOL) == 1;
    wshake::client_request wanted = {.where = where_, .subprotocols = subprotocols};
    if (offers_deflate_) wanted.deflate = deflate_offers;
    request_ = wshake::request_fields(buffer_, wanted, 20, allowed);
    if (!request_) return end(fail(wshake::describe(request_.error.code).message));
    const wshake::request_view& head = request_.head;
    std::vector<nghttp2_nv> list = {line(":method", head.method), line(":protocol", head.protocol),
                                    line(":scheme", head.scheme), line(":authority", head.authority),
                                    line(":path", head.target)};
    for (const wshake::field& each : head.header) list.push_back(line(each.name, each.value));
    nghttp2_data_provider frames = {};
    frames.read_callback = pull;
    stream_ = nghttp2_submit_request(session_, nullptr, list.data(), list.size(), &frames, nullptr);
  }

  // Checks the server's header list.
  void judge() {
    std::vector<wshake::field> list;
    for (const auto& [name, value] : list_) list.push_back({name, value});
    const wshake::response_list_reading read = wshake::read_response_list(list, 20);
    const wshake::answer_result answer =
        read ? wshake::check_answer(read.head, request_.head) : wshake::answer_result{.error = read.error};
    list_.clear();
    switch (answer.event) {
      case wshake::client_event::interim:
        break;
      case wshake::client_event::refused:
        std::printf("refused: %u\n", read.head.status);
        is_refused_ = true;
        break;
      case wshake::client_event::open: {
        const std::string_view subprotocol = answer.agreed.subprotocol;
        const wshake::deflate_parameters& deflate = answer.agreed.deflate;
        std::printf("open, subprotocol: %.*s\n", static_cast<int>(subprotocol.size()), subprotocol.data());
        if (deflate.agreed) {
          std::printf("permessage-deflate, windows: %u (server), %u (client)\n", deflate.server_max_window_bits,
                      deflate.client_max_window_bits);
        }
        talk_ = std::make_unique<frames>(frames::role::client, [this](const frames::message& each) { take(each); });
        for (const std::string_view text : texts_) talk_->send(WSLAY_TEXT_FRAME, text);
        if (texts_.empty()) talk_->close();
        step({});
        break;
      }
      default:
        end(fail(wshake::describe(answer.error.code).message));
    }
  }

  void take(const frames::message& message) {
    if (wslay_is_ctrl_frame(message.opcode)) return;
    std::printf("%.*s\n", static_cast<int>(message.msg_length), reinterpret_cast<const char*>(message.msg));
    if (++echoes_ == texts_.size()) talk_->close();
  }

  void step(wshake::octets data) {
    if (!talk_->step(data, out_, std::size_t{1} << 24) || talk_->is_over()) end(echoes_ == texts_.size() ? 0 : 2);
    nghttp2_session_resume_data(session_, stream_);
  }

  void end(int result) {
    if (is_over_) return;
    is_over_ = true;
    result_ = result;
  }

  static nghttp2_nv line(wshake::octets name, wshake::octets value) {
    const auto bytes = [](wshake::octets text) {
      return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
    };
    return {bytes(name), bytes(value), name.size(), value.size(), NGHTTP2_NV_FLAG_NONE};
  }

  // Gives nghttp2 the frames to send.
  static ssize_t pull(nghttp2_session*, std::int32_t, std::uint8_t* data, std::size_t room, std::uint32_t* flags,
                      nghttp2_data_source*, void* user) {
    websocket& self = *static_cast<websocket*>(user);
    const std::size_t size = std::min(room, self.out_.size());
    std::copy_n(self.out_.data(), size, data);
    self.out_.erase(0, size);
    if (self.out_.empty() && self.is_over_) *flags |= NGHTTP2_DATA_FLAG_EOF;
    return size == 0 && !self.is_over_ ? ssize_t{NGHTTP2_ERR_DEFERRED} : static_cast<ssize_t>(size);
  }

  static int on_header(nghttp2_session*, const nghttp2_frame*, const std::uint8_t* name, std::size_t name_size,
                       const std::uint8_t* value, std::size_t value_size, std::uint8_t, void* user) {
    const auto text = [](const std::uint8_t* data, std::size_t size) {
      return std::string(reinterpret_cast<const char*>(data), size);
    };
    static_cast<websocket*>(user)->list_.emplace_back(text(name, name_size), text(value, value_size));
    return 0;
  }

  static int on_frame(nghttp2_session*, const nghttp2_frame* frame, void* user) {
    websocket& self = *static_cast<websocket*>(user);
    const bool is_ack = (frame->hd.flags & NGHTTP2_FLAG_ACK) != 0;
    if (frame->hd.type == NGHTTP2_SETTINGS && !is_ack && self.stream_ == 0) self.ask();
    if (frame->hd.type == NGHTTP2_HEADERS && self.talk_ == nullptr && !self.is_refused_) self.judge();
    if (self.is_refused_ && (frame->hd.flags & NGHTTP2_FLAG_END_STREAM) != 0) self.end(1);
    return 0;
  }

  static int on_data(nghttp2_session*, std::uint8_t, std::int32_t, const std::uint8_t* data, std::size_t size,
                     void* user) {
    websocket& self = *static_cast<websocket*>(user);
    if (self.talk_ != nullptr) self.step({data, size});
    if (self.is_refused_) std::fwrite(data, 1, size, stdout);  // the body says why
    return 0;
  }

  static int on_close(nghttp2_session*, std::int32_t, std::uint32_t, void* user) {
    websocket& self = *static_cast<websocket*>(user);
    if (!self.is_over_) self.end(fail("the server closed the stream"));
    return 0;
  }

  const wshake::uri where_;
  const bool offers_deflate_;
  const std::span<char*> texts_;
  nghttp2_session* session_ = nullptr;
  std::int32_t stream_ = 0;
  char buffer_[4096];
  wshake::field_request request_;  // in buffer_
  std::vector<std::pair<std::string, std::string>> list_;
  std::unique_ptr<frames> talk_;
  std::string out_;
  std::size_t echoes_ = 0;
  bool is_refused_ = false;
  bool is_over_ = false;
  int result_ = 2;
};

}  // namespace

int main(int count, char** values) {
  std::span<char*> arguments(values + 1, static_cast<std::size_t>(count - 1));
  const bool offers_deflate = !arguments.empty() && std::string_view(arguments[0]) == "--deflate";
  if (offers_deflate) arguments = arguments.subspan(1);
  const wshake::uri_reading uri = wshake::parse_uri(std::string_view(arguments.empty() ? "" : arguments[0]));
  if (!uri || uri.found.secure) return fail("the argument must be ws://HOST[:PORT][/PATH]");
  if (offers_deflate && arguments.size() != 1) return fail("--deflate sends no text");
  const int socket = connect_to(uri.found);
  if (socket < 0) return fail("cannot connect");
  const int result = websocket(uri.found, offers_deflate, arguments.subspan(1)).run(socket);
  close(socket);
  return result;
}
