// SPDX-License-Identifier: BSL-1.0
// Tests find_continuation() with lists of fields: every status, and the members of each kind of continuation. The tests
// with heads as octets are in tests/transcripts/client_*.txt.
#include <string>
#include <string_view>
#include <vector>

#include <wshake/continuation.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

using kind = continuation::kind;

response_view response_of(unsigned status, const std::vector<field>& header) { return {11, status, "", header}; }

TEST_CASE("find_continuation: every status has its continuation") {
  const std::vector<field> header = {{"Location", "/x"},
                                     {"WWW-Authenticate", "Basic realm=\"origin\""},
                                     {"Proxy-Authenticate", "Basic realm=\"proxy\""},
                                     {"Retry-After", "7"}};
  const uri where = uri_of("ws://a/");
  for (unsigned each = 100; each < 2800; ++each) {
    const unsigned status = 100 + each % 900;
    const unsigned version = each < 1000 ? 11 : each < 1900 ? 20 : 30;
    CAPTURE(status);
    CAPTURE(version);
    response_view response = response_of(status, header);
    response.version = version;
    const continuation next = find_continuation(response, where);
    kind expected = kind::nothing;
    if (status == 301 || status == 302 || status == 303 || status == 307 || status == 308) expected = kind::redirect;
    if (status == 401 || status == 407) expected = kind::authenticate;
    if (status == 429 || status == 503) expected = kind::retry_later;
    if (status == 421) expected = kind::reconnect;
    if (status == 425) expected = kind::resend;
    if (version != 11 && (status == 405 || status == 501)) expected = kind::use_http_1_1;
    CHECK((next.what == expected));
    // Each kind of continuation sets its own members and no other members.
    CHECK(next.location == std::string_view(expected == kind::redirect ? "/x" : ""));
    CHECK(next.same_origin == (expected == kind::redirect));
    CHECK(!next.downgrade);
    CHECK(next.challenges.empty() == (expected != kind::authenticate));
    CHECK(next.by_proxy == (status == 407));
    if (expected == kind::authenticate) {
      CHECK(next.challenges.begin()->realm() == std::string_view(status == 407 ? "proxy" : "origin"));
    }
    CHECK(next.retry_after == std::string_view(expected == kind::retry_later ? "7" : ""));
    CHECK(next.retry_seconds.has_value() == (expected == kind::retry_later));
    CHECK(next.retry_seconds.value_or(7) == 7);
  }
}

TEST_CASE("find_continuation: redirects between every pair of URIs lead to the right URI") {
  struct place {
    const char* text;
    bool secure;
    const char* origin;  // URIs of one origin have the same text here
  };
  const place places[] = {
      {"ws://a.example/x", false, "ws a.example 80"},
      {"http://a.example:80", false, "ws a.example 80"},
      {"ws://A.EXAMPLE/y?z", false, "ws a.example 80"},
      {"ws://user:secret@a.example/", false, "ws a.example 80"},
      {"ws://a.example:443/", false, "ws a.example 443"},
      {"ws://a.example:8080/", false, "ws a.example 8080"},
      {"wss://a.example/", true, "wss a.example 443"},
      {"https://a.example:443/x", true, "wss a.example 443"},
      {"wss://a.example:80/", true, "wss a.example 80"},
      {"wss://a.example:8080/", true, "wss a.example 8080"},
      {"ws://b.example/", false, "ws b.example 80"},
      {"ws://a.example.b.example/", false, "ws a.example.b.example 80"},
      {"ws://a.exampl/", false, "ws a.exampl 80"},
      {"ws://[::1]/", false, "ws [::1] 80"},
      {"wss://[::1]:80/", true, "wss [::1] 80"},
  };
  for (const place& from : places) {
    for (const place& to : places) {
      CAPTURE(from.text);
      CAPTURE(to.text);
      const std::string target = to.text;
      const std::vector<field> header = {{"Location", target}};
      const continuation next = find_continuation(response_of(302, header), uri_of(octets(std::string_view(from.text))));
      const uri left = uri_of(octets(std::string_view(from.text)));
      const bool same = std::string_view(from.origin) == to.origin;
      CHECK(same_origin(left, uri_of(target)) == same);
      CHECK(same_origin(uri_of(target), left) == same);
      if (target.find('@') != std::string::npos) {  // RFC 9110 §4.2.4
        CHECK((next.what == kind::nothing));
        continue;
      }
      CHECK((next.what == kind::redirect));
      CHECK(next.same_origin == same);
      CHECK(next.downgrade == (from.secure && !to.secure));
      CHECK(next.location.data() == target.data());
    }
  }
}

TEST_CASE("same_origin: a port of 0 is the scheme's default") {
  uri own;
  own.host = "a.example";
  CHECK(same_origin(own, uri_of("ws://a.example:80/")));
  CHECK(!same_origin(own, uri_of("wss://a.example/")));
  own.secure = true;
  CHECK(same_origin(own, uri_of("https://a.example/")));
  CHECK(!same_origin(own, uri_of("wss://a.example:80/")));
}

