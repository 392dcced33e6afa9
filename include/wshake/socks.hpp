// SPDX-License-Identifier: BSL-1.0
// socks: sets up a connection through a SOCKS5 proxy (RFC 1928), before TLS and the WebSocket handshake.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

enum class socks_phase : std::uint8_t;

// A request for a connection through a SOCKS5 proxy.
struct socks_request {
  // The target of the connection. Only the host and the port are sent: an IPv4 or IPv6 literal as an address, every
  // other host as a name of at most 255 octets. The proxy resolves the name.
  uri where = {};

  // The user and the password, each of 1 to 255 octets of any value (RFC 1929 section 2). SOCKS5 does not encrypt the
  // user and the password: without TLS to the proxy, everybody between you and the proxy can read them. If user and
  // password are empty, start() offers no login, and a proxy that demands a login refuses the connection.
  octets user = {};
  octets password = {};
};

// The states of a connection through a SOCKS5 proxy.
enum class socks_state : std::uint8_t {
  idle,        // nothing was sent yet: start()
  need_more,   // the proxy's reply is incomplete: read from the transport and feed()
  need_write,  // the proxy waits for the next message: proceed()
  open,        // the proxy has connected to the target: TLS or the handshake follow
  failed,      // the proxy's reply is a refusal or breaks a rule; error() has the reason: close the connection
  closed,      // the proxy ended the connection without a reply: close your side
};

// The enumerator's name, such as "need_more": a NUL-terminated ASCII text in static memory. The text is empty for a
// value that is no enumerator.
[[nodiscard]] WSHAKE_API const char* describe(socks_state state) noexcept;

// The result of socks::feed().
struct [[nodiscard]] socks_feed_result {
  std::size_t consumed = 0;                    // the octets taken from the front of the argument; the rest is yours
  socks_state state = socks_state::need_more;  // the state after the call
};

// A buffer of this size is large enough for every message that socks::start() and socks::proceed() write.
inline constexpr std::size_t socks_message_size = 513;

// The client of a SOCKS5 proxy on one connection, for the command CONNECT.
//
//   idle - start -> need_more - feed -+-> need_write - proceed -> need_more
//                                     +-> open
//                                     +-> failed
//
// start() writes the greeting. If the proxy asks for a login (RFC 1929), the first proceed() writes the login. The last
// proceed() writes the CONNECT request. feed_eof() leads from need_more to closed or failed, and from need_write to
// closed. start() is also possible in failed and closed, on a new connection.
//
// A verb is a member function that acts on the socks object, such as feed(). A verb that does not fit the state changes
// nothing: start() and proceed() return errc::wrong_state, feed() consumes nothing.
//
// In the state open the connection leads to the target. feed() leaves you the octets behind the proxy's reply. A socks
// object allocates nothing, sends nothing by itself and has no clock.
//
// Lifetime:
// - A socks object is a value without storage: it keeps no octets of requests and replies. A copy has its own state.
// - A verb needs its arguments during its call only.
// - The password is in your own memory only: in the request, and after proceed() in the output buffer. Wipe the buffer
//   once the login is sent, and the password in the request after the last proceed().
//
// RFC: 1928, 1929
class socks {
 public:
  // A socks object in the state idle.
  socks() noexcept = default;

  // Writes the greeting, which offers a login if the request has a user. Send the greeting on a new connection. start()
  // checks the whole request: with the same request, proceed() has only the errors wrong_state and need_room.
  //
  // Errors:
  // - wrong_state, need_room.
  // - bad_uri: the host or the resource name is malformed, the host is an IPvFuture literal, or the host is longer than
  //   255 octets.
  // - bad_argument: the user or the password is longer than 255 octets, or only one of them is empty.
  //
  // State: idle, failed, closed; then need_more.
  [[nodiscard]] WSHAKE_API write_result start(mutable_octets out, const socks_request& request) noexcept;

  // Writes the next message: a login, or the CONNECT request. Pass the same `request` as to start().
  //
  // Errors: the errors of start(), and bad_argument if the proxy asks for a login and the request has no user.
  // State: need_write; then need_more.
  [[nodiscard]] WSHAKE_API write_result proceed(mutable_octets out, const socks_request& request) noexcept;

  // Takes octets from the transport, up to the end of a message of the proxy, or up to the octet that breaks a rule.
  // The address and the port in the proxy's reply (BND.ADDR and BND.PORT) are skipped.
  WSHAKE_API socks_feed_result feed(octets data) noexcept;

  // Tells the socks object that no more octets come.
  //
  // Returns: the state.
  // - need_more before the first octet of a message, and need_write, become closed.
  // - need_more inside a message becomes failed with errc::socks_truncated.
  //
  // Every other state stays as it is.
  WSHAKE_API socks_state feed_eof() noexcept;

  // The state.
  [[nodiscard]] socks_state state() const noexcept { return state_; }

  // In the state failed: the reason that the proxy gives, or the rule that the proxy breaks. In every other state the
  // result is ok(). The offset counts the proxy's octets since start().
  [[nodiscard]] diagnostic error() const noexcept { return {error_, error_ != errc::none ? offset_ : 0U, {}}; }

  // Prepares for a new connection, in any state: the state becomes idle.
  void reset() noexcept { *this = {}; }

 private:
  // The part of the proxy's message to which the next octet belongs.
  enum class part : std::uint8_t {
    method_version,
    method,
    login_version,
    login_status,
    reply_version,
    reply_code,
    reserved,
    address_type,
    name_size,
    address,  // and port
  };

  socks_phase phase() const noexcept;
  void take(unsigned octet) noexcept;
  void expect(unsigned octet, unsigned wanted, errc error, part next) noexcept;
  void take_method(unsigned method) noexcept;
  void take_address_type(unsigned type) noexcept;
  void wait_for_message(part reply) noexcept;
  void fail(errc error) noexcept;

  std::uint16_t offset_ = 0;  // the octets since start(); in failed the offset of the error
  std::uint16_t left_ = 0;    // the octets of address and port that have not arrived
  errc error_ = errc::none;
  socks_state state_ = socks_state::idle;
  part part_ = part::method_version;
  bool offers_login_ = false;
};

}  // namespace wshake
