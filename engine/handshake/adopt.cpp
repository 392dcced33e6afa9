// SPDX-License-Identifier: BSL-1.0
#include "http/request_copy.hpp"

#include <cstddef>
#include <cstdint>
#include <cstring>

#include "base/writer.hpp"
#include "http/head_reader.hpp"
#include "http/header_section.hpp"
#include "scan/field_lines.hpp"

namespace wshake::http {

namespace {

// The octets of a storage from the first to the last in which something lies.
class occupied {
 public:
  explicit occupied(mutable_octets storage) noexcept
      : storage_(address_of(storage.data())), size_(storage.size()), begin_(storage.size()) {}

  void add(const void* data, std::size_t size) noexcept {
    const std::uintptr_t at = address_of(data);
    if (size == 0 || at >= storage_ + size_ || at + size <= storage_) return;
    const std::size_t begin = at > storage_ ? at - storage_ : 0;
    const std::size_t end = at + size < storage_ + size_ ? at + size - storage_ : size_;
    if (begin < begin_) begin_ = begin;
    if (end > end_) end_ = end;
  }
  void add(octets text) noexcept { add(text.data(), text.size()); }

  // Where so many octets overlap nothing of it: at the front, or else behind it, where they may not fit.
  std::size_t place_beside(std::size_t size) const noexcept { return size <= begin_ ? 0 : end_; }

 private:
  static std::uintptr_t address_of(const void* data) noexcept { return reinterpret_cast<std::uintptr_t>(data); }

  std::uintptr_t storage_;
  std::size_t size_;
  std::size_t begin_;
  std::size_t end_ = 0;
};

// The octets that a section's lines are read from: a head, or a list, whose strings are elsewhere.
void add_section(occupied& lies, const fields& header) noexcept {
  const header_section section = header;
  if (section.is_head()) {
    lies.add(fields_access::head(header), section.end_place());
  } else {
    lies.add(fields_access::list(header), section.end_place() * sizeof(field));
  }
}

constexpr octets version_front = " HTTP/1.";

// From the version's last digit to the end of the first line.
constexpr std::size_t version_back = 1 + 2;

}  // namespace

request_copy copy_request(mutable_octets storage, const request_view& request, const limits& limit) noexcept {
  const std::size_t room = head_room(limit, storage.size());
  occupied lies(storage);
  lies.add(&request, sizeof request);
  lies.add(request.method);
  lies.add(request.target);
  add_section(lies, request.header);
  std::size_t size = request.method.size() + 1 + request.target.size() + version_front.size() + version_back + 2;
  for (const field& line : request.header) {
    lies.add(line.name);
    lies.add(line.value);
    if (find_known(line.name) != known::none) size += line.name.size() + 2 + line.value.size() + 2;
    if (size > room) return {};
  }
  const std::size_t place = lies.place_beside(size);
  if (size > room || place + size > storage.size()) return {};

  request_copy copy;
  writer out({storage.data() + place, size});
  out.put(request.method);
  out.put(" ");
  out.put(request.target);
  out.put(version_front);
  out.put_number(request.version % 10);
  out.put("\r\n");
  copy.head.fields_begin = static_cast<std::uint16_t>(out.size());
  for (const field& line : request.header) {
    const known name = find_known(line.name);
    if (name == known::none) continue;
    copy.known.note(name, static_cast<std::uint16_t>(out.size() + line.name.size() + 2),
                    static_cast<std::uint16_t>(line.value.size()));
    out.put_field(line.name, line.value);
  }
  out.put("\r\n");
  copy.head.method_size = static_cast<std::uint8_t>(request.method.size());
  copy.head.target_size = static_cast<std::uint16_t>(request.target.size());
  copy.head.version = static_cast<std::uint8_t>(request.version);
  copy.head.size = static_cast<std::uint32_t>(out.size());
  if (out.size() != size) return {};
  std::memmove(storage.data(), storage.data() + place, size);
  return copy;
}

}  // namespace wshake::http
