// SPDX-License-Identifier: BSL-1.0
// A plan: the list of calls that a fuzz target makes on a server. The first line of an input has the plan. The octets
// of the peer follow.
//
//   00000000W0P0N0
//   GET / HTTP/1.1 ...
//
// The first line has eight octets of configuration (configuration.hpp), then pairs of a verb and its argument. The
// lower four bits of a verb's octet are the number of the verb. A number that no verb has stands for feed_all, so every
// octet is valid.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/server.hpp>

#include "configuration.hpp"

namespace fuzz {

enum class verb : unsigned char {
  answer = 'P' & 15,        // 0: accept() or respond(), as the state demands
  accept = 'A' & 15,        // 1: see accept() in session.hpp
  respond = 'R' & 15,       // 2: see response_plan
  configure = 'C' & 15,     // 3: see route_of()
  adopt = 'D' & 15,         // 4: one of adopted_requests; bit 16 places the request in the storage
  feed_eof = 'E' & 15,      // 5
  feed = 'F' & 15,          // 6: feeds `argument` octets; if `argument` is above 127, (argument - 127) * 100 octets
  feed_all = 'W' & 15,      // 7
  extra = 'X' & 15,         // 8: fields for the next accept or respond; for respond also a body and a reason phrase
  rebase = 'M' & 15,        // 13: moves the server to other storage, which may be larger or smaller
  next_request = 'N' & 15,  // 14: an odd argument says that the caller has read the body
};

struct step {
  verb what;
  unsigned char argument;
};

struct plan {
  configuration setting;
  std::vector<step> steps;
  std::string_view octets;
};

inline plan read_plan(std::string_view input) {
  const std::size_t line_end = input.find('\n');
  std::string_view line = input.substr(0, line_end == std::string_view::npos ? 0 : line_end);
  plan result;
  result.octets = input.substr(line_end == std::string_view::npos ? 0 : line_end + 1);
  result.setting = configure(line.substr(0, configuration_size));
  line.remove_prefix(line.size() < configuration_size ? line.size() : configuration_size);
  constexpr std::size_t most = 64;
  for (; line.size() >= 2 && result.steps.size() < most; line.remove_prefix(2)) {
    result.steps.push_back({static_cast<verb>(line[0] & 15), static_cast<unsigned char>(line[1])});
  }
  return result;
}

// A list of fields that a caller may add to a response, and whether this list is valid.
struct extra_header {
  wshake::array_view<wshake::field> list;
  bool legal = true;
  bool has_challenges = false;
};

inline extra_header extra_header_of(unsigned bits) {
  static constexpr wshake::field trace[] = {{"x-trace", "7"}};
  static constexpr wshake::field cookies[] = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}, {"WWW-Authenticate", ","}};
  static constexpr wshake::field product[] = {{"server", "other"}, {"Content-Type", "text/html"}};
  static constexpr wshake::field reserved[] = {{"sec-websocket-version", "8"}};
  static constexpr wshake::field bad_value[] = {{"X-Trace", "a\r\nSet-Cookie: b=2"}};
  static constexpr wshake::field bad_name[] = {{"X Trace", "7"}};
  static constexpr wshake::field challenges[] = {
      {"WWW-Authenticate", "Basic realm=\"x\""}, {"proxy-authenticate", "Basic realm=\"x\""}, {"Allow", "GET, HEAD"}};
  switch (bits & 7) {
    case 1:
      return {trace};
    case 2:
      return {cookies};
    case 3:
      return {product};
    case 4:
      return {reserved, false};
    case 5:
      return {bad_value, false};
    case 6:
      return {bad_name, false};
    case 7:
      return {challenges, true, true};
    default:
      return {};
  }
}

struct response_plan {
  wshake::response_options options;
  extra_header header;
  bool legal_reason = true;
};

inline response_plan read_response_plan(unsigned char argument, unsigned char extra) {
  using wshake::errc;
  constexpr std::uint16_t statuses[] = {0, 200, 204, 205, 304, 301, 400, 401, 405, 407, 426, 503, 599, 199, 600, 100};
  constexpr errc errors[] = {errc::none,
                             errc::bad_key,
                             errc::timed_out,
                             errc::unsupported_version,
                             errc::missing_version,
                             errc::forbidden_origin,
                             errc::bad_handshake_method,
                             errc::need_room};
  constexpr std::optional<wshake::octets> bodies[] = {std::nullopt, "", "a body\n", "{\"error\": \"no\"}"};
  constexpr wshake::octets reasons[] = {{}, "Because", "No\r\nSet-Cookie: a=1", "Gr\xfcnde"};
  response_plan result;
  result.header = extra_header_of(extra);
  result.options.status = statuses[argument & 15];
  result.options.error = errors[argument >> 4 & 7];
  result.options.close = (argument & 0x80) != 0;
  result.options.header = result.header.list;
  result.options.body = bodies[extra >> 3 & 3];
  result.options.reason = reasons[extra >> 5 & 3];
  if ((extra & 0x80) != 0) result.options.content_length = 4096;
  result.legal_reason = (extra >> 5 & 3) != 2;
  return result;
}

// Requests as another HTTP library would deliver them.
inline std::array<wshake::request_view, 8> adopted_requests() {
  static constexpr wshake::field good[] = {{"Host", "example.com"},
                                           {"X-Other", "1"},
                                           {"connection", "keep-alive, Upgrade"},
                                           {"upgrade", "websocket"},
                                           {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                           {"sec-websocket-version", "13"},
                                           {"Sec-WebSocket-Protocol", "chat"},
                                           {"Sec-WebSocket-Protocol", "superchat"},
                                           {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits"},
                                           {"Origin", "null"}};
  static constexpr wshake::field short_key[] = {{"Host", "a"},
                                                {"Connection", "upgrade"},
                                                {"Upgrade", "websocket"},
                                                {"Sec-WebSocket-Version", "13"},
                                                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25j"}};
  static constexpr wshake::field no_upgrade[] = {{"Host", "a"}, {"Content-Length", "5"}};
  static constexpr wshake::field bad_value[] = {{"Host", "a"}, {"Sec-WebSocket-Protocol", "a\r\nb"}};
  static constexpr wshake::field body[] = {{"Host", "a"}, {"Content-Length", "1"}, {"Transfer-Encoding", "chunked"}};
  return {{{"GET", "/chat", 11, good},
           {"GET", "/chat", 10, good},
           {"POST", "http://example.com", 11, good},
           {"GET", "/", 11, short_key},
           {"GET", "/", 11, no_upgrade},
           {"GET", "/", 11, bad_value},
           {"GET", "/", 11, body},
           {"", "", 0, {}}}};
}

}  // namespace fuzz
