// SPDX-License-Identifier: BSL-1.0
// C functions that need no role: names of codes, readers of heads and PROXY headers, checks of requests, keys, URIs,
// queries and credentials.
#include "config.hpp"
#include "convert.hpp"
#include "options.hpp"

namespace wshake::c {

extern "C" {

WSHAKE_C_API const char* wshake_library_version() noexcept { return library_version(); }

WSHAKE_C_API wshake_error_info wshake_describe_error(wshake_errc code) noexcept {
  const error_info& info = describe(from_c(code));
  return {info.name, info.message, info.rule, info.status};
}

WSHAKE_C_API const char* wshake_describe_server_state(wshake_server_state state) noexcept {
  return describe(from_c(state));
}

WSHAKE_C_API const char* wshake_describe_client_event(wshake_client_event event) noexcept {
  return describe(from_c(event));
}

WSHAKE_C_API wshake_protocol wshake_sniff(wshake_octets first) noexcept {
  return static_cast<wshake_protocol>(sniff(from_c(first)));
}

WSHAKE_C_API wshake_request_reading wshake_read_request(wshake_octets data, const wshake_limits* limits) noexcept {
  if (!is_known(limits)) return {bad_argument("size"), 0, {}};
  const request_reading found = read_request(from_c(data), from_c(limits));
  return {to_c(found.error), found.consumed, to_c(found.head)};
}

WSHAKE_C_API wshake_response_reading wshake_read_response(wshake_mutable_octets data,
                                                          const wshake_limits* limits) noexcept {
  if (!is_known(limits)) return {bad_argument("size"), 0, {}};
  const response_reading found = read_response(from_c(data), from_c(limits));
  return {to_c(found.error), found.consumed, to_c(found.head)};
}

WSHAKE_C_API wshake_proxy_header_reading wshake_read_proxy_header(wshake_octets data, size_t limit) noexcept {
  const proxy_header_reading found = read_proxy_header(from_c(data), limit == 0 ? proxy_header_limit : limit);
  return {to_c(found.error), found.consumed, found.most, to_c(found.header)};
}

WSHAKE_C_API bool wshake_next_proxy_tlv(wshake_octets* tlvs, wshake_proxy_tlv* found) noexcept {
  const octets all = from_c(*tlvs);
  const proxy_tlv_list::iterator first = proxy_tlv_list(all).begin();
  if (first == detail::range_end()) return false;
  *found = {static_cast<std::uint8_t>(first->type), to_c(first->value)};
  *tlvs = to_c(all.from(std::next(first).offset()));
  return true;
}

WSHAKE_C_API bool wshake_is_upgrade(const wshake_request_view* request) noexcept {
  return is_upgrade(from_c(*request));
}

WSHAKE_C_API wshake_diagnostic wshake_check(const wshake_request_view* request,
                                            const wshake_server_config* config) noexcept {
  return to_c(check(from_c(*request), from_c(config)));
}

WSHAKE_C_API wshake_handshake_request wshake_gather(const wshake_request_view* request) noexcept {
  return to_c(gather(from_c(*request)));
}

WSHAKE_C_API wshake_agreement wshake_negotiate(const wshake_request_view* request,
                                               const wshake_server_config* config) noexcept {
  return to_c(negotiate(gather(from_c(*request)), from_c(config)));
}

WSHAKE_C_API bool wshake_is_key(wshake_octets key) noexcept { return is_key(from_c(key)); }

WSHAKE_C_API wshake_accept_value wshake_accept_key(wshake_octets key) noexcept {
  return wrap<wshake_accept_value>(accept_key(from_c(key)));
}

WSHAKE_C_API wshake_uri_reading wshake_parse_uri(wshake_octets text) noexcept {
  const uri_reading reading = parse_uri(from_c(text));
  return {to_c(reading.error), to_c(reading.found)};
}

WSHAKE_C_API wshake_write_result wshake_write_encoded(wshake_mutable_octets out, wshake_octets text,
                                                      wshake_octets others) noexcept {
  return to_c(write_encoded(from_c(out), from_c(text), from_c(others)));
}

WSHAKE_C_API bool wshake_same_origin(const wshake_uri* left, const wshake_uri* right) noexcept {
  return same_origin(from_c(*left), from_c(*right));
}

WSHAKE_C_API wshake_write_result wshake_write_target(wshake_mutable_octets out, const wshake_uri* where) noexcept {
  return to_c(write_target(from_c(out), from_c(*where)));
}

WSHAKE_C_API wshake_write_result wshake_write_host(wshake_mutable_octets out, const wshake_uri* where) noexcept {
  return to_c(write_host(from_c(out), from_c(*where)));
}

WSHAKE_C_API wshake_write_result wshake_resolve_uri(wshake_mutable_octets out, const wshake_uri* base,
                                                    wshake_octets reference) noexcept {
  return to_c(resolve_uri(from_c(out), from_c(*base), from_c(reference)));
}

WSHAKE_C_API wshake_query_member wshake_find_query_member(wshake_octets target, wshake_octets name,
                                                          wshake_mutable_octets out) noexcept {
  const query_member member = find_query_member(from_c(target), from_c(name), from_c(out));
  return {member.value.has_value(), to_c(member.value), member.needed, to_c(member.error)};
}

WSHAKE_C_API wshake_write_result wshake_write_basic(wshake_mutable_octets out, wshake_octets user,
                                                    wshake_octets password) noexcept {
  return to_c(write_basic(from_c(out), from_c(user), from_c(password)));
}

WSHAKE_C_API wshake_write_result wshake_write_userinfo(wshake_mutable_octets out, wshake_octets userinfo) noexcept {
  return to_c(write_userinfo(from_c(out), from_c(userinfo)));
}

WSHAKE_C_API wshake_write_result wshake_write_bearer(wshake_mutable_octets out, wshake_octets token) noexcept {
  return to_c(write_bearer(from_c(out), from_c(token)));
}

WSHAKE_C_API wshake_basic_credentials wshake_read_basic(wshake_octets value, wshake_mutable_octets out) noexcept {
  const basic_credentials found = read_basic(from_c(value), from_c(out));
  return {to_c(found.user), to_c(found.password), found.valid};
}

WSHAKE_C_API bool wshake_is_sensitive(wshake_octets name) noexcept { return is_sensitive(from_c(name)); }
WSHAKE_C_API bool wshake_equal_constant_time(wshake_octets left, wshake_octets right) noexcept {
  return equal_constant_time(from_c(left), from_c(right));
}

}  // extern "C"

}  // namespace wshake::c
