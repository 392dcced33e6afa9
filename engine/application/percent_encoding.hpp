// SPDX-License-Identifier: BSL-1.0
// Decodes pct-encoded = "%" HEXDIG HEXDIG   (RFC 3986 section 2.1).
#pragma once

#include <wshake/octets.hpp>

#include "base/number.hpp"
#include "scan/octet_class.hpp"

namespace wshake::application {

// Decodes a text octet by octet.
struct percent_decoder {
  octets text;  // the part that has not been decoded

  // True if the text begins with a "%" that two hexadecimal digits do not follow.
  bool is_malformed() const noexcept {
    if (text.empty() || text[0] != '%') return false;
    return text.size() < 3 || !scan::is(text[1], scan::hex_octet) || !scan::is(text[2], scan::hex_octet);
  }

  // Returns the next octet of the decoded text, and removes its encoded form from `text`. The text must be neither
  // empty nor malformed.
  char next() noexcept {
    unsigned octet = text[0];
    if (octet == '%') octet = base::hex_value(text[1]) << 4 | base::hex_value(text[2]);
    text = text.from(text[0] == '%' ? 3 : 1);
    return static_cast<char>(octet);
  }
};

}  // namespace wshake::application
