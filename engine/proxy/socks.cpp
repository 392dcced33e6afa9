// SPDX-License-Identifier: BSL-1.0
#include <wshake/socks.hpp>

#include <iterator>

#include "base/writer.hpp"
#include "http/request_uri.hpp"
#include "socks_address.hpp"
#include "socks_states.hpp"

namespace wshake {

namespace {

constexpr unsigned socks_version = 5;
constexpr unsigned login_version = 1;
constexpr unsigned connect_command = 1;
enum socks_method : std::uint8_t { without_login = 0, with_login = 2, no_acceptable_method = 0xff };

// The error of a reply code (RFC 1928 section 6). errc has the errors of the codes 1 to 8 in the order of the codes.
errc reply_error(unsigned code) noexcept {
  constexpr unsigned first = static_cast<unsigned>(errc::socks_failure);
  constexpr unsigned last = static_cast<unsigned>(errc::socks_address_type_unsupported);
  static_assert(last - first == 8 - 1);
  if (code == 0) return errc::none;
  return code <= 8 ? static_cast<errc>(first + code - 1) : errc::bad_socks_reply_code;
}

constexpr std::size_t longest_credential = 255;

// At namespace scope, because compilers put the initializer of a local constant into writable data, which the test
// `library` rejects.
constexpr diagnostic user_missing = {errc::bad_argument, 0, "user"};
constexpr diagnostic user_too_long = {errc::bad_argument, longest_credential, "user"};
constexpr diagnostic password_missing = {errc::bad_argument, 0, "password"};
constexpr diagnostic password_too_long = {errc::bad_argument, longest_credential, "password"};

constexpr const char* socks_state_names[] = {"idle", "need_more", "need_write", "open", "failed", "closed"};
static_assert(std::size(socks_state_names) == static_cast<std::size_t>(socks_state::closed) + 1);

diagnostic request_fault(const socks_request& request) noexcept {
  if (const diagnostic fault = http::uri_fault(request.where); !fault.ok()) return fault;
  if (const diagnostic fault = proxy::host_fault(request.where.host); !fault.ok()) return fault;
  if (request.user.empty() != request.password.empty()) return request.user.empty() ? user_missing : password_missing;
  if (request.user.size() > longest_credential) return user_too_long;
  return request.password.size() > longest_credential ? password_too_long : diagnostic{};
}

template <class... Number>
void put_octets(base::writer& out, Number... values) noexcept {
  const char text[] = {static_cast<char>(values)...};
  out.put({text, sizeof text});
}

// VER, NMETHODS, METHODS   (RFC 1928 section 3)
void put_greeting(base::writer& out, bool offers_login) noexcept {
  if (offers_login) {
    put_octets(out, socks_version, 2, without_login, with_login);
  } else {
    put_octets(out, socks_version, 1, without_login);
  }
}

// VER, ULEN, UNAME, PLEN, PASSWD   (RFC 1929 section 2)
void put_login(base::writer& out, const socks_request& request) noexcept {
  put_octets(out, login_version, request.user.size());
  out.put(request.user);
  put_octets(out, request.password.size());
  out.put(request.password);
}

// VER, CMD, RSV, ATYP, DST.ADDR, DST.PORT   (RFC 1928 section 4)
void put_request(base::writer& out, const uri& where) noexcept {
  put_octets(out, socks_version, connect_command, 0);
  proxy::put_address(out, where.host);
  const unsigned port = http::port_of(where);
  put_octets(out, port >> 8, port & 0xff);
}

}  // namespace

const char* describe(socks_state state) noexcept {
  const auto index = static_cast<std::size_t>(state);
  return index < std::size(socks_state_names) ? socks_state_names[index] : "";
}

write_result socks::start(mutable_octets out, const socks_request& request) noexcept {
  if (!fits<socks_verb::start>(phase())) return base::not_written(errc::wrong_state);
  if (const diagnostic fault = request_fault(request); !fault.ok()) return base::not_written(fault);
  base::writer text(out);
  put_greeting(text, !request.user.empty());
  const write_result result = text.finish();
  if (result) {
    *this = {};
    state_ = socks_state::need_more;
    offers_login_ = !request.user.empty();
  }
  return result;
}

write_result socks::proceed(mutable_octets out, const socks_request& request) noexcept {
  if (!fits<socks_verb::proceed>(phase())) return base::not_written(errc::wrong_state);
  if (const diagnostic fault = request_fault(request); !fault.ok()) return base::not_written(fault);
  const bool login = part_ == part::login_version;
  if (login && request.user.empty()) return base::not_written(user_missing);
  base::writer text(out);
  if (login) {
    put_login(text, request);
  } else {
    put_request(text, request.where);
  }
  const write_result result = text.finish();
  if (result) state_ = socks_state::need_more;
  return result;
}

socks_feed_result socks::feed(octets data) noexcept {
  std::size_t consumed = 0;
  while (consumed < data.size() && fits<socks_verb::feed>(phase())) {
    take(data[consumed++]);
    if (state_ != socks_state::failed) ++offset_;
  }
  return {consumed, state_};
}

socks_state socks::feed_eof() noexcept {
  if (!fits<socks_verb::feed_eof>(phase())) return state_;
  if (phase() == socks_phase::in_message) {
    fail(errc::socks_truncated);
  } else {
    state_ = socks_state::closed;
  }
  return state_;
}

// The proxy's messages:
//   VER, METHOD                               (RFC 1928 section 3)
//   VER, STATUS                               (RFC 1929 section 2)
//   VER, REP, RSV, ATYP, BND.ADDR, BND.PORT   (RFC 1928 section 6)
void socks::take(unsigned octet) noexcept {
  switch (part_) {
    case part::method_version:
      return expect(octet, socks_version, errc::bad_socks_version, part::method);
    case part::method:
      return take_method(octet);
    case part::login_version:
      return expect(octet, login_version, errc::bad_socks_login_version, part::login_status);
    case part::login_status:
      if (octet != 0) return fail(errc::socks_login_refused);
      return wait_for_message(part::reply_version);
    case part::reply_version:
      return expect(octet, socks_version, errc::bad_socks_version, part::reply_code);
    case part::reply_code:
      return expect(octet, 0, reply_error(octet), part::reserved);
    case part::reserved:
      return expect(octet, 0, errc::bad_socks_reserved, part::address_type);
    case part::address_type:
      return take_address_type(octet);
    case part::name_size:
      left_ = static_cast<std::uint16_t>(octet + 2);
      part_ = part::address;
      return;
    case part::address:
      if (--left_ == 0) state_ = socks_state::open;
  }
}

void socks::expect(unsigned octet, unsigned wanted, errc error, part next) noexcept {
  if (octet != wanted) return fail(error);
  part_ = next;
}

void socks::take_method(unsigned method) noexcept {
  if (method == no_acceptable_method) return fail(errc::no_socks_method);
  if (method == without_login) return wait_for_message(part::reply_version);
  if (method == with_login && offers_login_) return wait_for_message(part::login_version);
  fail(errc::socks_method_not_offered);
}

void socks::take_address_type(unsigned type) noexcept {
  part_ = part::address;
  switch (static_cast<proxy::address_type>(type)) {
    case proxy::address_type::ipv4:
      left_ = 4 + 2;
      return;
    case proxy::address_type::ipv6:
      left_ = 16 + 2;
      return;
    case proxy::address_type::name:
      part_ = part::name_size;
      return;
  }
  fail(errc::bad_socks_address_type);
}

// Waits for proceed(). `reply` is the first part of the proxy's answer to the message that proceed() writes.
void socks::wait_for_message(part reply) noexcept {
  part_ = reply;
  state_ = socks_state::need_write;
}

void socks::fail(errc error) noexcept {
  error_ = error;
  state_ = socks_state::failed;
}

}  // namespace wshake
