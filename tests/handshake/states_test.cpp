// SPDX-License-Identifier: BSL-1.0
// Tests the state tables of server, client and tunnel. A phase is a state, or a part of a state: need_more has several
// phases. Every verb is played in every phase, and reaches exactly the states in the cell of the table for this verb
// and phase. If the cell is empty, the verb does not fit the phase, and must change nothing that a caller can see,
// except next().same_connection.
#include "handshake/states.hpp"

#include <array>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/server.hpp>
#include <wshake/tunnel.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// One way to bring a new role into a phase, and the inputs that the test may feed to the role in this phase.
template <class Role>
struct way {
  void (*reach)(Role&);
  std::vector<std::string> inputs;
};
template <class Role>
using ways = std::vector<way<Role>>;

std::string without_connection(std::string state) {
  constexpr std::string_view name = " same_connection=";
  const std::size_t found = state.find(name);
  if (found != state.npos) state[found + name.size()] = '0';
  return state;
}

// A verb's effect: the state after the verb, and whether the verb fits the phase. A verb that writes octets fits if it
// does not fail with wrong_state. Any other verb fits if it has an effect.
template <class State>
struct played {
  State state;
  bool fits;
};

// `take_input`: if bit n is set, verb n is played with every input. `lacks`: if bit n is set, the role lacks verb n. If
// a phase has no ways, the role lacks the phase.
template <class Role, class Phase, class Verb, class Play>
void play_all(const std::vector<ways<Role>>& phases, unsigned verbs, unsigned take_input, unsigned lacks, Play play) {
  using state_type = decltype(std::declval<Role>().state());
  for (unsigned phase = 0; phase < phases.size(); ++phase) {
    for (unsigned verb = 0; verb < verbs; ++verb) {
      if (phases[phase].empty() || (lacks >> verb & 1U) != 0) continue;
      const state_set<state_type>& to = next_states(static_cast<Phase>(phase), static_cast<Verb>(verb));
      state_set<state_type> reached;
      CAPTURE(phase);
      CAPTURE(verb);
      for (const way<Role>& each : phases[phase]) {
        const std::vector<std::string> nothing = {""};
        for (const std::string& input : (take_input >> verb & 1U) != 0 ? each.inputs : nothing) {
          std::array<char, 4096> storage;
          Role role{mutable_octets(storage)};
          each.reach(role);
          const std::string before = describe_state(role);
          const played<state_type> done = play(role, static_cast<Verb>(verb), input);
          CHECK(done.fits == !to.empty());
          // In the state done, octets and feed_eof() make next().same_connection false.
          if (to.empty()) CHECK((describe_state(role) == before || describe_state(role) == without_connection(before)));
          if (done.fits) {
            CHECK(to.has(done.state));
            reached = reached | state_set<state_type>{done.state};
          }
        }
      }
      CHECK(reached == to);
    }
  }
}

template <class Verb>
constexpr unsigned bit(Verb verb) {
  return 1U << static_cast<unsigned>(verb);
}

const std::string part = "GET /chat HTTP/1.1\r\nHost: example.com\r\n";
const std::string rest_of_handshake =
    "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "Sec-WebSocket-Version: 13\r\n\r\n";
const std::string handshake = part + rest_of_handshake;
const std::string page = part + "\r\n";
const std::string broken = part + "Host: example.net\r\n\r\n";

// Three configurations: `admitting` admits the handshake above, `strict` refuses it, and `bad` refuses every request.
// The answers of `admitting` and `strict` are longer than the answers of the default configuration.
constexpr server_config admitting({.product = "a longer product"});
constexpr server_config strict({.require_origin = true, .product = "a longer product"});
const octets no_origin[] = {"https://example.com/"};
const server_config bad({.origins = no_origin});

void feed(server& role, const std::string& text) { (void)role.feed(text); }

void respond(server& role, bool close = false) {
  std::array<char, 512> out;
  REQUIRE(role.respond(out, {.close = close}));
}

// Lets the server refuse a request whose body is still to come.
void skip(server& role, const std::string& framing) {
  feed(role, "POST / HTTP/1.1\r\nHost: example.com\r\n" + framing + "\r\n\r\n");
  respond(role);
  role.next_request();
}

