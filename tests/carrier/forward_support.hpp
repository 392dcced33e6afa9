// SPDX-License-Identifier: BSL-1.0
// Shared by the tests of gateways: requests, calls with buffers of every size, and fields as text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/forward.hpp>

#include "support.hpp"

namespace wshake::test {

// The key that forward_request() makes of these octets is sample_key.
inline constexpr nonce sample_nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};

// A key of the client in front of the gateway, and the key's accept value.
inline constexpr std::string_view front_key = "x3JJHMbDL1EzLkh9GBhXDw==";
inline constexpr std::string_view front_accept = "HSmrc0sMlYUkAGmm5OPpG2HaGWk=";

using field_list = std::vector<field>;

// The fields of a handshake over HTTP/1.1, followed by the fields in `more`.
inline field_list front_fields(const field_list& more = {}) {
  field_list list = {{"Host", "server.example.com"},
                     {"Upgrade", "websocket"},
                     {"Connection", "keep-alive, Upgrade"},
                     {"Sec-WebSocket-Key", front_key},
                     {"Sec-WebSocket-Version", "13"}};
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

// A handshake over HTTP/2 or HTTP/3.
inline request_view list_request(const field_list& header, unsigned version = 20) {
  request_view request;
  request.method = "CONNECT";
  request.protocol = "websocket";
  request.scheme = "https";
  request.authority = "server.example.com";
  request.target = "/chat?room=1";
  request.version = version;
  request.header = header;
  return request;
}

// A handshake over HTTP/1.1.
inline request_view plain_request(const field_list& header, octets target = "/chat?room=1") {
  return {.method = "GET", .target = target, .header = header};
}

// The fields as text, one line for each field.
inline std::string text_of(const fields& header) {
  std::string text;
  for (const field& line : header) {
    text += line.name;
    text += ": ";
    text += line.value;
    text += "\n";
  }
  return text;
}

inline std::string text_of(const request_view& request) {
  std::string text(request.method);
  for (const octets part : {request.target, request.protocol, request.scheme, request.authority}) {
    text += " ";
    text += part;
  }
  return text + " " + std::to_string(request.version) + "\n" + text_of(request.header);
}

// The result of a call with a buffer of exactly the size that the call needs, and the buffer.
template <class Result>
struct called {
  template <class Call>
  explicit called(const Call& call) : out(room_for(call)), result(call(out.all())) {}

  const Result* operator->() const noexcept { return &result; }

  guarded out;
  Result result;

 private:
  template <class Call>
  static std::size_t room_for(const Call& call) {
    const std::size_t needed = call(mutable_octets()).needed;
    return needed == 0 ? 1 : needed;
  }
};

// Checks that the call reports the same needed size for each smaller buffer, and that a buffer of this size suffices.
template <class Call>
void check_room(const Call& call) {
  const std::size_t needed = call(mutable_octets()).needed;
  REQUIRE(needed > 0);
  for (std::size_t size = 0; size < needed; ++size) {
    const guarded small(size == 0 ? 1 : size);
    const auto result = call(mutable_octets{small.data(), size});
    CHECK_FALSE(result);
    CHECK(result.error == errc::need_room);
    CHECK(result.needed == needed);
  }
  const guarded large(needed);
  CHECK(call(large.all()));
}

}  // namespace wshake::test
