// SPDX-License-Identifier: BSL-1.0
// client: the opening handshake of one connection, from the request to the checked 101 or the end of a refusal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <wshake/accept_key.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
#include <wshake/continuation.hpp>
#include <wshake/detail/exchange.hpp>
#include <wshake/detail/stored.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

// Octets of storage that hold any head within the default limits, and a request's target and offers.
inline constexpr std::size_t client_storage_size = 24576;

// Octets of storage that hold the heads of servers in practice.
inline constexpr std::size_t small_client_storage_size = 4096;

// The client's role in the opening handshake (RFC 6455 §4.1).
//
//   idle ─ start ─► need_more ─ feed ─┬─► open
//                    ▲    ▲           ├─► failed
//                    │    └─ interim ◄┤
//     done ─ start ──┘                └─► refused ─► body* ─► done
//
// feed() passes through interim, refused and body. feed_eof() leads from need_more to closed or failed; in a body that
// lasts until the connection closes, it leads to done. start() is also possible in failed and closed, on a new
// connection. A verb that does not fit the state returns errc::wrong_state and changes nothing.
//
// start() writes the request; feed() takes the response. A response other than 101 is no error: it is refused, with
// status, fields and body, and next() tells how to go on. A client allocates nothing, sends nothing by itself, has no
// clock and no randomness.
//
// Lifetime: Views that a client returns lie in its storage. They are valid until start(), reset(), or until the storage
// moves or ends; those of an interim response until the next feed(). Arguments of a verb are needed during the call
// only. They may lie in the storage, with the lists and strings that they point to, in any order and overlap; octets
// for feed() and buffers for output may not. The configuration outlives the client and lies elsewhere. A client that
// was moved from is closed.
//
// The storage holds parts of the request and the response's head. Both may contain credentials: wipe it when you are
// done.
class client : private detail::exchange {
 public:
  // `storage` holds the response's head and parts of the request. A stored_client has its own.
  explicit client(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::switching_protocols) {}
  client(mutable_octets storage, const client_config&& config) = delete;  // it outlives the client: give it a name

  // Hands the storage over; it does not relocate it. If you relocate the buffer, call rebase().
  client(client&&) noexcept = default;
  client& operator=(client&&) noexcept = default;
  template <class T, class = std::enable_if_t<detail::owns_storage<T, client>>>
  client(T&& stored) = delete;  // the storage is part of a stored_client: move that, or refer to it
  template <class T, class = std::enable_if_t<detail::owns_storage<T, client>>>
  client& operator=(T&& stored) = delete;  // the storage is part of a stored_client: move that, or refer to it

  // Writes the request. In done it may go out on the same connection if next().same_connection is true; otherwise it
  // needs a new one.
  //
  // Errors: wrong_state, storage_too_small, and those of write_request().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] write_result start(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                                   argument_list<field> header = {}) noexcept;

  // Takes octets from the transport: those of the response, up to the end of its head, or of a refusal's body. The
  // octets behind a 101 are early frames; feed() leaves them to you.
  [[nodiscard]] client_feed_result feed(octets data) noexcept {
    return take_inside_line(data) ? client_feed_result{1, client_event::need_more, {}} : feed_piece(data);
  }

  // Tells the client that no more octets come.
  //
  // Returns: the state. It becomes closed before the first octet of a head, failed with errc::truncated inside a head,
  // closed with errc::truncated inside a refusal's body, and done inside a body that lasts until the connection closes.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state: the event that feed() would report without octets; need_more after an event that passes.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, with folded lines unfolded. An interim response is valid until the next feed(). The
  // answer is there in open and from refused on until start(), and in failed if its head can be read. Otherwise empty.
  // With client_options::lenient, white space before a colon is moved behind it.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // In failed: the broken rule. In closed: the rule that a refusal's body breaks. Otherwise ok(). The offset counts
  // octets of responses since start(); for a missing field it is the end of the head.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Prepares for a new connection, whatever the state. A client that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // Tells the client that the storage was moved with its content, or made larger.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // The way to go on after the refusal; `nothing` if there is none. Here a 407 comes from the origin, unless the
  // request went to a proxy in clear text: do not answer it with a proxy's credentials.
  [[nodiscard]] continuation next() const noexcept;

  // Writes the URI that the refusal redirects to, with scheme ws or wss and without a fragment. Pass it to parse_uri()
  // and start(), on a new connection if its origin is another one.
  //
  // Errors: wrong_state if next() is no redirect, need_room.
  [[nodiscard]] write_result redirect_uri(mutable_octets out) const noexcept;

  // The agreement in open. Otherwise nothing is agreed.
  [[nodiscard]] agreement agreed() const noexcept;

 private:
  octets kept(std::size_t from, std::size_t size) const noexcept { return {storage().data() + from, size}; }
  uri where() const noexcept;
  client_feed_result feed_piece(octets data) noexcept;
  void judge() noexcept;

  // The request that was sent. The storage begins with its host, target, offered extensions and offered subprotocols.
  accept_value accept_;
  std::uint16_t host_size_ = 0;
  std::uint16_t target_size_ = 0;
  std::uint16_t extensions_size_ = 0;
  std::uint16_t subprotocols_size_ = 0;
  std::uint16_t port_ = 0;
  bool secure_ = false;

  // The answer.
  std::uint16_t subprotocol_at_ = 0;  // an offset in the storage
  std::uint16_t subprotocol_size_ = 0;
  deflate_parameters deflate_;
};

static_assert(sizeof(client) <= 192);

// A client with its own storage. Moving it copies the storage, so it may live in a vector; views into it are then
// invalid. storage() gives access to wipe it; a source that was moved from keeps its octets until then.
template <std::size_t size = small_client_storage_size>
class stored_client : public detail::stored<client, client_config, size> {
 public:
  // The configuration outlives the client.
  explicit stored_client(const client_config& config = default_client_config) noexcept
      : detail::stored<client, client_config, size>(config) {}
  explicit stored_client(const client_config&& config) = delete;  // it outlives the client: give it a name
};

}  // namespace wshake
