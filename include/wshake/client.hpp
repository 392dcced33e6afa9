// SPDX-License-Identifier: BSL-1.0
// client: the opening handshake of one connection, from the request to the checked 101 or the end of a refusal.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/accept_key.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
#include <wshake/continuation.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/detail/exchange.hpp>
#include <wshake/detail/stored.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>
#include <wshake/uri.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

struct request_places;

// Octets of storage that are enough for every response head within the default limits, and for 8,192 octets of the
// request: its host, target and offers.
inline constexpr std::size_t client_storage_size = 24576;

// Octets of storage that are enough for the response heads that servers send in practice.
inline constexpr std::size_t small_client_storage_size = 4096;

// The client's side of the opening handshake (RFC 6455 section 4.1).
//
//   idle - start -> need_more - feed -+-> open
//                    ^    ^           +-> failed
//                    |    +- interim <+
//     done - start --+                +-> refused -> body* -> done
//
// If your own HTTP code reads the response, call adopt() instead of feed(): a refusal then leads to done at once. Over
// HTTP/2 and HTTP/3 call start_fields() instead of start(), and adopt() instead of feed().
//
// interim, refused and body are events of feed(), not states: the state stays need_more. Each call of feed() reports
// one event. feed() reports body once for each piece of the body. At the end of the connection, feed_eof() leads from
// need_more to closed, failed or done. start() is also possible in failed and closed, on a new connection. A verb is a
// member function that acts on the client, such as feed(). A verb that does not fit the state changes nothing: start()
// returns errc::wrong_state, feed() consumes nothing, adopt() returns the state. Exception: octets that feed() gets in
// the state done make next().same_connection false, because they would pass for the answer to the next request.
//
// start() writes the request; feed() takes the response. A refusal is no error: feed() reports the event refused, and
// then the octets of the body with the event body. response() shows the status and the fields, and next() tells how to
// go on. A client allocates nothing, sends nothing by itself, and has neither a clock nor randomness.
//
// Lifetime:
// - Views that response(), next(), agreed() and error() return lie in the storage or in static memory. The views are
//   valid until start() or reset(), or until the storage moves or ends. Views of an interim response are valid until
//   the next feed() or adopt().
// - A verb needs its arguments during its call only. The arguments, and the lists and strings that they point to, may
//   lie in the storage and may overlap each other. The octets for feed() and buffers for output must not lie in the
//   storage.
// - The configuration must outlive the client and lie outside the storage.
// - A client that was moved from is closed.
//
// The storage holds the request's host, target and offers, and the response's head. These octets may contain
// credentials: wipe the storage when you are done.
class client : private detail::exchange {
 public:
  // `storage` holds the request's host, target and offers, and the response's head. A stored_client has its own
  // storage.
  explicit client(mutable_octets storage, const client_config& config = default_client_config) noexcept
      : exchange(storage, config, success::switching_protocols) {}
  client(mutable_octets storage, const client_config&& config) = delete;  // config outlives the client: give it a name

  // Moving hands the storage to the new client; the octets stay where they are. If you move the octets, call rebase().
  client(client&&) noexcept = default;
  client& operator=(client&&) noexcept = default;
  template <class T, class = std::enable_if_t<detail::owns_storage<T, client>>>
  client(T&& stored) = delete;  // a stored_client owns its storage: move the stored_client, or use client&
  template <class T, class = std::enable_if_t<detail::owns_storage<T, client>>>
  client& operator=(T&& stored) = delete;  // a stored_client owns its storage: move the stored_client, or use client&

