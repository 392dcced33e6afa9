// SPDX-License-Identifier: BSL-1.0
#include "http_libraries/nghttp3_endpoint.hpp"

#include <doctest/doctest.h>

namespace wshake::test {
namespace {

h3_endpoint& self_of(void* user) { return *static_cast<h3_endpoint*>(user); }

std::string text_of(nghttp3_rcbuf* buffer) {
  const nghttp3_vec text = nghttp3_rcbuf_get_buf(buffer);
  return {reinterpret_cast<const char*>(text.base), text.len};
}

std::vector<nghttp3_nv> lines_of(array_view<field> fields) {
  const auto bytes = [](octets text) {
    return const_cast<std::uint8_t*>(reinterpret_cast<const std::uint8_t*>(text.data()));
  };
  std::vector<nghttp3_nv> lines;
  for (const field& one : fields) {
    nghttp3_nv line = {};
    line.name = bytes(one.name);
    line.namelen = one.name.size();
    line.value = bytes(one.value);
    line.valuelen = one.value.size();
    lines.push_back(line);
  }
  return lines;
}

// Removes a variable-length integer of QUIC (RFC 9000 §16) from the front of `bytes`. Returns the integer.
std::uint64_t take_integer(std::string_view& bytes) {
  REQUIRE(!bytes.empty());
  const unsigned first = static_cast<unsigned char>(bytes[0]);
  const std::size_t size = std::size_t{1} << (first >> 6);
  REQUIRE(bytes.size() >= size);
  std::uint64_t value = first & 63;
  for (std::size_t at = 1; at < size; ++at) value = value << 8 | static_cast<unsigned char>(bytes[at]);
  bytes.remove_prefix(size);
  return value;
}

}  // namespace

h3_endpoint::h3_endpoint(role who, bool allows) : who_(who) {
  nghttp3_callbacks calls = {};
  set(calls);
  nghttp3_settings settings;
  nghttp3_settings_default(&settings);
  if (who == role::server) {
    settings.enable_connect_protocol = allows ? 1 : 0;
    REQUIRE(nghttp3_conn_server_new(&conn_, &calls, &settings, nghttp3_mem_default(), this) == 0);
    nghttp3_conn_set_max_client_streams_bidi(conn_, 1);
    REQUIRE(nghttp3_conn_bind_control_stream(conn_, 3) == 0);
    REQUIRE(nghttp3_conn_bind_qpack_streams(conn_, 7, 11) == 0);
  } else {
    REQUIRE(nghttp3_conn_client_new(&conn_, &calls, &settings, nghttp3_mem_default(), this) == 0);
    REQUIRE(nghttp3_conn_bind_control_stream(conn_, 2) == 0);
    REQUIRE(nghttp3_conn_bind_qpack_streams(conn_, 6, 10) == 0);
  }
}

h3_endpoint::~h3_endpoint() { nghttp3_conn_del(conn_); }

void h3_endpoint::set(nghttp3_callbacks& calls) {
  calls.recv_header = [](nghttp3_conn*, std::int64_t, std::int32_t, nghttp3_rcbuf* name, nghttp3_rcbuf* value,
                         std::uint8_t, void* user, void*) {
    self_of(user).list_.emplace_back(text_of(name), text_of(value));
    return 0;
  };
  calls.end_headers = [](nghttp3_conn*, std::int64_t, int, void* user, void*) {
    h3_endpoint& self = self_of(user);
    self.lists_.push_back(std::move(self.list_));
    self.list_.clear();
    return 0;
  };
  calls.recv_data = [](nghttp3_conn*, std::int64_t, const std::uint8_t* data, std::size_t size, void* user, void*) {
    self_of(user).data_.append(reinterpret_cast<const char*>(data), size);
    return 0;
  };
  calls.end_stream = [](nghttp3_conn*, std::int64_t, void* user, void*) {
    self_of(user).is_ended_ = true;
    return 0;
  };
  calls.stop_sending = calls.reset_stream = [](nghttp3_conn*, std::int64_t, std::uint64_t, void* user, void*) {
    self_of(user).is_reset_ = true;
    return 0;
  };
}

nghttp3_data_reader h3_endpoint::reader() const {
  nghttp3_data_reader reader = {};
  reader.read_data = [](nghttp3_conn*, std::int64_t, nghttp3_vec* parts, std::size_t, std::uint32_t* flags, void* user,
                        void*) -> nghttp3_ssize {
    h3_endpoint& self = self_of(user);
    if (self.taken_ == self.said_.size()) {
      if (!self.is_last_) return NGHTTP3_ERR_WOULDBLOCK;
      *flags |= NGHTTP3_DATA_FLAG_EOF;
      return 0;
    }
    std::string& next = self.said_[self.taken_++];
    parts[0] = {reinterpret_cast<std::uint8_t*>(next.data()), next.size()};
    return 1;
  };
  return reader;
}

void h3_endpoint::ask(array_view<field> request) {
  const std::vector<nghttp3_nv> lines = lines_of(request);
  const nghttp3_data_reader rest = reader();
  REQUIRE(nghttp3_conn_submit_request(conn_, request_stream, lines.data(), lines.size(), &rest, nullptr) == 0);
}

void h3_endpoint::answer(array_view<field> response) {
  const std::vector<nghttp3_nv> lines = lines_of(response);
  const nghttp3_data_reader rest = reader();
  REQUIRE(nghttp3_conn_submit_response(conn_, request_stream, lines.data(), lines.size(), &rest) == 0);
}

void h3_endpoint::say(std::string_view bytes) {
  said_.emplace_back(bytes);
  REQUIRE(nghttp3_conn_resume_stream(conn_, request_stream) == 0);
}

void h3_endpoint::end() {
  is_last_ = true;
  REQUIRE(nghttp3_conn_resume_stream(conn_, request_stream) == 0);
}

void h3_endpoint::read(std::int64_t stream, const std::string& bytes, bool is_last) {
  if (stream == control_stream_of_peer()) control_ += bytes;
  if (is_reset_) return;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (nghttp3_conn_read_stream(conn_, stream, data, bytes.size(), is_last ? 1 : 0) < 0) is_reset_ = true;
}

// Passes one piece of bytes to the peer. Returns false if nghttp3 has nothing to send.
bool h3_endpoint::write_to(h3_endpoint& peer) {
  std::int64_t stream = -1;
  int is_last = 0;
  nghttp3_vec parts[16];
  const nghttp3_ssize count = nghttp3_conn_writev_stream(conn_, &stream, &is_last, parts, 16);
  REQUIRE(count >= 0);
  if (stream == -1) return false;
  std::string bytes;
  for (nghttp3_ssize at = 0; at < count; ++at)
    bytes.append(reinterpret_cast<const char*>(parts[at].base), parts[at].len);
  REQUIRE(nghttp3_conn_add_write_offset(conn_, stream, bytes.size()) == 0);
  peer.read(stream, bytes, is_last != 0);
  return true;
}

void h3_endpoint::carry(h3_endpoint& one, h3_endpoint& other) {
  for (bool has_more = true; has_more;) {
    has_more = one.write_to(other);
    has_more = other.write_to(one) || has_more;
  }
}

// nghttp3 0.8 does not report the server's settings to a client, so this function reads them from the server's control
// stream (RFC 9114 §7.2.4).
bool h3_endpoint::is_allowed() const {
  std::string_view rest = control_;
  if (rest.empty() || take_integer(rest) != 0) return false;  // the type of a control stream
  if (rest.empty() || take_integer(rest) != 4) return false;  // the type of SETTINGS
  const std::uint64_t size = take_integer(rest);
  REQUIRE(rest.size() >= size);
  rest = rest.substr(0, size);
  while (!rest.empty()) {
    const std::uint64_t name = take_integer(rest);
    const std::uint64_t value = take_integer(rest);
    if (name == enable_connect_protocol) return value == 1;
  }
  return false;
}

}  // namespace wshake::test
