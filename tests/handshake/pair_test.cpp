// SPDX-License-Identifier: BSL-1.0
// Tests a client and a server of this library, in memory. For every combination of their options, client and server end
// with the same agreement, or both without an agreement. is_right() and is_stricter() describe the exceptions.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/server.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// The client and the server of one handshake. The buffers are members, so that hundreds of thousands of handshakes
// allocate no buffers.
struct pair {
  std::array<char, 1024> client_storage, server_storage, request, answer;
  client_config of_client;
  server_config of_server;
  client asks;
  server answers;
  std::size_t request_size = 0;
  std::size_t answer_size = 0;

  pair(const client_options& options_of_client, const server_options& options_of_server)
      : of_client(options_of_client),
        of_server(options_of_server),
        asks(client_storage, of_client),
        answers(server_storage, of_server) {}

  // Exchanges the request and the 101, each in one piece. Stops at the first step that fails.
  void shake(const client_request& wanted, const nonce& random = sample_nonce) {
    const write_result sent = asks.start(request, wanted, random);
    if (!sent) return;
    request_size = sent.written.size();
    if (answers.feed({request.data(), request_size}).state != server_state::upgrade) return;
    const write_result said = answers.accept(answer);
    if (!said) return;
    answer_size = said.written.size();
    (void)asks.feed({answer.data(), answer_size});
  }
};

std::string text_of(const deflate_parameters& deflate) {
  if (!deflate.agreed) return "none";
  return (deflate.server_no_context_takeover ? "s" : "") + std::string(deflate.client_no_context_takeover ? "c" : "") +
         std::to_string(deflate.server_max_window_bits) + "/" + std::to_string(deflate.client_max_window_bits);
}

std::string text_of(const deflate_offer& offer) {
  return "offer " + std::string(offer.server_no_context_takeover ? "s" : "") +
         (offer.client_no_context_takeover ? "c" : "") + std::to_string(offer.server_max_window_bits) + "/" +
         std::to_string(offer.client_max_window_bits);
}

std::string text_of(const deflate_config& codec) {
  return std::string("codec ") + (codec.enabled ? "" : "off ") + (codec.server_no_context_takeover ? "s" : "") +
         (codec.client_no_context_takeover ? "c" : "") + std::to_string(codec.server_max_window_bits) + "/" +
         std::to_string(codec.client_max_window_bits) + (codec.window_of_8 ? " 8" : "");
}

constexpr std::uint8_t windows[] = {0, 8, 9, 10, 11, 12, 13, 14, 15};  // 0 leaves the parameter out

std::vector<deflate_offer> all_offers() {
  std::vector<deflate_offer> all;
  for (unsigned flags = 0; flags < 4; ++flags) {
    for (const std::uint8_t server : windows) {
      for (const std::uint8_t client : windows) all.push_back({(flags & 1) != 0, (flags & 2) != 0, server, client});
    }
  }
  return all;
}

std::vector<deflate_config> all_codecs() {
  std::vector<deflate_config> all = {{}};  // permessage-deflate is off
  for (unsigned flags = 0; flags < 8; ++flags) {
    for (std::uint8_t server = 8; server <= 15; ++server) {
      for (std::uint8_t client = 8; client <= 15; ++client) {
        all.push_back({true, (flags & 1) != 0, (flags & 2) != 0, server, client, (flags & 4) != 0});
      }
    }
  }
  return all;
}

// RFC 7692 §7.1: the agreement for one offer, written from the text of the RFC, not from the engine.
deflate_parameters expected_agreement(const deflate_offer& offer, const deflate_config& codec) {
  const int least = codec.window_of_8 ? 8 : 9;  // without window_of_8, a codec's limit of 8 bits counts as 9
  const int server_can = std::max<int>(codec.server_max_window_bits, least);
  const int client_may = std::max<int>(codec.client_max_window_bits, least);
  const int server_asked = offer.server_max_window_bits == 0 ? 15 : offer.server_max_window_bits;
  const int client_said = offer.client_max_window_bits == 0 ? 15 : offer.client_max_window_bits;
  if (!codec.enabled) return {};
  if (server_asked < least || client_said < least) return {};           // the codec has no window this small
  if (offer.client_max_window_bits == 0 && client_may < 15) return {};  // §7.1.2.2: the server may not limit the client
  return {true, offer.server_no_context_takeover || codec.server_no_context_takeover,
          offer.client_no_context_takeover || codec.client_no_context_takeover,
          static_cast<std::uint8_t>(std::min(server_asked, server_can)),
          static_cast<std::uint8_t>(std::min(client_said, client_may))};
}

