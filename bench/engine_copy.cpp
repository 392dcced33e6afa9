// SPDX-License-Identifier: BSL-1.0
// This file defines the engine_copy of one build of the engine. It must not call a function of the standard library
// that the compiler may leave out of line, such as those of std::string. If several files contain the same inline
// function, the linker keeps only one copy of it. The linker could keep the copy of this file, which is compiled for
// one processor, and all other files would then use that copy.
#include "engine_copy.hpp"

#include <cstring>

#include <wshake/accept_key.hpp>
#include <wshake/server.hpp>

#define WSHAKE_BENCH_TEXT_OF(name) #name
#define WSHAKE_BENCH_TEXT(name) WSHAKE_BENCH_TEXT_OF(name)

namespace bench {
namespace {

char storage[wshake::small_server_storage_size];

std::size_t handshake(std::string_view request, char* out) {
  constexpr std::size_t out_size = 1024;
  wshake::server server(storage);
  const wshake::server_feed_result fed = server.feed(request);
  if (fed.state != wshake::server_state::upgrade || fed.consumed != request.size()) return 0;
  const wshake::write_result answer = server.accept({out, out_size});
  return answer.written.size();
}

void accept_key(std::string_view key, char* out) {
  const wshake::accept_value value = wshake::accept_key(key);
  std::memcpy(out, value.data.data(), value.data.size());
}

}  // namespace

extern const engine_copy WSHAKE_BENCH_COPY;
const engine_copy WSHAKE_BENCH_COPY = {WSHAKE_BENCH_TEXT(WSHAKE_BENCH_COPY), handshake, accept_key};

}  // namespace bench
