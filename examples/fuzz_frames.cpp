// SPDX-License-Identifier: BSL-1.0
// A template for fuzzing a frame parser after the handshake. This libFuzzer harness performs a real opening handshake,
// and then gives frames from the fuzzer to a parser, here wslay. The connection is in memory, and the same input gives
// the same run.
//
//   clang++ -std=c++20 -g -O1 -fsanitize=fuzzer,address fuzz_frames.cpp $(pkg-config --cflags --libs wshake) -lwslay
//
// Compile your parser with -fsanitize=fuzzer-no-link,address, or the fuzzer gets no coverage from the parser. The
// harness includes the handshake because some faults show only where the frames begin. For example, frames may arrive
// together with the request, or the two sides may disagree about the subprotocol or the extensions. To fuzz your own
// server, put your server in the place of wshake::server and wslay. wshake::client then performs the handshake with
// your server, and the fuzzer's octets follow as frames.
//
// The fuzzer's first octet selects the size of the pieces that the connection delivers. A client's frames follow.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include <wslay/wslay.h>

#include <wshake/wshake.hpp>

namespace {

using wshake::octets;

// Stops with a finding for the fuzzer if `holds` is false.
void require(bool holds) {
  if (!holds) __builtin_trap();
}

// One end of the open connection, with wslay as its frame parser. The server's end echoes messages.
class frames {
 public:
  enum class side : bool { server, client };

  explicit frames(side which) : which_(which) {
    wslay_event_callbacks callbacks = {};
    callbacks.recv_callback = pull;
    callbacks.send_callback = push;
    callbacks.genmask_callback = make_mask;
    callbacks.on_msg_recv_callback = receive;
    const bool made = which == side::server ? wslay_event_context_server_init(&context_, &callbacks, this) == 0
                                            : wslay_event_context_client_init(&context_, &callbacks, this) == 0;
    require(made);
    wslay_event_config_set_max_recv_msg_length(context_, 65536);
  }
  frames(const frames&) = delete;
  frames& operator=(const frames&) = delete;
  ~frames() { wslay_event_context_free(context_); }

  // Reads the octets that arrived, and appends the answer to `out`.
  void feed(octets arrived, std::string& out) {
    input_ = arrived;
    out_ = &out;
    complains_ = wslay_event_recv(context_) != 0;
    require(wslay_event_send(context_) == 0);
  }

  // True if the peer has broken a rule. A Close reports the broken rule to the peer.
  bool complains() const { return complains_; }

  // True if this end reads no more octets.
  bool is_over() const { return complains_ || wslay_event_get_read_enabled(context_) == 0; }

 private:
  static void receive(wslay_event_context_ptr context, const wslay_event_on_msg_recv_arg* message, void* user) {
    if (static_cast<frames*>(user)->which_ == side::client || wslay_is_ctrl_frame(message->opcode)) return;
    const wslay_event_msg echo = {message->opcode, message->msg, message->msg_length};
    (void)wslay_event_queue_msg(context, &echo);
  }

  static ssize_t pull(wslay_event_context_ptr context, std::uint8_t* data, std::size_t size, int, void* user) {
    octets& input = static_cast<frames*>(user)->input_;
    const octets part = input.first(size);
    if (part.empty()) {
      wslay_event_set_error(context, WSLAY_ERR_WOULDBLOCK);
      return -1;
    }
    std::memcpy(data, part.data(), part.size());
    input = input.from(part.size());
    return static_cast<ssize_t>(part.size());
  }

  static ssize_t push(wslay_event_context_ptr, const std::uint8_t* data, std::size_t size, int, void* user) {
    static_cast<frames*>(user)->out_->append(reinterpret_cast<const char*>(data), size);
    return static_cast<ssize_t>(size);
  }

  // The mask is fixed, because the same input must give the same run.
  static int make_mask(wslay_event_context_ptr, std::uint8_t* mask, std::size_t size, void*) {
    std::memset(mask, 0x5a, size);
    return 0;
  }

  const side which_;
  wslay_event_context_ptr context_ = nullptr;
  bool complains_ = false;
  octets input_;
  std::string* out_ = nullptr;
};

// Writes the client's request, followed by the fuzzer's octets as frames.
std::string write_request(wshake::client& client, std::string_view sent_frames) {
  static constexpr octets subprotocols[] = {"chat"};
  static constexpr wshake::nonce no_randomness = {};
  char out[512];
  const wshake::uri where = wshake::parse_uri("ws://example.com/fuzz").found;
  const wshake::write_result request = client.start(out, {.where = where, .subprotocols = subprotocols}, no_randomness);
  require(static_cast<bool>(request));
  return std::string(std::string_view(request.written)).append(sent_frames);
}

// Feeds the client's request to the server in pieces of `piece` octets. Returns the number of octets of `sent` that the
// server consumed. The rest of `sent` is frames.
std::size_t read_request(wshake::server& server, std::string_view sent, std::size_t piece) {
  std::size_t taken = 0;
  while (server.state() == wshake::server_state::need_more) taken += server.feed(sent.substr(taken, piece)).consumed;
  require(server.state() == wshake::server_state::upgrade);
  return taken;
}

std::string accept(wshake::server& server) {
  char out[512];
  const wshake::write_result answer = server.accept(out);
  require(static_cast<bool>(answer));
  return std::string(std::string_view(answer.written));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t piece = std::size_t{data[0]} + 1;
  const std::string_view sent_frames(reinterpret_cast<const char*>(data) + 1, size - 1);

  static constexpr octets spoken[] = {"chat"};
  static constexpr wshake::server_config config({.subprotocols = spoken});
  wshake::stored_client<> client;
  wshake::stored_server<> server(config);

  const std::string sent = write_request(client, sent_frames);
  std::size_t taken = read_request(server, sent, piece);
  const std::string answer = accept(server);
  require(client.feed(answer).event == wshake::client_event::open);
  // If your parser depends on the subprotocol or on the windows of permessage-deflate, configure the parser here.
  require(client.agreed().subprotocol == "chat" && server.agreed().subprotocol == "chat");

  frames server_frames(frames::side::server);
  frames client_frames(frames::side::client);
  std::string returned;
  for (; !server_frames.is_over() && taken < sent.size(); taken += piece) {
    server_frames.feed(std::string_view(sent).substr(taken, piece), returned);
  }
  // The server's output is valid for any input: the client's end finds no error in the output.
  std::string replies;
  client_frames.feed(returned, replies);
  require(!client_frames.complains() && client_frames.is_over() == server_frames.is_over());
  return 0;
}
