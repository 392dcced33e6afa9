// SPDX-License-Identifier: BSL-1.0
// client::adopt(): checks a response that the caller's own HTTP code has read, and copies the response into the storage
// as a head.
#include <cstddef>
#include <cstdint>

#include <wshake/client.hpp>

#include "answer_kind.hpp"
#include "base/writer.hpp"
#include "head_copy.hpp"
#include "http/head_reader.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

// Fields that have no field id, but that find_continuation() reads to find the next step after a refusal.
constexpr octets fields_of_refusals[] = {"Location", "WWW-Authenticate", "Proxy-Authenticate", "Retry-After"};

bool is_of_refusals(octets name) noexcept { return scan::is_one_of(name, fields_of_refusals); }

// Writes the status line. A header list has no reason phrase.
void write_status_line(base::writer& out, const response_view& response) noexcept {
  put_version(out, response.version);
  out.put(" ");
  out.put_number(response.status);
  out.put(" ");
  if (!http::is_list_version(response.version)) out.put(response.reason);
  out.put("\r\n");
}

std::size_t front_size(const response_view& response) noexcept {
  const std::size_t line = octets("HTTP/1.1 200 \r\n").size();
  return http::is_list_version(response.version) ? line : line + response.reason.size();
}

struct response_copy {
  detail::head_progress head = {};  // size is 0 if the head did not fit
  detail::field_table table = {};
};

// Copies a well-formed response to the front of `storage`.
response_copy copy_response(mutable_octets storage, const response_view& response, const limits& limit) noexcept {
  occupied taken(storage);
  taken.add(&response, sizeof response);
  taken.add(response.reason);
  response_copy copy;
  // Reads the response before copy_head(): the response may lie in the storage, which copy_head() overwrites.
  copy.head.version = static_cast<std::uint8_t>(response.version);
  copy.head.status = static_cast<std::uint16_t>(response.status);
  copy.head.copied = true;
  const copied_head copied = copy_head(
      storage, http::head_room(limit, storage.size()), taken, response.header, front_size(response),
      [&](base::writer& out) { write_status_line(out, response); }, is_of_refusals, copy.table);
  copy.head.size = static_cast<std::uint32_t>(copied.size);
  copy.head.fields_begin = static_cast<std::uint16_t>(copied.fields_begin);
  return copy;
}

}  // namespace

client_event client::adopt(const response_view& response) noexcept {
  if (!expects_response()) return state();
  answer_kind kind = kind_of(response, asked_version());
  const bool has_line = asked_version() == 11 && response.version / 10 == 1;
  if (has_line && kind.broken.error != errc::bad_status_code && scan::any(response.reason, scan::control_octet)) {
    kind = {.broken = errc::bad_reason_phrase};  // the phrase becomes a part of the copied head
  }
  if (kind.event == client_event::open) kind.broken = check(response.version, response.header);
  response_copy copy;
  if (kind.readable) copy = copy_response(head_room(), response, config().options().limit);
  if (kind.readable && copy.head.size == 0) kind.broken = errc::head_too_large;
  return take_response(kind.event, kind.broken, copy.head, copy.table);
}

}  // namespace wshake
