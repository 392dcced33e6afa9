// SPDX-License-Identifier: BSL-1.0
// The server's check of the client's request (RFC 6455 section 4.2.1): one function for each rule, in the order of
// errc.
#include <array>

#include <wshake/handshake.hpp>

#include "check.hpp"
#include "checked_fields.hpp"
#include "http/body.hpp"
#include "http/host.hpp"
#include "key/base64.hpp"
#include "negotiate.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

struct subject : checked_fields {
  const http::request_parts& request;
  const server_options& config;
  const http::framing& framing;

  // A fault at an offset in a head's first line. A request_view with a caller's list has no octets of a head, so the
  // offset is 0.
  fault in_first_line(errc rule, std::size_t offset) const noexcept { return {rule, header.is_head() ? offset : 0}; }
  std::size_t target_at() const noexcept { return request.method.size() + 1; }
  std::size_t version_at() const noexcept { return target_at() + request.target.size() + 1; }
};

fault check_framing(const subject& it) noexcept { return it.framing.broken; }

// Over HTTP/2 and HTTP/3 :authority takes the place of Host. If a header list has both, they must name the same host
// and port (RFC 9113 section 8.3.1).
fault check_authority(const subject& it) noexcept {
  const http::pseudo_fields pseudo = it.request.pseudo();
  const octets authority = pseudo.authority;
  if (http::host_fault(authority) != base::no_fault) return {errc::bad_authority};
  if (!it.has(field_id::host)) return {};
  if (it.has_several(field_id::host)) return it.second(errc::repeated_host, field_id::host);
  const octets host = it.value(field_id::host);
  const bool same = http::host_fault(host) == base::no_fault && is_same_authority(host, authority, pseudo.scheme);
  return same ? fault{} : it.wrong(errc::host_differs, field_id::host);
}

fault check_host(const subject& it) noexcept {
  if (it.request.is_header_list() && !it.request.pseudo().authority.empty()) [[unlikely]]
    return check_authority(it);
  if (!it.has(field_id::host)) return it.request.version >= 11 ? it.missing(errc::missing_host) : fault{};
  if (it.has_several(field_id::host)) return it.second(errc::repeated_host, field_id::host);
  const octets host = it.value(field_id::host);
  const std::size_t offset = http::host_fault(host);
  if (offset == base::no_fault) [[likely]]
    return {};
  return it.wrong(http::is_in_port(host, offset) ? errc::bad_host_port : errc::bad_host, field_id::host, offset);
}

// RFC 8441 section 4: CONNECT with :protocol takes the place of GET, Upgrade and Connection.
fault check_protocol(const subject& it) noexcept {
  const octets protocol = it.request.pseudo().protocol;
  if (it.request.method != "CONNECT" || protocol.empty()) return {errc::not_extended_connect};
  const bool same = scan::equal_ignoring_case(protocol, "websocket");
  return same ? fault{} : fault(errc::another_protocol);
}

fault check_upgrade(const subject& it) noexcept {
  if (it.request.is_header_list()) [[unlikely]]
    return check_protocol(it);
  if (!it.has(field_id::upgrade))
    return it.missing(it.has(field_id::key) ? errc::upgrade_stripped : errc::not_an_upgrade);
  if (!it.lists(field_id::upgrade, "websocket")) return it.wrong(errc::not_an_upgrade, field_id::upgrade);
  if (!it.has(field_id::connection)) return it.missing(errc::connection_lacks_upgrade);
  if (!it.lists(field_id::connection, "upgrade")) return it.wrong(errc::connection_lacks_upgrade, field_id::connection);
  if (it.request.version < 11) return it.in_first_line(errc::http_version_too_old, it.version_at());
  return {};
}

fault check_method(const subject& it) noexcept {
  return it.request.method == "GET" || it.request.is_header_list() ? fault{} : fault(errc::bad_handshake_method);
}

fault check_target(const subject& it) noexcept {
  const http::target_parts target = http::split_target(it.request.target);
  if (target.form == http::target_form::origin) [[likely]] {
    const bool known = !it.request.is_header_list() || own_port(it.request.pseudo().scheme) != no_port;
    return known ? fault{} : fault(errc::bad_scheme);
  }
  if (it.request.is_header_list()) return {errc::bad_target_form};
  if (target.form != http::target_form::absolute) return it.in_first_line(errc::bad_target_form, it.target_at());
  const std::size_t offset = http::host_fault(target.authority);
  if (offset == base::no_fault) return {};
  const auto authority_at = static_cast<std::size_t>(target.authority.data() - it.request.target.data());
  return it.in_first_line(errc::bad_target_authority, it.target_at() + authority_at + offset);
}

// RFC 9110 section 9.3.1: content in a GET has no meaning. A peer that reads such content as frames is open to request
// smuggling.
fault check_body(const subject& it) noexcept {
  // The stream of an extended CONNECT carries frames, so even an empty body is a fault (RFC 9110 section 9.3.6).
  const bool list = it.request.is_header_list();
  if (list && it.request.pseudo().ends_stream) return {errc::body_on_handshake};
  const bool announced = list ? it.has(field_id::content_length) : it.framing.content_length > 0;
  const bool chunked = it.has(field_id::transfer_encoding);
  if (!announced && !chunked) return {};
  const field_id name = chunked ? field_id::transfer_encoding : field_id::content_length;
  return {errc::body_on_handshake, it.header.offset(name), name};
}
// Checked before the key, because the rules for the key depend on the version.
fault check_version(const subject& it) noexcept {
  if (!it.has(field_id::version)) return it.missing(errc::missing_version);
  if (it.has_several(field_id::version)) return it.second(errc::repeated_version, field_id::version);
  return it.value(field_id::version) == "13" ? fault{} : it.wrong(errc::unsupported_version, field_id::version);
}

