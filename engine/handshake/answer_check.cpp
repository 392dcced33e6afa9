// SPDX-License-Identifier: BSL-1.0
// The client's check of the server's opening handshake (RFC 6455 §4.1), rule by rule.
#include "answer_check.hpp"

#include "checked_fields.hpp"
#include "deflate.hpp"
#include "http/octet_class.hpp"
#include "negotiation.hpp"

namespace wshake {

namespace {

struct subject : checked_fields {
  const response_view& answer;
  const expectation& expected;
  agreement& agreed;  // filled in by the rules about it
};

finding check_version(const subject& it) noexcept {
  constexpr std::size_t version_at = 5;  // behind "HTTP/"
  return it.answer.version >= 11 ? finding{} : finding{errc::http_version_too_old, version_at};
}

finding check_upgrade(const subject& it) noexcept {
  if (!it.has(known::upgrade)) return it.missing(errc::upgrade_not_confirmed);
  if (it.has_several(known::upgrade)) return it.second(errc::upgrade_not_confirmed, known::upgrade);
  const bool confirmed = http::equal_ignoring_case(it.value(known::upgrade), "websocket");
  return confirmed ? finding{} : it.wrong(errc::upgrade_not_confirmed, known::upgrade);
}

finding check_connection(const subject& it) noexcept {
  if (!it.has(known::connection)) return it.missing(errc::connection_not_confirmed);
  const bool confirmed = it.lists(known::connection, "upgrade");
  return confirmed ? finding{} : it.wrong(errc::connection_not_confirmed, known::connection);
}

finding check_accept(const subject& it) noexcept {
  if (!it.has(known::accept)) return it.missing(errc::missing_accept);
  if (it.has_several(known::accept)) return it.second(errc::repeated_accept, known::accept);
  return it.value(known::accept) == it.expected.accept ? finding{} : it.wrong(errc::wrong_accept, known::accept);
}

finding check_extensions(const subject& it) noexcept { return it.check_extensions(); }

finding check_extensions_offered(const subject& it) noexcept {
  const extension_list answered(it.values(known::extensions));
  for (auto member = answered.begin(); member != answered.end(); ++member) {
    if (!is_offered(it.expected.extensions, member->name)) return {errc::unexpected_extension, member.place()};
  }
  return {};
}

finding check_deflate(const subject& it) noexcept {
  deflate_parameters& agreed = it.agreed.deflate;
  const extension_list answered(it.values(known::extensions));
  for (auto member = answered.begin(); member != answered.end(); ++member) {
    if (member->name != permessage_deflate) continue;
    const bool repeated = agreed.agreed;
    agreed = read_answer(member->parameters, it.expected.extensions);
    const bool can_follow = agreed.client_max_window_bits > 8 || it.expected.window_of_8;
    if (repeated || !agreed.agreed || !can_follow) return {errc::bad_deflate_answer, member.place()};
  }
  return {};
}

// Sec-WebSocket-Protocol-Server = token, letter case included; that there is none is no fault.
finding check_subprotocol(const subject& it) noexcept {
  if (!it.has(known::subprotocol)) return {};
  if (it.has_several(known::subprotocol)) return it.second(errc::several_subprotocols, known::subprotocol);
  const octets answered = it.value(known::subprotocol);
  it.agreed.subprotocol = choose_subprotocol(it.expected.subprotocols, {&answered, 1});
  if (!it.agreed.subprotocol.empty()) return {};
  octets rest = answered;
  const bool is_list = !http::next_member(rest).empty() && !http::next_member(rest).empty();
  return it.wrong(is_list ? errc::several_subprotocols : errc::unexpected_subprotocol, known::subprotocol);
}

}  // namespace

answer_reading check_answer(const response_view& answer, const expectation& expected) noexcept {
  answer_reading read;
  const subject it = {{answer.header}, answer, expected, read.agreed};
  read.broken = first_broken<check_version, check_upgrade, check_connection, check_accept, check_extensions,
                             check_extensions_offered, check_deflate, check_subprotocol>(it);
  return read;
}

}  // namespace wshake
