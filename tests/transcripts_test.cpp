// SPDX-License-Identifier: BSL-1.0
// Plays every transcript of tests/transcripts in every way that all_playings() lists.
#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "player.hpp"
#include "support.hpp"
#include "transcript.hpp"

namespace wshake::test {
namespace {

std::vector<transcript> read_all() {
  const std::string folder = source_root() + "/tests/transcripts/";
  std::vector<transcript> all;
  for (const std::string& file : files_in(folder, ".txt")) {
    for (transcript& script : read_transcripts(file, read_file(folder + file))) {
      all.push_back(std::move(script));
    }
  }
  return all;
}

std::vector<playing> all_playings() {
  const std::string frames = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";  // RFC 6455 §5.7: a masked "Hello"
  const std::string request = "GET /next HTTP/1.1\r\nHost: a\r\n\r\n";
  const std::string response = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
  std::vector<playing> all = {
      {"whole", cuts::whole()},
      {"whole, frames behind", cuts::whole(), frames},
      {"whole, a request behind", cuts::whole(), request},
      {"whole, a response behind", cuts::whole(), response},
      {"octet by octet", cuts::every(1)},
      {"octet by octet, frames behind", cuts::every(1), frames},
      {"moving", cuts::every(1), frames, true},
      {"pieces of 16", cuts::every(16), frames},
      {"pieces of 64", cuts::every(64), request},
  };
  for (unsigned seed = 0; seed < 20; ++seed) {
    all.push_back({"random cuts " + std::to_string(seed), cuts::random(seed), seed % 2 == 0 ? frames : request});
  }
  return all;
}

TEST_CASE("transcripts play as they are written, however their input is cut") {
  static const std::vector<transcript> scripts = read_all();
  static const std::vector<playing> playings = all_playings();
  REQUIRE(scripts.size() > 100);
  for (const transcript& script : scripts) {
    SUBCASE((script.file + ": " + script.name).c_str()) {
      const trace reference = play(script, playings.front());
      for (const playing& how : playings) {
        if (script.of_lists) break;  // a header list has no octets to cut
        const trace seen = play(script, how);
        REQUIRE(seen.size() == reference.size());
        for (std::size_t at = 0; at < seen.size(); ++at) {
          CHECK_MESSAGE(seen[at] == reference[at], script.file << ": " << script.name << " (" << how.name << ')');
        }
      }
      compare_with_free_functions(script);
    }
  }
}

// Three codes need no expectation in a transcript. `none` is no error. Every verb that the player calls with too small
// a buffer causes need_room. respond() and accept(), which the player calls before it answers a header list, cause
// wrong_carrier. The errors of the PROXY protocol and of SOCKS are tested in proxy/proxy_header_test.cpp and
// proxy/socks_test.cpp.
TEST_CASE("every error is expected by a transcript") {
  std::set<errc> met = {errc::none, errc::need_room, errc::wrong_carrier};
  for (const transcript& script : read_all()) {
    for (const step& each : script.steps) {
      if (each.expected.error) met.insert(*each.expected.error);
      met.insert(each.call.fails);
    }
  }
  for (unsigned code = 0; code < errc_count; ++code) {
    const auto rule = static_cast<errc>(code);
    if (rule >= errc::missing_proxy_header && rule <= errc::proxy_header_too_large) continue;
    if (rule >= errc::bad_socks_version && rule <= errc::socks_truncated) continue;
    CHECK_MESSAGE(met.count(rule) == 1, describe(rule).name);
  }
}

TEST_CASE("the transcripts' names are unique") {
  std::vector<std::string> names;
  for (const transcript& script : read_all()) names.push_back(script.file + ": " + script.name);
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}

}  // namespace
}  // namespace wshake::test
