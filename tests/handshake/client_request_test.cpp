// SPDX-License-Identifier: BSL-1.0
// Tests write_request() and client::start() with every combination of options, with every buffer size, and with
// requests that can't be written. A plain model gives the expected request of each combination.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/client_request.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// A model of the request. text() concatenates the lines in the order in which write_request() writes them.
struct model_request {
  std::string target, host, origin;
  std::vector<std::string> subprotocols;
  std::vector<std::string> offers;  // each offer as the text in Sec-WebSocket-Extensions
  std::vector<std::pair<std::string, std::string>> header;
  std::string product = "wshake";
  bool close = false;

  std::string text(std::string_view key) const {
    std::string all = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: Upgrade";
    all += close ? ", close\r\n" : "\r\n";
    if (!product.empty()) all += "User-Agent: " + product + "\r\n";
    all += "Upgrade: websocket\r\n";
    if (!origin.empty()) all += "Origin: " + origin + "\r\n";
    all += "Sec-WebSocket-Version: 13\r\n";
    for (const auto& [name, value] : header) {
      all += name;
      all += ": " + value + "\r\n";
    }
    all += "Sec-WebSocket-Key: " + std::string(key) + "\r\n";
    if (!offers.empty()) all += "Sec-WebSocket-Extensions: " + joined(offers) + "\r\n";
    if (!subprotocols.empty()) all += "Sec-WebSocket-Protocol: " + joined(subprotocols) + "\r\n";
    return all + "\r\n";
  }

  static std::string joined(const std::vector<std::string>& members) {
    std::string all;
    for (const std::string& member : members) all += (all.empty() ? "" : ", ") + member;
    return all;
  }
};

struct address {
  std::string uri, target, host;
};
const std::vector<address> addresses = {
    {"ws://server.example.com/chat", "/chat", "server.example.com"},
    {"ws://server.example.com", "/", "server.example.com"},
    {"wss://server.example.com:443/a?b=c", "/a?b=c", "server.example.com"},
    {"wss://server.example.com:80?x", "/?x", "server.example.com:80"},
    {"ws://me:secret@[2001:db8::1]:65535/;p=1/../.?", "/;p=1/../.?", "[2001:db8::1]:65535"},
    {"HTTPS://127.0.0.1", "/", "127.0.0.1"},
};

struct offer_text {
  deflate_offer offer;
  std::string text;
};
const std::vector<offer_text> deflate_offers = {
    {{}, "permessage-deflate; client_max_window_bits"},
    {{false, false, 0, 0}, "permessage-deflate"},
    {{true, true, 10, 9},
     "permessage-deflate; server_no_context_takeover; client_no_context_takeover; server_max_window_bits=10; "
     "client_max_window_bits=9"},
    {{true, false, 15, 8},
     "permessage-deflate; server_no_context_takeover; server_max_window_bits=15; client_max_window_bits=8"},
    {{false, true, 8, 15},
     "permessage-deflate; client_no_context_takeover; server_max_window_bits=8; client_max_window_bits"},
};

