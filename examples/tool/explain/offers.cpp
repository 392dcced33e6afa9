// SPDX-License-Identifier: BSL-1.0
#include "offers.hpp"

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "../wshake_text.hpp"

namespace tool {

namespace {

constexpr octets deflate_name = "permessage-deflate";

std::string text_of_extension(const wshake::extension& one) {
  std::string out = visible(one.name);
  for (const wshake::parameter& each : one.parameters) {
    out.append("; ").append(visible(each.name));
    if (each.value) out.append("=").append(visible(*each.value));
  }
  return out;
}

// A window parameter of an offer (RFC 7692 section 7.1.2).
struct window_parameter {
  bool is_there = false;
  std::optional<unsigned> bits;
};

// Reads "a decimal integer value without leading zeroes between 8 to 15 inclusive" (RFC 7692 section 7.1.2).
std::optional<unsigned> window_bits(octets value) {
  unsigned bits = 0;
  unsigned digits = 0;
  for (const char digit : value) {
    if (digit == '\\') continue;  // a quoted-string may have a backslash
    if (digit < '0' || digit > '9' || (digits == 0 && digit == '0') || ++digits > 2) return {};
    bits = bits * 10 + static_cast<unsigned>(digit - '0');
  }
  if (bits < 8 || bits > 15) return {};
  return bits;
}

// Reads an offer of permessage-deflate. Returns the reason why every server declines the offer, or an empty text.
std::string read_windows(const wshake::extension& offer, window_parameter& of_server, window_parameter& of_client) {
  constexpr std::array<std::string_view, 4> names = {"server_no_context_takeover", "client_no_context_takeover",
                                                     "server_max_window_bits", "client_max_window_bits"};
  std::array<bool, 4> has = {};
  for (const wshake::parameter& each : offer.parameters) {
    std::size_t index = 0;
    while (index < names.size() && names[index] != each.name) ++index;
    const std::string name = visible(each.name);
    if (index == names.size()) return name + " is no parameter of RFC 7692";
    if (has[index]) return name + " is there twice";
    has[index] = true;
    if (index < 2 && each.value) return name + " takes no value";
    if (index == 2 && !each.value) return name + " needs a value";
    if (index < 2) continue;
    window_parameter& window = index == 2 ? of_server : of_client;
    window.is_there = true;
    if (!each.value) continue;
    window.bits = window_bits(*each.value);
    if (!window.bits) return name + " is " + visible(*each.value) + ", which is not 8 to 15";
  }
  return {};
}

// Returns the reason why a server with this configuration declines the offer.
std::string reason_to_decline(const wshake::extension& offer, const wshake::deflate_config& config) {
  if (offer.name != deflate_name) return "the tool's server knows only permessage-deflate";
  window_parameter of_server;
  window_parameter of_client;
  const std::string fault = read_windows(offer, of_server, of_client);
  if (!fault.empty()) return fault;
  if (!config.enabled) return "the server has no permessage-deflate; --deflate enables it";
  if (!config.window_of_8 && (of_server.bits == 8U || of_client.bits == 8U)) {
    return "it demands a window of 2^8, which zlib cannot compress with; --server-max-window-bits 8 allows it";
  }
  if (config.client_max_window_bits < 15 && !of_client.is_there) {
    return "it lacks client_max_window_bits, so the server cannot limit the client's window to 2^" +
           std::to_string(config.client_max_window_bits);
  }
  return "an offer before it is accepted";
}

// Returns the reason why a server with an unknown configuration may have declined an offer.
std::string reason_of_other(const wshake::extension& offer, bool is_named) {
  if (offer.name != deflate_name) return "the response does not name it";
  window_parameter of_server;
  window_parameter of_client;
  const std::string fault = read_windows(offer, of_server, of_client);
  if (!fault.empty()) return fault;
  return is_named ? "the response fits another offer"
                  : "the response does not name it: the server does not support it, or has switched it off";
}

// True if the response names the extension of this offer, with parameters that fit the offer.
bool is_answered(const wshake::response_view& head, const wshake::extension& offer, bool& is_named) {
  const std::string offered = text_of_extension(offer);
  const wshake::field request[] = {{"sec-websocket-extensions", offered}};
  for (const wshake::extension& each : wshake::extension_list(head.header.values("Sec-WebSocket-Extensions"))) {
    if (each.name != offer.name) continue;
    is_named = true;
    const std::string answered = text_of_extension(each);
    const wshake::field response[] = {{"sec-websocket-extensions", answered}};
    // The version is HTTP/2, because check_answer() compares no key over HTTP/2.
    if (wshake::check_answer({.version = 20, .status = 200, .header = response}, {.version = 20, .header = request})) {
      return true;
    }
  }
  return false;
}

// Returns the parameters with which a server with `options` accepts `offer` if the request has no other offer.
wshake::deflate_parameters answer_to(const wshake::extension& offer, const wshake::server_options& options) {
  const std::string text = text_of_extension(offer);
  const wshake::field line[] = {{"Sec-WebSocket-Extensions", text}};
  wshake::handshake_request request;
  request.extensions = wshake::extension_list(wshake::fields(line).values("Sec-WebSocket-Extensions"));
  return wshake::negotiate(request, options).deflate;
}

}  // namespace

explained_agreement agreement_with(const wshake::handshake_request& request, const wshake::server_options& options,
                                   const wshake::agreement& agreed) {
  explained_agreement out;
  out.offers_are_known = true;
  for (const octets each : request.subprotocols) out.offered_subprotocols.push_back(visible(each));
  out.subprotocol = visible(agreed.subprotocol);
  if (agreed.subprotocol.empty() && !out.offered_subprotocols.empty()) {
    out.advice = options.subprotocols.empty() ? "--subprotocol NAME adds a supported one"
                                              : "no offered subprotocol is supported; the comparison is case-sensitive";
  }
  out.extensions = text_of(agreed.deflate);
  wshake::server_options willing = options;
  willing.deflate.enabled = true;
  bool taken = false;
  for (const wshake::extension& each : request.extensions) {
    explained_offer offer = {text_of_extension(each), false, {}};
    const bool fits = each.name == deflate_name && answer_to(each, willing).agreed;
    if (fits && options.deflate.enabled && !taken) {
      taken = offer.accepted = true;
    } else {
      offer.reason = reason_to_decline(each, options.deflate);
      if (fits && !options.deflate.enabled) offer.reason += ": " + text_of(answer_to(each, willing));
    }
    out.offers.push_back(offer);
  }
  return out;
}

explained_agreement agreement_in(const wshake::response_view& head, const wshake::deflate_parameters& deflate,
                                 const wshake::extension_list& offers, const wshake::token_list& subprotocols,
                                 bool offers_are_known) {
  explained_agreement out;
  out.offers_are_known = offers_are_known;
  for (const octets each : subprotocols) out.offered_subprotocols.push_back(visible(each));
  out.subprotocol = visible(head.header.find("Sec-WebSocket-Protocol").value_or(octets{}));
  const std::string others = other_extensions(head);
  out.extensions = text_of(deflate) + (others.empty() ? "" : ", " + visible(others));
  bool taken = false;
  for (const wshake::extension& each : offers) {
    explained_offer offer = {text_of_extension(each), false, {}};
    bool is_named = false;
    const bool is_deflate = each.name == deflate_name;
    offer.accepted = is_answered(head, each, is_named) && !(taken && is_deflate);
    taken = taken || (offer.accepted && is_deflate);
    if (!offer.accepted) offer.reason = reason_of_other(each, is_named);
    out.offers.push_back(offer);
  }
  return out;
}

std::string other_extensions(const wshake::response_view& head) {
  std::string out;
  for (const wshake::extension& each : wshake::extension_list(head.header.values("Sec-WebSocket-Extensions"))) {
    if (each.name == deflate_name) continue;
    out += (out.empty() ? "" : ", ") + std::string{std::string_view{each.name}};
  }
  return out;
}

}  // namespace tool
