// SPDX-License-Identifier: BSL-1.0
// Boost.Beast's accept on a stream in memory.
#include <boost/asio/buffer.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <string_view>

#include "peer.hpp"

namespace bench {
namespace {

namespace asio = boost::asio;
namespace beast_ns = boost::beast;
namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;

// The least that Beast takes for a SyncStream: reads come from a view, writes go to a buffer.
class memory_stream {
 public:
  using executor_type = asio::system_executor;

  executor_type get_executor() const noexcept { return {}; }

  void reset(std::string_view in, char* out) {
    in_ = in;
    begin_ = out_ = out;
  }
  std::size_t written() const { return static_cast<std::size_t>(out_ - begin_); }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, beast_ns::error_code& error) {
    const std::size_t size = asio::buffer_copy(buffers, asio::buffer(in_.data(), in_.size()));
    in_.remove_prefix(size);
    error = size == 0 ? beast_ns::error_code(asio::error::eof) : beast_ns::error_code();
    return size;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    beast_ns::error_code error;
    return read_some(buffers, error);
  }

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, beast_ns::error_code& error) {
    error = {};
    const std::size_t size = asio::buffer_size(buffers);
    asio::buffer_copy(asio::buffer(out_, size), buffers);
    out_ += size;
    return size;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    beast_ns::error_code error;
    return write_some(buffers, error);
  }

 private:
  std::string_view in_;
  char* begin_ = nullptr;
  char* out_ = nullptr;
};

using stream = websocket::stream<memory_stream>;

// The stream's own read buffer; a larger head overflows it and has to be read beforehand.
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

}  // namespace

const peer beast = {"beast", handshake, parse, nullptr};

}  // namespace bench