TEST_CASE("write_request writes every combination of options, and start() the same") {
  const std::vector<std::vector<std::string>> subprotocol_lists = {{}, {"chat"}, {"chat", "superchat", "v1.x+y"}};
  const std::vector<std::vector<field>> headers = {
      {}, {{"X-A", ""}, {"Authorization", "Basic YTpi"}, {"x-a", "\xc3\xa4\t2"}}, {{"USER-AGENT", "other"}}};
  const field common[] = {{"X-A", "common"}, {"X-B", "common"}};
  unsigned count = 0;
  for (const address& to : addresses) {
    for (unsigned choice = 0; choice < 3 * 4 * 3 * 2 * 2 * 2 * 2 * 2; ++choice) {
      unsigned rest = choice;
      const auto pick = [&](unsigned of) {
        const unsigned picked = rest % of;
        rest /= of;
        return picked;
      };
      model_request model;
      client_options config;
      client_request request;
      model.target = to.target;
      model.host = to.host;
      request.where = uri_of(to.uri);

      model.subprotocols = subprotocol_lists[pick(3)];
      const std::vector<octets> subprotocols(model.subprotocols.begin(), model.subprotocols.end());
      request.subprotocols = subprotocols;

      const std::size_t offer_count = std::vector<std::size_t>{0, 1, 2, deflate_offers.size()}[pick(4)];
      std::vector<deflate_offer> offers;
      for (std::size_t index = 0; index < offer_count; ++index) {
        const offer_text& one = deflate_offers[(index + choice) % deflate_offers.size()];
        offers.push_back(one.offer);
        model.offers.push_back(one.text);
      }
      request.deflate = offers;

      const std::vector<field>& header = headers[pick(3)];
      request.header = header;
      bool own_agent = false, own_a = false;
      for (const field& line : header) {
        model.header.emplace_back(std::string_view(line.name), std::string_view(line.value));
        own_agent = own_agent || line.name == "USER-AGENT";
        own_a = own_a || line.name == "X-A";
      }
      if (pick(2) == 1) {
        config.header = common;
        if (!own_a) model.header.emplace_back("X-A", "common");
        model.header.emplace_back("X-B", "common");
      }
      if (pick(2) == 1) {
        request.origin = "https://example.com:8443";
        model.origin = "https://example.com:8443";
      }
      if (pick(2) == 1) {
        request.extensions = ",\tx-other; a=\"b\",, y ,";
        model.offers.emplace_back("x-other; a=\"b\", y");
      }
      config.close = model.close = pick(2) == 1;
      if (own_agent) model.product.clear();
      request.absolute_form = pick(2) == 1;
      if (request.absolute_form) model.target = "http://" + to.host + to.target;

      const std::string expected = model.text(sample_key);
      if (request.absolute_form && request.where.secure) {
        const write_result result = write_request({}, request, sample_nonce, config);
        CHECK(result.error == errc::bad_argument);
        CHECK(result.error.field == "absolute_form");
        continue;
      }
      const std::string text =
          written([&](mutable_octets out) { return write_request(out, request, sample_nonce, config); });
      CHECK(text == expected);
      guarded_client one(config);
      CHECK(started(one.role, request, sample_nonce) == expected);
      CHECK(one.role.state() == client_event::need_more);
      // This library's server reads the request.
      guarded_server peer;
      CHECK(feed_all(peer.role, text).state == server_state::upgrade);
      ++count;
    }
  }
  CHECK(count == (6 + 3) * 576);
}

TEST_CASE("write_request accepts a host, a port and a resource name without parse_uri()") {
  const auto first_lines = [](const uri& where) {
    client_request request;
    request.where = where;
    const std::string text = written([&](mutable_octets out) { return write_request(out, request, sample_nonce); });
    return text.substr(0, text.find("\r\nConnection"));
  };
  uri where;
  where.host = "a.example";
  CHECK_MESSAGE(first_lines(where) == "GET / HTTP/1.1\r\nHost: a.example",
                "port 0 stands for the scheme's default port");
  where.secure = true;
  CHECK(first_lines(where) == "GET / HTTP/1.1\r\nHost: a.example");
  where.port = 443;
  CHECK(first_lines(where) == "GET / HTTP/1.1\r\nHost: a.example");
  where.secure = false;
  CHECK(first_lines(where) == "GET / HTTP/1.1\r\nHost: a.example:443");
  where.resource_name = "/x%20y?z";
  where.userinfo = "not sent";
  where.scheme = "not looked at";
  CHECK(first_lines(where) == "GET /x%20y?z HTTP/1.1\r\nHost: a.example:443");
}

TEST_CASE("write_request: equal nonces give equal requests, different nonces give different keys") {
  const client_request request = sample_request();
  const auto with = [&](const nonce& random) {
    return written([&](mutable_octets out) { return write_request(out, request, random); });
  };
  CHECK(with(sample_nonce) == with(sample_nonce));
  // Base64 encodes a nonce of octets 0x00 with the alphabet's first digit, and a nonce of octets 0xff with the last
  // digit, except at the end. A change of any octet of the nonce changes the request.
  nonce all = {};
  CHECK(with(all).find("\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n") != std::string::npos);
  all.fill(0xff);
  CHECK(with(all).find("\r\nSec-WebSocket-Key: /////////////////////w==\r\n") != std::string::npos);
  for (std::uint8_t& octet : all) {
    const std::string before = with(all);
    octet = 0xfb;
    CHECK(with(all) != before);
  }
  CHECK(with(all).find("\r\nSec-WebSocket-Key: +/v7+/v7+/v7+/v7+/v7+w==\r\n") != std::string::npos);
}

