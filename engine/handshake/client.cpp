// SPDX-License-Identifier: BSL-1.0
#include <wshake/client.hpp>

#include <cstring>
#include <optional>

#include "base/field_names.hpp"
#include "check.hpp"
#include "http/header_section.hpp"
#include "http/request_uri.hpp"
#include "key/digest.hpp"
#include "message_writer.hpp"
#include "states.hpp"

namespace wshake {

using detail::field_id;

// The canonical answer: the 101 that most servers send if nothing is negotiated. Only the accept value in it varies,
// and the client knows this value before the 101 arrives.
namespace canonical_answer {
namespace {

constexpr octets front =
    "HTTP/1.1 101 Switching Protocols\r\n"
    "Upgrade: websocket\r\n"
    "Connection: Upgrade\r\n"
    "Sec-WebSocket-Accept: ";
constexpr octets back = "\r\n\r\n";
constexpr std::size_t accept_size = accept_value{}.data.size();
constexpr std::size_t size = front.size() + accept_size + back.size();

// The head_progress and the field_table that a reader of the canonical answer would produce.
constexpr detail::head_progress progress = [] {
  detail::head_progress whole;
  whole.size = static_cast<std::uint16_t>(size);
  whole.fields_begin = octets("HTTP/1.1 101 Switching Protocols\r\n").size();
  whole.version = 11;
  whole.status = 101;
  return whole;
}();
constexpr detail::field_table places = [] {
  detail::field_table noted;
  std::size_t offset = progress.fields_begin;
  const auto add = [&](detail::field_id name, octets spelled, std::size_t value_size) {
    offset += spelled.size();
    noted.note(name, static_cast<std::uint16_t>(offset), static_cast<std::uint16_t>(value_size));
    offset += value_size + 2;
  };
  add(detail::field_id::upgrade, "Upgrade: ", octets("websocket").size());
  add(detail::field_id::connection, "Connection: ", octets("Upgrade").size());
  add(detail::field_id::accept, "Sec-WebSocket-Accept: ", accept_size);
  return noted;
}();

// True if `data` begins with the canonical answer and the limits allow this answer. The conditions are marked unlikely:
// after a dozen unmarked branches compilers estimate the code behind them to be cold, and optimize it for size.
bool begins(octets data, const accept_value& accept, const limits& limit) noexcept {
  constexpr std::size_t longest_line = octets("Sec-WebSocket-Accept: ").size() + accept_size;
  if (data.size() < size || limit.head < size || limit.field_lines < 3 || limit.field_line < longest_line) [[unlikely]]
    return false;
  const char* const value = data.data() + front.size();
  if (data.first(front.size()) != front || std::memcmp(value + accept_size, back.data(), back.size()) != 0) [[unlikely]]
    return false;
  return key::is_accept(value, accept.data.data());
}

}  // namespace
}  // namespace canonical_answer

// Writes the request to `out` first, because the arguments may lie in the storage. Then copies host, target and offers
// from `out` into the storage: the client needs them to check the response and to follow a redirect. Computes the
// digest for the expected accept value in steps while it writes the request.
write_result client::start(mutable_octets out, const client_request& request, const nonce& octets_of_key,
                           argument_list<field> header) noexcept {
  if (!fits<client_verb::start>(phase())) return base::not_written(errc::wrong_state);
  char key_digits[key_size];
  key::write_key(octets_of_key, key_digits);
  const octets key = {key_digits, key_size};
  key::digest digest(key);
  request_places written;
  const write_result result = write_request_with_key(out, request, key, config(), header, written, &digest);
  if (!result) return result;

  const std::optional<std::size_t> needed = keep(written, request.where, 11);
  if (needed) return base::too_small(*needed, errc::storage_too_small);
  key::write_digits(digest.finish(), accept_.data.data());
  return result;
}

// Copies host, target and offers of a written request into the storage and begins to wait for the response. If the
// storage is too small, returns the size of the storage that suffices, or 0 if these parts are too large for every
// storage.
std::optional<std::size_t> client::keep(const request_places& written, const uri& where, unsigned version) noexcept {
  // Pointers rather than copies: a copy would load each view in one piece right after its halves were stored, and stall
  // on store forwarding.
  const octets* const parts[] = {&written.host, &written.target, &written.extensions, &written.subprotocols};
  std::size_t size = 0;
  for (const octets* const part : parts) size += part->size();
  if (size > 65535) return 0;
  if (size > storage().size()) return size;
  const std::uint16_t port = http::port_of(where);
  const bool secure = where.secure;
  // `room`, the free part of the storage, stays in registers. A writer would live in memory, and each part would wait
  // for the size that was stored for the part before it.
  mutable_octets room = storage();
  for (const octets* const part : parts) {
    const octets kept = part->first(room.size());
    if (!kept.empty()) std::memcpy(room.data(), kept.data(), kept.size());
    room = {room.data() + kept.size(), room.size() - kept.size()};
  }
  host_size_ = static_cast<std::uint16_t>(written.host.size());
  target_size_ = static_cast<std::uint16_t>(written.target.size());
  extensions_size_ = static_cast<std::uint16_t>(written.extensions.size());
  subprotocols_size_ = static_cast<std::uint16_t>(written.subprotocols.size());
  port_ = port;
  secure_ = secure;
  subprotocol_size_ = 0;
  deflate_ = {};
  begin(size, version);
  return {};
}

client_feed_result client::feed_piece(octets data) noexcept {
  const bool answers_nothing_required = !config().options().require_subprotocol || subprotocols_size_ == 0;
  if (answers_nothing_required && expects_head(canonical_answer::size) &&
      canonical_answer::begins(data, accept_, config().options().limit)) [[likely]] {
    take_answer(data.first(canonical_answer::size), canonical_answer::progress, canonical_answer::places);
    return {canonical_answer::size, client_event::open, {}};
  }
  const bool was_open = state() == client_event::open;
  client_feed_result result = exchange::feed_piece(data);
  if (result.event == client_event::open && !was_open) {
    judge();
    result.event = state();
  }
  return result;
}

// Checks a complete head with status 101 against the request, and fails the handshake if the head breaks a rule.
void client::judge() noexcept {
  const base::fault broken = check(version(), header());
  if (broken) fail(broken);
}

// Checks a 101, or over HTTP/2 and HTTP/3 a 200, against the request. Stores the agreement if no rule is broken.
base::fault client::check(unsigned version, const http::header_section& answer) noexcept {
  const std::size_t extensions_at = std::size_t{host_size_} + target_size_;
  const std::size_t subprotocols_at = extensions_at + extensions_size_;
  const field kept_fields[] = {
      {base::name_of(field_id::extensions), kept(extensions_at, extensions_size_)},
      {base::name_of(field_id::subprotocol), kept(subprotocols_at, subprotocols_size_)},
  };
  const fields kept_header(kept_fields);
  const http::header_section asked = kept_header;
  const expectation expected = {accept_, asked.list<token_list>(field_id::subprotocol),
                                asked.list<extension_list>(field_id::extensions), config().options().window_of_8,
                                config().options().require_subprotocol};
  const answer_reading read = check_answer(version, answer, expected);
  if (read.broken) return read.broken;
  deflate_ = read.agreed.deflate;
  subprotocol_size_ = static_cast<std::uint16_t>(read.agreed.subprotocol.size());
  if (subprotocol_size_ > 0) {
    subprotocol_at_ = static_cast<std::uint16_t>(read.agreed.subprotocol.data() - storage().data());
  }
  return {};
}

agreement client::agreed() const noexcept {
  if (state() != client_event::open) return {};
  return {subprotocol_size_ > 0 ? kept(subprotocol_at_, subprotocol_size_) : octets{}, deflate_};
}

// The URI of the request.
uri client::where() const noexcept {
  uri asked;
  asked.secure = secure_;
  asked.host = kept(0, host_size_);
  asked.port = port_;
  asked.resource_name = kept(host_size_, target_size_);
  return asked;
}

continuation client::next() const noexcept { return is_refused() ? exchange::next(where()) : continuation{}; }

write_result client::redirect_uri(mutable_octets out) const noexcept {
  const continuation what = next();
  if (what.what != continuation::kind::redirect) return base::not_written(errc::wrong_state);
  return resolve_uri(out, where(), what.location);
}

}  // namespace wshake
