// SPDX-License-Identifier: BSL-1.0
// Writes the help that the tool prints.
#include <algorithm>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>

#include "manual.hpp"
#include "table.hpp"
#include "wrapped.hpp"

namespace tool {

namespace {

constexpr std::size_t help_width = 80;

std::string left_column(const option& which) {
  std::string out = "  " + std::string{which.name};
  if (!which.takes.name.empty()) out.append(" ").append(which.takes.name);
  return out;
}

std::string text_of_block(const text_block& block) {
  switch (block.kind) {
    case text_kind::paragraph:
      return wrapped(block.text, "", 0, help_width);
    case text_kind::item:
      return wrapped(block.text, "  - ", 4, help_width);
    case text_kind::code:
      return "  " + std::string{block.text} + "\n";
  }
  return {};
}

// Paragraphs are separated by empty lines. No empty line stands before an item of a list, nor between lines of code.
std::string text_of_blocks(std::span<const text_block> blocks) {
  std::string out;
  const text_block* before = nullptr;
  for (const text_block& each : blocks) {
    const bool is_list = before != nullptr && each.kind == text_kind::item;
    const bool is_code = before != nullptr && each.kind == text_kind::code && before->kind == text_kind::code;
    if (!is_list && !is_code) out += '\n';
    out += text_of_block(each);
    before = &each;
  }
  return out;
}

std::string text_of_exits(std::span<const exit_status> exits) {
  std::string text = "Exit status:";
  for (const exit_status& each : exits) {
    text.append(&each == exits.data() ? " " : "; ").append(std::to_string(each.code)).append(" ").append(each.meaning);
  }
  return wrapped(text + ".", "", 0, help_width);
}

}  // namespace

std::string synopsis_of(const command& which) {
  std::string out = "wshake " + std::string{which.name};
  if (!which.groups.empty()) out += " [OPTIONS]";
  if (which.operand.name.empty()) return out;
  const std::string operand{which.operand.name};
  return out + (which.operand_is_optional ? " [" + operand + "]" : " " + operand);
}

std::string help_of(const command& which) {
  std::string out = "Usage: " + synopsis_of(which) + "\n" + text_of_blocks(which.about);
  std::size_t widest = 0;
  for (const option_group& group : which.groups) {
    for (const option& each : group.options) widest = std::max(widest, left_column(each).size());
  }
  for (const option_group& group : which.groups) {
    out += '\n';
    if (!group.heading.empty()) out += wrapped(group.heading, "", 0, help_width);
    for (const option& each : group.options) {
      std::string left = left_column(each);
      left.resize(widest + 2, ' ');
      out += wrapped(each.summary, left, widest + 2, help_width);
    }
  }
  return out + "\n" + text_of_exits(which.exits);
}

std::string help_of_tool() {
  std::string out = "wshake performs " + std::string{tool_summary} +
                    " (RFC 6455 \xc2\xa7"
                    "4).\n\nUsage: wshake COMMAND [ARGUMENTS]\n\n";
  for (const command& each : command_table) {
    std::string left = "  " + std::string{each.name};
    left.resize(11, ' ');
    out += wrapped(each.summary, left, left.size(), help_width);
  }
  return out + "\nwshake COMMAND --help describes a command; wshake --version prints the version.\n\n" +
         text_of_exits(tool_exits);
}

}  // namespace tool
