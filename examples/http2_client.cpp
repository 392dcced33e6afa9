// SPDX-License-Identifier: BSL-1.0
// http2_client ws://HOST[:PORT][/PATH] TEXT...: opens a WebSocket over HTTP/2 in clear text (RFC 8441), sends each
// TEXT, prints each echo, and closes. nghttp2 sends and receives the header lists; wslay reads and writes the frames.
// Exit status: 0 after all echoes, 1 if the server refuses the handshake, 2 after a failure.
//
// http2_client --deflate ws://HOST[:PORT][/PATH]: offers permessage-deflate, prints the compression windows if the
// server accepts the offer, and closes. wslay does not compress, so this form of the command takes no TEXT.
#include <cstdio>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include <sys/socket.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "frames.hpp"
#include "shared/http2_session.hpp"
#include "shared/http2_socket.hpp"

namespace {

constexpr wshake::octets subprotocols[] = {"chat", "superchat"};
constexpr wshake::deflate_offer deflate_offers[] = {{}};  // the offer that browsers send

int fail(const char* why) {
  std::fprintf(stderr, "http2_client: %s\n", why);
  return 2;
}

class websocket : http2_session {
 public:
  websocket(const wshake::uri& where, bool offers_deflate, std::span<char*> texts)
      : http2_session(role::client), where_(where), offers_deflate_(offers_deflate), texts_(texts) {}

  int run(int socket) {
    std::uint8_t buffer[16384];
    while (!is_done_ && send_all(socket, pending())) {
      const ssize_t size = recv(socket, buffer, sizeof buffer, 0);
      if (size <= 0 || !receive({buffer, static_cast<std::size_t>(size)})) break;
    }
    send_all(socket, pending());
    return result_;
  }

 private:
  // Sends the request as soon as the server's settings are known.
  void take_settings() override {
    if (stream_ != 0) return;
    wshake::client_request wanted = {.where = where_, .subprotocols = subprotocols};
    if (offers_deflate_) wanted.deflate = deflate_offers;
    request_ = wshake::request_fields(buffer_, wanted, 20, is_allowed());
    if (!request_) return end(fail(wshake::describe(request_.error.code).message));
    stream_ = ask(request_.head, out_);
  }

  // Checks the server's header list.
  void take_list(std::int32_t id, header_list arrived, bool ends_stream) override {
    if (talk_ == nullptr && !is_refused_) judge(arrived);  // a list after the answer holds trailers
    if (ends_stream) take_end(id);
  }

  void judge(const header_list& arrived) {
    const std::vector<wshake::field> list = fields_of(arrived);
    const wshake::response_list_reading read = wshake::read_response_list(list, 20);
    const wshake::answer_result answer =
        read ? wshake::check_answer(read.head, request_.head) : wshake::answer_result{.error = read.error};
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

  void take_data(std::int32_t, wshake::octets data) override {
    if (talk_ != nullptr) step(data);
    if (is_refused_) std::fwrite(data.data(), 1, data.size(), stdout);  // the body gives the reason of the refusal
  }

  void take_end(std::int32_t) override {
    if (is_refused_) end(1);
  }

  void take_close(std::int32_t) override {
    if (!is_done_) end(fail("the server closed the stream"));
  }

  void step(wshake::octets data) {
    if (!talk_->step(data, out_.bytes, std::size_t{1} << 24)) end(echoes_ == texts_.size() ? 0 : 2);
    resume(stream_);
  }

  void end(int result) {
    if (is_done_) return;
    is_done_ = true;
    out_.is_last = true;
    result_ = result;
  }

  const wshake::uri where_;
  const bool offers_deflate_;
  const std::span<char*> texts_;
  std::int32_t stream_ = 0;
  char buffer_[4096];
  wshake::field_request request_;  // views into buffer_
  std::unique_ptr<frames> talk_;
  stream_output out_;  // the frames to send
  std::size_t echoes_ = 0;
  bool is_refused_ = false;
  bool is_done_ = false;
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
