// SPDX-License-Identifier: BSL-1.0
// Writes the completions for bash, zsh and fish.
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "manual.hpp"
#include "table.hpp"

namespace tool {

namespace {

std::string names_of_commands() {
  std::string out;
  for (const command& each : command_table) out.append(out.empty() ? "" : " ").append(each.name);
  return out;
}

// Returns the options of a command. The last option is --help.
std::vector<option> options_of(const command& which) {
  std::vector<option> out;
  for (const option_group& group : which.groups) out.insert(out.end(), group.options.begin(), group.options.end());
  out.push_back(help_option);
  return out;
}

std::string words_of(const value& which) {
  return which.with == offers::commands ? names_of_commands() : std::string{which.words};
}

// --- bash

std::string bash_offer(const value& which) {
  if (which.with == offers::files) return "_wshake_files";
  if (which.with == offers::nothing) return ":";
  return std::string{"_wshake_words '"}.append(words_of(which)).append("'");
}

std::string for_bash() {
  std::string out = R"(# Completions of wshake for bash, made by: wshake help --completion bash
_wshake_words() {
  COMPREPLY=($(compgen -W "$1" -- "$current"))
}
_wshake_files() {
  local IFS=$'\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen -f -- "$current"))
}
_wshake() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    _wshake_words ')";
  out.append(names_of_commands()).append(" ").append(help_option.name).append(" ").append(version_option.name);
  out += R"('
    return
  fi
  # bash makes three words of --name=value.
  if [[ $current == '=' ]]; then
    current=
  elif [[ $previous == '=' ]]; then
    previous=${COMP_WORDS[COMP_CWORD - 2]}
  fi
  case ${COMP_WORDS[1]}:$previous in
)";
  for (const command& each : command_table) {
    for (const option& one : options_of(each)) {
      if (one.takes.name.empty()) continue;
      out.append("    ").append(each.name).append(":").append(one.name).append(") ");
      out.append(bash_offer(one.takes)).append(" ;;\n");
    }
  }
  for (const command& each : command_table) {
    std::string words;
    for (const option& one : options_of(each)) words.append(words.empty() ? "" : " ").append(one.name);
    out.append("    ").append(each.name).append(":*)\n");
    const bool offers_operand = each.operand.with != offers::nothing;
    if (offers_operand)
      out.append("      [[ $current == -* ]] || { ").append(bash_offer(each.operand)).append("; return; }\n");
    out.append("      _wshake_words '").append(words).append("'\n      ;;\n");
  }
  return out + "  esac\n}\ncomplete -F _wshake wshake\n";
}

// --- zsh and fish

// Returns a text in single quotes. `quote` replaces each single quote of the text. Each character of `escapes` gets a
// backslash in front.
std::string quoted(std::string_view text, std::string_view escapes, std::string_view quote) {
  std::string out;
  out += '\'';
  for (const char each : text) {
    if (each == '\'') {
      out += quote;
    } else {
      if (escapes.find(each) != escapes.npos) out += '\\';
      out += each;
    }
  }
  out += '\'';
  return out;
}

constexpr std::string_view quote_in_zsh = "'\\''";

std::string zsh_action(const value& which) {
  std::string name{which.name};
  std::erase(name, '\'');
  std::string out = ":";
  for (const char each : name) out += each == ':' ? std::string{"\\:"} : std::string(1, each);
  if (which.with == offers::nothing) return out + ": ";
  if (which.with == offers::files) return out + ":_files";
  return out.append(":(").append(words_of(which)).append(")");
}

std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char each : text) {
    if (std::string_view{"[]:\\"}.find(each) != std::string_view::npos) out += '\\';
    out += each;
  }
  return out;
}

// Returns the specification, for zsh's function _arguments, of an option that excludes all other arguments.
std::string zsh_lone(const option& which) {
  return std::string{"'(- *)"}.append(which.name).append("[").append(zsh_escaped(which.summary)).append("]'");
}

// Returns the specification of an option for zsh's function _arguments.
std::string zsh_option(const option& which) {
  if (which.name == help_option.name) return zsh_lone(which);
  std::string spec{which.repeats ? "*" : ""};
  spec += which.name;
  if (!which.takes.name.empty()) spec += '=';
  spec.append("[").append(zsh_escaped(which.summary)).append("]");
  if (!which.takes.name.empty()) spec += zsh_action(which.takes);
  return quoted(spec, "", quote_in_zsh);
}

std::string for_zsh() {
  std::string out = R"(#compdef wshake
# Completions of wshake for zsh, made by: wshake help --completion zsh
_wshake() {
  local context state line
  local -a commands
  commands=(
)";
  for (const command& each : command_table) {
    out.append("    ")
        .append(quoted(std::string{each.name} + ":" + zsh_escaped(each.summary), "", quote_in_zsh))
        .append("\n");
  }
  out += R"(  )
  _arguments -C )";
  out.append(zsh_lone(help_option)).append(" ").append(zsh_lone(version_option));
  out += R"( '1: :->command' '*:: :->rest'
  case $state in
    command) _describe command commands ;;
    rest)
      case $words[1] in
)";
  for (const command& each : command_table) {
    out.append("        ").append(each.name).append(")\n          _arguments");
    for (const option& one : options_of(each)) {
      out.append(" \\\n            ").append(zsh_option(one));
    }
    if (!each.operand.name.empty())
      out.append(" \\\n            ").append(quoted(std::string{"1"}.append(zsh_action(each.operand)), "", quote_in_zsh));
    out += "\n          ;;\n";
  }
  return out + "      esac\n      ;;\n  esac\n}\n_wshake \"$@\"\n";
}

// Returns the options with which fish's command `complete` completes a value.
std::string fish_offer(const value& which) {
  if (which.with == offers::files) return " -r -F";
  if (which.with == offers::nothing) return " -x";
  return std::string{" -x -a '"}.append(words_of(which)).append("'");
}

std::string for_fish() {
  const auto text = [](std::string_view of) { return quoted(of, "\\", "\\'"); };
  std::string out =
      "# Completions of wshake for fish, made by: wshake help --completion fish\n"
      "complete -c wshake -f\n";
  for (const option& one : {help_option, version_option}) {
    out.append("complete -c wshake -n __fish_use_subcommand -l ").append(one.name.substr(2));
    out.append(" -d ").append(text(one.summary)).append("\n");
  }
  for (const command& each : command_table) {
    out.append("complete -c wshake -n __fish_use_subcommand -a ").append(each.name);
    out.append(" -d ").append(text(each.summary)).append("\n");
  }
  for (const command& each : command_table) {
    const std::string begin = "complete -c wshake -n '__fish_seen_subcommand_from " + std::string{each.name} + "'";
    for (const option& one : options_of(each)) {
      out.append(begin).append(" -l ").append(one.name.substr(2));
      if (!one.takes.name.empty()) out += fish_offer(one.takes);
      out.append(" -d ").append(text(one.summary)).append("\n");
    }
    if (each.operand.with == offers::files) out.append(begin).append(" -F\n");
    if (each.operand.with == offers::commands) out.append(begin).append(fish_offer(each.operand)).append("\n");
  }
  return out;
}

}  // namespace

std::string completions_for(std::string_view shell) {
  if (shell == "bash") return for_bash();
  if (shell == "zsh") return for_zsh();
  if (shell == "fish") return for_fish();
  return {};
}

}  // namespace tool
