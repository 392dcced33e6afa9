// SPDX-License-Identifier: BSL-1.0
// The client's check of a server's 101.
#pragma once

#include <wshake/handshake.hpp>
#include <wshake/list.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "http/header_section.hpp"

namespace wshake {

// What the request said that is out.
struct expectation {
  octets accept;                     // of the key that was sent
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
