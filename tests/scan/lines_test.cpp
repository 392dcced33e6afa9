// SPDX-License-Identifier: BSL-1.0
// Compares the variants of the functions that index and read the lines of a head (scan/lines.hpp), on heads that are
// nearly valid. The test runs the variants that this processor can run. All variants must have the same results, and
// must not read outside the head.
#include <string>
#include <vector>

#include "base/field_names.hpp"
#include "processor/features.hpp"
#include "scan/lines.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

struct variant {
  const char* name;
  const scan::line_functions& functions;
};

std::vector<variant> find_variants() {
  // All variants call read_lines() for lines that are not in the usual form (see fast_lines.inl). The variant "one by
  // one" reads all lines with read_lines().
  static const scan::line_functions one_by_one = {scan::lines().index, scan::read_lines};
  std::vector<variant> found = {{"one by one", one_by_one}};
#if defined(WSHAKE_PORTABLE_LINES)
  found.push_back({"portable", scan::portable_lines});
#endif
#if defined(WSHAKE_SSE2_LINES)
  found.push_back({"sse2", scan::sse2_lines});
#endif
#if defined(WSHAKE_AVX2)
  if ((processor::features() & processor::avx2) != 0) {
    found.push_back({"avx2", scan::avx2_lines});
  } else {
    MESSAGE("avx2 is not tested: this processor does not have it");
  }
#endif
#if defined(WSHAKE_AVX512)
  if ((processor::features() & processor::avx512) != 0) {
    found.push_back({"avx512", scan::avx512_lines});
  } else {
    MESSAGE("avx512 is not tested: this processor does not have it");
  }
#endif
#if defined(WSHAKE_NEON)
  found.push_back({"neon", scan::neon_lines});
#endif
  if (found.size() == 2)
    MESSAGE("the variants that read lines are not tested against each other: this build of the library has one, ",
            std::string(found[1].name));
  return found;
}

const std::vector<variant>& variants() {
  static const std::vector<variant> all = find_variants();
  return all;
}

// The result of indexing and reading the field lines of a head with one variant.
struct outcome {
  std::vector<unsigned> begins;
  bool clean = true;
  errc error = errc::none;
  std::size_t error_at = 0;
  std::vector<unsigned> known;

  bool operator==(const outcome&) const = default;
};

outcome run(const scan::line_functions& functions, octets head, std::size_t begin) {
  scan::head_index index;
  functions.index(head, begin, index);
  outcome result;
  REQUIRE(index.lines < index.begins.size());
  if (index.lines == 0) return result;
  result.begins.assign(index.begins.begin(), index.begins.begin() + static_cast<std::ptrdiff_t>(index.lines) + 1);
  result.clean = index.clean;
  // line_functions::read needs a head that ends with its empty line, so `whole` leaves out the octets behind the empty
  // line.
  detail::field_table table;
  const octets whole = head.first(result.begins.back());
  const std::size_t middle = index.lines / 2;
  const bool right =
      functions.read(whole, index, middle, index.lines - 1, table) && functions.read(whole, index, 0, middle, table);
  const base::fault broken = scan::first_fault(whole, index);
  if (index.clean) CHECK(right == !broken);
  result.error = broken.error;
  result.error_at = broken.offset;
  if (broken) return result;
  result.known = {table.seen, table.repeated};
  for (unsigned name = 0; name < detail::field_id_count; ++name) {
    result.known.push_back(table.slots[name].offset());
    result.known.push_back(table.slots[name].size());
  }
  return result;
}

void check_all(const std::string& head, std::size_t begin) {
  const guarded place{octets(head)};
  const guarded behind{octets(head + std::string(100, 'x'))};
  const std::vector<variant>& all = variants();
  const outcome wanted = run(all[0].functions, place.first(head.size()), begin);
  for (const variant& one : all) {
    CAPTURE(one.name);
    CAPTURE(head);
    CHECK(run(one.functions, place.first(head.size()), begin) == wanted);
    CHECK(run(one.functions, behind.first(head.size()), begin) == wanted);
  }
}

