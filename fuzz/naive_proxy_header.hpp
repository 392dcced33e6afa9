// SPDX-License-Identifier: BSL-1.0
// Reads a header of the PROXY protocol (proxy-protocol.txt §2) in the plainest way. The reader judges all received
// octets at once: it cuts the text into words, and accepts the beginning of a word if some further text would complete
// a valid word.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "text.hpp"

namespace fuzz {

using naive_ip = std::array<std::uint8_t, 16>;

inline std::vector<std::string_view> split(std::string_view whole, char mark) {
  std::vector<std::string_view> pieces;
  for (;;) {
    const std::size_t end = whole.find(mark);
    pieces.push_back(whole.substr(0, end));
    if (end == std::string_view::npos) return pieces;
    whole.remove_prefix(end + 1);
  }
}

// Returns the value of a decimal number up to `most` without leading zeros, or `most` + 1 for any other text.
inline unsigned long naive_number(std::string_view digits, unsigned long most) {
  if (digits.empty() || digits.size() > 9 || (digits.size() > 1 && digits[0] == '0')) return most + 1;
  unsigned long value = 0;
  for (const char digit : digits) {
    if (digit < '0' || digit > '9') return most + 1;
    value = value * 10 + static_cast<unsigned long>(digit - '0');
  }
  return value <= most ? value : most + 1;
}

inline bool naive_ipv4(std::string_view word, naive_ip& ip) {
  const std::vector<std::string_view> numbers = split(word, '.');
  if (numbers.size() != 4) return false;
  for (std::size_t index = 0; index < 4; ++index) {
    const unsigned long value = naive_number(numbers[index], 255);
    if (value > 255) return false;
    ip[index] = static_cast<std::uint8_t>(value);
  }
  return true;
}

// Reads groups of an IPv6 address, separated by colons, and appends their octets. If `last` is set, the last group may
// be an IPv4 address.
inline bool naive_groups(std::string_view word, bool last, std::vector<std::uint8_t>& out) {
  if (word.empty()) return true;
  const std::vector<std::string_view> groups = split(word, ':');
  for (std::size_t index = 0; index < groups.size(); ++index) {
    const std::string_view group = groups[index];
    naive_ip ip = {};
    if (last && index + 1 == groups.size() && naive_ipv4(group, ip)) {
      out.insert(out.end(), ip.begin(), ip.begin() + 4);
      continue;
    }
    if (group.empty() || group.size() > 4) return false;
    unsigned value = 0;
    for (const char digit : group) {
      const std::size_t number = std::string_view("0123456789abcdefABCDEF").find(digit);
      if (number == std::string_view::npos) return false;
      value = value * 16 + static_cast<unsigned>(number < 16 ? number : number - 6);
    }
    out.push_back(static_cast<std::uint8_t>(value >> 8));
    out.push_back(static_cast<std::uint8_t>(value));
  }
  return true;
}

inline bool naive_ipv6(std::string_view word, naive_ip& ip) {
  const std::size_t gap = word.find("::");
  std::vector<std::uint8_t> front, back;
  if (gap == std::string_view::npos) {
    if (word.empty() || !naive_groups(word, true, front) || front.size() != 16) return false;
  } else {
    if (!naive_groups(word.substr(0, gap), false, front) || !naive_groups(word.substr(gap + 2), true, back))
      return false;
    if (front.size() + back.size() > 14) return false;
    front.resize(16 - back.size(), 0);
    front.insert(front.end(), back.begin(), back.end());
  }
  for (std::size_t index = 0; index < 16; ++index) ip[index] = front[index];
  return true;
}

struct naive_header {
  enum class state : std::uint8_t { possible, complete, bad };

