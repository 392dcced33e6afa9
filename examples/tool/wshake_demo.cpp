// SPDX-License-Identifier: BSL-1.0
// wshake demo: a client and a server perform a handshake in memory, and the command shows every octet and event.
#include <array>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include "wshake_colours.hpp"
#include "wshake_commands.hpp"
#include "wshake_refusal.hpp"
#include "wshake_text.hpp"
#include "wshake_tool.hpp"

namespace tool {

namespace {

// The text frame "Hello" (RFC 6455 section 5.7).
constexpr std::string_view hello_frame = "\x81\x05Hello";

// Makes a nonce from a text, so that the output is always the same. A real client takes 16 random octets.
wshake::nonce nonce_of(const char (&text)[17]) {
  wshake::nonce octets = {};
  std::memcpy(octets.data(), text, octets.size());
  return octets;
}

// One connection with both of its ends.
class scene {
 public:
  scene(const wshake::server_config& config, const colours& colour) : colour_(colour), server_(config) {}

  const wshake::client& client() const { return client_; }
  wshake::server& server() { return server_; }

  // Sends the client's request, which arrives at the server in one piece.
  void ask(const wshake::client_request& request, const wshake::nonce& nonce) {
    const std::string sent = write([&](auto out) { return client_.start(out, request, nonce); });
    tell("client", "start() writes " + count_of(sent.size(), "byte"));
    print(visible_lines(sent, "  > ", colour_.client, colour_.off));
    const wshake::server_feed_result fed = server_.feed(sent);
    tell("server", "feed() takes " + count_of(fed.consumed, "byte") + ": " + wshake::describe(fed.state));
  }

  // Answers with a verb of the server. The octets of the answer arrive at the client together with `more`.
  template <class Verb>
  void answer(const char* name, Verb verb, std::string_view more = {}) {
    const std::string sent = write(verb);
    tell("server", name + (" writes " + count_of(sent.size(), "byte")) + ": " + wshake::describe(server_.state()));
    print(visible_lines(sent, "  < ", colour_.server, colour_.off));
    if (server_.state() == wshake::server_state::open) show("server", server_.agreed());
    if (!more.empty()) {
      tell("server", "sends its first frame right after it");
      print("  < " + (colour_.server + visible(more)) + colour_.off + "\n");
    }
    read(sent + std::string{more});
  }

  // Called after a refusal.
  void go_on() { tell("server", std::string{"next_request(): "} + wshake::describe(server_.next_request())); }

  void remark(const std::string& text) { print("        " + text + "\n"); }

 private:
  template <class Verb>
  static std::string write(Verb verb) {
    wshake::diagnostic error;
    return written_by(verb, error);
  }

  // Feeds the client until feed() has no more events.
  void read(octets data) {
    wshake::client_event event = wshake::client_event::need_more;
    do {
      const wshake::client_feed_result fed = client_.feed(data);
      data = data.from(fed.consumed);
      event = fed.event;
      tell("client", "feed() takes " + count_of(fed.consumed, "byte") + ": " + wshake::describe(event) +
                         (fed.data.empty() ? std::string{} : ", " + visible(fed.data)));
    } while (passes(event));
    if (event == wshake::client_event::open) show("client", client_.agreed());
    if (!data.empty()) remark("left for the frame parser: " + hexadecimal(data));
  }

  // True if feed() must be called again at once after this event.
  static bool passes(wshake::client_event event) {
    return event == wshake::client_event::interim || event == wshake::client_event::refused ||
           event == wshake::client_event::body;
  }

  // Shows the agreement of the client or the server in the state open. An empty agreement is not shown.
  void show(const char* who, const wshake::agreement& agreed) {
    if (agreed.subprotocol.empty() && !agreed.deflate.agreed) return;
    tell(who, "agreed()");
    if (!agreed.subprotocol.empty()) remark("subprotocol " + visible(agreed.subprotocol));
    remark(text_of(agreed.deflate));
  }

  void tell(const char* who, const std::string& what) {
    print(who + ("  " + std::string{colour_.event}) + what + colour_.off + "\n");
  }
  static void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

  const colours& colour_;
  wshake::stored_client<> client_;
  wshake::stored_server<> server_;
};

// Shows a handshake with a subprotocol and an extension that the server chooses from the client's offers.
void play_agreement(const colours& colour) {
  const octets spoken[] = {"superchat", "chat"};
  wshake::server_options options;
  options.subprotocols = spoken;
  options.deflate.enabled = true;
  options.deflate.client_max_window_bits = 12;
  const wshake::server_config config(options);

  const octets offered[] = {"chat", "superchat"};
  const wshake::deflate_offer deflate[] = {{}};
  wshake::client_request request;
  request.where = wshake::parse_uri("ws://example.com/chat?room=1").found;
  request.origin = "http://example.com";
  request.subprotocols = offered;
  request.deflate = deflate;

  scene play(config, colour);
  play.ask(request, nonce_of("the sample nonce"));  // RFC 6455 section 1.3
  play.remark("resource name " + visible(play.server().handshake().resource_name));
  play.answer("accept()", [&](auto out) { return play.server().accept(out); }, hello_frame);
}

// Shows a refusal: the server requires credentials, and the client then sends credentials.
void play_refusal(const colours& colour) {
  wshake::client_request request;
  request.where = wshake::parse_uri("ws://example.com/private").found;

  scene play(wshake::default_server_config, colour);
  play.ask(request, nonce_of("the second nonce"));
  const wshake::field challenge[] = {{"WWW-Authenticate", "Basic realm=\"demo\""}};
  play.answer("respond()", [&](auto out) { return play.server().respond(out, {.status = 401, .header = challenge}); });
  const wshake::continuation next = play.client().next();
  for (const std::string& line : wishes_of(next, {})) play.remark("it " + line);
  play.remark(next.same_connection ? "the connection stays open" : "the connection closes");
  play.go_on();

  std::array<char, 64> buffer;
  const wshake::write_result credentials = wshake::write_basic(buffer, "alice", "wonderland");
  const wshake::field header[] = {{"Authorization", credentials.written}};
  request.header = header;
  play.ask(request, nonce_of("and a third one."));
  play.answer("accept()", [&](auto out) { return play.server().accept(out); });
}

}  // namespace

int run_demo(arguments& args) {
  while (args.next()) args.fail("is not expected");
  if (args.failed()) return exit_usage;
  const colours colour = colours_for(STDOUT_FILENO);
  std::puts(
      "A client and a server shake hands in memory: > marks the client's bytes, < the\n"
      "server's.\n"
      "\n"
      "1. The server chooses among the offered subprotocols and extensions.\n");
  play_agreement(colour);
  std::puts("\n2. The server asks for credentials. The client retries on the same connection.\n");
  play_refusal(colour);
  return exit_ok;
}

}  // namespace tool
