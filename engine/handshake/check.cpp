// SPDX-License-Identifier: BSL-1.0
// The rules of the opening handshake, one function each, in the order of errc: the server's check of a request (RFC
// 6455 §4.2.1), then the client's check of a response (§4.1).
#include <array>

#include <wshake/handshake.hpp>

#include "check.hpp"
#include "checked_fields.hpp"
#include "http/body.hpp"
#include "http/host.hpp"
#include "key/base64.hpp"
#include "negotiate.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

struct subject : checked_fields {
  const http::request_parts& request;
  const server_options& config;
  const http::framing& framing;

  // A fault at an offset in a head's first line. A caller's request_view has no octets to count, so the offset is 0.
  fault in_first_line(errc rule, std::size_t offset) const noexcept { return {rule, header.is_head() ? offset : 0}; }
  std::size_t target_at() const noexcept { return request.method.size() + 1; }
  std::size_t version_at() const noexcept { return target_at() + request.target.size() + 1; }
};

fault check_framing(const subject& it) noexcept { return it.framing.broken; }

fault check_host(const subject& it) noexcept {
  if (!it.has(field_id::host)) return it.request.version >= 11 ? it.missing(errc::missing_host) : fault{};
  if (it.has_several(field_id::host)) return it.second(errc::repeated_host, field_id::host);
  const octets host = it.value(field_id::host);
  const std::size_t offset = http::host_fault(host);
  if (offset == base::no_fault) [[likely]]
    return {};
  return it.wrong(http::is_in_port(host, offset) ? errc::bad_host_port : errc::bad_host, field_id::host, offset);
}

fault check_upgrade(const subject& it) noexcept {
  if (!it.has(field_id::upgrade))
    return it.missing(it.has(field_id::key) ? errc::upgrade_stripped : errc::not_an_upgrade);
  if (!it.lists(field_id::upgrade, "websocket")) return it.wrong(errc::not_an_upgrade, field_id::upgrade);
  if (!it.has(field_id::connection)) return it.missing(errc::connection_lacks_upgrade);
  if (!it.lists(field_id::connection, "upgrade")) return it.wrong(errc::connection_lacks_upgrade, field_id::connection);
  if (it.request.version < 11) return it.in_first_line(errc::http_version_too_old, it.version_at());
  return {};
}

fault check_method(const subject& it) noexcept {
  return it.request.method == "GET" ? fault{} : fault(errc::bad_handshake_method);
}

fault check_target(const subject& it) noexcept {
  const http::target_parts target = http::split_target(it.request.target);
  if (target.form == http::target_form::origin) [[likely]]
    return {};
  if (target.form != http::target_form::absolute) return it.in_first_line(errc::bad_target_form, it.target_at());
  const std::size_t offset = http::host_fault(target.authority);
  if (offset == base::no_fault) return {};
  const auto authority_at = static_cast<std::size_t>(target.authority.data() - it.request.target.data());
  return it.in_first_line(errc::bad_target_authority, it.target_at() + authority_at + offset);
}

// RFC 9110 §9.3.1: content in a GET has no meaning. A peer that reads it as frames is open to request smuggling.
fault check_body(const subject& it) noexcept {
  const bool announced = it.framing.content_length > 0;
  const bool chunked = it.has(field_id::transfer_encoding);
  if (!announced && !chunked) return {};
  const field_id name = chunked ? field_id::transfer_encoding : field_id::content_length;
  return {errc::body_on_handshake, it.header.offset(name), name};
}
// Checked before the key, because the version defines the key.
fault check_version(const subject& it) noexcept {
  if (!it.has(field_id::version)) return it.missing(errc::missing_version);
  if (it.has_several(field_id::version)) return it.second(errc::repeated_version, field_id::version);
  return it.value(field_id::version) == "13" ? fault{} : it.wrong(errc::unsupported_version, field_id::version);
}

