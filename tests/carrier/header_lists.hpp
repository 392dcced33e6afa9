// SPDX-License-Identifier: BSL-1.0
// Shared by the tests: header lists of the opening handshake over HTTP/2 and HTTP/3, and functions that read these
// lists.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/wshake.hpp>

#include "support.hpp"

namespace wshake::test {

using field_list = std::vector<field>;

// The HTTP versions whose messages are header lists.
inline constexpr unsigned list_versions[] = {20, 30};

// The number of pseudo-header fields in connect_list(), which is the index of the first other field in the list.
inline constexpr std::size_t pseudo_count = 5;

// The sample request of RFC 8441 §5.1 without the sample's offers and Origin, followed by the fields in `more`.
inline field_list connect_list(const field_list& more = {}) {
  field_list list = {{":method", "CONNECT"}, {":protocol", "websocket"},           {":scheme", "https"},
                     {":path", "/chat"},     {":authority", "server.example.com"}, {"sec-websocket-version", "13"}};
  list.insert(list.end(), more.begin(), more.end());
  return list;
}

// Returns the list with another value in the field `name`. REQUIREs that the list has this field.
inline field_list with(field_list list, octets name, octets value) {
  bool found = false;
  for (field& line : list) {
    if (line.name != name) continue;
    line.value = value;
    found = true;
  }
  REQUIRE(found);
  return list;
}

// Returns the list without the field `name`. REQUIREs that the list has this field.
inline field_list without(const field_list& list, octets name) {
  field_list rest;
  for (const field& line : list) {
    if (line.name != name) rest.push_back(line);
  }
  REQUIRE(rest.size() < list.size());
  return rest;
}

// Returns the request of a header list. REQUIREs that the pseudo-header fields are well-formed.
inline request_view head_of(const field_list& list, unsigned version = 20) {
  const request_list_reading read = read_request_list(list, version);
  REQUIRE(read.error == errc::none);
  return read.head;
}

// Returns the first rule that a header list breaks: a rule on its pseudo-header fields, or a rule of check(). The
// results for HTTP/2 and HTTP/3 must be the same.
inline diagnostic fault_in(const field_list& list, const server_config& config = default_server_config) {
  diagnostic found[2];
  for (unsigned index = 0; index < 2; ++index) {
    const request_list_reading read = read_request_list(list, list_versions[index]);
    found[index] = read ? check(read.head, config) : read.error;
  }
  CHECK(found[0].code == found[1].code);
  CHECK(found[0].offset == found[1].offset);
  CHECK(found[0].field == found[1].field);
  return found[0];
}

// Checks that the fault that was found has this code, offset and field.
inline void check_fault(const diagnostic& found, errc code, std::size_t offset, octets field) {
  CHECK(found.code == code);
  CHECK(found.offset == offset);
  CHECK(found.field == field);
}

// A copy of the answer that a verb has written as fields, or the error of the verb.
struct written_answer {
  errc error = errc::none;
  unsigned version = 0;
  unsigned status = 0;
  std::vector<std::pair<std::string, std::string>> header;
  std::string body;

  std::size_t count(std::string_view name) const {
    std::size_t lines = 0;
    for (const auto& line : header) lines += line.first == name ? 1 : 0;
    return lines;
  }
  std::string find(std::string_view name) const {
    for (const auto& line : header) {
      if (line.first == name) return line.second;
    }
    return {};
  }
};

// Calls the verb with an empty buffer, with one octet less than the verb asks for, and with exactly the size that the
// verb asks for.
template <class Verb>
written_answer written_fields(Verb&& verb) {
  written_answer copy;
  const field_answer none = verb(mutable_octets{});
  copy.error = none.error.code;
  if (none.error != errc::need_room) {
    CHECK(none.needed == 0);
    return copy;
  }
  const guarded small(none.needed - 1);
  const field_answer less = verb(small.all());
  CHECK(less.error == errc::need_room);
  CHECK(less.needed == none.needed);
  CHECK(less.head.header.empty());
  CHECK(less.body.empty());
  const guarded out(none.needed);
  const field_answer answer = verb(out.all());
  copy.error = answer.error.code;
  CHECK(static_cast<bool>(answer));
  CHECK(answer.needed == 0);
  copy.version = answer.head.version;
  copy.status = answer.head.status;
  for (const field& line : answer.head.header) {
    copy.header.emplace_back(std::string_view(line.name), std::string_view(line.value));
  }
  copy.body = std::string_view(answer.body);
  return copy;
}

// The header list of an answer, which begins with :status. The value of :status is a view of `status`, in which the
// function stores the digits.
inline field_list list_of(const written_answer& answer, std::string& status) {
  status = std::to_string(answer.status);
  field_list list = {{":status", status}};
  for (const auto& line : answer.header) list.push_back({line.first, line.second});
  return list;
}

inline written_answer accepted_fields(server& role, const accept_options& options = {}) {
  return written_fields([&](mutable_octets out) { return role.accept_fields(out, options); });
}
inline written_answer responded_fields(server& role, const response_options& options = {}) {
  return written_fields([&](mutable_octets out) { return role.respond_fields(out, options); });
}

}  // namespace wshake::test
