// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <new>

namespace wshake::c {

template <>
wshake_limits defaults() noexcept {
  constexpr limits ours = {};
  return {
      sizeof(wshake_limits), ours.head,         ours.refused_body,      ours.skipped_body,
      ours.target,           ours.field_line,   ours.field_lines,       ours.method,
      ours.empty_lines,      ours.subprotocols, ours.interim_responses,
  };
}

template <>
wshake_deflate_config defaults() noexcept {
  constexpr deflate_config ours = {};
  return {
      sizeof(wshake_deflate_config),
      ours.enabled,
      ours.server_no_context_takeover,
      ours.client_no_context_takeover,
      ours.server_max_window_bits,
      ours.client_max_window_bits,
      ours.window_of_8,
  };
}

template <>
wshake_accept_options defaults() noexcept {
  wshake_accept_options options = {};
  options.size = sizeof options;
  return options;
}

template <>
wshake_reject_options defaults() noexcept {
  wshake_reject_options options = {};
  options.size = sizeof options;
  options.keep_alive = reject_options{}.keep_alive;
  return options;
}

template <>
wshake_server_options defaults() noexcept {
  wshake_server_options options = {};
  options.size = sizeof options;
  options.product = to_c(default_server_config.product);
  options.keep_alive = default_server_config.keep_alive;
  return options;
}

template <>
wshake_client_options defaults() noexcept {
  wshake_client_options options = {};
  options.size = sizeof options;
  options.product = to_c(default_client_config.product);
  return options;
}

template <>
wshake_client_request defaults() noexcept {
  wshake_client_request request = {};
  request.size = sizeof request;
  return request;
}

template <>
wshake_tunnel_request defaults() noexcept {
  wshake_tunnel_request request = {};
  request.size = sizeof request;
  return request;
}

limits from_c(const wshake_limits* given) noexcept {
  const auto options = complete(given);
  return {
      .head = options.head,
      .target = options.target,
      .method = options.method,
      .field_line = options.field_line,
      .field_lines = options.field_lines,
      .empty_lines = options.empty_lines,
      .subprotocols = options.subprotocols,
      .interim_responses = options.interim_responses,
      .refused_body = options.refused_body,
      .skipped_body = options.skipped_body,
  };
}

namespace {

deflate_config from_c(const wshake_deflate_config* given) noexcept {
  const auto options = complete(given);
  return {
      .enabled = options.enabled,
      .server_no_context_takeover = options.server_no_context_takeover,
      .client_no_context_takeover = options.client_no_context_takeover,
      .server_max_window_bits = options.server_max_window_bits,
      .client_max_window_bits = options.client_max_window_bits,
      .window_of_8 = options.window_of_8,
  };
}

// Fills in what the caller's struct has room for; what a newer caller has room for beyond is zero.
template <class Options>
void init(Options* options, std::size_t size) noexcept {
  Options whole = defaults<Options>();
  whole.size = size;
  if (size > sizeof whole) std::memset(options, 0, size);
  std::memcpy(options, &whole, size < sizeof whole ? size : sizeof whole);
}

}  // namespace

accept_options from_c(const wshake_accept_options* given) noexcept {
  const auto options = complete(given);
  return {
      .subprotocol = optional_from_c(options.subprotocol),
      .extensions = from_c(options.extensions),
      .header = from_c(options.header, options.header_count),
  };
}

reject_options from_c(const wshake_reject_options* given) noexcept {
  const auto options = complete(given);
  return {
      .status = options.status,
      .error = from_c(options.error),
      .reason = from_c(options.reason),
      .header = from_c(options.header, options.header_count),
      .body = optional_from_c(options.body),
      .content_length = options.head_only ? std::optional<std::size_t>(options.content_length) : std::nullopt,
      .keep_alive = options.keep_alive,
  };
}

server_config from_c(const wshake_server_options* given) noexcept {
  const auto options = complete(given);
  return {
      .subprotocols = from_c(options.subprotocols, options.subprotocol_count),
      .require_subprotocol = options.require_subprotocol,
      .origins = from_c(options.origins, options.origin_count),
      .require_origin = options.require_origin,
      .deflate = from_c(options.deflate),
      .header = from_c(options.header, options.header_count),
      .product = from_c(options.product),
      .keep_alive = options.keep_alive,
      .limit = from_c(options.limits),
  };
}

client_config from_c(const wshake_client_options* given) noexcept {
  const auto options = complete(given);
  return {
      .header = from_c(options.header, options.header_count),
      .product = from_c(options.product),
      .window_of_8 = options.window_of_8,
      .close = options.close,
      .limit = from_c(options.limits),
  };
}

client_request from_c(const wshake_client_request* given) noexcept {
  const auto options = complete(given);
  return {
      .where = from_c(options.where),
      .origin = from_c(options.origin),
      .subprotocols = from_c(options.subprotocols, options.subprotocol_count),
      .deflate = from_c(options.deflate, options.deflate_count),
      .extensions = from_c(options.extensions),
      .header = from_c(options.header, options.header_count),
  };
}

tunnel_request from_c(const wshake_tunnel_request* given) noexcept {
  const auto options = complete(given);
  return {.where = from_c(options.where), .header = from_c(options.header, options.header_count)};
}

extern "C" {

void wshake_limits_init(wshake_limits* limits, size_t size) noexcept { init(limits, size); }
void wshake_deflate_config_init(wshake_deflate_config* config, size_t size) noexcept { init(config, size); }
void wshake_accept_options_init(wshake_accept_options* options, size_t size) noexcept { init(options, size); }
void wshake_reject_options_init(wshake_reject_options* options, size_t size) noexcept { init(options, size); }
void wshake_server_options_init(wshake_server_options* options, size_t size) noexcept { init(options, size); }
void wshake_client_options_init(wshake_client_options* options, size_t size) noexcept { init(options, size); }
void wshake_client_request_init(wshake_client_request* request, size_t size) noexcept { init(request, size); }
void wshake_tunnel_request_init(wshake_tunnel_request* request, size_t size) noexcept { init(request, size); }

size_t wshake_server_config_size() noexcept { return sizeof(server_config); }
size_t wshake_client_config_size() noexcept { return sizeof(client_config); }

wshake_server_config* wshake_server_config_init(void* memory, const wshake_server_options* options) noexcept {
  return reinterpret_cast<wshake_server_config*>(new (memory) server_config(from_c(options)));
}
wshake_client_config* wshake_client_config_init(void* memory, const wshake_client_options* options) noexcept {
  return reinterpret_cast<wshake_client_config*>(new (memory) client_config(from_c(options)));
}

}  // extern "C"

}  // namespace wshake::c
