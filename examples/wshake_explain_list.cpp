// SPDX-License-Identifier: BSL-1.0
// wshake explain: a header list of HTTP/2 or HTTP/3, which a file holds as one `name: value` a line.
#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "wshake_explain.hpp"
#include "wshake_lines.hpp"
#include "wshake_notes.hpp"
#include "wshake_refusal.hpp"
#include "wshake_response_notes.hpp"
#include "wshake_tool.hpp"

namespace tool {

namespace {

constexpr unsigned version = 20;  // the rules of HTTP/3 are the same

// A header list, as views of the file.
struct header_list {
  std::vector<octets> lines;
  std::vector<wshake::field> fields;
  std::size_t bad_line = 0;  // the number of the first line without a colon; 0: all have one
  octets behind = {};        // after the empty line

  bool has(std::string_view name) const { return index_of(name) < fields.size(); }
  std::size_t index_of(std::string_view name) const {
    const auto is_it = [&](const wshake::field& each) { return each.name == name; };
    return static_cast<std::size_t>(std::ranges::find_if(fields, is_it) - fields.begin());
  }
  octets value_of(std::string_view name) const { return has(name) ? fields[index_of(name)].value : octets{}; }
};

// Removes the line end, and no other CR.
octets without_end(octets line) {
  const std::string_view view = line;
  if (view.ends_with("\r\n")) return line.first(line.size() - 2);
  return view.ends_with('\n') ? line.first(line.size() - 1) : line;
}

// Reads the lines up to the first empty one. One space after the colon belongs to the form of the file.
header_list read_list(octets text) {
  header_list list;
  if (std::string_view{text}.starts_with(byte_order_mark)) text = text.from(byte_order_mark.size());
  while (!text.empty()) {
    const octets whole = first_line(text);
    const std::string_view line = without_end(whole);
    text = text.from(whole.size());
    if (line.empty()) break;
    const std::size_t colon = line.find(':', 1);  // the name of a pseudo-header field begins with one
    if (colon == line.npos && list.bad_line == 0) list.bad_line = list.lines.size() + 1;
    std::string_view value = line.substr(std::min(colon, line.size() - 1) + 1);
    if (value.starts_with(' ')) value.remove_prefix(1);
    list.lines.emplace_back(line);
    list.fields.push_back({line.substr(0, colon), value});
  }
  list.behind = text;
  return list;
}

// check() reports 0 as the offset of a pseudo-header field: it has the values only. This finds the field in the list.
wshake::diagnostic located(wshake::diagnostic found, const header_list& list) {
  if (found.offset != 0) return found;
  std::string_view name = found.field;
  if (found.code == wshake::errc::not_extended_connect) name = ":method";
  if (found.code == wshake::errc::bad_target_form) name = ":path";
  if (name.starts_with(':') && list.has(name)) found.offset = list.index_of(name);
  return found;
}

// Prints the fields with their indices and notes, and a caret under the one that breaks a rule.
template <class Note>
void print_list(const header_list& list, const wshake::diagnostic& found, const char* colour_of_octets,
                const colours& colour, Note note_on) {
  constexpr std::size_t most_lines = 500;
  const char* error = wshake::describe(found.code).name;
  for (std::size_t index = 0; index < std::min(list.lines.size(), most_lines); ++index) {
    const bool here = !found.ok() && found.offset == index;
    print_line(index, list.lines[index], here ? std::optional<std::size_t>(0) : std::nullopt, error, colour_of_octets,
               colour);
    const std::string note = note_on(list.fields[index].name, list.fields[index].value);
    if (!note.empty()) print(std::string{margin} + colour.note + "  " + note + colour.off + "\n");
  }
  if (list.lines.size() > most_lines) print(std::string{margin} + "the other fields are not shown\n");
  if (!found.ok() && found.offset >= std::min(list.lines.size(), most_lines)) {
    print_line(found.offset, "(end)", 0, error, "", colour);
  }
  if (!list.behind.empty()) {
    print(std::string{margin} + count_of(list.behind.size(), "byte") +
          " after the list: " + hexadecimal(list.behind, 24) + "\n");
  }
}

// Prints the broken rule, the reaction to a malformed list, and the advice.
void print_fault(const wshake::diagnostic& found, const std::string& advice) {
  print_indented(text_of(found, "index"));
  if (wshake::is_malformed(found.code)) {
    print("  The list is malformed: reset the stream with PROTOCOL_ERROR over HTTP/2, H3_MESSAGE_ERROR over HTTP/3.\n");
  }
  if (!advice.empty()) print_indented(advice);
}

// Calls `write` with a buffer that is large enough.
template <class Write>
auto written_fields(std::string& buffer, Write write) {
  const auto measured = write(wshake::mutable_octets(buffer.data(), 0));
  buffer.resize(measured.needed);
  return write(wshake::mutable_octets(buffer.data(), buffer.size()));
}

void print_answer(const wshake::field_answer& answer, bool opens, bool malformed, const colours& colour) {
  std::vector<std::string> lines = {":status: " + std::to_string(answer.head.status)};
  for (const wshake::field& each : answer.head.header) lines.push_back(visible(each.name) + ": " + visible(each.value));
  print_heading("Answer, " + count_of(lines.size(), "field") +
                    (answer.body.empty() ? "" : " and a body of " + count_of(answer.body.size(), "byte")),
                colour);
  for (const std::string& line : lines) print(std::string{"  "} + colour.server + line + colour.off + "\n");
  if (!answer.body.empty()) print("\n" + visible_lines(answer.body, "  ", colour.server, colour.off));
  print(std::string{"  "} + colour.note +
        (opens       ? "After it the WebSocket is open, and DATA carries its frames in both directions."
         : malformed ? "A server may send it before the reset."
                     : "After it the stream ends. The connection and its other streams go on.") +
        colour.off + "\n");
}

int refuse_form(const header_list& list) {
  print("\nLine " + std::to_string(list.bad_line) + " is not `name: value`, the form of a header list in a file.\n");
  return exit_refused;
}

int explain_request_list(const header_list& list, const wshake::server_options& options, const colours& colour) {
  const wshake::server_config config(options);
  const wshake::request_list_reading read = wshake::read_request_list(list.fields, version);
  const wshake::diagnostic found = read ? located(wshake::check(read.head, config), list) : read.error;
  print_heading("Request, a header list of HTTP/2 or HTTP/3", colour);
  print_list(list, found, colour.client, colour, note_on_list_field);

  print_heading("Verdict", colour);
  const bool is_other = found.code == wshake::errc::not_extended_connect || found.code == wshake::errc::another_protocol;
  if (found.ok()) {
    print("  A valid opening handshake.\n");
  } else {
    print(is_other ? "  A valid request, but it does not ask for WebSocket.\n" : "  Refused.\n");
    print_fault(found, advice_on_list(found.code));
  }

  wshake::request_view head = read.head;
  if (!read) head = {.method = list.value_of(":method"), .version = version};
  const wshake::handshake_request asked = wshake::gather(head);
  const wshake::agreement agreed = found.ok() ? wshake::negotiate(asked, config) : wshake::agreement{};
  if (found.ok()) print_offers(asked, options, agreed, colour);
  std::string buffer;
  const wshake::field_answer answer = written_fields(buffer, [&](wshake::mutable_octets out) {
    return found.ok() ? wshake::accept_fields(out, head, agreed, config)
                      : wshake::respond_fields(out, head, config, {.error = found.code});
  });
  print_answer(answer, found.ok(), wshake::is_malformed(found.code), colour);
  return found.ok() ? exit_ok : exit_refused;
}

// Checks the response as the answer to a request that offers everything that the response names.
wshake::answer_result judge(const wshake::response_view& head, const asked& request) {
  const std::vector<octets> picked = picked_subprotocols(head);
  const std::string extensions = picked_extensions(head);
  const wshake::deflate_offer offers[] = {{}};
  wshake::client_request made_up;
  made_up.where.host = "host";
  made_up.subprotocols = request.subprotocols.empty() ? wshake::array_view<octets>(picked) : request.subprotocols;
  made_up.deflate = offers;
  made_up.extensions = extensions;
  std::string buffer;
  const auto write = [&](wshake::mutable_octets out) { return wshake::request_fields(out, made_up, version, true); };
  wshake::field_request sent = written_fields(buffer, write);
  if (!sent) {
    // A subprotocol that is no token cannot have been offered.
    made_up.subprotocols = {};
    sent = written_fields(buffer, write);
  }
  wshake::answer_result result = wshake::check_answer(head, sent.head);
  // The caller prints the subprotocol when the made-up request is gone.
  result.agreed.subprotocol = head.header.find("Sec-WebSocket-Protocol").value_or("");
  return result;
}

void print_agreed(const wshake::answer_result& answer, const wshake::response_view& head, const colours& colour) {
  print("  A valid response: the WebSocket is open.\n");
  print_heading("Agreed", colour);
  const std::string others = picked_extensions(head);
  const octets subprotocol = answer.agreed.subprotocol;
  print_indented("subprotocol: " + (subprotocol.empty() ? std::string{"none"} : visible(subprotocol)));
  print_indented("extensions: " + text_of(answer.agreed.deflate) + (others.empty() ? "" : ", " + visible(others)));
}

int explain_response_list(const header_list& list, const asked& request, const colours& colour) {
  const wshake::response_list_reading read = wshake::read_response_list(list.fields, version);
  const wshake::answer_result answer = read ? judge(read.head, request) : wshake::answer_result{.error = read.error};
  print_heading("Response, a header list of HTTP/2 or HTTP/3", colour);
  print_list(list, answer.error, colour.server, colour,
             [&](octets name, octets value) { return note_on_list_response_field(name, value, read.head.status); });

  print_heading("Verdict", colour);
  switch (answer.event) {
    case wshake::client_event::open:
      print_agreed(answer, read.head, colour);
      return exit_ok;
    case wshake::client_event::interim:
      print("  An interim response. The final response is missing.\n");
      return exit_refused;
    case wshake::client_event::refused: {
      print("  The handshake is refused.\n");
      wshake::uri where;
      where.host = "host";
      const wshake::continuation next = wshake::find_continuation(read.head, where);
      for (const std::string& line : wishes_of(next, {})) print_indented("It " + line + ".");
      return exit_refused;
    }
    default:
      print("  The response opens no WebSocket.\n");
      print_fault(answer.error, advice_on_list_answer(answer.error.code));
      return exit_refused;
  }
}

}  // namespace

int explain_list(const capture& what, bool is_response, const asked& request, const wshake::server_options& options,
                 const colours& colour) {
  const header_list list = read_list(what.text);
  if (list.bad_line != 0) return refuse_form(list);
  is_response = is_response || list.index_of(":status") < list.index_of(":method");
  return is_response ? explain_response_list(list, request, colour) : explain_request_list(list, options, colour);
}

}  // namespace tool
