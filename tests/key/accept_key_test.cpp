// SPDX-License-Identifier: BSL-1.0
// Tests accept_key() with the example of RFC 6455 §1.3, at compile time and at run time, and compares the accept values
// of many keys with those of a slow implementation.
#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include <wshake/accept_key.hpp>

#include "key/digest.hpp"
#include "key/digest_arm.hpp"
#include "key/digest_avx512.hpp"
#include "key/digest_x86.hpp"
#include "processor/features.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// The example of RFC 6455 §1.3.
static_assert(accept_key("dGhlIHNhbXBsZSBub25jZQ==") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
static_assert(key_size == 24 && accept_size == 28);
static_assert(sizeof(accept_value) == accept_size);

// SHA-1 of any message as in FIPS 180-4 §6.1, with the padded message in a buffer, not optimised.
std::string slow_sha1(std::string message) {
  const std::uint64_t bits = std::uint64_t{message.size()} * 8;
  message += '\x80';
  while (message.size() % 64 != 56) message += '\0';
  for (int shift = 56; shift >= 0; shift -= 8) message += static_cast<char>(bits >> shift & 0xff);
  const auto rotate = [](std::uint32_t x, int n) { return x << n | x >> (32 - n); };
  std::array<std::uint32_t, 5> h = {0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0};
  for (std::size_t block = 0; block < message.size(); block += 64) {
    std::vector<std::uint32_t> w;
    for (std::size_t t = 0; t < 80; ++t) {
      if (t < 16) {
        std::uint32_t word = 0;
        for (std::size_t n = 0; n < 4; ++n) word = word << 8 | static_cast<unsigned char>(message[block + t * 4 + n]);
        w.push_back(word);
      } else {
        w.push_back(rotate(w[t - 3] ^ w[t - 8] ^ w[t - 14] ^ w[t - 16], 1));
      }
    }
    auto [a, b, c, d, e] = h;
    for (std::size_t t = 0; t < 80; ++t) {
      std::uint32_t f = 0, k = 0;
      if (t < 20) {
        f = (b & c) | (~b & d);
        k = 0x5A827999;
      } else if (t < 40) {
        f = b ^ c ^ d;
        k = 0x6ED9EBA1;
      } else if (t < 60) {
        f = (b & c) | (b & d) | (c & d);
        k = 0x8F1BBCDC;
      } else {
        f = b ^ c ^ d;
        k = 0xCA62C1D6;
      }
      const std::uint32_t next = rotate(a, 5) + f + e + k + w[t];
      e = d;
      d = c;
      c = rotate(b, 30);
      b = a;
      a = next;
    }
    h = {h[0] + a, h[1] + b, h[2] + c, h[3] + d, h[4] + e};
  }
  std::string digest;
  for (const std::uint32_t word : h) {
    for (int shift = 24; shift >= 0; shift -= 8) digest += static_cast<char>(word >> shift & 0xff);
  }
  return digest;
}

// Base64 as in RFC 4648 §4, bit by bit.
std::string slow_base64(const std::string& text) {
  const std::string alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string bits;
  for (const char octet : text) {
    for (int bit = 7; bit >= 0; --bit) bits += (octet >> bit & 1) != 0 ? '1' : '0';
  }
  while (bits.size() % 6 != 0) bits += '0';
  std::string result;
  for (std::size_t at = 0; at < bits.size(); at += 6) result += alphabet[std::stoul(bits.substr(at, 6), nullptr, 2)];
  while (result.size() % 4 != 0) result += '=';
  return result;
}

std::string slow_accept(const std::string& key) {
  return slow_base64(slow_sha1(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"));
}

TEST_CASE("accept_key: the slow implementation gives the accept value of the RFC's example") {
  // The examples of FIPS 180, RFC 4648 §10 and RFC 6455.
  CHECK(slow_base64("foob") == "Zm9vYg==");
  CHECK(slow_base64(slow_sha1("abc")) == "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=");
  CHECK(slow_accept(std::string(sample_key)) == sample_accept);
}

TEST_CASE("accept_key gives the accept value of the RFC's example at run time") {
  const std::string key(sample_key);
  CHECK(accept_key(key) == octets(sample_accept));
}

accept_value accept_of(const detail::sha1_state& digest) {
  accept_value value;
  key::write_digits(digest, value.data.data());
  return value;
}

// Computes the accept value with `count` calls of digest::step(), each of which computes a part of the digest, and with
// finish(), which computes the rest. The result must not depend on the number of calls.
accept_value in_steps(octets key, unsigned count, const key::step_functions* functions = key::find_steps()) {
  key::digest digest(key, functions);
  for (unsigned step = 0; step < count; ++step) digest.step();
  return accept_of(digest.finish());
}

struct variant {
  std::string name;
  std::function<accept_value(octets key)> function;
};

// The variants of accept_key() that this processor can run.
std::vector<variant> variants() {
  std::vector<variant> found = {{"portable", detail::accept_key_portable}};
  const auto add_steps = [&](const std::string& name, const key::step_functions* functions) {
    for (const unsigned count : {0U, 2U, 4U, 9U}) {
      found.push_back({name + " in steps, " + std::to_string(count) + " of them called",
                       [functions, count](octets key) { return in_steps(key, count, functions); }});
    }
  };
  add_steps("the best", key::find_steps());
  [[maybe_unused]] const auto has = [](unsigned features) { return (processor::features() & features) == features; };
  [[maybe_unused]] bool has_sha = has(processor::sha);
#if defined(WSHAKE_X86_SHA)
  const auto x86 = [](octets key) {
    accept_value value;
    key::x86::write_digits(key::x86::make_digest(key.data()), value.data.data());
    return value;
  };
  if (has_sha) found.push_back({"x86", x86});
#elif defined(WSHAKE_ARM_SHA)
  const auto arm = [](octets key) {
    accept_value value;
    key::arm::write_digits(key::arm::make_digest(key.data()), value.data.data());
    return value;
  };
  if (has_sha) found.push_back({"arm", arm});
#else
  has_sha = false;
#endif
#if defined(WSHAKE_X86_SHA_STEPS)
  if (has_sha) add_steps("x86", &key::x86::in_steps);
#endif
#if defined(WSHAKE_AVX512_SHA)
  if (has(processor::sha | processor::avx512)) {
    found.push_back({"avx512", [](octets key) { return accept_of(key::avx512::make_digest(key.data())); }});
    add_steps("avx512", &key::avx512::in_steps);
  } else {
    MESSAGE("the variant for AVX-512 is not tested: this processor lacks AVX-512 or SHA-1 instructions");
  }
#endif
  if (!has_sha) {
    MESSAGE("SHA-1 instructions are not tested: this build of the library or this processor has none");
  }
  return found;
}

TEST_CASE("accept_key: every variant agrees with the reference and reads nothing after the key") {
  const std::vector<variant> all = variants();
  random_numbers random(4);
  const guarded place(key_size);
  for (int round = 0; round < 2000; ++round) {
    std::string nonce;
    for (int n = 0; n < 16; ++n) nonce += static_cast<char>(random.below(256));
    const std::string key = slow_base64(nonce);
    REQUIRE(key.size() == key_size);
    const std::string wanted = slow_accept(key);
    CHECK(accept_key(place.put(key)) == octets(wanted));
    for (const variant& one : all) {
      CAPTURE(one.name);
      CHECK(one.function(place.first(key_size)) == octets(wanted));
    }
  }
}

#if defined(__x86_64__)

// Fills the upper halves of the vector registers and leaves them dirty, as AVX code without vzeroupper does.
__attribute__((target("avx"))) void dirty_upper_halves() {
  __asm__ volatile(
      "vcmpps $15, %%ymm0, %%ymm0, %%ymm0\n vmovaps %%ymm0, %%ymm1\n vmovaps %%ymm0, %%ymm2\n vmovaps %%ymm0, %%ymm3\n"
      "vmovaps %%ymm0, %%ymm4\n vmovaps %%ymm0, %%ymm5\n vmovaps %%ymm0, %%ymm6\n vmovaps %%ymm0, %%ymm7"
      :
      :
      : "xmm0", "xmm1", "xmm2", "xmm3", "xmm4", "xmm5", "xmm6", "xmm7");
}

TEST_CASE("accept_key works with dirty upper halves of the vector registers") {
  if ((processor::features() & processor::avx) == 0) {
    MESSAGE("dirty upper halves of the vector registers are not tested: this build or this processor has no AVX");
    return;
  }
  const std::string key(sample_key);
  for (int round = 0; round < 100; ++round) {
    dirty_upper_halves();
    CHECK(accept_key(key) == octets(sample_accept));
    dirty_upper_halves();
    CHECK(in_steps(key, 4) == octets(sample_accept));
  }
}

#endif

TEST_CASE("accept_key accepts any 24 bytes as a key") {
  for (const std::string& key : {std::string(24, '\0'), std::string(24, '\xff'), std::string(24, ' ')}) {
    CHECK(accept_key(key) == octets(slow_accept(key)));
  }
}

TEST_CASE("accept_key in steps does not read a key of another size") {
  for (std::size_t size = 0; size < 60; ++size) {
    if (size == key_size) continue;
    const guarded key(octets(std::string(size, 'A')));
    CHECK(in_steps(key.first(size), 4) != octets(slow_accept(std::string(key_size, 'A'))));
  }
}

TEST_CASE("accept_key of a key of another size equals no accept value") {
  const accept_value nothing = {};
  for (std::size_t size = 0; size < 60; ++size) {
    if (size == key_size) continue;
    const guarded key(octets(std::string(size, 'A')));
    CHECK(accept_key(key.first(size)) == nothing);
  }
  static_assert(accept_key("short") == accept_value{});
  CHECK(octets(nothing) != "");
  CHECK(octets(nothing) == octets(std::string(28, '\0')));
}

}  // namespace
}  // namespace wshake::test
