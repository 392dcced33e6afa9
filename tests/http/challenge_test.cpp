// SPDX-License-Identifier: BSL-1.0
// Tests how challenge_list reads challenges (RFC 9110 §11.3): from a table, from lists that the test generates and
// compares with their parts, and from random octets.
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <wshake/challenge.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// The lines that a test parses. The views of a challenge_list point into these lines.
struct challenge_lines {
  explicit challenge_lines(const std::vector<std::string>& texts) : lines(texts) {
    for (const std::string& line : lines) {
      header.push_back({"X", "not, this=\"one\""});
      header.push_back({"WWW-Authenticate", line});
    }
  }
  challenge_list list() const { return challenge_list(fields(header).values("www-authenticate")); }

  std::vector<std::string> lines;
  std::vector<field> header;
};

// The challenges of a list as text, such as "Basic realm=\"a\" | Negotiate abc="
std::string text_of(const challenge_list& list) {
  std::string text;
  for (const challenge& one : list) {
    if (!text.empty()) text += " | ";
    text += std::string_view(one.scheme);
    if (!one.token68.empty()) text += " " + std::string(std::string_view(one.token68));
    if (!one.parameters.empty()) text += " " + std::string(std::string_view(one.parameters));
    CHECK((one.token68.empty() || one.parameters.empty()));
  }
  return text;
}

std::string parsed(const std::vector<std::string>& lines) { return text_of(challenge_lines(lines).list()); }

TEST_CASE("challenge: schemes, token68 and parameters are found") {
  CHECK(parsed({}) == "");
  CHECK(parsed({""}) == "");
  CHECK(parsed({" , ,\t"}) == "");
  CHECK(parsed({"Basic"}) == "Basic");
  CHECK(parsed({"Basic, Negotiate ,NTLM"}) == "Basic | Negotiate | NTLM");
  CHECK(parsed({"Basic realm=\"a\""}) == "Basic realm=\"a\"");
  CHECK(parsed({"Basic realm=a"}) == "Basic realm=a");
  CHECK(parsed({"Basic realm=\"a\",charset=\"UTF-8\""}) == "Basic realm=\"a\",charset=\"UTF-8\"");
  CHECK(parsed({"Negotiate abc"}) == "Negotiate abc");
  CHECK(parsed({"Negotiate abc="}) == "Negotiate abc=");
  CHECK(parsed({"Negotiate abc=="}) == "Negotiate abc==");
  CHECK(parsed({"Negotiate aA0-._~+/=,Basic"}) == "Negotiate aA0-._~+/= | Basic");
  CHECK(parsed({"  Basic   realm=x  ,  NTLM  "}) == "Basic realm=x | NTLM");
  CHECK(parsed({",, Basic realm=x,,Digest realm=y,"}) == "Basic realm=x | Digest realm=y");
  // The example of RFC 9110 §11.6.1.
  CHECK(parsed({"Basic realm=\"simple\", Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\""}) ==
        "Basic realm=\"simple\" | Newauth realm=\"apps\", type=1, title=\"Login to \\\"apps\\\"\"");
  // The challenges of several lines are one list.
  CHECK(parsed({"Digest realm=\"a\", nonce=\"b\"", "", "Basic", "Bearer scope=\"c d\""}) ==
        "Digest realm=\"a\", nonce=\"b\" | Basic | Bearer scope=\"c d\"");
}

TEST_CASE("challenge: text in quotation marks is not read as another challenge") {
  const challenge_lines lines({"Basic realm=\"x, Digest realm=\\\"y\\\", z\\\\\", Digest realm=\"w\""});
  CHECK(text_of(lines.list()) == "Basic realm=\"x, Digest realm=\\\"y\\\", z\\\\\" | Digest realm=\"w\"");
  CHECK(lines.list().begin()->realm() == "x, Digest realm=\\\"y\\\", z\\\\");
}

TEST_CASE("challenge: parameters are found by name") {
  const challenge_lines lines(
      {"Digest realm=\"a b\", NONCE=c , qop=\"auth,auth-int\",empty=\"\", realm=\"second\", Basic"});
  const challenge one = *lines.list().begin();
  CHECK(one.realm() == "a b");
  CHECK_MESSAGE(one.find("nonce") == "c", "the letter case of parameter names has no meaning");
  CHECK(one.find("QOP") == "auth,auth-int");
  CHECK(one.find("empty") == "");
  CHECK(!one.find("opaque"));
  CHECK(!one.find("qo"));
  CHECK(!one.find(""));
  CHECK(!one.find("Basic"));
}

