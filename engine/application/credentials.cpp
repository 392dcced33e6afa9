// SPDX-License-Identifier: BSL-1.0
#include <wshake/credentials.hpp>

#include "base/writer.hpp"
#include "key/base64.hpp"
#include "percent_encoding.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

constexpr octets basic_scheme = "Basic ";
constexpr octets bearer_scheme = "Bearer ";

constexpr octets sensitive_names[] = {"Cookie",           "Cookie2",           "Authorization", "Proxy-Authorization",
                                      "WWW-Authenticate", "Proxy-Authenticate"};

bool has_control(octets text) noexcept {
  for (const char octet : text) {
    if (octet == '\t' || scan::is(octet, scan::control_octet)) return true;
  }
  return false;
}

bool has_colon(octets text) noexcept {
  for (const char octet : text) {
    if (octet == ':') return true;
  }
  return false;
}

// Writes "Basic " and the base64 of a text of `text_size` octets. Each call of next() returns the next octet of the
// text.
template <class Next>
write_result write_basic_value(mutable_octets out, std::size_t text_size, Next next) noexcept {
  const std::size_t size = basic_scheme.size() + key::encoded_size(text_size);
  if (size > out.size()) return base::too_small(size);
  base::writer value(out);
  value.put(basic_scheme);
  for (std::size_t begin = 0; begin < text_size; begin += 3) {
    char group[3];
    std::size_t count = 0;
    for (; count < 3 && begin + count < text_size; ++count) group[count] = next();
    char digits[4];
    key::encode({group, count}, digits);
    value.put({digits, sizeof digits});
  }
  return value.finish();
}

}  // namespace

// credentials = "Basic" 1*SP token68; token68 is the base64 of user-id ":" password   (RFC 7617 section 2)
write_result write_basic(mutable_octets out, octets user, octets password) noexcept {
  if (has_colon(user) || has_control(user)) return base::not_written(errc::bad_argument, "user");
  if (has_control(password)) return base::not_written(errc::bad_argument, "password");
  std::size_t index = 0;
  return write_basic_value(out, user.size() + 1 + password.size(), [&] {
    const std::size_t offset = index++;
    if (offset < user.size()) return user.data()[offset];
    return offset == user.size() ? ':' : password.data()[offset - user.size() - 1];
  });
}

// userinfo = *( unreserved / pct-encoded / sub-delims / ":" )   (RFC 3986 section 3.2.1)
write_result write_userinfo(mutable_octets out, octets userinfo) noexcept {
  constexpr octets argument = "userinfo";
  if (userinfo.empty()) return base::not_written(errc::bad_argument, argument);
  bool in_password = false;
  std::size_t size = 0;
  application::percent_decoder check = {userinfo};
  while (!check.text.empty()) {
    const bool separates = !in_password && check.text[0] == ':';
    const std::size_t offset = userinfo.size() - check.text.size();
    if (check.is_malformed()) return base::not_written(errc::bad_argument, argument, offset);
    const char octet = check.next();
    const bool ambiguous = octet == ':' && !in_password && !separates;  // "%3A" decodes to a colon in the user
    if (ambiguous || octet == '\t' || scan::is(octet, scan::control_octet)) {
      return base::not_written(errc::bad_argument, argument, offset);
    }
    in_password = in_password || separates;
    ++size;
  }
  application::percent_decoder decoder = {userinfo};
  return write_basic_value(out, in_password ? size : size + 1,
                           [&] { return decoder.text.empty() ? ':' : decoder.next(); });
}

// credentials = "Bearer" 1*SP b64token   (RFC 6750 section 2.1); b64token is a token68
write_result write_bearer(mutable_octets out, octets token) noexcept {
  constexpr octets argument = "token";
  std::size_t digits = 0;
  while (digits < token.size() && scan::is(token[digits], scan::token68_octet)) ++digits;
  for (std::size_t offset = digits; offset < token.size(); ++offset) {
    if (token[offset] != '=') return base::not_written(errc::bad_argument, argument, offset);
  }
  if (digits == 0) return base::not_written(errc::bad_argument, argument);
  base::writer value(out);
  value.put(bearer_scheme);
  value.put(token);
  return value.finish();
}

basic_credentials read_basic(octets value, mutable_octets out) noexcept {
  if (!scan::equal_ignoring_case(value.first(basic_scheme.size()), basic_scheme)) return {};
  const octets encoded = scan::trim(value.from(basic_scheme.size()));
  const key::decoded decoded = key::decode(encoded, out);
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
  for (std::size_t offset = 0; offset < left.size(); ++offset)
    difference |= static_cast<unsigned>(left[offset] ^ right[offset]);
  return difference == 0;
}

bool is_sensitive(octets name) noexcept { return scan::is_one_of(name, sensitive_names); }

}  // namespace wshake