// After shake(): checks that client and server hold the same agreement, and that this agreement is `expected`.
// Exception: if the agreed window of the client is 2^8 and the client can't compress with this window, the client has
// to fail (RFC 7692 §7.1.2.2 allows nothing else). The server learns of the failure from the transport.
bool is_right(const pair& both, const deflate_parameters& expected, bool client_can_8) {
  if (both.answers.state() != server_state::open || !(both.answers.agreed().deflate == expected)) return false;
  if (expected.agreed && expected.client_max_window_bits == 8 && !client_can_8) {
    return both.asks.state() == client_event::failed && both.asks.error() == errc::unsupported_deflate_window &&
           both.asks.error().field == "Sec-WebSocket-Extensions" && !both.asks.agreed().deflate.agreed;
  }
  return both.asks.state() == client_event::open && both.asks.error() == errc::none &&
         both.asks.agreed().deflate == both.answers.agreed().deflate;
}

TEST_CASE("a pair: client and server agree on every offer to every codec") {
  const std::vector<deflate_offer> offers = all_offers();
  const std::vector<deflate_config> codecs = all_codecs();
  std::uint32_t count = 0, agreed = 0, none = 0, failed = 0;
  for (unsigned client_can_8 = 0; client_can_8 < 2; ++client_can_8) {
    client_options of_client;
    of_client.window_of_8 = client_can_8 == 1;
    for (const deflate_config& codec : codecs) {
      server_options of_server;
      of_server.deflate = codec;
      for (const deflate_offer& offer : offers) {
        client_request wanted;
        wanted.where.host = "a";
        wanted.deflate = {&offer, 1};
        pair both(of_client, of_server);
        both.shake(wanted);
        const deflate_parameters expected = expected_agreement(offer, codec);
        ++count;
        if (both.asks.state() == client_event::failed) {
          ++failed;
        } else {
          ++(expected.agreed ? agreed : none);
        }
        if (is_right(both, expected, of_client.window_of_8)) continue;
        FAIL_CHECK(text_of(offer), ", ", text_of(codec), std::string(client_can_8 == 1 ? ", client 8" : ""), ": server ",
                   text_of(both.answers.agreed().deflate), ", client ", std::string(describe(both.asks.state())), " ",
                   std::string(describe(both.asks.error().code).name), " ", text_of(both.asks.agreed().deflate),
                   ", expected ", text_of(expected), ", 101 ", escaped({both.answer.data(), both.answer_size}));
      }
    }
  }
  MESSAGE(count, " pairs: ", agreed, " agreed, ", none, " did not compress, ", failed, " failed for a window of 8");
  CHECK(count == 2 * 513 * 324);
  CHECK(agreed > 0);
  CHECK(none > 0);
  CHECK(failed > 0);
}

// True if the two agreements differ at most in the limits on the client's compressor, and `of_client` has the stricter
// limits. A client may make several offers, and the answer does not say which of them the server accepted. If the
// server declined the first offer because of a window of 2^8, the client may still keep to the limits of this offer.
// The server can decompress the output of a compressor that is stricter than agreed.
bool is_stricter(const deflate_parameters& of_client, const deflate_parameters& of_server) {
  return of_client.agreed && of_server.agreed &&
         of_client.server_no_context_takeover == of_server.server_no_context_takeover &&
         of_client.server_max_window_bits == of_server.server_max_window_bits &&
         of_client.client_no_context_takeover >= of_server.client_no_context_takeover &&
         of_client.client_max_window_bits <= of_server.client_max_window_bits;
}

