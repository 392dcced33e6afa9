// SPDX-License-Identifier: BSL-1.0
// Explains a final response and the interim responses before it as the answer to a handshake.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../shared/written.hpp"
#include "../wshake_refusal.hpp"
#include "advice_on_file.hpp"
#include "behind.hpp"
#include "judge_answer.hpp"
#include "message_lines.hpp"
#include "offers.hpp"
#include "question.hpp"
#include "response_notes.hpp"

namespace tool {

namespace {

// Reads a response with a wshake::client: the heads, and the body of a refusal. The client has written a request of its
// own, not the captured request.
class reading {
 public:
  explicit reading(octets text) {
    wshake::client_request request;
    request.where.host = "host";
    wshake::diagnostic error;
    (void)written_by([&](auto out) { return client_.start(out, request, {}); }, error);
    read(text);
  }

  const wshake::client& client() const { return client_; }
  const std::vector<std::size_t>& heads() const { return heads_; }  // offsets of all heads
  octets body() const { return body_; }                             // the body of a refusal
  bool is_refused() const { return is_refused_; }

 private:
  void read(octets text) {
    std::size_t at = 0;
    while (client_.state() == wshake::client_event::need_more) {
      const wshake::client_feed_result fed = client_.feed(text.from(at));
      at += fed.consumed;
      switch (fed.event) {
        case wshake::client_event::need_more:
          client_.feed_eof();
          break;
        case wshake::client_event::interim:
          heads_.push_back(at);
          break;
        case wshake::client_event::refused:
          is_refused_ = true;
          break;
        case wshake::client_event::body:
          body_.append(fed.data.data(), fed.data.size());
          break;
        case wshake::client_event::idle:
        case wshake::client_event::done:
        case wshake::client_event::open:
        case wshake::client_event::failed:
        case wshake::client_event::closed:
          break;
      }
    }
  }

  std::string storage_ = std::string(65535, '\0');
  wshake::client client_{storage_};
  std::vector<std::size_t> heads_ = {0};
  bool is_refused_ = false;
  std::string body_;
};

// Adds the interim responses and the final response to `out`. Returns the octets behind the last head.
octets read_messages(octets text, const reading& read, const asked& request, explanation& out) {
  std::size_t end = 0;
  for (const std::size_t head : read.heads()) {
    if (head == text.size()) break;  // nothing came after an interim response
    explained_message message;
    const bool is_last = head == read.heads().back();
    const unsigned status = status_in(text.from(head));
    message.kind = is_last ? message_kind::response : message_kind::interim_response;
    end = read_lines(message, text, head, note_on_status_line,
                     [&](octets name, octets value) { return note_on_response_field(name, value, status, request); });
    out.messages.push_back(std::move(message));
  }
  return text.from(end);
}

void explain_broken(const wshake::diagnostic& found, octets text, const question& what, explanation& out) {
  out.result = verdict::broken_response;
  out.sentence = "The response opens no WebSocket: it breaks a rule.";
  out.broken = broken_by(found);
  if (!out.messages.empty()) mark_broken(out.messages.back(), found);
  std::string advice = advice_on_file(text, what, found.code);
  if (advice.empty()) advice = advice_on_answer(found.code);
  if (advice.empty() && !is_http(text)) {
    advice = "The response does not begin with HTTP/. The port may belong to another protocol.";
  }
  if (!advice.empty()) out.reasons.push_back(advice);
}

void explain_refusal(const reading& read, octets behind, bool has_body, explanation& out) {
  const wshake::client& client = read.client();
  const unsigned status = client.response().status;
  out.result = verdict::refused;
  out.sentence = "The handshake is refused.";
  const wshake::continuation next = client.next();
  for (const std::string& line : wishes_of(next, {})) out.reasons.push_back("It " + line + ".");
  const std::string advice = advice_on_refusal(status);
  if (!advice.empty()) out.reasons.push_back(advice);
  if (!has_body) return;
  explained_body body;
  body.text = read.body().text();
  body.sent = behind.text();
  if (!client.error().ok()) body.broken = broken_by(client.error());
  body.after = next.same_connection ? "After this response the connection stays open for another request."
                                    : "After this response the connection closes.";
  out.body = std::move(body);
}

// Explains a 101 whose head is readable: compares it with the request.
void explain_switch(const wshake::response_head& head, std::size_t offset, octets text, const asked& request,
                    const question& what, explanation& out) {
  const answer_judgement judged = judge_answer(head, request);
  if (judged.result.event != wshake::client_event::open) {
    wshake::diagnostic found = judged.result.error;
    found.offset += offset;
    return explain_broken(found, text, what, out);
  }
  out.result = verdict::open;
  out.sentence = request.is_whole ? "The response opens the WebSocket that the request asks for."
                                  : "A valid response: the WebSocket is open.";
  out.reasons.emplace_back(
      request.key.empty()
          ? "Sec-WebSocket-Accept is not checked. --key KEY, the request's Sec-WebSocket-Key, checks it."
          : "Sec-WebSocket-Accept matches the key.");
  out.agreement = judged.agreement;
}

}  // namespace

void explain_response(octets text, bool has_body, const asked& request, const question& what, explanation& out) {
  const reading read(text);
  const std::size_t offset = read.heads().back();
  const octets behind = read_messages(text, read, request, out);
  // A copy, because read_response() unfolds lines in place.
  std::string last{text.from(offset).text()};
  const wshake::response_reading parsed = wshake::read_response(last);
  if (parsed.error.ok() && !parsed.need_more() && parsed.head.status == 101) {
    out.messages.back().behind = behind.text();
    out.messages.back().about_behind = sentence_on_behind(behind, true);
    fit_accept(last, parsed.head, request);
    explain_switch(parsed.head, offset, text, request, what, out);
    if (is_line_end(behind)) out.reasons.push_back(sentence_on_line_end(behind));
    return;
  }
  if (read.is_refused()) return explain_refusal(read, behind, has_body, out);
  if (read.client().state() == wshake::client_event::closed) {
    out.result = verdict::incomplete;
    out.sentence = "The final response is missing.";
    return;
  }
  explain_broken(read.client().error(), text, what, out);
}

}  // namespace tool
