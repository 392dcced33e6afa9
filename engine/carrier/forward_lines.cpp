// SPDX-License-Identifier: BSL-1.0
#include "forward_lines.hpp"

#include <array>
#include <cstddef>

#include <wshake/list.hpp>

#include "base/field_names.hpp"
#include "handshake/check.hpp"
#include "http/header_section.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

using detail::field_id;

namespace {

// Fields that end at a gateway, because they are meant for the gateway (RFC 9110 section 11.7).
constexpr octets hop_names[] = {"Proxy-Authorization", "Proxy-Authenticate", "Proxy-Authentication-Info"};

bool is_hop_name(octets name) noexcept { return is_connection_specific(name) || scan::is_one_of(name, hop_names); }

// True if a field ends at a gateway, or if the gateway writes the field anew.
bool is_hop_field(field_id name, detail::message_kind kind) noexcept {
  switch (name) {
    case field_id::key:
    case field_id::accept:
    case field_id::content_length:
      return true;
    case field_id::host:
    case field_id::version:
    case field_id::expect:
      return kind == detail::message_kind::request;
    default:
      return false;
  }
}

// The members of Connection. Each field of the message is looked up among the members. Fields and members come from a
// peer: without a limit on the members the work would grow with the product of the numbers of fields and members.
class connection_options {
 public:
  // Returns the fault of the first member above the limit, if there is one.
  diagnostic read(const fields& header) noexcept {
    const token_list list = http::header_section(header).list<token_list>(field_id::connection);
    for (auto member = list.begin(); member != list.end(); ++member) {
      if (count_ == most) return {errc::bad_field_value, member.offset(), base::name_of(field_id::connection)};
      begins_[count_] = member->data();
      sizes_[count_++] = member->size();
    }
    return {};
  }
  bool has(octets name) const noexcept {
    for (std::size_t index = 0; index < count_; ++index) {
      if (sizes_[index] == name.size() && scan::equal_ignoring_case({begins_[index], name.size()}, name)) return true;
    }
    return false;
  }

 private:
  static constexpr std::size_t most = 64;

  // The kilobyte of these arrays stays uninitialized behind `count_`, since most messages have one or two members.
  std::array<const char*, most> begins_;
  std::array<std::size_t, most> sizes_;
  std::size_t count_ = 0;
};

diagnostic unsendable(const fields::iterator& line) noexcept {
  if (!scan::is_token(line->name)) return {errc::bad_field_name, line.offset(), line->name};
  const std::size_t end = scan::value_end(line->value);
  return end == line->value.size() ? diagnostic{} : diagnostic{errc::bad_field_value, line.offset(end), line->name};
}

bool goes_on(const passage& message, const field& line) noexcept {
  const detail::message_kind kind = message.extra.kind;
  if (is_hop_field(scan::lookup_field(line.name), kind) || is_hop_name(line.name)) return false;
  if (scan::equal_ignoring_case(line.name, "TE")) {
    const bool is_request = kind == detail::message_kind::request;
    return is_request && message.from_list && message.to_list;
  }
  return scan::equal_ignoring_case(line.name, "Via") || !message.extra.has(line.name);
}

// Joins the values of all Cookie lines, also empty values, into one line (RFC 9113 section 8.2.3, RFC 9114 section
// 4.2.1).
void put_cookies(base::writer& out, octets name, const fields& header) noexcept {
  out.put(name);
  octets separator = ": ";
  for (const octets value : header.values("Cookie")) {
    out.put(separator);
    out.put(value);
    separator = "; ";
  }
  out.put("\r\n");
}

}  // namespace

diagnostic put_forwarded_lines(base::writer& out, const passage& message) noexcept {
  connection_options connection;
  if (const diagnostic too_many = connection.read(message.header); !too_many.ok()) return too_many;
  const bool is_request = message.extra.kind == detail::message_kind::request;
  const bool join = is_request && message.from_list && !message.to_list;
  bool joined = false;
  for (auto line = message.header.begin(); line != message.header.end(); ++line) {
    const diagnostic broken = unsendable(line);
    if (!broken.ok()) return broken;
    if (!goes_on(message, *line) || connection.has(line->name)) continue;
    if (join && scan::equal_ignoring_case(line->name, "Cookie")) {
      if (!joined) put_cookies(out, line->name, message.header);
      joined = true;
    } else {
      out.put_field(line->name, scan::trim(line->value));
    }
  }
  message.extra.write(out);
  return {};
}

}  // namespace wshake