TEST_CASE("a pair: the first offer that the server's codec can follow is agreed") {
  const std::vector<deflate_offer> offers = all_offers();
  const std::vector<deflate_config> codecs = all_codecs();
  random_numbers random(21);
  unsigned second = 0;
  for (unsigned round = 0; round < 100000; ++round) {
    std::array<deflate_offer, 3> several;
    for (deflate_offer& one : several) one = offers[random.below(offers.size())];
    const std::size_t size = 2 + random.below(2);
    client_options of_client;
    of_client.window_of_8 = random.below(2) == 0;
    server_options of_server;
    of_server.deflate = codecs[random.below(codecs.size())];
    client_request wanted;
    wanted.where.host = "a";
    wanted.deflate = {several.data(), size};
    pair both(of_client, of_server);
    both.shake(wanted);
    deflate_parameters expected;
    bool window_of_8_declined = false;
    for (std::size_t index = 0; index < size && !expected.agreed; ++index) {
      expected = expected_agreement(several[index], of_server.deflate);
      if (index > 0 && expected.agreed) ++second;
      const bool wants_8 = several[index].client_max_window_bits == 8;
      window_of_8_declined = window_of_8_declined || (wants_8 && !of_server.deflate.window_of_8);
    }
    if (is_right(both, expected, of_client.window_of_8)) continue;
    if (window_of_8_declined && both.asks.state() == client_event::open &&
        is_stricter(both.asks.agreed().deflate, both.answers.agreed().deflate)) {
      continue;
    }
    FAIL_CHECK(text_of(several[0]), ", ", text_of(several[1]), size == 3 ? ", " + text_of(several[2]) : std::string(),
               ", ", text_of(of_server.deflate), std::string(of_client.window_of_8 ? ", client 8" : ""), ": server ",
               text_of(both.answers.agreed().deflate), ", client ", std::string(describe(both.asks.error().code).name),
               " ", text_of(both.asks.agreed().deflate), ", expected ", text_of(expected), ", 101 ",
               escaped({both.answer.data(), both.answer_size}));
  }
  CHECK(second > 1000);
}

// All ordered lists of distinct names out of three names.
std::vector<std::vector<octets>> all_lists() {
  const octets names[] = {"chat", "superchat", "Chat"};  // letter case of subprotocols counts
  std::vector<std::vector<octets>> all = {{}};
  for (unsigned first = 0; first < 3; ++first) {
    all.push_back({names[first]});
    for (unsigned second = 0; second < 3; ++second) {
      if (second == first) continue;
      all.push_back({names[first], names[second]});
      all.push_back({names[first], names[second], names[3 - first - second]});
    }
  }
  return all;
}

TEST_CASE("a pair: client and server agree for all lists of subprotocols and every choice of the server's caller") {
  const std::vector<std::vector<octets>> lists = all_lists();
  CHECK(lists.size() == 16);
  unsigned count = 0;
  for (const std::vector<octets>& offered : lists) {
    for (const std::vector<octets>& spoken : lists) {
      client_request wanted = sample_request();
      wanted.subprotocols = offered;
      server_options of_server;
      of_server.subprotocols = spoken;
      std::string expected;  // the first subprotocol in the server's list that the client offers
      for (const octets one : spoken) {
        if (expected.empty() && std::find(offered.begin(), offered.end(), one) != offered.end()) {
          expected = std::string_view(one);
        }
      }
      pair both({}, of_server);
      both.shake(wanted);
      CHECK(both.answers.agreed().subprotocol == expected);
      CHECK(both.asks.state() == client_event::open);
      CHECK(both.asks.agreed().subprotocol == expected);
      ++count;

      // The server's caller selects explicitly and overrides the configuration: no subprotocol, or each of the offered
      // subprotocols.
      for (std::size_t choice = 0; choice <= offered.size(); ++choice) {
        pair chosen({}, of_server);
        const write_result sent = chosen.asks.start(chosen.request, wanted, sample_nonce);
        CHECK(sent);
        CHECK(chosen.answers.feed(sent.written).state == server_state::upgrade);
        accept_options options;
        options.subprotocol = choice == offered.size() ? octets("") : offered[choice];
        const write_result said = chosen.answers.accept(chosen.answer, options);
        CHECK(said);
        CHECK(chosen.asks.feed(said.written).event == client_event::open);
        CHECK(chosen.asks.agreed().subprotocol == *options.subprotocol);
        CHECK(chosen.answers.agreed().subprotocol == *options.subprotocol);
        ++count;
      }

      // A server that requires a subprotocol refuses, and the client sees a refusal, not an error.
      if (!expected.empty() || spoken.empty()) continue;
      of_server.require_subprotocol = true;
      guarded_server strict(of_server);
      guarded_client refused;
      CHECK(feed_all(strict.role, started(refused.role, wanted, sample_nonce)).state == server_state::failed);
      const heard said = feed_through(refused.role, answered(strict.role));
      CHECK(said.events == std::vector{client_event::refused, client_event::body, client_event::done});
      CHECK(refused.role.response().status == 400);
      CHECK(refused.role.next().same_connection == strict.role.keep_alive());
      ++count;
    }
  }
  CHECK(count > 800);
}

