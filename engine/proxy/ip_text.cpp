// SPDX-License-Identifier: BSL-1.0
#include "ip_text.hpp"

#include "base/number.hpp"

namespace wshake::proxy {

bool ipv6_reader::take(unsigned char octet) noexcept {
  if (is_ipv4_) return ipv4_.take(octet);
  if (octet == ':') return take_colon();
  if (octet == '.') return take_dot();
  const bool is_digit = octet >= '0' && octet <= '9';
  if (!is_digit && ((octet | 0x20) < 'a' || (octet | 0x20) > 'f')) return false;
  const bool is_single_colon_in_front = colons_ == 1 && groups_ == 0 && gap_ == no_gap;
  if (digits_ == 4 || groups_ == most_groups() || is_single_colon_in_front) return false;
  if (digits_ == 0) {
    ipv4_ = {};
    may_be_ipv4_ = true;
    value_ = 0;
  }
  may_be_ipv4_ = may_be_ipv4_ && ipv4_.take(octet);
  value_ = value_ << 4 | base::hex_value(octet);
  ++digits_;
  return true;
}

bool ipv6_reader::take_colon() noexcept {
  if (digits_ > 0) {
    // Rejects the colon if neither another group nor the second colon of "::" can follow.
    if (groups_ + 1 == most_groups() && (gap_ != no_gap || groups_ == 7)) return false;
    put_group(value_);
    digits_ = 0;
    colons_ = 1;
    return true;
  }
  if (colons_ == 2 || (colons_ == 1 && gap_ != no_gap)) return false;
  if (colons_ == 1) gap_ = groups_;
  ++colons_;
  return true;
}

bool ipv6_reader::take_dot() noexcept {
  const bool fits = gap_ == no_gap ? groups_ == 6 : groups_ <= 5;
  if (digits_ == 0 || !may_be_ipv4_ || !fits) return false;
  is_ipv4_ = true;
  return ipv4_.take('.');
}

bool ipv6_reader::end() noexcept {
  if (is_ipv4_) {
    if (!ipv4_.is_complete()) return false;
    const std::array<std::uint8_t, 4>& last = ipv4_.ip();
    put_group(last[0] * 256U + last[1]);
    put_group(last[2] * 256U + last[3]);
  } else if (digits_ > 0) {
    put_group(value_);
  } else if (colons_ != 2) {
    return false;
  }
  if (gap_ == no_gap) return groups_ == 8;
  // Moves the groups behind "::" to the end.
  for (std::size_t from = 2 * groups_, to = ip_.size(); from > 2 * gap_;) {
    ip_[--to] = ip_[--from];
    ip_[from] = 0;
  }
  return true;
}

void ipv6_reader::put_group(unsigned value) noexcept {
  ip_[groups_ * 2] = static_cast<std::uint8_t>(value >> 8);
  ip_[groups_ * 2 + 1] = static_cast<std::uint8_t>(value);
  ++groups_;
}

}  // namespace wshake::proxy
