// SPDX-License-Identifier: BSL-1.0
// A client's request, in the parts in which it is made, and where in it stands what the answer is compared with.
#pragma once

#include <wshake/client_config.hpp>
#include <wshake/client_request.hpp>

#include "base/writer.hpp"
#include "extra_fields.hpp"

namespace wshake {

// Views into the output; meaningless where it is too small.
struct request_places {
  octets host = {};  // without a port
  octets target = {};
  octets extensions = {};    // the value of Sec-WebSocket-Extensions
  octets subprotocols = {};  // the value of Sec-WebSocket-Protocol
};

extra_fields extra_of(const client_request& request, const client_config& config, array_view<field> header) noexcept;

// The first thing wrong with a request: a member of it, or a field.
diagnostic request_fault(const client_request& request, const extra_fields& extra) noexcept;

// Of a request with which nothing is wrong: what is known before its key, and its key and what follows.
void write_front(http::writer& out, const client_request& request, const extra_fields& extra, bool close,
                 request_places& places) noexcept;
void write_back(http::writer& out, const client_request& request, octets key, request_places& places) noexcept;

}  // namespace wshake
