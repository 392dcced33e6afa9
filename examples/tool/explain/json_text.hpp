// SPDX-License-Identifier: BSL-1.0
// json_text: writes a JSON text, one value after the other.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../wshake_text.hpp"
#include "explanation.hpp"

namespace tool {

// Strings are ASCII, except for the section sign in the name of a rule. The caller passes octets of a message in
// visible form (explanation.hpp). Only broken_rule::field is not in visible form: member() converts it.
class json_text {
 public:
  const std::string& text() const { return out_; }

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

  void string(std::string_view text) {
    separate();
    out_ += '"';
    for (const char each : text) {
      if (each == '"' || each == '\\') out_ += '\\';
      out_ += each == '\n' ? ' ' : each;  // a text of advice may have several lines
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

 private:
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

  std::string out_;
  std::size_t depth_ = 0;
  bool is_first_ = true;
  bool after_name_ = false;
};

}  // namespace tool
