// SPDX-License-Identifier: BSL-1.0
// Compares the library's decoding and encoding of base64, its check of a Sec-WebSocket-Key, and its accept value of a
// key with slow implementations of RFC 4648 §4 and RFC 3174. Each of these functions takes the whole input. Also checks
// equal_constant_time().
#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/accept_key.hpp>
#include <wshake/credentials.hpp>

#include "key/base64.hpp"
#include "naive.hpp"
#include "slow_accept.hpp"

namespace {

using namespace fuzz;

bool is_digit_of_base64(char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; }

unsigned value_of_digit(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<unsigned>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<unsigned>(c - 'a') + 26;
  if (is_digit(c)) return static_cast<unsigned>(c - '0') + 52;
  return c == '+' ? 62 : 63;
}

// Reads groups of four digits of base64. The last group may end in one or two "=". Ignores the unused bits of the last
// digit.
std::optional<text> slow_decode(std::string_view value) {
  if (value.size() % 4 != 0) return {};
  for (unsigned padding = 0; padding < 2 && !value.empty() && value.back() == '='; ++padding) value.remove_suffix(1);
  if (!all_of(value, is_digit_of_base64)) return {};
  text out;
  std::uint32_t bits = 0;
  unsigned count = 0;
  for (const char digit : value) {
    bits = bits << 6 | value_of_digit(digit);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out += static_cast<char>(bits >> count & 0xff);
  }
  return out;
}

void check_decode(std::string_view value) {
  const std::optional<text> expected = slow_decode(value);
  const block out(value.size() / 4 * 3);
  const wshake::key::decoded found = wshake::key::decode(value, wshake::mutable_octets(out.data(), out.size()));
  require(found.valid == expected.has_value(), "base64 is known from other text", value);
  if (found.valid) require_same(out.view().substr(0, found.size), *expected, "what it stands for");
}

void check_encode(std::string_view data) {
  const text expected = slow_base64(data);
  require(wshake::key::encoded_size(data.size()) == expected.size(), "the room that base64 takes");
  const block out(expected.size());
  wshake::key::encode(data, out.data());
  require_same(out.view(), expected, "base64");
  check_decode(expected);
}

// Checks the form of a key: 22 digits of base64 and "==".
void check_form(std::string_view key) {
  std::size_t fits = 0;
  while (fits < key.size() && fits < 24 && (fits < 22 ? is_digit_of_base64(key[fits]) : key[fits] == '=')) ++fits;
  const bool is_key = fits == 24 && key.size() == 24;
  require(wshake::is_key(key) == is_key, "is_key()", key);
  const std::optional<std::size_t> fault = wshake::key::nonce_fault(key);
  require(fault.has_value() == !is_key, "a fault if it is no key", key);
  require(!fault || *fault == fits, "at the first octet that does not fit", key);
}

void check_accept(std::string_view key) {
  const wshake::accept_value found = wshake::accept_key(key);
  const text expected = key.size() == 24 ? slow_accept(key) : text(28, '\0');
  require_same(wshake::octets(found), expected, "accept_key()");
  require(found == wshake::octets(expected), "and its comparison");
}

void check_comparison(std::string_view value) {
  const block left(value);
  const block right(value);
  require(wshake::equal_constant_time(left.view(), right.view()), "the same is the same");
  if (value.empty()) return;
  const std::size_t middle = value.size() / 2;
  right.data()[middle] = static_cast<char>(right.data()[middle] ^ 1);
  require(!wshake::equal_constant_time(left.view(), right.view()), "one bit is a difference");
  require(!wshake::equal_constant_time(left.view(), left.view().substr(1)), "and so is an octet more");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const block input(std::string_view(reinterpret_cast<const char*>(data), size));
  check_decode(input.view());
  check_encode(input.view());
  check_form(input.view());
  check_accept(input.view());
  check_comparison(input.view());
  return 0;
}
