// SPDX-License-Identifier: BSL-1.0
// Tests negotiate() with a table of permessage-deflate offers, then with every combination of offer and codec. A model
// that is written from RFC 7692 gives the expected results of the combinations.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <wshake/handshake.hpp>
#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

agreement negotiate_with(const std::vector<std::string>& lines, const server_options& config) {
  std::vector<field> list;
  for (const std::string& line : lines) list.push_back({"Sec-WebSocket-Extensions", line});
  const request_view view = {"GET", "/", 11, list};
  return negotiate(gather(view), config);
}

std::string text_of(const deflate_parameters& deflate) {
  if (!deflate.agreed) return "-";
  return (deflate.server_no_context_takeover ? "s" : "") + std::string(deflate.client_no_context_takeover ? "c" : "") +
         std::to_string(deflate.server_max_window_bits) + "/" + std::to_string(deflate.client_max_window_bits);
}

// An offer in the model.
struct offer {
  bool server_fresh = false, client_fresh = false;
  std::optional<unsigned> server_bits;                 // empty: the offer lacks the parameter
  std::optional<std::optional<unsigned>> client_bits;  // the inner optional is empty if the parameter has no value

  std::string text() const {
    std::string result = "permessage-deflate";
    if (client_bits)
      result += *client_bits ? "; client_max_window_bits=" + std::to_string(**client_bits)
                             : std::string("; client_max_window_bits");
    if (server_fresh) result += "; server_no_context_takeover";
    if (server_bits) result += "; server_max_window_bits=" + std::to_string(*server_bits);
    if (client_fresh) result += "; client_no_context_takeover";
    return result;
  }
};

unsigned clamped(unsigned bits, bool window_of_8) {
  const unsigned least = window_of_8 ? 8 : 9;
  return bits < least ? least : bits > 15 ? 15 : bits;
}

// The model of RFC 7692 §7.1: the answer of a server with this codec to one offer.
deflate_parameters model(const offer& offered, const deflate_config& codec) {
  deflate_parameters none;
  if (!codec.enabled) return none;
  const unsigned server_limit = clamped(codec.server_max_window_bits, codec.window_of_8);
  const unsigned client_limit = clamped(codec.client_max_window_bits, codec.window_of_8);
  unsigned server_bits = server_limit;
  if (offered.server_bits) {  // RFC 7692 §7.1.2.1: the server's answer has no larger window
    if (*offered.server_bits < 8 || *offered.server_bits > 15) return none;
    if (*offered.server_bits == 8 && !codec.window_of_8) return none;
    if (*offered.server_bits < server_bits) server_bits = *offered.server_bits;
  }
  unsigned client_bits = 15;
  if (offered.client_bits) {  // §7.1.2.2: the server may limit the client's window; an offered value is an upper bound
    if (*offered.client_bits) {
      if (**offered.client_bits < 8 || **offered.client_bits > 15) return none;
      if (**offered.client_bits == 8 && !codec.window_of_8) return none;
      client_bits = **offered.client_bits;
    }
    if (client_limit < client_bits) client_bits = client_limit;
  } else if (client_limit < 15) {
    return none;
  }
  deflate_parameters answer;
  answer.agreed = true;
  answer.server_no_context_takeover = offered.server_fresh || codec.server_no_context_takeover;
  answer.client_no_context_takeover = offered.client_fresh || codec.client_no_context_takeover;
  answer.server_max_window_bits = static_cast<std::uint8_t>(server_bits);
  answer.client_max_window_bits = static_cast<std::uint8_t>(client_bits);
  return answer;
}

std::vector<offer> all_offers() {
  std::vector<offer> all;
  for (unsigned flags = 0; flags < 4; ++flags) {
    for (const unsigned server : {0U, 8U, 9U, 11U, 15U}) {
      for (const unsigned client : {0U, 1U, 8U, 9U, 12U, 15U}) {
        offer one;
        one.server_fresh = (flags & 1U) != 0;
        one.client_fresh = (flags & 2U) != 0;
        if (server != 0) one.server_bits = server;
        if (client == 1) one.client_bits.emplace(std::nullopt);
        if (client > 1) one.client_bits.emplace(client);
        all.push_back(one);
      }
    }
  }
  return all;
}

std::vector<deflate_config> all_codecs() {
  std::vector<deflate_config> all;
  for (unsigned flags = 0; flags < 8; ++flags) {
    for (const unsigned server : {0U, 8U, 9U, 10U, 15U, 200U}) {
      for (const unsigned client : {0U, 8U, 9U, 13U, 15U, 200U}) {
        deflate_config one;
        one.enabled = true;
        one.server_no_context_takeover = (flags & 1U) != 0;
        one.client_no_context_takeover = (flags & 2U) != 0;
        one.window_of_8 = (flags & 4U) != 0;
        one.server_max_window_bits = static_cast<std::uint8_t>(server);
        one.client_max_window_bits = static_cast<std::uint8_t>(client);
        all.push_back(one);
      }
    }
  }
  return all;
}

