// SPDX-License-Identifier: BSL-1.0
#include "states.hpp"

#include <iterator>

#include "base/error_row.hpp"

namespace wshake {

namespace {

constexpr const char* server_states[] = {"need_more", "upgrade", "request", "failed", "responded", "open", "closed"};
static_assert(std::size(server_states) == static_cast<std::size_t>(server_state::closed) + 1);

constexpr const char* client_events[] = {"idle", "need_more", "interim", "refused", "body",
                                         "done", "open",      "failed",  "closed"};
static_assert(std::size(client_events) == static_cast<std::size_t>(client_event::closed) + 1);

}  // namespace

const char* describe(server_state state) noexcept {
  const auto index = static_cast<std::size_t>(state);
  return index < std::size(server_states) ? server_states[index] : "";
}

const char* describe(client_event event) noexcept {
  const auto index = static_cast<std::size_t>(event);
  return index < std::size(client_events) ? client_events[index] : "";
}

bool persists(const persistence& behind) noexcept {
  return behind.version >= 11 && !behind.close && behind.delimited && !text_of(behind.error).ends_connection;
}

}  // namespace wshake
