// SPDX-License-Identifier: BSL-1.0
#include <wshake/sniff.hpp>

#include <array>

#include "scan/octet_class.hpp"

namespace wshake {

namespace {

struct signature {
  octets text;
  protocol meaning;
};

constexpr std::array<signature, 9> signatures = {{
    {"\x16\x03", protocol::tls},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", protocol::http2},
    {"PROXY TCP4 ", protocol::proxy_protocol},
    {"PROXY TCP4\r", protocol::proxy_protocol},
    {"PROXY TCP6 ", protocol::proxy_protocol},
    {"PROXY TCP6\r", protocol::proxy_protocol},
    {"PROXY UNKNOWN ", protocol::proxy_protocol},
    {"PROXY UNKNOWN\r", protocol::proxy_protocol},
    {{"\r\n\r\n\0\r\nQUIT\n", 12}, protocol::proxy_protocol},
}};

// The size of the HTTP/2 connection preface. This many octets always suffice for a result other than need_more. sniff()
// reads no octet behind them, so that the result does not change when more octets arrive.
constexpr std::size_t enough = 24;

// Checks whether the octets can begin an HTTP/1 request: empty lines, a method, a space, the first octet of a target.
protocol sniff_request(octets first) noexcept {
  std::size_t offset = 0;
  while (offset < first.size() && first.data()[offset] == (offset % 2 == 0 ? '\r' : '\n')) ++offset;
  if (offset % 2 != 0) return offset == first.size() && offset < enough ? protocol::need_more : protocol::unknown;
  const std::size_t method = offset;
  while (offset < first.size() && scan::is(first[offset], scan::token_octet)) ++offset;
  if (offset == first.size()) return offset < enough ? protocol::need_more : protocol::unknown;
  if (offset == method || first[offset] != ' ') return protocol::unknown;
  if (offset + 1 == first.size()) return first.size() < enough ? protocol::need_more : protocol::http;
  return scan::is(first[offset + 1], scan::target_octet) ? protocol::http : protocol::unknown;
}

}  // namespace

protocol sniff(octets first) noexcept {
  bool may_grow = false;
  for (const signature& candidate : signatures) {
    if (first.size() >= candidate.text.size()) {
      if (first.first(candidate.text.size()) == candidate.text) return candidate.meaning;
    } else if (candidate.text.first(first.size()) == first) {
      may_grow = true;
    }
  }
  return may_grow ? protocol::need_more : sniff_request(first.first(enough));
}

}  // namespace wshake
