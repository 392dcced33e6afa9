// SPDX-License-Identifier: BSL-1.0
#include <wshake/server.hpp>

#include <cstdint>
#include <cstring>
#include <optional>

#include "base/error_row.hpp"
#include "base/field_names.hpp"
#include "base/writer.hpp"
#include "check.hpp"
#include "http/body.hpp"
#include "http/head_reader.hpp"
#include "http/list_reader.hpp"
#include "key/digest.hpp"
#include "message_writer.hpp"
#include "scan/field_lines.hpp"
#include "scan/octet_class.hpp"
#include "states.hpp"

namespace wshake {

using detail::field_id;

namespace {

constexpr bool asks_for_no_upgrade(errc error) noexcept {
  return error >= errc::upgrade_stripped && error <= errc::another_protocol;
}

// True if the answer can have a subprotocol or an extension.
bool negotiates(const accept_options& options, const server_options& config) noexcept {
  return options.subprotocol || !options.extensions.empty() || !config.subprotocols.empty() || config.deflate.enabled;
}

}  // namespace

server::server(mutable_octets storage, const server_config& config) noexcept : config_(&config), own_config_(&config) {
  rebase(storage);
}

// Reading

void server::stop(server_state state, const base::fault& found) noexcept {
  state_ = state;
  error_ = found.error;
  error_name_ = found.field;
  error_offset_ = static_cast<std::uint16_t>(found.offset);
}

// The slow path of feed(). The fast path, in feed(), takes a single octet inside a field line.
server_feed_result server::feed_piece(octets data) noexcept {
  if (!fits<server_verb::feed>(phase())) return {0, state_};
  if (http::take_octet(storage(), data, head_, config_->options().limit)) return {1, server_state::need_more};
  std::size_t consumed = in_body() ? feed_body(data) : 0;
  if (state_ == server_state::need_more && !in_body()) consumed += feed_head(data.from(consumed));
  return {consumed, state_};
}

// Skips the octets of `data` that belong to the body of an answered request. Returns their number.
std::size_t server::feed_body(octets data) noexcept {
  const octets piece = data.first(http::body_limit(config_->options().limit.skipped_body) - part_.body.total);
  std::size_t consumed = 0;
  while (consumed < piece.size() && in_body()) {
    const http::body_step step = http::read_body(piece.from(consumed), part_.body);
    consumed += step.consumed;
    position_ += static_cast<std::uint32_t>(step.broken ? step.broken.offset : step.consumed);
    if (step.broken) stop(server_state::closed, step.broken.error);
  }
  if (in_body() && piece.size() < data.size()) stop(server_state::closed, errc::body_too_large);
  if (!in_body()) config_ = own_config_;
  return consumed;
}

std::size_t server::feed_head(octets data) noexcept {
  std::size_t skipped = 0;
  if (head_.size == 0) {
    const http::skipped empty = http::skip_empty_lines(data, head_, config_->options().limit);
    position_ += static_cast<std::uint32_t>(empty.broken ? empty.broken.offset : empty.size);
    if (empty.broken) stop(server_state::failed, empty.broken.error);
    skipped = empty.size;
    if (empty.broken) return skipped;
  }

  scan::head_index index;
  const http::taken_head step =
      http::take_head(storage(), data.from(skipped), http::message::request, head_, config_->options().limit, index);
  if (step.broken) {
    stop(server_state::failed, step.broken);
  } else if (step.state == http::reading::complete) {
    finish_head(step.head, index);
  }
  return skipped + step.taken;
}

// Reads a complete head. In the SHA-1 digest of the key every operation waits for the operation before it. So the
// digest advances in steps between parts of the work on lines and rules, and the processor overlaps the digest with
// this work. The digest starts before the field lines are read, on a guess of the key: see guess_value(). If the guess
// is wrong, the digest starts again with the key that was read.
void server::finish_head(octets head, scan::head_index& index) noexcept {
  http::complete_index(head, head_.fields_begin, index);
  const octets guess = scan::guess_value(head, index, field_id::key, key_size);
  key::digest digest(guess);
  const base::fault broken = http::read_field_lines(head, index, table_, digest);
  if (broken) return stop(server_state::failed, broken);
  readable_ = true;
  const http::request_parts request = parts();
  if (guess.data() != head.data() + table_.at(field_id::key).offset()) {
    digest.begin(request.header.value_or_empty(field_id::key));
  }
  judge(request, &digest);
}

// Applies the rules of the handshake and sets the state. `digest` is the digest of the request's key. It may be null if
// the request has no key.
void server::judge(const http::request_parts& request, key::digest* digest) noexcept {
  const http::framing framing = http::read_request_framing(request.header, request.version);
  if (!config_->error().ok()) [[unlikely]]
    return refuse(errc::bad_config, request, framing);
  const base::fault found = check_handshake(request, config_->options(), framing, digest);
  if (found) [[unlikely]]
    return refuse(found, request, framing);
  state_ = server_state::upgrade;
  error_ = errc::none;
  skippable_ = true;
  if (digest != nullptr) part_.digest = digest->finish();
}

// Handles a request that asks for no upgrade or breaks a rule. Stores whether the request's body can be skipped: after
// a refusal the connection stays open only if the body can be skipped (RFC 9112 section 9.3). The field Connection can
// end the connection, too: persists() reads this field.
void server::refuse(const base::fault& found, const http::request_parts& request, const http::framing& framing) noexcept {
  stop(asks_for_no_upgrade(found.error) ? server_state::request : server_state::failed, found);
  part_.body = http::begin_body(framing);
  skippable_ = can_skip_body(request);
}

bool server::can_skip_body(const http::request_parts& request) const noexcept {
  const bool has_body = part_.body.part != detail::body_part::done;
  return !has_body || (!is_body_too_large() && !request.header.has(field_id::expect));
}

server_state server::configure(const server_config& config) noexcept {
  if (!fits<server_verb::configure>(phase())) return state_;
  if (state_ == server_state::failed && !is_configured(error_)) return state_;
  config_ = &config;
  const http::request_parts request = parts();
  const bool is_valid = config.error().ok();
  if (state_ == server_state::request && is_valid) {
    skippable_ = can_skip_body(request);
    return state_;
  }
  const base::fault found = is_valid ? check_configured(request, config.options()) : errc::bad_config;
  if (found) {
    if (state_ == server_state::upgrade) part_.body = {};
    stop(server_state::failed, found);
  } else if (state_ == server_state::failed) {
    stop(server_state::upgrade, {});
    if (request.header.has(field_id::key)) part_.digest = key::digest(request.header.value(field_id::key)).finish();
  }
  return state_;
}

// True if Content-Length exceeds limits::skipped_body. False for a chunked body, whose size is known only at its end.
bool server::is_body_too_large() const noexcept {
  return part_.body.remaining > http::body_limit(config_->options().limit.skipped_body);
}

server_state server::feed_eof() noexcept {
  if (!fits<server_verb::feed_eof>(phase())) return state_;
  switch (phase()) {
    case server_phase::in_head:
      stop(server_state::failed, {errc::truncated, head_.size});
      break;
    case server_phase::in_body:
      stop(server_state::closed, errc::truncated);
      break;
    default:
      state_ = server_state::closed;
  }
  return state_;
}

// Observing

http::request_parts server::parts() const noexcept { return {storage_, head_, table_}; }

request_head server::request() const noexcept {
  if (!readable_) return {};
  const http::request_parts read = parts();
  const http::pseudo_fields pseudo = read.is_header_list() ? read.pseudo() : http::pseudo_fields{};
  return {{read.method, read.target, read.version, read.header.view(), pseudo.protocol, pseudo.scheme, pseudo.authority,
           pseudo.ends_stream},
          {storage_, head_.size}};
}

handshake_request server::handshake() const noexcept { return readable_ ? gather(parts()) : handshake_request{}; }

diagnostic server::error() const noexcept {
  if (error_ == errc::none) return {};
  if (error_ == errc::bad_config) return {error_, config_->error().offset, config_->error().field};
  return {error_, position_ + error_offset_, error_field()};
}

// The name of the field that the error is about. If the broken rule holds for every field line, the result is the name
// of the line that breaks the rule; empty if the line has no colon before the fault.
octets server::error_field() const noexcept {
  if (error_name_ != field_id::none) return base::name_of(error_name_);
  return http::field_name_at(storage_, head_, error_, error_offset_);
}

// True if the connection stays open after an answer other than 101. `delimited`: the server skips the request's body or
// the caller reads it, so that the beginning of the next request is known.
bool server::persists(bool delimited) const noexcept {
  if (!readable_) return false;
  const http::request_parts request = parts();
  if (request.is_header_list()) return false;  // the stream carries one request
  const bool close = config_->options().close_refused || http::lists(request.header, field_id::connection, "close");
  return wshake::persists({request.version, close, delimited, error_});
}

bool server::keep_alive() const noexcept {
  if (state_ == server_state::responded) return keep_alive_;
  return fits<server_verb::respond>(phase()) && persists(skippable_);
}

agreement server::agreed() const noexcept {
  if (state_ != server_state::open) return {};
  const octets subprotocol = {storage_ + part_.agreed.subprotocol_at, part_.agreed.subprotocol_size};
  return {subprotocol.empty() ? octets{} : subprotocol, part_.agreed.deflate};
}

// Answering

diagnostic server::choose(const accept_options& options, choice& chosen, extension_list& offered) const noexcept {
  const http::request_parts request = parts();
  const std::optional<octets>& wanted = options.subprotocol;
  const array_view<octets> spoken = wanted ? array_view<octets>(&*wanted, 1) : config_->options().subprotocols;
  if (!spoken.empty()) {
    chosen.subprotocol = choose_subprotocol(request.header.list<token_list>(field_id::subprotocol), spoken);
  }
  if (wanted && chosen.subprotocol != *wanted) return {errc::subprotocol_not_offered, 0, *wanted};
  if (config_->options().deflate.enabled || !options.extensions.empty()) {
    offered = request.header.list<extension_list>(field_id::extensions);
    chosen.deflate = answer_offers(offered, config_->options().deflate);
  }
  return {};
}

void server::open(const choice& chosen) noexcept {
  part_.agreed = {};
  if (!chosen.subprotocol.empty()) {
    part_.agreed.subprotocol_at = static_cast<std::uint16_t>(chosen.subprotocol.data() - storage_);
    part_.agreed.subprotocol_size = static_cast<std::uint16_t>(chosen.subprotocol.size());
  }
  if (chosen.deflate.agreed.agreed) part_.agreed.deflate = chosen.deflate.agreed;
  state_ = server_state::open;
}

write_result server::accept(mutable_octets out, const accept_options& options, argument_list<field> header) noexcept {
  if (!fits<server_verb::accept>(phase())) return base::not_written(errc::wrong_state);
  if (http::is_list_version(head_.version)) return base::not_written(errc::wrong_carrier);
  choice chosen;
  extension_list offered;
  chosen.continues = table_.has(field_id::expect) && expects_continue(parts());
  if (negotiates(options, config_->options())) {
    const diagnostic broken = choose(options, chosen, offered);
    if (!broken.ok()) return base::not_written(broken);
  }
  const write_result result = write_accept(out, part_.digest, chosen, offered, *config_, options, header);
  if (result) open(chosen);
  return result;
}

bool server::complete(response_options& word) const noexcept {
  if (word.error == errc::none) {
    const bool says_nothing = word.status == 0;
    word.error = state_ == server_state::need_more && says_nothing ? errc::timed_out : error_;
  }
  if (!config_->error().ok()) word.error = errc::bad_config;
  const bool ends = word.close || !persists(true) || !wshake::persists({.error = word.error});
  word.close = ends || !skippable_;
  return ends;
}

void server::conclude(const response_options& word, bool ends) noexcept {
  if (state_ == server_state::upgrade || ends) part_.body = {};
  keep_alive_ = !word.close;
  if (word.error != error_) {
    position_ = 0;
    stop(server_state::responded, word.error);
  }
  state_ = server_state::responded;
}

write_result server::respond(mutable_octets out, const response_options& options, argument_list<field> header) noexcept {
  if (!fits<server_verb::respond>(phase())) return base::not_written(errc::wrong_state);
  if (http::is_list_version(head_.version)) return base::not_written(errc::wrong_carrier);
  response_options word = options;
  const bool ends = complete(word);
  const write_result result = write_response(out, http::method_in(storage_, head_), *config_, word, header);
  if (result) conclude(word, ends);
  return result;
}

server_state server::next_request(request_body body) noexcept {
  if (!fits<server_verb::next_request>(phase())) return state_;
  const bool skip = body == request_body::unread;
  const bool alive = state_ == server_state::responded ? keep_alive_ : persists(skippable_ || !skip);
  if (!skip) part_.body = {};
  const bool too_large = is_body_too_large() && persists(true) && !parts().header.has(field_id::expect);
  forget_request();
  state_ = alive ? server_state::need_more : server_state::closed;
  if (too_large) stop(server_state::closed, errc::body_too_large);
  if (!in_body()) config_ = own_config_;
  return state_;
}

void server::forget_request() noexcept {
  head_ = {};
  table_ = {};
  position_ = 0;
  error_ = errc::none;
  error_name_ = field_id::none;
  error_offset_ = 0;
  readable_ = false;
  keep_alive_ = false;
}

void server::reset() noexcept {
  if (!fits<server_verb::reset>(phase())) return;
  forget_request();
  config_ = own_config_;
  part_ = {};
  state_ = server_state::need_more;
}

void server::leave() noexcept {
  forget_request();
  rebase({});
  config_ = &default_server_config;
  own_config_ = &default_server_config;
  left_ = true;
  state_ = server_state::closed;
}

void server::rebase(mutable_octets storage) noexcept {
  constexpr std::size_t most = 65535;  // no head is larger
  storage_ = storage.data();
  storage_size_ = static_cast<std::uint16_t>(storage.size() < most ? storage.size() : most);
}

}  // namespace wshake
