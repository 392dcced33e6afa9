// SPDX-License-Identifier: BSL-1.0
// wshake explain: a response, and its meaning as the answer to a handshake.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wshake_explain.hpp"
#include "wshake_lines.hpp"
#include "wshake_refusal.hpp"
#include "wshake_response_notes.hpp"
#include "wshake_tool.hpp"

namespace tool {

namespace {

// A client object reads the response as the answer to a made-up request with this key.
struct made_up_key {
  wshake::nonce nonce;
  octets base64;
};
constexpr made_up_key made_up_keys[] = {
    {{}, "AAAAAAAAAAAAAAAAAAAAAA=="},
    {{1}, "AQAAAAAAAAAAAAAAAAAAAA=="},
};

// Returns the first key that `accept` does not answer, so that `accept` is a wrong accept value if it is not replaced.
const made_up_key& key_not_answered_by(std::optional<octets> accept) {
  return made_up_keys[accept && wshake::accept_key(made_up_keys[0].base64) == *accept ? 1 : 0];
}

class reading {
 public:
  reading(octets text, wshake::array_view<octets> subprotocols, octets extensions,
          const wshake::nonce& nonce = made_up_keys[0].nonce) {
    const wshake::deflate_offer offers[] = {{}};
    wshake::client_request request;
    request.where.host = "host";
    request.subprotocols = subprotocols;
    request.deflate = offers;
    request.extensions = extensions;
    if (!start(request, nonce)) {
      // A subprotocol that is no token cannot have been offered.
      request.subprotocols = {};
      start(request, nonce);
    }
    read(text);
  }

  const wshake::client& client() const { return client_; }
  const std::vector<std::size_t>& heads() const { return heads_; }  // offsets of all heads
  octets body() const { return body_; }                             // of a refusal
  bool is_refused() const { return is_refused_; }

