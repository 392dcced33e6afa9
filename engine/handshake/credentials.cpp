// SPDX-License-Identifier: BSL-1.0
#include <wshake/credentials.hpp>

#include "http/octet_class.hpp"
#include "key/base64.hpp"

namespace wshake {

namespace {

constexpr octets scheme = "Basic ";

bool has_control(octets text) noexcept {
  for (const char octet : text) {
    if (octet == '\t' || http::is(octet, http::control_octet)) return true;
  }
  return false;
}

bool has_colon(octets text) noexcept {
  for (const char octet : text) {
    if (octet == ':') return true;
  }
  return false;
}

}  // namespace

// credentials = "Basic" 1*SP token68, where token68 is the base64 of user-id ":" password   (RFC 7617 §2)
write_result write_basic(mutable_octets out, octets user, octets password) noexcept {
  if (has_colon(user) || has_control(user) || has_control(password)) return {0, errc::bad_argument};
  const std::size_t text_size = user.size() + 1 + password.size();
  const std::size_t size = scheme.size() + key::encoded_size(text_size);
  if (size > out.size()) return {size, errc::need_room};
  char* at = out.data();
  for (const char octet : scheme) *at++ = octet;
  const auto text_octet = [&](std::size_t index) {
    if (index < user.size()) return user.data()[index];
    return index == user.size() ? ':' : password.data()[index - user.size() - 1];
  };
  for (std::size_t begin = 0; begin < text_size; begin += 3) {
    char group[3];
    std::size_t count = 0;
    for (; count < 3 && begin + count < text_size; ++count) group[count] = text_octet(begin + count);
    key::encode({group, count}, at);
    at += 4;
  }
  return {size, errc::none};
}

basic_credentials read_basic(octets value, mutable_octets out) noexcept {
  if (!http::equal_ignoring_case(value.first(scheme.size()), scheme)) return {};
  const octets encoded = http::trim(value.from(scheme.size()));
  if (encoded.size() / 4 * 3 > out.size()) return {};
  const key::decoded decoded = key::decode(encoded, out.data());
  if (!decoded.valid) return {};
  const octets text = {out.data(), decoded.size};
  std::size_t colon = 0;
  while (colon < text.size() && text[colon] != ':') ++colon;
  if (colon == text.size() || has_control(text)) return {};
  return {text.first(colon), text.from(colon + 1), true};
}

bool equal_constant_time(octets left, octets right) noexcept {
  if (left.size() != right.size()) return false;
  unsigned difference = 0;
  for (std::size_t at = 0; at < left.size(); ++at) difference |= static_cast<unsigned>(left[at] ^ right[at]);
  return difference == 0;
}

}  // namespace wshake
