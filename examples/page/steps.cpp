// SPDX-License-Identifier: BSL-1.0
// Feeds a message octet by octet, and writes the result as JSON, with these members:
//
//   role      "server" or "client"
//   size      the size of the message
//   count     the number of octets that were fed
//   consumed  the number of octets that the server or the client consumed; in the state open, the rest is frames
//   state     the state after the last octet that was fed
//   error     as in the JSON of `wshake explain`; null if there is no error
//   changes   the events, each with the count of octets after which the event came
//   writes    a server's answer in this state: the verb, the lines of the answer with the body, the state after the
//             verb; null if the server writes no answer, and for a client
//   if_ended  the state and the error that would follow if no more octets came
//   problem   the reason why a client cannot read the responses; empty if a client can read them
#include "steps.hpp"

#include <algorithm>
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "../shared/written.hpp"
#include "../tool/explain/json_text.hpp"
#include "../tool/explain/judge_answer.hpp"
#include "../tool/explain/message_lines.hpp"

namespace page {

namespace {

using tool::octets;

struct change {
  std::size_t after = 0;
  std::string event;
};

struct steps {
  const char* role = "";
  std::size_t size = 0;
  std::size_t count = 0;
  std::size_t consumed = 0;
  std::string state;
  wshake::diagnostic error;
  std::vector<change> changes;
  std::string verb;
  std::string written;
  std::string state_after_verb;
  std::string state_if_ended;
  wshake::diagnostic error_if_ended;
  std::string problem;

  // Adds an event to `changes`, but only once for equal events in a row, such as the pieces of a body.
  void note(const char* event) {
    if (changes.empty() || changes.back().event != event) changes.push_back({count, event});
  }
};

std::optional<tool::broken_rule> rule_of(const wshake::diagnostic& found) {
  if (found.ok()) return {};
  return tool::broken_by(found);
}

std::string to_json(const steps& done) {
  tool::json_text out;
  out.begin('{');
  out.member("role", done.role);
  out.member("size", done.size);
  out.member("count", done.count);
  out.member("consumed", done.consumed);
  out.member("state", done.state);
  out.member("error", rule_of(done.error));
  out.name("changes");
  out.begin('[');
  for (const change& each : done.changes) {
    out.begin('{');
    out.member("after", each.after);
    out.member("event", each.event);
    out.end('}');
  }
  out.end(']');
  out.name("writes");
  if (done.verb.empty()) {
    out.word("null");
  } else {
    std::vector<std::string> lines;
    for (octets rest = done.written; !rest.empty(); rest = rest.from(tool::first_line(rest).size()))
      lines.push_back(tool::visible(tool::first_line(rest)));
    out.begin('{');
    out.member("verb", done.verb);
    out.member("lines", lines);
    out.member("state", done.state_after_verb);
    out.end('}');
  }
  out.name("if_ended");
  out.begin('{');
  out.member("state", done.state_if_ended);
  out.member("error", rule_of(done.error_if_ended));
  out.end('}');
  out.member("problem", done.problem);
  out.end('}');
  return out.text() + "\n";
}

// Feeds octets to a server, one at a time.
void feed(wshake::server& server, octets data, steps& out) {
  out.note(wshake::describe(server.state()));
  for (out.count = 0; out.count < data.size();) {
    const wshake::server_feed_result fed = server.feed(data.from(out.count).first(1));
    out.consumed += fed.consumed;
    ++out.count;
    out.note(wshake::describe(fed.state));
  }
}

// True if feed() must be called again at once after this event.
bool passes(wshake::client_event event) {
  return event == wshake::client_event::interim || event == wshake::client_event::refused ||
         event == wshake::client_event::body;
}

void feed(wshake::client& client, octets data, steps& out) {
  out.note(wshake::describe(client.state()));
  for (out.count = 0; out.count < data.size();) {
    octets rest = data.from(out.count).first(1);
    ++out.count;
    wshake::client_event event = wshake::client_event::need_more;
    do {
      const wshake::client_feed_result fed = client.feed(rest);
      rest = rest.from(fed.consumed);
      out.consumed += fed.consumed;
      event = fed.event;
      if (event != wshake::client_event::need_more) out.note(wshake::describe(event));
    } while (passes(event));
  }
}

// Writes a server's answer. In the state need_more, respond() writes the answer to a client that is too slow.
void answer(wshake::server& server, steps& out) {
  const wshake::server_state state = server.state();
  const bool accepts = state == wshake::server_state::upgrade;
  wshake::diagnostic error;
  out.written = written_by([&](auto buffer) { return accepts ? server.accept(buffer) : server.respond(buffer); }, error);
  if (!error.ok()) return;
  out.verb = accepts ? "accept" : "respond";
  out.state_after_verb = wshake::describe(server.state());
}

// Decodes a key from base64. Returns zeros if the key is invalid.
wshake::nonce nonce_of(std::string_view key) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  wshake::nonce out = {};
  if (!wshake::is_key(key)) return out;
  std::uint32_t bits = 0;
  std::size_t count = 0;
  std::size_t at = 0;
  for (const char each : key.substr(0, 22)) {
    bits = bits << 6 | static_cast<std::uint32_t>(digits.find(each));
    count += 6;
    if (count < 8) continue;
    count -= 8;
    out[at++] = static_cast<std::uint8_t>(bits >> count);
  }
  return out;
}

// Makes the client send the key and the offers of the captured request. Returns false if the client cannot: the key is
// not the base64 that a client writes, or a list is malformed.
bool start(wshake::client& client, const tool::asked& request) {
  wshake::client_request asking;
  asking.where.host = "host";
  asking.subprotocols = request.subprotocols;
  asking.extensions = request.extensions;
  const wshake::nonce nonce = nonce_of(request.key);
  wshake::diagnostic error;
  const std::string sent = written_by([&](auto buffer) { return client.start(buffer, asking, nonce); }, error);
  return error.ok() && !request.key.empty() && sent.find("Sec-WebSocket-Key: " + request.key) != sent.npos;
}

// The request that the client sends before it reads the response.
struct expected {
  tool::asked request;
  bool matters = false;  // the final response is a 101, which depends on the request
};

// Makes up the unknown parts of `request` so that they fit the final response in `text`. If the key of the request is
// unknown, puts the accept value of a made-up key into the response, because a client always compares the accept value
// with its key.
expected expected_for(std::string& text, const tool::asked& request) {
  std::size_t offset = 0;
  for (;;) {
    std::string rest = text.substr(offset);  // read_response() unfolds lines in place
    const wshake::response_reading read = wshake::read_response(rest);
    if (!read.error.ok() || read.need_more()) return {request};
    if (read.head.status / 100 == 1 && read.head.status != 101) {
      const std::size_t size = rest.find("\r\n\r\n");
      if (size == rest.npos) return {request};
      offset += size + 4;
      continue;
    }
    const tool::asked out = tool::completed(read.head, request);
    tool::asked kept = out;
    kept.subprotocols.clear();
    for (const octets each : out.subprotocols) {
      // A view into `rest` becomes a view of the same octets in `text`, because `rest` lives only in this iteration.
      const bool in_rest = each.data() >= rest.data() && each.data() < rest.data() + rest.size();
      kept.subprotocols.push_back(
          in_rest ? octets{text}.from(offset + static_cast<std::size_t>(each.data() - rest.data())).first(each.size())
                  : each);
    }
    // The new accept value has the size of the old value. Only changed octets are copied, so folded lines stay folded
    // in `text`.
    const std::string unfolded = rest;
    tool::fit_accept(rest, read.head, request);
    for (std::size_t at = 0; at < rest.size(); ++at) {
      if (rest[at] != unfolded[at]) text[offset + at] = rest[at];
    }
    return {kept, read.head.status == 101};
  }
}

}  // namespace

