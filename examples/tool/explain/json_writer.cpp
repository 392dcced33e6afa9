// SPDX-License-Identifier: BSL-1.0
#include "json_writer.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../wshake_text.hpp"

namespace tool {

namespace {

const char* name_of(verdict result) {
  constexpr const char* names[] = {"valid_request",   "open",    "plain_request", "broken_request",
                                   "broken_response", "refused", "incomplete",    "unreadable"};
  return names[static_cast<unsigned>(result)];
}

const char* name_of(message_kind kind) {
  constexpr const char* names[] = {"request", "interim_response", "response"};
  return names[static_cast<unsigned>(kind)];
}

// Writes values one after the other. Strings are written in visible form, so that they are ASCII, but for §.
class writer {
 public:
  std::string write(const explanation& what, std::string_view file, std::size_t size) {
    begin('{');
    member("file", visible(file));
    member("size", size);
    member("form", what.form);
    member("taken_for", what.taken_for);
    member("verdict", name_of(what.result));
    member("sentence", visible(what.sentence));
    member("error", what.broken);
    member("reasons", what.reasons);
    member("notes", what.notes);
    name("messages");
    begin('[');
    for (const explained_message& each : what.messages) write_message(each);
    end(']');
    name("agreement");
    what.agreement ? write_agreement(*what.agreement) : word("null");
    name("body");
    what.body ? write_body(*what.body) : word("null");
    name("answer");
    what.answer ? write_answer(*what.answer) : word("null");
    end('}');
    return out_ + "\n";
  }

 private:
  void word(std::string_view text) {
    separate();
    out_ += text;
  }

  void begin(char bracket) {
    separate();
    out_ += bracket;
    ++depth_;
    is_first_ = true;
  }

  void end(char bracket) {
    --depth_;
    if (!is_first_) new_line();
    out_ += bracket;
    is_first_ = false;
  }

  void separate() {
    if (depth_ == 0) return;
    if (after_name_) {
      after_name_ = false;
      return;
    }
    if (!is_first_) out_ += ',';
    is_first_ = false;
    new_line();
  }

  void new_line() {
    out_ += '\n';
    out_.append(2 * depth_, ' ');
  }

  void string(std::string_view text) {
    separate();
    out_ += '"';
    for (const char each : text) {
      if (each == '"' || each == '\\') out_ += '\\';
      out_ += each == '\n' ? ' ' : each;  // advice may have several lines
    }
    out_ += '"';
  }

  void name(std::string_view text) {
    string(text);
    out_ += ": ";
    after_name_ = true;
  }

  void member(std::string_view key, const std::string& value) {
    name(key);
    string(value);
  }
  void member(std::string_view key, const char* value) { member(key, std::string{value}); }
  void member(std::string_view key, std::size_t value) {
    name(key);
    word(std::to_string(value));
  }
  void flag(std::string_view key, bool value) {
    name(key);
    word(value ? "true" : "false");
  }
  void member(std::string_view key, const std::vector<std::string>& values) {
    name(key);
    begin('[');
    for (const std::string& each : values) string(each);
    end(']');
  }
  void member(std::string_view key, const std::optional<broken_rule>& rule) {
    name(key);
    if (!rule) return word("null");
    const wshake::error_info& info = wshake::describe(rule->code);
    begin('{');
    member("code", info.name);
    member("message", info.message);
    member("rule", info.rule);
    member("offset", rule->offset);
    member("field", visible(rule->field));
    end('}');
  }

  void write_message(const explained_message& message) {
    begin('{');
    member("kind", name_of(message.kind));
    flag("is_list", message.is_list);
    member("error", message.broken);
    name("lines");
    begin('[');
    for (const explained_line& each : message.lines) {
      begin('{');
      member("offset", each.offset);
      member("text", visible(message.is_list ? octets{each.text} : without_line_end(each.text)));
      member("note", each.note);
      end('}');
    }
    end(']');
    flag("cut_short", message.cut_short);
    name("behind");
    begin('{');
    member("size", message.behind.size());
    member("octets", hexadecimal(message.behind, 1024));
    member("note", message.about_behind);
    end('}');
    end('}');
  }

  void write_agreement(const explained_agreement& agreed) {
    begin('{');
    flag("offers_are_known", agreed.offers_are_known);
    member("offered_subprotocols", agreed.offered_subprotocols);
    member("subprotocol", agreed.subprotocol);
    member("extensions", agreed.extensions);
    name("offered_extensions");
    begin('[');
    for (const explained_offer& each : agreed.offers) {
      begin('{');
      member("offer", each.text);
      flag("accepted", each.accepted);
      member("reason", each.reason);
      end('}');
    }
    end(']');
    end('}');
  }

  void write_body(const explained_body& body) {
    begin('{');
    member("size", body.text.size());
    member("text", visible_beginning(body.text, 4096));
    member("error", body.broken);
    member("after", body.after);
    end('}');
  }

  void write_answer(const explained_answer& answer) {
    begin('{');
    member("lines", answer.lines);
    member("body", visible(answer.body));
    member("after", answer.after);
    end('}');
  }

  std::string out_;
  std::size_t depth_ = 0;
  bool is_first_ = true;
  bool after_name_ = false;
};

}  // namespace

std::string to_json(const explanation& what, std::string_view file, std::size_t size) {
  return writer().write(what, file, size);
}

}  // namespace tool
