// SPDX-License-Identifier: BSL-1.0
// read_proxy_header() and the naive reading give the same result for every prefix of the input. Octets behind the end
// of a header, or behind an error, do not change the result. read_proxy_header() reports an error as soon as no valid
// header begins with the received octets.
//
// Input: an octet that chooses the limit on the size of headers of version 2, then the octets of a connection.
#include <cstddef>
#include <cstdint>

#include <wshake/proxy_header.hpp>

#include "naive_proxy_header.hpp"

#if defined(__GLIBC__)
#include <arpa/inet.h>
#endif

namespace {

using namespace fuzz;
using wshake::errc;
using wshake::proxy_header_reading;
using state = naive_header::state;

naive_header naive_reading(std::string_view data, std::size_t limit) {
  if (data.empty()) return {.is = state::possible};
  return data[0] == 'P' ? naive_line_header(data) : naive_block_header(data, limit);
}

// A header of version 1 is one line, which must have its CR among the first 106 octets.
bool is_too_long(std::string_view data, const naive_header& found) {
  if (data.size() < 106 || data[0] != 'P' || found.is != state::possible) return false;
  return data.size() > 106 || data.back() != '\r';
}

// Returns the code and the offset of the error for `data`, the shortest prefix that no valid header begins with.
wshake::diagnostic naive_error(std::string_view data, std::size_t limit, const naive_header& found) {
  const std::size_t last = data.size() - 1;
  if (data[0] == 'P') {
    if (found.is != state::bad) return {errc::proxy_header_too_large, last};
    return {last < 5 ? errc::missing_proxy_header : errc::bad_proxy_line, last};
  }
  if (last < 12) return {errc::missing_proxy_header, last};
  if (last == 12) return {errc::bad_proxy_command, last};
  if (last == 13) return {errc::bad_proxy_family, last};
  if (last == 14) return {errc::proxy_header_too_large, 14};
  const std::size_t size = 16 + octet_at(data, 14) * 256 + octet_at(data, 15);
  if (size > limit) return {errc::proxy_header_too_large, 14};
  const std::size_t addresses[] = {0, 12, 36, 216};
  const std::size_t begin = 16 + addresses[octet_at(data, 13) / 16];
  if (begin > size) return {errc::bad_proxy_length, 14};
  return {errc::bad_proxy_tlv, naive_misfit(data, begin, size)};
}

#if defined(__GLIBC__)
// Checks that the system's inet_pton() reads the same addresses from the words of a line as read_proxy_header().
void compare_with_inet_pton(std::string_view line, const wshake::proxy_header& header) {
  const std::vector<std::string_view> words = split(line.substr(0, line.size() - 2), ' ');
  naive_ip ip = {};
  for (std::size_t index = 2; index < 4; ++index) {
    const int family = header.family == wshake::proxy_family::ipv4 ? AF_INET : AF_INET6;
    require(inet_pton(family, text(words[index]).c_str(), ip.data()) == 1, "inet_pton accepts it", words[index]);
    require(ip == (index == 2 ? header.source : header.destination).ip, "inet_pton reads the same", words[index]);
  }
}

// read_proxy_header() reports no error in an address that inet_pton() accepts, and accepts no address that inet_pton()
// rejects. If the address is the last word, an error in the octet behind the address is about the CR, not about the
// address.
void compare_refusal(std::string_view input, std::size_t offset) {
  const std::vector<std::string_view> words = split(input.substr(0, input.find('\r')), ' ');
  if (words.size() < 4 || words[0] != "PROXY" || (words[1] != "TCP4" && words[1] != "TCP6")) return;
  std::size_t begin = words[0].size() + words[1].size() + 2;
  for (std::size_t index = 2; index < 4; ++index) {
    const std::string_view word = words[index];
    const std::size_t end = begin + word.size();
    if (word.find('\0') != std::string_view::npos) return;
    naive_ip ip = {};
    const bool good = inet_pton(words[1] == "TCP4" ? AF_INET : AF_INET6, text(word).c_str(), ip.data()) == 1;
    const bool is_at_fault = offset >= begin && (offset < end || (offset == end && index + 1 < words.size()));
    require(good || offset <= end, "inet_pton accepts an address that was passed", word);
    require(!good || !is_at_fault, "inet_pton accepts an address at fault", word);
    begin = end + 1;
  }
}
#endif

void compare_header(std::string_view data, const proxy_header_reading& found, const naive_header& expected) {
  const wshake::proxy_header& header = found.header;
  require(found.consumed == expected.size && found.most == expected.size, "the size", data);
  require(header.raw.data() == data.data() && header.raw.size() == expected.size, "the header's octets", data);
  require(header.version == expected.version, "the version", data);
  require(static_cast<unsigned>(header.command) == expected.command, "the command", data);
  require(static_cast<unsigned>(header.family) == expected.family, "the family", data);
  require(static_cast<unsigned>(header.transport) == expected.transport, "the transport", data);
  require(header.has_addresses() == (expected.family != 0), "whether there are addresses", data);
  require(header.source.ip == expected.source && header.destination.ip == expected.destination, "the addresses", data);
  require(header.source.port == expected.source_port, "the source port", data);
  require(header.destination.port == expected.destination_port, "the destination port", data);
  const bool has_paths = expected.family == 3;
  require_same(header.source.path, has_paths ? data.substr(16, 108) : "", "the source path");
  require_same(header.destination.path, has_paths ? data.substr(124, 108) : "", "the destination path");
  require(header.tlvs.is_complete(), "the TLVs fit", data);
  std::size_t at = expected.tlvs;
  for (const wshake::proxy_tlv tlv : header.tlvs) {
    const std::size_t size = octet_at(data, at + 1) * 256 + octet_at(data, at + 2);
    require(static_cast<std::size_t>(tlv.type) == octet_at(data, at), "a type", data);
    require(tlv.value.data() == data.data() + at + 3 && tlv.value.size() == size, "a value", data);
    at += 3 + size;
  }
  require(expected.version == 1 || at == expected.size, "all TLVs", data);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::size_t limit = data[0] * std::size_t{4};
  const std::string_view input(reinterpret_cast<const char*>(data + 1), size - 1 < 600 ? size - 1 : 600);
  for (std::size_t count = 0; count <= input.size(); ++count) {
    const block exact(input.substr(0, count));
    const std::string_view first = exact.view();
    const proxy_header_reading found = wshake::read_proxy_header(first, limit);
    const naive_header expected = naive_reading(first, limit);
    if (expected.is == state::complete) {
      require(found.error.ok() && found.consumed > 0, "a complete header", first);
      compare_header(first, found, expected);
#if defined(__GLIBC__)
      if (expected.version == 1 && expected.family != 0) compare_with_inet_pton(first, found.header);
#endif
    } else if (expected.is == state::bad || is_too_long(first, expected)) {
      require(found.error == naive_error(first, limit, expected), "the error", first);
      require(found.consumed == 0 && found.most == 0 && !found.need_more(), "nothing but the error", first);
#if defined(__GLIBC__)
      if (found.error.code == errc::bad_proxy_line) compare_refusal(input, found.error.offset);
#endif
    } else {
      require(found.need_more() && found.most > count, "more octets are needed", first);
      require(first.empty() || first[0] != 'P' || found.most == 107, "the most octets of a line", first);
      continue;
    }
    // The rest of the input does not change the result.
    const block whole(input);
    const proxy_header_reading last = wshake::read_proxy_header(whole.view(), limit);
    require(last.error == found.error && last.consumed == found.consumed, "more octets do not change it", input);
    return 0;
  }
  return 0;
}
