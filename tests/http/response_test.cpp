// SPDX-License-Identifier: BSL-1.0
// Tests read_response(): a head with or without octets after the head, the parts of the head, and the offset of errors.
#include <string>
#include <string_view>

#include <wshake/response.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// Reads octets that end right before a guard page. The octets are writable, because read_response() unfolds folded
// lines in place.
response_reading read_guarded(std::string_view text, const limits& limit = {},
                              head_grammar grammar = head_grammar::strict) {
  static const guarded window(70000);
  const octets there = window.put(text);
  return read_response({const_cast<char*>(there.data()), there.size()}, limit, grammar);
}

const std::string answer =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
    "\r\n";

TEST_CASE("read_response needs more for every prefix of a head") {
  for (std::size_t size = 0; size < answer.size(); ++size) {
    CAPTURE(size);
    CHECK(read_guarded(std::string_view(answer).substr(0, size)).need_more());
  }
}

TEST_CASE("read_response finds the parts of a head") {
  const response_reading reading = read_guarded(answer + "\x81\x05hello");
  CHECK(reading.error == errc::none);
  CHECK(reading.consumed == answer.size());
  CHECK(reading.head.version == 11);
  CHECK(reading.head.status == 101);
  CHECK(reading.head.reason == "Switching Protocols");
  CHECK(reading.head.raw == answer);
  CHECK(reading.head.header.find("sec-websocket-accept") == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
  CHECK(reading.head.header.count("Upgrade") == 1);
}

// RFC 9112 §4: a client should ignore the reason phrase. Some servers leave out the space before the phrase.
TEST_CASE("read_response accepts every valid form of a status line") {
  const auto reads = [](std::string_view line, unsigned version, unsigned status, std::string_view reason) {
    CAPTURE(line);
    const response_reading reading = read_guarded(std::string(line) + "\r\nA: b\r\n\r\n");
    REQUIRE(reading.error == errc::none);
    CHECK(reading.head.version == version);
    CHECK(reading.head.status == status);
    CHECK(reading.head.reason == reason);
    CHECK(reading.head.header.find("A") == "b");
  };
  reads("HTTP/1.1 101 Switching Protocols", 11, 101, "Switching Protocols");
  reads("HTTP/1.1 101 ", 11, 101, "");
  reads("HTTP/1.1 101", 11, 101, "");
  reads("HTTP/1.0 200 Connection established", 10, 200, "Connection established");
  reads("HTTP/1.1 999 \tWhy  not? \xc3\xa4", 11, 999, "\tWhy  not? \xc3\xa4");
  reads("HTTP/1.9 100 x", 19, 100, "x");
}

TEST_CASE("read_response rejects malformed status lines at the first invalid byte") {
  const auto fails = [](std::string_view text, errc error, std::size_t at) {
    CAPTURE(text);
    for (const std::string_view behind : {"", "\r\n\r\n", "x\r\n\r\n"}) {
      const response_reading reading = read_guarded(std::string(text) + std::string(behind));
      CHECK(reading.error == error);
      CHECK(reading.error.offset == at);
    }
    CHECK(read_guarded(text.substr(0, text.size() - 1)).need_more());
  };
  fails("\x15", errc::tls_record, 0);
  fails("x", errc::bad_http_version, 0);
  fails("\n", errc::bare_lf, 0);
  fails("HTTP/2", errc::unsupported_http_version, 5);
  fails("HTTP/0.", errc::unsupported_http_version, 5);
  fails("HTTP/01", errc::leading_zero_in_version, 5);
  fails("HTTP/1.00", errc::leading_zero_in_version, 7);
  fails("\r\n", errc::missing_http_version, 0);
  fails("\rH", errc::bare_cr, 0);
  fails("HTTP/1\r\n", errc::bad_http_version, 6);
  fails("HTTP/1\r1", errc::bare_cr, 6);
  fails("HTTP/x", errc::bad_http_version, 5);
  fails("HTTP/1,", errc::bad_http_version, 6);
  fails("HTTP/1.x", errc::bad_http_version, 7);
  fails("HTTP/1.10", errc::bad_http_version, 8);
  fails("HTTP/1.1x", errc::bad_http_version, 8);
  fails("HTTP/1.1\t", errc::bad_status_line, 8);
  fails("HTTP/1.1\r\n", errc::missing_status_code, 8);
  fails("HTTP/1.1\r2", errc::bare_cr, 8);
  fails("HTTP/1.1 \r\n", errc::missing_status_code, 9);
  fails("HTTP/1.1 \r2", errc::bare_cr, 9);
  fails("HTTP/1.1\n", errc::bare_lf, 8);
  fails("HTTP/1.1  ", errc::bad_status_line, 9);
  fails("HTTP/1.1 0", errc::bad_status_code, 9);
  fails("HTTP/1.1 x", errc::bad_status_code, 9);
  fails("HTTP/1.1 10\r\n", errc::bad_status_code, 11);
  fails("HTTP/1.1 10\r1", errc::bare_cr, 11);
  fails("HTTP/1.1 10 ", errc::bad_status_code, 11);
  fails("HTTP/1.1 1010", errc::bad_status_code, 12);
  fails("HTTP/1.1 101-", errc::bad_status_line, 12);
  fails("HTTP/1.1 101\n", errc::bare_lf, 12);
  fails("HTTP/1.1 101 a\n", errc::bare_lf, 14);
  fails(std::string("HTTP/1.1 101 a\0", 15), errc::bad_reason_phrase, 14);
}

TEST_CASE("read_response rejects a bare CR in the status line") {
  const response_reading reading = read_guarded("HTTP/1.1 101 a\rb\r\n\r\n");
  CHECK(reading.error == errc::bare_cr);
  CHECK(reading.error.offset == 14);
  CHECK(read_guarded("HTTP/1.1 101\rb").error.offset == 12);
}

// RFC 9112 §5.2: a user agent replaces each obs-fold by one or more SP before it interprets the value.
TEST_CASE("read_response unfolds lines") {
  const response_reading reading =
      read_guarded("HTTP/1.1 200 OK\r\nA: b\r\n \t c\r\nD: \r\n\te\r\n f\r\nG: h\r\n \r\n\r\n");
  REQUIRE(reading.error == errc::none);
  CHECK(reading.head.header.find("A") == "b     c");
  CHECK(reading.head.header.find("D") == "e   f");
  CHECK(reading.head.header.find("G") == "h");
  CHECK(reading.head.header.count("D") == 1);
}

TEST_CASE("read_response rejects white space before the first field line") {
  const response_reading reading = read_guarded("HTTP/1.1 200 OK\r\n A: b\r\n\r\n");
  CHECK(reading.error == errc::leading_white_space);
  CHECK(reading.error.offset == 17);
}

TEST_CASE("read_response rejects malformed field lines at the first invalid byte") {
  const auto fails = [](std::string_view lines, errc error, std::size_t at) {
    CAPTURE(lines);
    const std::string status = "HTTP/1.1 200 OK\r\n";
    const response_reading reading = read_guarded(status + std::string(lines) + "\r\n");
    CHECK(reading.error == error);
    CHECK(reading.error.offset == status.size() + at);
  };
  fails("A : b\r\n", errc::space_before_colon, 1);
  fails("A\r\n", errc::missing_colon, 1);
  fails(": b\r\n", errc::empty_field_name, 0);
  fails("A: b\n c: d\r\n", errc::bare_lf, 4);
  fails("A: b\rc\r\n", errc::bare_cr, 4);
  fails(std::string_view("A: b\0\r\n", 7), errc::bad_field_value, 4);
}

TEST_CASE("read_response: an input at a limit passes, and an input above the limit fails") {
  limits limit;
  limit.head = static_cast<std::uint32_t>(answer.size());
  CHECK(read_guarded(answer, limit).consumed == answer.size());
  --limit.head;
  CHECK(read_guarded(answer, limit).error == errc::head_too_large);
  CHECK(read_guarded(answer, limit).error.offset == limit.head);

  limit = {};
  limit.field_line = 32;  // the status line has 32 octets, and the line of Sec-WebSocket-Accept has more
  CHECK(read_guarded(answer, limit).error == errc::field_line_too_long);
  CHECK(read_guarded(answer, limit).error.offset == answer.find("Sec-WebSocket-Accept") + 32);
  --limit.field_line;
  CHECK(read_guarded(answer, limit).error == errc::status_line_too_long);
  CHECK(read_guarded(answer, limit).error.offset == 31);

  for (const std::uint16_t most : std::initializer_list<std::uint16_t>{0, 5, 11, 12}) {  // limit of the status line
    limit.field_line = most;
    CHECK(read_guarded(answer, limit).error == errc::status_line_too_long);
    CHECK(read_guarded(answer, limit).error.offset == most);
  }

  limit = {};
  limit.field_lines = 3;
  CHECK(read_guarded(answer, limit).error == errc::none);
  --limit.field_lines;
  CHECK(read_guarded(answer, limit).error == errc::too_many_field_lines);
}

const std::string lenient_answer =
    "\r\n\n"
    "HTTP/1.10  101 Switching Protocols\n"
    "Upgrade\t : websocket\n"
    "Connection: keep-alive,\n Upgrade\r\n"
    "Set-Cookie: a=\x01\n"
    "X:\n"
    "\n";

TEST_CASE("read_response: a lenient reader accepts what browsers accept, and needs more for every prefix") {
  for (std::size_t size = 0; size < lenient_answer.size(); ++size) {
    CAPTURE(size);
    CHECK(read_guarded(lenient_answer.substr(0, size), {}, head_grammar::lenient).need_more());
  }
  const response_reading reading = read_guarded(lenient_answer + "\x81\x05hello", {}, head_grammar::lenient);
  CHECK(reading.error.ok());
  CHECK(reading.consumed == lenient_answer.size());
  CHECK(reading.head.raw ==
        "HTTP/1.10  101 Switching Protocols\n"
        "Upgrade:   websocket\n"
        "Connection: keep-alive,  Upgrade\r\n"
        "Set-Cookie: a=\x01\n"
        "X:\n"
        "\n");
  CHECK(reading.head.version == 11);
  CHECK(reading.head.status == 101);
  CHECK(reading.head.reason == "Switching Protocols");
  CHECK(reading.head.header.find("Upgrade") == "websocket");
  CHECK(reading.head.header.find("Connection") == "keep-alive,  Upgrade");
  CHECK(reading.head.header.find("Set-Cookie") == "a=\x01");
  CHECK(reading.head.header.find("X") == "");
  std::size_t lines = 0;
  for ([[maybe_unused]] const field& line : reading.head.header) ++lines;
  CHECK(lines == 4);
  CHECK(read_guarded(lenient_answer).error.code == errc::missing_http_version);
}

TEST_CASE("read_response: a lenient reader agrees with a strict one on every valid head") {
  const std::string folded = "HTTP/1.0 200\r\nA: b\r\n c\r\nB:\r\n\r\n";
  for (const std::string& head : {answer, folded}) {
    const response_reading strict = read_guarded(head);
    const std::string raw{std::string_view(strict.head.raw)};
    const std::string reason{std::string_view(strict.head.reason)};
    const response_reading lenient = read_guarded(head, {}, head_grammar::lenient);
    CHECK(lenient.consumed == strict.consumed);
    CHECK(lenient.head.raw == raw);
    CHECK(lenient.head.reason == reason);
    CHECK(lenient.head.status == strict.head.status);
  }
}

}  // namespace
}  // namespace wshake::test
