// SPDX-License-Identifier: BSL-1.0
// The digest of a key, in one go or in steps, and the base64 before and behind it.
//
// Two blocks are digested (detail/accept_key.hpp), and every round waits for the one before. A processor with
// instructions for SHA-1 fills the time with what it finds further on, but it does not look far, and a digest in one go
// is mostly waiting. Who has other work puts it between the steps, some hundred instructions at a time.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>

#include <wshake/accept_key.hpp>
#include <wshake/octets.hpp>

namespace wshake::key {

// In one go. The key has 24 octets.
void make_digest(octets key, detail::sha1_state& after) noexcept;

// The key that a nonce of 16 octets makes: its base64, 24 octets (RFC 6455 §4.1(7)). Written so that it can be digested
// at once: what is written octet by octet is not read as fast.
void write_key(octets nonce, char* out) noexcept;

// What answers the key of that digest: the 28 octets of an accept_value.
void write_digits(const detail::sha1_state& digest, char* out) noexcept;

// What a processor holds in its registers between two steps.
struct alignas(16) registers {
  std::array<std::uint32_t, 24> words;
};

// In six steps: begin() does the first, finish() all that are left. The key outlives it. One that has not 24 octets is
// not read, and has no digest: what finish() leaves then is of no use.
class digest {
 public:
  explicit digest(octets key) noexcept { begin(key); }
  void begin(octets key) noexcept;
  void step() noexcept;
  void finish(detail::sha1_state& after) noexcept;

 private:
  octets key_;
  // Unused in a build without steps.
  [[maybe_unused]] unsigned done_ = 0;  // the steps taken
  [[maybe_unused]] bool has_avx_ = false;
  [[maybe_unused]] registers kept_;
};

// Are the octets at `text` that accept value? They are compared in the pieces in which one is written: in others what
// was just written is not read as fast.
inline bool is_accept(const char* text, const char* accept) noexcept {
  static_assert(accept_value{}.data.size() == 16 + 8 + 4);
  return std::memcmp(text, accept, 16) == 0 && std::memcmp(text + 16, accept + 16, 8) == 0 &&
         std::memcmp(text + 24, accept + 24, 4) == 0;
}

}  // namespace wshake::key
