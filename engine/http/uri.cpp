// SPDX-License-Identifier: BSL-1.0
#include <wshake/uri.hpp>

#include <optional>

#include "base/number.hpp"
#include "host.hpp"
#include "request_uri.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

constexpr std::uint16_t default_port(bool secure) noexcept { return secure ? 443 : 80; }

constexpr std::size_t find(octets text, octets any_of, std::size_t from = 0) noexcept {
  for (std::size_t offset = from; offset < text.size(); ++offset) {
    for (const char octet : any_of) {
      if (text.data()[offset] == octet) return offset;
    }
  }
  return text.size();
}

constexpr octets between(octets text, std::size_t begin, std::size_t end) noexcept {
  return text.first(end).from(begin);
}

uri_reading bad(std::size_t offset) noexcept { return {{errc::bad_uri, offset, {}}, {}}; }

// userinfo = *( unreserved / pct-encoded / sub-delims / ":" )   (RFC 3986 section 3.2.1)
// Returns the offset of the first invalid octet, or no_fault.
std::size_t userinfo_fault(octets text) noexcept {
  for (std::size_t offset = 0; offset < text.size(); ++offset) {
    if (scan::is(text[offset], scan::host_octet) || text[offset] == ':') continue;
    if (text[offset] != '%') return offset;
    for (unsigned digit = 0; digit < 2; ++digit) {
      if (++offset == text.size() || !scan::is(text[offset], scan::hex_octet)) return offset;
    }
  }
  return base::no_fault;
}

// *( "/" segment ) [ "?" query ]   (RFC 3986 sections 3.3 and 3.4): empty, or its first octet is "/" or "?".
// Returns the offset of the first invalid octet, or no_fault.
std::size_t resource_name_fault(octets text) noexcept {
  if (!text.empty() && text[0] != '/' && text[0] != '?') return 0;
  return scan::resource_fault(text);
}

// Reads the part behind "scheme:", from `begin`: "//" authority path-abempty [ "?" query ]
// authority = [ userinfo "@" ] host [ ":" port ]   (RFC 3986 section 3.2)
uri_reading read_authority_and_path(octets text, std::size_t begin, uri found) noexcept {
  if (text.from(begin).first(2) != "//") return bad(begin);
  begin += 2;
  const std::size_t authority_end = find(text, "/?", begin);
  const std::size_t at_sign = find(text.first(authority_end), "@", begin);
  if (at_sign < authority_end) {
    found.userinfo = between(text, begin, at_sign);
    const std::size_t fault = userinfo_fault(found.userinfo);
    if (fault != base::no_fault) return bad(begin + fault);
    begin = at_sign + 1;
  }
  const octets authority = between(text, begin, authority_end);
  const std::size_t fault = http::host_fault(authority);
  if (fault != base::no_fault) return bad(begin + fault);

  const std::size_t literal_end = authority[0] == '[' ? find(authority, "]") : 0;
  const std::size_t port_colon = find(authority, ":", literal_end);
  found.host = authority.first(port_colon);
  const octets digits = authority.from(port_colon + 1);
  std::uint32_t port = 0;
  for (const char digit : digits) port = port * 10 + base::hex_value(static_cast<unsigned char>(digit));
  if (!digits.empty() && port == 0) return bad(begin + port_colon + 1);
  found.port = digits.empty() ? default_port(found.secure) : static_cast<std::uint16_t>(port);
  found.resource_name = text.from(authority_end);
  const std::size_t resource = resource_name_fault(found.resource_name);
  if (resource != base::no_fault) return bad(authority_end + resource);
  return {{}, found};
}

}  // namespace

uri_reading parse_uri(octets text) noexcept {
  const std::size_t colon = find(text, ":");
  const http::scheme* const scheme = http::find_scheme(text.first(colon));
  if (scheme == nullptr || colon == text.size()) return bad(0);
  uri found;
  found.scheme = text.first(colon);
  found.secure = scheme->secure;
  return read_authority_and_path(text, colon + 1, found);
}

std::uint16_t http::port_of(const uri& where) noexcept {
  return where.port != 0 ? where.port : default_port(where.secure);
}

diagnostic http::uri_fault(const uri& where) noexcept {
  const octets host = where.host;
  const std::size_t resource = resource_name_fault(where.resource_name);
  if (resource != no_fault) return {errc::bad_uri, resource, "resource_name"};
  if (!host.empty() && skip_class(host.begin(), host.end(), host_octet) == host.end()) return {};
  const std::size_t literal_end = host.first(1) == "[" ? find(host, "]") + 1 : 0;
  const std::size_t port = find(host, ":", literal_end);
  const std::size_t fault = host_fault(host);
  if (port == host.size() && fault == no_fault) return {};
  return {errc::bad_uri, fault < port ? fault : port, "host"};
}

void http::put_host(writer& out, const uri& where) noexcept {
  out.put(where.host);
  if (port_of(where) == default_port(where.secure)) return;
  out.put(":");
  out.put_number(where.port);
}

void http::put_target(writer& out, const uri& where) noexcept {
  if (where.resource_name.empty() || where.resource_name[0] != '/') out.put("/");
  out.put(where.resource_name);
}

