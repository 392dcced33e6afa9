// SPDX-License-Identifier: BSL-1.0
// Includes all public headers of C++ except two: <wshake/error_code.hpp> needs <system_error>, and <wshake/format.hpp>
// needs <ostream>.
//
// Terms of the comments:
// - octet: a byte of 8 bits, as in the RFCs.
// - role: an object of the class server, client, tunnel or socks.
// - verb: a member function that acts on a role, such as feed(), start(), accept() or respond().
// - head: the first line of a message, its field lines, and the empty line behind them.
// - refusal: a final response that does not open the connection. A WebSocket opens with 101 (over HTTP/2 and HTTP/3
//   with 200), a tunnel with 2xx.
// - your duty: a requirement, mostly of an RFC, that only the caller can meet.
#pragma once

#include <wshake/accept_key.hpp>
#include <wshake/answer.hpp>
#include <wshake/answer_result.hpp>
#include <wshake/array_view.hpp>
#include <wshake/challenge.hpp>
#include <wshake/client.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
#include <wshake/continuation.hpp>
#include <wshake/cookie.hpp>
#include <wshake/credentials.hpp>
#include <wshake/deflate.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/forward.hpp>
#include <wshake/handshake.hpp>
#include <wshake/header_list.hpp>
#include <wshake/limits.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>
#include <wshake/proxy_header.hpp>
#include <wshake/query.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>
#include <wshake/server.hpp>
#include <wshake/server_config.hpp>
#include <wshake/server_state.hpp>
#include <wshake/sniff.hpp>
#include <wshake/socks.hpp>
#include <wshake/tunnel.hpp>
#include <wshake/uri.hpp>
#include <wshake/version.hpp>
