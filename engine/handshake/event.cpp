// SPDX-License-Identifier: BSL-1.0
#include <wshake/event.hpp>

#include <cstddef>
#include <iterator>

namespace wshake {

namespace {

constexpr const char* event_names[] = {"need_more", "upgrade", "request", "failed", "open",  "rejected",
                                       "interim",   "refused", "body",    "end",    "closed"};
static_assert(std::size(event_names) == static_cast<std::size_t>(event::closed) + 1);

}  // namespace

const char* describe(event what) noexcept {
  const auto index = static_cast<std::size_t>(what);
  return index < std::size(event_names) ? event_names[index] : "";
}

}  // namespace wshake
