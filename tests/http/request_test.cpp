// SPDX-License-Identifier: BSL-1.0
// Tests read_request(): a head with or without octets after the head, the parts of the head, and the offset of errors.
#include <string>
#include <vector>

#include <wshake/request.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

request_reading read_guarded(std::string_view text, const limits& limit = {}) {
  static const guarded window(65536);
  return read_request(window.put(text), limit);
}

TEST_CASE("read_request needs more for every prefix of a head") {
  const std::string head = "\r\n" + handshake_head("Cookie: a=1; b=2\r\nX:\r\n");
  for (std::size_t size = 0; size < head.size(); ++size) {
    CAPTURE(size);
    const request_reading reading = read_guarded(std::string_view(head).substr(0, size));
    CHECK(reading.need_more());
    CHECK(reading.error == errc::none);
    CHECK(reading.consumed == 0);
  }
}

TEST_CASE("read_request finds the parts of a head") {
  const std::string head = "\r\nOPTIONS * HTTP/1.1\r\nHost: a\r\nX: 1\r\n\r\n";
  const guarded text(octets(head + "behind"));
  const request_reading reading = read_request(text.first(text.size()));
  CHECK(reading.error == errc::none);
  CHECK(!reading.need_more());
  CHECK(reading.consumed == head.size());
  CHECK(reading.head.method == "OPTIONS");
  CHECK(reading.head.target == "*");
  CHECK(reading.head.version == 11);
  CHECK(reading.head.raw == head.substr(2));
  CHECK_MESSAGE(reading.head.raw.data() == text.data() + 2, "raw is a view of the input");
  CHECK(reading.head.header.find("x") == "1");
}

TEST_CASE("read_request accepts versions 1.0 to 1.9") {
  CHECK(read_guarded("GET / HTTP/1.0\r\n\r\n").head.version == 10);
  CHECK(read_guarded("GET / HTTP/1.1\r\n\r\n").head.version == 11);
  // RFC 9110 §2.5: HTTP/1.2 to 1.9 are read as 1.1. A recipient can ignore the features that these versions may add.
  for (char minor = '2'; minor <= '9'; ++minor) {
    const request_reading reading = read_guarded(std::string("GET / HTTP/1.") + minor + "\r\n\r\n");
    CHECK(reading.error == errc::none);
    CHECK(reading.head.version >= 11);
    CHECK(reading.head.version <= 19);
  }
}

TEST_CASE("read_request ignores bytes after the head") {
  const std::string head = handshake_head();
  for (const std::string& behind :
       {std::string("\0\0\0", 3), std::string("\n\n"), std::string(" folded?\r\n"), std::string(100000, 'x')}) {
    const std::string data = head + behind;
    const request_reading reading = read_request(data);
    CHECK(reading.error == errc::none);
    CHECK(reading.consumed == head.size());
  }
}

