// SPDX-License-Identifier: BSL-1.0
// Lists the variants of the line scanner and of accept_key() that this processor can run. A new variant needs a row in
// line_variants() or key_variants().
#pragma once

#include <vector>

#include <wshake/accept_key.hpp>

#include "key/digest.hpp"
#include "key/digest_arm.hpp"
#include "key/digest_avx512.hpp"
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

inline wshake::accept_value accept_of(const wshake::detail::sha1_state& digest) {
  wshake::accept_value value;
  wshake::key::write_digits(digest, value.data.data());
  return value;
}

// The accept value, by a digest in steps. The key's first octet says how many steps are called one by one.
inline wshake::accept_value accept_in_steps(wshake::octets key, const wshake::key::step_functions* functions) {
  wshake::key::digest digest(key, functions);
  for (unsigned step = 0; step < static_cast<unsigned char>(key[0]) % 7; ++step) digest.step();
  return accept_of(digest.finish());
}

// Variants of the function that turns a key of 24 octets into an accept value of 28 octets.
using key_variant = variant<wshake::accept_value (*)(wshake::octets)>;

inline std::vector<key_variant> key_variants() {
  using wshake::octets;
  namespace key = wshake::key;
  std::vector<key_variant> all = {{"portable", [](octets of) { return wshake::detail::accept_key_portable(of); }}};
#if defined(WSHAKE_X86_SHA)
  if (has(wshake::processor::sha)) {
    all.push_back({"sha", [](octets of) { return accept_of(key::x86::make_digest(of.data())); }});
#if defined(WSHAKE_X86_SHA_STEPS)
    all.push_back({"sha in steps", [](octets of) { return accept_in_steps(of, &key::x86::in_steps); }});
#endif
  }
#elif defined(WSHAKE_ARM_SHA)
  if (has(wshake::processor::sha)) {
    all.push_back({"sha", [](octets of) { return accept_of(key::arm::make_digest(of.data())); }});
  }
#endif
#if defined(WSHAKE_AVX512_SHA)
  if (has(wshake::processor::sha | wshake::processor::avx512)) {
    all.push_back({"sha, avx512", [](octets of) { return accept_of(key::avx512::make_digest(of.data())); }});
    all.push_back({"sha, avx512 in steps", [](octets of) { return accept_in_steps(of, &key::avx512::in_steps); }});
  }
#endif
  all.push_back({"in steps", [](octets of) { return accept_in_steps(of, key::find_steps()); }});
  all.push_back({"the best", [](octets of) { return wshake::accept_key(of); }});
  return all;
}

}  // namespace fuzz
