// SPDX-License-Identifier: BSL-1.0
// sniff() reads the first octets of a connection and recognizes the beginning of a protocol. Its result must equal the
// result of a naive reading. Further octets do not change a result, and 24 octets always give a result.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/sniff.hpp>

#include "naive.hpp"

namespace {

using namespace fuzz;
using wshake::protocol;

constexpr std::size_t enough = 24;

struct beginning {
  std::string_view text;
  protocol meaning;
};

// The first octets of each protocol, from RFC 8446 §5.1, RFC 9113 §3.4, and §§2.1 and 2.2 of the PROXY protocol.
constexpr beginning beginnings[] = {
    {"\x16\x03", protocol::tls},
    {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", protocol::http2},
    {"PROXY UNKNOWN\r", protocol::proxy_protocol},
    {"PROXY UNKNOWN ", protocol::proxy_protocol},
    {"PROXY TCP4\r", protocol::proxy_protocol},
    {"PROXY TCP6\r", protocol::proxy_protocol},
    {"PROXY TCP4 ", protocol::proxy_protocol},
    {"PROXY TCP6 ", protocol::proxy_protocol},
    {std::string_view("\r\n\r\n\0\r\nQUIT\n", 12), protocol::proxy_protocol},
};

bool begins(std::string_view whole, std::string_view front) { return whole.substr(0, front.size()) == front; }

// HTTP/1.1 begins with *CRLF method SP and the first octet of a target (RFC 9112 §§2.2, 3). sniff() examines only the
// first 24 octets.
protocol naive_sniff(std::string_view octets) {
  octets = octets.substr(0, enough);
  bool may_be_other = false;
  for (const beginning& one : beginnings) {
    if (begins(octets, one.text)) return one.meaning;
    may_be_other = may_be_other || begins(one.text, octets);
  }
  if (may_be_other) return protocol::need_more;
  const protocol undecided = octets.size() < enough ? protocol::need_more : protocol::unknown;
  std::string_view rest = octets;
  while (begins(rest, "\r\n")) rest.remove_prefix(2);
  if (rest.empty() || rest == "\r") return undecided;
  std::size_t method = 0;
  while (method < rest.size() && is_tchar(rest[method])) ++method;
  if (method == rest.size()) return undecided;
  if (method == 0 || rest[method] != ' ') return protocol::unknown;
  if (method + 1 == rest.size()) return octets.size() < enough ? protocol::need_more : protocol::http;
  return is_target_octet(rest[method + 1]) ? protocol::http : protocol::unknown;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size < 64 ? size : 64);
  protocol before = protocol::need_more;
  for (std::size_t count = 0; count <= input.size(); ++count) {
    const block first(input.substr(0, count));
    const protocol found = wshake::sniff(first.view());
    require(found == naive_sniff(first.view()), "what the octets begin", first.view());
    require(before == protocol::need_more || found == before, "more octets do not change it", first.view());
    require(count < enough || found != protocol::need_more, "24 octets decide", first.view());
    before = found;
  }
  return 0;
}
