// SPDX-License-Identifier: BSL-1.0
// writer: writes octets into a caller's buffer or a storage, and keeps counting when the buffer or storage is full.
// Each write checks the remaining room itself and relies on no size computed earlier.
#pragma once

#include <cstddef>
#include <cstring>

#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

#include "rooms.hpp"

namespace wshake::base {

class writer {
 public:
  // Keeps the first `written` octets of `out` and writes behind them.
  explicit writer(mutable_octets out, std::size_t written = 0) noexcept : out_(out), size_(written) {}

  void put(octets text) noexcept {
    if (!text.empty() && fits(text.size())) {
      std::memcpy(out_.data() + size_, text.data(), text.size());
    }
    size_ += text.size();
  }
  // Reserves `size` octets for the caller to fill. Returns nullptr if the octets do not fit; size() counts them in any
  // case.
  char* room(std::size_t size) noexcept {
    char* const begin = fits(size) ? out_.data() + size_ : nullptr;
    size_ += size;
    return begin;
  }
  void put_number(std::size_t number) noexcept;
  void put_field(octets name, octets value) noexcept;  // field-line = field-name ":" SP field-value CRLF

  // Drops all octets behind the first `size`.
  void shrink(std::size_t size) noexcept { size_ = size; }

  // The octets behind the first `size`; empty if not all octets fit.
  octets since(std::size_t size) const noexcept {
    return size_ <= out_.size() ? octets{out_.data() + size, size_ - size} : octets{};
  }

  // The number of octets put, including those that did not fit.
  std::size_t size() const noexcept { return size_; }

  // Returns the octets written. If they do not fit, returns the buffer size that they need.
  write_result finish() const noexcept;

 private:
  bool fits(std::size_t size) const noexcept { return size_ <= out_.size() && size <= out_.size() - size_; }

  mutable_octets out_;
  std::size_t size_;
};

// The result of a function that wrote nothing for lack of room in the buffer, or in a role's storage. A buffer or
// storage of `needed` octets suffices.
inline write_result too_small(std::size_t needed, errc code = errc::need_room) noexcept {
  return {{}, needed, {code, 0, {}}};
}

inline write_result writer::finish() const noexcept {
  return size_ <= out_.size() ? write_result{{out_.data(), size_}, 0, {}} : too_small(size_);
}

// The result of a function that wrote nothing because of `error`.
inline write_result not_written(const diagnostic& error) noexcept { return {{}, 0, error}; }
inline write_result not_written(errc code, octets argument = {}, std::size_t offset = 0) noexcept {
  return {{}, 0, {code, offset, argument}};
}

}  // namespace wshake::base
