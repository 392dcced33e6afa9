// SPDX-License-Identifier: BSL-1.0
// explanation: a struct that describes a captured handshake in words. Programs print an explanation as text or as JSON.
// A text in visible form has escapes such as \x0b in place of octets that are not printable ASCII. Nothing in this
// folder reads or writes a file, so that the folder can be compiled for WebAssembly, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

namespace tool {

using wshake::octets;

enum class verdict : std::uint8_t {
  valid_request,    // a server with the options `question::server` accepts the request
  open,             // the response opens the WebSocket
  plain_request,    // the request is valid and asks for no WebSocket
  broken_request,   // the request breaks a rule
  broken_response,  // the response breaks a rule
  refused,          // the server refused the handshake
  incomplete,       // the final response is missing
  unreadable,       // the file has no message, or cannot be read
};

// A broken rule. `field` is the name of the field, as in the message and not in visible form.
struct broken_rule {
  wshake::errc code = wshake::errc::none;
  std::string field;
  std::size_t offset = 0;  // the offset of an octet in a head, or the index of a field in a header list
};

// One line of a head, or one field of a header list.
struct explained_line {
  std::size_t offset = 0;            // as in broken_rule
  std::string text;                  // the line with its line end; not in visible form
  std::string note;                  // the line's meaning for the handshake; empty: no meaning
  std::optional<std::size_t> caret;  // the index of the octet that breaks the rule
};

enum class message_kind : std::uint8_t { request, interim_response, response };

struct explained_message {
  message_kind kind = message_kind::request;
  bool is_list = false;  // a header list of HTTP/2 or HTTP/3
  std::vector<explained_line> lines;
  bool cut_short = false;  // `lines` lacks the last lines of the head
  std::optional<broken_rule> broken;
  std::string behind;        // the octets after the head
  std::string about_behind;  // a sentence on `behind`; may be empty
};

// One member of Sec-WebSocket-Extensions in a request.
struct explained_offer {
  std::string text;
  bool accepted = false;
  std::string reason;  // the reason why the offer is declined
};

// The result of the negotiation. If there is only a request: the result with a server that has the options
// `question::server`.
struct explained_agreement {
  std::vector<std::string> offered_subprotocols;
  bool offers_are_known = false;  // false for a response without its request
  std::string subprotocol;        // empty: no subprotocol is agreed
  std::string extensions;         // the agreed extensions in words
  std::vector<explained_offer> offers;
  std::string advice;  // advice on subprotocols
};

// The answer that a server with the options `question::server` gives to a request.
struct explained_answer {
  std::vector<std::string> lines;  // the lines of the head, or the fields of a header list, in visible form
  std::string body;
  std::size_t size = 0;  // the size of a head in octets, or the number of fields in a header list
  bool is_list = false;
  std::string after;  // a sentence on the connection after the answer
};

// The body of a refusal.
struct explained_body {
  std::string text;
  std::string sent;                   // the octets behind the head: the text with its framing
  std::optional<broken_rule> broken;  // a fault in the framing of the body
  std::string after;                  // a sentence on the connection after the refusal
};

struct explanation {
  std::string form;                // the form of the file, for programs: "curl_output"
  std::string taken_for;           // the form for people: "output of curl -v: a request and its response"
  std::vector<std::string> notes;  // how the capture differs from the octets that were sent
  verdict result = verdict::unreadable;
  std::string sentence;               // the verdict in words
  std::optional<broken_rule> broken;  // the broken rule that decides the verdict
  bool broken_in_list = false;
  std::vector<std::string> reasons;  // sentences after the verdict: advice, and the consequences of a refusal
  std::vector<explained_message> messages;
  std::optional<explained_agreement> agreement;
  std::optional<explained_body> body;
  std::optional<explained_answer> answer;
};

// True if the verdict is good: the handshake breaks no rule and is not refused.
inline bool is_good(verdict result) { return result == verdict::valid_request || result == verdict::open; }

inline broken_rule broken_by(const wshake::diagnostic& found) {
  return {found.code, std::string{std::string_view{found.field}}, found.offset};
}

}  // namespace tool
