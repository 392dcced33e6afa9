// SPDX-License-Identifier: BSL-1.0
// Tests write_accept() and write_response() with every buffer size and with arguments that the functions refuse, and
// checks that the written messages are complete.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <wshake/answer.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

handshake_request sample_request(const std::vector<field>& list) { return gather({"GET", "/chat", 11, list}); }

const std::vector<field> plain = {{"Sec-WebSocket-Key", sample_key}};
const std::vector<field> with_offers = {{"Sec-WebSocket-Key", sample_key},
                                        {"Sec-WebSocket-Protocol", "chat"},
                                        {"Sec-WebSocket-Extensions", "permessage-deflate, other"},
                                        {"Expect", "100-continue"}};

// Calls a verb that writes octets, with every buffer size from 0 to the size of the output and a few octets more.
template <class Verb>
std::string with_every_size(Verb&& verb) {
  const std::string text = written(verb);
  REQUIRE(!text.empty());
  for (std::size_t size = 0; size < text.size(); ++size) {
    const guarded out(size);
    const write_result result = verb(out.all());
    REQUIRE(result.error == errc::need_room);
    REQUIRE(result.needed == text.size());
    REQUIRE(result.written.empty());
    REQUIRE(!result);
  }
  for (std::size_t more = 0; more < 3; ++more) {
    const guarded out(text.size() + more);
    const write_result result = verb(out.all());
    REQUIRE(result);
    REQUIRE(result.written.data() == out.data());
    REQUIRE(result.written == text);
    REQUIRE(result.needed == 0);
    for (std::size_t at = text.size(); at < out.size(); ++at) {
      REQUIRE_MESSAGE(static_cast<unsigned char>(out.data()[at]) == 0xaa,
                      "the octets behind the message are not changed");
    }
  }
  return text;
}

TEST_CASE("write_accept: the plain 101 takes plain_accept_size bytes") {
  const std::string text =
      with_every_size([](mutable_octets out) { return write_accept(out, sample_request(plain), {}); });
  CHECK(text.size() == plain_accept_size);
  const response answer = read(text);
  CHECK(answer.complete);
  CHECK(answer.status == 101);
  CHECK(answer.find("Upgrade") == "websocket");
  CHECK(answer.find("Connection") == "Upgrade");
  CHECK(answer.find("Sec-WebSocket-Accept") == sample_accept);
  CHECK(answer.find("Server") == "wshake");
  CHECK(answer.header.size() == 4);
}

TEST_CASE("write_accept: a 101 with all options is written whole, or not at all if the buffer is too small") {
  server_options config;
  config.deflate.enabled = true;
  const field more[] = {{"X-One", "1"}, {"X-Two", ""}};
  accept_options options;
  options.header = more;
  options.extensions = "other";
  const handshake_request request = sample_request(with_offers);
  const agreement agreed = {"chat", negotiate(request, config).deflate};
  CHECK(agreed.deflate.agreed);
  const std::string text =
      with_every_size([&](mutable_octets out) { return write_accept(out, request, agreed, config, options); });
  const std::string go_on = "HTTP/1.1 100 Continue\r\n\r\n";
  REQUIRE(text.substr(0, go_on.size()) == go_on);
  const response answer = read(std::string_view(text).substr(go_on.size()));
  CHECK(answer.complete);
  CHECK(answer.find("Sec-WebSocket-Protocol") == "chat");
  CHECK(answer.find("Sec-WebSocket-Extensions") == "permessage-deflate, other");
  CHECK(answer.find("X-One") == "1");
  CHECK(answer.count("X-Two") == 1);
}

TEST_CASE("write_accept ignores the subprotocol of the options") {
  accept_options options;
  options.subprotocol = octets("nobody offered this");
  const handshake_request request = sample_request(plain);
  CHECK(written([&](mutable_octets out) { return write_accept(out, request, {}, default_server_config, options); }) ==
        written([&](mutable_octets out) { return write_accept(out, request, {}); }));
}

