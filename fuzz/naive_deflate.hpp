// SPDX-License-Identifier: BSL-1.0
// Reads the parameters of permessage-deflate in an offer or an answer (RFC 7692 §7.1), and decides whether an answer
// fits an offer.
#pragma once

#include <optional>
#include <string_view>

#include <wshake/deflate.hpp>

#include "naive_extensions.hpp"

namespace fuzz {

// Returns the number if the text is a decimal number from 8 to 15 without leading zeros, and otherwise 0.
inline unsigned window_of(std::string_view value) {
  for (unsigned bits = 8; bits <= 15; ++bits) {
    text digits;
    append_number(digits, bits);
    if (value == std::string_view(digits)) return bits;
  }
  return 0;
}

struct naive_deflate {
  bool server_no_context_takeover = false;
  bool client_no_context_takeover = false;
  unsigned server_max_window_bits = 0;  // 0: absent
  bool client_window_offered = false;
  unsigned client_max_window_bits = 0;  // 0: absent or without a value
};

// Returns the parameters of one permessage-deflate, or nullopt if a parameter is invalid by RFC 7692 §7. In an answer
// client_max_window_bits must have a value.
inline std::optional<naive_deflate> read_deflate(const naive_extension& from, bool is_answer) {
  naive_deflate found;
  for (const naive_parameter& given : from.parameters) {
    if (given.name == "server_no_context_takeover") {
      if (given.value || found.server_no_context_takeover) return {};
      found.server_no_context_takeover = true;
    } else if (given.name == "client_no_context_takeover") {
      if (given.value || found.client_no_context_takeover) return {};
      found.client_no_context_takeover = true;
    } else if (given.name == "server_max_window_bits") {
      if (!given.value || found.server_max_window_bits != 0) return {};
      found.server_max_window_bits = window_of(*given.value);
      if (found.server_max_window_bits == 0) return {};
    } else if (given.name == "client_max_window_bits") {
      if (found.client_window_offered || (is_answer && !given.value)) return {};
      found.client_window_offered = true;
      if (given.value) {
        found.client_max_window_bits = window_of(*given.value);
        if (found.client_max_window_bits == 0) return {};
      }
    } else {
      return {};
    }
  }
  return found;
}

// True if a server with this configuration can accept the offer.
inline bool acceptable(const naive_deflate& offer, const wshake::deflate_config& config) {
  if (!config.window_of_8 && (offer.server_max_window_bits == 8 || offer.client_max_window_bits == 8)) return false;
  return config.client_max_window_bits >= 15 || offer.client_window_offered;
}

inline unsigned window_or_15(unsigned bits) { return bits == 0 ? 15 : bits; }

enum class reader : bool { server, client };

// Returns the rule of RFC 7692 that the answer `told` to the offer breaks, or null. A server must not answer with a
// client's window larger than the offered window. A client accepts such an answer, because the window in its own offer
// is only a hint.
inline const char* fault_of(const naive_deflate& told, const naive_deflate& offer, reader role) {
  if (offer.server_no_context_takeover && !told.server_no_context_takeover) return "§7.1.1.1: what is asked is granted";
  if (offer.server_max_window_bits != 0 && told.server_max_window_bits == 0)
    return "§7.1.2.1: a window asked for is told";
  if (window_or_15(told.server_max_window_bits) > window_or_15(offer.server_max_window_bits)) {
    return "§7.1.2.1: no window above the one offered";
  }
  if (told.client_window_offered && !offer.client_window_offered) return "§7.1.2.2: told only where offered";
  if (role == reader::server && told.client_max_window_bits > window_or_15(offer.client_max_window_bits)) {
    return "§7.1.2.2: no window above the one offered";
  }
  return nullptr;
}

}  // namespace fuzz
