// SPDX-License-Identifier: BSL-1.0
// Tests is_key() and write_key(): a key is exactly the base64 of 16 octets (RFC 6455 §4.1(7), RFC 4648 §4).
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include <wshake/accept_key.hpp>

#include "key/base64.hpp"
#include "key/digest.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

TEST_CASE("is_key accepts only base64 digits, at every offset") {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const guarded place(key_size);
  for (std::size_t at = 0; at < key_size; ++at) {
    for (unsigned octet = 0; octet < 256; ++octet) {
      CAPTURE(at);
      CAPTURE(octet);
      std::string key(sample_key);
      key[at] = static_cast<char>(octet);
      const bool fits = at < 22 ? digits.find(key[at]) != std::string_view::npos : key[at] == '=';
      const octets tested = place.put(key);
      CHECK(is_key(tested) == fits);
      CHECK(key::nonce_fault(tested) == (fits ? std::nullopt : std::optional(at)));
    }
  }
}

TEST_CASE("is_key rejects keys of other sizes") {
  for (std::size_t size = 0; size < 60; ++size) {
    if (size == key_size) continue;
    CAPTURE(size);
    const guarded digits{octets(std::string(size, 'A'))};
    CHECK_FALSE(is_key(digits.first(size)));
    if (size < 2) continue;
    const guarded padded{octets(std::string(size - 2, 'A') + "==")};
    CHECK_FALSE(is_key(padded.first(size)));
  }
}

TEST_CASE("write_key writes the base64 of every nonce byte and value") {
  for (std::size_t at = 0; at < 16; ++at) {
    for (unsigned octet = 0; octet < 256; ++octet) {
      std::array<char, 16> nonce = {};
      nonce[at] = static_cast<char>(octet);
      const guarded from(octets(nonce.data(), nonce.size()));
      const guarded key(key_size);
      key::write_key(from.first(16), key.all().data());
      std::array<char, 24> decoded = {};
      const octets written = key.first(key_size);
      CAPTURE(std::string(written));
      CHECK(is_key(written));
      const key::decoded read = key::decode(written, {decoded.data(), decoded.size()});
      CHECK(read.valid);
      CHECK_MESSAGE(!key::decode(written, {decoded.data(), 17}).valid, "a buffer of 17 octets is too small");
      CHECK(octets(decoded.data(), read.size) == octets(nonce.data(), nonce.size()));
    }
  }
}

}  // namespace
}  // namespace wshake::test
