// SPDX-License-Identifier: BSL-1.0
// server: one connection's opening handshake, from its first octet to the 101 or to a refusal.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/answer.hpp>
#include <wshake/detail/known_fields.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/detail/server_part.hpp>
#include <wshake/error.hpp>
#include <wshake/event.hpp>
#include <wshake/handshake.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/server_config.hpp>

namespace wshake {

namespace key {
class digest;
}  // namespace key
namespace http {
struct head_index;
struct request_parts;
}  // namespace http

// Octets of storage that hold any head which the default limits allow.
inline constexpr std::size_t server_storage_size = 16384;

// Octets of storage that hold what browsers and proxies really send.
inline constexpr std::size_t small_server_storage_size = 4096;

// What became of the body of a request that the caller answered by itself: see server::next_request().
enum class request_body : std::uint8_t {
  unread,  // its octets, if it has any, are still to come through feed(), which skips them
  read,    // the caller has taken them from the transport
};

// The server's role in the opening handshake (RFC 6455 §4.2).
//
//   need_more ─ feed ─┬─► upgrade ─ accept ───► open
//                     ├─► request ─┬─ reject ─► rejected ─ next_request ─► need_more, or closed
//                     └─► failed ──┘
//
// reject() is also possible in upgrade, and in need_more, where it ends the connection; next_request() also in request, after
// you have answered it yourself. respond() is accept() or reject(), as it fits. feed_eof() leads from need_more to closed or
// failed.
//
// A server allocates nothing, sends nothing by itself and has no clock: octets out are written by accept(), reject()
// and respond() into the caller's buffer, whole or not at all. A verb that does not fit the state returns
// errc::wrong_state and changes nothing. Views that it returns lie in the storage and are valid until next_request() or
// the storage's end. Arguments of a verb are needed during the call only. They may lie in the storage, with the lists
// and strings that they point to, in any order and overlap; octets for feed() and buffers for output may not. A
// configuration outlives the server and lies elsewhere.
//
// The storage holds the request's head, which may carry credentials: wipe it when you are done.
class server {
 public:
  // `storage` takes the request's head; a head that is larger fails. Both arguments outlive the server.
  explicit server(mutable_octets storage, const server_config& config = default_server_config) noexcept;
  server(mutable_octets storage, const server_config&& config) = delete;  // it outlives the server: give it a name
  server(const server&) = delete;
  server& operator=(const server&) = delete;

  // The storage stays where it is and belongs to the new one. Where it moves, too, call rebase().
  server(server&&) noexcept = default;
  server& operator=(server&&) noexcept = default;

  // Takes octets from the transport. Everything up to the end of a request's head is consumed; what follows the head, early
  // frames or the next request, stays the caller's. In need_more all octets are consumed.
  // On failure `consumed` lies between the error's offset and the end of the head.
  [[nodiscard]] feed_result feed(octets data) noexcept {
    // Who feeds octet by octet does that most of the time.
    if (state_ == event::need_more && detail::take_inside_line(storage_, data, head_)) return {1, event::need_more, {}};
    return feed_piece(data);
  }

  // The transport says that no more octets come. In need_more: closed where no octet of a head has arrived, also inside a
  // body that is skipped, otherwise failed with errc::truncated. Elsewhere nothing changes, for an answer can still be
  // written.
  event feed_eof() noexcept;

  // Takes a request that the caller's own HTTP code has read, instead of octets. Method, target and the fields that the
  // handshake reads are copied into the storage; request() then shows these, exactly as they were judged. The
  // copy of a request that lies in the storage is written before its first or behind its last octet there, all of its
  // fields counted; if neither place has room, it fails with head_too_large. Only before the first octet of a head, otherwise nothing
  // changes. Returns upgrade, request or failed as feed() would, or the state as it was. A body is the caller's
  // business.
  event adopt(const request_view& request) noexcept;

  // The resting event: what feed() would report.
  [[nodiscard]] event state() const noexcept { return state_; }

  // The request as it was sent, in upgrade, request, open and rejected, and in failed where it is the handshake that is
  // wrong; empty where the head is incomplete or malformed.
  [[nodiscard]] request_head request() const noexcept;

  // What the request asks for, where request() is not empty. In failed it may hold what is wrong.
  [[nodiscard]] handshake_request handshake() const noexcept;

