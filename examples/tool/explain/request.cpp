// SPDX-License-Identifier: BSL-1.0
// Explains the head of a request, and the answer that a server should give.
#include <string>
#include <utility>

#include "../../shared/written.hpp"
#include "advice_on_file.hpp"
#include "behind.hpp"
#include "message_lines.hpp"
#include "offers.hpp"
#include "question.hpp"
#include "request_notes.hpp"

namespace tool {

namespace {

std::string advice_on_request(octets text, const question& what, wshake::errc error) {
  const std::string on_file = advice_on_file(text, what, error);
  if (!on_file.empty()) return on_file;
  switch (wshake::sniff(text)) {
    case wshake::protocol::tls:
      return advice_on(wshake::errc::tls_record);
    case wshake::protocol::http2:
      return "The request begins with the connection preface of HTTP/2.";
    case wshake::protocol::proxy_protocol:
      return "A load balancer sends the PROXY protocol first. read_proxy_header() reads its header.";
    default:
      return advice_on(error);
  }
}

void judge(const wshake::diagnostic& found, bool opens, bool is_sound, explanation& out) {
  if (opens) {
    out.result = verdict::valid_request;
    out.sentence = "A valid opening handshake.";
    return;
  }
  out.result = is_sound ? verdict::plain_request : verdict::broken_request;
  out.sentence = is_sound ? "A valid request, but it does not ask for WebSocket." : "Refused: the request breaks a rule.";
  out.broken = broken_by(found);
}

explained_answer answer_of(octets answer, bool opens, bool keeps_alive) {
  explained_answer out;
  out.size = answer.size();
  octets rest = answer;
  while (!rest.empty()) {
    const octets line = first_line(rest);
    out.lines.push_back(visible(line));
    rest = rest.from(line.size());
  }
  out.after = opens         ? "After this answer the WebSocket is open, and frames follow."
              : keeps_alive ? "After this answer the connection stays open for another request."
                            : "After this answer the connection closes.";
  return out;
}

}  // namespace

void explain_request(octets text, const question& what, explanation& out) {
  std::string storage(65535, '\0');
  const wshake::server_config config(what.server);
  wshake::server server(storage, config);
  wshake::server_state state = server.feed(text).state;
  if (state == wshake::server_state::need_more) state = server.feed_eof();
  if (state == wshake::server_state::closed) {
    out.sentence = "The input has no request.";
    return;
  }
  const wshake::diagnostic found = server.error();
  const bool opens = state == wshake::server_state::upgrade;
  explained_message message;
  message.behind = text.from(read_lines(message, text, 0, note_on_request_line, note_on_field)).text();
  message.about_behind = sentence_on_behind(message.behind, false);
  mark_broken(message, found);
  out.messages.push_back(std::move(message));

  judge(found, opens, state == wshake::server_state::request, out);
  const std::string advice = opens ? std::string{} : advice_on_request(text, what, found.code);
  if (!advice.empty()) out.reasons.push_back(advice);

  wshake::diagnostic error;
  const auto verb = [&](auto buffer) { return opens ? server.accept(buffer) : server.respond(buffer); };
  const std::string answer = written_by(verb, error);
  if (opens) out.agreement = agreement_with(server.handshake(), what.server, server.agreed());
  out.answer = answer_of(answer, opens, server.keep_alive());
}

}  // namespace tool
