// SPDX-License-Identifier: BSL-1.0
// check() and check_syntax() check the grammar of messages that the caller's own HTTP code has read. For HTTP/1.1 they
// apply the rules that the head reader applies to octets; for HTTP/2 and HTTP/3, the rules of header lists
// (RFC 9113 section 8.2, section 8.3, RFC 9114 sections 4.2 and 4.3).
#include "base/field_names.hpp"
#include "handshake/check.hpp"
#include "http/body.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

using base::fault;
using detail::field_id;

namespace {

fault name_fault(octets name, std::size_t offset) noexcept {
  if (name.empty()) return {errc::empty_field_name, offset};
  if (!scan::is_token(name)) return {errc::bad_field_name, offset, scan::lookup_field(name)};
  return {};
}

// The fault of a line of a header list: the first rule that the line breaks, and `offset`.
fault list_line_fault(const field& line, std::size_t offset) noexcept {
  const auto broken = [&](errc rule) -> fault { return {rule, offset, scan::lookup_field(line.name)}; };
  if (!scan::is_lower_case_token(line.name)) [[unlikely]] {
    if (line.name.first(1) == ":") return {errc::misplaced_pseudo_field, offset};
    const fault found = name_fault(line.name, offset);
    return found ? found : broken(errc::upper_case_field_name);
  }
  const octets value = line.value;
  if (scan::value_end(value) != value.size()) return broken(errc::bad_field_value);
  if (!value.empty() && (scan::is_white_space(value.data()[0]) || scan::is_white_space(value.end()[-1]))) {
    return broken(errc::white_space_around_value);
  }
  if (is_connection_specific(line.name)) return broken(errc::connection_specific_field);
  if (line.name == "te" && !scan::equal_ignoring_case(line.value, "trailers")) return {errc::bad_te, offset};
  return {};
}

fault field_line_fault(const field& line, std::size_t offset) noexcept {
  const fault broken = name_fault(line.name, offset);
  if (broken) return broken;
  const bool valid = scan::value_end(line.value) == line.value.size();
  return valid ? fault{} : fault{errc::bad_field_value, offset, scan::lookup_field(line.name)};
}

// The fault of a request that lacks a required pseudo-header field other than :method, or has a forbidden one (RFC 9113
// sections 8.3.1 and 8.5, RFC 8441 section 4).
fault pseudo_fault(const request_view& request) noexcept {
  const bool connect = request.method == "CONNECT";
  if (!request.protocol.empty() && !connect) return {errc::misused_pseudo_field, 0, field_id::protocol};
  if (connect && request.protocol.empty()) {
    if (!request.scheme.empty()) return {errc::misused_pseudo_field, 0, field_id::scheme};
    if (!request.target.empty()) return {errc::misused_pseudo_field};
    return request.authority.empty() ? fault{errc::missing_pseudo_field, 0, field_id::authority} : fault{};
  }
  if (request.scheme.empty()) return {errc::missing_pseudo_field, 0, field_id::scheme};
  if (request.target.empty()) return {errc::missing_target};
  if (connect && request.authority.empty()) return {errc::missing_pseudo_field, 0, field_id::authority};
  return {};
}

fault value_fault(const request_view& request) noexcept {
  // target_end() finds an octet that is not visible ASCII, or a "#". No host and no port has such an octet.
  if (scan::target_end(request.authority, 0) != request.authority.size()) {
    return {errc::bad_pseudo_field, 0, field_id::authority};
  }
  if (request.protocol == "websocket" && request.scheme == "https") [[likely]]
    return {};
  if (!request.protocol.empty() && !scan::is_token(request.protocol))
    return {errc::bad_pseudo_field, 0, field_id::protocol};
  if (!request.scheme.empty() && !scan::is_token(request.scheme)) return {errc::bad_pseudo_field, 0, field_id::scheme};
  return {};
}

fault target_fault(octets target) noexcept {
  const std::size_t end = scan::target_end(target, 0);
  if (end == target.size()) return {};
  return {scan::is_white_space(target.data()[end]) ? errc::white_space_in_target : errc::bad_target};
}

}  // namespace

bool is_connection_specific(octets name) noexcept {
  const auto is = [&](octets other) { return scan::equal_ignoring_case(name, other); };
  switch (name.size()) {
    case 7:
      return is("upgrade");
    case 10:
      return is("connection") || is("keep-alive");
    case 16:
      return is("proxy-connection");
    case 17:
      return is("transfer-encoding");
    default:
      return false;
  }
}

fault check_fields(const fields& header, unsigned version) noexcept {
  const http::header_section section = header;
  const bool is_list = http::is_list_version(version);
  fault broken;
  if (is_list) {
    http::each_line(header, [&](const field& line, std::size_t offset) {
      broken = list_line_fault(line, offset);
      return !broken;
    });
  } else {
    http::each_line(header, [&](const field& line, std::size_t offset) {
      broken = field_line_fault(line, offset);
      return !broken;
    });
  }
  if (broken || section.is_head()) return broken;
  if (!header.empty() && section.end_offset() == 65535) return {errc::too_many_field_lines, 65535};
  return {};
}

fault check_first_line(const request_view& request) noexcept {
  if (request.method.empty()) return {errc::missing_method};
  if (request.method != "CONNECT" && !scan::is_token(request.method)) return {errc::bad_method};
  const bool is_list = http::is_list_version(request.version);
  if (is_list) {
    fault broken = pseudo_fault(request);
    if (!broken) broken = value_fault(request);
    if (broken) return broken;
  } else if (request.target.empty()) {
    return {errc::missing_target};
  }
  const fault broken = target_fault(request.target);
  if (broken) return broken;
  return request.version / 10 == 1 || is_list ? fault{} : fault(errc::unsupported_http_version);
}

fault check_syntax(const request_view& request) noexcept {
  const fault broken = check_first_line(request);
  // Skips the field lines of a head, because the reader of a request's head has already applied the rules of HTTP/1.1
  // to them. check_fields() itself skips no head: the head of a response may come from a lenient reader.
  const bool is_checked = http::header_section(request.header).is_head() && !http::is_list_version(request.version);
  return broken || is_checked ? broken : check_fields(request.header, request.version);
}

octets field_of(const fault& found, const fields& header) noexcept {
  if (found.error >= errc::bad_field_name && found.error <= errc::misplaced_pseudo_field) {
    auto line = header.begin();
    while (line.offset() != found.offset) ++line;
    return line->name;
  }
  return found.field != field_id::none ? base::name_of(found.field) : octets{};
}

diagnostic check(const request_view& request, const server_config& config) noexcept {
  fault found = check_syntax(request);
  if (!found && !config.error().ok()) return config.error();
  const http::request_parts parts = request;
  if (!found) found = check_handshake(parts, config.options(), http::read_request_framing(parts.header, parts.version));
  return {found.error, found.offset, field_of(found, request.header)};
}

}  // namespace wshake
