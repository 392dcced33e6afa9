// SPDX-License-Identifier: BSL-1.0
// Reads heads that arrive in pieces.
#pragma once

#include <cstddef>

#include <wshake/detail/field_table.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

#include "base/fault.hpp"
#include "header_section.hpp"
#include "scan/head_index.hpp"
#include "scan/lines.hpp"

namespace wshake::http {

using detail::field_table;
using detail::head_progress;

enum class reading : bool { incomplete, complete };

// The result of one step of a reader.
struct head_step {
  fault broken = {};
  reading state = reading::incomplete;
};

// The most octets that a head may have: the smallest of limits::head, the size of the storage, and 65,535.
constexpr std::size_t head_room(const limits& limit, std::size_t storage_size) noexcept {
  std::size_t room = limit.head < 65535 ? limit.head : 65535;
  if (storage_size < room) room = storage_size;
  return room;
}

// The fault of a head that is larger than `room`: see head_room().
constexpr fault head_limit_fault(std::size_t room) noexcept { return {errc::head_too_large, room}; }

// Skips the empty lines before a request line (RFC 9112 section 2.2). Returns the number of octets of `data` that
// belong to empty lines. The offset of a fault counts from the first octet of `data`; it is -1, that is SIZE_MAX, for a
// CR at the end of the piece before.
struct skipped {
  fault broken = {};
  std::size_t size = 0;
};
skipped skip_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept;

// The kind of a head's first line: a request line or a status line.
enum class message : bool { request, response };

// Continues reading a head. `head` holds all octets that have arrived; the reader has seen the octets before
// progress.size. Checks the first line octet by octet, checks the limits on field lines, and finds the end of the head:
// the first empty line, ended by CRLF or a bare LF. When the head is complete, progress.size is its size. If all field
// lines come in one piece, `index` holds their index; otherwise it stays empty.
head_step read_head(octets head, message kind, head_progress& progress, const limits& limit, head_index& index) noexcept;

// A fast path for a single octet that continues a target or ends a field line that is not empty. Returns false and
// takes nothing for any other input, and if the octet breaks a rule.
bool take_octet(mutable_octets storage, octets data, head_progress& progress, const limits& limit) noexcept;

// Copies `data` into the storage behind the octets of the head that arrived earlier, and continues reading. Fails if
// the head has more than head_room() octets. `taken` is the number of octets of `data` that were read; on a fault, the
// number of octets before the octet that breaks the rule. A complete head lies at the front of the storage, and `head`
// is a view of its octets: in `data` if the whole head came in one piece, otherwise in the storage.
struct taken_head {
  fault broken = {};
  reading state = reading::incomplete;
  std::size_t taken = 0;
  octets head = {};
};
taken_head take_head(mutable_octets storage, octets data, message kind, head_progress& progress, const limits& limit,
                     head_index& index) noexcept;

// Replaces each octet of each obs-fold in a response's field lines with SP (RFC 9112 section 5.2). Reads `head` and
// writes to `out`, which begins with `head` itself or with a copy of `head`. Returns true if there is an obs-fold.
// `index` is then empty, because the head has fewer lines now.
bool unfold(octets head, std::size_t begin, head_index& index, mutable_octets out) noexcept;

// Indexes the lines of a complete head from `begin` on, unless read_head() has indexed them.
inline void complete_index(octets head, std::size_t begin, head_index& index) noexcept {
  if (index.lines == 0) lines().index(head, begin, index);
}

// Reads the indexed field lines of a complete head, and stores in `table` the lines that have a field id. Reads in
// three parts and takes a step of `work` after each part.
template <class Work>
fault read_field_lines(octets head, const head_index& index, field_table& table, Work& work) noexcept {
  table.seen = 0;
  table.repeated = 0;
  read_function* const read = lines().read;
  const std::size_t third = index.lines / 3;
  bool right = true;
  for (std::size_t end = index.lines - 1, first = 2 * third; right; end = first, first -= third) {
    right = read(head, index, first, end, table);
    work.step();
    if (first == 0) break;
  }
  return right && index.clean ? fault{} : first_fault(head, index);
}

// Reads the indexed field lines in one part, without `work`.
fault read_field_lines(octets head, const head_index& index, field_table& table) noexcept;

constexpr octets method_in(const char* head, const head_progress& progress) noexcept {
  return {head, progress.method_size};
}
constexpr octets target_in(const char* head, const head_progress& progress) noexcept {
  return {head + progress.method_size + 1, progress.target_size};
}
constexpr octets reason_in(const char* head, const head_progress& progress) noexcept {
  const std::size_t begin = 13 + std::size_t{progress.code_shift};  // behind "HTTP/1.1 101 "
  const std::size_t end =
      progress.fields_begin - (head[progress.fields_begin - 2] == '\r' ? std::size_t{2} : std::size_t{1});
  return {head + (begin < end ? begin : end), begin < end ? end - begin : 0};
}

inline header_section section_in(const char* head, const head_progress& progress, const field_table& table) noexcept {
  return {head, progress.fields_begin, progress.size - std::size_t{2}, table};
}

// The name of the field line that contains the octet at `offset`. The name is empty if `rule` is not about field lines,
// or if the line has no colon before this octet.
octets field_name_at(const char* head, const head_progress& progress, errc rule, std::size_t offset) noexcept;

}  // namespace wshake::http
