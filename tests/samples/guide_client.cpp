// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: bool ask(wshake::client& client, std::string_view uri
// Replaces: char buffer[1024]; -> play::array buffer;
#include "client_scripts.hpp"
//
#include "sample.inc"

namespace {

void play_answer(const play::answer_script& script, std::size_t size) {
  wshake::stored_client<> client;
  std::string out, input;
  play::check(ask(client, "ws://example.com/chat", play::sample_nonce, out), "nothing asked");
  bool more = true;
  for (const std::string& piece : play::cut(script.octets, size)) {
    input += piece;
    wshake::octets left = input;
    if (more) more = receive(client, left);
    input.erase(0, input.size() - left.size());
  }
  play::check(client.state() == script.event, std::string(script.name) + " leads to " + wshake::describe(client.state()));
  play::check(more == play::goes_on(script.event), std::string(script.name) + " goes on, or does not");
  const auto frames = script.octets.find(play::frames);
  if (client.state() == wshake::client_event::open) {
    play::same("what is left", input, frames == std::string::npos ? "" : play::frames);
  }
  client.feed_eof();
  wshake::octets nothing;
  receive(client, nothing);
  ++play::runs;
}

}  // namespace

int main() {
  const struct {
    std::string uri, request;
  } cases[] = {{"ws://example.com/chat", play::request_for("/chat")},
               {"wss://example.com", play::request_for("/")},
               {"ws://example.com/" + std::string(900, 'p'), play::request_for("/" + std::string(900, 'p'))},
               {"http:/nowhere", ""},
               {"", ""}};
  for (const bool bad : {false, true}) {
    for (const auto& each : cases) {
      const std::size_t whole = each.request.size();
      for (const std::size_t room :
           {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole - (whole != 0), whole, std::size_t{1024}}) {
        play::room = room;
        wshake::stored_client<> client(bad ? play::bad_client_config() : wshake::default_client_config);
        std::string out;
        const bool works = !bad && whole != 0 && room >= whole;
        play::check(ask(client, each.uri, play::sample_nonce, out) == works, each.uri + ", " + std::to_string(room));
        play::same(each.uri, out, works ? each.request : "");
        wshake::octets input = "HTTP/1.1 200 OK\r\n\r\n";
        if (!works) play::check(!receive(client, input), "an answer to what was not asked is taken");
        ++play::runs;
      }
    }
  }
  play::room = 1024;
  for (const play::answer_script& script : play::answers()) {
    for (const std::size_t size : play::cuts_of(script.octets)) play_answer(script, size);
  }
  return play::result();
}
