// SPDX-License-Identifier: BSL-1.0
// client: one connection's opening handshake, from the request to the checked 101 or to what a refusal says.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/accept_key.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_request.hpp>
#include <wshake/continuation.hpp>
#include <wshake/event.hpp>
#include <wshake/exchange.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/uri.hpp>

namespace wshake {

// Octets of storage that hold any head which the default limits allow, and a request's target and offers.
inline constexpr std::size_t client_storage_size = 24576;

// Octets of storage that hold what servers really send.
inline constexpr std::size_t small_client_storage_size = 4096;

// The client's role in the opening handshake (RFC 6455 §4.1). The states and what they mean: see <wshake/exchange.hpp>.
//
// start() writes the request and gives it to you to send; feed() takes what comes back. An answer other than 101 is no error: it
// is refused, with its status, fields and body, and next() says what it asks for.
//
// A client allocates nothing, sends nothing by itself, has no clock and no randomness. A verb that does not fit the
// state returns errc::wrong_state and changes nothing. Views that it returns lie in the storage and are valid until
// start() or the storage's end, those of an interim response until the next feed(). Arguments of a verb are needed
// during the call only. They may lie in the storage, with the lists and strings that they point to, in any order and
// overlap; octets for feed() and buffers for output may not. A configuration outlives the client and lies elsewhere.
//
// The storage holds what is kept of the request, and the response's head, which may carry credentials: wipe it when you are done.
class client : public exchange {
 public:
  // Both arguments outlive the client.
  explicit client(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::switching_protocols) {}
  client(mutable_octets storage, const client_config&& config) = delete;  // it outlives the client: give it a name

  // The storage stays where it is and belongs to the new one. Where it moves, too, call rebase().
  client(client&&) noexcept = default;
  client& operator=(client&&) noexcept = default;

  // In end, failed and closed: writes the request, after it the response is awaited. In end it may go out on the same connection
  // if keep_alive() says so; otherwise on a new one. Errors, with nothing written and nothing changed: wrong_state,
  // storage_too_small, and those of write_request().
  [[nodiscard]] write_result start(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                                   argument_list<field> header = {}) noexcept;

  // Takes octets from the transport: those of the response, up to the end of its head, or of its body where it is a refusal. What
  // follows a 101, early frames, stays the caller's.
  [[nodiscard]] feed_result feed(octets data) noexcept;

  // What the refusal asks for; nothing where there is none. A 407 is the origin's here, unless the request went to a proxy in
  // clear text: do not answer it with a proxy's credentials.
  [[nodiscard]] continuation next() const noexcept;

  // Writes the URI that the refusal redirects to, with scheme ws or wss and without a fragment: parse_uri() it, and start() with
  // it, on a new connection where its origin is another one. Errors: wrong_state where next() is no redirect, need_room.
  [[nodiscard]] write_result redirect_uri(mutable_octets out) const noexcept;

  // In open: what was agreed. Else nothing.
  [[nodiscard]] agreement agreed() const noexcept;

 private:
  octets kept(std::size_t from, std::size_t size) const noexcept { return {storage().data() + from, size}; }
  uri where() const noexcept;
  void judge() noexcept;

  // Of the request that is out. In the storage, one behind the other: host, target, offered extensions, offered subprotocols.
  accept_value accept_;
  std::uint16_t host_size_ = 0;
  std::uint16_t target_size_ = 0;
  std::uint16_t extensions_size_ = 0;
  std::uint16_t subprotocols_size_ = 0;
  std::uint16_t port_ = 0;
  bool secure_ = false;

  // Of the answer.
  std::uint16_t subprotocol_at_ = 0;  // in the storage
  std::uint16_t subprotocol_size_ = 0;
  deflate_parameters deflate_;
};

static_assert(sizeof(client) <= 192);

}  // namespace wshake
