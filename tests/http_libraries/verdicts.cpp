// SPDX-License-Identifier: BSL-1.0
#include "http_libraries/verdicts.hpp"

#include <cstdio>
#include <set>

#include "support.hpp"

namespace wshake::test {
namespace {

// All header lists that the transcripts' peers send.
std::vector<judged_list> all_lists() {
  std::vector<judged_list> all;
  const std::string folder = source_root() + "/tests/transcripts/";
  for (const std::string file : {"list_malformed.txt", "list_server.txt", "list_client.txt"}) {
    for (const transcript& script : read_transcripts(file, read_file(folder + file))) {
      judged_list list = {script.name, script.who == transcript_role::server, script.ends_stream, false, {}};
      for (const step& each : script.steps) {
        if (each.what == step::kind::octets_in) list.lines = each.list;
        if (each.what != step::kind::expect || list.lines.empty()) continue;
        list.is_malformed = each.expected.malformed;
        all.push_back(list);
        list.lines.clear();
      }
    }
  }
  return all;
}

const char* text_of(verdict one) {
  return one == verdict::passes ? "passes it" : one == verdict::drops ? "drops the field" : "resets the stream";
}

}  // namespace

void check_verdicts(const http_library& library, verdict (*judge)(const judged_list&),
                    std::span<const difference> differences) {
  const std::vector<judged_list> lists = all_lists();
  REQUIRE(lists.size() > 50);
  std::set<std::string> met;
  for (const judged_list& list : lists) {
    verdict expected = list.is_malformed ? verdict::resets : verdict::passes;
    for (const difference& one : differences) {
      if (list.name != one.name || library.version < one.from) continue;
      CHECK_MESSAGE(one.of_library != expected, list.name << " is no difference");
      expected = one.of_library;
      met.insert(list.name);
      std::printf("%s list of \"%s\": %s %s: %s\n", list.is_malformed ? "malformed" : "well-formed", list.name.c_str(),
                  library.name, text_of(expected), one.why);
    }
    const verdict found = judge(list);
    const std::string seen = std::string(library.name) + " " + text_of(found);
    if (library.version <= library.newest) {
      CHECK_MESSAGE(found == expected, list.name << ": " << seen);
    } else {
      WARN_MESSAGE(found == expected, list.name << ": " << seen);
    }
  }
  for (const difference& one : differences) {
    if (library.version < one.from) continue;
    CHECK_MESSAGE(met.count(one.name) == 1, std::string(one.name) << " is no header list");
  }
}

void put_integer(std::string& out, unsigned first, unsigned bits, std::size_t value) {
  const std::size_t most = (std::size_t{1} << bits) - 1;
  if (value < most) {
    out += static_cast<char>(first | value);
    return;
  }
  out += static_cast<char>(first | most);
  for (value -= most; value >= 128; value /= 128) out += static_cast<char>(value % 128 + 128);
  out += static_cast<char>(value);
}

void put_string(std::string& out, const std::string& text) {
  put_integer(out, 0, 7, text.size());
  out += text;
}

}  // namespace wshake::test
