// SPDX-License-Identifier: BSL-1.0
// Parses WebSocket URIs (RFC 6455 §3) and resolves references by the letter of RFC 3986 §5.2.
#pragma once

#include <optional>
#include <string_view>

#include "naive_framing.hpp"
#include "naive_host.hpp"

namespace fuzz {

struct naive_uri {
  text scheme;
  bool secure = false;
  bool has_userinfo = false;
  text userinfo;
  text host;
  unsigned port = 0;
  text resource_name;  // path and query

  std::string_view path() const { return std::string_view(resource_name).substr(0, resource_name.find('?')); }
  std::string_view query() const { return std::string_view(resource_name).substr(path().size()); }  // with its "?"

  // Returns the host and the port, or the host alone if the port is the scheme's default.
  text authority() const {
    text out = host;
    if (port == (secure ? 443U : 80U)) return out;
    out += ':';
    append_number(out, port);
    return out;
  }
};

inline bool starts_with(std::string_view value, std::string_view prefix) {
  return value.substr(0, prefix.size()) == prefix;
}

// pct-encoded / unreserved / sub-delims / one of `others`
inline bool take_octet(std::string_view& rest, std::string_view others) {
  if (rest.empty()) return false;
  std::size_t size = 0;
  if (rest[0] == '%') {
    if (rest.size() >= 3 && is_hex(rest[1]) && is_hex(rest[2])) size = 3;
  } else if (is_host_octet(rest[0]) || others.find(rest[0]) != std::string_view::npos) {
    size = 1;
  }
  rest.remove_prefix(size);
  return size > 0;
}

inline void take_all(std::string_view& rest, std::string_view others) {
  while (take_octet(rest, others)) {
  }
}

// segment *( "/" segment ) [ "?" query ], segment = *pchar, query = *( pchar / "/" / "?" ); pchar has ":" and "@"
// (RFC 3986 §3.3, §3.4)
inline bool is_segments_and_query(std::string_view value) {
  take_all(value, ":@");
  while (starts_with(value, "/")) {
    value.remove_prefix(1);
    take_all(value, ":@");
  }
  if (starts_with(value, "?")) {
    value.remove_prefix(1);
    take_all(value, ":@/?");
  }
  return value.empty();
}

// path-abempty [ "?" query ]
inline bool is_resource_name(std::string_view value) {
  return (value.empty() || value[0] == '/' || value[0] == '?') && is_segments_and_query(value);
}

// [ userinfo "@" ] host [ ":" port ]
inline bool read_authority(std::string_view authority, naive_uri& found) {
  const std::size_t at_sign = authority.find('@');
  if (at_sign != std::string_view::npos) {
    found.has_userinfo = true;
    found.userinfo = text(authority.substr(0, at_sign));
    authority.remove_prefix(at_sign + 1);
    std::string_view rest = found.userinfo;
    take_all(rest, ":");
    if (!rest.empty()) return false;
  }
  if (!is_host(authority)) return false;
  const std::size_t literal_end = authority[0] == '[' ? authority.find(']') : 0;
  const std::size_t colon = authority.find(':', literal_end);
  found.host = text(authority.substr(0, colon));
  found.port = found.secure ? 443 : 80;
  if (colon == std::string_view::npos || colon + 1 == authority.size()) return true;
  const std::string_view digits = without_zeros(authority.substr(colon + 1));
  if (digits.size() > 5) return false;
  found.port = 0;
  for (const char digit : digits) found.port = found.port * 10 + static_cast<unsigned>(digit - '0');
  return found.port >= 1 && found.port <= 65535;
}

// scheme "://" authority path-abempty [ "?" query ]
inline std::optional<naive_uri> naive_parse_uri(std::string_view value) {
  naive_uri found;
  found.scheme = text(value.substr(0, value.find(':')));
  const auto is_scheme = [&](const char* name) { return same_ignoring_case(found.scheme, name); };
  found.secure = is_scheme("wss") || is_scheme("https");
  if (!found.secure && !is_scheme("ws") && !is_scheme("http")) return {};
  if (!starts_with(value.substr(found.scheme.size()), "://")) return {};
  value.remove_prefix(found.scheme.size() + 3);
  const std::size_t end = value.find_first_of("/?");
  if (!read_authority(value.substr(0, end), found)) return {};
  if (end != std::string_view::npos) found.resource_name = text(value.substr(end));
  if (!is_resource_name(found.resource_name)) return {};
  return found;
}

// RFC 3986 §5.2.4, step by step.
inline text remove_dot_segments(std::string_view path) {
  text in(path);
  text out;
  const auto drop = [&](std::size_t count) { in.erase(0, count); };
  while (!in.empty()) {
    if (starts_with(in, "../")) {  // A
      drop(3);
    } else if (starts_with(in, "./")) {
      drop(2);
    } else if (starts_with(in, "/./")) {  // B
      drop(2);
    } else if (in == "/.") {
      in = "/";
    } else if (starts_with(in, "/../") || in == "/..") {  // C
      drop(3);
      if (in.empty()) in = "/";
      out.erase(out.rfind('/') == text::npos ? 0 : out.rfind('/'));
    } else if (in == "." || in == "..") {  // D
      in.clear();
    } else {  // E
      std::size_t end = in.find('/', 1);
      if (end == text::npos) end = in.size();
      out += in.substr(0, end);
      drop(end);
    }
  }
  return out;
}

// RFC 3986 §5.2.2. The dot segments of the base itself are removed, too, as §5.2.1 allows. Schemes and fragments are
// treated as the documentation of resolve_uri() says. A reference with userinfo is rejected (RFC 9110 §4.2.4). The
// base's userinfo is dropped.
inline std::optional<naive_uri> naive_resolve(const naive_uri& base, std::string_view reference) {
  reference = reference.substr(0, reference.find('#'));
  const std::size_t colon = reference.find_first_of(":/?");
  const bool has_scheme = colon != std::string_view::npos && reference[colon] == ':';
  std::optional<naive_uri> found = base;
  if (has_scheme || starts_with(reference, "//")) {
    text absolute(has_scheme ? "" : base.secure ? "wss:" : "ws:");
    absolute += reference;
    found = naive_parse_uri(absolute);
    if (!found || found->has_userinfo) return {};
  } else {
    if (!is_segments_and_query(reference)) return {};
    const std::string_view path = reference.substr(0, reference.find('?'));
    const std::string_view query = reference.substr(path.size());
    text merged;
    if (path.empty()) {
      merged = text(base.path());
    } else if (path[0] != '/') {
      // §5.2.3: a base with an authority and an empty path counts as a base with the path "/".
      merged = base.path().empty() ? text("/") : text(base.path().substr(0, base.path().rfind('/') + 1));
    }
    merged += path;
    merged += path.empty() && query.empty() ? base.query() : query;
    found->resource_name = merged;
  }
  text resource = remove_dot_segments(found->path());
  if (resource.empty()) resource = "/";  // RFC 6455 §3
  resource += found->query();
  found->resource_name = resource;
  found->userinfo.clear();
  found->scheme = found->secure ? "wss" : "ws";
  return found;
}

inline text compose(const naive_uri& it) {
  text out = it.scheme;
  out += "://";
  if (!it.userinfo.empty()) {
    out += it.userinfo;
    out += '@';
  }
  out += it.authority();
  out += it.resource_name;
  return out;
}

inline bool naive_same_origin(const naive_uri& left, const naive_uri& right) {
  return left.secure == right.secure && left.port == right.port && same_ignoring_case(left.host, right.host);
}

}  // namespace fuzz
