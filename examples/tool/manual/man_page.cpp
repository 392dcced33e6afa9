// SPDX-License-Identifier: BSL-1.0
// Writes the manual page wshake(1), in the macros of man(7).
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include <wshake/version.hpp>

#include "manual.hpp"
#include "table.hpp"
#include "wrapped.hpp"

namespace tool {

namespace {

constexpr std::size_t source_width = 78;

bool is_word_octet(char octet) {
  return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9');
}

// Escapes the characters that troff would print as other characters. A "-" inside a word is a hyphen, except in code
// and in a text with "--". Any other "-" becomes the "\-" of troff, which can be copied to a command line.
std::string escaped(std::string_view text, bool is_code = false) {
  std::string out;
  const bool has_option = text.find("--") != text.npos;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const std::string_view rest = text.substr(at);
    const bool is_inside = at > 0 && is_word_octet(text[at - 1]) && rest.size() > 1 && is_word_octet(rest[1]);
    if (rest.starts_with("\xc2\xa7")) {
      out += "\\(sc";
      ++at;
    } else if (rest[0] == '-') {
      out += is_inside && !is_code && !has_option ? "-" : "\\-";
    } else if (const std::size_t which = std::string_view{"\\'\"`^~"}.find(rest[0]); which != rest.npos) {
      constexpr std::string_view names[] = {"\\e", "\\(aq", "\\(dq", "\\(ga", "\\(ha", "\\(ti"};
      out += names[which];
    } else {
      out += rest[0];
    }
  }
  return out;
}

// Escapes a text word by word, so that an option such as "--rest-to" does not change the hyphens of other words. Then
// breaks the text into lines.
std::string filled(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(word.size() + (word.size() < text.size() ? 1 : 0));
    out.append(out.empty() ? "" : " ").append(escaped(word));
  }
  out = wrapped(out, "", 0, source_width);
  return out.starts_with('.') ? "\\&" + out : out;
}

std::string blocks(std::span<const text_block> all) {
  std::string out;
  const text_block* before = nullptr;
  for (const text_block& each : all) {
    const bool continues = before != nullptr && before->kind == each.kind;
    if (before != nullptr && before->kind == text_kind::code && !continues) out += ".fi\n.RE\n";
    if (before != nullptr && each.kind != text_kind::item && !(each.kind == text_kind::code && continues))
      out += ".PP\n";
    if (each.kind == text_kind::code && !continues) out += ".RS 2\n.nf\n";
    if (each.kind == text_kind::item) out += ".IP \\(bu 2\n";
    out += each.kind == text_kind::code ? escaped(each.text, true) + "\n" : filled(each.text);
    before = &each;
  }
  if (before != nullptr && before->kind == text_kind::code) out += ".fi\n.RE\n";
  return out;
}

std::string options(std::span<const option_group> groups) {
  std::string out;
  for (const option_group& group : groups) {
    if (!group.heading.empty()) out += ".PP\n" + filled(group.heading);
    for (const option& each : group.options) {
      out += ".TP\n";
      const std::string name = escaped(each.name, true);
      out += each.takes.name.empty() ? ".B " + name + "\n"
                                     : ".BI " + name + " \" " + escaped(each.takes.name, true) + "\"\n";
      out += filled(each.summary);
    }
  }
  return out;
}

std::string exits(std::span<const exit_status> all) {
  std::string text = "Exit status:";
  for (const exit_status& each : all) {
    text.append(&each == all.data() ? " " : "; ").append(std::to_string(each.code)).append(" ").append(each.meaning);
  }
  return ".PP\n" + filled(text + ".");
}

}  // namespace

std::string man_page() {
  std::string out = ".TH WSHAKE 1 " + std::string{manual_date} + " \"wshake " + wshake::library_version() +
                    "\" \"User Commands\"\n.SH NAME\nwshake \\- " + std::string{tool_summary} + "\n.SH SYNOPSIS\n.nf\n";
  for (const command& each : command_table) out += ".B " + escaped(synopsis_of(each), true) + "\n";
  out += ".B wshake \\-\\-version\n.fi\n.SH DESCRIPTION\n";
  out += filled("wshake performs " + std::string{tool_summary} +
                " (RFC 6455 \xc2\xa7"
                "4). Each command has its own options and its own help: wshake COMMAND --help.");
  out += ".SH COMMANDS\n";
  for (const command& each : command_table) {
    out += ".SS " + escaped(synopsis_of(each), true) + "\n";
    out += blocks(each.about) + options(each.groups) + exits(each.exits);
  }
  out += ".SH EXIT STATUS\n";
  for (const exit_status& each : tool_exits) {
    out += ".TP\n.B " + std::to_string(each.code) + "\n" + filled(each.meaning);
  }
  out += ".SH ENVIRONMENT\n.TP\n.B NO_COLOR\n" + filled("The output has no colours if this variable is not empty.");
  out += ".TP\n.B TERM\n" + filled("The output has no colours if this variable is missing, or if its value is dumb.");
  out += ".SH SEE ALSO\n.BR curl (1),\n.BR socat (1)\n";
  return out;
}

}  // namespace tool
