// SPDX-License-Identifier: BSL-1.0
// Tests the variants of the engine's functions for different processors. Leaves out variants that this processor cannot
// run. All variants find and read the lines of a head as the naive reader does, and give the same accept value for a
// key. The input is a head and the octets after the head. No variant reads the first line of the head. The last 24
// octets are also used as a key. Every text lies in a memory block of its exact size, because no variant may read
// beyond its text.
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/field_names.hpp"
#include "naive_head.hpp"
#include "slow_accept.hpp"
#include "variants.hpp"

namespace {

using namespace fuzz;
using wshake::errc;
using wshake::scan::head_index;
using wshake::scan::max_field_lines;

bool is_unusual(unsigned char octet) { return octet < 0x20 || octet > 0x7e; }

// Checks the beginning and end of each line up to the first empty line. Also checks `found.clean`: true if each LF
// stands behind an unusual octet, such as CR, and each unusual octet stands in front of an LF.
void check_index(const head_index& found, std::string_view head, std::size_t begin, const char* variant) {
  std::size_t count = 0;
  bool ended = false;
  bool clean = true;
  bool after_other = false;
  for (std::size_t at = begin, line = begin; at < head.size() && !ended; ++at) {
    const bool line_feed = head[at] == '\n';
    clean = clean && line_feed == after_other;
    after_other = !line_feed && is_unusual(static_cast<unsigned char>(head[at]));
    if (!line_feed) continue;
    ended = at == line || (at == line + 1 && head[line] == '\r');
    line = at + 1;
    ++count;
    if (count <= found.lines) require(found.begins[count] == line, "each line ends with its LF", variant);
  }
  if (found.lines == 0) {
    require(!ended || count > max_field_lines + 1, "the end is found, if there are not too many lines before it",
            variant);
    return;
  }
  require(ended && found.lines == count, "all lines are indexed, and no others", variant);
  require(found.begins[0] == begin, "the first line begins there", variant);
  require(found.clean == clean, "clean where it is", variant);
}

class naive_lines : naive_head_reader {
 public:
  naive_lines(std::string_view octets, std::size_t begin)
      : naive_head_reader(octets, most, 65535), octets_begin_(begin) {
    lines_at_ = begin;
    complete = find_end();
    if (complete) (void)check_lines();
    end = end_;
    broken = result_;
  }

  lines read() const { return read_lines(octets_.substr(0, end), octets_begin_); }

  bool complete = false;  // an empty line was found
  std::size_t end = 0;
  naive_reading broken;

 private:
  static constexpr wshake::limits most = {.head = 65535, .field_line = 65535, .field_lines = max_field_lines};
  std::size_t octets_begin_;
};

void check_known(const wshake::detail::field_table& found, const lines& header, const char* variant) {
  for (unsigned row = 0; row < wshake::detail::field_id_count; ++row) {
    const auto name = static_cast<wshake::detail::field_id>(row);
    const auto spelt = std::string_view(wshake::base::name_of(name));
    std::size_t count = 0;
    for (const line& one : header) {
      if (!same_ignoring_case(one.name, spelt) || ++count > 1) continue;
      require(found.at(name).offset() == one.value_at && found.at(name).size() == one.value.size(), "the value's place",
              variant);
    }
    require(found.has(name) == (count > 0) && found.has_several(name) == (count > 1), "how often a name is there",
            variant);
  }
}

void check_lines(const line_variant& variant, std::string_view input, std::size_t begin, const naive_lines& expected) {
  head_index all;
  const block octets(input);
  variant.call->index(octets.view(), begin, all);
  check_index(all, octets.view(), begin, variant.name);
  if (!expected.complete) return;

  head_index own;
  const block head(input.substr(0, expected.end));
  variant.call->index(head.view(), begin, own);
  check_index(own, head.view(), begin, variant.name);
  for (const head_index* index : {&all, &own}) {
    require(index->lines != 0 && index->begins[index->lines] == expected.end, "the head ends there", variant.name);
    wshake::detail::field_table table;
    const bool right = variant.call->read(head.view(), *index, 0, index->lines - 1, table);
    const wshake::base::fault broken = wshake::scan::first_fault(head.view(), *index);
    require(!index->clean || right == !broken, "nothing is wrong that is not named", variant.name);
    require(broken.error == expected.broken.error, "a line is judged as the naive reader does", variant.name);
    require(broken.offset == expected.broken.error_at, "at the same octet", variant.name);
    if (!broken) check_known(table, expected.read(), variant.name);
  }
}

void check_keys(std::string_view input) {
  if (input.size() < wshake::key_size) return;
  const block key(input.substr(input.size() - wshake::key_size));
  const text expected = slow_accept(key.view());
  for (const key_variant& one : key_variants()) {
    const wshake::accept_value value = one.call(key.view());
    require_same(wshake::octets(value), expected, one.name);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size < 65535 ? size : 65535);
  check_keys(input);
  // A first line has at least one octet and its CRLF.
  const std::size_t line_feed = input.find('\n');
  if (line_feed == std::string_view::npos || line_feed < 2) return 0;
  const naive_lines expected(input, line_feed + 1);
  for (const line_variant& one : line_variants()) check_lines(one, input, line_feed + 1, expected);
  return 0;
}