// Checks the server's answer as a client that offered `offered` does (RFC 7692 §7.1), and returns the agreement.
deflate_parameters read_answer(std::string text, const offer& offered) {
  deflate_parameters result;
  REQUIRE(text.substr(0, 18) == "permessage-deflate");
  text.erase(0, 18);
  result.agreed = true;
  std::vector<std::string> seen;
  while (!text.empty()) {
    REQUIRE(text.substr(0, 2) == "; ");
    text.erase(0, 2);
    const std::string part = text.substr(0, text.find(';'));
    text.erase(0, part.size());
    const std::string name = part.substr(0, part.find('='));
    const std::string value = name.size() < part.size() ? part.substr(name.size() + 1) : "";
    for (const std::string& before : seen) CHECK_MESSAGE(before != name, "a parameter is answered twice");
    seen.push_back(name);
    if (name == "server_no_context_takeover" || name == "client_no_context_takeover") {
      CHECK(value.empty());
      (name[0] == 's' ? result.server_no_context_takeover : result.client_no_context_takeover) = true;
      continue;
    }
    REQUIRE((name == "server_max_window_bits" || name == "client_max_window_bits"));
    REQUIRE(!value.empty());
    CHECK(value[0] != '0');
    const unsigned bits = static_cast<unsigned>(std::stoul(value));
    CHECK(bits >= 8);
    CHECK(bits <= 15);
    if (name[0] == 's') {
      result.server_max_window_bits = static_cast<std::uint8_t>(bits);
      if (offered.server_bits)
        CHECK_MESSAGE(bits <= *offered.server_bits, "the answered window is not above the offered window");
    } else {
      result.client_max_window_bits = static_cast<std::uint8_t>(bits);
      CHECK_MESSAGE(offered.client_bits.has_value(), "client_max_window_bits is answered only if it was offered");
    }
  }
  if (offered.server_fresh) CHECK(result.server_no_context_takeover);
  if (offered.server_bits) CHECK(result.server_max_window_bits <= *offered.server_bits);
  // The client keeps to the window that it offered, even if the answer omits client_max_window_bits.
  if (offered.client_bits && *offered.client_bits && result.client_max_window_bits > **offered.client_bits) {
    result.client_max_window_bits = static_cast<std::uint8_t>(**offered.client_bits);
  }
  return result;
}

TEST_CASE("permessage-deflate: every offer to every codec agrees with the model and with a client") {
  for (const deflate_config& codec : all_codecs()) {
    server_options config;
    config.deflate = codec;
    for (const offer& offered : all_offers()) {
      const std::string text = offered.text();
      CAPTURE(text);
      CAPTURE(codec.window_of_8);
      CAPTURE(codec.server_max_window_bits);
      CAPTURE(codec.client_max_window_bits);
      const deflate_parameters expected = model(offered, codec);
      const deflate_parameters found = negotiate_with({text}, config).deflate;
      CHECK(text_of(found) == text_of(expected));
      CHECK(found == expected);

      const std::vector<field> list = {{"Sec-WebSocket-Key", sample_key}, {"Sec-WebSocket-Extensions", text}};
      const handshake_request request = gather({"GET", "/", 11, list});
      const agreement agreed = {"", found};
      const response answer =
          read(written([&](mutable_octets out) { return write_accept(out, request, agreed, config); }));
      CHECK(answer.complete);
      CHECK(answer.count("Sec-WebSocket-Extensions") == (found.agreed ? 1 : 0));
      if (found.agreed) {
        CHECK(text_of(read_answer(answer.find("Sec-WebSocket-Extensions"), offered)) == text_of(found));
      }
    }
  }
}

TEST_CASE("permessage-deflate: a disabled codec answers no offer") {
  for (const offer& offered : all_offers()) CHECK(!negotiate_with({offered.text()}, {}).deflate.agreed);
}

TEST_CASE("permessage-deflate: the first offer of all lines that the codec can follow is accepted") {
  server_options config;
  config.deflate.enabled = true;
  const std::vector<offer> offers = all_offers();
  random_numbers random(5);
  for (int round = 0; round < 3000; ++round) {
    config.deflate.client_max_window_bits = static_cast<std::uint8_t>(8 + random.below(8));
    config.deflate.server_max_window_bits = static_cast<std::uint8_t>(8 + random.below(8));
    config.deflate.window_of_8 = random.below(2) == 0;
    deflate_parameters expected;
    std::vector<std::string> lines = {""};
    for (std::size_t count = 1 + random.below(5); count > 0; --count) {
      std::string text;
      if (random.below(4) == 0) {
        text = random.below(2) == 0 ? "x-other; a=\"b\"" : "permessage-deflate; unknown";
      } else {
        const offer& one = offers[random.below(offers.size())];
        text = one.text();
        if (!expected.agreed) expected = model(one, config.deflate);
      }
      if (random.below(2) == 0) lines.emplace_back();
      if (!lines.back().empty()) lines.back() += random.below(2) == 0 ? "," : " , ";
      lines.back() += text;
    }
    std::string all;
    for (const std::string& line : lines) all += line + "\n";
    CAPTURE(all);
    CHECK(text_of(negotiate_with(lines, config).deflate) == text_of(expected));
  }
}

