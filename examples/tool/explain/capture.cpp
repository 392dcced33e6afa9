// SPDX-License-Identifier: BSL-1.0
// read_capture(): decides which form a file has, such as HAR or a hexdump, and reads the file.
#include "capture.hpp"

#include <string>
#include <string_view>

#include "advice_on_file.hpp"

namespace tool {

namespace {

// A packet file begins with a magic number. pcap has four numbers, for both byte orders and for times in microseconds
// or nanoseconds; pcapng has one.
bool is_pcap(std::string_view text) {
  constexpr std::string_view numbers[] = {"\xd4\xc3\xb2\xa1", "\xa1\xb2\xc3\xd4", "\x4d\x3c\xb2\xa1",
                                          "\xa1\xb2\x3c\x4d", "\x0a\x0d\x0d\x0a"};
  for (const std::string_view each : numbers) {
    if (text.starts_with(each)) return true;
  }
  return false;
}

bool is_fetch(std::string_view text) {
  return text.starts_with("fetch(") || text.starts_with("await fetch(") || text.starts_with("$session = New-Object") ||
         text.starts_with("Invoke-WebRequest");
}

capture read_form(std::string_view text, const question& what) {
  if (is_har(text)) return read_har(text);
  if (is_curl_command(text)) return read_curl_command(text);
  if (is_curl_trace(text)) return read_curl_trace(text);
  if (is_curl_output(text)) return read_curl_output(text);
  if (is_follow(text)) return read_follow(text);
  if (is_hexdump(text)) return read_hexdump(text, what);
  if (is_pasted(text)) return read_pasted(text);
  return read_messages(text, what);
}

}  // namespace

capture read_capture(const question& what) {
  std::string_view text = what.file;
  capture out;
  if (what.is_exact) {
    exchange one;
    one.has_body = true;
    (what.is_response || text.starts_with("HTTP/") ? one.response : one.request) = text;
    return {.form = "messages", .name = "", .exchanges = {one}, .notes = {}, .problem = {}};
  }
  if (is_pcap(text)) {
    out.form = "pcap";
    out.name = "a file of packets";
    out.problem =
        "The tool reads no pcap. Give the tool the output of `tcpdump -r FILE -s 0 -X`, or Wireshark's `Follow "
        "stream`.";
    return out;
  }
  if (is_fetch(text)) {
    out.form = "script";
    out.name = "a script";
    out.problem = "The tool reads no scripts. Choose `copy as cURL` in the browser.";
    return out;
  }
  const bool has_mark = text.starts_with(byte_order_mark);
  if (has_mark) text.remove_prefix(byte_order_mark.size());
  out = what.is_response || what.is_text ? read_messages(text, what) : read_form(text, what);
  if (has_mark)
    out.notes.emplace_back("The file begins with a byte order mark, which some editors add. The mark is left out.");
  return out;
}

}  // namespace tool
