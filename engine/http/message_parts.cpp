// SPDX-License-Identifier: BSL-1.0
#include "message_parts.hpp"

#include "base/field_names.hpp"
#include "head_reader.hpp"
#include "header_section.hpp"
#include "lenient_head.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

request_reading read_request(octets data, const limits& limit) noexcept {
  http::head_progress progress;
  const http::skipped empty = http::skip_empty_lines(data, progress, limit);
  if (empty.broken) return {.error = {empty.broken.error, empty.broken.offset, {}}};

  const octets rest = data.from(empty.size);
  const std::size_t room = http::head_room(limit, rest.size());
  scan::head_index index;
  const http::head_step step = http::read_head(rest.first(room), http::message::request, progress, limit, index);
  base::fault broken = step.broken;
  if (!broken && step.state == http::reading::incomplete) {
    if (room == rest.size()) return {};
    broken = http::head_limit_fault(room);
  }
  request_reading result;
  if (!broken) {
    result.head.raw = rest.first(progress.size);
    result.head.header = http::section_in(rest.data(), progress, {}).view();
    http::complete_index(result.head.raw, progress.fields_begin, index);
    broken = http::read_field_lines(result.head.raw, index, fields_access::table(result.head.header));
  }
  if (broken)
    return {.error = {broken.error, empty.size + broken.offset,
                      http::field_name_at(rest.data(), progress, broken.error, broken.offset)}};
  result.consumed = empty.size + progress.size;
  result.head.method = http::method_in(rest.data(), progress);
  result.head.target = http::target_in(rest.data(), progress);
  result.head.version = progress.version;
  return result;
}

namespace http {

namespace {

constexpr octets pseudo_names[] = {name_of(field_id::protocol), name_of(field_id::scheme), name_of(field_id::authority)};

}  // namespace

void write_pseudo_fields(base::writer& out, const request_view& request) noexcept {
  const octets values[] = {request.protocol, request.scheme, request.authority};
  for (unsigned index = 0; index < 3; ++index) out.put_field(pseudo_names[index], values[index]);
}

std::size_t pseudo_fields_size(const request_view& request) noexcept {
  std::size_t size = request.protocol.size() + request.scheme.size() + request.authority.size();
  for (const octets name : pseudo_names) size += name.size() + 2 + 2;
  return size;
}

pseudo_fields request_parts::pseudo() const noexcept {
  if (view_ != nullptr) return {view_->protocol, view_->scheme, view_->authority, view_->ends_stream};
  pseudo_fields found = {.ends_stream = ends_stream_};
  octets* const values[] = {&found.protocol, &found.scheme, &found.authority};
  // method.data() is the beginning of the head.
  octets rest = {method.data(), header.end_offset()};
  rest = rest.from(scan::find_line_feed(rest, 0) + 1);
  for (unsigned index = 0; index < 3; ++index) {
    const std::size_t line_feed = scan::find_line_feed(rest, 0);
    *values[index] = rest.first(line_feed - 1).from(pseudo_names[index].size() + 2);
    rest = rest.from(line_feed + 1);
  }
  return found;
}

response_head name_response(const char* head, const head_progress& progress, const field_table& table) noexcept {
  response_head named;
  named.raw = {head, progress.size};
  named.version = progress.version;
  named.status = progress.status;
  named.reason = reason_in(head, progress);
  named.header = response_section_in(head, progress, table).view();
  return named;
}

fault read_response_fields(octets head, mutable_octets out, bool lenient, head_progress& progress, head_index& index,
                           field_table& table) noexcept {
  if (unfold(head, progress.fields_begin, index, out)) head = {out.data(), head.size()};
  complete_index(head, progress.fields_begin, index);
  const fault broken = read_field_lines(head, index, table);
  if (!broken || !lenient || head.size() > out.size()) return broken;
  progress.deviates = true;
  return read_lenient_field_lines({out.data(), head.size()}, progress, index, table);
}

}  // namespace http

response_reading read_response(mutable_octets data, const limits& limit, head_grammar grammar) noexcept {
  const bool lenient = grammar == head_grammar::lenient;
  http::head_progress progress;
  const http::skipped empty = lenient ? http::skip_lenient_empty_lines(data, progress, limit) : http::skipped{};
  if (empty.broken) return {.error = {empty.broken.error, empty.broken.offset, {}}};

  const mutable_octets rest = {data.data() + empty.size, data.size() - empty.size};
  const octets text = rest;
  const std::size_t room = http::head_room(limit, text.size());
  scan::head_index index;
  http::head_step step = {{}, http::reading::complete};
  if (lenient) step = http::read_lenient_status_line(text.first(room), progress, limit);
  if (!step.broken && step.state == http::reading::complete) {
    step = http::read_head(text.first(room), http::message::response, progress, limit, index);
  }
  const auto failed = [&](const base::fault& broken) -> response_reading {
    const octets name = http::field_name_at(rest.data(), progress, broken.error, broken.offset);
    return {.error = {broken.error, empty.size + broken.offset, name}};
  };
  if (step.broken) return failed(step.broken);
  if (step.state == http::reading::incomplete) {
    if (room == text.size()) return {};
    return failed(http::head_limit_fault(room));
  }
  response_reading result;
  detail::field_table table;
  const base::fault broken = http::read_response_fields(text.first(progress.size), rest, lenient, progress, index, table);
  if (broken) return failed(broken);
  result.head = http::name_response(rest.data(), progress, table);
  result.consumed = empty.size + progress.size;
  return result;
}

}  // namespace wshake
