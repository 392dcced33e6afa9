// SPDX-License-Identifier: BSL-1.0
// Compares a server's verdict on every short chunk extension and trailer with the grammar as a regular expression.
#include <regex>
#include <string>
#include <string_view>

#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// A server's result after it has skipped the body of a refused request.
struct skipped {
  errc error = errc::none;
  std::size_t offset = 0;  // counted from the beginning of the body
  bool complete = false;
};

skipped skip(std::string_view body) {
  char storage[256];
  server role(mutable_octets(storage, sizeof storage));
  REQUIRE(role.feed("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n").state == server_state::request);
  REQUIRE(role.next_request() == server_state::need_more);
  skipped found;
  found.complete = role.feed(octets(body)).consumed == body.size() && role.state() == server_state::need_more;
  found.error = role.error().code;
  found.offset = role.error().offset;
  // The server reads a request after the body only if the body is complete.
  found.complete = found.complete && role.feed("GET / HTTP/1.1\r\nHost: a\r\n\r\n").state == server_state::request;
  return found;
}

// Returns text number `count` of all texts over an alphabet. Shorter texts have lower numbers; number 0 is empty.
std::string spelled(std::size_t count, std::string_view alphabet) {
  std::string text;
  for (; count > 0; count = (count - 1) / alphabet.size()) text += alphabet[(count - 1) % alphabet.size()];
  return text;
}

// The size of the longest beginning of `text` that the grammar accepts if one of `endings` follows this beginning.
std::size_t viable(const std::string& text, const std::regex& grammar, const std::vector<std::string>& endings) {
  for (std::size_t size = text.size(); size > 0; --size) {
    for (const std::string& ending : endings) {
      if (std::regex_match(text.substr(0, size) + ending, grammar)) return size;
    }
  }
  return 0;
}

// chunk-ext = *( BWS ";" BWS chunk-ext-name [ BWS "=" BWS ( token / quoted-string ) ] )   (RFC 9112 §7.1.1)
TEST_CASE("chunked: extensions follow the grammar, and an error is at the first byte outside the grammar") {
  const std::string bws = "[ \t]*", token = "[x!]+", quoted = "\"([^\"\\\\\x01]|\\\\[^\x01])*\"";
  const std::regex grammar("(" + bws + ";" + bws + token + "(" + bws + "=" + bws + "(" + token + "|" + quoted + "))?)*");
  const std::vector<std::string> endings = {"", "x", ";x", "\"", "x\""};
  constexpr std::string_view alphabet = ";=\"\\ x\x01\xff";
  std::size_t taken = 0, refused = 0;
  const std::string begins[] = {"", ";x", ";x="};
  constexpr std::size_t most = 1 + 8 + 64 + 512 + 4096;  // the number of texts of up to four octets
  for (std::size_t count = 0; count < 3 * most; ++count) {
    const std::string text = begins[count % 3] + spelled(count / 3, alphabet);
    const skipped found = skip("1" + text + "\r\nx\r\n0" + text + "\r\n\r\n");
    CAPTURE(escaped(octets(text)));
    if (std::regex_match(text, grammar)) {
      ++taken;
      CHECK(found.complete);
      continue;
    }
    ++refused;
    const std::size_t at = viable(text, grammar, endings);
    CHECK(found.offset == 1 + at);
    const bool began = text.find(';') < at;
    CHECK(found.error == (began ? errc::bad_chunk_extension : errc::bad_chunk));
  }
  MESSAGE("extensions: ", taken, " taken, ", refused, " refused");
  CHECK(taken > 40);
}

// trailer-section = *( field-line CRLF )   (RFC 9112 §§5, 7.1.2)
TEST_CASE("chunked: trailers are field lines, and an error is at the first byte outside the grammar") {
  const std::regex grammar("(a+:[a: \xff]*\r\n)*");
  const std::vector<std::string> endings = {"", "a:\r\n", ":\r\n", "\r\n", "\n"};
  constexpr std::string_view alphabet = "a:\r\n \x01\xff";
  std::size_t taken = 0, refused = 0;
  const std::string begins[] = {"", "a:", "a:\r\na:"};
  constexpr std::size_t most = 1 + 7 + 49 + 343 + 2401;  // the number of texts of up to four octets
  for (std::size_t count = 0; count < 3 * most; ++count) {
    const std::string text = begins[count % 3] + spelled(count / 3, alphabet);
    // Texts with an empty line are left out: an empty line ends the body, and the octets after it are not part of the
    // body.
    if (text.rfind("\r", 0) == 0 || text.find("\n\r") != std::string::npos) continue;
    const skipped found = skip("0\r\n" + text + "\r\n");
    CAPTURE(escaped(octets(text)));
    if (std::regex_match(text, grammar)) {
      ++taken;
      CHECK(found.complete);
      continue;
    }
    ++refused;
    CHECK(!found.complete);
    const std::string whole = text + "\r\n";
    const std::size_t at = viable(whole, grammar, endings);
    if (at == whole.size()) {
      CHECK(found.error == errc::none);  // the empty line that ends the trailers is still to come
    } else {
      // If no LF follows a CR, the error is at the CR. An LF at the beginning of a trailer is a bad line end, not a bad
      // trailer.
      const bool behind_cr = at > 0 && whole[at - 1] == '\r';
      const bool ends = whole[at] == '\n' && (at == 0 || whole[at - 1] == '\n');
      CHECK(found.error == (ends ? errc::bad_chunk : errc::bad_trailer));
      CHECK(found.offset == 3 + (behind_cr ? at - 1 : at));
    }
  }
  MESSAGE("trailers: ", taken, " taken, ", refused, " refused");
  CHECK(taken > 40);
}

// RFC 9110 §6.5.1. With one octet changed, each forbidden name becomes an allowed name.
TEST_CASE("chunked: exactly three names are forbidden in trailers") {
  for (const std::string name : {"transfer-encoding", "content-length", "host"}) {
    const auto error_of = [](const std::string& trailer) { return skip("0\r\nX: y\r\n" + trailer + ": z\r\n\r\n"); };
    for (std::size_t at = 0; at < name.size(); ++at) {
      std::string other = name;
      if (other[at] != '-') other[at] = static_cast<char>(other[at] - 'a' + 'A');
      const skipped found = error_of(other);
      CHECK(found.error == errc::forbidden_trailer);
      CHECK(found.offset == 3 + 6 + name.size());
      for (unsigned octet = 0x21; octet < 0x7f; ++octet) {
        if (!is_tchar(static_cast<char>(octet)) || (octet | 0x20U) == static_cast<unsigned char>(name[at] | 0x20))
          continue;
        other[at] = static_cast<char>(octet);
        CAPTURE(other);
        CHECK(error_of(other).complete);
      }
      CHECK(error_of(name.substr(0, at) + name.substr(at + 1)).complete);
      CHECK(error_of(name.substr(0, at) + "x" + name.substr(at)).complete);
    }
    CHECK(error_of(name).error == errc::forbidden_trailer);
    CHECK(error_of(name + "s").complete);
  }
}

}  // namespace
}  // namespace wshake::test
