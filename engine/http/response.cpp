// SPDX-License-Identifier: BSL-1.0
#include <wshake/response.hpp>

#include "fields_access.hpp"
#include "response.hpp"

namespace wshake {

namespace http {

response_head name_response(const char* head, const head_progress& progress) noexcept {
  response_head named;
  named.raw = {head, progress.size};
  named.version = progress.version;
  named.status = progress.status;
  named.reason = reason_in(head, progress);
  fields_access::set_lines(named.header, head, progress.fields_begin, progress.size - std::size_t{2});
  return named;
}

fault read_response_fields(char* head, const head_progress& progress, head_index& index, response_head& read) noexcept {
  unfold({head, progress.size}, progress.fields_begin, index);
  read = name_response(head, progress);
  return read_field_lines(read.raw, progress.fields_begin, index, fields_access::known(read.header));
}

}  // namespace http

response_reading read_response(mutable_octets data, const limits& limit) noexcept {
  const octets text = data;
  http::head_progress progress;
  const std::size_t room = http::head_room(limit, text.size());
  http::head_index index;
  const http::reader_step step = http::read_on(text.first(room), http::message::response, progress, limit, index);
  if (step.broken) return {.error = step.broken.error, .error_at = step.broken.at};
  if (step.state == http::reading::incomplete) {
    if (room == text.size()) return {};
    return {.error = errc::head_too_large, .error_at = room};
  }
  response_reading result;
  const http::fault broken = http::read_response_fields(data.data(), progress, index, result.head);
  if (broken) return {.error = broken.error, .error_at = broken.at};
  result.consumed = progress.size;
  return result;
}

}  // namespace wshake