TEST_CASE("permessage-deflate: malformed offers are declined and do not fail the handshake") {
  server_options config;
  config.deflate.enabled = true;
  config.deflate.window_of_8 = true;
  for (const std::string parameters : {"unknown",
                                       "unknown=1",
                                       "server_no_context_takeover=1",
                                       "client_no_context_takeover=true",
                                       "server_no_context_takeover; server_no_context_takeover",
                                       "client_no_context_takeover;client_no_context_takeover",
                                       "client_max_window_bits; client_max_window_bits",
                                       "server_max_window_bits=10; server_max_window_bits=10",
                                       "server_max_window_bits",
                                       "server_max_window_bits=7",
                                       "server_max_window_bits=16",
                                       "server_max_window_bits=0",
                                       "server_max_window_bits=08",
                                       "server_max_window_bits=010",
                                       "server_max_window_bits=1",
                                       "server_max_window_bits=9x",
                                       "server_max_window_bits=-9",
                                       "server_max_window_bits=+9",
                                       "server_max_window_bits=0x9",
                                       "server_max_window_bits=100",
                                       "server_max_window_bits=265",
                                       "server_max_window_bits=4294967305",
                                       "client_max_window_bits=7",
                                       "client_max_window_bits=16",
                                       "client_max_window_bits=09",
                                       "client_max_window_bits=x",
                                       "server_max_window_bits=\"7\"",
                                       "server_max_window_bits=\"1\\6\""}) {
    CAPTURE(parameters);
    const std::string text = "permessage-deflate; " + std::string(parameters);
    CHECK(!negotiate_with({text}, config).deflate.agreed);
    CHECK(negotiate_with({text + ", permessage-deflate"}, config).deflate.agreed);
    guarded_server one(config);
    CHECK(feed_all(one.role, handshake_head("Sec-WebSocket-Extensions: " + text + "\r\n")).state == server_state::upgrade);
    const response answer = read(accepted(one.role));
    CHECK(answer.complete);
    CHECK(answer.count("Sec-WebSocket-Extensions") == 0);
    CHECK(!one.role.agreed().deflate.agreed);
  }
}

TEST_CASE("permessage-deflate: names are compared whole, and letter case counts") {
  // Neither RFC 6455 §9.1 nor RFC 7692 says that the letter case of names is ignored.
  server_options config;
  config.deflate.enabled = true;
  for (const std::string name : {"Permessage-Deflate", "permessage-deflat", "permessage-deflates", "permessage"}) {
    CAPTURE(name);
    CHECK(!negotiate_with({name}, config).deflate.agreed);
  }
  CHECK(!negotiate_with({"permessage-deflate; Client_Max_Window_Bits"}, config).deflate.agreed);
}

TEST_CASE("subprotocol: the first subprotocol in the server's list that the client offers is agreed") {
  const octets wanted[] = {"c", "b"};
  server_options config;
  config.subprotocols = wanted;
  const auto chosen = [&](const std::vector<octets>& lines) {
    std::vector<field> list;
    for (const octets line : lines) list.push_back({"Sec-WebSocket-Protocol", line});
    const request_view view = {"GET", "/", 11, list};
    return std::string(std::string_view(negotiate(gather(view), config).subprotocol));
  };
  CHECK(chosen({"a, b, c"}) == "c");
  CHECK(chosen({"b", "c"}) == "c");
  CHECK(chosen({"a, b"}) == "b");
  CHECK(chosen({"a"}) == "");
  CHECK(chosen({"B, C"}) == "");
  CHECK(chosen({""}) == "");
  CHECK(chosen({}) == "");
}

TEST_CASE("subprotocol: the agreed subprotocol is a view into the client's offer") {
  const std::string own = "chat";
  const octets wanted[] = {own};
  server_options config;
  config.subprotocols = wanted;
  const std::string line = "x, chat";
  const std::vector<field> list = {{"Sec-WebSocket-Protocol", line}};
  CHECK(negotiate(gather({"GET", "/", 11, list}), config).subprotocol.data() == line.data() + 3);
}

}  // namespace
}  // namespace wshake::test
