// SPDX-License-Identifier: BSL-1.0
// Compares a server's verdicts on offered extensions and subprotocols, and the results of is_upgrade() for Connection,
// with a reference that follows the grammars of the RFCs. The inputs are short and long lists of all kinds of octets.
// The server reads the offers from a head and from a caller's list of fields.
#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/handshake.hpp>
#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

bool is_token(std::string_view text) { return !text.empty() && std::all_of(text.begin(), text.end(), is_tchar); }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

// The parts of the text between separators. White space around each part is removed.
std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (;;) {
    const std::size_t end = text.find(separator);
    parts.push_back(trimmed(text.substr(0, end)));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// The reference: true if the text is 1#extension (RFC 6455 §9.1). The reference knows no quoted strings.
bool is_extension_list(std::string_view text) {
  bool any = false;
  for (const std::string_view member : parts_of(text, ',')) {
    if (member.empty()) continue;
    any = true;
    const std::vector<std::string_view> parts = parts_of(member, ';');
    if (!is_token(parts.front())) return false;
    for (std::size_t index = 1; index < parts.size(); ++index) {
      const std::vector<std::string_view> words = parts_of(parts[index], '=');
      if (words.size() > 2 || !std::all_of(words.begin(), words.end(), is_token)) return false;
    }
  }
  return any;
}

// The reference: no error if the text is 1#token without duplicates (RFC 6455 §4.1(10)), else the error of the text.
errc subprotocols_fault(std::string_view text) {
  std::vector<std::string_view> seen;
  bool twice = false;
  for (const std::string_view member : parts_of(text, ',')) {
    if (member.empty()) continue;
    if (!is_token(member)) return errc::bad_subprotocols;
    twice = twice || std::find(seen.begin(), seen.end(), member) != seen.end();
    seen.push_back(member);
  }
  if (seen.empty()) return errc::empty_subprotocols;
  return twice ? errc::repeated_subprotocol : errc::none;
}

errc in_head(std::string_view name, std::string_view value) {
  static const guarded storage(2048);
  const std::string request = handshake_head(std::string(name) + ": " + std::string(value) + "\r\n");
  server role(storage.all());
  (void)role.feed(request);
  return role.error().code;
}

errc in_list(std::string_view name, std::string_view value) {
  static const guarded memory(256);
  const field list[] = {{"Host", "a"},
                        {"Upgrade", "websocket"},
                        {"Connection", "Upgrade"},
                        {"Sec-WebSocket-Key", sample_key},
                        {"Sec-WebSocket-Version", "13"},
                        {name, memory.put(value)}};
  return check({"GET", "/", 11, list}).code;
}

void expect(std::string_view name, std::string_view value, errc expected) {
  const errc found[] = {in_head(name, value), in_list(name, value)};
  if (found[0] == expected && found[1] == expected) return;
  CAPTURE(std::string(value));
  CHECK(found[0] == expected);
  CHECK(found[1] == expected);
}

std::size_t expect_extensions(const std::string& value) {
  const bool right = is_extension_list(value);
  const bool empty = value.find_first_not_of(", \t") == std::string::npos;
  const errc wrong = empty ? errc::empty_extensions : errc::bad_extensions;
  expect("Sec-WebSocket-Extensions", value, right ? errc::none : wrong);
  return right ? 1 : 0;
}
std::size_t expect_subprotocols(const std::string& value) {
  const errc fault = subprotocols_fault(value);
  expect("Sec-WebSocket-Protocol", value, fault);
  return fault == errc::none ? 1 : 0;
}

// Calls show() with every text of `size` octets from `alphabet`.
template <class Show>
void show_texts(std::string_view alphabet, std::size_t size, Show show) {
  std::string text(size, alphabet[0]);
  for (;;) {
    show(text);
    std::size_t at = 0;
    while (at < size && text[at] == alphabet.back()) text[at++] = alphabet[0];
    if (at == size) return;
    text[at] = alphabet[alphabet.find(text[at]) + 1];
  }
}

// Calls show() with every text that differs from `whole` in at most one octet. The new octet may be any octet that a
// field value may contain, except HTAB.
template <class Show>
void show_changes(const std::string& whole, Show show) {
  for (std::size_t at = 0; at < whole.size(); ++at) {
    for (unsigned octet = 0x20; octet < 0x100; ++octet) {
      if (octet == 0x7f) continue;
      std::string text = whole;
      text[at] = static_cast<char>(octet);
      show(text);
    }
  }
}

TEST_CASE("offered extensions: every short list agrees with the reference") {
  std::size_t right = 0;
  for (std::size_t size = 0; size <= 6; ++size) {
    show_texts("a ,;=", size, [&](const std::string& text) { right += expect_extensions(text); });
  }
  CHECK(right > 1000);
}

TEST_CASE("offered extensions: every short list agrees with the reference inside a long one") {
  std::size_t right = 0;
  for (std::size_t before = 54; before <= 66; ++before) {
    for (const char* const joint : {"p", ",", "; ", ";q="}) {
      const std::string front = std::string(before, 'p') + joint;
      show_texts("a ,;=", 4, [&](const std::string& text) {
        right += expect_extensions(front + text);
        right += expect_extensions(front + text + "z; y=x");
      });
    }
  }
  CHECK(right > 1000);
}

TEST_CASE("offered extensions: every byte at every offset agrees with the reference") {
  for (const char* const whole :
       {"permessage-deflate", "x-a; b=c; dddddddddddddddd=e, x-fffffffffffffffffffff; gggggggggggg=hhhhh"}) {
    show_changes(whole, [](const std::string& text) {
      if (text.find('"') == std::string::npos) (void)expect_extensions(text);  // the reference knows no quoted strings
    });
  }
  CHECK(in_head("Sec-WebSocket-Extensions", "permessage-deflate") == errc::none);
}

TEST_CASE("offered subprotocols: every short list agrees with the reference, with short and long names") {
  std::size_t right = 0;
  for (std::size_t size = 0; size <= 6; ++size) {
    show_texts("ab ,\t", size, [&](const std::string& text) { right += expect_subprotocols(text); });
  }
  for (std::size_t before = 54; before <= 66; ++before) {
    for (const char* const joint : {"b", ",", ", "}) {
      const std::string front = std::string(before, 'a') + joint;
      show_texts("ab ,", 4, [&](const std::string& text) { right += expect_subprotocols(front + text); });
    }
  }
  CHECK(right > 1000);
}

TEST_CASE("offered subprotocols: every byte at every offset agrees with the reference") {
  for (const char* const whole : {"chat", "chat, superchat", "v1.json.example, v1.cbor.example,v2.example"}) {
    show_changes(whole, [](const std::string& text) { (void)expect_subprotocols(text); });
  }
  CHECK(in_head("Sec-WebSocket-Protocol", "chat, superchat") == errc::none);
}

// Checks that is_upgrade() is true if and only if the list in Connection has the member `upgrade`.
void expect_listed(const std::string& text) {
  bool is_listed = false;
  for (const std::string_view member : parts_of(text, ',')) {
    std::string lower(member);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    is_listed = is_listed || lower == "upgrade";
  }
  const field list[] = {{"Upgrade", "websocket"}, {"Connection", text}};
  CAPTURE(text);
  CHECK(is_upgrade({"GET", "/", 11, list}) == is_listed);
}

TEST_CASE("Connection: every byte at every offset of usual values agrees with the reference") {
  for (const char* const whole : {"Upgrade", "keep-alive, Upgrade", "close, upgrade"})
    show_changes(whole, expect_listed);
}

TEST_CASE("Connection: upgrade is found before, after and between other members") {
  for (std::size_t size = 0; size <= 4; ++size) {
    show_texts("x, -", size, [&](const std::string& others) {
      expect_listed(others + "Upgrade");
      expect_listed("Upgrade" + others);
      expect_listed("close" + others + "upgrade" + others);
    });
  }
}

}  // namespace
}  // namespace wshake::test