const std::vector<ways<server>> server_phases = {
    {{[](server&) {}, {part, handshake, page, broken}}},
    {{[](server& role) { feed(role, part); }, {"Cookie: a=b\r\n", rest_of_handshake, "\r\n", "Host: b\r\n\r\n"}}},
    {{[](server& role) { skip(role, "Content-Length: 4"); },
      {"bo", "body", "body" + handshake, "body" + page, "body" + broken}},
     {[](server& role) { skip(role, "Transfer-Encoding: chunked"); }, {"no size\r\n"}}},
    {{[](server& role) { feed(role, handshake); }, {handshake, page, broken}}},
    {{[](server& role) { feed(role, page); }, {handshake, broken}},
     {[](server& role) { feed(role, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"); }, {handshake}}},
    {{[](server& role) {
        feed(role, handshake);
        role.configure(strict);
      },
      {handshake, broken}}},
    {{[](server& role) {
        feed(role, page);
        respond(role);
      },
      {handshake}},
     {[](server& role) {
        feed(role, page);
        respond(role, true);
      },
      {handshake}}},
    {{[](server& role) {
        feed(role, handshake);
        std::array<char, 512> out;
        REQUIRE(role.accept(out));
      },
      {handshake}}},
    {{[](server& role) { role.feed_eof(); }, {handshake}}},
    {{[](server& role) { [[maybe_unused]] const server elsewhere = std::move(role); }, {handshake}}},
};

TEST_CASE("states: a server follows its table") {
  REQUIRE(server_phases.size() == server_life.size());
  play_all<server, server_phase, server_verb>(
      server_phases, 8, bit(server_verb::feed) | bit(server_verb::adopt) | bit(server_verb::configure), 0,
      [](server& role, server_verb verb, const std::string& input) -> played<server_state> {
        const server_state before = role.state();
        std::array<char, 512> out;
        switch (verb) {
          case server_verb::feed: {
            const server_feed_result result = role.feed(input);
            return {result.state, result.consumed > 0 || result.state != before};
          }
          case server_verb::feed_eof: {
            const server_state after = role.feed_eof();
            return {after, after != before};
          }
          case server_verb::adopt: {
            // The whole list is a handshake, the first field alone is a request for a page, and the empty list is a
            // request that lacks Host.
            const std::array<field, 5> list = {{{"Host", "example.com"},
                                                {"Upgrade", "websocket"},
                                                {"Connection", "Upgrade"},
                                                {"Sec-WebSocket-Version", "13"},
                                                {"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="}}};
            const std::size_t count = input == broken ? 0 : input == page ? 1 : list.size();
            const server_state after = role.adopt({.method = "GET", .target = "/chat", .header = {list.data(), count}});
            return {after, after != before};
          }
          case server_verb::configure: {
            const std::size_t size = role.respond({}).needed;
            const server_state after = role.configure(input == broken ? bad : input == page ? strict : admitting);
            return {after, role.respond({}).needed != size};
          }
          case server_verb::accept: {
            const write_result result = role.accept(out);
            return {role.state(), result.error.code != errc::wrong_state};
          }
          case server_verb::respond: {
            const write_result result = role.respond(out);
            return {role.state(), result.error.code != errc::wrong_state};
          }
          case server_verb::next_request: {
            const server_state after = role.next_request();
            return {after, after != before};
          }
          case server_verb::reset:
            role.reset();
            return {role.state(), role.state() == server_state::need_more};
        }
        return {before, false};
      });
}

const uri where = parse_uri("ws://example.com/chat").found;

write_result start(client& role, mutable_octets out) {
  return role.start(out, {.where = where},
                    {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'});
}
write_result start(tunnel& role, mutable_octets out) { return role.start(out, {.where = where}); }

template <class Role>
void ask(Role& role) {
  std::array<char, 512> out;
  REQUIRE(start(role, out));
}

// Marks a text as the response to a request that start_fields() has written.
const std::string of_list = "over HTTP/2: ";

void ask_in_fields(client& role) {
  std::array<char, 512> out;
  REQUIRE(role.start_fields(out, {.where = where}, 20, true));
}

// Adopts the response that a text holds. If the text holds no response, a response with the status 0 is adopted.
client_event adopt(client& role, std::string text) {
  const bool is_list = text.rfind(of_list, 0) == 0;
  if (is_list) text.erase(0, of_list.size());
  response_view response = read_response(mutable_octets(text)).head;
  if (is_list) response.version = 20;
  return role.adopt(response);
}

template <class Role>
void feed_all(Role& role, const std::string& text) {
  for (octets rest = text; !rest.empty();) rest = rest.from(role.feed(rest).consumed);
}

// The head that opens the connection, in two parts: `opening` and `rest`.
template <class Role>
const std::string opening =
    std::is_same_v<Role, client> ? "HTTP/1.1 101 Switching Protocols\r\n" : "HTTP/1.1 200 OK\r\n";
template <class Role>
const std::string rest = std::is_same_v<Role, client> ? "Upgrade: websocket\r\nConnection: Upgrade\r\n"
                                                        "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"
                                                      : "\r\n";

const std::string interim = "HTTP/1.1 103 Early Hints\r\n\r\n";
const std::string counted = "HTTP/1.1 403 Forbidden\r\nContent-Length: 4\r\n\r\n";
const std::string in_chunks = "HTTP/1.1 403 Forbidden\r\nTransfer-Encoding: chunked\r\n\r\n";
const std::string endless = "HTTP/1.1 302 Found\r\nLocation: /there\r\n\r\n";
const std::string bad_answer = "HTTP/1.1 200 OK\r\nno colon\r\n\r\n";

// The ways into client_phase::before_list. A tunnel has no such phase, because it has no header lists.
template <class Role>
ways<Role> before_list() {
  if constexpr (std::is_same_v<Role, client>) {
    return {{ask_in_fields,
             {of_list + "HTTP/1.1 200\r\n\r\n", of_list + interim, of_list + "HTTP/1.1 403\r\n\r\n", interim}},
            {[](client& role) {
               ask_in_fields(role);
               REQUIRE(adopt(role, of_list + interim) == client_event::interim);
             },
             {of_list + "HTTP/1.1 200\r\n\r\n"}}};
  } else {
    return {};
  }
}

// Writes the request of `role`, then feeds `text`: an answer, or the first part of an answer.
template <class Role, const std::string& text>
void ask_and_feed(Role& role) {
  ask(role);
  feed_all(role, text);
}

template <class Role>
std::vector<ways<Role>> client_phases() {
  const std::vector<std::string> one = {opening<Role> + rest<Role>};
  return {
      {{[](Role&) {}, one}},
      {{[](Role& role) { ask(role); }, {opening<Role>, opening<Role> + rest<Role>, interim, counted, bad_answer}},
       {[](Role& role) { ask_and_feed<Role, interim>(role); }, {counted}}},
      before_list<Role>(),
      {{[](Role& role) { ask_and_feed<Role, opening<Role>>(role); }, {"Server: x\r\n", rest<Role>, "no colon\r\n\r\n"}},
       {[](Role& role) {
          ask(role);
          feed_all(role, "HTTP/1.1 ");
        },
        {interim.substr(9), counted.substr(9)}}},
      {{[](Role& role) { ask_and_feed<Role, counted>(role); }, {"bo"}},
       {[](Role& role) {
          ask_and_feed<Role, counted>(role);
          feed_all(role, "body");
        },
        {""}},
       {[](Role& role) { ask_and_feed<Role, in_chunks>(role); }, {"no size\r\n", "4"}},
       {[](Role& role) { ask_and_feed<Role, endless>(role); }, {"body"}}},
      {{[](Role& role) {
          ask_and_feed<Role, counted>(role);
          feed_all(role, "body");
          REQUIRE(role.feed({}).event == client_event::done);
        },
        one},
       {[](Role& role) {
          ask_and_feed<Role, endless>(role);
          role.feed_eof();
        },
        one}},
      {{[](Role& role) {
          ask(role);
          feed_all(role, opening<Role> + rest<Role>);
        },
        one}},
      {{[](Role& role) {
          ask(role);
          (void)role.feed(bad_answer);
        },
        one}},
      {{[](Role& role) {
          ask(role);
          role.feed_eof();
        },
        one}},
      {{[](Role& role) { [[maybe_unused]] const Role elsewhere = std::move(role); }, one}},
  };
}

TEST_CASE_TEMPLATE("states: a client and a tunnel follow their table", Role, client, tunnel) {
  const std::vector<ways<Role>> phases = client_phases<Role>();
  REQUIRE(phases.size() == client_life.size());
  play_all<Role, client_phase, client_verb>(
      phases, 5, bit(client_verb::feed) | bit(client_verb::adopt),
      std::is_same_v<Role, client> ? 0U : bit(client_verb::adopt),
      [](Role& role, client_verb verb, const std::string& input) -> played<client_event> {
        const client_event before = role.state();
        std::array<char, 512> out;
        switch (verb) {
          case client_verb::start: {
            const write_result result = start(role, out);
            return {role.state(), result.error.code != errc::wrong_state};
          }
          case client_verb::feed: {
            const client_feed_result result = role.feed(input);
            return {result.event, result.consumed > 0 || result.event != before};
          }
          case client_verb::feed_eof: {
            const client_event after = role.feed_eof();
            return {after, after != before};
          }
          case client_verb::adopt:
            if constexpr (std::is_same_v<Role, client>) {
              const client_event event = adopt(role, input);
              return {event, event != before};
            }
            break;
          case client_verb::reset:
            role.reset();
            return {role.state(), role.state() == client_event::idle};
        }
        return {before, false};
      });
}

}  // namespace
}  // namespace wshake::test
