// SPDX-License-Identifier: BSL-1.0
// Tests read_request_list() and read_response_list() with the pseudo-header fields of RFC 9113 §8.3 and RFC 9114 §4.3,
// and is_malformed().
#include <set>
#include <string>
#include <vector>

#include <wshake/header_list.hpp>

#include "carrier/header_lists.hpp"

namespace wshake::test {
namespace {

diagnostic request_fault(const field_list& list) {
  const request_list_reading read = read_request_list(list, 20);
  const request_list_reading same = read_request_list(list, 30);
  CHECK(read.error == same.error);
  CHECK(static_cast<bool>(read) == read.error.ok());
  if (!read) {
    CHECK_MESSAGE(is_malformed(read.error.code), describe(read.error.code).name);
    CHECK_MESSAGE(read.head.method.empty(), "after an error the view is empty");
    CHECK(read.head.header.empty());
  }
  return read.error;
}

diagnostic response_fault(const field_list& list) {
  const response_list_reading read = read_response_list(list, 20);
  CHECK(read.error == read_response_list(list, 30).error);
  if (!read) {
    CHECK_MESSAGE(is_malformed(read.error.code), describe(read.error.code).name);
    CHECK(read.head.status == 0);
    CHECK(read.head.header.empty());
  }
  return read.error;
}

// A header list that breaks one rule on its pseudo-header fields, and the error that is expected.
struct broken_list {
  const char* what;
  field_list list;
  errc code;
  std::size_t offset;
  octets field;
};

void check_requests(const std::vector<broken_list>& lists) {
  for (const broken_list& one : lists) {
    CAPTURE(one.what);
    check_fault(request_fault(one.list), one.code, one.offset, one.field);
  }
}

TEST_CASE("a header list becomes a request whose fields keep their index in the list") {
  for (const unsigned version : list_versions) {
    const field_list list = connect_list({{"origin", "https://example.com"}, {"cookie", "a"}, {"cookie", "b"}});
    const request_list_reading read = read_request_list(list, version);
    REQUIRE(read);
    CHECK(read.head.method == "CONNECT");
    CHECK(read.head.protocol == "websocket");
    CHECK(read.head.scheme == "https");
    CHECK(read.head.target == "/chat");
    CHECK(read.head.authority == "server.example.com");
    CHECK(read.head.version == version);
    CHECK(read.head.ends_stream == false);
    CHECK_MESSAGE(read.head.method.data() == list[0].value.data(), "the views point to the list's strings");
    std::size_t index = pseudo_count;
    for (auto line = read.head.header.begin(); line != read.head.header.end(); ++line, ++index) {
      CHECK(line.offset() == index);
      CHECK(line->name == list[index].name);
      CHECK(line->value == list[index].value);
    }
    CHECK(index == list.size());
    CHECK(read.head.header.count("cookie") == 2);
    CHECK(read.head.header.find(":method").has_value() == false);
    CHECK(read.head.header.find("Origin") == "https://example.com");
  }
}

TEST_CASE("the order of pseudo-header fields has no meaning") {
  field_list list = connect_list();
  for (std::size_t round = 0; round < pseudo_count; ++round) {
    CHECK(fault_in(list) == errc::none);
    field_list turned(list.begin() + 1, list.begin() + pseudo_count);
    turned.push_back(list[0]);
    turned.insert(turned.end(), list.begin() + pseudo_count, list.end());
    list = turned;
  }
}

TEST_CASE("a header list of another version than 20 and 30 is not read") {
  const field_list list = connect_list();
  const field_list answer = {{":status", "200"}};
  for (const unsigned version : {0U, 10U, 11U, 12U, 19U, 21U, 25U, 29U, 31U, 276U, 286U, 0xffffffffU}) {
    CAPTURE(version);
    const request_list_reading read = read_request_list(list, version);
    check_fault(read.error, errc::unsupported_http_version, 0, "");
    CHECK(read.head.method.empty());
    check_fault(read_response_list(answer, version).error, errc::unsupported_http_version, 0, "");
  }
}

// RFC 9113 §8.3
TEST_CASE("an unknown pseudo-header field makes a header list malformed") {
  check_requests({
      {"unknown", connect_list(), errc::none, 0, ""},
      {"first", {{":version", "HTTP/2"}, {":method", "GET"}}, errc::unknown_pseudo_field, 0, ":version"},
      {"a colon alone", {{":method", "GET"}, {":", "x"}}, errc::unknown_pseudo_field, 1, ":"},
      {"in upper case", {{":Method", "GET"}}, errc::unknown_pseudo_field, 0, ":Method"},
      {"a NUL behind the name", {{octets(":method\0", 8), "GET"}}, errc::unknown_pseudo_field, 0, octets(":method\0", 8)},
      {"two colons", {{"::method", "GET"}}, errc::unknown_pseudo_field, 0, "::method"},
  });
  check_fault(response_fault({{":status", "200"}, {":reason", "OK"}}), errc::unknown_pseudo_field, 1, ":reason");
}

TEST_CASE("a repeated pseudo-header field makes a header list malformed, also if both have the same value") {
  for (std::size_t twice = 0; twice < pseudo_count; ++twice) {
    field_list list = connect_list();
    list.insert(list.begin() + pseudo_count, list[twice]);
    check_fault(request_fault(list), errc::repeated_pseudo_field, pseudo_count, list[twice].name);
  }
  check_fault(response_fault({{":status", "200"}, {":status", "200"}}), errc::repeated_pseudo_field, 1, ":status");
}

TEST_CASE("a pseudo-header field behind another field makes a header list malformed") {
  field_list list = connect_list({{"x-a", "1"}, {":method", "CONNECT"}});
  check_fault(fault_in(list), errc::misplaced_pseudo_field, 7, ":method");
  CHECK(is_malformed(errc::misplaced_pseudo_field));
  list = connect_list({{":unknown", "1"}});
  check_fault(fault_in(list), errc::misplaced_pseudo_field, 6, ":unknown");
  // A pseudo-header field at the end of the list is misplaced even if the list has no other field of its name.
  for (std::size_t moved = 0; moved < pseudo_count; ++moved) {
    list = connect_list();
    const field last = list[moved];
    list.erase(list.begin() + static_cast<std::ptrdiff_t>(moved));
    list.push_back(last);
    CAPTURE(last.name);
    if (last.name == ":protocol") {
      check_fault(request_fault(list), errc::misused_pseudo_field, 1, ":scheme");
    } else {
      check_fault(request_fault(list), errc::misplaced_pseudo_field, list.size() - 1, last.name);
    }
  }
}

TEST_CASE("a header list that begins with another field has no pseudo-header fields") {
  field_list list = connect_list();
  list.insert(list.begin(), {"x-a", "1"});
  check_fault(request_fault(list), errc::misplaced_pseudo_field, 1, ":method");
  check_fault(request_fault({{"x-a", "1"}}), errc::missing_method, 1, ":method");
  check_fault(response_fault({{"x-a", "1"}, {":status", "200"}}), errc::misplaced_pseudo_field, 1, ":status");
  check_fault(response_fault({{"x-a", "1"}}), errc::missing_pseudo_field, 1, ":status");
  check_fault(request_fault({{"", ""}}), errc::missing_method, 1, ":method");
}

TEST_CASE("an empty header list is malformed") {
  check_fault(request_fault({}), errc::missing_method, 0, ":method");
  check_fault(response_fault({}), errc::missing_pseudo_field, 0, ":status");
  CHECK(read_request_list({}, 20).error == errc::missing_method);
}

TEST_CASE("a pseudo-header field of responses in a request, or of requests in a response, is malformed") {
  check_requests({
      {":status first", {{":status", "200"}}, errc::misused_pseudo_field, 0, ":status"},
      {":status last", {{":method", "GET"}, {":status", "200"}}, errc::misused_pseudo_field, 1, ":status"},
  });
  for (const octets name :
       {octets(":method"), octets(":scheme"), octets(":path"), octets(":authority"), octets(":protocol")}) {
    check_fault(response_fault({{":status", "200"}, {name, "x"}}), errc::misused_pseudo_field, 1, name);
  }
}

// RFC 8441 §4, RFC 9113 §8.3.1
TEST_CASE("an extended CONNECT has :scheme, :path and :authority") {
  check_requests({
      {"no :method", without(connect_list(), ":method"), errc::missing_method, 5, ":method"},
      {"no :scheme", without(connect_list(), ":scheme"), errc::missing_pseudo_field, 5, ":scheme"},
      {"no :path", without(connect_list(), ":path"), errc::missing_target, 5, ":path"},
      {"no :authority", without(connect_list(), ":authority"), errc::missing_pseudo_field, 5, ":authority"},
  });
}

TEST_CASE("an empty pseudo-header field makes a header list malformed") {
  for (std::size_t empty = 0; empty < pseudo_count; ++empty) {
    field_list list = connect_list();
    list[empty].value = "";
    check_fault(request_fault(list), errc::missing_pseudo_field, empty, list[empty].name);
  }
  check_fault(response_fault({{":status", ""}}), errc::missing_pseudo_field, 0, ":status");
}

TEST_CASE(":protocol without CONNECT makes a header list malformed") {
  for (const octets method : {octets("GET"), octets("POST"), octets("connect"), octets("CONNECT2"), octets("CONNEC")}) {
    check_fault(request_fault(with(connect_list(), ":method", method)), errc::misused_pseudo_field, 1, ":protocol");
  }
}

// RFC 9113 §8.5
TEST_CASE("a CONNECT without :protocol has neither :scheme nor :path") {
  const field_list tunnel = {{":method", "CONNECT"}, {":authority", "a:443"}};
  check_requests({
      {"a tunnel", tunnel, errc::none, 0, ""},
      {":scheme", without(connect_list(), ":protocol"), errc::misused_pseudo_field, 1, ":scheme"},
      {":path", {{":method", "CONNECT"}, {":path", "/"}, {":authority", "a"}}, errc::misused_pseudo_field, 1, ":path"},
      {"no :authority", {{":method", "CONNECT"}}, errc::missing_pseudo_field, 1, ":authority"},
  });
  const request_view asked = head_of(tunnel);
  CHECK(!is_upgrade(asked));
  CHECK(check(asked) == errc::not_extended_connect);
}

TEST_CASE("a request other than CONNECT needs :method, :scheme and :path, but no :authority") {
  check_requests({
      {"complete", {{":method", "GET"}, {":scheme", "https"}, {":path", "/"}}, errc::none, 0, ""},
      {"no :path", {{":method", "GET"}, {":scheme", "https"}}, errc::missing_target, 2, ":path"},
      {"no :scheme", {{":method", "GET"}, {":path", "/"}}, errc::missing_pseudo_field, 2, ":scheme"},
      {"no :method", {{":scheme", "https"}, {":path", "/"}}, errc::missing_method, 2, ":method"},
      {"OPTIONS *", {{":method", "OPTIONS"}, {":scheme", "https"}, {":path", "*"}}, errc::none, 0, ""},
  });
}

TEST_CASE("a pseudo-header field with an octet outside its grammar makes a header list malformed") {
  const std::string nul("\0", 1);
  check_requests({
      {"a space in :method", with(connect_list(), ":method", "CONNECT "), errc::bad_method, 0, ":method"},
      {"a bad method", {{":method", "G T"}, {":scheme", "https"}, {":path", "/"}}, errc::bad_method, 0, ":method"},
      {"a bad :protocol", with(connect_list(), ":protocol", "web socket"), errc::bad_pseudo_field, 1, ":protocol"},
      {"two protocols", with(connect_list(), ":protocol", "websocket, h2c"), errc::bad_pseudo_field, 1, ":protocol"},
      {"a NUL in :protocol", with(connect_list(), ":protocol", octets("websocket\0", 10)), errc::bad_pseudo_field, 1,
       ":protocol"},
      {"a NUL in :scheme", with(connect_list(), ":scheme", octets("https\0", 6)), errc::bad_pseudo_field, 2, ":scheme"},
      {"a line end in :scheme", with(connect_list(), ":scheme", "https\r\nx: y"), errc::bad_pseudo_field, 2, ":scheme"},
      {"a URI in :scheme", with(connect_list(), ":scheme", "https://a"), errc::bad_pseudo_field, 2, ":scheme"},
      {"a space in :path", with(connect_list(), ":path", "/a b"), errc::white_space_in_target, 3, ":path"},
      {"a tab in :path", with(connect_list(), ":path", "/a\tb"), errc::white_space_in_target, 3, ":path"},
      {"a line end in :path", with(connect_list(), ":path", "/a\r\nx: y"), errc::bad_target, 3, ":path"},
      {"a NUL in :path", with(connect_list(), ":path", nul), errc::bad_target, 3, ":path"},
      {"a fragment in :path", with(connect_list(), ":path", "/a#b"), errc::bad_target, 3, ":path"},
      {"UTF-8 in :path", with(connect_list(), ":path", "/\xc3\xa4"), errc::bad_target, 3, ":path"},
      {"a space in :authority", with(connect_list(), ":authority", " a"), errc::bad_pseudo_field, 4, ":authority"},
      {"a NUL in :authority", with(connect_list(), ":authority", octets("a\0b", 3)), errc::bad_pseudo_field, 4,
       ":authority"},
      {"a line end in :authority", with(connect_list(), ":authority", "a\r\nx: y"), errc::bad_pseudo_field, 4,
       ":authority"},
  });
}

// RFC 9113 §8.3.2
TEST_CASE("the header list of a response without exactly one valid :status is malformed") {
  for (const octets status : {octets("2"), octets("20"), octets("2000"), octets("099"), octets("000"), octets("2x0"),
                              octets(" 200"), octets("+20"), octets("-20"), octets("200 OK"), octets("20\0", 3)}) {
    CAPTURE(status);
    check_fault(response_fault({{":status", status}}), errc::bad_status_code, 0, ":status");
  }
  for (unsigned status = 100; status < 1000; ++status) {
    if (status == 101) continue;
    const std::string digits = std::to_string(status);
    const field_list list = {{":status", digits}, {"x-a", "1"}};
    const response_list_reading read = read_response_list(list, 20);
    REQUIRE(read);
    REQUIRE(read.head.status == status);
    REQUIRE(read.head.version == 20);
    REQUIRE(read.head.reason.empty());
    REQUIRE(read.head.header.begin().offset() == 1);
  }
}

// RFC 9113 §8.6
TEST_CASE("the header list of a response with the status 101 is malformed") {
  check_fault(response_fault({{":status", "101"}, {"upgrade", "websocket"}}), errc::switching_protocols, 0, ":status");
}

TEST_CASE("a header list of 65,534 entries is read, and a larger header list has too many fields") {
  field_list list = connect_list();
  list.resize(65534, {"x-a", "1"});
  CHECK(fault_in(list) == errc::none);
  for (const std::size_t size : {std::size_t{65535}, std::size_t{65536}, std::size_t{70000}}) {
    CAPTURE(size);
    list.resize(size, {"x-a", "1"});
    check_fault(fault_in(list), errc::too_many_field_lines, 65535, "");
    guarded_server one;
    CHECK(one.role.adopt(head_of(list)) == server_state::failed);
    CHECK(responded_fields(one.role).status == 431);
  }
  const field_list pseudo(70000, {":method", "CONNECT"});
  check_fault(request_fault(pseudo), errc::repeated_pseudo_field, 1, ":method");
}

TEST_CASE("is_malformed is true for the rules of RFC 9113 §8 and RFC 9114 §4, and false for every other rule") {
  const std::set<errc> malformed = {
      errc::missing_method,
      errc::bad_method,
      errc::missing_target,
      errc::bad_target,
      errc::white_space_in_target,
      errc::bad_status_code,
      errc::empty_field_name,
      errc::bad_field_name,
      errc::bad_field_value,
      errc::upper_case_field_name,
      errc::white_space_around_value,
      errc::connection_specific_field,
      errc::bad_te,
      errc::misplaced_pseudo_field,
      errc::unknown_pseudo_field,
      errc::repeated_pseudo_field,
      errc::misused_pseudo_field,
      errc::missing_pseudo_field,
      errc::bad_pseudo_field,
      errc::switching_protocols,
  };
  for (unsigned code = 0; code < 256; ++code) {
    const auto rule = static_cast<errc>(code);
    CHECK_MESSAGE(is_malformed(rule) == (malformed.count(rule) == 1), describe(rule).name);
  }
}

// RFC 8441 §3, RFC 9220 §3
TEST_CASE("the setting that allows an extended CONNECT has the identifier 8 in HTTP/2 and HTTP/3") {
  CHECK(enable_connect_protocol == 0x8);
}

}  // namespace
}  // namespace wshake::test
