// SPDX-License-Identifier: BSL-1.0
// The handshake of Boost.Beast's client on a stream in memory. One handshake makes a new stream, writes the request
// with a key of 16 octets from Beast's ChaCha20 generator, reads and checks the answer, and opens the stream. If
// permessage-deflate is agreed, Beast also makes the codec.
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "client_peer.hpp"
#include "memory_stream.hpp"

namespace bench {
namespace {

namespace beast_ns = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

std::array<char, 1024> written;

void ask_for_subprotocols(websocket::request_type& request) {
  request.set(http::field::sec_websocket_protocol, "v2.chat.example, v1.chat.example");
}

bool handshake(const client_task& task, answer_maker* respond, std::size_t most) {
  websocket::stream<memory_stream> socket;
  socket.next_layer().reset({}, written.data());
  socket.next_layer().answer_by(respond, most);
  if (task.negotiates) {
    websocket::permessage_deflate deflate;
    deflate.client_enable = true;
    socket.set_option(deflate);
    socket.set_option(websocket::stream_base::decorator(ask_for_subprotocols));
  }
  beast_ns::error_code error;
  socket.handshake(beast_ns::string_view(client_host.data(), client_host.size()),
                   beast_ns::string_view(client_target.data(), client_target.size()), error);
  return !error && socket.is_open();
}

void draw(unsigned char* out) {
  auto generator = websocket::detail::make_prng(true);
  for (std::size_t at = 0; at < 16; at += 4) {
    const std::uint32_t value = generator();
    std::memcpy(out + at, &value, sizeof value);
  }
}

}  // namespace

const client_peer beast_client = {"beast", handshake, draw, nullptr};

}  // namespace bench