TEST_CASE("challenge: white space around \"=\" is accepted") {
  // RFC 9110 §11.2, §5.6.3: BWS must be parsed and removed.
  const challenge_lines lines({"Basic realm = \"a\" ,charset\t=\tx, Digest realm= \"b\""});
  REQUIRE(text_of(lines.list()).find(" | ") != std::string::npos);
  CHECK(lines.list().begin()->realm() == "a");
  CHECK(lines.list().begin()->find("charset") == "x");
  CHECK(lines.list().find("digest")->realm() == "b");
}

TEST_CASE("challenge: a missing realm is empty") {
  CHECK(challenge_lines({"Basic"}).list().begin()->realm() == "");
  CHECK(challenge_lines({"Negotiate realm="}).list().begin()->realm() == "");  // "realm=" is a token68
  CHECK(challenge_lines({"Basic realm=\"\""}).list().begin()->realm() == "");
  CHECK(challenge{}.realm() == "");
  CHECK(!challenge{}.find("realm"));
}

TEST_CASE("challenge: a challenge is found by its scheme") {
  const challenge_lines lines({"Negotiate, Basic realm=\"first\"", "BASIC realm=\"second\", Bearer"});
  REQUIRE(lines.list().find("basic"));
  CHECK(lines.list().find("basic")->realm() == "first");
  CHECK(lines.list().find("bearer")->scheme == "Bearer");
  CHECK(!lines.list().find("digest"));
  CHECK(!lines.list().find("bas"));
  CHECK(!lines.list().find(""));
  CHECK(!challenge_list{}.find("basic"));
  CHECK(challenge_list{}.empty());
}

TEST_CASE("challenge: an invalid byte ends its line, and the next line is read") {
  const auto ends = [](const std::string& line, const std::string& before) {
    CAPTURE(line);
    CHECK(parsed({line}) == before);
    CHECK(parsed({line, "Basic realm=x"}) == (before.empty() ? "" : before + " | ") + "Basic realm=x");
  };
  ends("\"Basic\"", "");
  ends("=", "");
  ends("realm=\"a\"", "");
  ends("B\xc3\xa4sic", "");
  ends("Basic/x", "");
  ends("Basic realm=\"a", "");
  ends("Basic realm=\"a\\\"", "");
  ends("Basic a b", "");
  ends("Basic \"a\"", "");
  ends("Basic realm=\"a\" x", "");
  ends("Basic =a", "");
  ends("Basic realm=a=b", "");
  ends("Basic realm=a, (", "Basic realm=a");
  ends("Negotiate, Basic a b, Digest realm=x", "Negotiate");
  ends("Basic realm=\"a\", Digest realm=\"b", "Basic realm=\"a\"");
}

TEST_CASE("challenge: iterators can be copied and compared") {
  const challenge_lines lines({"A, A x, B", "B"});
  const challenge_list list = lines.list();
  challenge_list::iterator at = list.begin();
  const challenge_list::iterator first = at++;
  CHECK(first == list.begin());
  CHECK(at != list.begin());
  CHECK(first->scheme == "A");
  CHECK(first->token68 == "");
  CHECK((*at).token68 == "x");
  CHECK((++at)->scheme == "B");
  const challenge_list::iterator third = at;
  ++at;
  CHECK(at != third);  // the challenge at `at` has the same text as `third`, but lies in another line
  CHECK(at->scheme == "B");
  CHECK(++at == list.end());
  CHECK(list.begin() == list.begin());
}

