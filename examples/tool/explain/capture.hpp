// SPDX-License-Identifier: BSL-1.0
// capture: holds the messages in a file that a program wrote while it watched or made a handshake.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "question.hpp"

namespace tool {

// A request and its response. An empty string: the file has no such message.
struct exchange {
  std::string request;
  std::string response;
  bool request_is_list = false;  // a header list, one `name: value` a line
  bool response_is_list = false;
  bool has_body = false;           // the octets after the response's head are the body of the response
  std::vector<std::string> notes;  // notes on this exchange: see capture::notes
};

struct capture {
  std::string form;  // for programs: "curl_output"
  std::string name;  // for people: "output of curl -v"
  std::vector<exchange> exchanges;
  std::vector<std::string> notes;  // the differences between the file and the octets that were sent
  std::string problem;             // why the file cannot be read; empty if the file was read
};

// Reads a file of any form.
capture read_capture(const question& what);

// Each form has two functions: is_x() decides from the text whether the file has the form x, read_x() reads the file.
bool is_curl_output(std::string_view text);  // curl -v
capture read_curl_output(std::string_view text);
bool is_curl_trace(std::string_view text);  // curl --trace, --trace-ascii
capture read_curl_trace(std::string_view text);
bool is_curl_command(std::string_view text);  // a browser's `copy as cURL`
capture read_curl_command(std::string_view text);
bool is_pasted(std::string_view text);  // a browser's headers without a request line or status line, or with titles
capture read_pasted(std::string_view text);
bool is_hexdump(std::string_view text);  // xxd, hexdump, od, tcpdump -X, Wireshark
capture read_hexdump(std::string_view text, const question& what);
bool is_follow(std::string_view text);  // tshark -z follow
capture read_follow(std::string_view text);
bool is_har(std::string_view text);
capture read_har(std::string_view text);

// Reads messages as octets, messages as text that lost its line ends, or header lists.
capture read_messages(std::string_view text, const question& what);

}  // namespace tool
