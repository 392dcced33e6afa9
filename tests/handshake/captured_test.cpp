// SPDX-License-Identifier: BSL-1.0
// Tests a server with heads that were captured from real browsers, libraries and proxies: tests/data/requests/*.http.
#include <algorithm>
#include <string>
#include <vector>

#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

const std::string folder = "/tests/data/requests/";

// Plays a head whole, octet by octet and at random cuts, with frames after the head. Returns the answer, which must be
// the same for every cut.
response play(const std::string& head, const server_options& config, server_state expected) {
  const std::string frames = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
  std::vector<cuts> all = {cuts::whole(), cuts::every(1)};
  for (unsigned seed = 0; seed < 20; ++seed) all.push_back(cuts::random(seed));
  std::string state, answer;
  for (const cuts how : all) {
    guarded_server one(config, small_server_storage_size);
    const fed result = feed_all(one.role, head + frames, how);
    CHECK(result.state == expected);
    CHECK(result.consumed == head.size());
    if (state.empty()) state = describe_state(one.role);
    CHECK(describe_state(one.role) == state);
    const std::string text = answered(one.role);
    if (answer.empty()) answer = text;
    CHECK(text == answer);
  }
  return read(answer);
}

TEST_CASE("captured handshakes are accepted with the subprotocol and the compression they offer") {
  const octets wanted[] = {"superchat", "chat", "lws-mirror-protocol"};
  server_options config;
  config.subprotocols = wanted;
  config.deflate.enabled = true;
  std::size_t count = 0;
  for (const std::string& name : files_in(source_root() + folder, ".http")) {
    if (name == "nginx_http_1_0.http" || name == "chromium_page.http") continue;
    SUBCASE(name.c_str()) {
      const std::string head = read_file(source_root() + folder + name);
      const response answer = play(head, config, server_state::upgrade);
      CHECK(answer.complete);
      CHECK(answer.status == 101);
      const bool mirror = head.find("lws-mirror-protocol") != std::string::npos;
      CHECK(answer.find("Sec-WebSocket-Protocol") == (mirror ? "lws-mirror-protocol" : "superchat"));
      const bool offers = head.find("permessage-deflate") != std::string::npos;
      CHECK(answer.count("Sec-WebSocket-Extensions") == (offers ? 1 : 0));
      CHECK(answer.find("Sec-WebSocket-Accept").size() == accept_size);
    }
    ++count;
  }
  CHECK(count >= 12);
}

TEST_CASE("captured: a handshake through nginx's plain proxy_pass is not taken for a request for a page") {
  const response answer = play(read_file(source_root() + folder + "nginx_http_1_0.http"), {}, server_state::request);
  CHECK(answer.complete);
  CHECK(answer.status == 426);
  CHECK(answer.find("Upgrade") == "websocket");
  CHECK(answer.find("Connection") == "Upgrade, close");
  guarded_server one;
  (void)feed_all(one.role, read_file(source_root() + folder + "nginx_http_1_0.http"));
  CHECK(one.role.error() == errc::upgrade_stripped);
}

TEST_CASE("captured: a browser's request for a page is a plain request") {
  const response answer = play(read_file(source_root() + folder + "chromium_page.http"), {}, server_state::request);
  CHECK(answer.status == 426);
  CHECK(answer.find("Connection") == "Upgrade");
}

}  // namespace
}  // namespace wshake::test