TEST_CASE("find_continuation: relative references keep origin and security") {
  for (const octets where : {octets("ws://a/b/c?d"), octets("wss://a:81"), octets("wss://[::1]:8443/")}) {
    for (const octets reference : {octets("x"), octets("/x"), octets("?x"), octets("#x"), octets(""), octets("../../x"),
                                   octets("./x:y"), octets("/x?http://other/")}) {
      CAPTURE(where);
      CAPTURE(reference);
      const std::vector<field> header = {{"Location", reference}};
      const continuation next = find_continuation(response_of(307, header), uri_of(where));
      CHECK((next.what == kind::redirect));
      CHECK(next.same_origin);
      CHECK(!next.downgrade);
    }
  }
}

TEST_CASE("find_continuation: a redirect without a usable Location is no continuation") {
  const uri where = uri_of("wss://a/b");
  const auto is_nothing = [&](const std::vector<field>& header) {
    return describe_next(find_continuation(response_of(301, header), where)) == describe_next({});
  };
  CHECK(is_nothing({}));
  CHECK(is_nothing({{"Location", "/a"}, {"location", "/a"}}));
  CHECK(is_nothing({{"Content-Location", "/a"}}));
  for (const octets reference : {octets("ftp://a/"), octets("mailto:a@b"), octets("javascript:alert(1)"), octets("//"),
                                 octets("///x"), octets("a b"), octets("a\r\nb"), octets("\xff"),
                                 octets("ws://a:99999/"), octets("wss:x"), octets("https://")}) {
    CAPTURE(reference);
    CHECK(is_nothing({{"Location", reference}}));
  }
}

// find_continuation() and resolve_uri() agree: a response is a redirect if and only if resolve_uri() can write the URI
// that the response's Location names.
TEST_CASE("find_continuation: a redirect agrees with resolve_uri()") {
  const char* const pieces[] = {"ws",  "http",  "https", "wss",  "ftp",  ":", "/",  "//", "a",
                                "A.b", "@",     ":80",   ":443", "?",    "#", "..", ".",  "[",
                                "]",   "[::1]", " ",     "%20",  "\xc3", ";", "=",  ":0"};
  random_numbers random(11);
  unsigned redirects = 0;
  const octets bases[] = {"ws://a/b/c", "wss://A.b:80", "ws://[::1]/?x"};
  for (int round = 0; round < 20000; ++round) {
    std::string reference;
    for (std::size_t count = random.below(7); count > 0; --count) reference += pieces[random.below(std::size(pieces))];
    const uri where = uri_of(bases[random.below(3)]);
    char out[256];
    const write_result resolved = resolve_uri(out, where, reference);
    const std::vector<field> header = {{"Location", reference}};
    const continuation next = find_continuation(response_of(302, header), where);
    CAPTURE(reference);
    REQUIRE((next.what == kind::redirect) == static_cast<bool>(resolved));
    if (!resolved) continue;
    ++redirects;
    const uri_reading target = parse_uri({out, resolved.written.size()});
    REQUIRE(target);
    REQUIRE(next.same_origin == same_origin(where, target.found));
    REQUIRE(next.downgrade == (where.secure && !target.found.secure));
  }
  CHECK(redirects > 2000);
}

TEST_CASE("find_continuation: the challenges of several fields are found in order") {
  const std::vector<field> header = {{"WWW-Authenticate", "Negotiate"},
                                     {"Proxy-Authenticate", "Basic realm=\"p\""},
                                     {"www-authenticate", "Digest realm=\"d\", Basic realm=\"b\""}};
  std::string schemes;
  for (const challenge& one : find_continuation(response_of(401, header), {}).challenges) {
    schemes += std::string(std::string_view(one.scheme)) + ' ';
  }
  CHECK(schemes == "Negotiate Digest Basic ");
  CHECK(find_continuation(response_of(407, header), {}).challenges.begin()->realm() == "p");
}

TEST_CASE("find_continuation: a 401 without a challenge has an empty list") {
  const continuation next = find_continuation(response_of(401, {}), uri_of("ws://a"));
  CHECK(next.challenges.empty());
  CHECK(next.challenges.begin() == next.challenges.end());
  CHECK(!next.challenges.find("Basic"));
}

TEST_CASE("find_continuation: Retry-After is read in seconds") {
  const auto seconds = [](octets value) {
    const std::vector<field> header = {{"Retry-After", value}};
    const continuation next = find_continuation(response_of(503, header), {});
    CHECK(next.retry_after == value);
    return next.retry_seconds ? std::to_string(*next.retry_seconds) : std::string("no number");
  };
  CHECK(seconds("0") == "0");
  CHECK(seconds("1") == "1");
  CHECK(seconds("4294967294") == "4294967294");
  CHECK(seconds("4294967295") == "4294967295");
  CHECK(seconds("4294967296") == "4294967295");
  CHECK(seconds("4294967300") == "4294967295");
  CHECK(seconds("42949672950") == "4294967295");
  CHECK(seconds("18446744073709551616") == "4294967295");
  CHECK(seconds("00000000000000000000000000000000000000000012") == "12");
  for (const octets value : {octets(""), octets("-1"), octets("+1"), octets("1.0"), octets("1s"), octets("0x1"),
                             octets("1,2"), octets("Fri, 31 Dec 1999 23:59:59 GMT")}) {
    CAPTURE(value);
    CHECK(seconds(value) == "no number");
  }
}

}  // namespace
}  // namespace wshake::test