// A header list needs no key (RFC 8441 section 5).
fault check_key(const subject& it) noexcept {
  if (it.request.is_header_list()) return {};
  if (!it.has(field_id::key)) return it.missing(errc::missing_key);
  if (it.has_several(field_id::key)) return it.second(errc::repeated_key, field_id::key);
  const octets value = it.value(field_id::key);
  return is_key(value) ? fault{} : it.wrong(errc::bad_key, field_id::key, key::nonce_fault(value).value_or(0));
}

fault check_extensions(const subject& it) noexcept { return it.check_extensions(); }

// The subprotocols that check_subprotocols() has read so far. The kilobyte of this struct stays uninitialized, since
// most requests offer few or no subprotocols.
struct offered_subprotocols {
  std::array<const char*, max_subprotocols> begins;
  std::array<std::size_t, max_subprotocols> sizes;
  std::size_t count = 0;

  void add(octets name) noexcept {
    begins[count] = name.data();
    sizes[count++] = name.size();
  }
  bool has(octets name) const noexcept {
    for (std::size_t index = 0; index < count; ++index) {
      if (octets(begins[index], sizes[index]) == name) return true;
    }
    return false;
  }
};

// Sec-WebSocket-Protocol-Client = 1#token, without repetition
fault check_subprotocols(const subject& it) noexcept {
  if (!it.has(field_id::subprotocol)) return {};
  const std::size_t most = subprotocol_limit(it.config.limit);
  offered_subprotocols offered;
  fault bad;
  fault too_many;
  fault repeated;
  it.header.show(field_id::subprotocol, [&](octets line, std::size_t line_at) {
    const auto offset_of = [&](const char* octet) {
      return line_at + (it.header.is_head() ? static_cast<std::size_t>(octet - line.data()) : 0);
    };
    http::list_reader reader(line);
    while (reader.skip_empty_members()) {
      const octets member = reader.read_token();
      if (member.empty() || !reader.at_member_end()) {
        bad = {errc::bad_subprotocols, offset_of(member.end())};
        return false;
      }
      if (offered.count == most) {
        if (!too_many) too_many = {errc::too_many_subprotocols, offset_of(member.begin())};
        continue;
      }
      if (!repeated && offered.has(member)) repeated = {errc::repeated_subprotocol, offset_of(member.begin())};
      offered.add(member);
    }
    return true;
  });
  if (bad || too_many) return bad ? bad : too_many;
  return offered.count == 0 ? it.wrong(errc::empty_subprotocols, field_id::subprotocol) : repeated;
}

fault check_expect(const subject& it) noexcept {
  if (!it.has(field_id::expect)) return {};
  const token_list expectations = it.tokens(field_id::expect);
  for (auto member = expectations.begin(); member != expectations.end(); ++member) {
    if (!scan::equal_ignoring_case(*member, "100-continue")) return {errc::bad_expect, member.offset()};
  }
  return {};
}

fault check_origin(const subject& it) noexcept {
  if (!it.has(field_id::origin)) return it.config.require_origin ? it.missing(errc::missing_origin) : fault{};
  if (it.has_several(field_id::origin)) return it.second(errc::repeated_origin, field_id::origin);
  if (it.config.origins.empty() && !it.config.same_host_origin) return {};
  const octets authority = authority_of(it.request, http::split_target(it.request.target));
  const bool admitted = is_admitted(it.value(field_id::origin), authority, it.config);
  return admitted ? fault{} : it.wrong(errc::forbidden_origin, field_id::origin);
}

fault check_common_subprotocol(const subject& it) noexcept {
  if (!it.config.require_subprotocol) return {};
  if (!choose_subprotocol(it.tokens(field_id::subprotocol), it.config.subprotocols).empty()) return {};
  return it.has(field_id::subprotocol) ? it.wrong(errc::no_common_subprotocol, field_id::subprotocol)
                                       : it.missing(errc::missing_subprotocol);
}

// Applies the rules `before`, then the rules that a configuration sets. The rules that a configuration sets always come
// last. If the first rule that a request breaks is one of them, the request breaks none of the other rules. So
// server::configure() applies only the rules that the configuration sets.
template <auto... before>
fault first_broken_with_configured(const subject& it, key::digest* beside = nullptr) noexcept {
  return first_broken<before..., check_origin, check_common_subprotocol>(it, beside);
}

}  // namespace

// The codes of check_origin and check_common_subprotocol, except repeated_origin, which every configuration reports.
bool is_configured(errc rule) noexcept {
  return rule == errc::missing_origin || rule == errc::forbidden_origin || rule == errc::missing_subprotocol ||
         rule == errc::no_common_subprotocol;
}

// Applies only the rule on Upgrade, Connection and the HTTP version.
bool is_upgrade(const request_view& request) noexcept {
  const http::request_parts parts = request;
  return !check_upgrade(subject{{parts.header}, parts, default_server_config.options(), {}});
}

fault check_handshake(const http::request_parts& request, const server_options& config, const http::framing& framing,
                      key::digest* beside) noexcept {
  return first_broken_with_configured<check_framing, check_host, check_upgrade, check_method, check_target, check_body,
                                      check_version, check_key, check_extensions, check_subprotocols, check_expect>(
      subject{{request.header}, request, config, framing}, beside);
}

fault check_configured(const http::request_parts& request, const server_options& config) noexcept {
  const http::framing framing;
  return first_broken_with_configured<>(subject{{request.header}, request, config, framing});
}

}  // namespace wshake
