// SPDX-License-Identifier: BSL-1.0
// advice_on_file(): says how an editor or a capture program may have changed a message when the message was saved.
#pragma once

#include <string>
#include <string_view>

#include <wshake/wshake.hpp>

#include "question.hpp"

namespace tool {

// The byte order mark of UTF-8, which some editors write at the front of a file.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// Guesses from the text of the file how a program changed the message. Returns an empty text if there is no sign of a
// change.
inline std::string advice_on_file(octets text, const question& what, wshake::errc error) {
  const std::string_view view = text;
  const std::string as_text = "`wshake explain --text " + what.name + "` ";
  if (view.starts_with(byte_order_mark)) {
    return "The file begins with a byte order mark, which some editors add. " + as_text + "removes it.";
  }
  if (error == wshake::errc::bare_lf && view.find("\r\n") == view.npos) {
    return "Every line ends in LF alone. If an editor or a copy did that, " + as_text +
           "reads LF as CRLF.\nIf it was sent like that, the sender is wrong: lines end in CRLF.";
  }
  if (error == wshake::errc::bare_lf) {
    return "Some lines end in CRLF, some in LF alone. Editors do not do that: check the sender.";
  }
  if (error == wshake::errc::truncated) {
    return "The empty line that ends a head is missing. If the capture lost it, " + as_text + "adds it.";
  }
  return {};
}

}  // namespace tool
