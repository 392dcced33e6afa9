// SPDX-License-Identifier: BSL-1.0
// server::adopt(): checks a request that the caller's own HTTP code has read. Writes a copy of the request's head into
// the server's storage.
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>

#include <wshake/server.hpp>

#include "base/writer.hpp"
#include "handshake/check.hpp"
#include "handshake/states.hpp"
#include "head_copy.hpp"
#include "http/head_reader.hpp"
#include "http/message_parts.hpp"
#include "key/digest.hpp"
#include "scan/octet_class.hpp"

namespace wshake {

namespace {

using detail::field_id;

// Writes the front of a head: the request line, and the pseudo-header fields of a header list.
void write_front(base::writer& out, const request_view& request) noexcept {
  out.put(request.method);
  out.put(" ");
  out.put(request.target);
  out.put(" ");
  put_version(out, request.version);
  out.put("\r\n");
  if (http::is_list_version(request.version)) http::write_pseudo_fields(out, request);
}

std::size_t front_size(const request_view& request) noexcept {
  const std::size_t line = request.method.size() + request.target.size() + octets("  HTTP/1.1\r\n").size();
  return http::is_list_version(request.version) ? line + http::pseudo_fields_size(request) : line;
}

}  // namespace

// Writes into the storage: the request line, the pseudo-header fields of a header list, and the fields that have a
// field id. check_syntax() must have accepted the request, so the copy needs no further check.
void server::copy(const request_view& request) noexcept {
  const mutable_octets storage = this->storage();
  occupied taken(storage);
  taken.add(&request, sizeof request);
  for (const octets part : {request.method, request.target, request.protocol, request.scheme, request.authority}) {
    taken.add(part);
  }
  // Reads the request before copy_head(): the request may lie in the storage, which copy_head() overwrites.
  detail::head_progress head;
  head.method_size = static_cast<std::uint8_t>(request.method.size());
  head.target_size = static_cast<std::uint16_t>(request.target.size());
  head.version = static_cast<std::uint8_t>(request.version);
  head.ends_stream = http::is_list_version(request.version) && request.ends_stream;
  const std::size_t room = http::head_room(config_->options().limit, storage.size());
  const copied_head copied = copy_head(
      storage, room, taken, request.header, front_size(request), [&](base::writer& out) { write_front(out, request); },
      [](octets) { return false; }, table_);
  if (copied.size == 0) return stop(server_state::failed, errc::head_too_large);
  head.size = static_cast<std::uint32_t>(copied.size);
  head.fields_begin = static_cast<std::uint16_t>(copied.fields_begin);
  head_ = head;
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
  // Keeps the version and the method even if the rest is malformed or did not fit: the answer must be in the request's
  // HTTP version, and a refusal of HEAD must have no body.
  const bool is_known = request.version / 10 == 1 || http::is_list_version(request.version);
  if (is_known) head_.version = static_cast<std::uint8_t>(request.version);
  if (scan::is_token(method) && method.size() <= 255 && method.size() <= storage_size_) {
    std::memmove(storage_, method.data(), method.size());
    head_.method_size = static_cast<std::uint8_t>(method.size());
  }
  return state_;
}

}  // namespace wshake
