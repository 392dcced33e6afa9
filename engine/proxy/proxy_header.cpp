// SPDX-License-Identifier: BSL-1.0
// Recognizes the version of a PROXY protocol header, and reads version 2 (proxy-protocol.txt section 2.2).
#include <wshake/proxy_header.hpp>

#include "proxy_line.hpp"

namespace wshake {

namespace proxy {

namespace {

constexpr octets line_signature = "PROXY";
constexpr octets block_signature = {"\r\n\r\n\0\r\nQUIT\n", 12};

// The fixed part of a header: the signature, version and command, family and transport, and the length of the rest.
constexpr std::size_t command_offset = 12;
constexpr std::size_t family_offset = 13;
constexpr std::size_t length_offset = 14;
constexpr std::size_t front_size = 16;

// The family of the addresses is the index. ip_size has the octets of one IP address, and address_size the octets of
// both addresses together with the ports. Addresses of Unix sockets have no ports.
constexpr std::size_t ip_size[] = {0, 4, 16};
constexpr std::size_t address_size[] = {0, 12, 36, 216};
constexpr std::size_t path_size = 108;

proxy_header_reading fail(errc code, std::size_t offset) noexcept { return {.error = {code, offset}}; }

// The least and the greatest value that a number of two octets can have, given the octets of it that have arrived.
struct number_range {
  std::size_t least = 0;
  std::size_t most = 0xffff;
};
number_range read_number(octets text) noexcept {
  if (text.empty()) return {};
  const std::size_t high = text[0] * std::size_t{256};
  if (text.size() == 1) return {high, high + 255};
  return {high + text[1], high + text[1]};
}

// The most octets that a header can have, bounded by `limit`. The result is never below the size of the fixed part:
// the fixed part is read whatever the limit, because it contains the length of the rest.
std::size_t most_octets(number_range length, std::size_t limit) noexcept {
  const std::size_t most = front_size + length.most;
  if (limit < front_size) return front_size;
  return most < limit ? most : limit;
}

// Sets version, command, family and transport from the octets that have arrived.
diagnostic read_kind(octets data, proxy_header& found) noexcept {
  found.version = 2;
  if (data.size() <= command_offset) return {};
  if (data[command_offset] != 0x20 && data[command_offset] != 0x21) return {errc::bad_proxy_command, command_offset};
  found.command = static_cast<proxy_command>(data[command_offset] & 0x0f);
  if (found.command == proxy_command::local || data.size() <= family_offset) return {};
  const unsigned family = data[family_offset] >> 4;
  const unsigned transport = data[family_offset] & 0x0f;
  if (family > 3 || transport > 2) return {errc::bad_proxy_family, family_offset};
  if (family == 0 || transport == 0) return {};
  found.family = static_cast<proxy_family>(family);
  found.transport = static_cast<proxy_transport>(transport);
  return {};
}

// Sets the addresses and ports from the octets behind the fixed part.
void read_addresses(octets rest, proxy_header& found) noexcept {
  proxy_endpoint* const ends[] = {&found.source, &found.destination};
  const auto family = static_cast<std::size_t>(found.family);
  for (std::size_t end = 0; end < 2; ++end) {
    if (found.family == proxy_family::unix_socket) {
      ends[end]->path = rest.from(end * path_size).first(path_size);
      continue;
    }
    const octets ip = rest.from(end * ip_size[family]).first(ip_size[family]);
    for (std::size_t index = 0; index < ip.size(); ++index) ends[end]->ip[index] = ip[index];
    const octets port = rest.from(2 * ip.size() + 2 * end).first(2);
    ends[end]->port = static_cast<std::uint16_t>(read_number(port).least);
  }
}

// The offset of the first TLV (type, length, value) that does not fit into `size` octets; `size` if there is none.
// `text` has the octets that have arrived. If the length of a TLV has not arrived completely, and the least length that
// it can have fits, this TLV and all TLVs behind it count as fitting.
std::size_t misfit(octets text, std::size_t size) noexcept {
  constexpr std::size_t tlv_front = 3;
  std::size_t offset = 0;
  while (offset < size) {
    if (size - offset < tlv_front) return offset;
    const number_range length = read_number(text.from(offset + 1).first(2));
    if (length.least > size - offset - tlv_front) return offset;
    if (length.least != length.most) return size;
    offset += tlv_front + length.least;
  }
  return size;
}

// Reads a header of version 2, or a part of it.
proxy_header_reading read_block(octets data, std::size_t limit) noexcept {
  proxy_header found;
  if (const diagnostic error = read_kind(data, found); !error.ok()) return {.error = error};
  const number_range length = read_number(data.from(length_offset).first(2));
  if (data.size() > length_offset && front_size + length.least > limit) {
    return fail(errc::proxy_header_too_large, length_offset);
  }
  if (data.size() < front_size) return {.most = most_octets(length, limit)};
  const std::size_t size = front_size + length.least;
  if (found.has_addresses()) {
    const std::size_t begin = front_size + address_size[static_cast<std::size_t>(found.family)];
    if (size < begin) return fail(errc::bad_proxy_length, length_offset);
    const std::size_t offset = begin + misfit(data.first(size).from(begin), size - begin);
    if (offset != size) return fail(errc::bad_proxy_tlv, offset);
    if (data.size() >= size) {
      read_addresses(data.from(front_size), found);
      found.tlvs = proxy_tlv_list(data.first(size).from(begin));
    }
  }
  if (data.size() < size) return {.most = size};
  found.raw = data.first(size);
  return {.consumed = size, .most = size, .header = found};
}

// The number of octets at the front of `data` that are equal to the octets of the signature.
std::size_t common_size(octets data, octets signature) noexcept {
  std::size_t size = 0;
  while (size < data.size() && size < signature.size() && data.data()[size] == signature.data()[size]) ++size;
  return size;
}

}  // namespace

}  // namespace proxy

proxy_header_reading read_proxy_header(octets data, std::size_t limit) noexcept {
  using namespace proxy;
  if (data.empty()) {
    const std::size_t most = most_octets({}, limit);
    return {.most = most > longest_line ? most : longest_line};
  }
  const bool is_line = data[0] == line_signature[0];
  const octets signature = is_line ? line_signature : block_signature;
  const std::size_t common = common_size(data, signature);
  if (common < data.size() && common < signature.size()) return fail(errc::missing_proxy_header, common);
  return is_line ? read_proxy_line(data) : read_block(data, limit);
}

}  // namespace wshake
