// SPDX-License-Identifier: BSL-1.0
// Reading a head that arrives in pieces.
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

// What one step of a reader brought: a fault, or how far it has come.
struct head_step {
  fault broken = {};
  reading state = reading::incomplete;
};

// The octets a head may have: the limit, and the room that there is.
constexpr std::size_t head_room(const limits& limit, std::size_t storage_size) noexcept {
  std::size_t room = limit.head < 65535 ? limit.head : 65535;
  if (storage_size < room) room = storage_size;
  return room;
}

// The fault of a head that goes on behind them.
constexpr fault head_limit_fault(std::size_t room) noexcept { return {errc::head_too_large, room}; }

// Skips the empty lines before a request line (RFC 9112 §2.2). Returns how many octets of `data` belong to them. A
// fault's position counts from data's first octet; a CR at the end of an earlier piece is at -1, that is, SIZE_MAX.
struct skipped {
  fault broken = {};
  std::size_t size = 0;
};
skipped skip_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept;

// Which first line a head has.
enum class message : bool { request, response };

// Reads on in a head of which `head` holds all octets so far; those before progress.size were seen before. Judges the
// first line octet by octet and the limits on field lines, and finds the end: the first empty line, however it is
// ended. When complete, progress.size is the size of the head. A head whose field lines all come at once is indexed on
// the way; then `index` has its lines, otherwise it stays empty.
head_step read_head(octets head, message kind, head_progress& progress, const limits& limit, head_index& index) noexcept;

// Takes a single octet with which a target goes on, or which ends a field line that is not empty. False where it is
// another one or breaks a rule, and nothing is taken.
bool take_octet(mutable_octets storage, octets data, head_progress& progress, const limits& limit) noexcept;

// Reads on with octets that are copied into the storage first, behind those of the head so far. A head that has no room
// in it fails. `taken` is how many of `data` were read, on a fault those before the octet that breaks the rule. A
// complete head lies at the front of the storage, and in `head`, too.
struct taken_head {
  fault broken = {};
  reading state = reading::incomplete;
  std::size_t taken = 0;
  octets head = {};
};
taken_head take_head(mutable_octets storage, octets data, message kind, head_progress& progress, const limits& limit,
                     head_index& index) noexcept;

// Turns the octets of each obs-fold in a response's field lines into SP (RFC 9112 §5.2), in `out`, where the head lies,
// too. Returns whether there is one; lines that are put together are no longer indexed.
bool unfold(octets head, std::size_t begin, head_index& index, mutable_octets out) noexcept;

// The index of a complete head's lines from `begin` on: that of read_head(), or made here where it is empty.
inline void complete_index(octets head, std::size_t begin, head_index& index) noexcept {
  if (index.lines == 0) lines().index(head, begin, index);
}

// Reads the field lines of a complete head, which are indexed, and notes the known ones in `table`. In three parts,
// with a step of `work` behind each.
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

// The same with nothing else to do, at once.
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

// The name of the field line in which the octet `at` of a head stands, if its colon comes before that octet.
octets field_name_at(const char* head, const head_progress& progress, errc rule, std::size_t at) noexcept;

}  // namespace wshake::http
