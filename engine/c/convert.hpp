// SPDX-License-Identifier: BSL-1.0
// Conversions between the types of the C API and those of the C++ API.
#pragma once

#include <wshake/wshake.h>

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <iterator>
#include <optional>
#include <type_traits>

#include <wshake/wshake.hpp>

namespace wshake::c {

inline octets from_c(wshake_octets view) noexcept { return {view.data, view.size}; }
inline mutable_octets from_c(wshake_mutable_octets room) noexcept { return {room.data, room.size}; }
inline wshake_octets to_c(octets view) noexcept { return {view.data(), view.size()}; }

// Returns std::nullopt for an absent view, whose data is null.
inline std::optional<octets> optional_from_c(wshake_octets view) noexcept {
  return view.data != nullptr ? std::optional<octets>(from_c(view)) : std::nullopt;
}
inline wshake_octets to_c(const std::optional<octets>& view) noexcept {
  return view ? to_c(*view) : wshake_octets{nullptr, 0};
}

// Lists are not copied: layout.cpp checks that their elements have the same layout in C and in C++.
inline array_view<octets> from_c(const wshake_octets* list, std::size_t count) noexcept {
  return {reinterpret_cast<const octets*>(list), count};
}
inline array_view<field> from_c(const wshake_field* list, std::size_t count) noexcept {
  return {reinterpret_cast<const field*>(list), count};
}
inline array_view<deflate_offer> from_c(const wshake_deflate_offer* list, std::size_t count) noexcept {
  return {reinterpret_cast<const deflate_offer*>(list), count};
}

// `random` has WSHAKE_NONCE_SIZE octets.
inline nonce nonce_from_c(const uint8_t* random) noexcept {
  nonce octets_of_key;
  std::memcpy(octets_of_key.data(), random, octets_of_key.size());
  return octets_of_key;
}

// The value of an enumeration as a number. A caller can store any number in an enumeration of C. Reading a number that
// the enumeration cannot represent is undefined behaviour in C++, so the octets of the number are copied.
template <class Enumeration>
unsigned number_of(const Enumeration& value) noexcept {
  std::underlying_type_t<Enumeration> number;
  static_assert(sizeof number == sizeof value);
  std::memcpy(&number, &value, sizeof number);
  return static_cast<unsigned>(number);
}
inline errc from_c(const wshake_errc& code) noexcept {
  const unsigned number = number_of(code);
  return number < WSHAKE_ERRC_COUNT ? static_cast<errc>(number) : errc::none;
}
// A number above all enumerators becomes the number of enumerators, a value for which describe() returns an empty text.
inline server_state from_c(const wshake_server_state& state) noexcept {
  const unsigned number = number_of(state);
  return static_cast<server_state>(number < WSHAKE_SERVER_STATE_COUNT ? number : WSHAKE_SERVER_STATE_COUNT);
}
inline client_event from_c(const wshake_client_event& event) noexcept {
  const unsigned number = number_of(event);
  return static_cast<client_event>(number < WSHAKE_CLIENT_EVENT_COUNT ? number : WSHAKE_CLIENT_EVENT_COUNT);
}
inline socks_state from_c(const wshake_socks_state& state) noexcept {
  const unsigned number = number_of(state);
  return static_cast<socks_state>(number < WSHAKE_SOCKS_STATE_COUNT ? number : WSHAKE_SOCKS_STATE_COUNT);
}
inline request_body from_c(const wshake_request_body& body) noexcept {
  return number_of(body) == WSHAKE_REQUEST_BODY_READ ? request_body::read : request_body::unread;
}
inline wshake_errc to_c(errc code) noexcept { return static_cast<wshake_errc>(code); }
inline wshake_server_state to_c(server_state state) noexcept { return static_cast<wshake_server_state>(state); }
inline wshake_client_event to_c(client_event event) noexcept { return static_cast<wshake_client_event>(event); }
inline wshake_socks_state to_c(socks_state state) noexcept { return static_cast<wshake_socks_state>(state); }

inline wshake_server_feed_result to_c(const server_feed_result& result) noexcept {
  return {result.consumed, to_c(result.state)};
}
inline wshake_client_feed_result to_c(const client_feed_result& result) noexcept {
  return {result.consumed, to_c(result.event), to_c(result.data)};
}
inline wshake_socks_feed_result to_c(const socks_feed_result& result) noexcept {
  return {result.consumed, to_c(result.state)};
}
inline wshake_diagnostic to_c(const diagnostic& found) noexcept {
  return {to_c(found.code), found.offset, to_c(found.field)};
}
inline wshake_write_result to_c(const write_result& result) noexcept {
  return {to_c(result.written), result.needed, to_c(result.error)};
}

// The error and the result of a verb whose options have an invalid member.
inline wshake_diagnostic bad_argument(octets member) noexcept { return {WSHAKE_ERRC_BAD_ARGUMENT, 0, to_c(member)}; }
inline wshake_write_result not_written(octets member) noexcept { return {{}, 0, bad_argument(member)}; }

// wrap() copies a value into an opaque struct of C, and unwrap() copies it back. A struct whose octets are all zero
// stands for a new, empty value.
template <class Opaque, class Value>
Opaque wrap(const Value& value) noexcept {
  static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(Opaque));
  Opaque opaque = {};
  std::memcpy(&opaque, &value, sizeof value);
  return opaque;
}
template <class Value, class Opaque>
Value unwrap(const Opaque& opaque) noexcept {
  static_assert(std::is_trivially_copyable_v<Value> && sizeof(Value) <= sizeof(Opaque));
  Value value;
  std::memcpy(static_cast<void*>(&value), &opaque, sizeof value);
  return value;
}

