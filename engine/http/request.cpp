// SPDX-License-Identifier: BSL-1.0
#include <wshake/request.hpp>

#include "head_reader.hpp"
#include "header_section.hpp"

namespace wshake {

request_reading read_request(octets data, const limits& limit) noexcept {
  http::head_progress progress;
  const http::skipped empty = http::skip_empty_lines(data, progress, limit);
  if (empty.broken) return {.error = {empty.broken.error, empty.broken.at, {}}};

  const octets rest = data.from(empty.size);
  const std::size_t room = http::head_room(limit, rest.size());
  http::head_index index;
  const http::reader_step step = http::read_on(rest.first(room), http::message::request, progress, limit, index);
  http::fault broken = step.broken;
  if (!broken && step.state == http::reading::incomplete) {
    if (room == rest.size()) return {};
    broken = {errc::head_too_large, room};
  }
  request_reading result;
  if (!broken) {
    result.head.raw = rest.first(progress.size);
    result.head.header = http::section_in(rest.data(), progress, {}).view();
    http::complete_index(result.head.raw, progress.fields_begin, index);
    broken = http::read_field_lines(result.head.raw, index, fields_access::known(result.head.header));
  }
  if (broken)
    return {.error = {broken.error, empty.size + broken.at,
                      http::field_name_at(rest.data(), progress, broken.error, broken.at)}};
  result.consumed = empty.size + progress.size;
  result.head.method = http::method_in(rest.data(), progress);
  result.head.target = http::target_in(rest.data(), progress);
  result.head.version = progress.version;
  return result;
}

}  // namespace wshake