// Lists are generated from known parts, with all white space, empty members and line breaks that the grammar allows.
TEST_CASE("challenge: generated lists are read as they were written") {
  random_numbers random(3);
  const auto any_of = [&](std::string_view octets, std::size_t least, std::size_t most) {
    std::string text;
    for (std::size_t size = least + random.below(most - least + 1); size > 0; --size)
      text += octets[random.below(octets.size())];
    return text;
  };
  const auto spaces = [&] { return any_of(" \t", 0, 2); };
  const std::string_view token = "abcXYZ019!#$%&'*+-.^_`|~";
  struct part {
    std::string scheme, token68;
    std::vector<std::pair<std::string, std::string>> parameters;
  };
  unsigned count = 0;
  for (int round = 0; round < 3000; ++round) {
    std::vector<std::string> lines = {""};
    std::vector<part> parts;
    const auto separate = [&](bool may_break) {
      if (may_break && random.below(4) == 0) {
        lines.emplace_back();
        return;
      }
      lines.back() += spaces() + "," + spaces();
      while (random.below(5) == 0) lines.back() += "," + spaces();
    };
    for (std::size_t wanted = random.below(5); wanted > 0; --wanted) {
      if (!parts.empty()) separate(true);
      part one;
      one.scheme = any_of(token, 1, 5);
      lines.back() += one.scheme;
      const std::size_t form = random.below(3);
      if (form == 1) {
        one.token68 = any_of("aZ0-._~+/", 1, 6) + any_of("=", 0, 2);
        lines.back() += any_of(" ", 1, 3) + one.token68;
      }
      for (std::size_t index = 0; form == 2 && index < 1 + random.below(3); ++index) {
        if (index == 0) {
          lines.back() += any_of(" ", 1, 3);
        } else {
          separate(false);
        }
        const std::string name = any_of(token, 1, 4);
        std::string value;
        lines.back() += name + (random.below(4) == 0 ? spaces() + "=" + spaces() : "=");
        if (random.below(2) == 0) {
          value = any_of(token, 1, 5);
          lines.back() += value;
        } else {
          for (std::size_t size = random.below(6); size > 0; --size) {
            value += random.below(4) == 0 ? "\\" + any_of("\"\\, =a", 1, 1) : any_of("a, =\xe4(;", 1, 1);
          }
          lines.back() += '"' + value + '"';
        }
        one.parameters.emplace_back(name, value);
      }
      parts.push_back(one);
      ++count;
    }
    const challenge_lines made(lines);
    std::string all;
    for (const std::string& line : lines) all += "[" + line + "]";
    CAPTURE(all);
    std::size_t index = 0;
    for (const challenge& one : made.list()) {
      REQUIRE(index < parts.size());
      const part& expected = parts[index++];
      CHECK(one.scheme == expected.scheme);
      CHECK(one.token68 == expected.token68);
      CHECK(one.parameters.empty() == expected.parameters.empty());
      for (std::size_t at = expected.parameters.size(); at > 0; --at) {
        const auto& [name, value] = expected.parameters[at - 1];
        bool first = true;  // true for the first parameter of its name; the letter case of names is ignored
        for (std::size_t before = 0; before + 1 < at; ++before) {
          std::string left = expected.parameters[before].first, right = name;
          for (char& octet : left) octet = octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + 32) : octet;
          for (char& octet : right) octet = octet >= 'A' && octet <= 'Z' ? static_cast<char>(octet + 32) : octet;
          first = first && left != right;
        }
        if (first) CHECK(one.find(name) == value);
      }
    }
    CHECK(index == parts.size());
  }
  CHECK(count > 4000);
}

// Puts random octets right before a guard page. Checks that the challenges are views of the input, in order, and that
// the iteration ends.
TEST_CASE("challenge: random text is read within its bounds") {
  random_numbers random(4);
  const std::string_view octets_of_trouble = "aB=,\" \t\\;/~(\xe4";
  for (int round = 0; round < 20000; ++round) {
    std::string text;
    for (std::size_t size = random.below(14); size > 0; --size)
      text += octets_of_trouble[random.below(octets_of_trouble.size())];
    static const guarded window(64);
    const octets line = window.put(text);
    const std::vector<field> header = {{"A", line}};
    const char* last = line.data();
    std::size_t count = 0;
    for (const challenge& one : challenge_list(fields(header).values("A"))) {
      REQUIRE(!one.scheme.empty());
      REQUIRE(one.scheme.data() >= last);
      REQUIRE(one.scheme.end() <= line.end());
      REQUIRE((one.token68.empty() || (one.token68.data() > one.scheme.end() && one.token68.end() <= line.end())));
      REQUIRE(
          (one.parameters.empty() || (one.parameters.data() > one.scheme.end() && one.parameters.end() <= line.end())));
      (void)one.realm();
      last = one.scheme.end();
      REQUIRE(++count <= text.size());
    }
  }
}

}  // namespace
}  // namespace wshake::test
