// SPDX-License-Identifier: BSL-1.0
// explain(): reads a file of any form (capture.hpp), explains its messages, and joins the verdicts on them.
#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

#include "capture.hpp"
#include "question.hpp"
#include "text_lines.hpp"

namespace tool {

namespace {

// True if the request has a field or a pseudo-header field of a handshake. Without a request, examines the response.
bool asks_for_websocket(const exchange& one) {
  std::string_view rest = one.request.empty() ? one.response : one.request;
  while (!rest.empty()) {
    const std::string_view line = take_line(rest);
    const std::string_view name = line.substr(0, std::min(line.find(':', 1), line.size()));
    if (same_letters(name, "Upgrade") || same_letters(name, "Sec-WebSocket-Version") || name == ":protocol")
      return true;
    if (same_letters(name, "Sec-WebSocket-Key") || same_letters(name, "Sec-WebSocket-Accept")) return true;
  }
  return false;
}

// Returns the index of the exchange to explain. `wish`: the number of the handshake; 0: the last handshake, or the last
// exchange if the file has no handshake. If the file has fewer than `wish` handshakes, returns the number of exchanges.
std::size_t chosen(const capture& read, std::size_t wish, explanation& out) {
  std::size_t handshakes = 0;
  std::size_t last = read.exchanges.size() - 1;
  std::size_t wished = read.exchanges.size();
  for (std::size_t index = 0; index < read.exchanges.size(); ++index) {
    if (!asks_for_websocket(read.exchanges[index])) continue;
    last = index;
    if (++handshakes == wish) wished = index;
  }
  const std::size_t found = wish == 0 ? last : wished;
  if (read.exchanges.size() > 1 && found < read.exchanges.size()) {
    const std::string count = count_of(read.exchanges.size(), "exchange");
    out.notes.push_back(handshakes == 0 ? "The file has " + count + ", and no handshake. The last exchange is explained."
                        : handshakes == 1
                            ? "The file has " + count + ". The only handshake is explained."
                            : "The file has " + count + " and " + count_of(handshakes, "handshake") + ". " +
                                  (wish == 0 ? "The last handshake is explained; --handshake N explains another one."
                                             : "Handshake " + std::to_string(wish) + " is explained."));
  }
  return found;
}

std::string kind_of(const exchange& one) {
  const bool is_list = one.request_is_list || one.response_is_list;
  if (one.response.empty()) return is_list ? "the header list of a request" : "a request";
  if (one.request.empty()) return is_list ? "the header list of a response" : "a response";
  return is_list ? "the header lists of a request and its response" : "a request and its response";
}

// Joins the verdicts on a request and on its response. If the response opens the WebSocket or refuses the handshake,
// the explanation names the rule that the request breaks.
void join(explanation request, explanation& out) {
  out.messages.insert(out.messages.begin(), request.messages.begin(), request.messages.end());
  if (is_good(request.result)) {
    if (out.result != verdict::open) out.reasons.emplace_back("The request is a valid opening handshake.");
    return;
  }
  const bool is_plain = request.result == verdict::plain_request;
  if (out.result == verdict::open) {
    out.result = request.result;
    out.sentence = is_plain ? "The response opens a WebSocket, but the request does not ask for one."
                            : "The response opens the WebSocket, but the request breaks a rule.";
  } else if (out.result == verdict::refused) {
    if (is_plain) {
      out.result = request.result;
      out.reasons.clear();  // drops the advice on a refused handshake
    }
    out.sentence = is_plain ? "The request does not ask for WebSocket, and the server answered it as a plain one."
                            : "The handshake is refused, and the request breaks a rule.";
  } else {
    out.reasons.emplace_back(is_plain ? "The request does not ask for WebSocket." : "The request breaks a rule, too.");
    return;
  }
  out.broken = request.broken;
  out.broken_in_list = request.broken_in_list;
  out.reasons.insert(out.reasons.begin(), request.reasons.begin(), request.reasons.end());
}

void explain_exchange(const exchange& one, const question& what, explanation& out) {
  explanation request;
  if (!one.request.empty()) {
    explanation& into = one.response.empty() ? out : request;
    one.request_is_list ? explain_request_list(one.request, what, into) : explain_request(one.request, what, into);
  }
  if (one.response.empty()) return;
  const asked known = one.request.empty() ? what.request : read_asked(one.request, one.request_is_list);
  one.response_is_list ? explain_response_list(one.response, known, out)
                       : explain_response(one.response, one.has_body, known, what, out);
  if (!one.request.empty()) join(std::move(request), out);
}

}  // namespace

explanation explain(const question& what) {
  explanation out;
  const capture read = read_capture(what);
  out.form = read.form;
  out.taken_for = read.name;
  out.notes = read.notes;
  if (!read.problem.empty()) {
    out.sentence = read.problem;
    return out;
  }
  if (read.exchanges.empty()) {
    out.taken_for = what.is_response ? "a response" : "a request";
    out.result = what.is_response ? verdict::incomplete : verdict::unreadable;
    out.sentence = what.is_response ? "The final response is missing." : "The input has no request.";
    return out;
  }
  const std::size_t index = chosen(read, what.which_handshake, out);
  if (index >= read.exchanges.size()) {
    out.sentence = "The file has no handshake " + std::to_string(what.which_handshake) + ".";
    return out;
  }
  const exchange& one = read.exchanges[index];
  out.taken_for = (read.name.empty() ? "" : read.name + ": ") + kind_of(one);
  out.notes.insert(out.notes.end(), one.notes.begin(), one.notes.end());
  explain_exchange(one, what, out);
  return out;
}

}  // namespace tool
