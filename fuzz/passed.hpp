// SPDX-License-Identifier: BSL-1.0
// Checks the fields of the messages that a gateway forwards, and calls the functions of <wshake/forward.hpp> with
// buffers of several sizes.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

#include <wshake/forward.hpp>
#include <wshake/limits.hpp>
#include <wshake/server_config.hpp>

#include "naive_forward.hpp"
#include "text.hpp"

namespace fuzz {

// The limits and the configuration of a peer that takes every message that a gateway may write.
inline constexpr wshake::limits widest = {
    .head = 65535, .target = 65535, .field_line = 65535, .field_lines = 400, .subprotocols = 64};
inline constexpr wshake::server_config lax(wshake::server_options{.limit = widest});

inline passed_lines passed(const lines& header) {
  passed_lines all;
  for (const line& one : header) all.push_back({text(one.name), text(trim(one.value))});
  return all;
}
inline passed_lines passed(const wshake::fields& header) { return passed(lines_of(header)); }

// Removes the one line with this name. Returns the line's value.
inline text take(passed_lines& all, std::string_view name) {
  text value;
  unsigned found = 0;
  for (std::size_t at = 0; at < all.size();) {
    if (!same_ignoring_case(all[at].name, name)) {
      ++at;
      continue;
    }
    value = all[at].value;
    all.erase(all.begin() + static_cast<std::ptrdiff_t>(at));
    ++found;
  }
  require(found == 1, "a gateway writes this field once", name);
  return value;
}

inline void require_same_lines(const passed_lines& found, const passed_lines& expected, int line = __builtin_LINE()) {
  for (std::size_t at = 0; at < found.size() && at < expected.size(); ++at) {
    require_same(found[at].name, expected[at].name, "the name of a field that goes on", line);
    require_same(found[at].value, expected[at].value, "its value", line);
  }
  const passed_lines& longer = found.size() > expected.size() ? found : expected;
  const std::size_t shorter = std::min(found.size(), expected.size());
  require(found.size() == expected.size(), found.size() > expected.size() ? "no more goes on" : "no less goes on",
          found.size() == expected.size() ? std::string_view() : longer[shorter].name, line);
}

// Checks the fields of a header list (RFC 9113 §8.2).
inline void check_list(const wshake::fields& header) {
  for (const wshake::field& one : header) {
    require(is_token(one.name), "a name is a token", one.name);
    require(all_of(one.name, [](char c) { return c < 'A' || c > 'Z'; }), "a name is in lower case", one.name);
    require(all_of(one.value, is_value_octet) && trim(one.value) == std::string_view(one.value), "a value", one.value);
    require(!is_one_of(one.name, {"connection", "upgrade", "keep-alive", "proxy-connection", "transfer-encoding"}),
            "no field of an HTTP/1.1 connection", one.name);
  }
}

// Returns the lines in a form that does not depend on the HTTP version: names in lower case, one Cookie, no TE, no
// Host, no Connection, no Upgrade and no Sec-WebSocket-Key.
inline passed_lines without_version(const passed_lines& from) {
  passed_lines all;
  text cookie;
  std::size_t cookies = 0;
  std::size_t cookie_at = 0;
  for (passed_line one : from) {
    one.name = lower_case(one.name);
    if (one.name == "te" || one.name == "sec-websocket-key" || one.name == "host" || one.name == "connection" ||
        one.name == "upgrade") {
      continue;
    }
    if (one.name == "cookie") {
      if (cookies == 0) cookie_at = all.size();
      if (cookies > 0) cookie += "; ";
      cookie += one.value;
      if (++cookies > 1) continue;
    }
    all.push_back(one);
  }
  if (cookies > 0) all[cookie_at].value = text(trim(cookie));
  return all;
}

inline std::size_t size_of(const passed_lines& all) {
  std::size_t size = 0;
  for (const passed_line& one : all) size += one.name.size() + one.value.size() + 4;
  return size;
}

inline void append_lines(text& out, const wshake::fields& header) {
  for (const wshake::field& one : header) {
    out += std::string_view(one.name);
    out += ": ";
    out += std::string_view(one.value);
    out += "\r\n";
  }
  out += "\r\n";
}

inline text describe(const wshake::request_view& head) {
  text all;
  for (const wshake::octets part : {head.method, head.target, head.protocol, head.scheme, head.authority}) {
    all += std::string_view(part);
    all += '\n';
  }
  append_number(all, head.version);
  append_lines(all, head.header);
  return all;
}

inline text describe(const wshake::response_view& head) {
  text all;
  append_number(all, head.version);
  append_number(all, head.status);
  append_lines(all, head.header);
  return all;
}

// The result of a call, with the written octets as a text.
struct outcome {
  text written;
  std::size_t needed = 0;
  wshake::errc error = wshake::errc::none;
};

// Calls `call` with buffers of several sizes. The last buffer is `out`, in the size that need_room asks for. Checks
// that `call` writes nothing before or behind a buffer. Checks that a smaller buffer gives need_room with the same
// `needed`, and that a larger buffer gives the same output. If `sizes` is null, the size that need_room asks for is the
// only size.
template <class Call>
wshake::errc with_room(block& out, dice* sizes, const Call& call) {
  using wshake::errc;
  constexpr std::size_t guard = 16;
  const auto guarded_call = [&](std::size_t size) {
    const block room(size + guard);
    std::memset(room.data(), '~', room.size());
    const outcome done = call(wshake::mutable_octets(room.data() + guard / 2, size));
    for (std::size_t at = 0; at < guard / 2; ++at) {
      require(room.data()[at] == '~' && room.data()[guard / 2 + size + at] == '~',
              "nothing is written beside a buffer");
    }
    return done;
  };
  const outcome dry = call(wshake::mutable_octets());
  require(dry.error != errc::none, "nothing fits no buffer");
  if (dry.error != errc::need_room) {
    require(dry.needed == 0 && guarded_call(4096).error == dry.error, "the size does not matter to any other error");
    return call(wshake::mutable_octets()).error;
  }
  require(dry.needed > 0, "every message has a size");
  const auto last_call = [&] {
    out = block(dry.needed);
    const outcome done = call(wshake::mutable_octets(out.data(), out.size()));
    require(done.error != errc::need_room, "as much as need_room said is enough");
    return done;
  };
  if (sizes == nullptr) return last_call().error;
  for (const std::size_t size : {sizes->below(dry.needed), dry.needed - 1}) {
    const outcome small = guarded_call(size);
    require(small.error == errc::need_room && small.needed == dry.needed, "a smaller buffer is refused alike");
    require(small.written == dry.written, "and nothing is shown");
  }
  const outcome larger = guarded_call(dry.needed + 1 + sizes->below(64));
  const outcome done = last_call();
  require(done.error == larger.error && done.written == larger.written, "a larger buffer changes nothing");
  require(done.needed == 0, "nothing more is needed");
  return done.error;
}

}  // namespace fuzz
