// SPDX-License-Identifier: BSL-1.0
// copy_head(): copies a message into a storage as a head. The caller's own HTTP code has read the message.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <wshake/detail/field_table.hpp>
#include <wshake/field.hpp>
#include <wshake/octets.hpp>

#include "base/writer.hpp"
#include "http/header_section.hpp"
#include "scan/block.hpp"
#include "scan/field_lines.hpp"

namespace wshake {

// The range of a storage that holds parts of a message: from the first octet of these parts to the last.
class occupied {
 public:
  explicit occupied(mutable_octets storage) noexcept
      : storage_(address_of(storage.data())), size_(storage.size()), begin_(storage.size()) {}

  void add(const void* data, std::size_t size) noexcept {
    const std::uintptr_t offset = address_of(data);
    if (size == 0 || offset >= storage_ + size_ || offset + size <= storage_) return;
    const std::size_t begin = offset > storage_ ? offset - storage_ : 0;
    const std::size_t end = offset + size < storage_ + size_ ? offset + size - storage_ : size_;
    if (begin < begin_) begin_ = begin;
    if (end > end_) end_ = end;
  }
  void add(octets text) noexcept { add(text.data(), text.size()); }

  // Adds the memory of `header` to the range: the octets of a head, or the array of a list. copy_head() adds the
  // strings of a list.
  void add(const fields& header) noexcept {
    const http::header_section section = header;
    if (section.is_head()) {
      add(fields_access::head(header), section.end_offset());
    } else {
      add(fields_access::list(header), section.end_offset() * sizeof(field));
    }
  }

  // An offset at which `size` octets do not overlap the range: 0, or the end of the range. The storage may have fewer
  // than `size` octets behind the end of the range.
  std::size_t find_room(std::size_t size) const noexcept { return size <= begin_ ? 0 : end_; }

 private:
  static std::uintptr_t address_of(const void* data) noexcept { return reinterpret_cast<std::uintptr_t>(data); }

  std::uintptr_t storage_;
  std::size_t size_;
  std::size_t begin_;
  std::size_t end_ = 0;
};

// Writes the version of a well-formed message as text: the number 11 becomes "HTTP/1.1".
inline void put_version(base::writer& out, unsigned version) noexcept {
  const char text[] = {
      'H', 'T', 'T', 'P', '/', static_cast<char>('0' + version / 10), '.', static_cast<char>('0' + version % 10)};
  out.put({text, sizeof text});
}

// A complete head at the front of a storage.
struct copied_head {
  std::size_t size = 0;  // 0 if the head did not fit
  std::size_t fields_begin = 0;
};

// The lines of a header section whose names have a field id, in the order of the lines. The section's field table has
// the first line of each name. If a name has several lines, the further lines are looked up by name.
class known_lines {
 public:
  explicit known_lines(const detail::field_table& table) noexcept : repeated_(table.repeated != 0) {
    for (unsigned rest = table.seen; rest != 0; rest &= rest - 1) {
      const auto name = static_cast<detail::field_id>(scan::lowest_bit(rest));
      insert({table.at(name).offset(), name});
    }
  }

  // The field id of the line with the name `name`. `offset` comes from http::each_line(). Call take() for each line, in
  // the order of the lines. `offset` skips white space in front of a value. The table's offset of the value does not
  // skip this white space if copy_head() wrote the section from a caller's list.
  detail::field_id take(std::size_t offset, octets name) noexcept {
    if (next_ != size_ && lines_[next_].offset <= offset) return lines_[next_++].name;
    return repeated_ ? scan::lookup_field(name) : detail::field_id::none;
  }
  void rewind() noexcept { next_ = 0; }

 private:
  struct line {
    std::uint16_t offset;
    detail::field_id name;
  };

  void insert(line one) noexcept {
    unsigned place = size_++;
    for (; place > 0 && lines_[place - 1].offset > one.offset; --place) lines_[place] = lines_[place - 1];
    lines_[place] = one;
  }

  line lines_[detail::field_id_count];  // uninitialized behind `size_`
  unsigned size_ = 0;
  unsigned next_ = 0;
  bool repeated_;
};

// Writes a front of `front_size` octets, the fields that are kept and an empty line as a complete head of at most
// `room` octets. `write_front(writer)` writes the lines before the fields. A field is kept if it has a field id, or if
// `keeps(name)` is true for its name. `table` gets the offsets and sizes of the values of the fields with a field id.
//
// The message, its list and its strings may lie in the storage, in any order, and overlap. The caller adds to `taken`
// the parts of the message outside `header`, such as the target; copy_head() adds the list and its strings. The copy is
// made before or behind all parts of the message, and moved to the front of the storage when no part is needed any
// more. Writes nothing if there is no room.
template <class Front, class Keeps>
copied_head copy_head(mutable_octets storage, std::size_t room, occupied& taken, const fields& header,
                      std::size_t front_size, const Front& write_front, const Keeps& keeps,
                      detail::field_table& table) noexcept {
  using detail::field_id;
  taken.add(header);
  known_lines known(fields_access::table(header));
  std::size_t size = front_size + 2;
  http::each_line(header, [&](const field& line, std::size_t offset) {
    taken.add(line.name);
    taken.add(line.value);
    if (known.take(offset, line.name) != field_id::none || keeps(line.name)) {
      size += line.name.size() + 2 + line.value.size() + 2;
    }
    return size <= room;
  });
  const std::size_t begin = taken.find_room(size);
  if (size > room || begin + size > storage.size()) return {};

  copied_head copy;
  base::writer out({storage.data() + begin, size});
  write_front(out);
  copy.fields_begin = out.size();
  table = {};
  known.rewind();
  http::each_line(header, [&](const field& line, std::size_t offset) {
    const field_id name = known.take(offset, line.name);
    if (name == field_id::none && !keeps(line.name)) return true;
    if (name != field_id::none) {
      table.note(name, static_cast<std::uint16_t>(out.size() + line.name.size() + 2),
                 static_cast<std::uint16_t>(line.value.size()));
    }
    out.put_field(line.name, line.value);
    return true;
  });
  out.put("\r\n");
  if (out.size() != size) return {};
  copy.size = size;
  if (begin != 0) std::memmove(storage.data(), storage.data() + begin, size);
  return copy;
}

}  // namespace wshake
