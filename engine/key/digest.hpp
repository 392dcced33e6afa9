// SPDX-License-Identifier: BSL-1.0
// The digest of a key, block by block, in one go or a few rounds at a time.
//
// Two blocks are digested (detail/accept_key.hpp). The key is in the first; what the second begins with is small enough to be
// kept. Every round waits for the one before. A processor with instructions for SHA-1 fills the time with what it finds further
// on, but it does not look far, and a digest in one go is mostly waiting. Who has other work puts it between the steps, some
// hundred instructions at a time.
#pragma once

#include <array>
#include <cstdint>

#include <wshake/accept_key.hpp>
#include <wshake/octets.hpp>

namespace wshake::key {

// In one go. The key has 24 octets; `out` has room for the 28 of an accept_value.
void digest_first(octets key, detail::sha1_state& after) noexcept;
void digest_second(const detail::sha1_state& first, char* out) noexcept;

// What a processor holds in its registers between two steps.
struct alignas(16) registers {
  std::array<std::uint32_t, 24> words;
};

// go_on() once, then finish(). The key outlives it. One that has not 24 octets is not read, and has no digest: what finish()
// leaves then is of no use.
class first_block {
 public:
  explicit first_block(octets key) noexcept;
  void go_on() noexcept;
  void finish(detail::sha1_state& after) noexcept;

 private:
  octets key_;
  registers kept_;
};

// go_on() once, then finish(), which writes the 28 octets of an accept_value. What it begins with outlives it.
class second_block {
 public:
  explicit second_block(const detail::sha1_state& first) noexcept;
  void go_on() noexcept;
  void finish(char* out) noexcept;

 private:
  const detail::sha1_state& first_;
  registers kept_;
};

}  // namespace wshake::key