std::string octets_of_request(const tool::explanation& made) {
  std::string out;
  for (const tool::explained_message& message : made.messages) {
    if (message.kind != tool::message_kind::request || message.is_list) continue;
    for (const tool::explained_line& line : message.lines) out += line.text;
    out += message.behind;
  }
  return out;
}

std::string octets_of_response(const tool::explanation& made) {
  std::string out;
  for (const tool::explained_message& message : made.messages) {
    if (message.kind == tool::message_kind::request || message.is_list) continue;
    for (const tool::explained_line& line : message.lines) out += line.text;
    out += message.behind;
  }
  return out + (made.body ? made.body->sent : "");
}

std::string feed_server(std::string_view text, std::size_t count, const tool::question& what) {
  const octets data = octets{text}.first(count);
  const wshake::server_config config(what.server);
  steps out;
  out.role = "server";
  out.size = text.size();
  std::string storage(65535, '\0');
  wshake::server server(storage, config);
  feed(server, data, out);
  out.state = wshake::describe(server.state());
  out.error = server.error();

  // A second server gets the same octets, and then learns that no more octets come.
  std::string other_storage(65535, '\0');
  wshake::server other(other_storage, config);
  (void)other.feed(data);
  out.state_if_ended = wshake::describe(other.feed_eof());
  out.error_if_ended = other.error();

  answer(server, out);
  return to_json(out);
}

std::string feed_client(std::string text, std::size_t count, const tool::asked& request) {
  steps out;
  out.role = "client";
  out.size = text.size();
  const expected asking = expected_for(text, request);
  const octets data = octets{text}.first(count);
  std::string storage(65535, '\0');
  wshake::client client(storage);
  if (!start(client, asking.request)) {
    client.reset();
    tool::asked plain;
    plain.key = "AAAAAAAAAAAAAAAAAAAAAA==";
    if (asking.matters || !start(client, plain)) {
      out.problem = "A client of the library does not send this request, so it cannot read the response.";
      return to_json(out);
    }
  }
  feed(client, data, out);
  out.state = wshake::describe(client.state());
  out.error = client.error();
  client.feed_eof();
  out.state_if_ended = wshake::describe(client.state());
  out.error_if_ended = client.error();
  return to_json(out);
}

}  // namespace page
