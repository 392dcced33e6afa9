// SPDX-License-Identifier: BSL-1.0
// question: holds a captured file, and the options with which explain() explains the file.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "explanation.hpp"

namespace tool {

// The known parts of the request that a response answers.
struct asked {
  std::string key;                   // empty: unknown
  std::vector<octets> subprotocols;  // the offered subprotocols; empty: unknown
  std::string extensions;            // the offered extensions; empty: unknown
  bool is_whole = false;             // the whole request is known: a part that is empty here is absent from the request
};

struct question {
  octets file;                      // the content of the file
  std::string name;                 // the name of the file in visible form, for advice: `wshake explain --text NAME`
  wshake::server_options server;    // the options of the server that answers, if the file has only a request
  asked request;                    // the request, if the file has only a response
  bool is_exact = false;            // the file has the octets of one message, exactly as they were sent
  bool is_text = false;             // the file was saved as text, whatever its line ends are
  bool is_response = false;         // the message is a response, even if it does not begin like a response
  std::size_t which_handshake = 0;  // the number of the handshake to explain; 0: the last handshake
};

// Explains the file.
explanation explain(const question& what);

// Explains one message, and fills the parts of the explanation that belong to this message. A header list is given as
// one `name: value` a line. `has_body` says that the octets after the head of a refusal are the body of the refusal.
void explain_request(octets text, const question& what, explanation& out);
void explain_response(octets text, bool has_body, const asked& request, const question& what, explanation& out);
void explain_request_list(octets text, const question& what, explanation& out);
void explain_response_list(octets text, const asked& request, explanation& out);

// Reads the parts of a request with which its response is compared. The subprotocols are views of `request`. If the
// request cannot be read, all parts are unknown.
asked read_asked(octets request, bool is_list);

}  // namespace tool