TEST_CASE("a pair: fields of both sides arrive as they were given") {
  const field common_asked[] = {{"X-Common", "of the client"}, {"X-Replaced", "no"}};
  const field asked[] = {{"Cookie", "a=1; b=2"}, {"x-replaced", "yes"}, {"X-Empty", ""}, {"X-High", "K\xc3\xb6nig"}};
  const field common_said[] = {{"X-Common", "of the server"}};
  const field said[] = {{"Set-Cookie", "a=1"}, {"Set-Cookie", "b=2"}};
  client_options of_client;
  of_client.header = common_asked;
  of_client.product = "asker/1";
  server_options of_server;
  of_server.header = common_said;
  of_server.product = "answerer/1";
  client_request wanted = sample_request();
  wanted.header = asked;
  wanted.origin = "https://origin.example";
  wanted.extensions = "x-other; a=b";

  guarded_client asks(of_client);
  guarded_server answers(of_server);
  CHECK(feed_all(answers.role, started(asks.role, wanted, sample_nonce)).state == server_state::upgrade);
  const fields seen = answers.role.request().header;
  CHECK(seen.find("x-common") == "of the client");
  CHECK(seen.count("X-Replaced") == 1);
  CHECK(seen.find("X-Replaced") == "yes");
  CHECK(seen.find("X-Empty") == "");
  CHECK(seen.find("X-High") == "K\xc3\xb6nig");
  CHECK(seen.find("Cookie") == "a=1; b=2");
  CHECK(seen.find("User-Agent") == "asker/1");
  CHECK(answers.role.handshake().origin == "https://origin.example");
  CHECK(answers.role.handshake().key == sample_key);
  CHECK(answers.role.handshake().authority == "server.example.com");
  CHECK(answers.role.handshake().resource_name == "/chat");
  CHECK(answers.role.handshake().extensions.begin()->name == "x-other");
  accept_options options;
  options.header = said;
  options.extensions = "x-other; c=d";
  CHECK(feed_through(asks.role, accepted(answers.role, options)).events == std::vector{client_event::open});
  const fields heard_of = asks.role.response().header;
  CHECK(heard_of.count("Set-Cookie") == 2);
  CHECK(heard_of.find("X-Common") == "of the server");
  CHECK(heard_of.find("Server") == "answerer/1");
  CHECK(heard_of.find("Sec-WebSocket-Extensions") == "x-other; c=d");
}

// The client's frames follow the request, the server's frames follow the 101, and all octets arrive in pieces.
TEST_CASE("a pair: cuts in both directions, bytes after both heads and any nonce change nothing") {
  const std::vector<deflate_offer> offers = all_offers();
  const std::vector<std::vector<octets>> lists = all_lists();
  random_numbers random(22);
  for (unsigned round = 0; round < 3000; ++round) {
    CAPTURE(round);
    server_options of_server;
    of_server.deflate.enabled = true;
    of_server.deflate.client_max_window_bits = static_cast<std::uint8_t>(9 + random.below(7));
    of_server.subprotocols = lists[random.below(lists.size())];
    const deflate_offer offer = offers[random.below(offers.size())];
    client_options of_client;
    of_client.window_of_8 = true;
    client_request wanted = sample_request();
    wanted.deflate = {&offer, 1};
    wanted.subprotocols = lists[random.below(lists.size())];
    nonce key = {};
    for (std::uint8_t& octet : key) octet = static_cast<std::uint8_t>(random.next());

    guarded_client asks(of_client);
    guarded_server answers(of_server);
    const std::string request = started(asks.role, wanted, key);
    const std::string early = "\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58";
    const fed arrived = feed_all(answers.role, request + early, cuts::random(random.next()));
    REQUIRE(arrived.state == server_state::upgrade);
    CHECK(arrived.consumed == request.size());

    std::string answer = accepted(answers.role);
    const std::string head = answer;
    const std::string interim = random.below(2) == 0 ? "" : "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";
    answer = interim + head + "\x81\x05Hello";
    const heard back = feed_through(asks.role, answer, cuts::random(random.next()));
    CHECK(back.events.back() == client_event::open);
    CHECK(back.events.size() == (interim.empty() ? 1 : 2));
    CHECK(back.consumed == interim.size() + head.size());
    CHECK(asks.role.agreed().subprotocol == answers.role.agreed().subprotocol);
    CHECK(asks.role.agreed().deflate == answers.role.agreed().deflate);
    CHECK(asks.role.response().header.find("Sec-WebSocket-Accept") == accept_key(answers.role.handshake().key));

    // The 101 that answers one nonce opens no client that has sent another nonce.
    guarded_client other(of_client);
    key[random.below(key.size())] ^= static_cast<std::uint8_t>(1U << random.below(8));
    (void)started(other.role, wanted, key);
    CHECK(feed_through(other.role, answer).events.back() == client_event::failed);
    CHECK(other.role.error() == errc::wrong_accept);
  }
}

}  // namespace
}  // namespace wshake::test
