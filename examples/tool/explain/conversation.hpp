// SPDX-License-Identifier: BSL-1.0
// conversation: puts exchanges together from the octets that both sides sent, in the order of sending.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "capture.hpp"
#include "text_lines.hpp"

namespace tool {

class conversation {
 public:
  // A request line after a response begins another exchange. All other octets, such as frames, are added to the last
  // request.
  void add_client(std::string_view octets) {
    std::string_view rest = octets;
    const bool begins = is_request_line(take_line(rest));
    if (exchanges_.empty() || (begins && !exchanges_.back().response.empty())) exchanges_.emplace_back();
    exchanges_.back().request += octets;
  }

  void add_server(std::string_view octets) {
    if (exchanges_.empty()) exchanges_.emplace_back();
    exchanges_.back().response += octets;
  }

  // Returns the exchanges. The octets after the heads of responses count as bodies.
  std::vector<exchange> with_bodies() {
    for (exchange& each : exchanges_) each.has_body = true;
    return exchanges_;
  }
  std::vector<exchange> without_bodies() const { return exchanges_; }

 private:
  std::vector<exchange> exchanges_;
};

}  // namespace tool
