// SPDX-License-Identifier: BSL-1.0
// proxy_header: the PROXY protocol of load balancers, versions 1 and 2. The comments cite the sections of its
// specification, https://www.haproxy.org/download/2.6/doc/proxy-protocol.txt. A header of the PROXY protocol has the
// address of the client for which a proxy opened the connection. The connection begins with the header, even before
// TLS.
//
// Your duty: call read_proxy_header() on every connection of a port that is configured for the PROXY protocol, and on
// no other port. Refuse a connection without a valid header. Let only your own proxies connect to such a port. If a
// port accepts connections with and without a header, each client can forge its address (sections 2 and 5).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include <wshake/detail/attributes.hpp>
#include <wshake/detail/forward_iterator.hpp>
#include <wshake/error.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// Says for whom the proxy opened the connection: for itself, or for a client (section 2.2).
enum class proxy_command : std::uint8_t {
  local,  // the proxy's own connection, such as a health check: use the addresses of the socket
  proxy,  // a connection that the proxy forwards for a client
};

// The kind of the addresses in a header. The enumerators have the numbers of the specification (section 2.2).
enum class proxy_family : std::uint8_t {
  unspecified,  // unknown, or UNKNOWN in version 1: there are no addresses
  ipv4,         // IPv4 addresses and ports
  ipv6,         // IPv6 addresses and ports
  unix_socket,  // addresses of Unix sockets
};

// The protocol of the connection that the proxy forwards. The enumerators have the numbers of the specification
// (section 2.2).
enum class proxy_transport : std::uint8_t {
  unspecified,  // unknown: there are no addresses
  stream,       // TCP, or a stream socket
  datagram,     // UDP, or a datagram socket
};

// One end of the connection that the proxy forwards.
struct proxy_endpoint {
  std::array<std::uint8_t, 16> ip = {};  // in network byte order: 4 octets for IPv4, 16 for IPv6; the rest is zeros
  std::uint16_t port = 0;                // 0 for a Unix socket
  octets path = {};  // for a Unix socket: the 108 octets of the path, as sent; the path ends at its first NUL
};

// The types of TLVs that the specification names. A TLV may also have a type without an enumerator. The types from 0xe0
// to 0xef belong to applications (section 2.2.8).
enum class proxy_tlv_type : std::uint8_t {
  alpn = 0x01,             // the protocol that TLS agreed on (RFC 7301)
  authority = 0x02,        // the server's name that the client asked for, for example by Server Name Indication of TLS
  crc32c = 0x03,           // a checksum of the header; read_proxy_header() does not verify it
  noop = 0x04,             // padding, to be ignored
  unique_id = 0x05,        // the proxy's name for this connection, at most 128 octets
  tls = 0x20,              // PP2_TYPE_SSL: flags (1 octet), 0 if the client sent a valid certificate (4 octets), TLVs
  tls_version = 0x21,      // in a value of type tls: the version, such as "TLSv1.3"
  tls_common_name = 0x22,  // in a value of type tls: the Common Name of the client's certificate
  tls_cipher = 0x23,       // in a value of type tls: the cipher
  tls_signature_algorithm = 0x24,  // in a value of type tls: how the proxy's certificate is signed, such as "SHA256"
  tls_key_algorithm = 0x25,        // in a value of type tls: the key of the proxy's certificate, such as "RSA2048"
  network_namespace = 0x30,        // the name of the connection's network namespace
};

// A TLV: a type, and a value with a length (section 2.2).
struct proxy_tlv {
  proxy_tlv_type type = {};  // any number, also one without an enumerator
  octets value = {};         // may be empty
};

// TLVs in order: a forward range of `proxy_tlv`. The range ends before the first incomplete TLV. A header that
// read_proxy_header() accepted has no incomplete TLV. The value of a TLV of type proxy_tlv_type::tls has TLVs behind
// its first 5 octets: read these TLVs with proxy_tlv_list(value.from(5)).
class proxy_tlv_list {
 public:
  // Reads one TLV at a time.
  class iterator : public detail::forward_iterator<iterator, const proxy_tlv&> {
   public:
    // A std::forward_iterator. A default-constructed iterator is at the end of an empty range.
    constexpr iterator() noexcept = default;

    // Moves to the next TLV.
    constexpr iterator& operator++() noexcept {
      offset_ += size_;
      size_ = size_at(text_.from(offset_));
      if (size_ == 0) {
        current_ = {};
      } else {
        const octets whole = text_.from(offset_).first(size_);
        current_ = {static_cast<proxy_tlv_type>(whole[0]), whole.from(header_size)};
      }
      return *this;
    }
    using forward_iterator::operator++;

    // The offset of the TLV's type in the octets of the list. For an iterator at the end of the range: the offset of
    // the incomplete TLV, or the size of the list's octets if no TLV is incomplete.
    constexpr std::size_t offset() const noexcept { return offset_; }

   private:
    friend class proxy_tlv_list;
    friend class detail::forward_iterator<iterator, const proxy_tlv&>;

    static constexpr std::size_t header_size = 3;

    explicit constexpr iterator(octets text) noexcept : text_(text) { ++*this; }

