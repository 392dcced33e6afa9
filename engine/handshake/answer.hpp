// SPDX-License-Identifier: BSL-1.0
// The 101 to a request that has been checked, with the digest of its key, which is finished here, and what was chosen among its
// offers.
#pragma once

#include <wshake/answer.hpp>

#include "key/digest.hpp"
#include "negotiation.hpp"

namespace wshake {

write_result write_accept(mutable_octets out, key::second_block& digest, const handshake_request& request,
                          const choice& chosen, const server_config& config, const accept_options& options) noexcept;

}  // namespace wshake
