// SPDX-License-Identifier: BSL-1.0
// The rules of the opening handshake: what a request has to be, and what an answer.
#pragma once

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

// What a request asks for.
handshake_request gather(const http::request_parts& request) noexcept;

// Does the client wait for a 100 before it goes on (RFC 9110 §10.1.1)?
bool expects_continue(const http::request_parts& request) noexcept;

// What the reader of a head has seen to, for a request that the caller's own HTTP code has read.
http::fault check_syntax(const request_view& request) noexcept;

// The rules of the opening handshake for a request of which that is right. The digest of its key is made beside them.
http::fault check_handshake(const http::request_parts& request, const server_options& config,
                            const http::framing& framing, key::digest* beside = nullptr) noexcept;

// Does a pattern of server_options::origins match the origin, or is it, with same_host_origin, that of `authority`? The
// latter is a valid host with an optional port (RFC 9110 §7.2).
bool is_admitted(octets origin, octets authority, const server_options& options) noexcept;

// What the request said that is out.
struct expectation {
  const accept_value& accept;        // of the key that was sent
  token_list subprotocols;           // that were offered
  extension_list extensions;         // that were offered
  bool window_of_8 = false;          // our compressor can follow a demand of it
  bool require_subprotocol = false;  // if any was offered
};

// The first rule that the 101 breaks (RFC 6455 §4.1), and where; where it breaks none, what it agrees on.
struct answer_reading {
  http::fault broken = {};
  agreement agreed = {};  // the subprotocol is a view into the offer
};
answer_reading check_answer(unsigned version, const http::header_section& header, const expectation& expected) noexcept;

}  // namespace wshake