TEST_CASE("write_accept rejects subprotocols and extensions that were not offered") {
  const auto error_of = [](const handshake_request& request, const agreement& agreed, octets extensions = {}) {
    server_options config;
    config.deflate.enabled = true;
    accept_options options;
    options.extensions = extensions;
    const guarded out(1000);
    const write_result result = write_accept(out.all(), request, agreed, config, options);
    CHECK((result.written.size() == 0) == (result.error != errc::none));
    return result.error;
  };
  agreement deflating;
  deflating.deflate.agreed = true;
  CHECK(error_of(sample_request(with_offers), {"chat", {}}) == errc::none);
  CHECK(error_of(sample_request(with_offers), {"Chat", {}}) == errc::subprotocol_not_offered);
  CHECK(error_of(sample_request(with_offers), {"chat, x", {}}) == errc::subprotocol_not_offered);
  CHECK(error_of(sample_request(plain), {"chat", {}}) == errc::subprotocol_not_offered);
  CHECK(error_of(sample_request(with_offers), deflating) == errc::none);
  CHECK(error_of(sample_request(plain), deflating) == errc::extension_not_offered);
  CHECK(error_of(sample_request(with_offers), {}, "other, permessage-deflate") == errc::none);
  CHECK(error_of(sample_request(with_offers), {}, "permessage-deflate, permessage-deflate") == errc::repeated_deflate);
  CHECK(error_of(sample_request(with_offers), deflating, "permessage-deflate") == errc::repeated_deflate);
  CHECK(error_of(sample_request(with_offers), {}, ",") == errc::empty_extensions);
  CHECK(error_of(sample_request(with_offers), deflating, " , ") == errc::empty_extensions);
  CHECK(error_of(sample_request(with_offers), {}, "other;") == errc::bad_extensions);
  CHECK(error_of(sample_request(with_offers), {}, "x-else") == errc::extension_not_offered);
}

// RFC 7692 §7.1.2.2: "equal to or smaller than the received value".
TEST_CASE("write_accept rejects a client's window that is larger than the offered window") {
  const std::vector<field> list = {{"Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="},
                                   {"Sec-WebSocket-Extensions", "permessage-deflate; client_max_window_bits=12"}};
  for (unsigned bits = 8; bits <= 15; ++bits) {
    CAPTURE(bits);
    agreement agreed;
    agreed.deflate.agreed = true;
    agreed.deflate.client_max_window_bits = static_cast<std::uint8_t>(bits);
    const write_result result = write_accept(guarded(1000).all(), sample_request(list), agreed);
    CHECK(static_cast<bool>(result) == (bits <= 12));
    CHECK(result.error == (bits <= 12 ? errc::none : errc::bad_deflate_answer));
  }
}

TEST_CASE("write_accept rejects an invalid key") {
  for (const octets key :
       {octets(""), octets("x"), octets("dGhlIHNhbXBsZSBub25jZQ"), octets("dGhlIHNhbXBsZSBub25jZQ== ")}) {
    CAPTURE(key);
    const std::vector<field> list = {{"Sec-WebSocket-Key", key}};
    CHECK(write_accept(guarded(1000).all(), sample_request(list), {}).error == errc::bad_key);
  }
}

TEST_CASE("write_response: an error after which the beginning of the next request is unknown ends the connection") {
  const auto closes = [](errc error) {
    response_options options;
    options.error = error;
    const std::string text =
        written([&](mutable_octets out) { return write_response(out, "GET", default_server_config, options); });
    return read(text).find("Connection").find("close") != std::string::npos;
  };
  for (unsigned code = static_cast<unsigned>(errc::tls_record);
       code <= static_cast<unsigned>(errc::unknown_transfer_coding); ++code) {
    CAPTURE(static_cast<errc>(code));
    CHECK(closes(static_cast<errc>(code)));
  }
  CHECK(closes(errc::body_on_handshake));
  CHECK(closes(errc::timed_out));
  CHECK(closes(errc::truncated));
  CHECK(closes(errc::bad_chunk));
  CHECK(closes(errc::bad_chunk_extension));
  CHECK(closes(errc::bad_trailer));
  CHECK(closes(errc::forbidden_trailer));
  CHECK(closes(errc::body_too_large));
  for (const errc error : {errc::missing_host, errc::bad_host, errc::not_an_upgrade, errc::bad_handshake_method,
                           errc::unsupported_version, errc::missing_version, errc::bad_key, errc::bad_extensions,
                           errc::bad_expect, errc::forbidden_origin, errc::no_common_subprotocol}) {
    CAPTURE(error);
    CHECK(!closes(error));
  }
}

