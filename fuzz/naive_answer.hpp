// SPDX-License-Identifier: BSL-1.0
// Decides whether a 101 answers the request (RFC 6455 §4.1). Reports the first rule that the 101 breaks, in the order
// of errc.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/error.hpp>

#include "naive_deflate.hpp"
#include "naive_response.hpp"

namespace fuzz {

// The values of the client's request and configuration that an answer must fit.
struct naive_offer {
  text accept;  // the accept value for the key
  std::vector<text> subprotocols;
  text extensions;           // the value of Sec-WebSocket-Extensions
  bool window_of_8 = false;  // the client's own compressor supports a window of 2^8
  bool require_subprotocol = false;
};

struct naive_agreement {
  text subprotocol;
  wshake::deflate_parameters deflate;
};

struct naive_verdict {
  wshake::errc error = wshake::errc::none;
  std::size_t at = 0;      // offset in the head
  std::string_view field;  // the wrong or missing field
  naive_agreement agreed;
  std::size_t at_most = 0;  // upper bound of the offset if the grammar is broken
};

class naive_answer {
 public:
  naive_answer(const naive_response& answer, const naive_offer& offer)
      : answer_(answer), header_(answer.header()), offer_(offer) {}

  naive_verdict judge() {
    judge_upgrade() && judge_accept() && judge_extensions() && judge_subprotocol();
    return found_;
  }

 private:
  using errc = wshake::errc;

  std::vector<line> all(std::string_view name) const {
    std::vector<line> found;
    for (const line& one : header_) {
      if (same_ignoring_case(one.name, name)) found.push_back(one);
    }
    return found;
  }

  bool fail(errc error, std::string_view field, std::size_t at) {
    found_.error = error;
    found_.field = field;
    found_.at = at;
    return false;
  }
  bool missing(errc error, std::string_view field) { return fail(error, field, answer_.raw.size()); }

  bool judge_upgrade() {
    if (answer_.version < 11) return fail(errc::http_version_too_old, {}, 5);
    const auto upgrade = all("Upgrade");
    if (upgrade.empty()) return missing(errc::missing_upgrade, "Upgrade");
    if (upgrade.size() > 1) return fail(errc::several_upgrades, "Upgrade", upgrade[1].value_at);
    if (!same_ignoring_case(upgrade[0].value, "websocket")) {
      const bool several = members_of({upgrade[0].value}).size() > 1;
      return fail(several ? errc::several_upgrades : errc::upgrade_not_confirmed, "Upgrade", upgrade[0].value_at);
    }
    const auto connection = all("Connection");
    if (connection.empty()) return missing(errc::connection_not_confirmed, "Connection");
    if (lists(header_, "Connection", "upgrade")) return true;
    return fail(errc::connection_not_confirmed, "Connection", connection[0].value_at);
  }

  bool judge_accept() {
    constexpr std::string_view name = "Sec-WebSocket-Accept";
    const auto accept = all(name);
    if (accept.empty()) return missing(errc::missing_accept, name);
    if (accept.size() > 1) return fail(errc::repeated_accept, name, accept[1].value_at);
    return accept[0].value == std::string_view(offer_.accept) || fail(errc::wrong_accept, name, accept[0].value_at);
  }

  // Returns the offset of `part` in the head.
  std::size_t offset(std::string_view part) const { return static_cast<std::size_t>(part.data() - answer_.raw.data()); }

  bool judge_extensions() {
    constexpr std::string_view name = "Sec-WebSocket-Extensions";
    const auto values = values_of(header_, name);
    if (values.empty()) return true;
    const auto members = members_of(values);
    if (members.empty()) return fail(errc::empty_extensions, name, offset(values[0]));
    std::vector<naive_extension> answered;
    for (const std::string_view member : members) {
      answered.emplace_back();
      if (read_extension(member, answered.back())) {
        if (answered.size() > 100) return fail(errc::bad_extensions, name, offset(member));
        continue;
      }
      found_.at_most = offset(member) + member.size();
      while (is_white(answer_.raw[found_.at_most])) ++found_.at_most;
      return fail(errc::bad_extensions, name, offset(member));
    }
    const auto offered = read_extensions({offer_.extensions});
    for (std::size_t at = 0; at < answered.size(); ++at) {
      bool known = false;
      for (const naive_extension& one : *offered) known = known || one.name == answered[at].name;
      if (!known) return fail(errc::unexpected_extension, name, offset(members[at]));
    }
    for (std::size_t at = 0; at < answered.size(); ++at) {
      if (answered[at].name != "permessage-deflate") continue;
      if (found_.agreed.deflate.agreed) return fail(errc::repeated_deflate, name, offset(members[at]));
      if (!agree(answered[at], *offered)) return fail_deflate(answered[at], *offered);
    }
    return true;
  }

