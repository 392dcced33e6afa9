// SPDX-License-Identifier: BSL-1.0
// The 101 to a request that has been checked, with the digest of its key and what was chosen among its offers.
// `offered`, all its extensions, is looked at only where the options answer some.
#pragma once

#include <wshake/answer.hpp>

#include "key/digest.hpp"
#include "negotiate.hpp"

namespace wshake {

write_result write_accept(mutable_octets out, const detail::sha1_state& digest, const choice& chosen,
                          const extension_list& offered, const server_config& config, const accept_options& options,
                          array_view<field> header) noexcept;

}  // namespace wshake
