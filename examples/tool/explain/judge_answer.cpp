// SPDX-License-Identifier: BSL-1.0
#include "judge_answer.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "offers.hpp"
#include "text_lines.hpp"

namespace tool {

namespace {

// Takes the place of the request's Sec-WebSocket-Key if the tool does not know the key.
constexpr octets made_up_key = "AAAAAAAAAAAAAAAAAAAAAA==";

bool is_base64_of_digest(octets value) {
  const auto is_digit = [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '/';
  };
  return value.size() == wshake::accept_size && std::all_of(value.begin(), value.end() - 1, is_digit) &&
         value[wshake::accept_size - 1] == '=';
}

}  // namespace

void fit_accept(std::string& text, const wshake::response_head& head, const asked& request) {
  const std::optional<octets> accept = head.header.find("Sec-WebSocket-Accept");
  if (!request.key.empty() || request.is_whole || !accept || !is_base64_of_digest(*accept)) return;
  const wshake::accept_value ours = wshake::accept_key(made_up_key);
  text.replace(static_cast<std::size_t>(accept->data() - text.data()), accept->size(), octets{ours}.text());
}

asked completed(const wshake::response_view& head, const asked& request) {
  asked out = request;
  if (request.is_whole) return out;
  if (out.key.empty()) out.key = made_up_key.text();
  const wshake::token_list picked(head.header.values("Sec-WebSocket-Protocol"));
  if (out.subprotocols.empty() && !picked.empty() && is_token(*picked.begin())) out.subprotocols = {*picked.begin()};
  if (out.extensions.empty()) {
    const std::string others = other_extensions(head);
    out.extensions = "permessage-deflate; client_max_window_bits" + (others.empty() ? "" : ", " + others);
  }
  return out;
}

answer_judgement judge_answer(const wshake::response_view& head, const asked& request) {
  const asked expected = completed(head, request);
  std::vector<wshake::field> fields;
  if (!expected.key.empty()) fields.push_back({"Sec-WebSocket-Key", expected.key});
  for (const octets each : expected.subprotocols) fields.push_back({"Sec-WebSocket-Protocol", each});
  if (!expected.extensions.empty()) fields.push_back({"Sec-WebSocket-Extensions", expected.extensions});
  const wshake::fields sent(fields);
  answer_judgement out;
  out.result = wshake::check_answer(head, {.version = head.version, .header = sent});
  if (!out.result) return out;
  const bool knows_extensions = request.is_whole || !request.extensions.empty();
  const bool knows_subprotocols = request.is_whole || !request.subprotocols.empty();
  const wshake::extension_list offers(sent.values("Sec-WebSocket-Extensions"));
  const wshake::token_list subprotocols(sent.values("Sec-WebSocket-Protocol"));
  out.agreement = agreement_in(head, out.result.agreed.deflate, knows_extensions ? offers : wshake::extension_list{},
                               knows_subprotocols ? subprotocols : wshake::token_list{}, request.is_whole);
  return out;
}

}  // namespace tool
