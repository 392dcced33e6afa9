// SPDX-License-Identifier: BSL-1.0
// Plays docs/guide.md: std::string refuse(
#include <play.hpp>
//
#include "sample.inc"

int main() {
  // The sample has a buffer of its own, so the size of the driver's buffer does not matter.
  const auto refusal = [](wshake::server& server, wshake::mutable_octets out) {
    const wshake::write_result answer = server.respond(out);
    return answer ? play::text(answer.written) : std::string();
  };
  for (const bool bad : {false, true}) {
    play::is_bad = bad;
    for (const play::script& script : play::scripts()) {
      const play::pieces sent = {script.octets};
      const auto sample = [](wshake::server& server, wshake::mutable_octets) { return refuse(server); };
      const play::outcome wanted = play::expect(sent, play::config(), {.answer = refusal}, play::enough);
      const play::outcome got = play::serve(sent, play::config(), {.answer = sample}, 0, play::enough);
      play::same(script.name, got.sent, wanted.sent);
      play::check(play::statuses(got.sent) != std::vector<int>{101}, "a handshake is accepted");
      ++play::runs;
    }
  }
  // If the server's state allows no refusal, the sample returns an empty text.
  wshake::stored_server<> server;
  char out[1024];
  static_cast<void>(server.feed(play::handshake()));
  static_cast<void>(server.accept(out));
  play::same("after a 101", refuse(server), "");
  return play::result();
}