// RFC 9112 §3.2.2: a target in absolute-form names the authority, and Host has the same authority. A redirect is
// resolved against the client's URI, as after a request in origin-form.
TEST_CASE("a request in absolute-form is answered and redirected like a request in origin-form") {
  client_request request;
  request.where = uri_of("ws://server.example.com:8080/a/b?c");
  request.absolute_form = true;
  guarded_client one;
  const std::string text = started(one.role, request, sample_nonce);
  CHECK(text.starts_with("GET http://server.example.com:8080/a/b?c HTTP/1.1\r\nHost: server.example.com:8080\r\n"));
  guarded_server peer;
  CHECK(feed_all(peer.role, text).state == server_state::upgrade);
  CHECK(peer.role.handshake().authority == "server.example.com:8080");
  CHECK(peer.role.handshake().resource_name == "/a/b?c");
  CHECK(feed_through(one.role, "HTTP/1.1 302 x\r\nLocation: d\r\nContent-Length: 0\r\n\r\n").events.back() ==
        client_event::done);
  CHECK(redirect_of(one.role) == "ws://server.example.com:8080/a/d");
  (void)started(one.role, request, sample_nonce);
  CHECK(feed_through(one.role, answered(peer.role)).events == std::vector{client_event::open});
}

TEST_CASE("plain_request_size is the size of a plain request") {
  for (const address& to : addresses) {
    CAPTURE(to.uri);
    client_request request;
    request.where = uri_of(to.uri);
    const write_result needed = write_request({}, request, sample_nonce);
    CHECK(needed.error == errc::need_room);
    CHECK(needed.needed == plain_request_size(to.host.size(), to.target.size()));
  }
}

TEST_CASE("a client's start() changes nothing until the output buffer is large enough") {
  guarded_client one;
  client_request request = sample_request();
  const octets subprotocols[] = {"chat", "superchat"};
  const deflate_offer offers[] = {{}, {true, true, 10, 10}};
  const field header[] = {{"Cookie", "a=1"}};
  request.origin = "https://a";
  request.subprotocols = subprotocols;
  request.deflate = offers;
  request.extensions = "x";
  request.header = header;
  const std::string before = describe_state(one.role);
  const std::size_t whole = written([&](mutable_octets out) { return write_request(out, request, sample_nonce); }).size();
  for (std::size_t size = 0; size < whole; ++size) {
    CAPTURE(size);
    const guarded out(size);
    const write_result result = one.role.start(out.all(), request, sample_nonce);
    REQUIRE(result.error == errc::need_room);
    REQUIRE(result.written.empty());
    REQUIRE(result.needed == whole);
    REQUIRE(describe_state(one.role) == before);
    REQUIRE(write_request(out.all(), request, sample_nonce).needed == whole);
  }
  const guarded out(whole);
  CHECK(one.role.start(out.all(), request, sample_nonce));
  CHECK(one.role.state() == client_event::need_more);
  CHECK(feed_through(one.role, answer_head()).events == std::vector{client_event::open});
}

