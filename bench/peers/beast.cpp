// SPDX-License-Identifier: BSL-1.0
// This peer calls Boost.Beast's accept() on a stream in memory.
#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/version.hpp>
#include <string>
#include <string_view>

#include "memory_stream.hpp"
#include "peer.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast_ns = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

using stream = websocket::stream<memory_stream>;

// The size of the stream's own read buffer. A larger head overflows this buffer, so a larger head is read before
// accept().
constexpr std::size_t stream_buffer_size = 1536;

std::size_t handshake(std::string_view request, char* out) {
  stream socket;
  beast_ns::error_code error;
  if (request.size() <= stream_buffer_size) {
    socket.next_layer().reset({}, out);
    socket.accept(asio::buffer(request.data(), request.size()), error);
  } else {
    socket.next_layer().reset(request, out);
    beast_ns::flat_buffer buffer;
    http::request<http::empty_body> head;
    http::read(socket.next_layer(), buffer, head, error);
    if (error) return 0;
    socket.accept(head, error);
  }
  return error ? 0 : socket.next_layer().written();
}

bool parse(std::string_view request) {
  http::request_parser<http::empty_body> parser;
  parser.eager(true);
  beast_ns::error_code error;
  const std::size_t size = parser.put(asio::buffer(request.data(), request.size()), error);
  return !error && size == request.size() && parser.is_done();
}

// Boost writes its version as 1_74.
const std::string version = [] {
  std::string text = "Boost " BOOST_LIB_VERSION;
  std::replace(text.begin(), text.end(), '_', '.');
  return text;
}();

}  // namespace

const peer beast = {"beast", version.c_str(), handshake, parse, nullptr};

}  // namespace bench
