// SPDX-License-Identifier: BSL-1.0
// Checks the rules of the opening handshake (RFC 6455 §4.2.1) for a request with well-formed lines. Reports the first
// broken rule in the order of errc.
#pragma once

#include <string_view>

#include <wshake/error.hpp>
#include <wshake/server_config.hpp>

#include "naive.hpp"
#include "naive_extensions.hpp"
#include "naive_framing.hpp"
#include "naive_host.hpp"
#include "naive_origin.hpp"

namespace fuzz {

struct naive_request {
  std::string_view method;
  std::string_view target;
  unsigned version = 11;
  lines header;

  std::vector<std::string_view> values(std::string_view name) const { return values_of(header, name); }
  std::vector<std::string_view> members(std::string_view name) const { return members_of(values(name)); }
};

// Accepts origin-form, and absolute-form with a host and with the scheme http, https, ws or wss.
inline wshake::errc naive_target(std::string_view target) {
  using wshake::errc;
  if (!target.empty() && target[0] == '/') return errc::none;
  const std::size_t colon = target.find("://");
  if (colon == std::string_view::npos) return errc::bad_target_form;
  bool known = false;
  for (const char* const scheme : {"http", "https", "ws", "wss"}) {
    known = known || same_ignoring_case(target.substr(0, colon), scheme);
  }
  const std::string_view rest = target.substr(colon + 3);
  if (!known) return errc::bad_target_form;
  return is_host(rest.substr(0, rest.find_first_of("/?"))) ? errc::none : errc::bad_target_authority;
}

inline wshake::errc naive_upgrade(const naive_request& it) {
  using wshake::errc;
  if (it.values("Upgrade").empty()) {
    return it.values("Sec-WebSocket-Key").empty() ? errc::not_an_upgrade : errc::upgrade_stripped;
  }
  if (!lists(it.header, "Upgrade", "websocket")) return errc::not_an_upgrade;
  if (!lists(it.header, "Connection", "upgrade")) return errc::connection_lacks_upgrade;
  return it.version < 11 ? errc::http_version_too_old : errc::none;
}

// True if the key is the base64 of 16 octets: 22 digits and "==". The unused bits of the last digit may have any value.
inline bool is_key(std::string_view key) {
  if (key.size() != 24 || key.substr(22) != "==") return false;
  return all_of(key.substr(0, 22), [](char c) { return is_letter(c) || is_digit(c) || c == '+' || c == '/'; });
}

inline wshake::errc naive_subprotocols(const naive_request& it, const wshake::server_options& config) {
  using wshake::errc;
  if (it.values("Sec-WebSocket-Protocol").empty()) return errc::none;
  const auto offered = it.members("Sec-WebSocket-Protocol");
  if (offered.empty()) return errc::empty_subprotocols;
  for (const std::string_view one : offered) {
    if (!is_token(one)) return errc::bad_subprotocols;
  }
  const std::size_t most = config.limit.subprotocols < 64 ? config.limit.subprotocols : 64;
  if (offered.size() > most) return errc::too_many_subprotocols;
  for (std::size_t at = 0; at < offered.size(); ++at) {
    for (std::size_t earlier = 0; earlier < at; ++earlier) {
      if (offered[earlier] == offered[at]) return errc::repeated_subprotocol;
    }
  }
  return errc::none;
}

inline wshake::errc naive_origin(const naive_request& it, const wshake::server_options& config) {
  using wshake::errc;
  const auto origins = it.values("Origin");
  if (origins.size() > 1) return errc::repeated_origin;
  if (origins.empty()) return config.require_origin ? errc::missing_origin : errc::none;
  const std::size_t scheme_end = it.target.find("://");
  const bool absolute = it.target[0] != '/' && scheme_end != std::string_view::npos;
  const std::string_view rest = absolute ? it.target.substr(scheme_end + 3) : it.values("Host")[0];
  const bool admitted = is_admitted_naively(origins[0], rest.substr(0, rest.find_first_of("/?")), config);
  return admitted ? errc::none : errc::forbidden_origin;
}

inline bool has_common_subprotocol(const naive_request& it, const wshake::server_options& config) {
  for (const std::string_view offered : it.members("Sec-WebSocket-Protocol")) {
    for (const wshake::octets spoken : config.subprotocols) {
      if (std::string_view(spoken) == offered) return true;
    }
  }
  return false;
}

// Checks the rules whose codes in errc follow the codes of the rules on the key. These rules hold over every HTTP
// version.
inline wshake::errc naive_offers(const naive_request& it, const wshake::server_options& config) {
  using wshake::errc;
  const auto extension_lines = it.values("Sec-WebSocket-Extensions");
  const auto extensions = read_extensions(extension_lines);
  if (!extensions) return errc::bad_extensions;
  if (!extension_lines.empty() && extensions->empty()) return errc::empty_extensions;
  if (const errc broken = naive_subprotocols(it, config); broken != errc::none) return broken;
  for (const std::string_view expectation : it.members("Expect")) {
    if (!same_ignoring_case(expectation, "100-continue")) return errc::bad_expect;
  }
  if (const errc broken = naive_origin(it, config); broken != errc::none) return broken;
  if (!config.require_subprotocol || has_common_subprotocol(it, config)) return errc::none;
  return it.values("Sec-WebSocket-Protocol").empty() ? errc::missing_subprotocol : errc::no_common_subprotocol;
}

inline wshake::errc naive_check(const naive_request& it, const wshake::server_options& config) {
  using wshake::errc;
  if (const errc broken = naive_request_framing(it.header, it.version); broken != errc::none) return broken;

  const auto hosts = it.values("Host");
  if (hosts.empty() && it.version >= 11) return errc::missing_host;
  if (hosts.size() > 1) return errc::repeated_host;
  const host_verdict host = hosts.empty() ? host_verdict::right : judge_host(hosts[0]);
  if (host != host_verdict::right) return host == host_verdict::bad_port ? errc::bad_host_port : errc::bad_host;

  if (const errc broken = naive_upgrade(it); broken != errc::none) return broken;
  if (it.method != "GET") return errc::bad_handshake_method;
  if (const errc broken = naive_target(it.target); broken != errc::none) return broken;
  if (!it.values("Transfer-Encoding").empty()) return errc::body_on_handshake;
  const auto lengths = it.members("Content-Length");
  if (!lengths.empty() && without_zeros(lengths[0]) != "0") return errc::body_on_handshake;

  const auto versions = it.values("Sec-WebSocket-Version");
  if (versions.empty()) return errc::missing_version;
  if (versions.size() > 1) return errc::repeated_version;
  if (versions[0] != "13") return errc::unsupported_version;
  const auto keys = it.values("Sec-WebSocket-Key");
  if (keys.empty()) return errc::missing_key;
  if (keys.size() > 1) return errc::repeated_key;
  if (!is_key(keys[0])) return errc::bad_key;
  return naive_offers(it, config);
}

}  // namespace fuzz
