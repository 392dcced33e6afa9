// SPDX-License-Identifier: BSL-1.0
// The client's check of the server's opening handshake (RFC 6455 §4.1), rule by rule.
#include "answer_check.hpp"

#include "checked_fields.hpp"
#include "deflate.hpp"
#include "negotiate.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

struct answer_subject : checked_fields {
  unsigned version;
  const expectation& expected;
  agreement& agreed;  // filled in by the rules about it
};

fault check_answer_version(const answer_subject& it) noexcept {
  constexpr std::size_t version_at = 5;  // behind "HTTP/"
  return it.version >= 11 ? fault{} : fault(errc::http_version_too_old, version_at);
}

fault check_answer_upgrade(const answer_subject& it) noexcept {
  if (!it.has(known::upgrade)) return it.missing(errc::missing_upgrade);
  if (it.has_several(known::upgrade)) return it.second(errc::several_upgrades, known::upgrade);
  octets rest = it.value(known::upgrade);
  if (http::equal_ignoring_case(rest, "websocket")) return {};
  (void)http::next_member(rest);
  const bool several = !http::next_member(rest).empty();
  return it.wrong(several ? errc::several_upgrades : errc::upgrade_not_confirmed, known::upgrade);
}

fault check_answer_connection(const answer_subject& it) noexcept {
  if (!it.has(known::connection)) return it.missing(errc::connection_not_confirmed);
  const bool confirmed = it.lists(known::connection, "upgrade");
  return confirmed ? fault{} : it.wrong(errc::connection_not_confirmed, known::connection);
}

fault check_answer_accept(const answer_subject& it) noexcept {
  if (!it.has(known::accept)) return it.missing(errc::missing_accept);
  if (it.has_several(known::accept)) return it.second(errc::repeated_accept, known::accept);
  return it.value(known::accept) == it.expected.accept ? fault{} : it.wrong(errc::wrong_accept, known::accept);
}

// An offset in a member as an offset in the head, or the index of its field in a caller's list.
std::size_t place_in(const answer_subject& it, const extension_list::iterator& member, std::size_t offset) noexcept {
  return member.place() + (it.header.is_head() ? offset : 0);
}

// The rule that an answer to permessage-deflate breaks, at the parameter at fault.
fault deflate_fault(const answer_subject& it, const extension_list::iterator& member) noexcept {
  const fault found = find_fault(*member, it.expected.extensions);
  return {found.error, place_in(it, member, found.at)};
}

// In the grammar, each one offered, and of permessage-deflate one that answers an offer: three rules in one walk, of
// which the first in the order of errc counts.
fault check_answer_extensions(const answer_subject& it) noexcept {
  if (!it.has(known::extensions)) return {};
  deflate_parameters& agreed = it.agreed.deflate;
  fault unexpected;
  fault bad_deflate;
  const extension_list answered = it.header.list<extension_list>(known::extensions);
  auto member = answered.begin();
  if (member == answered.end() && !member.bad_place()) return it.wrong(errc::empty_extensions, known::extensions);
  for (; member != answered.end(); ++member) {
    const bool deflate = member->name == permessage_deflate;
    const bool repeated = deflate && agreed.agreed;
    if (deflate) agreed = read_answer(member->parameters, it.expected.extensions);
    const bool answers = deflate && agreed.agreed;
    if (!unexpected && !answers && !is_offered(it.expected.extensions, member->name)) {
      unexpected = {errc::unexpected_extension, member.place()};
    }
    if (bad_deflate || !deflate) continue;
    if (repeated) {
      bad_deflate = {errc::repeated_deflate, member.place()};
    } else if (!answers) {
      bad_deflate = deflate_fault(it, member);
    } else if (agreed.client_max_window_bits == 8 && !it.expected.window_of_8) {
      bad_deflate = {errc::unsupported_deflate_window, place_in(it, member, client_window_in(*member))};
    }
  }
  if (member.bad_place()) return {errc::bad_extensions, *member.bad_place()};
  return unexpected ? unexpected : bad_deflate;
}

// Sec-WebSocket-Protocol-Server = token, letter case included. Its absence is a fault only if the client's options say
// so and one was offered (RFC 6455 §1.9, and the establishment of a connection in WHATWG's WebSockets).
fault check_answer_subprotocol(const answer_subject& it) noexcept {
  if (!it.has(known::subprotocol)) {
    const bool required = it.expected.require_subprotocol && !it.expected.subprotocols.empty();
    return required ? it.missing(errc::subprotocol_not_answered) : fault{};
  }
  if (it.has_several(known::subprotocol)) return it.second(errc::several_subprotocols, known::subprotocol);
  const octets answered = it.value(known::subprotocol);
  it.agreed.subprotocol = choose_subprotocol(it.expected.subprotocols, {&answered, 1});
  if (!it.agreed.subprotocol.empty()) return {};
  octets rest = answered;
  if (http::next_member(rest).empty()) return it.wrong(errc::empty_subprotocols, known::subprotocol);
  if (!http::next_member(rest).empty()) return it.wrong(errc::several_subprotocols, known::subprotocol);
  std::size_t size = 0;
  while (size < answered.size() && http::is(answered[size], http::token_octet)) ++size;
  if (size < answered.size()) return it.wrong(errc::bad_subprotocols, known::subprotocol, size);
  return it.wrong(errc::unexpected_subprotocol, known::subprotocol);
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
