// SPDX-License-Identifier: BSL-1.0
#include "text_writer.hpp"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "../wshake_refusal.hpp"

namespace tool {

namespace {

constexpr std::string_view margin = "          ";  // as wide as the column of offsets
constexpr std::size_t most_columns = 100;

class writer {
 public:
  explicit writer(const colours& colour) : colour_(colour) {}

  std::string write(const explanation& what) {
    write_verdict(what);
    for (const explained_message& each : what.messages) write_message(each);
    if (what.agreement) write_agreement(*what.agreement, what.result == verdict::open);
    if (what.body) write_body(*what.body);
    if (what.answer) write_answer(*what.answer);
    return out_;
  }

 private:
  void heading(const std::string& text) { out_ += std::string{"\n"} + colour_.event + text + colour_.off + "\n"; }

  // Writes a text of one or more lines, indented.
  void indented(std::string_view text) {
    out_ += "  ";
    for (const char each : text) out_ += each == '\n' ? std::string{"\n  "} : std::string(1, each);
    out_ += "\n";
  }

  void note(std::string_view before, std::string_view text) {
    out_.append(before).append(colour_.note).append("  ").append(text).append(colour_.off).append("\n");
  }

  void write_verdict(const explanation& what) {
    out_ +=
        std::string{"\n"} + (is_good(what.result) ? colour_.right : colour_.wrong) + what.sentence + colour_.off + "\n";
    if (what.broken) indented(text_of_rule(what));
    for (const std::string& each : what.reasons) indented(each);
    if (what.notes.empty()) return;
    heading("About the capture");
    for (const std::string& each : what.notes) indented(each);
  }

  // Returns the text of the broken rule. If there are several messages, the text says whether the offset is in the
  // request or in the response.
  static std::string text_of_rule(const explanation& what) {
    std::string place;
    for (const explained_message& each : what.messages) {
      if (what.messages.size() < 2 || !each.broken || each.broken->code != what.broken->code) continue;
      place = each.kind == message_kind::request ? "request " : "response ";
    }
    place += what.broken_in_list ? "index" : "offset";
    return text_of(wshake::diagnostic{what.broken->code, what.broken->offset, what.broken->field}, place.c_str());
  }

  void write_message(const explained_message& message) {
    const std::string name = message.kind == message_kind::request    ? "Request"
                             : message.kind == message_kind::response ? "Response"
                                                                      : "Interim response";
    heading(name + (message.is_list ? ", a header list of HTTP/2 or HTTP/3" : ""));
    const char* colour = message.kind == message_kind::request ? colour_.client : colour_.server;
    const char* error = message.broken ? wshake::describe(message.broken->code).name : "";
    bool caret_shown = false;
    for (const explained_line& each : message.lines) {
      write_line(each.offset, each.text, each.caret, error, colour);
      caret_shown = caret_shown || each.caret.has_value();
      if (!each.note.empty()) note(margin, each.note);
    }
    const char* parts = message.is_list ? "fields" : "lines";
    if (message.cut_short) out_ += std::string{margin} + "the other " + parts + " are not shown\n";
    if (message.broken && !caret_shown) write_line(message.broken->offset, "(end)", 0, error, "");
    if (message.behind.empty()) return;
    out_ += std::string{margin} + count_of(message.behind.size(), "byte") + " after the " +
            (message.is_list ? "list" : "head") + ": " + hexadecimal(message.behind, 24) + "\n";
    if (!message.about_behind.empty()) note(margin, message.about_behind);
  }

  // Writes one line with its offset, and a caret under the octet that breaks a rule. If the line is too wide, writes
  // only its beginning or the part around the caret.
  void write_line(std::size_t offset, octets line, std::optional<std::size_t> caret, const char* error,
                  const char* colour_of_octets) {
    std::string text;
    std::size_t begin = 0;  // offset of the first octet that is shown
    if (caret && *caret > most_columns - 20) {
      begin = *caret - most_columns / 2;
      text = "...";
    }
    std::size_t column = 0;
    std::size_t at = begin;
    for (; at < line.size() && text.size() < most_columns; ++at) {
      if (at == caret) column = text.size();
      append_visible(text, line[at]);
    }
    if (at < line.size()) text += "...";
    const std::string number = std::to_string(offset);
    out_ += std::string(8 - std::min<std::size_t>(number.size(), 8), ' ') + number + "  " + colour_of_octets + text +
            colour_.off + "\n";
    if (!caret) return;
    out_ += std::string{margin} + std::string(column, ' ') + colour_.wrong + "^ " + error + colour_.off + "\n";
  }

  void write_agreement(const explained_agreement& agreed, bool is_open) {
    heading(is_open ? "Agreed" : "Negotiated");
    std::string line = "subprotocol: " + (agreed.subprotocol.empty() ? std::string{"none"} : agreed.subprotocol);
    std::string offered;
    for (const std::string& each : agreed.offered_subprotocols) offered += (offered.empty() ? "" : ", ") + each;
    if (!offered.empty()) line += "; offered: " + offered;
    if (offered.empty() && agreed.offers_are_known) line += "; none offered";
    if (!agreed.advice.empty()) line += " (" + agreed.advice + ")";
    indented(line);
    indented("extensions: " + agreed.extensions +
             (agreed.offers.empty() && agreed.offers_are_known ? "; none offered" : ""));
    for (const explained_offer& each : agreed.offers) {
      indented("  " + each.text + (each.accepted ? ": accepted" : ": declined"));
      if (!each.accepted) note("      ", each.reason);
    }
  }

  void write_body(const explained_body& body) {
    const lines shown = body_lines(body.text);
    heading("Body" + shown.front().substr(4));
    for (std::size_t at = 1; at < shown.size(); ++at) out_ += shown[at] + "\n";
    if (body.broken) indented(text_of(wshake::diagnostic{body.broken->code, body.broken->offset, body.broken->field}));
    note("", body.after);
  }

  void write_answer(const explained_answer& answer) {
    heading("Answer, " + count_of(answer.size, answer.is_list ? "field" : "byte") +
            (answer.body.empty() ? "" : " and a body of " + count_of(answer.body.size(), "byte")));
    for (const std::string& each : answer.lines) out_ += std::string{"  "} + colour_.server + each + colour_.off + "\n";
    if (!answer.body.empty()) out_ += "\n" + visible_lines(answer.body, "  ", colour_.server, colour_.off);
    note("", answer.after);
  }

  const colours& colour_;
  std::string out_;
};

}  // namespace

std::string to_text(const explanation& what, const colours& colour) { return writer(colour).write(what); }

}  // namespace tool