    // The size of the TLV at the front of `text`, or 0 if the TLV is incomplete.
    static constexpr std::size_t size_at(octets text) noexcept {
      if (text.size() < header_size) return 0;
      const std::size_t size = header_size + text[1] * std::size_t{256} + text[2];
      return size <= text.size() ? size : 0;
    }

    constexpr const proxy_tlv& current() const noexcept { return current_; }
    constexpr bool at_end() const noexcept { return size_ == 0; }
    constexpr bool same(const iterator& other) const noexcept {
      return offset_ == other.offset_ && size_ == other.size_;
    }

    octets text_;
    std::size_t offset_ = 0;
    std::size_t size_ = 0;  // of the current TLV; 0 behind the last one
    proxy_tlv current_ = {};
  };

  // An empty list, or the TLVs in `text`.
  constexpr proxy_tlv_list() noexcept = default;
  explicit constexpr proxy_tlv_list(octets text) noexcept : text_(text) {}

  // Begin and end of the range, whether the range is empty, and the octets of the list.
  constexpr iterator begin() const noexcept { return iterator(text_); }
  constexpr detail::range_end end() const noexcept { return {}; }
  constexpr bool empty() const noexcept { return begin() == end(); }
  constexpr octets text() const noexcept { return text_; }

  // The value of the first TLV whose type is `type`; unset if no TLV has this type.
  constexpr std::optional<octets> find(proxy_tlv_type type) const noexcept {
    for (iterator each = begin(); each != end(); ++each) {
      if (each->type == type) return each->value;
    }
    return std::nullopt;
  }

  // True if the octets of the list are complete TLVs only.
  constexpr bool is_complete() const noexcept {
    iterator each = begin();
    while (each != end()) ++each;
    return each.offset() == text_.size();
  }

 private:
  octets text_;
};

// A header of the PROXY protocol. The views point into `data`, the argument of read_proxy_header().
struct proxy_header {
  unsigned version = 0;                                      // 1 or 2
  proxy_command command = proxy_command::local;              // always proxy in version 1
  proxy_family family = proxy_family::unspecified;           // unspecified if the command is local
  proxy_transport transport = proxy_transport::unspecified;  // unspecified if `family` is unspecified
  proxy_endpoint source = {};                                // the client
  proxy_endpoint destination = {};                           // the address to which the client connected
  proxy_tlv_list tlvs = {};                                  // version 2 with addresses
  octets raw = {};                                           // the header as it was sent

  // True if source and destination hold addresses. If false, use the addresses of the socket (sections 2.1 and 2.2). If
  // false and the command is not local, you may close the connection instead.
  constexpr bool has_addresses() const noexcept { return family != proxy_family::unspecified; }
};

// The result of read_proxy_header(). Exactly one of these is true: `error` is set, `consumed` is above 0, or
// need_more() returns true.
struct proxy_header_reading {
  diagnostic error = {};     // the broken rule and the offset of the fault: close the connection
  std::size_t consumed = 0;  // octets of the header; 0 while the header is incomplete
  std::size_t most = 0;      // the size of the largest valid header that can begin with the octets in `data`
  proxy_header header = {};  // valid if consumed is above 0

  // True if the header is incomplete.
  constexpr bool need_more() const noexcept { return error.ok() && consumed == 0; }
};

// Reads the header of the PROXY protocol, version 1 or 2, at the front of `data`, which holds all octets that have
// arrived so far. read_proxy_header() ignores the octets behind the header: give these octets to TLS or to the server.
// If need_more() is true, call read_proxy_header() again with all octets so far. A buffer of proxy_header_reading::most
// octets is large enough for these calls. Each call reads from the first octet again. `limit` is the largest size of a
// header of version 2. A header of version 1 has at most 107 octets.
//
// Version 1: the header is a line that ends with CR LF and has no other CR or LF. An address is a text that inet_pton()
// accepts. Octets between the word UNKNOWN and the CR are skipped (specification, section 2.1).
// Version 2: if the command is LOCAL, or the family or the transport is unspecified, the octets behind the first 16
// octets of the header are skipped (specification, section 2.2).
//
// Errors: the broken rule, as soon as the octets that have arrived break it. Close the connection.
// - missing_proxy_header: the octets begin neither with "PROXY", the signature of version 1, nor with the signature of
//   version 2. The error's offset is the offset of the first octet that differs: from "PROXY" if the first octet is
//   "P", otherwise from the signature of version 2.
// - bad_proxy_line: a line of version 1 is malformed at the error's offset.
// - bad_proxy_command, bad_proxy_family: the octet at the error's offset has a value that version 2 does not define.
// - bad_proxy_length: a header of version 2 is too small for its addresses. The error's offset is the offset of the
//   header's length.
// - bad_proxy_tlv: a TLV does not fit into the rest of the header. The error's offset is the offset of the TLV's type.
// - proxy_header_too_large: with the length at the error's offset, a header of version 2 is larger than `limit`; or a
//   line of version 1 has no CRLF in its first 107 octets.
// Lifetime: `data` must live as long as the views of the result.
[[nodiscard]] WSHAKE_API proxy_header_reading read_proxy_header(octets data,
                                                                std::size_t limit = proxy_header_limit) noexcept;
template <detail::temporary_owner R>
proxy_header_reading read_proxy_header(const R&& data, std::size_t = 0) = delete;  // a temporary: give it a name

}  // namespace wshake
