// SPDX-License-Identifier: BSL-1.0
// read_packet(): finds the TCP payload in a packet of IPv4 (RFC 791) or IPv6 (RFC 8200), with or without an Ethernet
// header.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "../wshake_text.hpp"

namespace tool {

struct packet {
  std::string source;       // the address and the port of the sender, as octets
  std::string destination;  // the address and the port of the receiver, as octets
  std::uint32_t sequence = 0;
  octets payload;
  bool is_cut = false;  // the capture lacks the end of the packet
};

inline std::size_t big_endian(octets data, std::size_t at, std::size_t size) {
  std::size_t out = 0;
  for (std::size_t each = at; each < at + size; ++each) out = out << 8 | (each < data.size() ? data[each] : 0U);
  return out;
}

// Finds the IP header: at the front, behind an Ethernet header, or behind the header of a Linux cooked capture.
inline octets without_link_header(octets data) {
  for (const std::size_t size : {std::size_t{0}, std::size_t{14}, std::size_t{16}, std::size_t{20}}) {
    const octets ip = data.from(size);
    if (ip.size() < 40) break;
    const std::size_t type = size == 0 ? 0 : big_endian(data, size == 20 ? 0 : size - 2, 2);
    if (size != 0 && type != 0x0800 && type != 0x86dd) continue;
    const unsigned version = ip[0] >> 4;
    if (version == 4 ? (ip[0] & 15) >= 5 && ip[9] == 6 : version == 6 && ip[6] == 6) return ip;
  }
  return {};
}

// Reads a packet. Returns nullopt if the octets are no TCP packet.
inline std::optional<packet> read_packet(octets data) {
  const octets ip = without_link_header(data);
  if (ip.empty()) return {};
  const bool is_4 = ip[0] >> 4 == 4;
  const std::size_t header = is_4 ? (ip[0] & 15U) * 4U : 40;
  const std::size_t size = is_4 ? big_endian(ip, 2, 2) : 40 + big_endian(ip, 4, 2);
  const octets tcp = ip.first(size).from(header);
  if (tcp.size() < 20 || size < header) return {};
  const std::size_t length = is_4 ? 4 : 16;
  const std::size_t address = is_4 ? 12 : 8;
  packet out;
  out.source = std::string{ip.from(address).first(length).text()} + std::string{tcp.first(2).text()};
  out.destination =
      std::string{ip.from(address + length).first(length).text()} + std::string{tcp.from(2).first(2).text()};
  out.sequence = static_cast<std::uint32_t>(big_endian(tcp, 4, 4));
  out.payload = tcp.from((tcp[12] >> 4) * 4U);
  out.is_cut = size > ip.size();
  return out;
}

}  // namespace tool
