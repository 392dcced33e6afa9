// SPDX-License-Identifier: BSL-1.0
#include <wshake/accept_key.hpp>

#include "digest.hpp"

namespace wshake::detail {

accept_value accept_key_at_run_time(octets key) noexcept {
  const sha1_state digest = key::make_digest(key);
  accept_value value;
  key::write_digits(digest, value.data.data());
  return value;
}

}  // namespace wshake::detail
