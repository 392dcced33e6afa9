// SPDX-License-Identifier: BSL-1.0
// The one gatherer of what a request asks for.
#pragma once

#include <wshake/handshake.hpp>

#include "http/host.hpp"
#include "http/message_parts.hpp"

namespace wshake {

handshake_request gather(const http::request_parts& request) noexcept;

// Host, or the authority of an absolute-form target (RFC 9112 §3.2.2).
inline octets authority_of(const http::request_parts& request, const http::target_parts& target) noexcept {
  const bool absolute = target.form == http::target_form::absolute;
  return absolute ? target.authority : request.header.value_or_empty(detail::known::host);
}

// Does the client wait for a 100 before it goes on (RFC 9110 §10.1.1)?
bool expects_continue(const http::request_parts& request) noexcept;

}  // namespace wshake
