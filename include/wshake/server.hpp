// SPDX-License-Identifier: BSL-1.0
// server: performs the server's side of the opening handshake on one connection, from the first octet to the 101 or to
// a refusal.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/answer.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/detail/field_table.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/detail/server_part.hpp>
#include <wshake/detail/stored.hpp>
#include <wshake/error.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/server_config.hpp>
#include <wshake/server_state.hpp>
#include <wshake/write_result.hpp>

namespace wshake {

enum class server_phase : std::uint8_t;
struct choice;
namespace base {
struct fault;
}  // namespace base
namespace scan {
struct head_index;
}  // namespace scan
namespace key {
class digest;
}  // namespace key
namespace http {
struct framing;
struct request_parts;
}  // namespace http

// Octets of storage that are enough for every request head within the default limits.
inline constexpr std::size_t server_storage_size = 16384;

// Octets of storage that are enough for the request heads that browsers and proxies send in practice.
inline constexpr std::size_t small_server_storage_size = 4096;

// Tells server::next_request() whether you have read the body of a request that you answered yourself.
enum class request_body : std::uint8_t {
  unread,  // the octets of the body, if any, still come through feed(), which skips them
  read,    // you have read the body from the transport
};

// The server's side of the opening handshake (RFC 6455 section 4.2).
//
//   need_more - feed -+-> upgrade - accept ----> open
//                     +-> request -+- respond -> responded - next_request -> need_more, or closed
//                     +-> failed --+
//
// Further verbs and transitions:
// - configure() judges the request again, by another configuration, in the states upgrade, request and failed.
// - respond() is also possible in upgrade and in need_more. In need_more the answer ends the connection.
// - next_request() is also possible in request, after you have answered the request yourself.
// - feed_eof() leads from need_more to closed or failed.
//
// A verb is a member function that acts on the server, such as feed(). A verb that does not fit the state changes
// nothing: accept() and respond() return errc::wrong_state, feed() consumes nothing.
//
// A server allocates nothing, sends nothing by itself and has no clock. accept() and respond() write the whole answer
// into the caller's buffer, or return an error.
//
// Lifetime:
// - Views that request(), handshake(), agreed() and error() return lie in the storage or in static memory. The views
//   are valid until next_request() or reset(), or until the storage moves or ends.
// - A verb needs its arguments during its call only. The arguments, and the lists and strings that they point to, may
//   lie in the storage and may overlap each other. The octets for feed() and buffers for output must not lie in the
//   storage.
// - The configurations that you pass to the constructor and to configure() must outlive the server and lie outside the
//   storage.
// - A server uses at most 65,535 octets of its storage.
// - A server that was moved from is closed.
//
// The storage holds the request's head, which may contain credentials: wipe the storage when you are done.
class server {
 public:
  // `storage` holds the request's head. A head that is larger than `storage` fails with errc::head_too_large. A
  // stored_server has its own storage.
  WSHAKE_API explicit server(mutable_octets storage, const server_config& config = default_server_config) noexcept;
  server(mutable_octets storage, const server_config&& config) = delete;  // config outlives the server: give it a name

  // Moving hands the storage to the new server; the octets stay where they are. If you move the octets, call rebase().
  server(server&& other) noexcept : server(other.storage(), *other.config_) { *this = static_cast<server&&>(other); }
  server& operator=(server&& other) noexcept {
    if (this == &other) return *this;
    *this = static_cast<const server&>(other);
    other.leave();
    return *this;
  }
  template <class T, class = std::enable_if_t<detail::owns_storage<T, server>>>
  server(T&& stored) = delete;  // a stored_server owns its storage: move the stored_server, or use server&
  template <class T, class = std::enable_if_t<detail::owns_storage<T, server>>>
  server& operator=(T&& stored) = delete;  // a stored_server owns its storage: move the stored_server, or use server&

  // Takes octets from the transport, up to the end of a request's head. feed() leaves you the octets behind the head:
  // early WebSocket frames or the next request. If the new state is need_more, feed() has consumed all octets. On
  // failure server_feed_result::consumed lies between the error's offset and the end of the head.
  [[nodiscard]] server_feed_result feed(octets data) noexcept {
    // The fast path for a single octet inside a field line: a few comparisons and two stores.
    if (state_ == server_state::need_more && detail::take_inside_line(storage(), data, head_)) {
      return {1, server_state::need_more};
    }
    return feed_piece(data);
  }

  // Tells the server that no more octets come.
  //
  // Returns: the state. The state need_more becomes
  // - closed, if no octet of a head has arrived or if the server is skipping a body;
  // - failed with errc::truncated, if a part of a head has arrived.
  //
  // In every other state nothing changes: in upgrade, request and failed you can still write an answer.
  WSHAKE_API server_state feed_eof() noexcept;