  // Writes the request. Send the request on a new connection, or on the same connection if the state before start() was
  // done and next().same_connection was true.
  //
  // Errors:
  // - wrong_state.
  // - storage_too_small: the storage cannot hold the request's host, target and offers, which the client keeps.
  //   `needed` is the size of a storage that suffices, or 0 if they have more than 65,535 octets.
  // - the errors of write_request().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] WSHAKE_API write_result start(mutable_octets out, const client_request& request,
                                              const nonce& octets_of_key, argument_list<field> header = {}) noexcept;

  // Writes the request as fields, for HTTP/2 (`version` 20) or HTTP/3 (30): see request_fields(). Send the fields as a
  // header list and pass the response to adopt(). `allowed` is true if the server has sent
  // SETTINGS_ENABLE_CONNECT_PROTOCOL with the value 1 on this connection.
  //
  // Errors: wrong_state, storage_too_small as for start(), and the errors of request_fields().
  // State: idle, done, failed, closed; then need_more.
  [[nodiscard]] WSHAKE_API field_request start_fields(mutable_octets out, const client_request& request, unsigned version,
                                                      bool allowed, argument_list<field> header = {}) noexcept;

  // Takes octets from the transport: the head of the response, and the body of a refusal. feed() does not consume the
  // octets behind the head and the body: the octets behind a 101 are early WebSocket frames.
  [[nodiscard]] client_feed_result feed(octets data) noexcept {
    return take_inside_line(data) ? client_feed_result{1, client_event::need_more, {}} : feed_piece(data);
  }

  // Takes, instead of octets, a response that your own HTTP code has read. Over HTTP/2 and HTTP/3 the response is
  // response_list_reading::head, from read_response_list(). Copies the status line, the fields that the handshake
  // reads, and Location, WWW-Authenticate, Proxy-Authenticate and Retry-After into the storage. response() then shows
  // the copy. adopt() checks the response by the strict rules, also with client_options::lenient. adopt() takes no
  // body: your HTTP code reads the body of a refusal. After adopt() next().same_connection is always false: only your
  // HTTP code knows whether the connection stays open.
  //
  // The copy lies in the storage behind the request's host, target and offers, which the client keeps there. If the
  // response lies in the storage, too, the copy needs room before the first octet of the response or behind its last
  // octet. Without room the state becomes failed with errc::head_too_large.
  //
  // Returns: the event of the response, or the unchanged state if adopt() does not fit the state.
  // - open: 101 after start(), 200 after start_fields().
  // - interim: call adopt() again with the next response.
  // - refused: the state is done.
  // - failed: error() is an error of check_answer(), bad_reason_phrase, too_many_interim_responses or head_too_large.
  //
  // State: need_more, before the first octet of a head; otherwise nothing changes.
  WSHAKE_API client_event adopt(const response_view& response) noexcept;

  // Tells the client that no more octets come.
  //
  // Returns: the state. The state need_more becomes
  // - closed before the first octet of a head;
  // - failed with errc::truncated inside a head;
  // - done if the body of a refusal is complete, or lasts until the connection closes;
  // - closed with errc::truncated inside a body that has a Content-Length or is chunked.
  //
  // next().same_connection becomes false in every state. In a state other than need_more nothing else changes.
  client_event feed_eof() noexcept { return exchange::feed_eof(); }

  // The state. After feed() has reported interim, refused or body, the state is need_more. After adopt() has reported
  // interim, the state is need_more; after adopt() has reported refused, the state is done.
  [[nodiscard]] client_event state() const noexcept { return exchange::state(); }

  // The response as it was sent, but with folded lines unfolded; or the copy that adopt() has made:
  // - after interim: the 1xx response, until the next feed() or adopt();
  // - from the event refused until start(), and in the state open: the final response;
  // - in the state failed: the response that breaks a rule, if its head is well-formed;
  // - otherwise empty.
  //
  // With client_options::lenient, white space between a field's name and the colon is moved behind the colon.
  [[nodiscard]] response_head response() const noexcept { return exchange::response(); }

  // The error, depending on the state:
  // - failed: the rule that the response breaks;
  // - closed because of a refusal's body: errc::truncated, errc::body_too_large, or the rule that the body breaks;
  // - otherwise ok().
  //
  // The offset counts the octets of all responses since start(), interim responses included. If the response lacks a
  // required field, the offset is the end of its head. After adopt() it is the offset that check_answer() reports.
  [[nodiscard]] diagnostic error() const noexcept { return exchange::error(); }

  // Prepares for a new connection, in any state. A client that was moved from stays closed.
  void reset() noexcept { exchange::reset(); }

  // Tells the client that you moved the storage with its content, or made it larger. All views into the old storage
  // become invalid.
  void rebase(mutable_octets storage) noexcept { exchange::rebase(storage); }

  // The next step after the refusal; `nothing` if there is no refusal. A 407 asks for a proxy's credentials. A proxy
  // can answer the request with a 407 only if it forwards the request in clear text. Any other 407 comes from the
  // server: do not send a proxy's credentials to the server.
  [[nodiscard]] WSHAKE_API continuation next() const noexcept;

  // Writes the URI that the refusal redirects to, with scheme ws or wss and without a fragment. Parse this URI with
  // parse_uri(), and pass the result to start(). Use a new connection unless same_origin and same_connection of next()
  // are both true.
  //
  // Errors: wrong_state if next() is no redirect, need_room.
  [[nodiscard]] WSHAKE_API write_result redirect_uri(mutable_octets out) const noexcept;

  // The agreement in the state open. In every other state the agreement is empty.
  [[nodiscard]] WSHAKE_API agreement agreed() const noexcept;

 private:
  octets kept(std::size_t from, std::size_t size) const noexcept { return {storage().data() + from, size}; }
  uri where() const noexcept;
  WSHAKE_API client_feed_result feed_piece(octets data) noexcept;
  std::optional<std::size_t> keep(const request_places& written, const uri& where, unsigned version) noexcept;
  void judge() noexcept;
  base::fault check(unsigned version, const http::header_section& answer) noexcept;

  // Parts of the request that was sent. The storage begins with the request's host, target, offered extensions and
  // offered subprotocols.
  accept_value accept_;
  std::uint16_t host_size_ = 0;
  std::uint16_t target_size_ = 0;
  std::uint16_t extensions_size_ = 0;
  std::uint16_t subprotocols_size_ = 0;
  std::uint16_t port_ = 0;
  bool secure_ = false;

  // The agreement.
  std::uint16_t subprotocol_at_ = 0;  // an offset in the storage
  std::uint16_t subprotocol_size_ = 0;
  deflate_parameters deflate_;
};

static_assert(sizeof(client) <= 192);

// A client with its own storage. A stored_client may live in a std::vector, because moving it copies the storage.
// Moving makes all views into the old storage invalid. The source of a move keeps the octets in its storage: use
// storage() to wipe them.
template <std::size_t size = small_client_storage_size>
class stored_client : public detail::stored<client, client_config, size> {
 public:
  // The configuration must outlive the client.
  explicit stored_client(const client_config& configuration = default_client_config) noexcept
      : detail::stored<client, client_config, size>(configuration) {}
  explicit stored_client(const client_config&& config) = delete;  // config outlives the client: give it a name
};

}  // namespace wshake