TEST_CASE("write_response writes every status from 200 to 599, for GET and HEAD") {
  const field challenges[] = {{"WWW-Authenticate", "Basic"}, {"Proxy-Authenticate", "Basic"}};
  for (unsigned status = 200; status <= 599; ++status) {
    CAPTURE(status);
    for (const octets method : {octets("GET"), octets("HEAD"), octets("")}) {
      if (status < 300 && method.empty()) continue;  // an unknown method may be CONNECT
      for (const bool keep_alive : {true, false}) {
        response_options options;
        options.status = static_cast<std::uint16_t>(status);
        options.header = challenges;
        options.close = !keep_alive;
        const std::string text =
            written([&](mutable_octets out) { return write_response(out, method, default_server_config, options); });
        const bool no_body = method == "HEAD" || status == 204 || status == 205 || status == 304;
        const response answer = read(text, !no_body);
        CHECK(answer.complete);
        CHECK(answer.status == static_cast<int>(status));
        // A status without a reason phrase has no default body.
        CHECK(answer.body.empty() == (no_body || answer.reason.empty()));
        if (!answer.body.empty())
          CHECK_MESSAGE(answer.body.find('\n') == answer.body.size() - 1, "the body is one line of text");
        CHECK((answer.find("Connection").find("close") != std::string::npos) == !keep_alive);
        CHECK(answer.count("Upgrade") == (status == 426 ? 1 : 0));
        CHECK(answer.count("Allow") == (status == 405 ? 1 : 0));
        CHECK(answer.count("Sec-WebSocket-Version") == (status == 426 ? 1 : 0));
        if (status == 204 || status == 304) CHECK(answer.count("Content-Length") == 0);
      }
    }
  }
}

// The statuses are from RFC 9110 §15; 428, 429, 431 and 511 from RFC 6585 §§3 to 6, 425 from RFC 8470 §5.2, 451 from
// RFC 7725 §3.
TEST_CASE("write_response: a registered status has its reason phrase, any other status has an empty phrase") {
  const std::map<int, std::string> phrases = {
      {200, "OK"},
      {201, "Created"},
      {202, "Accepted"},
      {203, "Non-Authoritative Information"},
      {204, "No Content"},
      {205, "Reset Content"},
      {206, "Partial Content"},
      {300, "Multiple Choices"},
      {301, "Moved Permanently"},
      {302, "Found"},
      {303, "See Other"},
      {304, "Not Modified"},
      {307, "Temporary Redirect"},
      {308, "Permanent Redirect"},
      {400, "Bad Request"},
      {401, "Unauthorized"},
      {402, "Payment Required"},
      {403, "Forbidden"},
      {404, "Not Found"},
      {405, "Method Not Allowed"},
      {406, "Not Acceptable"},
      {407, "Proxy Authentication Required"},
      {408, "Request Timeout"},
      {409, "Conflict"},
      {410, "Gone"},
      {411, "Length Required"},
      {412, "Precondition Failed"},
      {413, "Content Too Large"},
      {414, "URI Too Long"},
      {415, "Unsupported Media Type"},
      {416, "Range Not Satisfiable"},
      {417, "Expectation Failed"},
      {421, "Misdirected Request"},
      {422, "Unprocessable Content"},
      {425, "Too Early"},
      {426, "Upgrade Required"},
      {428, "Precondition Required"},
      {429, "Too Many Requests"},
      {431, "Request Header Fields Too Large"},
      {451, "Unavailable For Legal Reasons"},
      {500, "Internal Server Error"},
      {501, "Not Implemented"},
      {502, "Bad Gateway"},
      {503, "Service Unavailable"},
      {504, "Gateway Timeout"},
      {505, "HTTP Version Not Supported"},
      {511, "Network Authentication Required"},
  };
  const field challenges[] = {{"WWW-Authenticate", "Basic"}, {"Proxy-Authenticate", "Basic"}};
  for (int status = 200; status <= 599; ++status) {
    response_options options;
    options.status = static_cast<std::uint16_t>(status);
    options.header = challenges;
    const auto found = phrases.find(status);
    const std::string line =
        "HTTP/1.1 " + std::to_string(status) + ' ' + (found != phrases.end() ? found->second : "") + "\r\n";
    const std::string text =
        written([&](mutable_octets out) { return write_response(out, "HEAD", default_server_config, options); });
    CHECK(text.substr(0, text.find('\n') + 1) == line);
  }
}

