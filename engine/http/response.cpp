// SPDX-License-Identifier: BSL-1.0
#include <wshake/response.hpp>

#include "response.hpp"

namespace wshake {

namespace http {

response_head name_response(const char* head, const head_progress& progress, const known_fields& known) noexcept {
  response_head named;
  named.raw = {head, progress.size};
  named.version = progress.version;
  named.status = progress.status;
  named.reason = reason_in(head, progress);
  named.header = section_in(head, progress, known).view();
  return named;
}

fault read_response_fields(octets head, mutable_octets out, const head_progress& progress, head_index& index,
                           known_fields& known) noexcept {
  if (unfold(head, progress.fields_begin, index, out)) head = {out.data(), head.size()};
  complete_index(head, progress.fields_begin, index);
  return read_field_lines(head, index, known);
}

}  // namespace http

response_reading read_response(mutable_octets data, const limits& limit) noexcept {
  const octets text = data;
  http::head_progress progress;
  const std::size_t room = http::head_room(limit, text.size());
  http::head_index index;
  const http::reader_step step = http::read_on(text.first(room), http::message::response, progress, limit, index);
  const auto failed = [&](const http::fault& broken) -> response_reading {
    return {.error = {broken.error, broken.at, http::field_name_at(data.data(), progress, broken.error, broken.at)}};
  };
  if (step.broken) return failed(step.broken);
  if (step.state == http::reading::incomplete) {
    if (room == text.size()) return {};
    return failed({errc::head_too_large, room});
  }
  response_reading result;
  detail::known_fields known;
  const http::fault broken = http::read_response_fields(text.first(progress.size), data, progress, index, known);
  if (broken) return failed(broken);
  result.head = http::name_response(data.data(), progress, known);
  result.consumed = progress.size;
  return result;
}

}  // namespace wshake
