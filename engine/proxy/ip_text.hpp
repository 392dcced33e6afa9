// SPDX-License-Identifier: BSL-1.0
// Classes that read the text of an IP address octet by octet, and find an invalid octet when it arrives.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace wshake::proxy {

// Four numbers from 0 to 255 in decimal, without leading zeros, separated by dots.
class ipv4_reader {
 public:
  // Takes the next octet. Returns false if no address begins with the octets taken so far.
  constexpr bool take(unsigned char octet) noexcept {
    if (octet == '.') {
      if (digits_ == 0 || part_ == 3) return false;
      ++part_;
      digits_ = 0;
      return true;
    }
    const unsigned digit = octet - unsigned{'0'};
    if (digit > 9 || (digits_ > 0 && ip_[part_] == 0)) return false;
    const unsigned value = digits_ == 0 ? digit : ip_[part_] * 10U + digit;
    if (value > 255) return false;
    ip_[part_] = static_cast<std::uint8_t>(value);
    ++digits_;
    return true;
  }

  // True if the octets taken so far are an address.
  constexpr bool is_complete() const noexcept { return part_ == 3 && digits_ > 0; }

  constexpr const std::array<std::uint8_t, 4>& ip() const noexcept { return ip_; }

 private:
  std::array<std::uint8_t, 4> ip_ = {};
  unsigned part_ = 0;    // index of the current number
  unsigned digits_ = 0;  // digits of the current number
};

// Eight groups of one to four hexadecimal digits, separated by colons (RFC 4291 section 2.2). One "::" stands for one
// or more groups of zeros, and an IPv4 address may stand for the last two groups. inet_pton() accepts the same texts.
class ipv6_reader {
 public:
  // Takes the next octet. Returns false if no address begins with the octets taken so far.
  bool take(unsigned char octet) noexcept;

  // Takes the end of the text. Returns false if the octets taken so far are no address. Call it once.
  bool end() noexcept;

  // Valid after end().
  const std::array<std::uint8_t, 16>& ip() const noexcept { return ip_; }

 private:
  static constexpr std::size_t no_gap = 8;

  // The most groups that a text can have beside "::", which stands for at least one group.
  std::size_t most_groups() const noexcept { return gap_ == no_gap ? 8 : 7; }

  bool take_colon() noexcept;
  bool take_dot() noexcept;
  void put_group(unsigned value) noexcept;

  std::array<std::uint8_t, 16> ip_ = {};
  ipv4_reader ipv4_ = {};     // reads the IPv4 address that may begin with the current group
  bool may_be_ipv4_ = true;   // the current group may be the first number of an IPv4 address
  bool is_ipv4_ = false;      // a dot has been taken
  std::size_t groups_ = 0;    // complete groups, stored at the front of ip_
  std::size_t gap_ = no_gap;  // the number of groups before "::"
  unsigned value_ = 0;        // the value of the current group
  unsigned digits_ = 0;       // digits of the current group
  unsigned colons_ = 0;       // colons directly before the current group
};

}  // namespace wshake::proxy
