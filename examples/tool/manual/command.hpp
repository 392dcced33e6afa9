// SPDX-License-Identifier: BSL-1.0
// command: a struct that describes a command of the tool and its options. The help, the man page and the completions of
// shells are made from these structs.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace tool {

class arguments;

// The kind of texts that a shell offers as completions of a value.
enum class offers : std::uint8_t { nothing, files, commands, words };

// The value of an option, or an operand. If the name is empty, the option takes no value.
struct value {
  std::string_view name;
  offers with = offers::nothing;
  std::string_view words = {};  // separated by spaces
};

struct option {
  std::string_view name;  // "--deadline"
  value takes;
  std::string_view summary;  // for people: one or two lines
  bool repeats = false;
};

// A group of options, with a heading above the group.
struct option_group {
  std::string_view heading;  // empty: no heading
  std::span<const option> options;
};

enum class text_kind : std::uint8_t {
  paragraph,
  item,  // an item of a list
  code,  // a line that is shown as it is
};
struct text_block {
  text_kind kind;
  std::string_view text;
};

struct exit_status {
  int code;
  std::string_view meaning;
};

struct command {
  std::string_view name;
  value operand;  // empty name: the command has no operand
  bool operand_is_optional;
  std::string_view summary;
  int (*run)(arguments& args);
  std::span<const text_block> about;
  std::span<const option_group> groups;
  std::span<const exit_status> exits;
};

constexpr const option* find_option(const command& which, std::string_view name) {
  for (const option_group& group : which.groups) {
    for (const option& each : group.options) {
      if (each.name == name) return &each;
    }
  }
  return nullptr;
}

}  // namespace tool
