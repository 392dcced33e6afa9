// SPDX-License-Identifier: BSL-1.0
// Prints the tables of states.md from the transition tables that the roles use.
#include <cstdio>
#include <string>

#include <wshake/client_event.hpp>
#include <wshake/server_state.hpp>
#include <wshake/socks.hpp>

#include "handshake/states.hpp"
#include "proxy/socks_states.hpp"
#include "tables.hpp"

namespace tables {

namespace {

using wshake::client_event;
using wshake::server_state;

constexpr const char* server_phases[] = {
    "`need_more`, before a head",
    "`need_more`, in a head",
    "`need_more`, in a skipped body",
    "`upgrade`",
    "`request`",
    "`failed`",
    "`responded`",
    "`open`",
    "`closed`",
    "`closed`, moved from",
};
constexpr const char* client_phases[] = {
    "`idle`",
    "`need_more`, before a head",
    "`need_more`, before a header list",
    "`need_more`, in a head",
    "`need_more`, in a refusal's body",
    "`done`",
    "`open`",
    "`failed`",
    "`closed`",
    "`closed`, moved from",
};

constexpr const char* socks_phases[] = {
    "`idle`",   "`need_more`, before a message", "`need_more`, in a message", "`need_write`", "`open`", "`failed`",
    "`closed`",
};

// The column of a verb in a table: the verb's name, and the text of its cell for a state in which the verb has no
// effect.
struct column {
  const char* name;
  const char* misfit;
};
constexpr column server_verbs[] = {
    {"feed()", "–"},
    {"feed_eof()", "–"},
    {"adopt()", "–"},
    {"configure()", "–"},
    {"accept()", "`wrong_state`"},
    {"respond()", "`wrong_state`"},
    {"next_request()", "–"},
    {"reset()", "–"},
};
constexpr column socks_verbs[] = {{"start()", "`wrong_state`"},
                                  {"proceed()", "`wrong_state`"},
                                  {"feed()", "–"},
                                  {"feed_eof()", "–"},
                                  {"reset()", "–"}};
constexpr column client_verbs[] = {
    {"start()", "`wrong_state`"}, {"feed()", "–"}, {"feed_eof()", "–"}, {"adopt()", "–"}, {"reset()", "–"},
};

template <class State>
std::string cell(const wshake::state_set<State>& to, const char* misfit) {
  std::string text;
  for (unsigned state = 0; state < 16; ++state) {
    if (!to.has(static_cast<State>(state))) continue;
    if (!text.empty()) text += ", ";
    text.append("`").append(wshake::describe(static_cast<State>(state))).append("`");
  }
  return text.empty() ? misfit : text;
}

template <class Life, std::size_t phases, std::size_t verbs>
void print(const Life& life, const char* const (&phase_names)[phases], const column (&columns)[verbs]) {
  static_assert(std::tuple_size_v<Life> == phases && std::tuple_size_v<typename Life::value_type> == verbs);
  std::string head = "| |", ruler = "|---|";
  for (const column& verb : columns) {
    head.append(" `").append(verb.name).append("` |");
    ruler += "---|";
  }
  std::printf("%s\n%s\n", head.c_str(), ruler.c_str());
  for (std::size_t phase = 0; phase < phases; ++phase) {
    std::string line = std::string("| ") + phase_names[phase] + " |";
    for (std::size_t verb = 0; verb < verbs; ++verb) {
      line.append(" ").append(cell(life[phase][verb], columns[verb].misfit)).append(" |");
    }
    std::puts(line.c_str());
  }
}

}  // namespace

void print_server_states() { print(wshake::server_life, server_phases, server_verbs); }
void print_client_states() { print(wshake::client_life, client_phases, client_verbs); }
void print_socks_states() { print(wshake::socks_life, socks_phases, socks_verbs); }

}  // namespace tables
