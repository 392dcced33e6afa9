// SPDX-License-Identifier: BSL-1.0
// writer: octets into a caller's buffer or a storage, counting on when it is full. Its bound does not depend on any
// size that was computed before.
#pragma once

#include <cstddef>
#include <cstring>

#include <wshake/event.hpp>
#include <wshake/octets.hpp>

namespace wshake::http {

class writer {
 public:
  // Writes behind the first `written` octets.
  explicit writer(mutable_octets out, std::size_t written = 0) noexcept : out_(out), size_(written) {}

  void put(octets text) noexcept {
    if (!text.empty() && fits(text.size())) {
      std::memcpy(out_.data() + size_, text.data(), text.size());
    }
    size_ += text.size();
  }
  // Room for so many octets that somebody else writes; nullptr where there is none.
  char* room(std::size_t size) noexcept {
    char* const place = fits(size) ? out_.data() + size_ : nullptr;
    size_ += size;
    return place;
  }
  void put_number(std::size_t number) noexcept;
  void put_field(octets name, octets value) noexcept;  // field-line = field-name ":" SP field-value CRLF

  // Forgets what was put behind the first `size` octets.
  void shrink(std::size_t size) noexcept { size_ = size; }

  // What was put behind the first `size` octets; empty where there was no room for it.
  octets since(std::size_t size) const noexcept {
    return size_ <= out_.size() ? octets{out_.data() + size, size_ - size} : octets{};
  }

  // Done, or how much room it takes.
  write_result finish() const noexcept { return {size_, size_ <= out_.size() ? errc::none : errc::need_room}; }

 private:
  // Is there room for so many octets more?
  bool fits(std::size_t size) const noexcept { return size_ <= out_.size() && size <= out_.size() - size_; }

  mutable_octets out_;
  std::size_t size_;
};

}  // namespace wshake::http