  // In upgrade: writes the 101, after it the connection is open. `header` holds further fields, also in braces:
  // `accept(out, {}, {{"X-Request-Id", id}})`. Errors, with nothing written: wrong_state, need_room, bad_argument,
  // reserved_field, subprotocol_not_offered, and those of write_accept() about extensions.
  [[nodiscard]] write_result accept(mutable_octets out, const accept_options& options = {},
                                    argument_list<field> header = {}) noexcept;

  // In upgrade, request, failed and need_more: writes a refusal. Not while the body of a request that has been answered is
  // skipped: wrong_state. Without a status and an error in the options it is 403 in upgrade, 426 in request, that of error()
  // in failed, 408 in need_more, where the connection ends because the request's end is unknown. Afterwards the state is
  // rejected, and keep_alive() tells whether the connection survived.
  // Errors, with nothing written: wrong_state, need_room, bad_status, bad_argument, reserved_field, missing_field.
  [[nodiscard]] write_result reject(mutable_octets out, const reject_options& options = {},
                                    argument_list<field> header = {}) noexcept;

  // The fitting answer to what feed() reported: accept() in upgrade, 426 in request, the refusal of error() in failed. Errors,
  // with nothing written: wrong_state, need_room; where the configuration's header or product can't be sent, bad_argument and
  // reserved_field.
  [[nodiscard]] write_result respond(mutable_octets out) noexcept;

  // In rejected, or in request after the caller has answered by itself: ready for the next request on the connection.
  // need_more, or closed where the connection does not survive. Elsewhere nothing changes. Returns the state.
  // A body that was announced and not read is skipped by feed(); trouble in it leads to closed, and error() says why.
  event next_request(request_body body = request_body::unread) noexcept;

  // The caller has moved the storage, its content copied, or has made it larger or smaller (not below what arrived).
  // Views from before are void.
  void rebase(mutable_octets storage) noexcept;

  // What is wrong, in failed; why there is nothing to upgrade, in request; the reason given or found, in rejected; what was
  // wrong with a body that had to be skipped, in closed. Else none.
  [[nodiscard]] errc error() const noexcept { return error_; }

  // Where: octets since construction or the last next_request(); after adopt() check_result::at.
  [[nodiscard]] std::size_t error_at() const noexcept { return error_at_; }

  // The name of the field at fault or missing; empty where it is about none.
  [[nodiscard]] octets error_field() const noexcept;

  // In rejected: the connection goes on with next_request(). In upgrade, request and failed: it would, if the refusal
  // allows it. Else false. In request a body that can't be skipped counts against it; if you read the body yourself, only
  // next_request() knows.
  [[nodiscard]] bool keep_alive() const noexcept;

  // In open: what was agreed. Else nothing.
  [[nodiscard]] agreement agreed() const noexcept;

 private:
  http::request_parts parts() const noexcept;
  bool goes_on() const noexcept;
  bool in_body() const noexcept { return state_ == event::need_more && part_.body.part != detail::body_part::done; }
  void stop(event state, errc error, std::size_t at) noexcept;
  void judge(const http::request_parts& request, std::size_t position, key::digest& digest) noexcept;
  void refuse(const check_result& found, const http::request_parts& request, std::size_t position) noexcept;
  feed_result feed_piece(octets data) noexcept;
  std::size_t feed_body(octets data) noexcept;
  std::size_t feed_head(octets data) noexcept;
  void finish_head(octets head, http::head_index& index) noexcept;
  void copy(const request_view& request) noexcept;

  mutable_octets storage_;
  const server_config* config_;
  detail::known_fields known_;
  detail::head_progress head_;
  std::uint32_t position_ = 0;  // octets since construction or next_request() before the storage's first
  std::uint32_t error_at_ = 0;
  detail::server_part part_;
  event state_ = event::need_more;
  errc error_ = errc::none;
  detail::known error_name_ : 4 = detail::known::none;  // the field that the error is about
  bool readable_ : 1 = false;                           // the storage holds a complete and well-formed head
  bool keep_alive_ : 1 = false;  // in rejected: the connection survived; before: neither version nor error ends it
  bool skippable_ : 1 = false;   // the body could be skipped
};

static_assert(sizeof(server) <= 128);

}  // namespace wshake