  state is = state::bad;
  std::size_t size = 0;  // octets of a complete header
  unsigned version = 0, command = 0, family = 0, transport = 0;
  naive_ip source = {}, destination = {};
  unsigned long source_port = 0, destination_port = 0;
  std::size_t tlvs = 0;  // the offset of the TLVs
};

// True if the word is an address of the family '4' or '6', or a port if the family is 'p'.
inline bool naive_word(std::string_view word, char family, naive_ip& ip) {
  if (family == 'p') return naive_number(word, 65535) <= 65535;
  return family == '4' ? naive_ipv4(word, ip) : naive_ipv6(word, ip);
}

// True if the word is valid by itself, or with some more characters behind it.
inline bool naive_word_begins(std::string_view word, char family) {
  naive_ip ip = {};
  for (const std::string_view next : {"", "0", ":", ":0", "::"}) {
    for (const std::string_view part : {".0", ":0"}) {
      text longer(word);
      longer += next;
      for (unsigned parts = 0; parts < 8; ++parts) {
        if (naive_word(longer, family, ip)) return true;
        longer += part;
      }
    }
  }
  return false;
}

// Judges the part of a line after "PROXY ", without CRLF. `ended`: the CR has arrived.
inline bool naive_line(std::string_view rest, bool ended, naive_header& found) {
  if (rest.substr(0, 7) == "UNKNOWN") {
    if (rest.size() > 7 && rest[7] != ' ') return false;
    return rest.find('\n') == std::string_view::npos && rest.find('\r') == std::string_view::npos;
  }
  const std::vector<std::string_view> words = split(rest, ' ');
  const std::string_view kind = words[0];
  if (words.size() == 1) {
    if (ended) return false;
    for (const std::string_view name : {"TCP4", "TCP6", "UNKNOWN"}) {
      if (name.substr(0, kind.size()) == kind) return true;
    }
    return false;
  }
  if ((kind != "TCP4" && kind != "TCP6") || words.size() > 5 || (ended && words.size() < 5)) return false;
  naive_ip ignored = {};
  for (std::size_t index = 1; index < words.size(); ++index) {
    const char family = index > 2 ? 'p' : kind[3];
    naive_ip& ip = index == 1 ? found.source : index == 2 ? found.destination : ignored;
    const bool may_grow = index + 1 == words.size() && !ended;
    if (may_grow ? !naive_word_begins(words[index], family) : !naive_word(words[index], family, ip)) return false;
  }
  if (!ended) return true;
  found.family = kind == "TCP4" ? 1 : 2;
  found.transport = 1;
  found.source_port = naive_number(words[3], 65535);
  found.destination_port = naive_number(words[4], 65535);
  return true;
}

// Judges a header of version 1, which is one line. Does not judge its length.
inline naive_header naive_line_header(std::string_view data) {
  constexpr std::string_view front = "PROXY ";
  naive_header found = {.version = 1, .command = 1};
  if (data.size() < front.size()) {
    if (front.substr(0, data.size()) == data) found.is = naive_header::state::possible;
    return found;
  }
  if (data.substr(0, front.size()) != front) return found;
  const std::size_t end = data.find("\r\n");
  std::string_view line = data.substr(0, end);
  const bool complete = end != std::string_view::npos;
  const bool ended = complete || line.back() == '\r';
  if (!complete && ended) line.remove_suffix(1);
  if (!naive_line(line.substr(front.size()), ended, found)) return found;
  found.is = complete ? naive_header::state::complete : naive_header::state::possible;
  found.size = complete ? end + 2 : 0;
  return found;
}

inline std::size_t octet_at(std::string_view data, std::size_t offset) {
  return static_cast<unsigned char>(data[offset]);
}

// Returns the offset of the first TLV that cannot fit between `begin` and `end`, or `end`.
inline std::size_t naive_misfit(std::string_view data, std::size_t begin, std::size_t end) {
  for (std::size_t at = begin; at != end;) {
    if (end - at < 3) return at;
    const std::size_t known = data.size() > at ? data.size() - at : 0;
    if (known >= 2 && 3 + octet_at(data, at + 1) * 256 > end - at) return at;
    if (known < 3) return end;
    const std::size_t size = 3 + octet_at(data, at + 1) * 256 + octet_at(data, at + 2);
    if (size > end - at) return at;
    at += size;
  }
  return end;
}

inline naive_header naive_block_header(std::string_view data, std::size_t limit) {
  constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);
  using enum naive_header::state;
  naive_header found = {.version = 2};
  if (signature.substr(0, data.size()) != data.substr(0, signature.size())) return found;
  found.is = possible;
  if (data.size() < 13) return found;
  const std::size_t command = octet_at(data, 12);
  const std::size_t kind = data.size() > 13 ? octet_at(data, 13) : 0;
  const bool used = command == 0x21;
  if ((command != 0x20 && !used) || (used && (kind > 0x3f || kind % 16 > 2))) return {.version = 2};
  found.command = command % 16;
  if (data.size() == 15 && 16 + octet_at(data, 14) * 256 > limit) return {.version = 2};
  if (data.size() < 16) return found;
  const std::size_t size = 16 + octet_at(data, 14) * 256 + octet_at(data, 15);
  if (size > limit) return {.version = 2};
  found.size = size;
  found.tlvs = size;
  if (used && kind / 16 != 0 && kind % 16 != 0) {
    const std::size_t sizes[] = {0, 4, 16, 108};
    found.family = static_cast<unsigned>(kind / 16);
    found.transport = static_cast<unsigned>(kind % 16);
    const std::size_t one = sizes[found.family];
    found.tlvs = 16 + 2 * one + (found.family == 3 ? 0 : 4);
    if (found.tlvs > size || naive_misfit(data, found.tlvs, size) != size) return {.version = 2};
    if (data.size() >= size && found.family != 3) {
      for (std::size_t index = 0; index < one; ++index) {
        found.source[index] = static_cast<std::uint8_t>(data[16 + index]);
        found.destination[index] = static_cast<std::uint8_t>(data[16 + one + index]);
      }
      found.source_port = octet_at(data, 16 + 2 * one) * 256 + octet_at(data, 17 + 2 * one);
      found.destination_port = octet_at(data, 18 + 2 * one) * 256 + octet_at(data, 19 + 2 * one);
    }
  }
  found.is = data.size() >= size ? complete : possible;
  return found;
}

}  // namespace fuzz
