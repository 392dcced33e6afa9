// SPDX-License-Identifier: BSL-1.0
#include <wshake/accept_key.hpp>

namespace wshake::detail {

accept_value accept_key_at_run_time(octets key) noexcept { return accept_key_portable(key); }

}  // namespace wshake::detail