TEST_CASE("read_request checks a first line as its bytes arrive") {
  struct row {
    std::string line;
    errc error;
    std::size_t at;
  };
  // The last octet of each row decides the result.
  const std::vector<row> rows = {
      {"\x16", errc::tls_record, 0},
      {"PROXY TCP4 ", errc::proxy_protocol, 0},
      {"PROXY TCP6 ", errc::proxy_protocol, 0},
      {"PROXY UNKNOWN ", errc::proxy_protocol, 0},
      {"PROXY UNKNOWN\r", errc::proxy_protocol, 0},
      {"PROXY TCP4\t", errc::white_space_in_target, 10},
      {{"\r\n\r\n\0\r\nQUIT\n", 12}, errc::proxy_protocol, 4},
      {{"\r\n\r\n\0\r\nQUIT\r", 12}, errc::bad_method, 4},
      {{"\r\n\r\n\0G", 6}, errc::bad_method, 4},
      {{"\r\n\0", 3}, errc::bad_method, 2},
      {{"\r\n\r\n\r\n\0", 7}, errc::bad_method, 6},
      {" ", errc::missing_method, 0},
      {"GE(", errc::bad_method, 2},
      {"GET\r\n", errc::missing_target, 3},
      {"GET\rG", errc::bare_cr, 3},
      {"GET\n", errc::bare_lf, 3},
      {"GET  ", errc::missing_target, 4},
      {"GET \r\n", errc::missing_target, 4},
      {"GET \r ", errc::bare_cr, 4},
      {"GET \t", errc::white_space_in_target, 4},
      {"GET /a\t", errc::white_space_in_target, 6},
      {"GET /a b ", errc::white_space_in_target, 6},
      {"GET /a b\t", errc::white_space_in_target, 6},
      {"GET /a http://b/ ", errc::white_space_in_target, 6},
      {"GET /  ", errc::white_space_in_target, 6},
      {"GET /\r\n", errc::missing_http_version, 5},
      {"GET /\rG", errc::bare_cr, 5},
      {"GET /\n", errc::bare_lf, 5},
      {"GET / \r\n", errc::missing_http_version, 6},
      {"GET / \rG", errc::bare_cr, 6},
      {"GET /#", errc::bad_target, 5},
      {"GET /\x80", errc::bad_target, 5},
      {"GET /a\x7f", errc::bad_target, 6},
      {"GET / h\r", errc::bad_http_version, 6},
      {"GET / http/1.1\n", errc::bad_http_version, 6},
      {"GET / HTTPS\r", errc::bad_http_version, 10},
      {{"GET / HT\0", 9}, errc::bad_http_version, 8},
      {"GET / HTTP/2", errc::unsupported_http_version, 11},
      {"GET / HTTP/0.", errc::unsupported_http_version, 11},
      {"GET / HTTP/01", errc::leading_zero_in_version, 11},
      {"GET / HTTP/1.01", errc::leading_zero_in_version, 13},
      {"GET / HTTP/1.10", errc::bad_http_version, 14},
      {"GET / HTTP/11", errc::bad_http_version, 12},
      {"GET / HTTP/1\r\n", errc::bad_http_version, 12},
      {"GET / HTTP/1\r.", errc::bare_cr, 12},
      {"GET / HTTP/1\n", errc::bare_lf, 12},
      {"GET / HTTP/1,", errc::bad_http_version, 12},
      {"GET / HTTP/1.x", errc::bad_http_version, 13},
      {"GET / HTTP/1.1x", errc::bad_http_version, 14},
      {"GET / HTTP/1.1 ", errc::space_after_version, 14},
      {"GET / HTTP/1.1\t", errc::space_after_version, 14},
      {"GET / HTTP/x", errc::bad_http_version, 11},
      {"\r\n\r\n\r\n ", errc::missing_method, 6},
  };
  for (const row& each : rows) {
    CAPTURE(escaped(each.line));
    const std::string before = each.line.substr(0, each.line.size() - 1);
    CHECK(read_guarded(before).need_more());
    const request_reading reading = read_guarded(each.line);
    CHECK(reading.error == each.error);
    CHECK(reading.error.offset == each.at);
    // Octets after the octet that decides do not change the result.
    const request_reading later = read_guarded(each.line + "\r\n: broken\n\n\r\n\r\n");
    CHECK(later.error == each.error);
    CHECK(later.error.offset == each.at);
    // A server reports the same error at the same octet.
    guarded_server one;
    CHECK(feed_all(one.role, before, cuts::every(1)).state == server_state::need_more);
    CHECK(feed_all(one.role, octets(each.line).from(before.size())).state == server_state::failed);
    CHECK(one.role.error() == each.error);
    CHECK(one.role.error().offset == each.at);
  }
}

