// SPDX-License-Identifier: BSL-1.0
// Functions that check the values of options that several commands have. The message about an invalid value names the
// octet at fault.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "wshake_text.hpp"
#include "wshake_tool.hpp"

namespace tool {

// Describes the octet at `offset`: "'a b' has ' ' at offset 1". The offset behind the last octet gives "'a' ends too
// early".
inline std::string place_in(octets text, std::size_t offset) {
  std::string out;
  out.append("'").append(visible_beginning(text)).append("' ");
  if (offset >= text.size()) return out + (text.empty() ? "is empty" : "ends too early");
  out += "has '";
  append_visible(out, text[offset]);
  return out.append("' at offset ").append(std::to_string(offset));
}

inline void fail_at(arguments& args, std::string_view why, octets text, std::size_t offset) {
  args.fail(std::string{why}.append("; ").append(place_in(text, offset)));
}

inline bool is_letter(char octet) { return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z'); }
inline bool is_digit(char octet) { return octet >= '0' && octet <= '9'; }
inline bool is_hexadecimal(char octet) {
  return is_digit(octet) || (octet >= 'a' && octet <= 'f') || (octet >= 'A' && octet <= 'F');
}

// Returns the offset of the first octet that a token must not have (RFC 9110 section 5.6.2), or the size of the text.
inline std::size_t find_no_token(octets text) {
  constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  std::size_t at = 0;
  while (at < text.size()) {
    const char octet = std::string_view{text}[at];
    if (!is_letter(octet) && !is_digit(octet) && marks.find(octet) == marks.npos) break;
    ++at;
  }
  return at;
}

// Returns the offset of the first control character that a field value must not have, or the size of the text.
inline std::size_t find_control(octets text) {
  std::size_t at = 0;
  while (at < text.size() && (text[at] >= 0x20 || text[at] == '\t') && text[at] != 0x7f) ++at;
  return at;
}

// Reads a number from `least` to `most`. `why` is the beginning of the message about any other text.
inline std::optional<unsigned> take_number(arguments& args, std::string_view text, unsigned least, unsigned most,
                                           std::string_view why) {
  const std::optional<unsigned> number = read_number(text, most);
  if (number && *number >= least) return number;
  args.fail(std::string{why}.append(", not '").append(visible_beginning(text)).append("'"));
  return {};
}

inline void check_subprotocol(arguments& args, std::string_view name, wshake::array_view<wshake::octets> before) {
  const std::size_t fault = find_no_token(name);
  if (fault < name.size() || name.empty()) {
    fail_at(args, "must be a token: letters, digits and !#$%&'*+-.^_`|~", name, fault);
  }
  for (const wshake::octets each : before) {
    if (each == name) args.fail(std::string{"is given twice for the same name, "}.append(name));
  }
}

// Reads the value 'NAME: VALUE' of an option that adds a field.
inline wshake::field take_field(arguments& args, std::string_view text) {
  const std::optional<wshake::field> found = read_field(text);
  constexpr std::string_view why = "must be 'NAME: VALUE'";
  if (!found) {
    args.fail(std::string{why}.append("; '").append(visible_beginning(text)).append("' has no colon"));
    return {};
  }
  if (const std::size_t fault = find_no_token(found->name); fault < found->name.size() || fault == 0) {
    fail_at(args, why, text, fault);
  }
  if (const std::size_t fault = find_control(text); fault < text.size()) fail_at(args, why, text, fault);
  return *found;
}

// Checks the host that begins at the offset `host`. Returns the offset of the octet that makes the host invalid, or
// nullopt if the host may be valid. If the host may be valid, sets `end` to the offset behind the host.
inline std::optional<std::size_t> find_host_fault(std::string_view text, std::size_t host, bool pattern,
                                                  std::size_t& end) {
  std::size_t at = host;
  if (text.substr(at).starts_with('[')) {
    do ++at;
    while (at < text.size() && (is_hexadecimal(text[at]) || text[at] == ':'));
    end = at + 1;
    return at < text.size() && text[at] == ']' ? std::optional<std::size_t>{} : at;
  }
  for (char before = '.'; at < text.size() && text[at] != ':'; before = text[at++]) {
    const char octet = text[at];
    const bool is_of_label = is_letter(octet) || is_digit(octet) || octet == '-' || octet == '_';
    const bool fits = octet == '.'   ? before != '.'
                      : octet == '*' ? pattern && at == host
                                     : is_of_label && before != '*';
    if (!fits) return at;
  }
  end = at;
  return at == host ? std::optional{at} : std::nullopt;
}

// Returns the offset of the octet that makes a text invalid as an origin or as a pattern of origins. If no single octet
// is at fault, returns the offset of the host.
inline std::size_t find_origin_fault(std::string_view text, bool pattern) {
  std::size_t at = 0;
  while (at < text.size() && (is_letter(text[at]) ||
                              (at > 0 && (is_digit(text[at]) || text[at] == '+' || text[at] == '-' || text[at] == '.')))) {
    ++at;
  }
  if (at == 0) return 0;
  for (const char each : std::string_view{"://"}) {
    if (at == text.size() || text[at] != each) return at;
    ++at;
  }
  const std::size_t host = at;
  if (const auto fault = find_host_fault(text, host, pattern, at)) return *fault;
  if (at == text.size()) return host;
  if (text[at] != ':') return at;
  const std::size_t port = ++at;
  if (pattern && text.substr(port) == "*") return host;
  for (unsigned number = 0; at < text.size(); ++at) {
    if (!is_digit(text[at])) return at;
    number = number * 10 + static_cast<unsigned>(text[at] - '0');
    if (number > 65535) return at;
  }
  return at == port ? at : text[port] == '0' ? port : host;
}

// `pattern`: the origin may also be a pattern, such as https://*.example.com.
inline void check_origin(arguments& args, std::string_view origin, bool pattern) {
  const wshake::octets one[] = {origin};
  const bool is_valid = wshake::server_config({.origins = one}).error().ok() && !origin.ends_with(":0");
  if (is_valid && (pattern || origin.find('*') == origin.npos)) return;
  fail_at(args,
          pattern ? "must be an origin, such as https://example.com:8443, https://*.example.com or null"
                  : "must be an origin, such as https://example.com:8443 or null",
          origin, find_origin_fault(origin, pattern));
}

}  // namespace tool
