// SPDX-License-Identifier: BSL-1.0
// wshake demo: two clients against the server role, in memory, every octet and event shown.
#include <array>
#include <cstdio>
#include <string>
#include <string_view>

#include "wshake_commands.hpp"
#include "wshake_text.hpp"

namespace tool {

namespace {

// As Chromium 156 sends it.
constexpr std::string_view chromium_request =
    "GET /chat HTTP/1.1\r\n"
    "Host: 127.0.0.1:9001\r\n"
    "Connection: Upgrade\r\n"
    "Pragma: no-cache\r\n"
    "Cache-Control: no-cache\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/156.0.8078.79 "
    "Safari/537.36\r\n"
    "Upgrade: websocket\r\n"
    "Origin: http://127.0.0.1:9000\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Accept-Encoding: gzip, deflate, br, zstd\r\n"
    "Sec-WebSocket-Key: X1YHEDEE/MbKr6bcVykY5Q==\r\n"
    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"
    "Sec-WebSocket-Protocol: chat, superchat\r\n"
    "\r\n";

// A key that lost a character.
constexpr std::string_view broken_request =
    "GET /chat HTTP/1.1\r\n"
    "Host: example.com\r\n"
    "Connection: keep-alive, Upgrade\r\n"
    "Upgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=\r\n"
    "\r\n";

// The example of RFC 6455 §1.3, with the text frame "Hello" of §5.7 right behind it.
constexpr std::string_view good_request =
    "GET /chat HTTP/1.1\r\n"
    "Host: example.com\r\n"
    "Connection: keep-alive, Upgrade\r\n"
    "Upgrade: websocket\r\n"
    "Sec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
    "\r\n";
constexpr std::string_view hello_frame = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";

class scene {
 public:
  scene(const wshake::server_config& config, const colours& colour) : colour_(colour), server_(storage_, config) {}

  // One arrival of octets, as a transport would hand them over; answers whatever the server reports on the way.
  void arrive(octets data) {
    say(colour_.note, count_of(data.size(), "octet") + " arrive");
    while (!data.empty() || server_.state() != wshake::event::need_more) {
      const wshake::feed_result fed = server_.feed(data);
      print(visible_lines(data.first(fed.consumed), "  > ", colour_.client, colour_.off));
      data = data.from(fed.consumed);
      switch (fed.what) {
        case wshake::event::need_more:
          return event("need_more");
        case wshake::event::upgrade:
        case wshake::event::request:
        case wshake::event::failed:
          answer(fed.what);
          break;
        case wshake::event::rejected:
          if (server_.next_request() == wshake::event::need_more) {
            say(colour_.note, "the connection goes on, with " + count_of(data.size(), "octet") + " to go");
          }
          break;
        case wshake::event::open:
          return hand_over(data);
        case wshake::event::closed:
          return event("closed");
      }
    }
  }

 private:
  void answer(wshake::event what) {
    event(std::string{wshake::describe(what)} +
          (server_.error() == wshake::errc::none ? std::string{} : ": " + text_of(server_)));
    if (what == wshake::event::upgrade) show_request();
    wshake::errc error = wshake::errc::none;
    const std::string response = written_by([&](auto out) { return server_.respond(out); }, error);
    say(colour_.note, "respond() writes " + count_of(response.size(), "octet"));
    print(visible_lines(response, "  < ", colour_.server, colour_.off));
    event(std::string{wshake::describe(server_.state())});
  }

  void show_request() {
    const wshake::handshake_request asked = server_.handshake();
    value("resource name", visible(asked.resource_name));
    value("authority", visible(asked.authority));
    value("origin", asked.origin ? visible(*asked.origin) : "none");
    std::string offered;
    for (const octets each : asked.subprotocols) offered += (offered.empty() ? "" : ", ") + visible(each);
    value("subprotocols offered", offered.empty() ? "none" : offered);
    offered.clear();
    for (const wshake::extension& each : asked.extensions) {
      offered += (offered.empty() ? "" : ", ") + visible(each.name) + visible(each.parameters.text());
    }
    value("extensions offered", offered.empty() ? "none" : offered);
  }

  void hand_over(octets data) {
    const wshake::agreement agreed = server_.agreed();
    value("subprotocol", agreed.subprotocol.empty() ? "none" : visible(agreed.subprotocol));
    value("extensions", text_of(agreed.deflate));
    value("behind the head",
          data.empty() ? "nothing" : count_of(data.size(), "octet") + " for the frame parser: " + hexadecimal(data));
  }

  void event(const std::string& text) { say(colour_.event, "event " + text); }
  void say(const char* colour, const std::string& text) { print("  " + (colour + text) + colour_.off + "\n"); }
  void value(const std::string& name, const std::string& text) { print("    " + name + ": " + text + "\n"); }
  static void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

  const colours& colour_;
  std::array<char, wshake::small_server_storage_size> storage_;
  wshake::server server_;
};

int run_demo(arguments& args) {
  while (args.next()) args.fail("is not expected");
  if (args.failed()) return exit_usage;
  const colours colour = colours_for(STDOUT_FILENO);

  const octets subprotocols[] = {"superchat", "chat"};
  wshake::server_config config;
  config.subprotocols = subprotocols;
  config.deflate.enabled = true;

  std::puts(
      "The server role, in memory: > are octets from the client, < octets to the client.\n"
      "\n"
      "1. Chromium connects. Its request arrives in two pieces.");
  scene chromium(config, colour);
  chromium.arrive(chromium_request.substr(0, 100));
  chromium.arrive(chromium_request.substr(100));

  std::puts(
      "\n"
      "2. A client sends a key that lacks a character. Without waiting it tries again\n"
      "   on the same connection, and sends a first frame. Everything arrives at once.");
  scene clumsy(config, colour);
  clumsy.arrive(std::string{broken_request}.append(good_request).append(hello_frame));
  return exit_ok;
}

constexpr char help[] = R"(Usage: wshake demo

Plays a request as Chromium sends it and a broken one through the server, and
prints every octet, event and negotiated value. Octets that do not print are
shown as \r, \n, \xNN. The output is the same every time; colours appear on a
terminal only, and not with NO_COLOR in the environment.

)";

constexpr char exit_help[] = R"(Exit status: 0 played; 2 a mistake on the command line; 3 writing failed.
)";

}  // namespace

const command demo_command = {
    .name = "demo",
    .summary = "show a handshake, octet by octet and event by event",
    .run = run_demo,
    .help = help,
    .options = "",
    .exit_status = exit_help,
};

}  // namespace tool
