// SPDX-License-Identifier: BSL-1.0
// Prints the diagrams of states.md. The transitions and their verbs come from the tables that the roles use. The places
// of the boxes and lines are written by hand. Each transition of a table must have a line in the diagram.
#include <cstddef>
#include <cstdio>
#include <span>
#include <string>
#include <string_view>

#include <wshake/client_event.hpp>
#include <wshake/server_state.hpp>

#include "handshake/states.hpp"
#include "tables.hpp"

namespace tables {

namespace {

using wshake::client_event;
using wshake::client_phase;
using wshake::server_phase;
using wshake::server_state;

template <class State>
struct box {
  State state;
  int x, y, width, height;
  bool is_event = false;
};

enum class anchor { start, middle, end };

// A line from a box to a box, with the verbs that lead from one state to the other. `path` is the data of an SVG path.
// `x` and `y` place the text of the line.
template <class State>
struct line {
  State from, to;
  const char* path;
  int x, y;
  anchor at = anchor::middle;
};

constexpr box<server_state> server_boxes[] = {
    {server_state::need_more, 30, 70, 120, 350}, {server_state::upgrade, 390, 70, 120, 50},
    {server_state::failed, 390, 215, 120, 50},   {server_state::request, 390, 360, 120, 60},
    {server_state::open, 700, 70, 120, 40},      {server_state::responded, 700, 170, 120, 240},
    {server_state::closed, 700, 480, 120, 40},
};
constexpr line<server_state> server_lines[] = {
    {server_state::need_more, server_state::need_more, "M60 70V48H100V70", 80, 41},
    {server_state::need_more, server_state::upgrade, "M150 95H390", 270, 88},
    {server_state::need_more, server_state::failed, "M150 240H390", 270, 233},
    {server_state::need_more, server_state::request, "M150 375H390", 270, 368},
    {server_state::need_more, server_state::responded, "M125 70V20H860V290H820", 605, 36},
    {server_state::need_more, server_state::closed, "M110 420V505H700", 400, 498},
    {server_state::upgrade, server_state::upgrade, "M430 70V50H470V70", 450, 43},
    {server_state::upgrade, server_state::failed, "M430 120V215", 422, 172, anchor::end},
    {server_state::upgrade, server_state::open, "M510 85H700", 605, 78},
    {server_state::upgrade, server_state::responded, "M510 105H640V190H700", 520, 122, anchor::start},
    {server_state::failed, server_state::upgrade, "M470 215V120", 478, 172, anchor::start},
    {server_state::failed, server_state::failed, "M510 224H545V238H510", 552, 235, anchor::start},
    {server_state::failed, server_state::responded, "M510 254H700", 605, 271},
    {server_state::request, server_state::request, "M430 420V440H470V420", 450, 456},
    {server_state::request, server_state::failed, "M450 360V265", 458, 317, anchor::start},
    {server_state::request, server_state::responded, "M510 375H700", 605, 368},
    {server_state::request, server_state::need_more, "M390 405H150", 270, 422},
    {server_state::request, server_state::closed, "M510 405H660V492H700", 520, 422, anchor::start},
    {server_state::responded, server_state::need_more, "M820 350H895V550H70V420", 400, 543},
    {server_state::responded, server_state::closed, "M760 410V480", 768, 450, anchor::start},
};

constexpr box<client_event> client_boxes[] = {
    {client_event::need_more, 370, 70, 120, 330},    {client_event::idle, 40, 70, 110, 40},
    {client_event::interim, 40, 160, 110, 40, true}, {client_event::refused, 40, 250, 110, 40, true},
    {client_event::body, 40, 340, 110, 40, true},    {client_event::open, 760, 70, 110, 40},
    {client_event::failed, 760, 155, 110, 50},       {client_event::done, 760, 250, 110, 50},
    {client_event::closed, 760, 345, 110, 50},
};
constexpr line<client_event> client_lines[] = {
    {client_event::idle, client_event::need_more, "M150 90H370", 260, 83},
    {client_event::need_more, client_event::need_more, "M410 70V48H450V70", 430, 41},
    {client_event::need_more, client_event::interim, "M370 180H150", 260, 173},
    {client_event::need_more, client_event::refused, "M370 270H150", 260, 263},
    {client_event::need_more, client_event::body, "M370 360H150", 260, 353},
    {client_event::need_more, client_event::open, "M490 90H760", 625, 83},
    {client_event::need_more, client_event::failed, "M490 170H760", 625, 163},
    {client_event::failed, client_event::need_more, "M760 190H490", 625, 207},
    {client_event::need_more, client_event::done, "M490 265H760", 625, 258},
    {client_event::done, client_event::need_more, "M760 285H490", 625, 302},
    {client_event::need_more, client_event::closed, "M490 360H760", 625, 353},
    {client_event::closed, client_event::need_more, "M760 380H490", 625, 397},
};

constexpr server_state state_of(server_phase phase) {
  if (phase < server_phase::upgrade) return server_state::need_more;
  return static_cast<server_state>(static_cast<unsigned>(phase) - wshake::server_offset);
}
constexpr client_event state_of(client_phase phase) {
  if (phase == client_phase::idle) return client_event::idle;
  if (phase < client_phase::done) return client_event::need_more;
  return static_cast<client_event>(static_cast<unsigned>(phase) + wshake::client_offset);
}

constexpr const char* server_verbs[] = {"feed()",   "feed_eof()", "adopt()",        "configure()",
                                        "accept()", "respond()",  "next_request()", "reset()"};
constexpr const char* client_verbs[] = {"start()", "feed()", "feed_eof()", "adopt()", "reset()"};

// Returns the number of phases that the diagram draws. `life` has a row for each phase of a role; several phases may
// have the same state. The diagram does not draw the last phase, the phase of a role that was moved from. A text in the
// diagram describes this phase and the last verb: reset().
template <class Life>
constexpr std::size_t phases_of(const Life& life) {
  return life.size() - 1;
}

// Returns the verbs that lead from one state to another, such as "feed(), adopt()". Empty if no verb does.
template <class Phase, class State, class Life, std::size_t verbs>
std::string verbs_between(const Life& life, const char* const (&names)[verbs], State from, State to) {
  std::string out;
  for (std::size_t verb = 0; verb + 1 < verbs; ++verb) {
    bool leads = false;
    for (std::size_t phase = 0; phase < phases_of(life); ++phase) {
      leads = leads || (state_of(static_cast<Phase>(phase)) == from && life[phase][verb].has(to));
    }
    if (leads) out.append(out.empty() ? "" : ", ").append(names[verb]);
  }
  return out;
}

// True if reset() leads to `first` from each phase, except from the last phase, in which reset() does nothing.
template <class State, class Life>
bool resets_to(const Life& life, State first) {
  for (std::size_t phase = 0; phase < phases_of(life); ++phase) {
    if (life[phase].back() != wshake::state_set<State>{first}) return false;
  }
  return life.back().back().empty();
}

constexpr const char* style = R"(<style>
  text { font-family: ui-monospace, 'SFMono-Regular', Menlo, 'DejaVu Sans Mono', monospace; font-size: 13px; fill: #1f2328; }
  .label { fill: #59636e; }
  .note { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
  .state { font-weight: 600; }
  .page { fill: #ffffff; }
  .box { fill: #ddf4ff; stroke: #0969da; stroke-width: 1.5; }
  .event { fill: #ffffff; stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 5 3; }
  .line { fill: none; stroke: #59636e; stroke-width: 1.5; }
  .head { fill: #59636e; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .label { fill: #9198a1; }
    .page { fill: #0d1117; }
    .box { fill: #121d2f; stroke: #4493f8; }
    .event { fill: #0d1117; stroke: #9198a1; }
    .line { stroke: #9198a1; }
    .head { fill: #9198a1; }
  }
</style>
<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0L8 4L0 8z"/></marker></defs>
)";

void print_head(const char* title, int width, int height) {
  std::printf("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">\n<title>%s</title>\n%s",
              width, height, title, style);
  std::printf("<rect class=\"page\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n", width, height);
}

void print_text(const char* kind, int x, int y, anchor at, const char* text) {
  constexpr const char* anchors[] = {"start", "middle", "end"};
  std::printf("<text class=\"%s\" x=\"%d\" y=\"%d\" text-anchor=\"%s\">%s</text>\n", kind, x, y,
              anchors[static_cast<std::size_t>(at)], text);
}

template <class State>
void print_boxes(std::span<const box<State>> boxes) {
  for (const box<State>& each : boxes) {
    std::printf("<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"6\"/>\n",
                each.is_event ? "event" : "box", each.x, each.y, each.width, each.height);
    print_text("state", each.x + each.width / 2, each.y + each.height / 2 + 5, anchor::middle,
               wshake::describe(each.state));
  }
}

// Prints a line for each transition of `life`. Returns false if a transition has no line, or a line has no transition.
template <class Phase, class State, class Life, std::size_t verbs>
bool print_lines(const Life& life, const char* const (&names)[verbs], std::span<const box<State>> boxes,
                 std::span<const line<State>> lines) {
  std::size_t transitions = 0;
  for (const box<State>& from : boxes) {
    for (const box<State>& to : boxes) {
      transitions += verbs_between<Phase>(life, names, from.state, to.state).empty() ? 0 : 1;
    }
  }
  for (const line<State>& each : lines) {
    const std::string text = verbs_between<Phase>(life, names, each.from, each.to);
    if (text.empty()) return false;
    std::printf("<path class=\"line\" marker-end=\"url(#arrow)\" d=\"%s\"/>\n", each.path);
    print_text("label", each.x, each.y, each.at, text.c_str());
  }
  return transitions == lines.size();
}

}  // namespace

bool print_server_diagram() {
  print_head("The states of a server", 920, 620);
  const bool whole =
      print_lines<server_phase, server_state>(wshake::server_life, server_verbs, server_boxes, server_lines);
  print_boxes<server_state>(server_boxes);
  print_text("note", 30, 590, anchor::start,
             "reset() leads from every state to need_more. A server that was moved from is closed for good.");
  std::puts("</svg>");
  return whole && std::size(server_boxes) == static_cast<std::size_t>(server_state::closed) + 1 &&
         resets_to(wshake::server_life, server_state::need_more);
}

bool print_client_diagram() {
  print_head("The states and events of a client", 910, 490);
  const bool whole =
      print_lines<client_phase, client_event>(wshake::client_life, client_verbs, client_boxes, client_lines);
  print_boxes<client_event>(client_boxes);
  print_text("note", 40, 440, anchor::start,
             "Dashed: an event. The state is need_more afterwards, but done after refused of adopt().");
  print_text("note", 40, 463, anchor::start,
             "reset() leads from every state to idle. A client that was moved from is closed for good.");
  std::puts("</svg>");
  return whole && std::size(client_boxes) == static_cast<std::size_t>(client_event::closed) + 1 &&
         resets_to(wshake::client_life, client_event::idle);
}

}  // namespace tables
