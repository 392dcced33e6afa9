// SPDX-License-Identifier: BSL-1.0
// Tests how Basic and Bearer credentials are written and read. Tests equal_constant_time(), and is_sensitive(), which
// is true for the names of fields with credentials.
#include <string>

#include <wshake/credentials.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

std::string write(octets user, octets password, errc* error = nullptr) {
  return written([&](mutable_octets out) { return write_basic(out, user, password); }, error);
}

TEST_CASE("credentials: the examples of RFC 7617 are written and read") {
  CHECK(write("Aladdin", "open sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(write("test", "123\xc2\xa3") == "Basic dGVzdDoxMjPCow==");  // §2.1
  const guarded out(32);
  const basic_credentials found = read_basic("Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==", out.all());
  CHECK(found.valid);
  CHECK(found.user == "Aladdin");
  CHECK(found.password == "open sesame");
  const basic_credentials pound = read_basic("Basic dGVzdDoxMjPCow==", out.all());
  CHECK(pound.valid);
  CHECK(pound.password == "123\xc2\xa3");
}

TEST_CASE("credentials: user and password of any size are read as they were written") {
  for (std::size_t user_size = 0; user_size < 8; ++user_size) {
    for (std::size_t password_size = 0; password_size < 8; ++password_size) {
      const std::string user(user_size, 'u'), password(password_size, 'p');
      const std::string value = write(user, password);
      CHECK(value.size() == 6 + (user_size + password_size + 1 + 2) / 3 * 4);
      const guarded out((value.size() - 6) / 4 * 3);
      const guarded copy((octets(value)));
      const basic_credentials found = read_basic(copy.first(copy.size()), out.all());
      CHECK(found.valid);
      CHECK(found.user == user);
      CHECK(found.password == password);
      CHECK_MESSAGE((found.user.data() >= out.data() && found.user.end() <= out.data() + out.size()),
                    "views into the buffer");
    }
  }
}

TEST_CASE("credentials: a password may hold colons, a user may not") {
  const guarded out(32);
  const std::string value = write("a", "b:c:d");
  const basic_credentials found = read_basic(value, out.all());
  CHECK(found.valid);
  CHECK(found.user == "a");
  CHECK(found.password == "b:c:d");
  errc error = errc::none;
  CHECK(write("a:b", "c", &error).empty());
  CHECK(error == errc::bad_argument);
}

TEST_CASE("credentials: control characters are rejected") {
  for (unsigned code = 0; code < 256; ++code) {
    CAPTURE(code);
    const std::string text = std::string("a") + static_cast<char>(code) + "b";
    const bool control = code < 0x20 || code == 0x7f;
    errc error = errc::none;
    (void)write("u", text, &error);
    CHECK(error == (control ? errc::bad_argument : errc::none));
    if (code == ':') continue;
    (void)write(text, "p", &error);
    CHECK(error == (control ? errc::bad_argument : errc::none));
  }
  const guarded out(32);
  CHECK(!read_basic("Basic YQA6Yg==", out.all()).valid);  // a NUL : b
  CHECK(!read_basic("Basic YTpiCg==", out.all()).valid);  // a : b LF
}

TEST_CASE("credentials: a buffer that is too small fails") {
  const std::string value = write("Aladdin", "open sesame");
  for (std::size_t size = 0; size < value.size(); ++size) {
    const guarded out(size);
    const write_result result = write_basic(out.all(), "Aladdin", "open sesame");
    CHECK(result.error == errc::need_room);
    CHECK(result.needed == value.size());
    CHECK(result.written.empty());
  }
  // The decoded text "Aladdin:open sesame" has 19 octets.
  for (std::size_t size = 0; size < 19; ++size) {
    const guarded out(size);
    CHECK(!read_basic(value, out.all()).valid);
  }
}

std::string from_userinfo(octets userinfo, errc* error = nullptr) {
  return written([&](mutable_octets out) { return write_userinfo(out, userinfo); }, error);
}

TEST_CASE("credentials are made from a URI's userinfo") {
  CHECK(from_userinfo("Aladdin:open%20sesame") == "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
  CHECK(from_userinfo("test:123%C2%a3") == "Basic dGVzdDoxMjPCow==");
  CHECK(from_userinfo("a:b:c:d") == write("a", "b:c:d"));
  CHECK(from_userinfo("a:b%3Ac") == write("a", "b:c"));
  CHECK(from_userinfo("a") == write("a", ""));
  CHECK(from_userinfo("a:") == write("a", ""));
  CHECK(from_userinfo(":b") == write("", "b"));
  CHECK(from_userinfo("%61%62:%2525") == write("ab", "%25"));
  CHECK(from_userinfo("a@b") == write("a@b", ""));
  for (const octets userinfo : {octets(""), octets("%"), octets("a%"), octets("a%4"), octets("a%4g"), octets("a%g4"),
                                octets("a:%"), octets("a:b%1"), octets("a:%%20"), octets("a%3Ab:c"), octets("a%3a"),
                                octets("a%00"), octets("a:%0d%0a"), octets("a:%7F"), octets("a:\r\n"), octets("%1fa:b")}) {
    CAPTURE(userinfo);
    errc error = errc::none;
    CHECK(from_userinfo(userinfo, &error).empty());
    CHECK(error == errc::bad_argument);
  }
}

// Puts every octet into the user name and into the password, once percent-encoded and once as it is. The tested octet
// is the last octet of the input, and a guard page follows the input.
TEST_CASE("credentials from a URI's userinfo may contain every byte") {
  for (unsigned code = 0; code < 256; ++code) {
    const std::string octet(1, static_cast<char>(code));
    const char* const digits = "0123456789abcdef";
    const std::string encoded = {'%', digits[code / 16], digits[code % 16]};
    for (const std::string& form : {octet, encoded}) {
      if (form == "%") continue;
      for (const bool in_password : {false, true}) {
        CAPTURE(form);
        CAPTURE(in_password);
        const guarded text{octets(in_password ? "u:" + form : form)};
        errc error = errc::none;
        const std::string value = from_userinfo(text.first(text.size()), &error);
        if (!in_password && form == ":") {
          CHECK(value == write("", ""));
        } else if (code < 0x20 || code == 0x7f || (!in_password && code == ':')) {
          CHECK(error == errc::bad_argument);
        } else {
          CHECK(value == (in_password ? write("u", octet) : write(octet, "")));
        }
      }
    }
  }
}

TEST_CASE("credentials from a URI's userinfo fail if the buffer is too small") {
  const std::size_t whole = from_userinfo("Aladdin:open%20sesame").size();
  for (std::size_t size = 0; size < whole; ++size) {
    const guarded out(size);
    const write_result result = write_userinfo(out.all(), "Aladdin:open%20sesame");
    CHECK(result.error == errc::need_room);
    CHECK(result.needed == whole);
    CHECK(result.written.empty());
  }
}

TEST_CASE("credentials: Bearer is written and read") {
  const auto bearer = [](octets token, errc* error = nullptr) {
    return written([&](mutable_octets out) { return write_bearer(out, token); }, error);
  };
  CHECK(bearer("mF_9.B5f-4.1JqM") == "Bearer mF_9.B5f-4.1JqM");  // RFC 6750 §2.1
  CHECK(bearer("aZ0-._~+/==") == "Bearer aZ0-._~+/==");
  for (const octets token :
       {octets(""), octets("="), octets("a b"), octets("a=b"), octets(" a"), octets("a "), octets("a\r\n"),
        octets("a,b"), octets("a\0", 2), octets("\"a\""), octets("\xc3\xa4"), octets("a:b")}) {
    CAPTURE(token);
    errc error = errc::none;
    CHECK(bearer(token, &error).empty());
    CHECK(error == errc::bad_argument);
  }
  for (std::size_t size = 0; size < 10; ++size) {
    const guarded out(size);
    CHECK(write_bearer(out.all(), "abc").error == errc::need_room);
    CHECK(write_bearer(out.all(), "abc").needed == 10);
  }
}

TEST_CASE("credentials: text that is not Basic, not base64 or has no colon is rejected") {
  const guarded out(64);
  const auto valid = [&](octets value) {
    const guarded copy(value);
    return read_basic(copy.first(copy.size()), out.all()).valid;
  };
  CHECK(valid("Basic YTpi"));
  CHECK(valid("basic YTpi"));  // RFC 9110 §11.1: schemes are case-insensitive
  CHECK(valid("BASIC YTpi"));
  CHECK(valid("Basic   YTpi"));  // RFC 9110 §11.4: 1*SP after the scheme
  CHECK(valid("Basic Og=="));    // user and password may be empty
  for (const octets value : {octets(""), octets("Basic"), octets("Basic "), octets("BasicYTpi"), octets("Bearer YTpi"),
                             octets("Basi YTpi"), octets("Basic YWI="), octets("Basic YTp"), octets("Basic YTpi="),
                             octets("Basic YTpi===="), octets("Basic =YTpi"), octets("Basic YT=pi"),
                             octets("Basic YT pi"), octets("Basic YTpi YTpi"), octets("Basic YTpi,"),
                             octets("Basic YTp\xff"), octets("Basic a:b"), octets("Basic YTo-"), octets("Basic ====")}) {
    CAPTURE(value);
    CHECK(!valid(value));
  }
}

TEST_CASE("equal_constant_time is true for equal bytes and false for different bytes") {
  CHECK(equal_constant_time("", ""));
  CHECK(equal_constant_time({}, ""));
  CHECK(equal_constant_time("secret", "secret"));
  CHECK(!equal_constant_time("secret", "Secret"));
  CHECK(!equal_constant_time("secret", "secre"));
  CHECK(!equal_constant_time("secre", "secret"));
  CHECK(!equal_constant_time("", "s"));
  for (std::size_t at = 0; at < 70; ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      const std::string left(70, 'a');
      std::string right = left;
      right[at] = static_cast<char>(right[at] ^ 1 << bit);
      CHECK(!equal_constant_time(left, right));
    }
  }
  const guarded left(octets(std::string(33, 'x'))), right(octets(std::string(33, 'x')));
  CHECK(equal_constant_time(left.first(33), right.first(33)));
}

TEST_CASE("is_sensitive is true for the fields with credentials, in any letter case") {
  const char* const sensitive[] = {"Authorization", "Proxy-Authorization", "Cookie",
                                   "Cookie2",       "WWW-Authenticate",    "Proxy-Authenticate"};
  for (const char* const name : sensitive) {
    std::string other = name;
    CHECK(is_sensitive(other));
    for (char& letter : other) letter = letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
    CHECK(is_sensitive(other));
    for (char& letter : other) letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 32) : letter;
    CHECK(is_sensitive(other));
    CHECK(!is_sensitive(other + " "));
    CHECK(!is_sensitive(other.substr(1)));
    other.back() = '_';
    CHECK(!is_sensitive(other));
  }
  for (const char* const name :
       {"", "Host", "Origin", "User-Agent", "X-Cookie", "Set-Cookie", "Cookie3", "Authorisation",
        "Sec-WebSocket-Protocol", "Sec-WebSocket-Key", "Authentication-Info"}) {
    CHECK(!is_sensitive(octets::c_string(name)));
  }
}

}  // namespace
}  // namespace wshake::test
