// SPDX-License-Identifier: BSL-1.0
// Exports the functions of the WebAssembly module, which page.js calls to explain handshakes in a browser. They call
// tool::explain(), and a client or a server of the library. The module imports nothing.
//
// A caller puts the captured bytes, the file's name and the options (settings.hpp) into rooms, which are buffers in the
// module's memory, and calls explain_json(). A returned text is valid until the next call that returns a text. said()
// returns the size of the text. A call may grow the module's memory: in JavaScript `memory.buffer` is then another
// object.
#include <cstddef>
#include <string>
#include <utility>

#include "../tool/explain/json_text.hpp"
#include "../tool/explain/json_writer.hpp"
#include "../tool/explain/question.hpp"
#include "../tool/explain/text_writer.hpp"
#include "settings.hpp"
#include "steps.hpp"

#define EXPORT(name) extern "C" __attribute__((export_name(#name)))

namespace {

std::string rooms[3];  // the bytes, the name of the file, the options
std::string answer;
tool::explanation made;

const char* say(std::string text) {
  answer = std::move(text);
  return answer.data();
}

}  // namespace

// Returns a room for `size` bytes. Room 0 is for the captured bytes, room 1 for the name of the file, room 2 for the
// options.
EXPORT(room) char* room(std::size_t which, std::size_t size) {
  rooms[which].assign(size, '\0');
  return rooms[which].data();
}

EXPORT(said) std::size_t said() { return answer.size(); }

// Explains the captured bytes in room 0, with the name in room 1 and the options in room 2. Returns the JSON of `wshake
// explain --json`, or {"problem": "..."} if an option is invalid.
EXPORT(explain_json) const char* explain_json() {
  const page::settings options(rooms[2]);
  if (!options.problem().empty()) {
    tool::json_text out;
    out.begin('{');
    out.member("problem", options.problem());
    out.end('}');
    made = {};
    return say(out.text() + "\n");
  }
  tool::question what = options.what();
  what.file = rooms[0];
  what.name = tool::visible(rooms[1]);
  made = tool::explain(what);
  return say(tool::to_json(made, rooms[1], rooms[0].size()));
}

// Returns the last explanation as the text of `wshake explain`.
EXPORT(explain_text) const char* explain_text() {
  return say(rooms[1] + ": " + tool::count_of(rooms[0].size(), "byte") +
             (made.taken_for.empty() ? "" : ", read as " + made.taken_for) + "\n" + tool::to_text(made, tool::colours{}));
}

// Returns the octets of the last explanation's request, or of its responses.
EXPORT(octets_of) const char* octets_of(bool of_response) {
  return say(of_response ? page::octets_of_response(made) : page::octets_of_request(made));
}

// Feeds `count` octets of the request to a server, or of the responses to a client, one at a time. Returns the JSON
// that steps.cpp describes.
EXPORT(feed) const char* feed(bool of_response, std::size_t count) {
  const page::settings options(rooms[2]);
  const std::string request = page::octets_of_request(made);
  if (!of_response) return say(page::feed_server(request, count, options.what()));
  const tool::asked asked = request.empty() ? options.what().request : tool::read_asked(request, false);
  return say(page::feed_client(page::octets_of_response(made), count, asked));
}
