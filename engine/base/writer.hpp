// SPDX-License-Identifier: BSL-1.0
// writer: octets into a caller's buffer or a storage, counting on when it is full. Its bound does not depend on any
// size that was computed before.
#pragma once

#include <cstddef>
#include <cstring>

#include <wshake/octets.hpp>
#include <wshake/write_result.hpp>

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

  // How much was put, also beyond the end of the buffer.
  std::size_t size() const noexcept { return size_; }

  // Everything that was put, or how much room it needs.
  write_result finish() const noexcept;

 private:
  // Is there room for so many octets more?
  bool fits(std::size_t size) const noexcept { return size_ <= out_.size() && size <= out_.size() - size_; }

  mutable_octets out_;
  std::size_t size_;
};

// The result of a function that writes nothing because that size would suffice: of the buffer, or of a role's storage.
inline write_result too_small(std::size_t needed, errc code = errc::need_room) noexcept {
  return {{}, needed, {code, 0, {}}};
}

inline write_result writer::finish() const noexcept {
  return size_ <= out_.size() ? write_result{{out_.data(), size_}, 0, {}} : too_small(size_);
}

// The result of a function that writes nothing because of that error.
inline write_result not_written(const diagnostic& error) noexcept { return {{}, 0, error}; }
inline write_result not_written(errc code, octets argument = {}, std::size_t offset = 0) noexcept {
  return {{}, 0, {code, offset, argument}};
}

}  // namespace wshake::http
