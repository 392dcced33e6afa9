// SPDX-License-Identifier: BSL-1.0
// client: one connection's opening handshake, from the request to the checked 101 or to what a refusal says.
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

// Octets of storage that hold any head which the default limits allow, and a request's target and offers.
inline constexpr std::size_t client_storage_size = 24576;

// Octets of storage that hold what servers really send.
inline constexpr std::size_t small_client_storage_size = 4096;

// The client's role in the opening handshake (RFC 6455 §4.1).
//
//   idle ─ start ─► need_more ─ feed ─┬─► open
//                    ▲    ▲           ├─► failed
//                    │    └─ interim ◄┤
//     done ─ start ──┘                └─► refused ─► body* ─► done
//
// feed() passes through interim, refused and body. feed_eof() leads from need_more to closed or failed, in a body that
// lasts until the connection closes to done. start() is possible in failed and closed, too, on a new connection.
// A verb that does not fit the state returns errc::wrong_state and changes nothing.
//
// start() writes the request; feed() takes what comes back. An answer other than 101 is no error: it is refused, with
// its status, fields and body, and next() says what it asks for. A client allocates nothing, sends nothing by itself,
// has no clock and no randomness.
//
// Lifetime: Views that a client returns lie in its storage, until start(), reset(), or until the storage moves or ends;
// those of an interim response until the next feed(). Arguments of a verb are needed during the call only. They may lie
// in the storage, with the lists and strings that they point to, in any order and overlap; octets for feed() and
// buffers for output may not. The configuration outlives the client and lies elsewhere. A client that was moved from is
// closed.
//
// The storage holds parts of the request and the response's head, which may carry credentials: wipe it when you are
// done.
class client : private detail::exchange {
 public:
  // `storage` takes the response's head and parts of the request. stored_client brings a storage of its own.
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

  // Writes the request. In done it may go out on the same connection if next().same_connection says so; otherwise it
  // needs a new one.
  //
  // Errors: wrong_state, storage_too_small, and those of write_request().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] write_result start(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                                   argument_list<field> header = {}) noexcept;

  // Takes octets from the transport: those of the response, up to the end of its head, or of a refusal's body. What
  // follows a 101, early frames, stays the caller's.
  [[nodiscard]] client_feed_result feed(octets data) noexcept {
    return take_inside_line(data) ? client_feed_result{1, client_event::need_more, {}} : feed_piece(data);
  }

  // The transport says that no more octets come.
  //
  // Returns: the state. Before the first octet of a head it becomes closed; inside a head failed, and inside a
  // refusal's body closed, both with errc::truncated. A body that lasts until the connection closes is done.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state: what feed() would report without octets, need_more after an event that passes.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, folded lines unfolded: an interim response until the next feed(); the answer from open
  // or refused on until start(), and in failed if its head can be read. Otherwise empty. With client_options::lenient
  // white space before a colon stands behind it.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // In failed: the broken rule. In closed: what is wrong with a refusal's body. Otherwise ok(). The offset counts
  // octets of responses since start(); of a missing field it is the end of the head.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Makes ready for a new connection, whatever the state. A client that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // The storage was moved with its content, or made larger.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // What the refusal asks for; nothing if there is none. A 407 is the origin's here, unless the request went to a proxy
  // in clear text: do not answer it with a proxy's credentials.
  [[nodiscard]] continuation next() const noexcept;

  // Writes the URI that the refusal redirects to, with scheme ws or wss and without a fragment: parse_uri() it, and
  // start() with it, on a new connection if its origin is another one.
  //
  // Errors: wrong_state if next() is no redirect, need_room.
  [[nodiscard]] write_result redirect_uri(mutable_octets out) const noexcept;

  // In open: what was agreed. Otherwise nothing.
  [[nodiscard]] agreement agreed() const noexcept;

 private:
  octets kept(std::size_t from, std::size_t size) const noexcept { return {storage().data() + from, size}; }
  uri where() const noexcept;
  client_feed_result feed_piece(octets data) noexcept;
  void judge() noexcept;

  // Of the request that is out. In the storage, one behind the other: host, target, offered extensions, offered
  // subprotocols.
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

// A client with a storage of its own. Moving it copies the storage, so it may live in a vector; views into it are void
// then. storage() is there to be wiped; a source that was moved from keeps its octets until then.
template <std::size_t size = small_client_storage_size>
class stored_client : public detail::stored<client, client_config, size> {
 public:
  // The configuration outlives the client.
  explicit stored_client(const client_config& config = default_client_config) noexcept
      : detail::stored<client, client_config, size>(config) {}
  explicit stored_client(const client_config&& config) = delete;  // it outlives the client: give it a name
};

}  // namespace wshake
