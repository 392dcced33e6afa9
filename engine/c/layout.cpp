// SPDX-License-Identifier: BSL-1.0
// Checks at compile time that C and C++ agree on layouts, sizes and values.
#include <array>
#include <cstddef>
#include <type_traits>

#include "config.hpp"
#include "convert.hpp"

namespace wshake::c {

namespace {

template <class Ours, class Theirs>
constexpr bool is_twin = std::is_standard_layout_v<Ours> && std::is_trivially_copyable_v<Ours> &&
                         sizeof(Ours) == sizeof(Theirs) && std::alignment_of_v<Ours> == std::alignment_of_v<Theirs>;

// octets has private members, which offsetof cannot name: a pointer and a size, in this order.
static_assert(is_twin<octets, wshake_octets>);
static_assert(offsetof(wshake_octets, data) == 0 && offsetof(wshake_octets, size) == sizeof(const char*));
static_assert(is_twin<field, wshake_field>);
static_assert(offsetof(field, name) == offsetof(wshake_field, name));
static_assert(offsetof(field, value) == offsetof(wshake_field, value));
#if defined(__cpp_lib_is_layout_compatible)
static_assert(std::is_layout_compatible_v<octets, wshake_octets> && std::is_layout_compatible_v<field, wshake_field>);
#endif

static_assert(is_twin<deflate_offer, wshake_deflate_offer>);
static_assert(offsetof(deflate_offer, server_no_context_takeover) ==
              offsetof(wshake_deflate_offer, server_no_context_takeover));
static_assert(offsetof(deflate_offer, client_no_context_takeover) ==
              offsetof(wshake_deflate_offer, client_no_context_takeover));
static_assert(offsetof(deflate_offer, server_max_window_bits) == offsetof(wshake_deflate_offer, server_max_window_bits));
static_assert(offsetof(deflate_offer, client_max_window_bits) == offsetof(wshake_deflate_offer, client_max_window_bits));

constexpr wshake_deflate_offer usual_offer = WSHAKE_DEFLATE_OFFER;
static_assert(usual_offer.server_no_context_takeover == deflate_offer{}.server_no_context_takeover);
static_assert(usual_offer.client_no_context_takeover == deflate_offer{}.client_no_context_takeover);
static_assert(usual_offer.server_max_window_bits == deflate_offer{}.server_max_window_bits);
static_assert(usual_offer.client_max_window_bits == deflate_offer{}.client_max_window_bits);

// True if the C++ object fits into `Memory`, the C struct that holds it. C may move the bytes of the object or drop
// them: no object depends on its own address or needs a destructor.
template <class Object, class Memory>
constexpr bool fits = sizeof(Object) <= sizeof(Memory) && std::alignment_of_v<Object> <= std::alignment_of_v<Memory> &&
                      std::is_trivially_destructible_v<Object>;
static_assert(fits<server, wshake_server> && sizeof(wshake_server) == WSHAKE_SERVER_SIZE);
static_assert(fits<client, wshake_client> && sizeof(wshake_client) == WSHAKE_CLIENT_SIZE);
static_assert(fits<tunnel, wshake_tunnel> && sizeof(wshake_tunnel) == WSHAKE_TUNNEL_SIZE);
static_assert(fits<socks, wshake_socks> && sizeof(wshake_socks) == WSHAKE_SOCKS_SIZE);
static_assert(fits<made_server_config, wshake_server_config>);
static_assert(sizeof(wshake_server_config) == WSHAKE_SERVER_CONFIG_SIZE);
static_assert(fits<made_client_config, wshake_client_config>);
static_assert(sizeof(wshake_client_config) == WSHAKE_CLIENT_CONFIG_SIZE);

static_assert(WSHAKE_VERSION == version_number && WSHAKE_VERSION_MAJOR == version_major);
static_assert(WSHAKE_VERSION_MINOR == version_minor && WSHAKE_VERSION_PATCH == version_patch);

static_assert(WSHAKE_KEY_SIZE == key_size && WSHAKE_ACCEPT_SIZE == accept_size && WSHAKE_NONCE_SIZE == sizeof(nonce));
static_assert(sizeof(wshake_accept_value) == sizeof(accept_value));
static_assert(WSHAKE_ENABLE_CONNECT_PROTOCOL == enable_connect_protocol);
static_assert(WSHAKE_SERVER_STORAGE_SIZE == server_storage_size);
static_assert(WSHAKE_SMALL_SERVER_STORAGE_SIZE == small_server_storage_size);
static_assert(WSHAKE_CLIENT_STORAGE_SIZE == client_storage_size);
static_assert(WSHAKE_SMALL_CLIENT_STORAGE_SIZE == small_client_storage_size);
static_assert(WSHAKE_TUNNEL_STORAGE_SIZE == tunnel_storage_size);
static_assert(WSHAKE_PROXY_HEADER_LIMIT == proxy_header_limit);
static_assert(WSHAKE_SOCKS_MESSAGE_SIZE == socks_message_size);
static_assert(WSHAKE_PLAIN_ACCEPT_SIZE == plain_accept_size);
static_assert(WSHAKE_PLAIN_REQUEST_SIZE(11, 5) == plain_request_size(11, 5));

// An enumerator of the C++ API, and the same enumerator of the C API. are_equal() checks that the value of both is
// the index of the pair in the table.
template <class Ours, class Theirs>
struct pair {
  Ours ours;
  Theirs theirs;
};
template <class Pairs>
constexpr bool are_equal(const Pairs& pairs) noexcept {
  std::size_t value = 0;
  for (const auto& [ours, theirs] : pairs) {
    if (static_cast<std::size_t>(ours) != value || static_cast<std::size_t>(theirs) != value) return false;
    ++value;
  }
  return true;
}

// clang-format off
constexpr pair<errc, wshake_errc> errors[] = {
    {errc::none, WSHAKE_ERRC_NONE},
    {errc::need_room, WSHAKE_ERRC_NEED_ROOM},
    {errc::storage_too_small, WSHAKE_ERRC_STORAGE_TOO_SMALL},
    {errc::wrong_state, WSHAKE_ERRC_WRONG_STATE},
    {errc::bad_status, WSHAKE_ERRC_BAD_STATUS},
    {errc::bad_uri, WSHAKE_ERRC_BAD_URI},
    {errc::bad_argument, WSHAKE_ERRC_BAD_ARGUMENT},
    {errc::bad_window_bits, WSHAKE_ERRC_BAD_WINDOW_BITS},
    {errc::reserved_field, WSHAKE_ERRC_RESERVED_FIELD},
    {errc::missing_field, WSHAKE_ERRC_MISSING_FIELD},
    {errc::subprotocol_not_offered, WSHAKE_ERRC_SUBPROTOCOL_NOT_OFFERED},
    {errc::extension_not_offered, WSHAKE_ERRC_EXTENSION_NOT_OFFERED},
    {errc::wrong_carrier, WSHAKE_ERRC_WRONG_CARRIER},
    {errc::extended_connect_not_allowed, WSHAKE_ERRC_EXTENDED_CONNECT_NOT_ALLOWED},
    {errc::bad_config, WSHAKE_ERRC_BAD_CONFIG},
    {errc::missing_proxy_header, WSHAKE_ERRC_MISSING_PROXY_HEADER},
    {errc::bad_proxy_line, WSHAKE_ERRC_BAD_PROXY_LINE},
    {errc::bad_proxy_command, WSHAKE_ERRC_BAD_PROXY_COMMAND},
    {errc::bad_proxy_family, WSHAKE_ERRC_BAD_PROXY_FAMILY},
    {errc::bad_proxy_length, WSHAKE_ERRC_BAD_PROXY_LENGTH},
    {errc::bad_proxy_tlv, WSHAKE_ERRC_BAD_PROXY_TLV},
    {errc::proxy_header_too_large, WSHAKE_ERRC_PROXY_HEADER_TOO_LARGE},
    {errc::tls_record, WSHAKE_ERRC_TLS_RECORD},
    {errc::proxy_protocol, WSHAKE_ERRC_PROXY_PROTOCOL},
    {errc::too_many_empty_lines, WSHAKE_ERRC_TOO_MANY_EMPTY_LINES},
    {errc::missing_method, WSHAKE_ERRC_MISSING_METHOD},
    {errc::bad_method, WSHAKE_ERRC_BAD_METHOD},
    {errc::method_too_long, WSHAKE_ERRC_METHOD_TOO_LONG},
    {errc::missing_target, WSHAKE_ERRC_MISSING_TARGET},
    {errc::bad_target, WSHAKE_ERRC_BAD_TARGET},
    {errc::white_space_in_target, WSHAKE_ERRC_WHITE_SPACE_IN_TARGET},
    {errc::target_too_long, WSHAKE_ERRC_TARGET_TOO_LONG},
    {errc::missing_http_version, WSHAKE_ERRC_MISSING_HTTP_VERSION},
    {errc::bad_http_version, WSHAKE_ERRC_BAD_HTTP_VERSION},
    {errc::leading_zero_in_version, WSHAKE_ERRC_LEADING_ZERO_IN_VERSION},
    {errc::unsupported_http_version, WSHAKE_ERRC_UNSUPPORTED_HTTP_VERSION},
    {errc::space_after_version, WSHAKE_ERRC_SPACE_AFTER_VERSION},
    {errc::bad_status_line, WSHAKE_ERRC_BAD_STATUS_LINE},
    {errc::missing_status_code, WSHAKE_ERRC_MISSING_STATUS_CODE},
    {errc::bad_status_code, WSHAKE_ERRC_BAD_STATUS_CODE},
    {errc::bad_reason_phrase, WSHAKE_ERRC_BAD_REASON_PHRASE},
    {errc::status_line_too_long, WSHAKE_ERRC_STATUS_LINE_TOO_LONG},
    {errc::head_too_large, WSHAKE_ERRC_HEAD_TOO_LARGE},
    {errc::field_line_too_long, WSHAKE_ERRC_FIELD_LINE_TOO_LONG},
    {errc::too_many_field_lines, WSHAKE_ERRC_TOO_MANY_FIELD_LINES},
    {errc::bare_cr, WSHAKE_ERRC_BARE_CR},
    {errc::bare_lf, WSHAKE_ERRC_BARE_LF},
    {errc::leading_white_space, WSHAKE_ERRC_LEADING_WHITE_SPACE},
    {errc::folded_line, WSHAKE_ERRC_FOLDED_LINE},
    {errc::empty_field_name, WSHAKE_ERRC_EMPTY_FIELD_NAME},
    {errc::bad_field_name, WSHAKE_ERRC_BAD_FIELD_NAME},
    {errc::space_before_colon, WSHAKE_ERRC_SPACE_BEFORE_COLON},
    {errc::missing_colon, WSHAKE_ERRC_MISSING_COLON},
    {errc::bad_field_value, WSHAKE_ERRC_BAD_FIELD_VALUE},
    {errc::upper_case_field_name, WSHAKE_ERRC_UPPER_CASE_FIELD_NAME},
    {errc::white_space_around_value, WSHAKE_ERRC_WHITE_SPACE_AROUND_VALUE},
    {errc::connection_specific_field, WSHAKE_ERRC_CONNECTION_SPECIFIC_FIELD},
    {errc::bad_te, WSHAKE_ERRC_BAD_TE},
    {errc::misplaced_pseudo_field, WSHAKE_ERRC_MISPLACED_PSEUDO_FIELD},
    {errc::unknown_pseudo_field, WSHAKE_ERRC_UNKNOWN_PSEUDO_FIELD},
    {errc::repeated_pseudo_field, WSHAKE_ERRC_REPEATED_PSEUDO_FIELD},
    {errc::misused_pseudo_field, WSHAKE_ERRC_MISUSED_PSEUDO_FIELD},
    {errc::missing_pseudo_field, WSHAKE_ERRC_MISSING_PSEUDO_FIELD},
    {errc::bad_pseudo_field, WSHAKE_ERRC_BAD_PSEUDO_FIELD},
    {errc::switching_protocols, WSHAKE_ERRC_SWITCHING_PROTOCOLS},
    {errc::transfer_encoding_in_http_1_0, WSHAKE_ERRC_TRANSFER_ENCODING_IN_HTTP_1_0},
    {errc::content_length_and_transfer_encoding, WSHAKE_ERRC_CONTENT_LENGTH_AND_TRANSFER_ENCODING},
    {errc::bad_content_length, WSHAKE_ERRC_BAD_CONTENT_LENGTH},
    {errc::conflicting_content_length, WSHAKE_ERRC_CONFLICTING_CONTENT_LENGTH},
    {errc::bad_transfer_encoding, WSHAKE_ERRC_BAD_TRANSFER_ENCODING},
    {errc::empty_transfer_coding, WSHAKE_ERRC_EMPTY_TRANSFER_CODING},
    {errc::repeated_chunked, WSHAKE_ERRC_REPEATED_CHUNKED},
    {errc::chunked_parameter, WSHAKE_ERRC_CHUNKED_PARAMETER},
    {errc::final_coding_not_chunked, WSHAKE_ERRC_FINAL_CODING_NOT_CHUNKED},
    {errc::unknown_transfer_coding, WSHAKE_ERRC_UNKNOWN_TRANSFER_CODING},
    {errc::missing_host, WSHAKE_ERRC_MISSING_HOST},
    {errc::repeated_host, WSHAKE_ERRC_REPEATED_HOST},
    {errc::bad_host, WSHAKE_ERRC_BAD_HOST},
    {errc::bad_host_port, WSHAKE_ERRC_BAD_HOST_PORT},
    {errc::bad_authority, WSHAKE_ERRC_BAD_AUTHORITY},
    {errc::host_differs, WSHAKE_ERRC_HOST_DIFFERS},
    {errc::upgrade_stripped, WSHAKE_ERRC_UPGRADE_STRIPPED},
    {errc::not_an_upgrade, WSHAKE_ERRC_NOT_AN_UPGRADE},
    {errc::connection_lacks_upgrade, WSHAKE_ERRC_CONNECTION_LACKS_UPGRADE},
    {errc::http_version_too_old, WSHAKE_ERRC_HTTP_VERSION_TOO_OLD},
    {errc::not_extended_connect, WSHAKE_ERRC_NOT_EXTENDED_CONNECT},
    {errc::another_protocol, WSHAKE_ERRC_ANOTHER_PROTOCOL},
    {errc::bad_handshake_method, WSHAKE_ERRC_BAD_HANDSHAKE_METHOD},
    {errc::bad_target_form, WSHAKE_ERRC_BAD_TARGET_FORM},
    {errc::bad_target_authority, WSHAKE_ERRC_BAD_TARGET_AUTHORITY},
    {errc::bad_scheme, WSHAKE_ERRC_BAD_SCHEME},
    {errc::body_on_handshake, WSHAKE_ERRC_BODY_ON_HANDSHAKE},
    {errc::missing_version, WSHAKE_ERRC_MISSING_VERSION},
    {errc::repeated_version, WSHAKE_ERRC_REPEATED_VERSION},
    {errc::unsupported_version, WSHAKE_ERRC_UNSUPPORTED_VERSION},
    {errc::missing_key, WSHAKE_ERRC_MISSING_KEY},
    {errc::repeated_key, WSHAKE_ERRC_REPEATED_KEY},
    {errc::bad_key, WSHAKE_ERRC_BAD_KEY},
    {errc::empty_extensions, WSHAKE_ERRC_EMPTY_EXTENSIONS},
    {errc::bad_extensions, WSHAKE_ERRC_BAD_EXTENSIONS},
    {errc::empty_subprotocols, WSHAKE_ERRC_EMPTY_SUBPROTOCOLS},
    {errc::bad_subprotocols, WSHAKE_ERRC_BAD_SUBPROTOCOLS},
    {errc::too_many_subprotocols, WSHAKE_ERRC_TOO_MANY_SUBPROTOCOLS},
    {errc::repeated_subprotocol, WSHAKE_ERRC_REPEATED_SUBPROTOCOL},
    {errc::bad_expect, WSHAKE_ERRC_BAD_EXPECT},
    {errc::repeated_origin, WSHAKE_ERRC_REPEATED_ORIGIN},
    {errc::missing_origin, WSHAKE_ERRC_MISSING_ORIGIN},
    {errc::forbidden_origin, WSHAKE_ERRC_FORBIDDEN_ORIGIN},
    {errc::missing_subprotocol, WSHAKE_ERRC_MISSING_SUBPROTOCOL},
    {errc::no_common_subprotocol, WSHAKE_ERRC_NO_COMMON_SUBPROTOCOL},
    {errc::missing_upgrade, WSHAKE_ERRC_MISSING_UPGRADE},
    {errc::several_upgrades, WSHAKE_ERRC_SEVERAL_UPGRADES},
    {errc::upgrade_not_confirmed, WSHAKE_ERRC_UPGRADE_NOT_CONFIRMED},
    {errc::connection_not_confirmed, WSHAKE_ERRC_CONNECTION_NOT_CONFIRMED},
    {errc::missing_accept, WSHAKE_ERRC_MISSING_ACCEPT},
    {errc::repeated_accept, WSHAKE_ERRC_REPEATED_ACCEPT},
    {errc::wrong_accept, WSHAKE_ERRC_WRONG_ACCEPT},
    {errc::unexpected_extension, WSHAKE_ERRC_UNEXPECTED_EXTENSION},
    {errc::repeated_deflate, WSHAKE_ERRC_REPEATED_DEFLATE},
    {errc::unknown_deflate_parameter, WSHAKE_ERRC_UNKNOWN_DEFLATE_PARAMETER},
    {errc::repeated_deflate_parameter, WSHAKE_ERRC_REPEATED_DEFLATE_PARAMETER},
    {errc::unexpected_deflate_value, WSHAKE_ERRC_UNEXPECTED_DEFLATE_VALUE},
    {errc::missing_deflate_value, WSHAKE_ERRC_MISSING_DEFLATE_VALUE},
    {errc::bad_deflate_window, WSHAKE_ERRC_BAD_DEFLATE_WINDOW},
    {errc::deflate_parameter_not_offered, WSHAKE_ERRC_DEFLATE_PARAMETER_NOT_OFFERED},
    {errc::deflate_window_above_offer, WSHAKE_ERRC_DEFLATE_WINDOW_ABOVE_OFFER},
    {errc::missing_deflate_parameter, WSHAKE_ERRC_MISSING_DEFLATE_PARAMETER},
    {errc::unsupported_deflate_window, WSHAKE_ERRC_UNSUPPORTED_DEFLATE_WINDOW},
    {errc::bad_deflate_answer, WSHAKE_ERRC_BAD_DEFLATE_ANSWER},
    {errc::several_subprotocols, WSHAKE_ERRC_SEVERAL_SUBPROTOCOLS},
    {errc::unexpected_subprotocol, WSHAKE_ERRC_UNEXPECTED_SUBPROTOCOL},
    {errc::subprotocol_not_answered, WSHAKE_ERRC_SUBPROTOCOL_NOT_ANSWERED},
    {errc::too_many_interim_responses, WSHAKE_ERRC_TOO_MANY_INTERIM_RESPONSES},
    {errc::unexpected_success, WSHAKE_ERRC_UNEXPECTED_SUCCESS},
    {errc::bad_socks_version, WSHAKE_ERRC_BAD_SOCKS_VERSION},
    {errc::no_socks_method, WSHAKE_ERRC_NO_SOCKS_METHOD},
    {errc::socks_method_not_offered, WSHAKE_ERRC_SOCKS_METHOD_NOT_OFFERED},
    {errc::bad_socks_login_version, WSHAKE_ERRC_BAD_SOCKS_LOGIN_VERSION},
    {errc::socks_login_refused, WSHAKE_ERRC_SOCKS_LOGIN_REFUSED},
    {errc::socks_failure, WSHAKE_ERRC_SOCKS_FAILURE},
    {errc::socks_forbidden, WSHAKE_ERRC_SOCKS_FORBIDDEN},
    {errc::socks_network_unreachable, WSHAKE_ERRC_SOCKS_NETWORK_UNREACHABLE},
    {errc::socks_host_unreachable, WSHAKE_ERRC_SOCKS_HOST_UNREACHABLE},
    {errc::socks_connection_refused, WSHAKE_ERRC_SOCKS_CONNECTION_REFUSED},
    {errc::socks_ttl_expired, WSHAKE_ERRC_SOCKS_TTL_EXPIRED},
    {errc::socks_command_unsupported, WSHAKE_ERRC_SOCKS_COMMAND_UNSUPPORTED},
    {errc::socks_address_type_unsupported, WSHAKE_ERRC_SOCKS_ADDRESS_TYPE_UNSUPPORTED},
    {errc::bad_socks_reply_code, WSHAKE_ERRC_BAD_SOCKS_REPLY_CODE},
    {errc::bad_socks_reserved, WSHAKE_ERRC_BAD_SOCKS_RESERVED},
    {errc::bad_socks_address_type, WSHAKE_ERRC_BAD_SOCKS_ADDRESS_TYPE},
    {errc::socks_truncated, WSHAKE_ERRC_SOCKS_TRUNCATED},
    {errc::bad_chunk, WSHAKE_ERRC_BAD_CHUNK},
    {errc::bad_chunk_extension, WSHAKE_ERRC_BAD_CHUNK_EXTENSION},
    {errc::bad_trailer, WSHAKE_ERRC_BAD_TRAILER},
    {errc::forbidden_trailer, WSHAKE_ERRC_FORBIDDEN_TRAILER},
    {errc::body_too_large, WSHAKE_ERRC_BODY_TOO_LARGE},
    {errc::truncated, WSHAKE_ERRC_TRUNCATED},
    {errc::timed_out, WSHAKE_ERRC_TIMED_OUT},
};
constexpr pair<server_state, wshake_server_state> states[] = {
    {server_state::need_more, WSHAKE_SERVER_NEED_MORE},
    {server_state::upgrade, WSHAKE_SERVER_UPGRADE},
    {server_state::request, WSHAKE_SERVER_REQUEST},
    {server_state::failed, WSHAKE_SERVER_FAILED},
    {server_state::responded, WSHAKE_SERVER_RESPONDED},
    {server_state::open, WSHAKE_SERVER_OPEN},
    {server_state::closed, WSHAKE_SERVER_CLOSED},
};
constexpr pair<client_event, wshake_client_event> events[] = {
    {client_event::idle, WSHAKE_CLIENT_IDLE},
    {client_event::need_more, WSHAKE_CLIENT_NEED_MORE},
    {client_event::interim, WSHAKE_CLIENT_INTERIM},
    {client_event::refused, WSHAKE_CLIENT_REFUSED},
    {client_event::body, WSHAKE_CLIENT_BODY},
    {client_event::done, WSHAKE_CLIENT_DONE},
    {client_event::open, WSHAKE_CLIENT_OPEN},
    {client_event::failed, WSHAKE_CLIENT_FAILED},
    {client_event::closed, WSHAKE_CLIENT_CLOSED},
};
// clang-format on
static_assert(are_equal(errors) && std::size(errors) == errc_count && std::size(errors) == WSHAKE_ERRC_COUNT);
static_assert(are_equal(states) && std::size(states) == WSHAKE_SERVER_STATE_COUNT);
static_assert(states[WSHAKE_SERVER_STATE_COUNT - 1].ours == server_state::closed);
static_assert(are_equal(events) && std::size(events) == WSHAKE_CLIENT_EVENT_COUNT);
static_assert(events[WSHAKE_CLIENT_EVENT_COUNT - 1].ours == client_event::closed);

constexpr pair<socks_state, wshake_socks_state> socks_states[] = {
    {socks_state::idle, WSHAKE_SOCKS_IDLE},
    {socks_state::need_more, WSHAKE_SOCKS_NEED_MORE},
    {socks_state::need_write, WSHAKE_SOCKS_NEED_WRITE},
    {socks_state::open, WSHAKE_SOCKS_OPEN},
    {socks_state::failed, WSHAKE_SOCKS_FAILED},
    {socks_state::closed, WSHAKE_SOCKS_CLOSED},
};
static_assert(are_equal(socks_states) && std::size(socks_states) == WSHAKE_SOCKS_STATE_COUNT);
static_assert(socks_states[WSHAKE_SOCKS_STATE_COUNT - 1].ours == socks_state::closed);

constexpr pair<protocol, wshake_protocol> protocols[] = {
    {protocol::need_more, WSHAKE_PROTOCOL_NEED_MORE},
    {protocol::http, WSHAKE_PROTOCOL_HTTP},
    {protocol::tls, WSHAKE_PROTOCOL_TLS},
    {protocol::http2, WSHAKE_PROTOCOL_HTTP2},
    {protocol::proxy_protocol, WSHAKE_PROTOCOL_PROXY_PROTOCOL},
    {protocol::unknown, WSHAKE_PROTOCOL_UNKNOWN},
};
static_assert(are_equal(protocols));

constexpr pair<proxy_command, wshake_proxy_command> commands[] = {
    {proxy_command::local, WSHAKE_PROXY_COMMAND_LOCAL},
    {proxy_command::proxy, WSHAKE_PROXY_COMMAND_PROXY},
};
static_assert(are_equal(commands));

constexpr pair<proxy_family, wshake_proxy_family> families[] = {
    {proxy_family::unspecified, WSHAKE_PROXY_FAMILY_UNSPECIFIED},
    {proxy_family::ipv4, WSHAKE_PROXY_FAMILY_IPV4},
    {proxy_family::ipv6, WSHAKE_PROXY_FAMILY_IPV6},
    {proxy_family::unix_socket, WSHAKE_PROXY_FAMILY_UNIX_SOCKET},
};
static_assert(are_equal(families));

constexpr pair<proxy_transport, wshake_proxy_transport> transports[] = {
    {proxy_transport::unspecified, WSHAKE_PROXY_TRANSPORT_UNSPECIFIED},
    {proxy_transport::stream, WSHAKE_PROXY_TRANSPORT_STREAM},
    {proxy_transport::datagram, WSHAKE_PROXY_TRANSPORT_DATAGRAM},
};
static_assert(are_equal(transports));

using kind = continuation::kind;
constexpr pair<kind, wshake_continuation_kind> kinds[] = {
    {kind::nothing, WSHAKE_CONTINUATION_NOTHING},           {kind::redirect, WSHAKE_CONTINUATION_REDIRECT},
    {kind::authenticate, WSHAKE_CONTINUATION_AUTHENTICATE}, {kind::retry_later, WSHAKE_CONTINUATION_RETRY_LATER},
    {kind::reconnect, WSHAKE_CONTINUATION_RECONNECT},       {kind::resend, WSHAKE_CONTINUATION_RESEND},
    {kind::use_http_1_1, WSHAKE_CONTINUATION_USE_HTTP_1_1},
};
static_assert(are_equal(kinds));

constexpr pair<request_body, wshake_request_body> bodies[] = {
    {request_body::unread, WSHAKE_REQUEST_BODY_UNREAD},
    {request_body::read, WSHAKE_REQUEST_BODY_READ},
};
static_assert(are_equal(bodies));

}  // namespace

}  // namespace wshake::c
