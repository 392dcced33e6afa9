// SPDX-License-Identifier: BSL-1.0
// Checks that the agreement follows from the client's offers and the server's configuration (RFC 6455 §4.2.2, RFC 7692
// §§5, 7). The input's first line is a configuration (configuration.hpp). Each further line is the value of a field
// line: of Sec-WebSocket-Protocol if the line begins with '+', otherwise of Sec-WebSocket-Extensions.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "configuration.hpp"
#include "naive_check.hpp"
#include "naive_deflate.hpp"
#include "observation.hpp"
#include "response.hpp"

namespace {

using namespace fuzz;
using wshake::errc;

// Returns the first offer of permessage-deflate that a server with this configuration accepts.
std::optional<naive_deflate> first_acceptable(const std::vector<naive_extension>& offers,
                                              const wshake::deflate_config& config) {
  if (!config.enabled) return {};
  for (const naive_extension& one : offers) {
    if (one.name != "permessage-deflate") continue;
    const auto offer = read_deflate(one, false);
    if (offer && acceptable(*offer, config)) return offer;
  }
  return {};
}

void check_codec(const naive_deflate& told, const wshake::deflate_config& config) {
  const unsigned lowest = config.window_of_8 ? 8 : 9;
  const unsigned server_window = window_or_15(told.server_max_window_bits);
  const unsigned client_window = window_or_15(told.client_max_window_bits);
  require(told.server_no_context_takeover || !config.server_no_context_takeover, "what the codec wants is told");
  require(told.client_no_context_takeover || !config.client_no_context_takeover, "what the codec wants is told");
  require(server_window <= std::max<unsigned>(config.server_max_window_bits, lowest), "no window above the codec's");
  require(client_window <= std::max<unsigned>(config.client_max_window_bits, lowest), "none that it can't follow");
  require(server_window >= lowest && client_window >= lowest, "no window below the codec's");
}

void check_same(const naive_deflate& told, const wshake::deflate_parameters& agreed) {
  require(agreed.server_no_context_takeover == told.server_no_context_takeover, "the caller hears what is told");
  require(agreed.client_no_context_takeover == told.client_no_context_takeover, "the caller hears what is told");
  require(agreed.server_max_window_bits == window_or_15(told.server_max_window_bits), "the caller hears what is told");
  require(agreed.client_max_window_bits == window_or_15(told.client_max_window_bits), "the caller hears what is told");
}

naive_deflate read_told(const response& answer) {
  const auto told = read_extensions({answer.value("Sec-WebSocket-Extensions")});
  require(told && told->size() == 1 && told->front().name == "permessage-deflate", "one extension is told");
  const auto parameters = read_deflate(told->front(), true);
  require(parameters.has_value(), "its parameters are in order");
  return *parameters;
}

std::optional<text> accept(const wshake::handshake_request& asked, const wshake::agreement& agreed,
                           const wshake::server_options& config) {
  text out(4096, '\0');
  const wshake::write_result written = wshake::write_accept(wshake::mutable_octets(out), asked, agreed, config);
  if (!written) return {};
  out.resize(written.written.size());
  return out;
}

// A caller may pass an agreement of its own to write_accept(). write_accept() rejects an agreement that does not answer
// the client's offers.
void check_own_agreement(const wshake::handshake_request& asked, const naive_request& expected,
                         const std::vector<naive_extension>& offers, const configuration& setting, std::string_view bits) {
  wshake::agreement agreed = {"chat", {true, (bits.size() & 1) != 0, (bits.size() & 2) != 0, 15, 15}};
  if ((setting.cutting & 1) != 0) agreed.subprotocol = {};
  agreed.deflate.agreed = (setting.cutting & 2) != 0;
  if (bits.size() > 1) agreed.deflate.server_max_window_bits = static_cast<unsigned char>(bits[0]) & 31;
  if (bits.size() > 1) agreed.deflate.client_max_window_bits = static_cast<unsigned char>(bits[1]) & 31;
  const std::optional<text> out = accept(asked, agreed, setting.options);
  if (!out) return;
  const response answer = read_complete_response(*out, false);
  if (!agreed.subprotocol.empty()) {
    const auto offered = expected.members("Sec-WebSocket-Protocol");
    require(std::find(offered.begin(), offered.end(), std::string_view("chat")) != offered.end(), "it was offered");
  }
  if (!agreed.deflate.agreed) {
    require(!answer.has("Sec-WebSocket-Extensions"), "nothing is told that was not agreed");
    return;
  }
  const naive_deflate told = read_told(answer);
  check_same(told, agreed.deflate);
  bool fits = false;
  for (const naive_extension& one : offers) {
    const auto offer = one.name == "permessage-deflate" ? read_deflate(one, false) : std::optional<naive_deflate>();
    fits = fits || (offer && fault_of(told, *offer, reader::server) == nullptr);
  }
  require(fits, "it answers one of the offers", *out);
}

std::string_view expected_subprotocol(const naive_request& it, const wshake::server_options& config) {
  const auto offered = it.members("Sec-WebSocket-Protocol");
  for (const wshake::octets wanted : config.subprotocols) {
    for (const std::string_view one : offered) {
      if (one == std::string_view(wanted)) return one;
    }
  }
  return {};
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const auto next = [&] { return take_until(input, "\n"); };
  const configuration setting = configure(next());
  const wshake::server_options& config = setting.options;

  std::vector<block> values;
  lines header = {{"Host", "a"},
                  {"Connection", "Upgrade"},
                  {"Upgrade", "websocket"},
                  {"Sec-WebSocket-Version", "13"},
                  {"Origin", "null"},
                  {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}};
  while (!input.empty()) {
    const std::string_view one = next();
    const bool is_subprotocol = !one.empty() && one.front() == '+';
    values.emplace_back(one.substr(is_subprotocol ? 1 : 0));
    header.push_back({is_subprotocol ? "Sec-WebSocket-Protocol" : "Sec-WebSocket-Extensions", values.back().view()});
    if (!all_of(one, is_value_octet)) return 0;
  }

  std::vector<wshake::field> list;
  for (const line& one : header) list.push_back({one.name, one.value});
  const wshake::request_view request = {"GET", "/", 11, wshake::fields(list)};
  const naive_request expected = {"GET", "/", 11, header};
  const wshake::diagnostic verdict = wshake::check(request, config);
  require(verdict.code == naive_check(expected, config), "check() judges as the naive rules do");
  const wshake::handshake_request asked = wshake::gather(request);
  const wshake::agreement agreed = wshake::negotiate(asked, config);
  if (!verdict.ok()) return 0;

  const std::optional<text> out = accept(asked, agreed, config);
  require(out.has_value(), "what passed check() is accepted");
  const response answer = read_complete_response(*out, false);

  require_same(agreed.subprotocol, expected_subprotocol(expected, config), "the most wanted one of those offered");
  require(answer.has("Sec-WebSocket-Protocol") == !agreed.subprotocol.empty(), "a subprotocol is told if chosen", *out);
  require_same(answer.value("Sec-WebSocket-Protocol"), agreed.subprotocol, "and it is that one");

  const auto offers = read_extensions(expected.values("Sec-WebSocket-Extensions"));
  const auto offer = first_acceptable(*offers, config.deflate);
  require(agreed.deflate.agreed == offer.has_value(), "the first offer that the codec can follow is accepted", *out);
  require(answer.has("Sec-WebSocket-Extensions") == offer.has_value(), "and nothing is told otherwise", *out);
  if (offer) {
    const naive_deflate told = read_told(answer);
    const char* const fault = fault_of(told, *offer, reader::server);
    require(fault == nullptr, fault, *out);
    check_codec(told, config.deflate);
    check_same(told, agreed.deflate);
  }
  check_own_agreement(asked, expected, *offers, setting, values.empty() ? std::string_view() : values.back().view());
  return 0;
}
