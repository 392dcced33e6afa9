// SPDX-License-Identifier: BSL-1.0
// The options that `wshake accept` and `wshake explain` share. These options configure the server that answers the
// request.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "wshake_tool.hpp"
#include "wshake_values.hpp"

namespace tool {

class server_options {
 public:
  // Takes the current argument if it is an option that configures the server. The stored views point into the
  // arguments, which live as long as the process.
  bool take(arguments& args) {
    if (const auto name = args.value("--subprotocol")) {
      check_subprotocol(args, *name, subprotocols_);
      subprotocols_.emplace_back(*name);
    } else if (args.is("--require-subprotocol")) {
      options_.require_subprotocol = true;
    } else if (const auto origin = args.value("--origin")) {
      check_origin(args, *origin, true);
      origins_.emplace_back(*origin);
    } else if (args.is("--same-host-origin")) {
      options_.same_host_origin = true;
    } else if (args.is("--require-origin")) {
      options_.require_origin = true;
    } else if (args.is("--deflate")) {
      options_.deflate.enabled = true;
    } else if (const auto server_bits = args.value("--server-max-window-bits")) {
      take_window(args, *server_bits, options_.deflate.server_max_window_bits);
    } else if (const auto client_bits = args.value("--client-max-window-bits")) {
      take_window(args, *client_bits, options_.deflate.client_max_window_bits);
    } else if (args.is("--server-no-context-takeover")) {
      options_.deflate.enabled = options_.deflate.server_no_context_takeover = true;
    } else if (args.is("--client-no-context-takeover")) {
      options_.deflate.enabled = options_.deflate.client_no_context_takeover = true;
    } else if (const auto text = args.value("--field")) {
      fields_.push_back(take_field(args, *text));
    } else if (const auto product = args.value("--product")) {
      const std::size_t fault = find_control(*product);
      if (fault < product->size()) fail_at(args, "must have no control characters", *product, fault);
      options_.product = *product;
    } else if (args.is("--no-keep-alive")) {
      options_.close_refused = true;
    } else {
      return false;
    }
    return true;
  }

  // Called after the last argument. Reports the options that make the server's configuration invalid.
  void check(arguments& args) const {
    const wshake::server_config config(options());
    if (config.error().ok()) return;
    const wshake::diagnostic& error = config.error();
    if (error.field == "require_subprotocol") args.fail("--require-subprotocol", "needs --subprotocol");
    if (error.field == "header") {
      const std::string name = visible(fields_[error.offset].name);
      args.fail("--field", std::string{"sets "}.append(name).append(", which the library sets itself"));
    }
  }

  // The views of the result are valid while this object lives and takes no more arguments.
  wshake::server_options options() const {
    wshake::server_options options = options_;
    options.subprotocols = subprotocols_;
    options.origins = origins_;
    options.header = fields_;
    return options;
  }

 private:
  void take_window(arguments& args, std::string_view text, std::uint8_t& bits) {
    const std::optional<unsigned> number = take_number(args, text, 8, 15, "must be 8 to 15");
    if (!number) return;
    bits = static_cast<std::uint8_t>(*number);
    options_.deflate.enabled = true;
    if (*number == 8) options_.deflate.window_of_8 = true;
  }

  wshake::server_options options_;
  std::vector<wshake::octets> subprotocols_;
  std::vector<wshake::octets> origins_;
  std::vector<wshake::field> fields_;
};

}  // namespace tool