  // Takes, instead of octets, a request that your own HTTP code has read. The storage gets a copy of the method, the
  // target and the fields that the handshake reads. request() then shows the copy. If the request has a body, your HTTP
  // code reads the body.
  //
  // The request may lie in the storage. The copy must then fit before the first or behind the last octet of the whole
  // request, which includes the fields that are not copied. If the copy does not fit, the state becomes failed with
  // errc::head_too_large.
  //
  // Returns: upgrade, request or failed, by the rules of feed(); or the unchanged state if adopt() does not fit the
  // state.
  // State: need_more, before the first octet of a head; otherwise nothing changes.
  WSHAKE_API server_state adopt(const request_view& request) noexcept;

  // Judges the request again, by the configuration `config`: for example the configuration of the endpoint that the
  // request target names. The rules that depend on a configuration are the rule on Origin (`origins`,
  // `same_host_origin`, `require_origin`) and the rule on a common subprotocol (`require_subprotocol`). Every later
  // verb uses the new configuration, too: for negotiation, for the fields of the answer, and to decide whether the
  // connection stays open. The new configuration's limits on the head do not apply, because the server has read the
  // head already. limits::skipped_body of the new configuration applies to the body.
  //
  // The new configuration holds for this request and its body only. The next request is judged by the configuration
  // that the server was made with. You may call configure() several times: the last call counts.
  //
  // If `config` is invalid, the state becomes failed with errc::bad_config. A later configure() does not change this
  // state.
  //
  // Returns: the state: upgrade or failed for a handshake; request or failed for a request that asks for no upgrade.
  // State: upgrade, request, and failed with missing_origin, forbidden_origin, missing_subprotocol or
  // no_common_subprotocol; otherwise nothing changes.
  // Lifetime: the configuration must outlive the server.
  WSHAKE_API server_state configure(const server_config& config) noexcept;
  server_state configure(const server_config&& config) = delete;  // config outlives the server: give it a name

  // The state, as feed() reports it.
  [[nodiscard]] server_state state() const noexcept { return state_; }

  // The request as it was sent; after adopt(), the copy of the request. Empty if the head is incomplete or malformed,
  // and after next_request().
  [[nodiscard]] WSHAKE_API request_head request() const noexcept;

  // The parts of request() that the handshake uses; empty if request() is empty. In the state failed the parts may
  // include the field that makes the request invalid.
  [[nodiscard]] WSHAKE_API handshake_request handshake() const noexcept;

  // Writes the 101. `header` has further fields, for example in braces: `accept(out, {}, {{"X-Request-Id", id}})`.
  //
  // Errors: wrong_state, wrong_carrier, need_room, bad_argument, reserved_field, subprotocol_not_offered;
  // extension_not_offered, bad_extensions, empty_extensions and repeated_deflate for accept_options::extensions.
  // State: upgrade; then open.
  [[nodiscard]] WSHAKE_API write_result accept(mutable_octets out, const accept_options& options = {},
                                               argument_list<field> header = {}) noexcept;

  // Writes an answer other than 101. keep_alive() then tells whether the connection stays open. If the state was
  // need_more, close the connection, because the end of the request is unknown. If the options have neither a status
  // nor an error, the status depends on the state:
  // - upgrade: 403;
  // - request: 426; over HTTP/2 and HTTP/3 one of two: 501 if :protocol is not `websocket`, 405 if the request is no
  //   CONNECT with :protocol;
  // - failed: the status of error();
  // - need_more: 408, with errc::timed_out.
  //
  // If respond() returns wrong_state in the state need_more, the server is skipping the body of a request that you have
  // answered. If the client sends this body too slowly, call feed_eof().
  //
  // Errors: wrong_state, wrong_carrier, need_room, bad_status, bad_argument, reserved_field, missing_field.
  // State: upgrade, request, failed, and need_more if the server is not skipping a body; then responded.
  [[nodiscard]] WSHAKE_API write_result respond(mutable_octets out, const response_options& options = {},
                                                argument_list<field> header = {}) noexcept;

  // accept_fields() accepts the request, and respond_fields() refuses it. Both write their answer as fields: see
  // wshake::accept_fields() and wshake::respond_fields(). Answer an HTTP/2 or HTTP/3 request that adopt() took with
  // accept_fields() or respond_fields(): for such a request accept() and respond() return errc::wrong_carrier. A
  // refusal ends the stream of such a request: next_request() then leads to closed.
  //
  // Errors: the errors of accept() and respond(), except wrong_carrier; bad_status also for 426 over HTTP/2 and HTTP/3,
  // which have no Upgrade; head_too_large if all fields together have more than 65,535 octets.
  // State: as for accept() and respond().
  [[nodiscard]] WSHAKE_API field_answer accept_fields(mutable_octets out, const accept_options& options = {},
                                                      argument_list<field> header = {}) noexcept;
  [[nodiscard]] WSHAKE_API field_answer respond_fields(mutable_octets out, const response_options& options = {},
                                                       argument_list<field> header = {}) noexcept;

  // Prepares for the next request on the connection. feed() then skips the body of the answered request, unless `body`
  // says that you have read the body. If the body breaks a rule, the state becomes closed and error() names the rule.
  // If next_request() returns closed only because the Content-Length of the body exceeds limits::skipped_body, error()
  // is errc::body_too_large. If the connection ends for a reason outside the body, such as `Connection: close` in the
  // request, error() is errc::none.
  //
  // Returns: the state: need_more, or closed if the connection ends.
  // State: responded, or request after you have answered the request yourself; otherwise nothing changes.
  WSHAKE_API server_state next_request(request_body body = request_body::unread) noexcept;

