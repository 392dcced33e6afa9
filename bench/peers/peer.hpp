// SPDX-License-Identifier: BSL-1.0
// Another implementation, measured on the same octets. In C++17: WebSocket++ 0.8.2 is no C++20.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

struct peer {
  const char* name;
  const char* version;

  // A whole handshake in memory, what a server does for a new connection: takes the request, writes the 101 to `out`,
  // which is large enough. Returns its size, 0 for a failure.
  std::size_t (*handshake)(std::string_view request, char* out);

  // The request's head read alone: true if it is well-formed. Null where it can't be had apart.
  bool (*parse)(std::string_view request);

  // Frees what handshakes have left behind; called now and then, outside of the measured time. Null: nothing is left.
  void (*clean_up)();
};

// SHA-1 of `text` into 20 octets.
struct digest {
  const char* name;
  void (*hash)(std::string_view text, unsigned char* out);
};

#ifdef WSHAKE_BENCH_BEAST
extern const peer beast;  // a new stream for every handshake: an open one can't be used again
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP
extern const peer websocketpp_core;
#endif
#ifdef WSHAKE_BENCH_HTTP_PARSER
extern const peer http_parser_openssl;
#endif
#ifdef WSHAKE_BENCH_OPENSSL
extern const digest openssl_low_level;  // SHA1_Init, SHA1_Update, SHA1_Final: the unit of measure
extern const digest openssl_sha1;       // SHA1()
extern const char* const openssl_version;
#endif

}  // namespace bench