 private:
  bool start(const wshake::client_request& request, const wshake::nonce& nonce) {
    wshake::diagnostic error;
    (void)written_by([&](auto out) { return client_.start(out, request, nonce); }, error);
    return error.ok();
  }

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

bool is_base64_of_digest(octets value) {
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  return value.size() == wshake::accept_size && std::all_of(value.begin(), value.end() - 1, is_digit) &&
         value[wshake::accept_size - 1] == '=';
}

// Returns a copy of the response. If its accept value answers the request's key, or may do so, the copy has an accept
// value for the made-up key.
std::string as_answer_to_us(octets text, const reading& first, const asked& request, octets made_up) {
  std::string out{std::string_view{text}};
  const wshake::response_head head = first.client().response();
  const std::optional<octets> accept = head.header.find("Sec-WebSocket-Accept");
  if (!accept || !is_base64_of_digest(*accept)) return out;
  if (!request.key.empty() && wshake::accept_key(request.key) != *accept) return out;
  const wshake::accept_value ours = wshake::accept_key(made_up);
  const std::size_t at = first.heads().back() + static_cast<std::size_t>(accept->data() - head.raw.data());
  return out.replace(at, wshake::accept_size, std::string_view{octets{ours}});
}

// Prints all heads. Returns the offset of the end of the last head.
std::size_t print_heads(octets text, const reading& read, const asked& request, const colours& colour) {
  const bool in_head = read.client().state() == wshake::client_event::failed;
  std::size_t end = 0;
  for (const std::size_t head : read.heads()) {
    if (head == text.size()) break;  // nothing came after an interim response
    const bool is_last = head == read.heads().back();
    const unsigned status = status_in(text.from(head));
    print_heading(is_last ? "Response" : "Interim response", colour);
    end = print_head(text, head, is_last && in_head ? read.client().error() : wshake::diagnostic{}, colour.server,
                     colour, note_on_status_line,
                     [&](octets name, octets value) { return note_on_response_field(name, value, status, request); });
  }
  return end;
}

void print_agreed(const reading& read, const asked& request, const colours& colour) {
  print_heading("Verdict", colour);
  print("  A valid response: the WebSocket is open.\n");
  print_indented(request.key.empty()
                     ? "Sec-WebSocket-Accept is not checked. --key KEY, the request's Sec-WebSocket-Key, checks it."
                     : "Sec-WebSocket-Accept matches the key.");
  print_heading("Agreed", colour);
  const wshake::agreement agreed = read.client().agreed();
  const std::string others = picked_extensions(read.client().response());
  print_indented("subprotocol: " + (agreed.subprotocol.empty() ? std::string{"none"} : visible(agreed.subprotocol)));
  print_indented("extensions: " + text_of(agreed.deflate) + (others.empty() ? std::string{} : ", " + visible(others)));
}

void print_refusal(const reading& read, const colours& colour) {
  const wshake::client& client = read.client();
  const wshake::response_head head = client.response();
  print_heading("Verdict", colour);
  print_indented("The handshake is refused.");
  const wshake::continuation next = client.next();
  for (const std::string& line : wishes_of(next, {})) print_indented("It " + line + ".");
  const std::string advice = advice_on_refusal(head.status);
  if (!advice.empty()) print_indented(advice);

  const lines body = body_lines(read.body());
  print_heading("Body" + body.front().substr(4), colour);
  for (std::size_t at = 1; at < body.size(); ++at) print(body[at] + "\n");
  if (!client.error().ok()) print_indented(text_of(client.error()));
  print(std::string{"  "} + colour.note +
        (next.same_connection ? "After it the connection stays open for another request."
                              : "After it the connection closes.") +
        colour.off + "\n");
}

}  // namespace

std::vector<octets> picked_subprotocols(const wshake::response_view& head) {
  std::vector<octets> out;
  const wshake::token_list picked(head.header.values("Sec-WebSocket-Protocol"));
  for (const octets each : picked) {
    if (out.empty()) out.push_back(each);
  }
  return out;
}

std::string picked_extensions(const wshake::response_view& head) {
  std::string out;
  for (const wshake::extension& each : wshake::extension_list(head.header.values("Sec-WebSocket-Extensions"))) {
    if (each.name == "permessage-deflate") continue;
    out += (out.empty() ? "" : ", ") + std::string{std::string_view{each.name}};
  }
  return out;
}

int explain_response(const capture& what, const asked& request, const colours& colour) {
  // The first reading finds the subprotocol and the extensions that the response names. The second reading checks the
  // response.
  const reading first(what.text, request.subprotocols, {});
  const wshake::response_head head = first.client().response();
  const std::vector<octets> picked = picked_subprotocols(head);
  const made_up_key& key = key_not_answered_by(head.header.find("Sec-WebSocket-Accept"));
  const std::string text = as_answer_to_us(what.text, first, request, key.base64);
  const reading second(text, request.subprotocols.empty() ? wshake::array_view<octets>(picked) : request.subprotocols,
                       picked_extensions(head), key.nonce);
  const wshake::client& client = second.client();

  const std::size_t end = print_heads(what.text, second, request, colour);
  if (client.state() == wshake::client_event::open) {
    print_behind(what.text.from(end));
    print_agreed(second, request, colour);
    return exit_ok;
  }
  if (second.is_refused()) {
    print_refusal(second, colour);
    return exit_refused;
  }
  print_heading("Verdict", colour);
  if (client.state() == wshake::client_event::closed) {
    print("  The final response is missing.\n");
    return exit_refused;
  }
  print("  The response opens no WebSocket.\n");
  print_indented(text_of(client.error()));
  const std::string on_file = advice_on_file(what, client.error().code);
  std::string advice = on_file.empty() ? advice_on_answer(client.error().code) : on_file;
  if (advice.empty() && !is_http(what.text)) {
    advice = "It does not begin with HTTP/. The port may belong to another protocol.";
  }
  if (!advice.empty()) print_indented(advice);
  return exit_refused;
}

}  // namespace tool
