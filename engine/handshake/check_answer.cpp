// SPDX-License-Identifier: BSL-1.0
// The client's check of the server's response (RFC 6455 section 4.1): one function for each rule, in the order of errc.
#include <wshake/handshake.hpp>

#include "check.hpp"
#include "checked_fields.hpp"
#include "key/base64.hpp"
#include "negotiate.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

struct answer_subject : checked_fields {
  unsigned version;  // HTTP/2 and HTTP/3 have no Upgrade, no Connection and need no Sec-WebSocket-Accept
                     // (RFC 8441 section 5)
  const expectation& expected;
  agreement& agreed;  // set by the rules on subprotocol and extensions

  bool is_header_list() const noexcept { return http::is_list_version(version); }
};

fault check_answer_version(const answer_subject& it) noexcept {
  const std::size_t version_at = it.header.is_head() ? 5 : 0;  // behind "HTTP/"
  return it.version >= 11 ? fault{} : fault(errc::http_version_too_old, version_at);
}

fault check_answer_upgrade(const answer_subject& it) noexcept {
  if (it.is_header_list()) return {};
  if (!it.has(field_id::upgrade)) return it.missing(errc::missing_upgrade);
  if (it.has_several(field_id::upgrade)) return it.second(errc::several_upgrades, field_id::upgrade);
  octets rest = it.value(field_id::upgrade);
  if (scan::equal_ignoring_case(rest, "websocket")) return {};
  (void)http::next_member(rest);
  const bool several = !http::next_member(rest).empty();
  return it.wrong(several ? errc::several_upgrades : errc::upgrade_not_confirmed, field_id::upgrade);
}

fault check_answer_connection(const answer_subject& it) noexcept {
  if (it.is_header_list()) return {};
  if (!it.has(field_id::connection)) return it.missing(errc::connection_not_confirmed);
  const bool confirmed = it.lists(field_id::connection, "upgrade");
  return confirmed ? fault{} : it.wrong(errc::connection_not_confirmed, field_id::connection);
}

fault check_answer_accept(const answer_subject& it) noexcept {
  if (it.is_header_list()) return {};
  if (!it.has(field_id::accept)) return it.missing(errc::missing_accept);
  if (it.has_several(field_id::accept)) return it.second(errc::repeated_accept, field_id::accept);
  const octets value = it.value(field_id::accept);
  const accept_value& expected = it.expected.accept;
  const bool right = value.size() == expected.data.size() && key::is_accept(value.data(), expected.data.data());
  return right ? fault{} : it.wrong(errc::wrong_accept, field_id::accept);
}

// Turns an offset in an extension into an offset in the head. In a caller's list: returns the index of the field.
std::size_t offset_in(const answer_subject& it, const extension_list::iterator& member, std::size_t offset) noexcept {
  return member.offset() + (it.header.is_head() ? offset : 0);
}

// The rule that an answer to permessage-deflate breaks, and the offset of the parameter that breaks it.
fault deflate_fault(const answer_subject& it, const extension_list::iterator& member) noexcept {
  const fault found = find_fault(*member, it.expected.extensions);
  return {found.error, offset_in(it, member, found.offset)};
}

// The most extensions that an answer may have. Each extension is compared with all offers. In a gateway both lists come
// from peers: without this limit the work would grow with the product of the sizes of the lists.
constexpr unsigned most_extensions = 100;

// Applies three rules in one walk over the members and returns the fault that is first in the order of errc: the value
// is in the grammar, each extension was offered, and permessage-deflate answers an offer.
fault check_answer_extensions(const answer_subject& it) noexcept {
  if (!it.has(field_id::extensions)) return {};
  deflate_parameters& agreed = it.agreed.deflate;
  fault unexpected;
  fault bad_deflate;
  const extension_list answered = it.header.list<extension_list>(field_id::extensions);
  auto member = answered.begin();
  if (member == answered.end() && !member.bad_offset()) return it.wrong(errc::empty_extensions, field_id::extensions);
  for (unsigned count = 1; member != answered.end(); ++member, ++count) {
    if (count > most_extensions) return {errc::bad_extensions, member.offset()};
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

// Sec-WebSocket-Protocol-Server = token. Letter case counts. An absent field is a fault only if the client's options
// require a subprotocol and the request offered a subprotocol (RFC 6455 section 1.9, and "establish a WebSocket
// connection" of the WHATWG).
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
