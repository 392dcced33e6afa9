// SPDX-License-Identifier: BSL-1.0
#include "options.hpp"

#include <limits>
#include <new>

#include "config.hpp"

namespace wshake::c {

namespace {

// Converts `given`, the value of a member of wshake_limits, to the value of the same member of `limits`. 0 selects the
// default, `usual`. If Number cannot hold `given`, the result is the largest Number.
template <class Number>
Number limit_of(std::uint32_t given, Number usual) noexcept {
  if (given == 0) return usual;
  if (given == WSHAKE_LIMIT_ZERO) return 0;
  constexpr Number most = std::numeric_limits<Number>::max();
  return given < most ? static_cast<Number>(given) : most;
}

deflate_config deflate_from_c(const wshake_deflate_config* given) noexcept {
  const auto options = complete(given);
  constexpr deflate_config ours = {};
  const auto bits = [](std::uint8_t wanted, std::uint8_t usual) { return wanted != 0 ? wanted : usual; };
  return {
      .enabled = options.enabled,
      .server_no_context_takeover = options.server_no_context_takeover,
      .client_no_context_takeover = options.client_no_context_takeover,
      .server_max_window_bits = bits(options.server_max_window_bits, ours.server_max_window_bits),
      .client_max_window_bits = bits(options.client_max_window_bits, ours.client_max_window_bits),
      .window_of_8 = options.window_of_8,
  };
}

octets product_from_c(wshake_octets product, octets usual) noexcept {
  return product.data != nullptr ? from_c(product) : usual;
}

server_options checked_from_c(const wshake_server_options& options) noexcept {
  return {
      .subprotocols = from_c(options.subprotocols, options.subprotocol_count),
      .require_subprotocol = options.require_subprotocol,
      .origins = from_c(options.origins, options.origin_count),
      .same_host_origin = options.same_host_origin,
      .require_origin = options.require_origin,
      .deflate = deflate_from_c(options.deflate),
      .header = from_c(options.header, options.header_count),
      .product = product_from_c(options.product, server_options{}.product),
      .close_refused = options.close_refused,
      .limit = from_c(options.limits),
  };
}

client_options checked_from_c(const wshake_client_options& options) noexcept {
  return {
      .header = from_c(options.header, options.header_count),
      .product = product_from_c(options.product, client_options{}.product),
      .window_of_8 = options.window_of_8,
      .require_subprotocol = options.require_subprotocol,
      .close = options.close,
      .lenient = options.lenient,
      .limit = from_c(options.limits),
  };
}

// True if a list has a pointer and a count, or neither. A configuration rejects a pointer without a count, because a
// forgotten `origin_count` would admit every origin.
bool is_whole(const void* list, std::size_t count) noexcept { return (list != nullptr) == (count != 0); }

// True if a list has memory for its count. A verb accepts a pointer with the count 0, because a program may fill a list
// at run time and add nothing.
bool has_memory(const void* list, std::size_t count) noexcept { return list != nullptr || count == 0; }

octets invalid_member(const wshake_server_options& options) noexcept {
  if (!is_whole(options.subprotocols, options.subprotocol_count)) return "subprotocols";
  if (!is_whole(options.origins, options.origin_count)) return "origins";
  if (!is_whole(options.header, options.header_count)) return "header";
  if (!is_known(options.deflate)) return "deflate";
  return is_known(options.limits) ? octets() : octets("limits");
}

octets invalid_member(const wshake_client_options& options) noexcept {
  if (!is_whole(options.header, options.header_count)) return "header";
  return is_known(options.limits) ? octets() : octets("limits");
}

octets invalid_member(const wshake_accept_options& options) noexcept {
  return has_memory(options.header, options.header_count) ? octets() : octets("header");
}

octets invalid_member(const wshake_response_options& options) noexcept {
  if (!has_memory(options.header, options.header_count)) return "header";
  return options.has_content_length || options.content_length == 0 ? octets() : octets("content_length");
}

octets invalid_member(const wshake_client_request& options) noexcept {
  if (!has_memory(options.subprotocols, options.subprotocol_count)) return "subprotocols";
  if (!has_memory(options.deflate, options.deflate_count)) return "deflate";
  return has_memory(options.header, options.header_count) ? octets() : octets("header");
}

octets invalid_member(const wshake_forward_options& options) noexcept {
  return options.has_content_length || options.content_length == 0 ? octets() : octets("content_length");
}

octets invalid_member(const wshake_tunnel_request& options) noexcept {
  return has_memory(options.header, options.header_count) ? octets() : octets("header");
}

octets invalid_member(const wshake_socks_request&) noexcept { return {}; }

template <class Made, class Config, class Options>
wshake_diagnostic make(void* memory, const Config& usual, const Options* given) noexcept {
  const octets invalid = invalid_in(given);
  auto* const made = invalid.empty() ? new (memory) Made(checked_from_c(complete(given)))
                                     : new (memory) Made(config_access::bad(usual, invalid));
  return to_c(made->config.error());
}

}  // namespace

template <class Options>
octets invalid_in(const Options* given) noexcept {
  return is_known(given) ? invalid_member(complete(given)) : octets("size");
}
// Other source files call invalid_in() with these options.
template octets invalid_in(const wshake_accept_options* given) noexcept;
template octets invalid_in(const wshake_response_options* given) noexcept;
template octets invalid_in(const wshake_client_request* given) noexcept;
template octets invalid_in(const wshake_forward_options* given) noexcept;
template octets invalid_in(const wshake_tunnel_request* given) noexcept;
template octets invalid_in(const wshake_socks_request* given) noexcept;

limits from_c(const wshake_limits* given) noexcept {
  const auto options = complete(given);
  constexpr limits ours = {};
  return {
      .head = limit_of(options.head, ours.head),
      .target = limit_of(options.target, ours.target),
      .method = limit_of(options.method, ours.method),
      .field_line = limit_of(options.field_line, ours.field_line),
      .field_lines = limit_of(options.field_lines, ours.field_lines),
      .empty_lines = limit_of(options.empty_lines, ours.empty_lines),
      .subprotocols = limit_of(options.subprotocols, ours.subprotocols),
      .interim_responses = limit_of(options.interim_responses, ours.interim_responses),
      .refused_body = limit_of(options.refused_body, ours.refused_body),
      .skipped_body = limit_of(options.skipped_body, ours.skipped_body),
  };
}

accept_options from_c(const wshake_accept_options* given) noexcept {
  const auto options = complete(given);
  return {
      .subprotocol = optional_from_c(options.subprotocol),
      .extensions = from_c(options.extensions),
      .header = from_c(options.header, options.header_count),
  };
}

response_options from_c(const wshake_response_options* given) noexcept {
  const auto options = complete(given);
  return {
      .status = options.status,
      .error = from_c(options.error),
      .reason = from_c(options.reason),
      .header = from_c(options.header, options.header_count),
      .body = optional_from_c(options.body),
      .content_length = options.has_content_length ? std::optional<std::size_t>(options.content_length) : std::nullopt,
      .close = options.close,
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
      .absolute_form = options.absolute_form,
  };
}

forward_options from_c(const wshake_forward_options* given) noexcept {
  const auto options = complete(given);
  return {
      .content_length = options.has_content_length ? std::optional<std::size_t>(options.content_length) : std::nullopt,
      .close = options.close,
  };
}

tunnel_request from_c(const wshake_tunnel_request* given) noexcept {
  const auto options = complete(given);
  return {.where = from_c(options.where), .header = from_c(options.header, options.header_count)};
}

socks_request from_c(const wshake_socks_request* given) noexcept {
  const auto options = complete(given);
  return {.where = from_c(options.where), .user = from_c(options.user), .password = from_c(options.password)};
}

extern "C" {

WSHAKE_C_API size_t wshake_server_config_size() noexcept { return sizeof(made_server_config); }
WSHAKE_C_API size_t wshake_client_config_size() noexcept { return sizeof(made_client_config); }

WSHAKE_C_API wshake_diagnostic wshake_server_config_init(wshake_server_config* config,
                                                         const wshake_server_options* options) noexcept {
  return make<made_server_config>(config, default_server_config, options);
}
WSHAKE_C_API wshake_diagnostic wshake_client_config_init(wshake_client_config* config,
                                                         const wshake_client_options* options) noexcept {
  return make<made_client_config>(config, default_client_config, options);
}

}  // extern "C"

}  // namespace wshake::c