fault check_key(const subject& it) noexcept {
  if (!it.has(field_id::key)) return it.missing(errc::missing_key);
  if (it.has_several(field_id::key)) return it.second(errc::repeated_key, field_id::key);
  const octets value = it.value(field_id::key);
  return is_key(value) ? fault{} : it.wrong(errc::bad_key, field_id::key, key::nonce_fault(value).value_or(0));
}

fault check_extensions(const subject& it) noexcept { return it.check_extensions(); }

// The subprotocols seen so far. The kilobyte stays uninitialized, since most requests offer few or none.
struct offered_subprotocols {
  std::array<const char*, max_subprotocols> begins;
  std::array<std::size_t, max_subprotocols> sizes;
  std::size_t count = 0;

  void add(octets name) noexcept {
    begins[count] = name.data();
    sizes[count++] = name.size();
  }
  bool has(octets name) const noexcept {
    for (std::size_t index = 0; index < count; ++index) {
      if (octets(begins[index], sizes[index]) == name) return true;
    }
    return false;
  }
};

// Sec-WebSocket-Protocol-Client = 1#token, without repetition
fault check_subprotocols(const subject& it) noexcept {
  if (!it.has(field_id::subprotocol)) return {};
  const std::size_t most = subprotocol_limit(it.config.limit);
  offered_subprotocols offered;
  fault bad;
  fault too_many;
  fault repeated;
  it.header.show(field_id::subprotocol, [&](octets line, std::size_t line_at) {
    const auto offset_of = [&](const char* octet) {
      return line_at + (it.header.is_head() ? static_cast<std::size_t>(octet - line.data()) : 0);
    };
    http::list_reader reader(line);
    while (reader.skip_empty_members()) {
      const octets member = reader.read_token();
      if (member.empty() || !reader.at_member_end()) {
        bad = {errc::bad_subprotocols, offset_of(member.end())};
        return false;
      }
      if (offered.count == most) {
        if (!too_many) too_many = {errc::too_many_subprotocols, offset_of(member.begin())};
        continue;
      }
      if (!repeated && offered.has(member)) repeated = {errc::repeated_subprotocol, offset_of(member.begin())};
      offered.add(member);
    }
    return true;
  });
  if (bad || too_many) return bad ? bad : too_many;
  return offered.count == 0 ? it.wrong(errc::empty_subprotocols, field_id::subprotocol) : repeated;
}

fault check_expect(const subject& it) noexcept {
  if (!it.has(field_id::expect)) return {};
  const token_list expectations = it.tokens(field_id::expect);
  for (auto member = expectations.begin(); member != expectations.end(); ++member) {
    if (!scan::equal_ignoring_case(*member, "100-continue")) return {errc::bad_expect, member.offset()};
  }
  return {};
}

fault check_origin(const subject& it) noexcept {
  if (!it.has(field_id::origin)) return it.config.require_origin ? it.missing(errc::missing_origin) : fault{};
  if (it.has_several(field_id::origin)) return it.second(errc::repeated_origin, field_id::origin);
  if (it.config.origins.empty() && !it.config.same_host_origin) return {};
  const octets authority = authority_of(it.request, http::split_target(it.request.target));
  const bool admitted = is_admitted(it.value(field_id::origin), authority, it.config);
  return admitted ? fault{} : it.wrong(errc::forbidden_origin, field_id::origin);
}

fault check_common_subprotocol(const subject& it) noexcept {
  if (!it.config.require_subprotocol) return {};
  if (!choose_subprotocol(it.tokens(field_id::subprotocol), it.config.subprotocols).empty()) return {};
  return it.has(field_id::subprotocol) ? it.wrong(errc::no_common_subprotocol, field_id::subprotocol)
                                       : it.missing(errc::missing_subprotocol);
}

}  // namespace