  // An answer accepts the first offer that it fits. The client keeps the promises that this offer makes about the
  // client's own compressor, even if the answer does not repeat them (RFC 7692 §§7.1.1.2, 7.1.2.2). An offer that
  // promised a window of 2^8 is tried after all other offers.
  bool agree(const naive_extension& answered, const std::vector<naive_extension>& offered) {
    const auto told = read_deflate(answered, true);
    if (!told) return false;
    std::optional<wshake::deflate_parameters> best;
    for (const naive_extension& one : offered) {
      const auto offer = one.name == "permessage-deflate" ? read_deflate(one, false) : std::nullopt;
      if (!offer || fault_of(*told, *offer, reader::client) != nullptr) continue;
      const unsigned window =
          std::min(window_or_15(told->client_max_window_bits), window_or_15(offer->client_max_window_bits));
      const bool promised_8 = window == 8 && told->client_max_window_bits != 8;
      if (best && promised_8) continue;
      best = wshake::deflate_parameters();
      best->agreed = true;
      best->server_no_context_takeover = told->server_no_context_takeover;
      best->client_no_context_takeover = told->client_no_context_takeover || offer->client_no_context_takeover;
      best->server_max_window_bits = static_cast<std::uint8_t>(window_or_15(told->server_max_window_bits));
      best->client_max_window_bits = static_cast<std::uint8_t>(window);
      if (!promised_8) break;
    }
    if (!best) return false;
    found_.agreed.deflate = *best;
    return best->client_max_window_bits > 8 || offer_.window_of_8;
  }

  // Returns the name of a parameter, or the name of the extension if the extension lacks the parameter.
  std::string_view named(const naive_extension& answered, std::string_view parameter) const {
    for (const naive_parameter& given : answered.parameters) {
      if (given.name == parameter) return given.name;
    }
    return answered.name;
  }

  // Finds the rule that the answer breaks, and the offset of the fault, after agree() has rejected the answer.
  bool fail_deflate(const naive_extension& answered, const std::vector<naive_extension>& offered) {
    const auto at = [&](errc error, std::string_view part) {
      return fail(error, "Sec-WebSocket-Extensions", offset(part));
    };
    if (found_.agreed.deflate.agreed) {
      return at(errc::unsupported_deflate_window, named(answered, "client_max_window_bits"));
    }
    std::vector<std::string_view> before;
    for (const naive_parameter& given : answered.parameters) {
      const bool flag = given.name == "server_no_context_takeover" || given.name == "client_no_context_takeover";
      const bool window = given.name == "server_max_window_bits" || given.name == "client_max_window_bits";
      if (!flag && !window) return at(errc::unknown_deflate_parameter, given.name);
      if (std::find(before.begin(), before.end(), given.name) != before.end()) {
        return at(errc::repeated_deflate_parameter, given.name);
      }
      before.push_back(given.name);
      if (flag && given.value) return at(errc::unexpected_deflate_value, given.name);
      if (window && !given.value) return at(errc::missing_deflate_value, given.name);
      if (window && window_of(*given.value) == 0) return at(errc::bad_deflate_window, given.name);
    }
    // Compares the answer with each offer. If the offers give different errors, the error is errc::bad_deflate_answer.
    std::vector<errc> errors;
    std::string_view part = answered.name;
    for (const naive_extension& one : offered) {
      const auto offer = one.name == "permessage-deflate" ? read_deflate(one, false) : std::nullopt;
      if (!offer) continue;
      errc error = errc::none;
      for (const naive_parameter& given : answered.parameters) {
        if (error != errc::none) break;
        part = given.name;
        if (given.name == "server_max_window_bits" &&
            window_of(*given.value) > window_or_15(offer->server_max_window_bits)) {
          error = errc::deflate_window_above_offer;
        }
        if (given.name == "client_max_window_bits" && !offer->client_window_offered) {
          error = errc::deflate_parameter_not_offered;
        }
      }
      if (error == errc::none) {
        error = errc::missing_deflate_parameter;
        part = answered.name;
      }
      errors.push_back(error);
    }
    for (const errc error : errors) {
      if (error != errors[0]) return at(errc::bad_deflate_answer, answered.name);
    }
    return errors.empty() ? at(errc::bad_deflate_answer, answered.name) : at(errors[0], part);
  }

  bool judge_subprotocol() {
    constexpr std::string_view name = "Sec-WebSocket-Protocol";
    const auto answered = all(name);
    const bool required = offer_.require_subprotocol && !offer_.subprotocols.empty();
    if (answered.empty()) return !required || missing(errc::subprotocol_not_answered, name);
    if (answered.size() > 1) return fail(errc::several_subprotocols, name, answered[1].value_at);
    for (const text& offered : offer_.subprotocols) {
      if (answered[0].value != std::string_view(offered)) continue;
      found_.agreed.subprotocol = offered;
      return true;
    }
    const std::string_view value = answered[0].value;
    const std::size_t count = members_of({value}).size();
    if (count == 0) return fail(errc::empty_subprotocols, name, answered[0].value_at);
    if (count > 1) return fail(errc::several_subprotocols, name, answered[0].value_at);
    for (std::size_t at = 0; at < value.size(); ++at) {
      if (!is_tchar(value[at])) return fail(errc::bad_subprotocols, name, answered[0].value_at + at);
    }
    return fail(errc::unexpected_subprotocol, name, answered[0].value_at);
  }

  const naive_response& answer_;
  lines header_;
  const naive_offer& offer_;
  naive_verdict found_;
};

}  // namespace fuzz