TEST_CASE("write_response: every error has its status") {
  for (unsigned code = 0; code < errc_count; ++code) {
    const auto error = static_cast<errc>(code);
    const error_info& info = describe(error);
    CAPTURE(std::string(info.name));
    if (info.status == 0) continue;  // an error for misuse of the API has no status
    response_options options;
    options.error = error;
    const std::string text =
        with_every_size([&](mutable_octets out) { return write_response(out, "GET", default_server_config, options); });
    const response answer = read(text);
    CHECK(answer.complete);
    CHECK(answer.status == info.status);
    CHECK(!answer.reason.empty());
    CHECK_MESSAGE(answer.body.find(info.message) != std::string::npos, "the body contains the error's message");
    CHECK(answer.count("Content-Length") == 1);
    CHECK(answer.find("Server") == "wshake");
  }
}

TEST_CASE("write_response writes 403 if the options have neither a status nor an error") {
  CHECK(read(written([](mutable_octets out) { return write_response(out, "GET"); })).status == 403);
}

TEST_CASE("write_response: the answer to a missing version names the supported version") {
  response_options options;
  options.error = errc::missing_version;
  const response answer =
      read(written([&](mutable_octets out) { return write_response(out, "GET", default_server_config, options); }));
  CHECK(answer.status == 400);
  CHECK(answer.find("Sec-WebSocket-Version") == "13");
}

TEST_CASE("write_response: the caller's status overrides the error's") {
  response_options options;
  options.error = errc::forbidden_origin;
  options.status = 404;
  const response answer =
      read(written([&](mutable_octets out) { return write_response(out, "GET", default_server_config, options); }));
  CHECK(answer.status == 404);
  CHECK(answer.complete);
}

// RFC 9110 §9.3.6, §8.6: a 2xx to CONNECT would open a tunnel, and must not have a Content-Length. An empty method is
// not known, and may be CONNECT.
TEST_CASE("write_response rejects a 2xx to CONNECT or to an unknown method, and no other status or method") {
  constexpr field challenges[] = {{"WWW-Authenticate", "Basic"}, {"Proxy-Authenticate", "Basic"}};
  for (const std::string_view method : {"CONNECT", "connect", "CONNECTS", "GET", "HEAD", ""}) {
    for (unsigned status = 200; status <= 599; ++status) {
      CAPTURE(std::string(method));
      CAPTURE(status);
      response_options options;
      options.status = static_cast<std::uint16_t>(status);
      options.header = challenges;
      errc error = errc::none;
      const std::string text = written(
          [&](mutable_octets out) { return write_response(out, octets(method), default_server_config, options); },
          &error);
      const bool tunnel = (method == "CONNECT" || method.empty()) && status < 300;
      CHECK(error == (tunnel ? errc::bad_status : errc::none));
      CHECK(text.empty() == tunnel);
    }
  }
}

TEST_CASE("write_response rejects statuses outside 200 to 599") {
  for (const unsigned status : {1U, 99U, 100U, 101U, 199U, 600U, 999U, 1000U, 65535U}) {
    response_options options;
    options.status = static_cast<std::uint16_t>(status);
    errc error = errc::none;
    const std::string text =
        written([&](mutable_octets out) { return write_response(out, "GET", default_server_config, options); }, &error);
    CHECK(error == errc::bad_status);
    CHECK(text.empty());
  }
}

TEST_CASE("write_response rejects a body beside a content_length, even if both are empty") {
  for (const octets body : {octets(""), octets("text")}) {
    for (const std::size_t length : {std::size_t{0}, std::size_t{4}}) {
      char out[256];
      const write_result result =
          write_response(out, "GET", default_server_config, {.status = 200, .body = body, .content_length = length});
      CHECK(result.error == errc::bad_argument);
      CHECK(result.error.field == "content_length");
      CHECK(result.written.empty());
    }
  }
}

