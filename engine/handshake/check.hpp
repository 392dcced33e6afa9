// SPDX-License-Identifier: BSL-1.0
// The rules of the opening handshake, for requests and responses.
#pragma once

#include <cstdint>

#include <wshake/handshake.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>
#include <wshake/server_config.hpp>

#include "base/fault.hpp"
#include "http/body.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"

namespace wshake {

// Collects the members of a handshake_request: authority, key, origin, offers and the rest.
handshake_request gather(const http::request_parts& request) noexcept;

// True if the client waits for a 100 response (RFC 9110 section 10.1.1).
bool expects_continue(const http::request_parts& request) noexcept;

// Applies the rules that the head reader applies, to a request that the caller's own HTTP code has read.
base::fault check_syntax(const request_view& request) noexcept;

// Applies the rules of check_syntax() that are about the first line, or about the pseudo-header fields of a header
// list.
base::fault check_first_line(const request_view& request) noexcept;

// Applies the rules of check_syntax() that are about field lines, to a message of the HTTP version `version`.
base::fault check_fields(const fields& header, unsigned version) noexcept;

// True if the field `name`, letter case ignored, belongs to a single HTTP/1.1 connection (RFC 9113 section 8.2.2).
bool is_connection_specific(octets name) noexcept;

// The name of the field that `found` is about, or an empty view. For the errors from bad_field_name to
// misplaced_pseudo_field the name is spelled as in `header`, for every other error as it is registered.
octets field_of(const base::fault& found, const fields& header) noexcept;

// Applies the rules of the opening handshake to a request that passed check_syntax() or the head reader. `beside`, the
// digest of the request's key, takes a step between two rules.
base::fault check_handshake(const http::request_parts& request, const server_options& config,
                            const http::framing& framing, key::digest* beside = nullptr) noexcept;

// Applies the rules of the handshake that the configuration sets: the rules on Origin and on a common subprotocol. The
// request must break no other rule.
base::fault check_configured(const http::request_parts& request, const server_options& config) noexcept;

// True for the code of a rule that the configuration sets. Every other rule is the same under every configuration.
bool is_configured(errc rule) noexcept;

// True if a pattern of server_options::origins matches the origin, or if same_host_origin is set and the origin has the
// host and the port of `authority`. `authority` must be a valid host with an optional port (RFC 9110 section 7.2).
bool is_admitted(octets origin, octets authority, const server_options& options) noexcept;

// The default port of http and https; for any other scheme no_port, which is larger than every port.
inline constexpr std::uint32_t no_port = 65536;
std::uint32_t own_port(octets scheme) noexcept;

// True if `left` and `right` name the same host, letter case ignored, and the same port. A missing port means the
// default port of `scheme`. Both authorities must have passed host_fault().
bool is_same_authority(octets left, octets right, octets scheme) noexcept;

// The parts of a client's request against which check_answer() checks the answer.
struct expectation {
  const accept_value& accept;        // the accept value of the key that was sent
  token_list subprotocols;           // the subprotocols that were offered
  extension_list extensions;         // the extensions that were offered
  bool window_of_8 = false;          // the client's compressor can use a window of 2^8
  bool require_subprotocol = false;  // fail if subprotocols were offered and the answer has none
};

// The result of check_answer(): the first rule that the 101 or 200 breaks (RFC 6455 section 4.1), or the agreement if
// the answer breaks no rule.
struct answer_reading {
  base::fault broken = {};
  agreement agreed = {};  // the subprotocol is a view of the offer
};
answer_reading check_answer(unsigned version, const http::header_section& header, const expectation& expected) noexcept;

}  // namespace wshake
