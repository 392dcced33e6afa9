// SPDX-License-Identifier: BSL-1.0
#include <wshake/request.hpp>

#include "fields_access.hpp"
#include "head_reader.hpp"

namespace wshake {

request_reading read_request(octets data, const limits& limit) noexcept {
  http::head_progress progress;
  const http::skipped empty = http::skip_empty_lines(data, progress, limit);
  if (empty.broken) return {.error = empty.broken.error, .error_at = empty.broken.at};

  const octets rest = data.from(empty.size);
  const std::size_t room = http::head_room(limit, rest.size());
  const http::reader_step step = http::read_on(rest.first(room), progress, limit);
  http::fault broken = step.broken;
  if (!broken && step.state == http::reading::incomplete) {
    if (room == rest.size()) return {};
    broken = {errc::head_too_large, room};
  }
  http::known_fields known;
  const octets head = rest.first(progress.size);
  const std::size_t begin = http::field_lines_begin(progress);
  if (!broken) broken = http::read_field_lines(head, begin, known);
  if (broken) return {.error = broken.error, .error_at = empty.size + broken.at};

  request_reading result;
  result.consumed = empty.size + head.size();
  result.head.method = http::method_in(head.data(), progress);
  result.head.target = http::target_in(head.data(), progress);
  result.head.version = progress.version;
  result.head.header = fields_access::of_head(head.data(), begin, head.size() - 2, known);
  result.head.raw = head;
  return result;
}

}  // namespace wshake
