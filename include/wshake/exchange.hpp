// SPDX-License-Identifier: BSL-1.0
// exchange: what client and tunnel have in common. A request is out, its response comes in.
#pragma once

#include <cstddef>
#include <cstdint>

#include <wshake/client_config.hpp>
#include <wshake/continuation.hpp>
#include <wshake/detail/known_fields.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/event.hpp>
#include <wshake/octets.hpp>
#include <wshake/response.hpp>

namespace wshake {

namespace http {
struct head_index;
class header_section;
}  // namespace http

// The reading half of a client and of a tunnel, which make it: see there.
//
//   end ─ start ─► need_more ─ feed ─┬─► open
//    ▲                ▲              ├─► failed
//    │                └── interim ◄──┤
//    └──────────────── body* ◄─ refused
//
// feed() passes through interim, refused and body. feed_eof() leads from need_more to closed or failed; in a body that lasts
// until the connection closes, to end. start() is also possible in failed and closed, on a new connection. For a new connection
// after open, or while an answer is still awaited, make a new one in the same storage: `role = client(storage);`.
class exchange {
 public:
  exchange(const exchange&) = delete;
  exchange& operator=(const exchange&) = delete;

  // The transport says that no more octets come. Closed before the first octet of a head; failed with errc::truncated inside a
  // head; inside a refusal's body closed with errc::truncated, or end where the body lasts until the connection closes.
  event feed_eof() noexcept;

  // The resting event: what feed() would report without octets, need_more after one that passes.
  [[nodiscard]] event state() const noexcept;

  // The response as it was sent, folded lines unfolded: of an interim response until the next feed(); of the answer from open
  // or refused on until start(), and in failed if the head itself is in order: the handshake or Content-Length is wrong. Empty
  // where there is none.
  [[nodiscard]] response_head response() const noexcept;

  // The storage was moved or grew; its contents have been copied by the caller. It must not be smaller.
  void rebase(mutable_octets storage) noexcept { storage_ = storage; }

  // Why: errc::none where nothing is wrong. In closed: what is wrong with a refusal's body.
  [[nodiscard]] errc error() const noexcept { return error_; }

  // Where: octets of responses since start(). For a missing field the end of the head.
  [[nodiscard]] std::size_t error_at() const noexcept { return error_at_; }

  // The name of the field that the error is about; empty where it is not about one.
  [[nodiscard]] octets error_field() const noexcept;

  // In end: may start() be sent on the same connection (RFC 9112 §9.3)? Not where octets follow the refusal, left by feed() or
  // fed in end: they would pass for the answer to the next request (RFC 9112 §6.3). Else false.
  [[nodiscard]] bool keep_alive() const noexcept { return state_ == event::end && keep_alive_; }

 protected:
  // Which answer opens.
  enum class success : bool { switching_protocols, connected };  // 101; any 2xx (RFC 9110 §9.3.6)

  exchange(mutable_octets storage, const client_config& config, success wanted) noexcept
      : storage_(storage), config_(&config), wanted_(wanted) {}
  exchange(exchange&&) noexcept = default;
  exchange& operator=(exchange&&) noexcept = default;
  ~exchange() = default;

  // May a request be written?
  bool may_start() const noexcept { return state_ == event::end || state_ == event::failed || state_ == event::closed; }

  // A request is out. The first `kept` octets of the storage are the role's own.
  void begin(std::size_t kept) noexcept;

  feed_result feed(octets data) noexcept;

  // Is it time for a response's first octet, and is there room for so many?
  bool expects_head(std::size_t size) const noexcept {
    return state_ == event::need_more && !readable_ && head_.size == 0 && storage_.size() >= kept_ + size;
  }

  // An answer that opens has come, and what reading it leads to is known.
  void take_answer(octets head, const detail::head_progress& progress, const detail::known_fields& places) noexcept;

  // Something is wrong with an answer that opens, at that octet of its head.
  void fail(errc error, std::size_t at, octets field) noexcept;

  bool is_refused() const noexcept;  // response() is a refusal
  unsigned version() const noexcept { return head_.version; }
  http::header_section header() const noexcept;
  mutable_octets storage() const noexcept { return storage_; }
  const client_config& config() const noexcept { return *config_; }

 private:
  mutable_octets head_room() const noexcept;
  bool in_body() const noexcept { return body_.part != detail::body_part::done; }
  void stop(event state, errc error, std::size_t at) noexcept;
  std::size_t feed_head(octets data) noexcept;
  void finish_head(octets head, http::head_index& index) noexcept;
  feed_result feed_body(octets data) noexcept;
  void forget_head() noexcept;

  mutable_octets storage_;
  const client_config* config_;
  detail::known_fields known_;
  detail::body_progress body_;
  detail::head_progress head_;
  std::uint32_t position_ = 0;  // octets since start() before the current head's first, or before the body's next
  std::uint32_t error_at_ = 0;
  std::uint16_t kept_ = 0;    // octets at the front of the storage that are the role's own
  event state_ = event::end;  // the event last reported
  errc error_ = errc::none;
  detail::known error_name_ = detail::known::none;  // the field that the error is about
  std::uint8_t interim_responses_ = 0;
  success wanted_;
  bool readable_ = false;   // the storage holds a complete and well-formed head
  bool keep_alive_ = true;  // the connection allows another request
};

}  // namespace wshake
