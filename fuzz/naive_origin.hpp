// SPDX-License-Identifier: BSL-1.0
// Matches an origin with a list of patterns (RFC 6454 §4): splits the origin's host and the pattern's host into
// lower-case labels and compares the labels.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>
#include <vector>

#include <wshake/server_config.hpp>

#include "naive_host.hpp"

namespace fuzz {

inline std::vector<std::string_view> split_at(std::string_view value, char mark) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = value.find(mark);
    parts.push_back(value.substr(0, end));
    if (end == std::string_view::npos) return parts;
    value.remove_prefix(end + 1);
  }
}

class naive_origin_parts {
 public:
  // Returns nullopt if the text is no origin, or is a pattern that has a star.
  static std::optional<naive_origin_parts> read(std::string_view origin) {
    const std::size_t mark = origin.find("://");
    if (mark == std::string_view::npos) return {};
    naive_origin_parts parts;
    parts.scheme = lower_case(origin.substr(0, mark));
    if (parts.scheme.empty() || !is_letter(parts.scheme[0])) return {};
    if (parts.scheme.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789+-.") != text::npos) return {};
    if (parts.scheme == "http") parts.port = "80";
    if (parts.scheme == "https") parts.port = "443";
    std::string_view rest = origin.substr(mark + 3);
    const std::size_t colon = rest.find(':', rest.find(']') == std::string_view::npos ? 0 : rest.find(']'));
    parts.host = lower_case(rest.substr(0, colon));
    if (colon != std::string_view::npos) {
      parts.port = text(rest.substr(colon + 1));
      const bool canonical = parts.port == "0" || (!parts.port.empty() && parts.port[0] != '0');
      if (!canonical || parts.port.size() > 5 || !is_port(parts.port)) return {};
    }
    const bool web = parts.scheme == "http" || parts.scheme == "https";
    if (parts.host.empty()) return web || !rest.empty() ? std::nullopt : std::optional(parts);
    if (!is_host(rest)) return {};
    for (const std::string_view label : split_at(parts.host, '.')) parts.labels.emplace_back(label);
    if (parts.labels.size() > 1 && parts.labels.back().empty()) parts.labels.pop_back();
    return parts;
  }

  text scheme, host, port;
  std::vector<text> labels;  // labels of the host, without the empty label after a final dot
};

inline bool matches_naively(std::string_view origin, std::string_view pattern) {
  if (pattern == "null" || origin == "null") return origin == pattern;
  const auto given = naive_origin_parts::read(origin);
  if (!given) return false;
  const std::size_t mark = pattern.find("://");
  if (lower_case(pattern.substr(0, mark)) != given->scheme) return false;
  std::string_view rest = pattern.substr(mark + 3);
  if (rest == "*") return true;
  const bool any_port = rest.size() > 2 && rest.substr(rest.size() - 2) == ":*";
  if (any_port) rest.remove_suffix(2);
  const bool below = rest.substr(0, 2) == "*.";
  if (below) rest.remove_prefix(2);
  const auto wanted = naive_origin_parts::read(text(pattern.substr(0, mark + 3)) + text(rest));
  if (!wanted || (!any_port && wanted->port != given->port)) return false;
  if (!below) return wanted->host == given->host;
  const bool deeper = given->labels.size() > wanted->labels.size();
  if (!deeper || (given->host.back() == '.') != (wanted->host.back() == '.')) return false;
  for (std::size_t at = 0; at < given->labels.size() - wanted->labels.size(); ++at) {
    const text& label = given->labels[at];
    if (label.empty()) return false;
    if (label.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_") != text::npos) return false;
  }
  return std::equal(wanted->labels.rbegin(), wanted->labels.rend(), given->labels.rbegin());
}

// True if a page at the host and the port of `authority` has this origin. An authority without a port has the default
// port of the origin's scheme.
inline bool is_at_naively(std::string_view origin, std::string_view authority) {
  const auto given = naive_origin_parts::read(origin);
  if (!given || (given->scheme != "http" && given->scheme != "https")) return false;
  const std::size_t bracket = authority.find(']');
  const std::size_t colon = authority.find(':', bracket == std::string_view::npos ? 0 : bracket);
  text port(colon == std::string_view::npos ? std::string_view() : authority.substr(colon + 1));
  if (port.empty()) port = given->scheme == "http" ? "80" : "443";
  while (port.size() > 1 && port[0] == '0') port.erase(0, 1);
  return lower_case(authority.substr(0, colon)) == given->host && port == given->port;
}

inline bool is_admitted_naively(std::string_view origin, std::string_view authority,
                                const wshake::server_options& options) {
  if (options.origins.empty() && !options.same_host_origin) return true;
  for (const wshake::octets pattern : options.origins) {
    if (matches_naively(origin, pattern.text())) return true;
  }
  return options.same_host_origin && is_at_naively(origin, authority);
}

}  // namespace fuzz
