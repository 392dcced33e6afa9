// SPDX-License-Identifier: BSL-1.0
// Explains a response that is a header list of HTTP/2 or HTTP/3.
#include <string>

#include "../wshake_refusal.hpp"
#include "header_list.hpp"
#include "judge_answer.hpp"
#include "question.hpp"
#include "response_notes.hpp"

namespace tool {

void explain_response_list(octets text, const asked& request, explanation& out) {
  const header_list list = read_list(text);
  if (is_misshapen(list, out)) return;
  const wshake::response_list_reading read = wshake::read_response_list(list.fields, list_version);
  answer_judgement judged;
  judged.result.error = read.error;
  if (read) judged = judge_answer(read.head, request);
  out.messages.push_back(message_of(list, message_kind::response, judged.result.error, [&](octets name, octets value) {
    return note_on_list_response_field(name, value, read.head.status);
  }));

  switch (judged.result.event) {
    case wshake::client_event::open:
      out.result = verdict::open;
      out.sentence = request.is_whole ? "The response opens the WebSocket that the request asks for."
                                      : "A valid response: the WebSocket is open.";
      out.agreement = judged.agreement;
      return;
    case wshake::client_event::interim:
      out.result = verdict::incomplete;
      out.sentence = "The final response is missing.";
      return;
    case wshake::client_event::refused: {
      out.result = verdict::refused;
      out.sentence = "The handshake is refused.";
      wshake::uri where;
      where.host = "host";
      const wshake::continuation next = wshake::find_continuation(read.head, where);
      for (const std::string& line : wishes_of(next, {})) out.reasons.push_back("It " + line + ".");
      return;
    }
    default:
      out.result = verdict::broken_response;
      out.sentence = "The response opens no WebSocket: it breaks a rule.";
      explain_fault(judged.result.error, advice_on_list_answer(judged.result.error.code), out);
  }
}

}  // namespace tool
