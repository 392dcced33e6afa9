// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: wshake_octets ask(struct connection* self
#include "client_scripts.hpp"
//
#include "play.h"

extern "C" wshake_octets play_ask(wshake_octets uri, const std::uint8_t* randomness, wshake_mutable_octets out);
extern "C" wshake_client_event play_receive(wshake_octets* input);

namespace {

std::string ask(std::string_view uri, const play::array& out) {
  const wshake_octets sent =
      play_ask(wshake_view(uri.data(), uri.size()), play::sample_nonce.data(), wshake_room(out.data(), out.size()));
  return std::string(sent.data, sent.size);
}

}  // namespace

int main() {
  const std::string whole = play::request_for("/chat");
  for (const std::string_view uri : {"ws://example.com/chat", "http:/nowhere", ""}) {
    for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
      const play::array out(room);
      const bool works = room == whole.size() && uri.starts_with("ws:");
      play::same(uri, ask(uri, out), works ? whole : "");
      wshake_octets input = wshake_view(nullptr, 0);
      if (!works) play::check(play_receive(&input) == WSHAKE_CLIENT_IDLE, "a client that did not ask is not idle");
      ++play::runs;
    }
  }
  for (const play::answer_script& script : play::answers()) {
    for (const std::size_t size : play::cuts_of(script.octets)) {
      const play::array out(1024);
      ask("ws://example.com/chat", out);
      std::string input;
      wshake_client_event last = WSHAKE_CLIENT_NEED_MORE;
      for (const std::string& piece : play::cut(script.octets, size)) {
        input += piece;
        wshake_octets left = wshake_view(input.data(), input.size());
        last = play_receive(&left);
        input.erase(0, input.size() - left.size);
      }
      const wshake::octets wanted = wshake::octets::c_string(wshake::describe(script.event));
      play::same(script.name, wshake_describe_client_event(last), wanted.text());
      const auto frames = script.octets.find(play::frames);
      if (last == WSHAKE_CLIENT_OPEN)
        play::same("what is left", input, frames == std::string::npos ? "" : play::frames);
      ++play::runs;
    }
  }
  return play::result();
}
