// SPDX-License-Identifier: BSL-1.0
// Tables in Markdown whose cells say what becomes of a role, tried one by one on a role of its own.
#pragma once

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include <wshake/wshake.hpp>

namespace tables {

// One way to bring a new role into a state, and what may then be fed to it.
template <class Role>
struct way {
  void (*reach)(Role&);
  std::vector<std::string> inputs;
};

template <class Role>
struct state {
  const char* name;
  std::vector<way<Role>> ways;
};

// A verb says in a word what it did: an event, an error, or nothing.
template <class Role>
struct verb {
  const char* name;
  bool takes_input;  // tried with every input
  std::string (*play)(Role&, const std::string& input);
};

inline std::string quoted(const char* name) { return std::string("`") + name + '`'; }

// Of a verb that does not: where it led to, or that nothing has changed.
template <class Role>
std::string led_to(const Role& role, decltype(role.state()) before) {
  return role.state() == before ? "–" : quoted(wshake::describe(role.state()));
}

// Of a verb that writes: the error, or where it led to.
template <class Role>
std::string written(const Role& role, decltype(role.state()) before, wshake::write_result result) {
  if (!result) return quoted(wshake::describe(result.error.code).name);
  return role.state() == before ? "done" : quoted(wshake::describe(role.state()));
}

// What one verb does in one state, in the order in which the ways and inputs stand there.
template <class Role>
std::string cell(const verb<Role>& what, const state<Role>& where) {
  std::vector<std::string> words;
  for (const way<Role>& each : where.ways) {
    const std::vector<std::string> nothing = {""};
    for (const std::string& input : what.takes_input ? each.inputs : nothing) {
      char storage[wshake::small_client_storage_size];
      Role role{wshake::mutable_octets(storage)};
      each.reach(role);
      const std::string word = what.play(role, input);
      if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
    }
  }
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

template <class Role>
void print(const std::vector<state<Role>>& states, const std::vector<verb<Role>>& verbs) {
  std::string line = "| |", ruler = "|---|";
  for (const verb<Role>& each : verbs) {
    line.append(" ").append(quoted(each.name)).append(" |");
    ruler += "---|";
  }
  std::printf("%s\n%s\n", line.c_str(), ruler.c_str());
  for (const state<Role>& where : states) {
    line = "| ";
    line.append(where.name).append(" |");
    for (const verb<Role>& what : verbs) line.append(" ").append(cell(what, where)).append(" |");
    std::printf("%s\n", line.c_str());
  }
}

}  // namespace tables
