// SPDX-License-Identifier: BSL-1.0
// The SHA-1 digest of a key, at once or in steps, and the base64 of a nonce and of a digest.
//
// SHA-1 processes a key and the GUID in two blocks (detail/accept_key.hpp), and each round needs the result of the
// round before. While a SHA-1 instruction waits for this result, the processor executes later instructions, but only a
// limited number of them. So most of the time of a digest that is computed at once is latency. The steps are short, and
// let a caller put other work between them.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/accept_key.hpp>
#include <wshake/octets.hpp>

namespace wshake::key {

// Returns the digest, computed at once. The key has 24 octets.
detail::sha1_state make_digest(octets key) noexcept;

// Writes the key of a nonce of 16 octets: the base64 of the nonce, 24 octets (RFC 6455 section 4.1(7)). Writes in wide
// stores if the processor has SHA-1 instructions: a digest that loads octets right after they were stored one by one
// would stall on store forwarding.
void write_key(octets nonce, char* out) noexcept;

// Writes the accept value of a digest: 28 octets.
void write_digits(const detail::sha1_state& digest, char* out) noexcept;

// The content of the digest's vector registers between two steps. In the variant for AVX-512 the schedule of the first
// block follows: 80 words.
struct alignas(16) registers {
  std::array<std::uint32_t, 16 + 80> words;
};

// The functions of a variant that computes a digest in six steps: begin(), then the functions of `between` in their
// order, then finish().
struct step_functions {
  void (*begin)(const char* key, registers& kept) noexcept;
  std::array<void (*)(registers& kept) noexcept, 4> between;
  detail::sha1_state (*finish)(const registers& kept) noexcept;
};

// The fastest variant that this processor can run; null if there is none. Then finish() computes the whole digest.
const step_functions* find_steps() noexcept;

// A digest in steps: begin() takes the first step, finish() all remaining steps. The key must outlive the object. A key
// of another size than 24 octets is not read, and the result of finish() is then meaningless.
class digest {
 public:
  explicit digest(octets key, const step_functions* functions = find_steps()) noexcept : functions_(functions) {
    begin(key);
  }
  void begin(octets key) noexcept;
  void step() noexcept;
  detail::sha1_state finish() noexcept;

 private:
  bool has_steps() const noexcept;

  const step_functions* functions_;
  octets key_;
  std::size_t done_ = 0;  // the number of steps of `between` that are done
  registers kept_;
};

// True if the 28 octets at `text` are `accept`. Compares in the pieces in which write_digits() stores a value: a load
// of other pieces right after the stores would stall on store forwarding.
inline bool is_accept(const char* text, const char* accept) noexcept {
  static_assert(accept_value{}.data.size() == 16 + 8 + 4);
  return std::memcmp(text, accept, 16) == 0 && std::memcmp(text + 16, accept + 16, 8) == 0 &&
         std::memcmp(text + 24, accept + 24, 4) == 0;
}

}  // namespace wshake::key