TEST_CASE("read_request accepts only bytes of the grammar in method, target, name and value") {
  // Puts every octet at one offset in each part of a head. The grammar of RFC 9112 says whether the part may contain
  // the octet.
  const std::string head = "GET /ab HTTP/1.1\r\nHost: a\r\nName: value\r\n\r\n";
  const std::size_t in_method = 1, in_target = 5, in_name = head.find("ame"), in_value = head.find("lue");
  for (unsigned value = 0; value < 256; ++value) {
    CAPTURE(value);
    const auto octet = static_cast<unsigned char>(value);
    const auto with = [&](std::size_t at) {
      std::string text = head;
      text[at] = static_cast<char>(octet);
      return read_guarded(text);
    };
    CHECK((with(in_name).error == errc::none) == (is_tchar(static_cast<char>(octet)) || octet == ':'));
    CHECK((with(in_value).error == errc::none) == ((octet >= 0x20 && octet != 0x7f) || octet == '\t'));
    if (octet != ' ') {
      CHECK((with(in_method).error == errc::none) == is_tchar(static_cast<char>(octet)));
      CHECK((with(in_target).error == errc::none) == (octet > 0x20 && octet < 0x7f && octet != '#'));
    }
    for (const std::size_t at : {in_name, in_value, in_method, in_target}) {
      const request_reading reading = with(at);
      if (reading.error == errc::none) continue;
      CHECK(reading.consumed == 0);
      CHECK(describe(reading.error.code).status == 400);
      // A space ends a method or target, so the error is at the octet after the space. White space in a name may also
      // be reported at a later octet.
      const bool space = octet == ' ' || octet == '\t';
      CHECK((reading.error.offset == at || (space && reading.error.offset > at)));
    }
  }
}

TEST_CASE("read_request: an input at a limit passes, and an input above the limit fails") {
  const std::string head = "GET /12345 HTTP/1.1\r\nHost: a\r\nX: 1234567\r\n\r\n";
  const auto error_with = [&](auto member, auto value) {
    limits limit;
    limit.*member = static_cast<std::remove_reference_t<decltype(limit.*member)>>(value);
    return read_guarded(head, limit).error;
  };
  CHECK(error_with(&limits::head, head.size()) == errc::none);
  CHECK(error_with(&limits::head, head.size() - 1) == errc::head_too_large);
  CHECK(error_with(&limits::target, 6) == errc::none);
  CHECK(error_with(&limits::target, 5) == errc::target_too_long);
  CHECK(error_with(&limits::method, 3) == errc::none);
  CHECK(error_with(&limits::method, 2) == errc::method_too_long);
  CHECK(error_with(&limits::field_line, 10) == errc::none);
  CHECK(error_with(&limits::field_line, 9) == errc::field_line_too_long);
  CHECK(error_with(&limits::field_lines, 2) == errc::none);
  CHECK(error_with(&limits::field_lines, 1) == errc::too_many_field_lines);
  CHECK(error_with(&limits::field_lines, 0) == errc::too_many_field_lines);
}

TEST_CASE("read_request: a limit above its maximum counts as its maximum") {
  limits limit;
  limit.head = 0xffffffff;
  limit.field_line = 65535;
  limit.field_lines = 65535;
  const std::string begin = "GET / HTTP/1.1\r\nX: ";
  // The maximum of limits::head is 65,535 octets.
  const auto with_size = [&](std::size_t size) {
    const std::string text = begin + std::string(size - begin.size() - 4, 'a') + "\r\n\r\n";
    return read_request(text, limit).error;
  };
  CHECK(with_size(65535) == errc::none);
  CHECK(with_size(65536) == errc::head_too_large);
  // The maximum of limits::field_lines is 400 lines.
  const auto with_lines = [&](std::size_t count) {
    std::string text = "GET / HTTP/1.1\r\n";
    for (std::size_t n = 0; n < count; ++n) text += "X: 1\r\n";
    text += "\r\n";
    return read_request(text, limit).error;
  };
  CHECK(with_lines(400) == errc::none);
  CHECK(with_lines(401) == errc::too_many_field_lines);
}

TEST_CASE("read_request reads nothing after a head of any size") {
  for (std::size_t size = 0; size < 200; ++size) {
    CAPTURE(size);
    const std::string head = "GET / HTTP/1.1\r\nX: " + std::string(size, 'a') + "\r\n\r\n";
    const guarded text((octets(head)));
    const request_reading reading = read_request(text.first(text.size()));
    CHECK(reading.consumed == head.size());
    CHECK(reading.head.header.find("X").value_or("").size() == size);
  }
}

}  // namespace
}  // namespace wshake::test