fault check_syntax(const request_view& request) noexcept {
  if (request.method.empty()) return {errc::missing_method};
  if (!scan::is_token(request.method)) return {errc::bad_method};
  if (request.target.empty()) return {errc::missing_target};
  for (const char octet : request.target) {
    if (scan::is_white_space(octet)) return {errc::white_space_in_target};
    if (!scan::is(octet, scan::target_octet)) return {errc::bad_target};
  }
  if (request.version / 10 != 1) return {errc::unsupported_http_version};
  const fields& header = request.header;
  const http::header_section section = header;
  if (section.is_head()) return {};
  for (auto line = header.begin(); line != header.end(); ++line) {
    if (line->name.empty()) return {errc::empty_field_name, line.offset()};
    if (!scan::is_token(line->name)) return {errc::bad_field_name, line.offset(), scan::lookup_field(line->name)};
    if (scan::any(line->value, scan::control_octet))
      return {errc::bad_field_value, line.offset(), scan::lookup_field(line->name)};
  }
  if (!header.empty() && section.end_offset() == 65535) return {errc::too_many_field_lines, 65535};
  return {};
}

// Applies only the rule on Upgrade, Connection and the version.
bool is_upgrade(const request_view& request) noexcept {
  const http::request_parts parts = request;
  return !check_upgrade(subject{{parts.header}, parts, default_server_config.options(), {}});
}

fault check_handshake(const http::request_parts& request, const server_options& config, const http::framing& framing,
                      key::digest* beside) noexcept {
  return first_broken<check_framing, check_host, check_upgrade, check_method, check_target, check_body, check_version,
                      check_key, check_extensions, check_subprotocols, check_expect, check_origin, check_common_subprotocol>(
      subject{{request.header}, request, config, framing}, beside);
}

namespace {

// The name of the field that a fault is about. If the field line is outside the grammar, it is the caller's own
// spelling.
octets field_of(const fault& found, const fields& header) noexcept {
  if (found.error == errc::bad_field_name || found.error == errc::bad_field_value) {
    auto line = header.begin();
    while (line.offset() != found.offset) ++line;
    return line->name;
  }
  return found.field != field_id::none ? base::name_of(found.field) : octets{};
}

}  // namespace

diagnostic check(const request_view& request, const server_config& config) noexcept {
  fault found = check_syntax(request);
  if (!found && !config.error().ok()) return config.error();
  const http::request_parts parts = request;
  if (!found) found = check_handshake(parts, config.options(), http::read_request_framing(parts.header, parts.version));
  return {found.error, found.offset, field_of(found, request.header)};
}

// The client's check of the server's response (RFC 6455 §4.1).

