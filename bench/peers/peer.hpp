// SPDX-License-Identifier: BSL-1.0
// A peer is another implementation, which is measured on the requests of wshake's rows. This header is C++17, because
// WebSocket++ 0.8.2 does not compile as C++20.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

struct peer {
  const char* name;
  const char* version;

  // Does a server's whole handshake for a new connection in memory: takes the request and writes the 101 to `out`,
  // which is large enough. Returns the size of the 101, or 0 for a failure.
  std::size_t (*handshake)(std::string_view request, char* out);

  // Reads only the request's head. Returns true if the head is well-formed. Null if the peer cannot parse a head
  // without a handshake.
  bool (*parse)(std::string_view request);

  // Frees the memory that handshakes left behind. The rows call this function after some handshakes, outside of the
  // measured time. Null if there is nothing to free.
  void (*clean_up)();
};

// A function of another library that writes the SHA-1 of `text`, 20 octets, to `out`.
struct digest {
  const char* name;
  void (*hash)(std::string_view text, unsigned char* out);
};

#ifdef WSHAKE_BENCH_BEAST
extern const peer beast;  // a new stream for every handshake, because an open stream can't be used again
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP
extern const peer websocketpp_core;
#endif
#ifdef WSHAKE_BENCH_HTTP_PARSER
extern const peer http_parser_openssl;
#endif
#ifdef WSHAKE_BENCH_OPENSSL
extern const digest openssl_low_level;  // SHA1_Init, SHA1_Update, SHA1_Final: the unit of times in report.py
extern const digest openssl_sha1;       // SHA1()
extern const char* const openssl_version;
#endif

}  // namespace bench
