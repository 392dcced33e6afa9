// SPDX-License-Identifier: BSL-1.0
// Makes the configuration of a client or a tunnel from five octets of the input. The configuration depends on the lower
// four bits of each octet, and in the first two octets also on the bit 0x40, which 'p' has and '0' lacks. The text
// "00000" gives the default configuration, with a storage of client_storage_size octets.
#pragma once

#include <cstddef>
#include <string_view>

#include <wshake/client.hpp>

#include "configuration.hpp"

namespace fuzz {

struct client_configuration {
  wshake::client_options options;
  wshake::client_config config;  // the configuration that `options` gives
  std::size_t storage = 0;       // the size of the role's storage
  unsigned cutting = 0;          // the fifth octet: the way in which the input is cut
};

inline constexpr std::size_t client_configuration_size = 5;

inline client_configuration configure_client(std::string_view bits) {
  const auto nibble = [&](std::size_t at) { return at < bits.size() ? static_cast<unsigned>(bits[at]) & 15U : 0U; };
  const auto bit = [&](std::size_t at, unsigned n) { return (nibble(at) >> n & 1U) != 0; };
  constexpr std::size_t storages[] = {24576, 65535, 70000, 4096, 2048, 1024, 700, 512,
                                      400,   256,   200,   160,  100,  64,   1,   0};
  static constexpr wshake::field bad_value[] = {{"X-Trace", "a\nb"}};
  static constexpr wshake::field reserved[] = {{"host", "example.com"}};

  client_configuration result;
  result.storage = storages[nibble(0)];
  result.cutting = nibble(4);

  wshake::client_options& config = result.options;
  if (bit(1, 0)) config.limit.head = 200;
  if (bit(1, 1)) config.limit.field_line = 40;
  if (bit(1, 2)) config.limit.field_lines = 4;
  if (bit(1, 3)) config.limit.interim_responses = 1;
  config.close = bit(2, 0) && bit(2, 3);
  if (bit(2, 0) && !config.close) config.limit.refused_body = 16;
  config.window_of_8 = bit(2, 1);
  config.lenient = !bits.empty() && (bits[0] & 0x40) != 0;
  config.require_subprotocol = bits.size() > 1 && (bits[1] & 0x40) != 0;
  if (bit(2, 2)) config.limit.interim_responses = 0;
  if (bit(2, 3) && !config.close) config.limit.refused_body = 0;
  if (bit(3, 0)) config.header = common_header;
  if (bit(3, 1)) config.product = "";
  if (bit(3, 2)) config.product = "example/1.0 (fuzz)";
  if (bit(3, 1) && bit(3, 2)) config.product = "bad\r\n";
  if (bit(3, 3)) config.header = bit(3, 0) ? bad_value : reserved;
  result.config = config;
  return result;
}

}  // namespace fuzz
