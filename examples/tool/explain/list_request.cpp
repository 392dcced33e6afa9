// SPDX-License-Identifier: BSL-1.0
// Explains a request that is a header list of HTTP/2 or HTTP/3, and the answer that a server should give.
#include <string>
#include <string_view>
#include <vector>

#include "header_list.hpp"
#include "offers.hpp"
#include "question.hpp"
#include "request_notes.hpp"

namespace tool {

namespace {

// If the error `found` is about a pseudo-header field, sets its offset to the index of this field in the list. check()
// reports the offset 0 for a pseudo-header field, because check() gets only the values of these fields.
wshake::diagnostic located(wshake::diagnostic found, const header_list& list) {
  if (found.offset != 0) return found;
  std::string_view name = found.field;
  if (found.code == wshake::errc::not_extended_connect) name = ":method";
  if (found.code == wshake::errc::bad_target_form) name = ":path";
  if (name.starts_with(':') && list.has(name)) found.offset = list.index_of(name);
  return found;
}

explained_answer answer_of(const wshake::field_answer& answer, bool opens, bool malformed) {
  explained_answer out;
  out.is_list = true;
  out.lines = {":status: " + std::to_string(answer.head.status)};
  for (const wshake::field& each : answer.head.header) {
    out.lines.push_back(visible(each.name) + ": " + visible(each.value));
  }
  out.size = out.lines.size();
  out.body = answer.body.text();
  out.after = opens       ? "After this answer the WebSocket is open, and DATA carries its frames in both directions."
              : malformed ? "A server may send this answer before the reset."
                          : "After this answer the stream ends. The connection and its other streams go on.";
  return out;
}

// Calls `write` twice: first with an empty buffer, which gives the size, then with a buffer of this size.
template <class Write>
auto written_fields(std::string& buffer, Write write) {
  const auto measured = write(wshake::mutable_octets(buffer.data(), 0));
  buffer.resize(measured.needed);
  return write(wshake::mutable_octets(buffer.data(), buffer.size()));
}

}  // namespace

void explain_request_list(octets text, const question& what, explanation& out) {
  const header_list list = read_list(text);
  if (is_misshapen(list, out)) return;
  const wshake::server_config config(what.server);
  const wshake::request_list_reading read = wshake::read_request_list(list.fields, list_version);
  const wshake::diagnostic found = read ? located(wshake::check(read.head, config), list) : read.error;
  out.messages.push_back(message_of(list, message_kind::request, found, note_on_list_field));

  wshake::request_view head = read.head;
  if (!read) head = {.method = list.value_of(":method"), .version = list_version};
  const wshake::handshake_request asked = wshake::gather(head);
  const wshake::agreement agreed = found.ok() ? wshake::negotiate(asked, config) : wshake::agreement{};
  if (found.ok()) {
    out.result = verdict::valid_request;
    out.sentence = "A valid opening handshake.";
    out.agreement = agreement_with(asked, what.server, agreed);
  } else {
    const bool is_other =
        found.code == wshake::errc::not_extended_connect || found.code == wshake::errc::another_protocol;
    out.result = is_other ? verdict::plain_request : verdict::broken_request;
    out.sentence =
        is_other ? "A valid request, but it does not ask for WebSocket." : "Refused: the request breaks a rule.";
    explain_fault(found, advice_on_list(found.code), out);
  }
  std::string buffer;
  const wshake::field_answer answer = written_fields(buffer, [&](wshake::mutable_octets room) {
    return found.ok() ? wshake::accept_fields(room, head, agreed, config)
                      : wshake::respond_fields(room, head, config, {.error = found.code});
  });
  out.answer = answer_of(answer, found.ok(), wshake::is_malformed(found.code));
}

}  // namespace tool