  // Prepares for a new connection, in any state. A server that was moved from stays closed.
  WSHAKE_API void reset() noexcept;

  // Tells the server that you moved the storage with its content, or changed its size. The new storage must hold the
  // octets that have arrived. All views into the old storage become invalid.
  WSHAKE_API void rebase(mutable_octets storage) noexcept;

  // The error or reason, depending on the state:
  // - failed: the broken rule;
  // - request: why the request asks for no upgrade;
  // - responded: the error that the answer reports;
  // - closed because of a request's body: errc::truncated, errc::body_too_large, or the rule that the body breaks;
  // - otherwise ok().
  //
  // The offset counts octets since construction, reset() or the last next_request(). After adopt() it is the offset
  // that check() reports. If configure() finds an error after adopt(), the offset counts octets of request().raw.
  [[nodiscard]] WSHAKE_API diagnostic error() const noexcept;

  // True if the connection stays open, depending on the state:
  // - responded: next_request() leads to need_more;
  // - upgrade, request and failed: respond() leaves the connection open, unless response_options::close is set;
  // - otherwise false.
  //
  // In the states request and failed the result is false if feed() cannot skip the body, because it is too large or the
  // request has Expect. If you answer the request and read the body yourself, the result of next_request() tells
  // whether the connection stays open.
  [[nodiscard]] WSHAKE_API bool keep_alive() const noexcept;

  // The agreement in the state open. In every other state the agreement is empty.
  [[nodiscard]] WSHAKE_API agreement agreed() const noexcept;

 private:
  server(const server&) = delete;
  server& operator=(const server&) noexcept = default;
  WSHAKE_API void leave() noexcept;  // closes a server that was moved from; no verb reopens it
  void forget_request() noexcept;
  http::request_parts parts() const noexcept;
  server_phase phase() const noexcept;
  bool persists(bool delimited) const noexcept;
  bool is_body_too_large() const noexcept;
  bool in_body() const noexcept {
    return state_ == server_state::need_more && part_.body.part != detail::body_part::done;
  }
  mutable_octets storage() const noexcept { return {storage_, storage_size_}; }
  void stop(server_state state, const base::fault& found) noexcept;
  octets error_field() const noexcept;
  // The steps of accept() and accept_fields() before and after they write the answer: choose() chooses among the
  // offers, open() sets the state.
  diagnostic choose(const accept_options& options, choice& chosen, extension_list& offered) const noexcept;
  void open(const choice& chosen) noexcept;
  // The steps of respond() and respond_fields() before and after they write the answer. complete() sets `word.error`
  // and `word.close`, and returns true if the connection ends for a reason other than the request's body. conclude()
  // sets the state.
  bool complete(response_options& word) const noexcept;
  void conclude(const response_options& word, bool ends) noexcept;
  void judge(const http::request_parts& request, key::digest* digest) noexcept;
  void refuse(const base::fault& found, const http::request_parts& request, const http::framing& framing) noexcept;
  bool can_skip_body(const http::request_parts& request) const noexcept;
  WSHAKE_API server_feed_result feed_piece(octets data) noexcept;
  std::size_t feed_body(octets data) noexcept;
  std::size_t feed_head(octets data) noexcept;
  void finish_head(octets head, scan::head_index& index) noexcept;
  void copy(const request_view& request) noexcept;

  char* storage_ = nullptr;
  const server_config* config_;      // of the current request
  const server_config* own_config_;  // of every request for which configure() is not called
  detail::field_table table_;
  detail::head_progress head_;
  std::uint32_t position_ = 0;  // the offset of the storage's first octet, counted from construction or next_request()
  detail::server_part part_;
  std::uint16_t storage_size_ = 0;
  std::uint16_t error_offset_ = 0;  // counted from position_
  server_state state_ = server_state::need_more;
  errc error_ = errc::none;
  detail::field_id error_name_ : 4 = detail::field_id::none;  // the field that the error is about
  bool readable_ : 1 = false;                                 // the storage holds a complete and well-formed head
  bool keep_alive_ : 1 = false;                               // in responded: the connection stays open
  bool skippable_ : 1 = false;                                // feed() can skip the request's body
  bool left_ : 1 = false;                                     // moved from
};

static_assert(sizeof(server) <= 128);

// A server with its own storage. A stored_server may live in a std::vector, because moving it copies the storage.
// Moving makes all views into the old storage invalid. The source of a move keeps the octets in its storage: use
// storage() to wipe them. A parameter of type `server&` takes every server and stored_server.
template <std::size_t size = small_server_storage_size>
class stored_server : public detail::stored<server, server_config, size> {
 public:
  // The configuration must outlive the server.
  explicit stored_server(const server_config& configuration = default_server_config) noexcept
      : detail::stored<server, server_config, size>(configuration) {}
  explicit stored_server(const server_config&& config) = delete;  // config outlives the server: give it a name
};

}  // namespace wshake