TEST_CASE("field names and values, reason and product hold only bytes of their grammar") {
  const std::string tokens = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  const handshake_request request = sample_request(plain);
  for (unsigned code = 0; code < 256; ++code) {
    CAPTURE(code);
    const char octet = static_cast<char>(code);
    const std::string text = std::string("a") + octet + "b";
    const bool token = tokens.find(octet) != std::string::npos;
    const bool control = (code < 0x20 && octet != '\t') || code == 0x7f;  // RFC 9110 §5.5
    const auto accept_error = [&](const field& line, const server_options& config) {
      accept_options options;
      options.header = {&line, 1};
      return write_accept(guarded(1000).all(), request, {}, config, options).error;
    };
    const auto response_error = [&](const field& line, octets reason, const server_options& config) {
      response_options options;
      options.header = {&line, 1};
      options.reason = reason;
      return write_response(guarded(1000).all(), "GET", config, options).error;
    };
    const errc for_name = token ? errc::none : errc::bad_argument;
    const errc for_value = control ? errc::bad_argument : errc::none;
    CHECK(accept_error({text, "x"}, {}) == for_name);
    CHECK(response_error({text, "x"}, "", {}) == for_name);
    CHECK(accept_error({"X", text}, {}) == for_value);
    CHECK(response_error({"X", text}, "", {}) == for_value);
    CHECK(response_error({"X", "x"}, text, {}) == for_value);
    server_options config;
    config.product = text;
    const errc for_config = control ? errc::bad_config : errc::none;
    CHECK(accept_error({"X", "x"}, config) == for_config);
    CHECK(server_config(config).error() == diagnostic{for_config, 0, control ? "product" : octets()});
    config.product = "";
    const field bad[] = {{"Good", "x"}, {"X", text}};
    config.header = bad;
    CHECK(accept_error({"Y", "x"}, config) == for_config);
    CHECK(server_config(config).error() == diagnostic{for_config, control ? 1U : 0U, control ? "header" : octets()});
    // With a bad configuration write_response() succeeds: it writes a plain 500.
    CHECK(response_error({"Y", "x"}, "", config) == errc::none);
  }
  accept_options options;
  const field nameless = {"", "x"};
  options.header = {&nameless, 1};
  CHECK(write_accept(guarded(1000).all(), request, {}, {}, options).error == errc::bad_argument);
}

TEST_CASE("reserved fields fail in any letter case, in a call's options and in the configuration") {
  const handshake_request request = sample_request(plain);
  for (const std::string name :
       {"Connection", "connection", "UPGRADE", "Content-Length", "content-LENGTH", "Transfer-Encoding", "Trailer",
        "Sec-WebSocket-Accept", "sec-websocket-key", "Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions",
        "Sec-WebSocket-Version", "SEC-WEBSOCKET-X", "Sec-WebSocket-", "TE", "keep-alive", "Proxy-Connection"}) {
    CAPTURE(name);
    const field lines[] = {{"X", "1"}, {name, "x"}};
    accept_options accepting;
    accepting.header = lines;
    response_options refusing;
    refusing.header = lines;
    server_options config;
    CHECK(write_accept(guarded(1000).all(), request, {}, config, accepting).error == errc::reserved_field);
    CHECK(write_response(guarded(1000).all(), "GET", config, refusing).error == errc::reserved_field);
    config.header = lines;
    CHECK(write_accept(guarded(1000).all(), request, {}, config).error == errc::bad_config);
    CHECK(server_config(config).error() == diagnostic{errc::bad_config, 1, "header"});
  }
  for (const std::string name : {"Connections", "Sec-WebSocket", "Sec-Web", "X-Upgrade", "Upgrade-Insecure", "Date"}) {
    CAPTURE(name);
    const field lines[] = {{name, "x"}};
    accept_options accepting;
    accepting.header = lines;
    CHECK(write_accept(guarded(1000).all(), request, {}, {}, accepting).error == errc::none);
  }
}

TEST_CASE("close_refused of a configuration ends the connection after every refusal") {
  server_options config;
  config.close_refused = true;
  CHECK(read(written([&](mutable_octets out) { return write_response(out, "GET", config); })).find("Connection") ==
        "close");
}

}  // namespace
}  // namespace wshake::test