TEST_CASE("lines: every field_id name is found, whatever the size of the first value") {
  for (std::size_t size = 0; size < 200; ++size) {
    const std::string head = "GET / HTTP/1.1\r\nX: " + std::string(size, 'v') +
                             "\r\nhost:  a \r\nCONNECTION:b\r\nUpgrade: c\r\nSec-WebSocket-Key: d\r\n"
                             "sec-websocket-version: 13\r\nSec-WebSocket-Protocol:\r\nSec-WebSocket-Extensions: \t\r\n"
                             "Origin: e\r\nContent-Length: 0\r\nTransfer-Encoding: f\r\nExpect: g\r\n"
                             "Sec-WebSocket-Accept: h\r\nHost: again\r\nHosts: i\r\n\r\n";
    check_all(head, 16);
    const guarded place{octets(head)};
    const outcome found = run(scan::lines(), place.first(head.size()), 16);
    REQUIRE(found.error == errc::none);
    CHECK(found.known[0] == (1U << detail::field_id_count) - 1);
    CHECK(found.known[1] == 1);  // Host
    CHECK(head.substr(found.known[2], found.known[3]) == "a");
  }
}

// The variants read lines in the usual form ("Name: value" and CRLF) on a fast path, and read the lines near the end of
// a head through last_window(), which reads no octet behind the head.
TEST_CASE("lines: every variant agrees on an unusual line at any index, and on last lines of every size") {
  const std::vector<std::string> others = {"Host:a\r\n",     "Host:  a\r\n",
                                           "Host: a \r\n",   "Host: \ta\r\n",
                                           "Host:\r\n",      "Host: \r\n",
                                           "Host: a\tb\r\n", "X: \r\n",
                                           ": a\r\n",        "Host : a\r\n",
                                           "Host\r\n",       "Host: a\n",
                                           "Host: a\t\r\n",  std::string(33, 'n') + ": a\r\n"};
  constexpr unsigned around = 5;
  for (const std::string& other : others) {
    for (unsigned at = 0; at < around; ++at) {
      for (std::size_t last = 0; last < 40; ++last) {
        std::string head = "G\r\n";
        for (unsigned line = 0; line < around; ++line) head += line == at ? other : "Host: b\r\n";
        head += "Origin: " + std::string(last, 'o') + "\r\n\r\n";
        check_all(head, 3);
      }
    }
  }
  const std::string head = "G\r\nHost: b\r\nHost:c \r\nUpgrade: d\r\nHost: e\r\nOrigin: f\r\n\r\n";
  for (const variant& one : variants()) {
    CAPTURE(one.name);
    const outcome found = run(one.functions, head, 3);
    REQUIRE(found.error == errc::none);
    CHECK(head.substr(found.known[2], found.known[3]) == "b");
    CHECK(found.known[1] == 1);  // Host
  }
}

TEST_CASE("lines: a name that begins and ends with a known name is unknown, whatever its size") {
  for (std::size_t size = 1; size < 800; ++size) {
    std::string name(size, 'n');
    check_all("G\r\n" + name + ": value\r\nHost: a\r\n\r\n", 3);
    if (size < 4) continue;
    name.replace(0, 4, "Host");
    name.replace(size - 4, 4, "host");
    const std::string head = "G\r\n" + name + ": value\r\nX: a\r\n\r\n";
    check_all(head, 3);
    for (const variant& one : variants()) {
      CAPTURE(one.name);
      CAPTURE(size);
      CHECK(run(one.functions, head, 3).known[0] == (size == 4 ? 1U : 0U));
    }
  }
}

TEST_CASE("lines: a name holds only token bytes, at every offset") {
  for (const std::string name : {"Host", "X-Names-Of-A-Window-Are-33-Long.", "Sec-WebSocket-Extensions"}) {
    for (std::size_t at = 0; at < name.size(); ++at) {
      for (unsigned octet = 0; octet < 256; ++octet) {
        std::string other = name;
        other[at] = static_cast<char>(octet);
        const std::string head = "G\r\n" + other + ": value\r\nX-Behind: another\r\n\r\n";
        check_all(head, 3);
        // A colon ends the name, and LF ends the line.
        if (octet == ':' || octet == '\n') continue;
        for (const variant& one : variants()) {
          CAPTURE(one.name);
          CAPTURE(octet);
          CHECK((run(one.functions, head, 3).error == errc::none) == is_tchar(other[at]));
        }
      }
    }
  }
}

