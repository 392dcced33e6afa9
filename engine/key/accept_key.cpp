// SPDX-License-Identifier: BSL-1.0
#include <wshake/accept_key.hpp>

#include "accept_key_arm.hpp"
#include "accept_key_x86.hpp"
#include "processor/features.hpp"

namespace wshake::detail {

accept_value accept_key_at_run_time(octets key) noexcept {
#if defined(WSHAKE_X86_SHA)
  const unsigned features = processor::features();
  if ((features & processor::sha) != 0) {
    accept_value value;
    key::accept_x86(key.data(), (features & processor::avx) != 0, value.data.data());
    return value;
  }
#elif defined(WSHAKE_ARM_SHA)
  if ((processor::features() & processor::sha) != 0) {
    accept_value value;
    key::accept_arm(key.data(), value.data.data());
    return value;
  }
#endif
  return accept_key_portable(key);
}

}  // namespace wshake::detail
