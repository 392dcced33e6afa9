// SPDX-License-Identifier: BSL-1.0
// This header has a stream in memory that Boost.Beast reads from and writes to.
#pragma once

#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/system_executor.hpp>
#include <boost/beast/core/error.hpp>
#include <cstddef>
#include <string_view>

#include "client_peer.hpp"

namespace bench {

// The minimum that Beast requires of a SyncStream. Reads come from a view, writes go to a buffer.
class memory_stream {
 public:
  using executor_type = boost::asio::system_executor;
  using error_code = boost::beast::error_code;

  executor_type get_executor() const noexcept { return {}; }

  void reset(std::string_view in, char* out) {
    in_ = in;
    begin_ = out_ = out;
  }
  std::size_t written() const { return static_cast<std::size_t>(out_ - begin_); }

  // Prepares the stream for a client: `respond` makes the answer from the octets that the client has written. Reads
  // deliver the answer in pieces of at most `most` octets.
  void answer_by(answer_maker* respond, std::size_t most) {
    respond_ = respond;
    most_ = most;
  }

  template <class Buffers>
  std::size_t read_some(const Buffers& buffers, error_code& error) {
    if (respond_ != nullptr) {
      in_ = respond_({begin_, written()});
      respond_ = nullptr;
    }
    const std::string_view piece = in_.substr(0, most_);
    const std::size_t size = boost::asio::buffer_copy(buffers, boost::asio::buffer(piece.data(), piece.size()));
    in_.remove_prefix(size);
    error = size == 0 ? error_code(boost::asio::error::eof) : error_code();
    return size;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers& buffers) {
    error_code error;
    return read_some(buffers, error);
  }

  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, error_code& error) {
    error = {};
    const std::size_t size = boost::asio::buffer_size(buffers);
    boost::asio::buffer_copy(boost::asio::buffer(out_, size), buffers);
    out_ += size;
    return size;
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    error_code error;
    return write_some(buffers, error);
  }

 private:
  std::string_view in_;
  std::size_t most_ = std::string_view::npos;
  answer_maker* respond_ = nullptr;
  char* begin_ = nullptr;
  char* out_ = nullptr;
};

}  // namespace bench
