// SPDX-License-Identifier: BSL-1.0
// exchange: the common part of client and tunnel. An exchange reads the response to a request. Not for users.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/continuation.hpp>
#include <wshake/detail/attributes.hpp>
#include <wshake/detail/field_table.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>

namespace wshake {

enum class client_phase : std::uint8_t;
namespace base {
struct fault;
}  // namespace base
namespace scan {
struct head_index;
}  // namespace scan
namespace http {
class header_section;
}  // namespace http

namespace detail {

// <wshake/client.hpp> and <wshake/tunnel.hpp> document the public functions.
class exchange {
 public:
  WSHAKE_API client_event feed_eof() noexcept;
  WSHAKE_API client_event state() const noexcept;
  WSHAKE_API response_head response() const noexcept;
  WSHAKE_API diagnostic error() const noexcept;
  void rebase(mutable_octets storage) noexcept { storage_ = storage; }
  WSHAKE_API void reset() noexcept;

 protected:
  // The status that opens the connection.
  enum class success : bool { switching_protocols, connected };  // 101; any 2xx (RFC 9110 section 9.3.6)

  exchange(mutable_octets storage, const client_config& config, success wanted) noexcept
      : storage_(storage), config_(&config), wanted_(wanted) {}
  exchange(exchange&& other) noexcept : exchange(other.storage_, *other.config_, other.wanted_) {
    *this = static_cast<exchange&&>(other);
  }
  exchange& operator=(exchange&& other) noexcept {
    if (this == &other) return *this;
    *this = static_cast<const exchange&>(other);
    other.leave();
    return *this;
  }
  ~exchange() = default;

  client_phase phase() const noexcept;

  // Begins to wait for the response to a request of HTTP version `version`. The first `kept` octets of the storage hold
  // data of the client or tunnel. The head of the response follows these octets.
  void begin(std::size_t kept, unsigned version = 11) noexcept;

  // A fast path for a single octet inside a field line: a few comparisons and two stores.
  bool take_inside_line(octets data) noexcept {
    return state_ == client_event::need_more && !readable_ && detail::take_inside_line(head_room(), data, head_);
  }
  // Takes all input that take_inside_line() does not take.
  WSHAKE_API client_feed_result feed_piece(octets data) noexcept;

  // True if the next octet is the first octet of a response over HTTP/1.1, and the storage has room for a head of
  // `size` octets.
  bool expects_head(std::size_t size) const noexcept {
    const bool is_first = !readable_ & !head_.in_empty_line & (head_.size == 0) & (asked_version_ == 11);
    return state_ == client_event::need_more && is_first && storage_.size() >= kept_ + size;
  }

  // Takes the head of an answer that opens the connection. `progress` and `places` are the results of parsing `head`,
  // which take_answer() does not parse.
  void take_answer(octets head, const head_progress& progress, const field_table& places) noexcept;

  // The HTTP version of the request: 11, 20 or 30.
  unsigned asked_version() const noexcept { return asked_version_; }

  // True if the next input is the first octet of a response, or the header list of a response.
  bool expects_response() const noexcept;

  // Takes a response that the caller's own HTTP code has read. `what` is the event that kind_of() found by the
  // response's status. `broken` is the rule that the response breaks, if any. If the response is well-formed, `head`
  // and `places` describe the copy of the response in the storage. Returns the event.
  client_event take_response(client_event what, const base::fault& broken, const head_progress& head,
                             const field_table& places) noexcept;

  // Fails the handshake. The offset of `found` counts from the beginning of the current head.
  void fail(const base::fault& found) noexcept;

  bool is_refused() const noexcept;  // true if response() is a refusal

  // The continuation after the refusal of a request for `where`.
  continuation next(const uri& where) const noexcept;
  unsigned version() const noexcept { return head_.version; }
  http::header_section header() const noexcept;
  mutable_octets storage() const noexcept { return storage_; }
  mutable_octets head_room() const noexcept {
    return {storage_.data() + kept_, storage_.size() > kept_ ? storage_.size() - kept_ : 0};
  }
  const client_config& config() const noexcept { return *config_; }

 private:
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) noexcept = default;
  // Closes an exchange that was moved from. No verb opens the exchange again.
  void leave() noexcept {
    storage_ = {};
    kept_ = 0;
    config_ = &default_client_config;
    left_ = true;
    stop_at(client_event::closed);
  }
  void stop_at(client_event state) noexcept {
    head_ = {};
    body_ = {};
    readable_ = false;
    keep_alive_ = false;
    error_ = errc::none;
    state_ = state;
  }
  bool in_body() const noexcept { return body_.part != body_part::done; }
  void stop(client_event state, const base::fault& found) noexcept;
  octets error_field() const noexcept;
  std::size_t feed_head(octets data) noexcept;
  std::size_t feed_lenient_head(octets data) noexcept;
  void finish_head(octets head, scan::head_index& index) noexcept;
  client_feed_result feed_body(octets data) noexcept;
  void forget_head() noexcept;

  mutable_octets storage_;
  const client_config* config_;
  field_table table_;
  body_progress body_;
  head_progress head_;
  std::uint32_t position_ = 0;  // the octets of responses since start(), up to the first octet of the current head, or
                                // up to the next octet of a refusal's body
  std::uint32_t error_offset_ = 0;
  std::uint16_t kept_ = 0;                   // the octets at the front of the storage with data of the client or tunnel
  client_event state_ = client_event::idle;  // the event last reported
  errc error_ = errc::none;
  field_id error_name_ = field_id::none;  // the field that the error is about
  std::uint8_t interim_responses_ = 0;
  std::uint8_t asked_version_ = 11;  // the HTTP version of the request
  success wanted_;
  bool readable_ = false;        // the storage holds a complete and well-formed head
  bool keep_alive_ : 1 = false;  // the connection allows another request
  bool left_ : 1 = false;        // the role was moved from
};

}  // namespace detail

}  // namespace wshake
