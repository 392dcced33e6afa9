// SPDX-License-Identifier: BSL-1.0
// request: the head of a request, and read_request(), which reads a head from octets.
#pragma once

#include <cstddef>

#include <wshake/detail/attributes.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

namespace wshake {

// A request's head as views. For is_upgrade(), check() or server::adopt(), fill a request_view from the data of your
// own HTTP code. For HTTP/2 and HTTP/3, read_request_list() fills a request_view from a header list.
struct request_view {
  octets method = {};     // "GET"; letter case counts (RFC 9110 section 9.1). CONNECT over HTTP/2 and HTTP/3
                          // (RFC 8441 section 4)
  octets target = {};     // as it was sent: the origin-form or the absolute-form (RFC 9112 section 3.2); or :path
  unsigned version = 11;  // 10 to 19 for HTTP/1.0 to HTTP/1.9; 20 for HTTP/2, 30 for HTTP/3
  fields header = {};     // the header section, without pseudo-header fields

  // Over HTTP/2 and HTTP/3 only.
  octets protocol = {};      // :protocol, "websocket" for a handshake
  octets scheme = {};        // :scheme, "http" or "https"
  octets authority = {};     // :authority
  bool ends_stream = false;  // END_STREAM or FIN came with the header list
};

// A request's head that this library has read from octets.
struct request_head : request_view {
  octets raw = {};  // from the first octet of the request line to the end of the empty line that ends the head
};

// The result of read_request(). Exactly one of these is true: `error` is set, `consumed` is above 0, or need_more()
// returns true.
struct request_reading {
  diagnostic error = {};     // the broken rule (a code of errc up to bad_field_value) and the offset of the fault
  std::size_t consumed = 0;  // octets of the head and of empty lines before the head; 0 while the head is incomplete
  request_head head = {};    // valid if consumed is above 0

  // True if the head is incomplete.
  bool need_more() const noexcept { return error.ok() && consumed == 0; }
};

// Reads a request head (RFC 9112 sections 2-5) at the front of `data` without a copy: the views point into `data`.
// Octets behind the head are ignored. The framing of the body and the rules of the handshake are not checked: see
// check(). If need_more() is true, call read_request() again with all octets received so far. Each call reads from the
// first octet again, so for octets that come in pieces a wshake::server is faster.
//
// Lifetime: `data` must live as long as the views of the result.
[[nodiscard]] WSHAKE_API request_reading read_request(octets data, const limits& limit = {}) noexcept;
template <detail::temporary_owner R>
request_reading read_request(const R&& data, const limits& = {}) = delete;  // a temporary: give it a name

}  // namespace wshake
