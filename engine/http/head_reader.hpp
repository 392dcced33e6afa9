// SPDX-License-Identifier: BSL-1.0
// Reading a request head that arrives in pieces.
#pragma once

#include <cstddef>

#include <wshake/detail/known_fields.hpp>
#include <wshake/detail/progress.hpp>
#include <wshake/error.hpp>
#include <wshake/limits.hpp>
#include <wshake/octets.hpp>

#include "head_index.hpp"

namespace wshake::http {

using detail::head_progress;
using detail::known_fields;

// A rule that is broken, and the octet that breaks it.
struct fault {
  errc error = errc::none;
  std::size_t at = 0;

  constexpr explicit operator bool() const noexcept { return error != errc::none; }
};

enum class reading : bool { incomplete, complete };

// What one step of a reader brought: a fault, or how far it has come.
struct reader_step {
  fault broken = {};
  reading state = reading::incomplete;
};

// The octets a head may have: the limit, and the room that there is.
constexpr std::size_t head_room(const limits& limit, std::size_t storage_size) noexcept {
  std::size_t room = limit.head < 65535 ? limit.head : 65535;
  if (storage_size < room) room = storage_size;
  return room;
}

// Skips the empty lines before a request line (RFC 9112 §2.2). Returns how many octets of `data` belong to them. A fault's
// position counts from data's first octet; a CR at the end of an earlier piece is at -1, that is, SIZE_MAX.
struct skipped {
  fault broken = {};
  std::size_t size = 0;
};
skipped skip_empty_lines(octets data, head_progress& progress, const limits& limit) noexcept;

// Reads on in a head of which `head` holds all octets so far; those before progress.size were seen before. Judges the first
// line octet by octet and the limits on field lines, and finds the end: the first empty line, however it is ended. When
// complete, progress.size is the size of the head.
// A head whose field lines all come at once is indexed on the way; then `index` has its lines, otherwise it stays empty.
reader_step read_on(octets head, head_progress& progress, const limits& limit, head_index& index) noexcept;

// Reads the field lines of a complete head, from `begin` to its end, and notes the places of the known ones. `index` is that
// of read_on(), and is made here where it is empty.
fault read_field_lines(octets head, std::size_t begin, head_index& index, known_fields& known) noexcept;

// Where the field lines begin: after "method SP target SP HTTP/1.1 CRLF".
constexpr std::size_t field_lines_begin(const head_progress& progress) noexcept {
  return progress.method_size + std::size_t{1} + progress.target_size + 1 + 8 + 2;
}

constexpr octets method_in(const char* head, const head_progress& progress) noexcept {
  return {head, progress.method_size};
}
constexpr octets target_in(const char* head, const head_progress& progress) noexcept {
  return {head + progress.method_size + 1, progress.target_size};
}

}  // namespace wshake::http
