// SPDX-License-Identifier: BSL-1.0
// Reads a client's request from lines of the input. The first octet of a line gives the meaning of the line. The octet
// 0x1f stands for LF in all lines.
//
//   uwss://example.com:8443/chat?x    a URI
//   hexample.com   p8443   s   r/x    or its parts: host, port, secure, resource name
//   ohttps://example.com              origin
//   +chat                             a subprotocol, the most wanted first
//   *000?                             an offer of permessage-deflate: see deflate_of()
//   xbbf-usp-protocol; eid=x          other extensions
//   :Authorization:Basic eDp5         a further field
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include <wshake/client_request.hpp>

#include "text.hpp"

namespace fuzz {

// A request that is read from the input. Every text lies in a memory block of its exact size.
class request_text {
 public:
  explicit request_text(std::string_view all) {
    while (!all.empty()) read_line(take_until(all, "\n"));
  }
  request_text(const request_text&) = delete;
  request_text& operator=(const request_text&) = delete;

  wshake::client_request view() const {
    wshake::client_request all = request_;
    all.subprotocols = subprotocols_;
    all.deflate = deflate_;
    all.header = header_;
    return all;
  }

 private:
  void read_line(std::string_view line) {
    if (line.empty()) return;
    const std::string_view rest = line.substr(1);
    switch (line.front()) {
      case 'u':
        read_uri(parts_.take(rest));
        break;
      case 'h':
        request_.where.host = parts_.take(rest);
        break;
      case 'p':
        request_.where.port = port_of(rest);
        break;
      case 's':
        request_.where.secure = true;
        break;
      case 'r':
        request_.where.resource_name = parts_.take(rest);
        break;
      case 'o':
        request_.origin = parts_.take(rest);
        break;
      case '+':
        subprotocols_.push_back(parts_.take(rest));
        break;
      case '*':
        deflate_.push_back(deflate_of(rest));
        break;
      case 'x':
        request_.extensions = parts_.take(rest);
        break;
      case ':':
        header_.push_back({parts_.take(rest.substr(0, rest.find(':'))), parts_.take(rest.substr(rest.find(':') + 1))});
        break;
      default:
        break;
    }
  }

  void read_uri(wshake::octets value) {
    const wshake::uri_reading found = wshake::parse_uri(value);
    request_.where = found ? found.found : wshake::uri{.host = value};
  }

  static std::uint16_t port_of(std::string_view digits) {
    unsigned port = 0;
    for (const char c : digits) port = port * 10 + (static_cast<unsigned>(c) & 15U);
    return static_cast<std::uint16_t>(port);
  }

  // An offer, made from the lower bits of four octets: server_no_context_takeover, client_no_context_takeover, the
  // server's window, the client's window. "?" gives a window of 15.
  static wshake::deflate_offer deflate_of(std::string_view bits) {
    const auto bits_at = [&](std::size_t at, unsigned count) {
      return at < bits.size() ? static_cast<unsigned>(bits[at]) & ((1U << count) - 1) : 0U;
    };
    return {bits_at(0, 1) != 0, bits_at(1, 1) != 0, static_cast<std::uint8_t>(bits_at(2, 4)),
            static_cast<std::uint8_t>(bits_at(3, 4))};
  }

  parts parts_;
  wshake::client_request request_;
  std::vector<wshake::octets> subprotocols_;
  std::vector<wshake::deflate_offer> deflate_;
  std::vector<wshake::field> header_;
};

}  // namespace fuzz
