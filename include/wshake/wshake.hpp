// SPDX-License-Identifier: BSL-1.0
// All public headers but <wshake/error_code.hpp> and <wshake/format.hpp>, which need <system_error> and <ostream>.
#pragma once

#include <wshake/accept_key.hpp>
#include <wshake/answer.hpp>
#include <wshake/array_view.hpp>
#include <wshake/challenge.hpp>
#include <wshake/client.hpp>
#include <wshake/client_config.hpp>
#include <wshake/client_event.hpp>
#include <wshake/client_request.hpp>
#include <wshake/continuation.hpp>
#include <wshake/credentials.hpp>
#include <wshake/deflate.hpp>
#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/handshake.hpp>
#include <wshake/limits.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>
#include <wshake/request.hpp>
#include <wshake/response.hpp>
#include <wshake/server.hpp>
#include <wshake/server_config.hpp>
#include <wshake/server_state.hpp>
#include <wshake/sniff.hpp>
#include <wshake/tunnel.hpp>
#include <wshake/uri.hpp>
#include <wshake/version.hpp>