bool same_origin(const uri& left, const uri& right) noexcept {
  return left.secure == right.secure && http::port_of(left) == http::port_of(right) &&
         scan::equal_ignoring_case(left.host, right.host);
}

write_result write_target(mutable_octets out, const uri& where) noexcept {
  if (const diagnostic fault = http::uri_fault(where); !fault.ok()) return base::not_written(fault);
  base::writer target(out);
  http::put_target(target, where);
  return target.finish();
}

write_result write_host(mutable_octets out, const uri& where) noexcept {
  if (const diagnostic fault = http::uri_fault(where); !fault.ok()) return base::not_written(fault);
  base::writer host(out);
  http::put_host(host, where);
  return host.finish();
}

write_result write_encoded(mutable_octets out, octets text, octets others) noexcept {
  constexpr octets digits = "0123456789ABCDEF";
  base::writer encoded(out);
  while (!text.empty()) {
    octets next = text.first(text[0] == '%' ? 3 : 1);
    const bool fits = scan::resource_fault(next) == base::no_fault;
    if (fits && find(others, next.first(1)) == others.size()) {
      encoded.put(next);
    } else {
      next = next.first(1);
      encoded.put("%");
      encoded.put(digits.from(next[0] >> 4).first(1));
      encoded.put(digits.from(next[0] & 15).first(1));
    }
    text = text.from(next.size());
  }
  return encoded.finish();
}

namespace {

// Removes the segments "." and ".." of a path in place (RFC 3986 section 5.2.4). The path begins with "/". Returns the
// new size of the path.
std::size_t remove_dot_segments(char* path, std::size_t size) noexcept {
  std::size_t written = 0;
  std::size_t offset = 0;
  while (offset < size) {
    std::size_t end = offset + 1;  // the end of the segment, which begins with "/"
    while (end < size && path[end] != '/') ++end;
    const octets segment = {path + offset, end - offset};
    const bool last = end == size;
    if (segment == "/..") {
      while (written > 0 && path[--written] != '/') {
      }
    }
    if (segment == "/." || segment == "/..") {
      if (last) path[written++] = '/';
    } else {
      for (const char octet : segment) path[written++] = octet;
    }
    offset = end;
  }
  return written;
}

// True if the reference is absolute: it begins with scheme ":".
bool has_scheme(octets reference) noexcept {
  const std::size_t end = find(reference, ":/?");
  return end < reference.size() && reference[end] == ':';
}

// True if a parsed URI contains "@". The userinfo before the "@" may be empty.
bool has_userinfo(const uri& where) noexcept { return where.userinfo.data() != nullptr; }

// The path up to and including its last "/" (RFC 3986 section 5.2.3).
octets without_last_segment(octets path) noexcept {
  std::size_t size = path.size();
  while (size > 0 && path[size - 1] != '/') --size;
  return path.first(size);
}

}  // namespace

// Accepts the schemes http, https, ws and wss, and drops the fragment of `reference`.
std::optional<http::resolved> http::resolve(const uri& base, octets reference) noexcept {
  if (!uri_fault(base).ok()) return {};
  reference = reference.first(find(reference, "#"));
  resolved found = {base};
  if (has_scheme(reference) || reference.first(2) == "//") {
    uri same_scheme;
    same_scheme.secure = base.secure;
    const uri_reading absolute =
        has_scheme(reference) ? parse_uri(reference) : read_authority_and_path(reference, 0, same_scheme);
    // Rejects userinfo in a reference, because a reference comes from a server, and userinfo can make one host look
    // like another (RFC 9110 section 4.2.4).
    if (!absolute || has_userinfo(absolute.found)) return {};
    found.target = absolute.found;
  } else {
    if (resource_fault(reference) != no_fault) return {};
    const octets base_path = base.resource_name.first(find(base.resource_name, "?"));
    if (reference.empty()) return found;
    found.target.resource_name = reference;
    if (reference[0] == '?') {
      found.before = base_path;
    } else if (reference[0] != '/') {
      found.before = without_last_segment(base_path);
    }
  }
  return found;
}

write_result resolve_uri(mutable_octets out, const uri& base, octets reference) noexcept {
  const std::optional<http::resolved> found = http::resolve(base, reference);
  if (!found) return base::not_written(errc::bad_uri);
  const uri& target = found->target;
  const octets before = found->before;

  const std::size_t query = find(target.resource_name, "?");
  const octets path = target.resource_name.first(query);
  base::writer text(out);
  text.put(target.secure ? octets("wss://") : octets("ws://"));
  http::put_host(text, target);
  const std::size_t path_begin = text.size();
  const octets front = before.empty() ? path : before;
  if (front.empty() || front[0] != '/') text.put("/");
  text.put(before);
  text.put(path);
  const std::size_t with_dots = text.size();
  if (with_dots > out.size()) return base::too_small(with_dots + target.resource_name.size() - query);
  const std::size_t path_size = remove_dot_segments(out.data() + path_begin, with_dots - path_begin);
  text.shrink(path_begin + path_size);
  text.put(target.resource_name.from(query));
  return text.finish();
}

}  // namespace wshake
