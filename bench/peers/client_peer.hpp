// SPDX-License-Identifier: BSL-1.0
// A client_peer is the client of another implementation, which is measured like wshake's client. This header is C++17,
// because WebSocket++ 0.8.2 does not compile as C++20.
#pragma once

#include <cstddef>
#include <string_view>

namespace bench {

// A client's request for client_target at app.example.com:80. If `negotiates` is true, the client offers two
// subprotocols and permessage-deflate.
struct client_task {
  const char* name;
  bool negotiates;
};

inline constexpr std::string_view client_host = "app.example.com";
inline constexpr std::string_view client_target = "/realtime/chat?room=general";
inline constexpr const char* client_subprotocols[] = {"v2.chat.example", "v1.chat.example"};

// A function that plays the server in the same process. Returns the 101 that answers `request`. The returned view is
// valid until the next call.
using answer_maker = std::string_view(std::string_view request);

struct client_peer {
  const char* name;

  // Does a whole handshake in memory on a new connection: writes a request, gets the answer from `respond`, reads the
  // answer in pieces of at most `most` octets, and checks the answer. Returns true if the connection is open.
  bool (*handshake)(const client_task& task, answer_maker* respond, std::size_t most);

  // Only draws 16 octets for a key, as handshake() does. Null if handshake() draws no octets.
  void (*draw)(unsigned char* out);

  // Frees the memory that handshakes left behind, or null: see peer::clean_up in peer.hpp.
  void (*clean_up)();
};

#ifdef WSHAKE_BENCH_BEAST_CLIENT
extern const client_peer beast_client;
#endif
#ifdef WSHAKE_BENCH_WEBSOCKETPP_CLIENT
extern const client_peer websocketpp_client;
#endif

}  // namespace bench
