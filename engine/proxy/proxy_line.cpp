// SPDX-License-Identifier: BSL-1.0
#include "proxy_line.hpp"

#include "ip_text.hpp"

namespace wshake::proxy {

namespace {

// Reads a line from its first octet. Each function reads a part of the line, and returns true if the part is complete.
// If a function returns false, the octets end inside the part, or is_bad() is true and offset() is the offset of the
// invalid octet.
class line_reader {
 public:
  explicit line_reader(octets line) noexcept : line_(line) {}

  std::size_t offset() const noexcept { return offset_; }
  bool is_bad() const noexcept { return is_bad_; }

  bool take(octets text) noexcept {
    for (const char octet : text) {
      if (at_end()) return false;
      if (line_.data()[offset_] != octet) return fail();
      ++offset_;
    }
    return true;
  }

  // Takes "TCP4", "TCP6" or "UNKNOWN". "UNKNOWN" leaves the family unspecified.
  bool take_family(proxy_family& family) noexcept {
    if (at_end()) return false;
    if (line_[offset_] == 'U') return take("UNKNOWN");
    if (!take("TCP") || at_end()) return false;
    const unsigned char version = line_[offset_];
    if (version != '4' && version != '6') return fail();
    family = version == '4' ? proxy_family::ipv4 : proxy_family::ipv6;
    ++offset_;
    return true;
  }

  bool take_ip(proxy_family family, proxy_endpoint& out) noexcept {
    if (family == proxy_family::ipv6) {
      ipv6_reader text;
      if (!take_word([&](unsigned char octet) { return text.take(octet); })) return false;
      if (!text.end()) return fail();
      out.ip = text.ip();
    } else {
      ipv4_reader text;
      if (!take_word([&](unsigned char octet) { return text.take(octet); })) return false;
      if (!text.is_complete()) return fail();
      for (std::size_t index = 0; index < text.ip().size(); ++index) out.ip[index] = text.ip()[index];
    }
    return true;
  }

  // A decimal number without leading zeros, at most 65,535.
  bool take_port(std::uint16_t& port) noexcept {
    const std::size_t begin = offset_;
    std::uint32_t value = 0;
    const bool has_ended = take_word([&](unsigned char octet) {
      const std::uint32_t digit = octet - std::uint32_t{'0'};
      if (digit > 9 || (value == 0 && offset_ > begin)) return false;
      value = value * 10 + digit;
      return value <= 65535;
    });
    if (!has_ended) return false;
    if (offset_ == begin) return fail();
    port = static_cast<std::uint16_t>(value);
    return true;
  }

  // Skips everything before the CR. An LF before the CR is an error: it does not end the line.
  bool skip_to_end() noexcept {
    if (!at_end() && line_[offset_] != ' ' && line_[offset_] != '\r') return fail();
    while (!at_end() && line_[offset_] != '\r') {
      if (line_[offset_] == '\n') return fail();
      ++offset_;
    }
    return !at_end();
  }

 private:
  bool at_end() const noexcept { return offset_ == line_.size(); }

  bool fail() noexcept {
    is_bad_ = true;
    return false;
  }

  // Passes the octets before the next space or CR to `takes`, which returns false for an invalid octet.
  template <class Takes>
  bool take_word(Takes takes) noexcept {
    while (!at_end() && line_[offset_] != ' ' && line_[offset_] != '\r') {
      if (!takes(line_[offset_])) return fail();
      ++offset_;
    }
    return !at_end();
  }

  octets line_;
  std::size_t offset_ = 0;
  bool is_bad_ = false;
};

// "PROXY" SP ( "TCP4" / "TCP6" ) SP source SP destination SP source-port SP destination-port CRLF
// "PROXY" SP "UNKNOWN" [ SP *OCTET ] CRLF
bool read_parts(line_reader& line, proxy_header& found) noexcept {
  if (!line.take("PROXY ") || !line.take_family(found.family)) return false;
  if (!found.has_addresses()) return line.skip_to_end() && line.take("\r\n");
  found.transport = proxy_transport::stream;
  return line.take(" ") && line.take_ip(found.family, found.source) &&       //
         line.take(" ") && line.take_ip(found.family, found.destination) &&  //
         line.take(" ") && line.take_port(found.source.port) &&              //
         line.take(" ") && line.take_port(found.destination.port) && line.take("\r\n");
}

}  // namespace

proxy_header_reading read_proxy_line(octets data) noexcept {
  // The last offset that the CR can have. If the octet at this offset is not a CR, the line is invalid, whatever
  // follows.
  constexpr std::size_t last_cr = longest_line - 2;
  const bool is_too_long = data.size() > last_cr && data[last_cr] != '\r';
  line_reader line(data.first(is_too_long ? last_cr + 1 : longest_line));
  proxy_header found = {.version = 1, .command = proxy_command::proxy};
  if (read_parts(line, found)) {
    found.raw = data.first(line.offset());
    return {.consumed = line.offset(), .most = line.offset(), .header = found};
  }
  if (line.is_bad()) return {.error = {errc::bad_proxy_line, line.offset()}};
  if (is_too_long) return {.error = {errc::proxy_header_too_large, last_cr}};
  return {.most = longest_line};
}

}  // namespace wshake::proxy
