// SPDX-License-Identifier: BSL-1.0
// The fields of a response that are not the handshake's own: the caller's, and the product.
#pragma once

#include <span>

#include <wshake/error.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>
#include <wshake/server_config.hpp>

#include "http/writer.hpp"

namespace wshake {

// What is given for one response stands before what the configuration gives for all, and replaces it by name.
struct response_fields {
  const server_config& config;
  std::span<const field> given;

  // errc::bad_argument or errc::reserved_field where a field can't be sent.
  errc fault() const noexcept;
  bool has(octets name) const noexcept;
  void write(http::writer& out) const noexcept;
};

}  // namespace wshake
