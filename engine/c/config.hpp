// SPDX-License-Identifier: BSL-1.0
// Configurations of the C API: C++ configurations with a mark that shows that an init function has made them.
#pragma once

#include <cstdint>

#include <wshake/wshake.h>
#include <wshake/client_config.hpp>
#include <wshake/server_config.hpp>

namespace wshake {

// Access to the private members of configurations.
struct config_access {
  // A configuration with which every handshake fails: its error is bad_config. `member` names the member of the C
  // options that the error is about.
  template <class Config>
  static constexpr Config bad(const Config& usual, octets member) noexcept {
    Config config = usual;
    config.error_ = {errc::bad_config, 0, member};
    return config;
  }
};

namespace c {

// A configuration with a mark in front. wshake_server_config_init() and wshake_client_config_init() write the mark, so
// memory without the mark holds no configuration.
template <class Config, std::uint64_t right_mark>
struct made {
  explicit made(const Config& checked) noexcept : config(checked) {}

  bool is_made() const noexcept { return mark == right_mark; }

  std::uint64_t mark = right_mark;
  Config config;
};
using made_server_config = made<server_config, 0x7773'6861'6b65'7363>;
using made_client_config = made<client_config, 0x7773'6861'6b65'6363>;

inline constexpr server_config server_config_never_made = config_access::bad(default_server_config, "config");
inline constexpr client_config client_config_never_made = config_access::bad(default_client_config, "config");

// The configuration that a pointer of the C API points to. NULL stands for the default configuration. With a
// configuration that no init function has made, every handshake fails.
inline const server_config& from_c(const wshake_server_config* given) noexcept {
  if (given == nullptr) return default_server_config;
  const auto& memory = *reinterpret_cast<const made_server_config*>(given);
  return memory.is_made() ? memory.config : server_config_never_made;
}
inline const client_config& from_c(const wshake_client_config* given) noexcept {
  if (given == nullptr) return default_client_config;
  const auto& memory = *reinterpret_cast<const made_client_config*>(given);
  return memory.is_made() ? memory.config : client_config_never_made;
}

}  // namespace c

}  // namespace wshake
