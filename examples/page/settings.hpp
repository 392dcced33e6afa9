// SPDX-License-Identifier: BSL-1.0
// settings: the options of `wshake explain`, read from a text with one option a line, such as "--subprotocol chat".
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "../tool/explain/question.hpp"
#include "../tool/explain/text_lines.hpp"
#include "../tool/wshake_text.hpp"

namespace page {

class settings {
 public:
  // The text must outlive the settings.
  explicit settings(std::string_view text) {
    while (!text.empty() && problem_.empty()) {
      const std::string_view line = tool::take_line(text);
      const std::size_t space = std::min(line.find(' '), line.size());
      if (!line.empty()) read(line.substr(0, space), line.substr(std::min(space + 1, line.size())));
    }
    what_.server.subprotocols = subprotocols_;
    what_.server.origins = origins_;
    what_.request.subprotocols = subprotocols_;
    if (!problem_.empty()) return;
    const wshake::diagnostic found = wshake::server_config(what_.server).error();
    if (!found.ok())
      problem_ = found.field == "origins" ? "--origin must be an origin" : "--require-subprotocol needs --subprotocol";
  }
  settings(const settings&) = delete;
  settings& operator=(const settings&) = delete;

  const std::string& problem() const { return problem_; }  // why the text is invalid; empty if it is valid
  const tool::question& what() const { return what_; }     // valid while the settings live

 private:
  void read(std::string_view name, std::string_view value) {
    if (!read_switch(name) && !read_value(name, value)) fail(name, "is not known");
  }

  // Reads an option that takes no value.
  bool read_switch(std::string_view name) {
    wshake::server_options& server = what_.server;
    const struct {
      std::string_view name;
      bool& value;
    } switches[] = {
        {"--exact", what_.is_exact},
        {"--text", what_.is_text},
        {"--response", what_.is_response},
        {"--require-subprotocol", server.require_subprotocol},
        {"--same-host-origin", server.same_host_origin},
        {"--require-origin", server.require_origin},
        {"--deflate", server.deflate.enabled},
        {"--server-no-context-takeover", server.deflate.server_no_context_takeover},
        {"--client-no-context-takeover", server.deflate.client_no_context_takeover},
        {"--no-keep-alive", server.close_refused},
    };
    for (const auto& each : switches) {
      if (each.name != name) continue;
      each.value = true;
      if (name.ends_with("context-takeover")) server.deflate.enabled = true;
      return true;
    }
    return false;
  }

  bool read_value(std::string_view name, std::string_view value) {
    if (name == "--subprotocol") {
      if (!tool::is_token(value)) fail(name, "must be a token");
      for (const wshake::octets each : subprotocols_) {
        if (each == value) fail(name, "is given twice");
      }
      subprotocols_.emplace_back(value);
    } else if (name == "--origin") {
      origins_.emplace_back(value);
    } else if (name == "--key") {
      if (!wshake::is_key(value)) fail(name, "must be the base64 of 16 bytes");
      what_.request.key = value;
    } else if (name == "--extensions") {
      what_.request.extensions = value;
    } else if (name == "--handshake") {
      what_.which_handshake = number(name, value, 1, 1000000);
    } else if (name == "--server-max-window-bits") {
      set_window(what_.server.deflate.server_max_window_bits, number(name, value, 8, 15));
    } else if (name == "--client-max-window-bits") {
      set_window(what_.server.deflate.client_max_window_bits, number(name, value, 8, 15));
    } else {
      return false;
    }
    return true;
  }

  unsigned number(std::string_view name, std::string_view value, unsigned least, unsigned most) {
    const unsigned out = tool::read_number(value, most).value_or(0);  // 0 is below every `least`
    if (out < least) {
      fail(name, "must be a number from " + std::to_string(least) + (most < 100 ? " to " + std::to_string(most) : ""));
    }
    return out;
  }

  void set_window(std::uint8_t& bits, unsigned value) {
    bits = static_cast<std::uint8_t>(value);
    what_.server.deflate.enabled = true;
    if (value == 8) what_.server.deflate.window_of_8 = true;
  }

  void fail(std::string_view name, const std::string& why) {
    if (problem_.empty()) problem_ = tool::visible(wshake::octets{name}) + " " + why;
  }

  tool::question what_;
  std::vector<wshake::octets> subprotocols_;
  std::vector<wshake::octets> origins_;
  std::string problem_;
};

}  // namespace page