TEST_CASE("lines: names that differ slightly from a known name are unknown") {
  for (const octets known : base::field_names) {
    const std::string name{std::string_view(known)};
    std::vector<std::string> others = {name + "s", "X" + name};
    for (std::size_t size = 1; size < name.size(); ++size) others.push_back(name.substr(0, size));
    for (std::size_t at = 0; at < name.size(); ++at) {
      others.push_back(name);
      others.back()[at] = name[at] == 'x' ? 'y' : 'x';
    }
    for (const std::string& other : others) {
      const std::string head = "G\r\n" + other + ": value\r\nX-Behind: another\r\n\r\n";
      check_all(head, 3);
      for (const variant& one : variants()) {
        CAPTURE(one.name);
        CAPTURE(other);
        CHECK(run(one.functions, head, 3).known[0] == 0);
      }
    }
  }
}

TEST_CASE("lines: every variant agrees on random pieces of valid and broken heads") {
  const std::vector<std::string> pieces = {"\r\n",
                                           "\r\n",
                                           "\r\n",
                                           "\r\n",
                                           "\n",
                                           "\r",
                                           ":",
                                           ": ",
                                           " ",
                                           "\t",
                                           "Host",
                                           "Upgrade",
                                           "Connection",
                                           "Sec-WebSocket-Extensions",
                                           "Sec-WebSocket-Key",
                                           "Expect",
                                           "expecT",
                                           "Expecu",
                                           "Content-Length",
                                           "X-A-Name-Of-More-Than-Thirty-Two-Octets",
                                           "value",
                                           "\x80\xff",
                                           std::string(1, '\0'),
                                           "\x7f",
                                           "\x1f",
                                           "[",
                                           "~",
                                           "`",
                                           "@",
                                           "{",
                                           std::string(40, 'n'),
                                           std::string(31, 'n'),
                                           std::string(32, 'n'),
                                           std::string(33, 'n'),
                                           "Host: a\r\n",
                                           "Upgrade: websocket\r\n",
                                           "Origin:x\r\n"};
  random_numbers random(7);
  for (int round = 0; round < 20000; ++round) {
    std::string head = "G\r\n";
    const std::uint64_t count = random.below(14);
    for (std::uint64_t piece = 0; piece < count; ++piece) head += pieces[random.below(pieces.size())];
    if (random.below(4) != 0) head += "\r\n\r\n";
    check_all(head, 3);
  }
}

// The lines begin and end at every offset of a block of 64 octets.
TEST_CASE("lines: the end is found after as many lines as a head can have") {
  for (std::size_t before = 0; before < 70; ++before) {
    std::string head = std::string(before, 'G') + "\r\n";
    const std::size_t begin = head.size();
    for (std::size_t line = 0; line < scan::max_field_lines; ++line) head += line % 2 == 0 ? "a:\r\n" : "b:c\r\n";
    head += "\r\n";
    check_all(head, begin);
    for (const variant& one : variants()) {
      CAPTURE(one.name);
      CAPTURE(before);
      const outcome found = run(one.functions, head, begin);
      REQUIRE(found.begins.size() == scan::max_field_lines + 2);
      CHECK(found.begins.front() == begin);
      CHECK(found.begins.back() == head.size());
      CHECK(found.clean);
      CHECK(found.error == errc::none);
    }
  }
}

TEST_CASE("lines: every variant agrees on more lines than the index has room for") {
  for (const std::size_t lines : {scan::max_field_lines, scan::max_field_lines + 1, scan::max_field_lines + 100}) {
    std::string head = "G\r\n";
    for (std::size_t line = 0; line < lines; ++line) head += "a:b\r\n";
    head += "\r\n";
    check_all(head, 3);
  }
}

}  // namespace
}  // namespace wshake::test
