// SPDX-License-Identifier: BSL-1.0
// Makes a server's configuration from eight octets of the input. The configuration depends on the lower four bits of
// each octet, and in the third and the fourth octet also on the bit 0x40, which 'p' has and '0' lacks. The text
// "00000000" gives the default configuration, with a storage of server_storage_size octets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include <wshake/server.hpp>

namespace fuzz {

struct configuration {
  wshake::server_options options;
  wshake::server_config config;  // the configuration that `options` gives
  std::size_t storage = 0;       // the size of the server's storage
  unsigned cutting = 0;          // the eighth octet: the way in which the input is cut
};

inline constexpr std::size_t configuration_size = 8;

inline constexpr wshake::octets spoken_subprotocols[] = {"superchat", "chat", "v1.example"};
inline constexpr wshake::octets allowed_origins[] = {"http://127.0.0.1:9000", "null"};
inline constexpr wshake::octets origin_patterns[] = {"https://*.example.com", "http://[::1]:*", "chrome-extension://*",
                                                     "https://example.net:8443", "https://*.b.example.com:*"};
inline constexpr wshake::field common_header[] = {{"X-Trace", "common"}, {"Strict-Transport-Security", "max-age=1"}};

inline configuration configure(std::string_view bits) {
  const auto nibble = [&](std::size_t at) { return at < bits.size() ? static_cast<unsigned>(bits[at]) & 15U : 0U; };
  const auto bit = [&](std::size_t at, unsigned n) { return (nibble(at) >> n & 1U) != 0; };
  constexpr std::size_t storages[] = {16384, 65535, 70000, 4096, 2048, 1024, 700, 512,
                                      400,   256,   200,   160,  100,  64,   1,   0};
  constexpr std::uint8_t windows[] = {15, 10, 8, 9};

  configuration result;
  result.storage = storages[nibble(0)];
  result.cutting = nibble(7);

  wshake::server_options& config = result.options;
  if (bit(1, 0)) config.limit.head = 200;
  if (bit(1, 1)) config.limit.target = 16;
  if (bit(1, 2)) config.limit.method = 4;
  if (bit(1, 3)) config.limit.field_line = 40;
  if (bit(2, 0)) config.limit.field_lines = 4;
  if (bit(2, 1)) config.limit.empty_lines = 0;
  if (bit(2, 2)) config.limit.subprotocols = 2;
  if (bit(2, 3)) config.limit.skipped_body = 16;
  if (bit(3, 0)) config.subprotocols = spoken_subprotocols;
  config.require_subprotocol = bit(3, 0) && bit(3, 1);  // require_subprotocol needs subprotocols
  const auto is_letter_p = [&](std::size_t at) { return at < bits.size() && (bits[at] & 0x40) != 0; };
  if (bit(3, 2)) config.origins = allowed_origins;
  if (is_letter_p(3)) config.origins = origin_patterns;
  config.same_host_origin = is_letter_p(2);
  config.require_origin = bit(3, 3);
  config.deflate.enabled = bit(4, 0);
  config.deflate.server_no_context_takeover = bit(4, 1);
  config.deflate.client_no_context_takeover = bit(4, 2);
  config.deflate.window_of_8 = bit(4, 3);
  config.deflate.server_max_window_bits = windows[nibble(5) & 3];
  config.deflate.client_max_window_bits = windows[nibble(5) >> 2];
  if (bit(6, 0)) config.header = common_header;
  if (bit(6, 1)) config.product = "";
  if (bit(6, 2)) config.product = "example/1.0 (fuzz)";
  config.close_refused = bit(6, 3);
  result.config = config;
  return result;
}

}  // namespace fuzz
