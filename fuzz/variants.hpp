// SPDX-License-Identifier: BSL-1.0
// Lists the variants of the line scanner and of accept_key() that this processor can run. A new variant needs a row in
// line_variants() or key_variants().
#pragma once

#include <vector>

#include <wshake/accept_key.hpp>

#include "key/digest.hpp"
#include "key/digest_arm.hpp"
#include "key/digest_x86.hpp"
#include "processor/features.hpp"
#include "scan/lines.hpp"

namespace fuzz {

template <class Function>
struct variant {
  const char* name;
  Function call;
};

inline bool has(unsigned features) { return (wshake::processor::features() & features) == features; }

using line_variant = variant<const wshake::scan::line_functions*>;

inline std::vector<line_variant> line_variants() {
  // read_lines() reads one line after another. Every other variant calls read_lines() for lines that do not have the
  // usual form, which fast_lines.inl describes.
  static const wshake::scan::line_functions one_by_one = {wshake::scan::lines().index, wshake::scan::read_lines};
  std::vector<line_variant> all = {{"one by one", &one_by_one}};
#if defined(WSHAKE_PORTABLE_LINES)
  all.push_back({"portable", &wshake::scan::portable_lines});
#endif
#if defined(WSHAKE_SSE2_LINES)
  all.push_back({"sse2", &wshake::scan::sse2_lines});
#endif
#if defined(WSHAKE_AVX2)
  if (has(wshake::processor::avx2)) all.push_back({"avx2", &wshake::scan::avx2_lines});
#endif
#if defined(WSHAKE_AVX512)
  if (has(wshake::processor::avx512)) all.push_back({"avx512", &wshake::scan::avx512_lines});
#endif
#if defined(WSHAKE_NEON)
  all.push_back({"neon", &wshake::scan::neon_lines});
#endif
  all.push_back({"the best", &wshake::scan::lines()});
  return all;
}

#if defined(WSHAKE_X86_SHA)
inline wshake::accept_value accept_x86(wshake::octets key, bool has_avx) {
  const wshake::detail::sha1_state digest = wshake::key::x86::make_digest(key.data(), has_avx);
  wshake::accept_value value;
  wshake::key::x86::write_digits(digest, value.data.data());
  return value;
}
#endif

// Variants of the function that turns a key of 24 octets into an accept value of 28 octets.
using key_variant = variant<wshake::accept_value (*)(wshake::octets)>;

inline std::vector<key_variant> key_variants() {
  using wshake::accept_value;
  using wshake::octets;
  std::vector<key_variant> all = {{"portable", [](octets key) { return wshake::detail::accept_key_portable(key); }}};
#if defined(WSHAKE_X86_SHA)
  const auto without_avx = [](octets key) { return accept_x86(key, false); };
  const auto with_avx = [](octets key) { return accept_x86(key, true); };
  if (has(wshake::processor::sha)) all.push_back({"sha", without_avx});
  if (has(wshake::processor::sha | wshake::processor::avx)) all.push_back({"sha, avx", with_avx});
#elif defined(WSHAKE_ARM_SHA)
  const auto arm = [](octets key) {
    const wshake::detail::sha1_state digest = wshake::key::arm::make_digest(key.data());
    accept_value value;
    wshake::key::arm::write_digits(digest, value.data.data());
    return value;
  };
  if (has(wshake::processor::sha)) all.push_back({"sha", arm});
#endif
  const auto in_steps = [](octets key) {
    wshake::key::digest digest(key);
    for (unsigned step = 0; step < static_cast<unsigned char>(key[0]) % 7; ++step) digest.step();
    accept_value value;
    wshake::key::write_digits(digest.finish(), value.data.data());
    return value;
  };
  all.push_back({"in steps", in_steps});
  all.push_back({"the best", [](octets key) { return wshake::accept_key(key); }});
  return all;
}

}  // namespace fuzz
