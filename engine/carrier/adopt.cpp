// SPDX-License-Identifier: BSL-1.0
// server::adopt(): copies a request that the caller's own HTTP code has read into the storage, as a head.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include <wshake/server.hpp>

#include "base/writer.hpp"
#include "handshake/check.hpp"
#include "handshake/states.hpp"
#include "http/head_reader.hpp"
#include "http/header_section.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

using detail::field_id;
using http::header_section;
using scan::lookup_field;

// The range of a storage that holds parts of the request: from its first occupied octet to its last.
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

  // The offset of `size` octets that overlap nothing in the range: 0, or the end of the range, where they may not fit.
  std::size_t find_room(std::size_t size) const noexcept { return size <= begin_ ? 0 : end_; }

 private:
  static std::uintptr_t address_of(const void* data) noexcept { return reinterpret_cast<std::uintptr_t>(data); }

  std::uintptr_t storage_;
  std::size_t size_;
  std::size_t begin_;
  std::size_t end_ = 0;
};

// Adds the memory of a section: the octets of a head, or the elements of a list. copy_request() adds a list's strings.
void add_section(occupied& lies, const fields& header) noexcept {
  const header_section section = header;
  if (section.is_head()) {
    lies.add(fields_access::head(header), section.end_offset());
  } else {
    lies.add(fields_access::list(header), section.end_offset() * sizeof(field));
  }
}

// Writes the front of a head: the request line, and the pseudo-header fields of a header list.
void write_front(base::writer& out, const request_view& request) noexcept {
  out.put(request.method);
  out.put(" ");
  out.put(request.target);
  out.put(" HTTP/");
  out.put_number(request.version / 10);
  out.put(".");
  out.put_number(request.version % 10);
  out.put("\r\n");
  if (http::is_list_version(request.version)) http::write_pseudo_fields(out, request);
}

// A complete head at the front of a storage, and its field table.
struct request_copy {
  detail::head_progress head = {};  // size is 0 if there was no room
  detail::field_table table = {};
};

// Writes the method, the target, the version and the fields that have a field id as a complete head. The version must
// be one that check_syntax() takes. The request, its list and its strings may lie in the storage, in any order, and
// overlap: the copy is made before or behind all of them, and moved to the front of the storage when nothing of the
// request is needed any more. Writes nothing if there is no room for this, or if the head exceeds the limit.
request_copy copy_request(mutable_octets storage, const request_view& request, const limits& limit) noexcept {
  const std::size_t room = http::head_room(limit, storage.size());
  occupied lies(storage);
  lies.add(&request, sizeof request);
  lies.add(request.method);
  lies.add(request.target);
  lies.add(request.protocol);
  lies.add(request.scheme);
  lies.add(request.authority);
  add_section(lies, request.header);
  char nowhere = 0;  // analysers take a null pointer here for a write to it
  base::writer measure({&nowhere, 0});
  write_front(measure, request);
  std::size_t size = measure.size() + 2;
  for (const field& line : request.header) {
    lies.add(line.name);
    lies.add(line.value);
    if (lookup_field(line.name) != field_id::none) size += line.name.size() + 2 + line.value.size() + 2;
    if (size > room) return {};
  }
  const std::size_t begin = lies.find_room(size);
  if (size > room || begin + size > storage.size()) return {};

  request_copy copy;
  base::writer out({storage.data() + begin, size});
  write_front(out, request);
  copy.head.fields_begin = static_cast<std::uint16_t>(out.size());
  for (const field& line : request.header) {
    const field_id name = lookup_field(line.name);
    if (name == field_id::none) continue;
    copy.table.note(name, static_cast<std::uint16_t>(out.size() + line.name.size() + 2),
                    static_cast<std::uint16_t>(line.value.size()));
    out.put_field(line.name, line.value);
  }
  out.put("\r\n");
  copy.head.method_size = static_cast<std::uint8_t>(request.method.size());
  copy.head.target_size = static_cast<std::uint16_t>(request.target.size());
  copy.head.version = static_cast<std::uint8_t>(request.version);
  copy.head.size = static_cast<std::uint32_t>(out.size());
  copy.head.ends_stream = http::is_list_version(request.version) && request.ends_stream;
  if (out.size() != size) return {};
  std::memmove(storage.data(), storage.data() + begin, size);
  return copy;
}

}  // namespace

// The kept head consists of the octets that were checked, and no others.
void server::copy(const request_view& request) noexcept {
  const request_copy copied = copy_request(storage(), request, config_->options().limit);
  if (copied.head.size == 0) return stop(server_state::failed, errc::head_too_large);
  head_ = copied.head;
  table_ = copied.table;
  readable_ = true;
}

server_state server::adopt(const request_view& request) noexcept {
  if (!fits<server_verb::adopt>(phase()) || head_.in_empty_line) return state_;
  position_ = 0;
  const octets method = request.method;
  if (method.size() > config_->options().limit.method) {
    stop(server_state::failed, errc::method_too_long);
  } else if (request.target.size() > config_->options().limit.target) {
    stop(server_state::failed, errc::target_too_long);
  } else {
    const base::fault malformed = check_syntax(request);
    if (malformed) {
      stop(server_state::failed, malformed);
    } else {
      const http::request_parts asked = request;
      std::optional<key::digest> digest;  // a header list needs no key
      if (asked.header.has(field_id::key)) digest.emplace(asked.header.value(field_id::key));
      judge(asked, digest ? &*digest : nullptr);
    }
    skippable_ = true;
    if (!malformed) copy(request);
    if (state_ != server_state::upgrade) part_.body = {};
  }
  if (readable_) return state_;
  // Keeps the version and the method even if the rest is malformed or did not fit: the answer must fit the carrier, and
  // a refusal of HEAD must have no body.
  if (http::is_list_version(request.version)) head_.version = static_cast<std::uint8_t>(request.version);
  if (scan::is_token(method) && method.size() <= 255 && method.size() <= storage_size_) {
    std::memmove(storage_, method.data(), method.size());
    head_.method_size = static_cast<std::uint8_t>(method.size());
  }
  return state_;
}

}  // namespace wshake