// Calls write_request(), and start() of a new client and of a client that has been refused, with requests that can't be
// written. The client's state must not change.
TEST_CASE("write_request rejects invalid arguments and changes nothing") {
  std::vector<std::string> names;
  for (int index = 0; index < 65; ++index) names.push_back("p" + std::to_string(index));
  const std::vector<octets> subprotocols(names.begin(), names.end());

  const auto refuses = [&](const client_request& request, errc error, const client_options& config = {}) {
    CAPTURE(describe(error).name);
    const guarded out(8192);
    const write_result alone = write_request(out.all(), request, sample_nonce, config);
    CHECK(alone.error == error);
    CHECK(alone.written.size() == 0);
    CHECK(write_request({}, request, sample_nonce, config).error == error);

    guarded_client one(config);
    CHECK(one.role.start(out.all(), request, sample_nonce).error == error);
    CHECK(one.role.state() == client_event::idle);
    if (!config.header.empty() || config.product != "wshake") return;
    (void)started(one.role, sample_request(), sample_nonce);
    CHECK(feed_through(one.role, "HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 2\r\n\r\nno").events.back() ==
          client_event::done);
    const std::string before = describe_state(one.role);
    const std::string storage(one.storage.data(), one.storage.size());
    const write_result again = one.role.start(out.all(), request, sample_nonce);
    CHECK(again.error == error);
    CHECK(again.written.size() == 0);
    CHECK(describe_state(one.role) == before);
    CHECK(std::string_view(one.storage.data(), one.storage.size()) == storage);
  };

  SUBCASE("invalid URIs") {
    client_request request;
    refuses(request, errc::bad_uri);
    for (const octets host : {octets("a b"), octets("a/b"), octets("a?"), octets("a@b"), octets("a:80"), octets("[::1"),
                              octets("[::1]:80"), octets("::1"), octets("a\r\nX: y"), octets("a\0", 2),
                              octets("\xc3\xa4"), octets("a#"), octets(" a"), octets("[::1]a"), octets("a%")}) {
      CAPTURE(host);
      request = sample_request();
      request.where.host = host;
      refuses(request, errc::bad_uri);
    }
    for (const octets resource :
         {octets("/a b"), octets("/a#b"), octets("/a\r\n"), octets("/ HTTP/1.0\r\n"), octets("/\0", 2), octets("/\x7f"),
          octets("/\xc3\xa4"), octets("?a b"), octets("/a\tb")}) {
      CAPTURE(resource);
      request = sample_request();
      request.where.resource_name = resource;
      refuses(request, errc::bad_uri);
    }
  }

  SUBCASE("invalid arguments") {
    client_request request = sample_request();
    for (const octets bad :
         {octets("a\r\nb"), octets("\r"), octets("\n"), octets("a\0", 2), octets("\x1f"), octets("\x7f")}) {
      CAPTURE(bad);
      request = sample_request();
      request.origin = bad;
      refuses(request, errc::bad_argument);

      request = sample_request();
      const field value[] = {{"X", bad}};
      request.header = value;
      refuses(request, errc::bad_argument);
      const field name[] = {{"Good", ""}, {bad, "x"}};
      request.header = name;
      refuses(request, errc::bad_argument);

      client_options config;
      config.product = bad;
      refuses(sample_request(), errc::bad_config, config);
      config = {};
      config.header = value;
      refuses(sample_request(), errc::bad_config, config);
    }
    for (const octets name : {octets(""), octets("a b"), octets("a:"), octets("\xc3\xa4"), octets("(a)")}) {
      CAPTURE(name);
      request = sample_request();
      const field header[] = {{name, "x"}};
      request.header = header;
      refuses(request, errc::bad_argument);
    }
    for (unsigned bits = 1; bits < 256; bits = bits == 7 ? 16 : bits + 1) {
      const auto window = static_cast<std::uint8_t>(bits);
      const deflate_offer server[] = {{}, {false, false, window, 0}};
      request = sample_request();
      request.deflate = server;
      refuses(request, errc::bad_window_bits);
      const deflate_offer own[] = {{false, false, 0, window}};
      request.deflate = own;
      refuses(request, errc::bad_window_bits);
    }
  }

  SUBCASE("reserved fields") {
    for (const octets name :
         {octets("Host"), octets("connection"), octets("UPGRADE"), octets("Origin"), octets("Expect"),
          octets("Content-Length"), octets("transfer-encoding"), octets("Trailer"), octets("Sec-WebSocket-Key"),
          octets("sec-websocket-version"), octets("Sec-WebSocket-Protocol"), octets("Sec-WebSocket-Extensions"),
          octets("Sec-WebSocket-New"), octets("te"), octets("Keep-Alive"), octets("PROXY-CONNECTION")}) {
      CAPTURE(name);
      client_request request = sample_request();
      const field header[] = {{"X", "y"}, {name, "x"}};
      request.header = header;
      refuses(request, errc::reserved_field);
      client_options config;
      config.header = header;
      refuses(sample_request(), errc::bad_config, config);
    }
  }

  SUBCASE("invalid subprotocols") {
    client_request request = sample_request();
    request.subprotocols = subprotocols;
    refuses(request, errc::too_many_subprotocols);
    request.subprotocols = std::span(subprotocols).first(64);
    CHECK(write_request({}, request, sample_nonce).error == errc::need_room);
    const octets twice[] = {"a", "b", "a"};
    request.subprotocols = twice;
    refuses(request, errc::repeated_subprotocol);
    const octets letter_case[] = {"a", "A"};
    request.subprotocols = letter_case;
    CHECK(write_request({}, request, sample_nonce).error == errc::need_room);
    for (const octets name : {octets(""), octets("a b"), octets("a,b"), octets("\"a\""), octets("a\r\n"),
                              octets("a\0", 2), octets("\xc3\xa4"), octets("a/b")}) {
      CAPTURE(name);
      const octets offered[] = {"good", name};
      request.subprotocols = offered;
      refuses(request, errc::bad_subprotocols);
    }
  }

  SUBCASE("invalid extensions") {
    client_request request = sample_request();
    for (const octets text : {octets("a b"), octets(";"), octets("a;"), octets("a; b="), octets("\"a\""),
                              octets("a; b=\""), octets("a; b=\"c d\""), octets("a\r\nX: y"), octets("a\0", 2)}) {
      CAPTURE(text);
      request.extensions = text;
      refuses(request, errc::bad_extensions);
    }
    for (const octets text : {octets(","), octets(" "), octets(", ,\t")}) {
      CAPTURE(text);
      request.extensions = text;
      refuses(request, errc::empty_extensions);
    }
  }
}

}  // namespace
}  // namespace wshake::test