inline fields from_c(const wshake_fields& header) noexcept { return unwrap<fields>(header); }
inline wshake_fields to_c(const fields& header) noexcept { return wrap<wshake_fields>(header); }

inline request_view from_c(const wshake_request_view& request) noexcept {
  return {from_c(request.method),   from_c(request.target), request.version,           from_c(request.header),
          from_c(request.protocol), from_c(request.scheme), from_c(request.authority), request.ends_stream};
}
inline wshake_request_view to_c(const request_view& request) noexcept {
  return {to_c(request.method),   to_c(request.target), request.version,         to_c(request.header),
          to_c(request.protocol), to_c(request.scheme), to_c(request.authority), request.ends_stream};
}
inline wshake_request_head to_c(const request_head& head) noexcept {
  return {to_c(static_cast<const request_view&>(head)), to_c(head.raw)};
}
inline response_view from_c(const wshake_response_view& response) noexcept {
  return {response.version, response.status, from_c(response.reason), from_c(response.header)};
}
inline wshake_response_view to_c(const response_view& response) noexcept {
  return {response.version, response.status, to_c(response.reason), to_c(response.header)};
}
inline wshake_response_head to_c(const response_head& head) noexcept {
  return {to_c(static_cast<const response_view&>(head)), to_c(head.raw)};
}

inline wshake_field_answer to_c(const field_answer& answer) noexcept {
  return {to_c(answer.head), to_c(answer.body), answer.needed, to_c(answer.error)};
}

inline wshake_field_request to_c(const field_request& asked) noexcept {
  return {to_c(asked.head), asked.needed, to_c(asked.error)};
}

inline wshake_handshake_request to_c(const handshake_request& request) noexcept {
  return {
      to_c(request.authority),
      to_c(request.resource_name),
      to_c(request.key),
      to_c(request.version),
      to_c(request.origin),
      request.origin.has_value(),
      request.expects_continue,
      wrap<wshake_tokens>(request.subprotocols.begin()),
      wrap<wshake_extensions>(request.extensions.begin()),
  };
}

inline agreement from_c(const wshake_agreement& agreed) noexcept {
  const wshake_deflate_parameters& deflate = agreed.deflate;
  return {from_c(agreed.subprotocol),
          {deflate.agreed, deflate.server_no_context_takeover, deflate.client_no_context_takeover,
           deflate.server_max_window_bits, deflate.client_max_window_bits}};
}
inline wshake_agreement to_c(const agreement& agreed) noexcept {
  const deflate_parameters& deflate = agreed.deflate;
  return {to_c(agreed.subprotocol),
          {deflate.agreed, deflate.server_no_context_takeover, deflate.client_no_context_takeover,
           deflate.server_max_window_bits, deflate.client_max_window_bits}};
}

inline uri from_c(const wshake_uri& where) noexcept {
  return {from_c(where.scheme), where.secure, from_c(where.userinfo),
          from_c(where.host),   where.port,   from_c(where.resource_name)};
}
inline wshake_uri to_c(const uri& where) noexcept {
  return {to_c(where.scheme),        to_c(where.userinfo), to_c(where.host),
          to_c(where.resource_name), where.port,           where.secure};
}

inline wshake_continuation to_c(const continuation& next) noexcept {
  return {
      static_cast<wshake_continuation_kind>(next.what),
      next.same_connection,
      to_c(next.location),
      next.same_origin,
      next.downgrade,
      next.by_proxy,
      next.retry_seconds.has_value(),
      next.retry_seconds ? *next.retry_seconds : 0,
      to_c(next.retry_after),
      wrap<wshake_challenges>(next.challenges.begin()),
  };
}

inline wshake_proxy_endpoint to_c(const proxy_endpoint& end) noexcept {
  wshake_proxy_endpoint copy = {{}, end.port, to_c(end.path)};
  std::memcpy(copy.ip, end.ip.data(), sizeof copy.ip);
  return copy;
}

inline wshake_proxy_header to_c(const proxy_header& header) noexcept {
  return {
      header.version,
      static_cast<wshake_proxy_command>(header.command),
      static_cast<wshake_proxy_family>(header.family),
      static_cast<wshake_proxy_transport>(header.transport),
      to_c(header.source),
      to_c(header.destination),
      to_c(header.tlvs.text()),
      to_c(header.raw),
  };
}

// A role's pointer in C is the address of the C++ object: an init function has constructed this object in the caller's
// memory.
inline server& from_c(wshake_server* role) noexcept { return *reinterpret_cast<server*>(role); }
inline const server& from_c(const wshake_server* role) noexcept { return *reinterpret_cast<const server*>(role); }
inline client& from_c(wshake_client* role) noexcept { return *reinterpret_cast<client*>(role); }
inline const client& from_c(const wshake_client* role) noexcept { return *reinterpret_cast<const client*>(role); }
inline tunnel& from_c(wshake_tunnel* role) noexcept { return *reinterpret_cast<tunnel*>(role); }
inline const tunnel& from_c(const wshake_tunnel* role) noexcept { return *reinterpret_cast<const tunnel*>(role); }
inline socks& from_c(wshake_socks* role) noexcept { return *reinterpret_cast<socks*>(role); }
inline const socks& from_c(const wshake_socks* role) noexcept { return *reinterpret_cast<const socks*>(role); }

}  // namespace wshake::c