namespace {

struct answer_subject : checked_fields {
  unsigned version;
  const expectation& expected;
  agreement& agreed;  // set by the rules on subprotocol and extensions
};

fault check_answer_version(const answer_subject& it) noexcept {
  constexpr std::size_t version_at = 5;  // behind "HTTP/"
  return it.version >= 11 ? fault{} : fault(errc::http_version_too_old, version_at);
}

fault check_answer_upgrade(const answer_subject& it) noexcept {
  if (!it.has(field_id::upgrade)) return it.missing(errc::missing_upgrade);
  if (it.has_several(field_id::upgrade)) return it.second(errc::several_upgrades, field_id::upgrade);
  octets rest = it.value(field_id::upgrade);
  if (scan::equal_ignoring_case(rest, "websocket")) return {};
  (void)http::next_member(rest);
  const bool several = !http::next_member(rest).empty();
  return it.wrong(several ? errc::several_upgrades : errc::upgrade_not_confirmed, field_id::upgrade);
}

fault check_answer_connection(const answer_subject& it) noexcept {
  if (!it.has(field_id::connection)) return it.missing(errc::connection_not_confirmed);
  const bool confirmed = it.lists(field_id::connection, "upgrade");
  return confirmed ? fault{} : it.wrong(errc::connection_not_confirmed, field_id::connection);
}

fault check_answer_accept(const answer_subject& it) noexcept {
  if (!it.has(field_id::accept)) return it.missing(errc::missing_accept);
  if (it.has_several(field_id::accept)) return it.second(errc::repeated_accept, field_id::accept);
  const octets value = it.value(field_id::accept);
  const accept_value& expected = it.expected.accept;
  const bool right = value.size() == expected.data.size() && key::is_accept(value.data(), expected.data.data());
  return right ? fault{} : it.wrong(errc::wrong_accept, field_id::accept);
}

// Turns an offset in a member into an offset in the head, or into the index of its field in a caller's list.
std::size_t offset_in(const answer_subject& it, const extension_list::iterator& member, std::size_t offset) noexcept {
  return member.offset() + (it.header.is_head() ? offset : 0);
}

// The rule that an answer to permessage-deflate breaks, and the offset of the parameter that breaks it.
fault deflate_fault(const answer_subject& it, const extension_list::iterator& member) noexcept {
  const fault found = find_fault(*member, it.expected.extensions);
  return {found.error, offset_in(it, member, found.offset)};
}

// Applies three rules in one walk and returns the fault that is first in the order of errc: the value is in the
// grammar, each extension was offered, and permessage-deflate answers an offer.
fault check_answer_extensions(const answer_subject& it) noexcept {
  if (!it.has(field_id::extensions)) return {};
  deflate_parameters& agreed = it.agreed.deflate;
  fault unexpected;
  fault bad_deflate;
  const extension_list answered = it.header.list<extension_list>(field_id::extensions);
  auto member = answered.begin();
  if (member == answered.end() && !member.bad_offset()) return it.wrong(errc::empty_extensions, field_id::extensions);
  for (; member != answered.end(); ++member) {
    const bool deflate = member->name == permessage_deflate;
    const bool repeated = deflate && agreed.agreed;
    if (deflate) agreed = read_answer(member->parameters, it.expected.extensions);
    const bool answers = deflate && agreed.agreed;
    if (!unexpected && !answers && !is_offered(it.expected.extensions, member->name)) {
      unexpected = {errc::unexpected_extension, member.offset()};
    }
    if (bad_deflate || !deflate) continue;
    if (repeated) {
      bad_deflate = {errc::repeated_deflate, member.offset()};
    } else if (!answers) {
      bad_deflate = deflate_fault(it, member);
    } else if (agreed.client_max_window_bits == 8 && !it.expected.window_of_8) {
      bad_deflate = {errc::unsupported_deflate_window, offset_in(it, member, client_window_in(*member))};
    }
  }
  if (member.bad_offset()) return {errc::bad_extensions, *member.bad_offset()};
  return unexpected ? unexpected : bad_deflate;
}

// Sec-WebSocket-Protocol-Server = token, compared with case. If it is absent, that is a fault only if the client's
// options require a subprotocol and the request offered one (RFC 6455 §1.9, and "establish a WebSocket connection" of
// the WHATWG).
fault check_answer_subprotocol(const answer_subject& it) noexcept {
  if (!it.has(field_id::subprotocol)) {
    const bool required = it.expected.require_subprotocol && !it.expected.subprotocols.empty();
    return required ? it.missing(errc::subprotocol_not_answered) : fault{};
  }
  if (it.has_several(field_id::subprotocol)) return it.second(errc::several_subprotocols, field_id::subprotocol);
  const octets answered = it.value(field_id::subprotocol);
  it.agreed.subprotocol = choose_subprotocol(it.expected.subprotocols, {&answered, 1});
  if (!it.agreed.subprotocol.empty()) return {};
  octets rest = answered;
  if (http::next_member(rest).empty()) return it.wrong(errc::empty_subprotocols, field_id::subprotocol);
  if (!http::next_member(rest).empty()) return it.wrong(errc::several_subprotocols, field_id::subprotocol);
  std::size_t size = 0;
  while (size < answered.size() && scan::is(answered[size], scan::token_octet)) ++size;
  if (size < answered.size()) return it.wrong(errc::bad_subprotocols, field_id::subprotocol, size);
  return it.wrong(errc::unexpected_subprotocol, field_id::subprotocol);
}

}  // namespace

answer_reading check_answer(unsigned version, const http::header_section& header, const expectation& expected) noexcept {
  answer_reading read;
  const answer_subject it = {{header}, version, expected, read.agreed};
  read.broken = first_broken<check_answer_version, check_answer_upgrade, check_answer_connection, check_answer_accept,
                             check_answer_extensions, check_answer_subprotocol>(it);
  return read;
}

}  // namespace wshake
