// SPDX-License-Identifier: BSL-1.0
// wshake explain has three parts: one for requests, one for responses, one for header lists.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "wshake_text.hpp"

namespace tool {

// Some editors write it at the front of a file.
inline constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

// A message to explain.
struct capture {
  octets text;
  std::string name;  // of the file
};

// The known parts of the request that a response answers.
struct asked {
  octets key;                                    // empty: unknown
  wshake::array_view<octets> subprotocols = {};  // the offered subprotocols; empty: unknown
};

// A status line begins with these octets. A request line does not.
inline bool is_http(std::string_view text) { return text.starts_with("HTTP/"); }

// Each of these functions returns an exit code.
int explain_request(const capture& what, const wshake::server_options& options, const colours& colour);
int explain_response(const capture& what, const asked& request, const colours& colour);
int explain_list(const capture& what, bool is_response, const asked& request, const wshake::server_options& options,
                 const colours& colour);

// Prints what a request offers and what a server with these options agrees to.
void print_offers(const wshake::handshake_request& asked, const wshake::server_options& options,
                  const wshake::agreement& agreed, const colours& colour);

// Return the subprotocol and the extensions that a response names, for a request of which nothing is known.
// permessage-deflate is left out.
std::vector<octets> picked_subprotocols(const wshake::response_view& head);
std::string picked_extensions(const wshake::response_view& head);

// Guesses from the text how a program changed the message between the wire and the file. Empty if the text shows no
// such change.
inline std::string advice_on_file(const capture& what, wshake::errc error) {
  const std::string_view view = what.text;
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
