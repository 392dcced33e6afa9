// SPDX-License-Identifier: BSL-1.0
#include "exchange_player.hpp"

#include <cstring>
#include <type_traits>

#include "exchange_support.hpp"

namespace wshake::test {
namespace {

nonce nonce_of(std::string_view text) {
  nonce result = {};
  REQUIRE(text.size() == result.size());
  std::memcpy(result.data(), text.data(), result.size());
  return result;
}

// A transcript's start_call as arguments of start(). The arguments are views of the start_call's texts.
class start_view {
 public:
  explicit start_view(const start_call& call)
      : header_(fields_of(call.header)),
        subprotocols_(call.subprotocols.begin(), call.subprotocols.end()),
        nonce_(nonce_of(call.nonce)) {
    asked_.where = parse_uri(call.where).found;  // empty if the URI is invalid
    asked_.origin = call.origin;
    asked_.subprotocols = subprotocols_;
    asked_.deflate = call.deflate;
    asked_.extensions = call.extensions;
    asked_.header = header_;
    through_.where = asked_.where;
    through_.header = header_;
  }
  start_view(const start_view&) = delete;
  start_view& operator=(const start_view&) = delete;

  const uri& where() const noexcept { return asked_.where; }
  write_result start(client& role, mutable_octets out) const noexcept { return role.start(out, asked_, nonce_); }
  write_result start(tunnel& role, mutable_octets out) const noexcept { return role.start(out, through_); }
  write_result write(const client&, mutable_octets out, const client_options& config) const noexcept {
    return write_request(out, asked_, nonce_, config);
  }
  write_result write(const tunnel&, mutable_octets out, const client_options& config) const noexcept {
    return write_connect(out, through_, config);
  }

 private:
  std::vector<field> header_;
  std::vector<octets> subprotocols_;
  nonce nonce_;
  client_request asked_;
  tunnel_request through_;
};

std::string joined(const field_values& lines) {
  std::string text;
  bool first = true;
  for (const octets line : lines) {
    if (!first) text += ", ";
    first = false;
    text += std::string_view(line);
  }
  return text;
}

std::string joined(const challenge_list& challenges) {
  std::string text;
  for (const challenge& one : challenges) {
    if (!text.empty()) text += " | ";
    text += std::string_view(one.scheme);
    if (!one.token68.empty()) text += " " + std::string(std::string_view(one.token68));
    if (!one.parameters.empty()) text += " " + std::string(std::string_view(one.parameters));
  }
  return text;
}

const char* name_of(continuation::kind what) noexcept {
  switch (what) {
    case continuation::kind::nothing:
      return "nothing";
    case continuation::kind::redirect:
      return "redirect";
    case continuation::kind::authenticate:
      return "authenticate";
    case continuation::kind::retry_later:
      return "retry_later";
    case continuation::kind::reconnect:
      return "reconnect";
    case continuation::kind::resend:
      return "resend";
    case continuation::kind::use_http_1_1:
      return "use_http_1_1";
  }
  return "no kind";
}

const char* yes_or_no(bool what) noexcept { return what ? "yes" : "no"; }

template <class Role>
class exchange_player {
 public:
  exchange_player(const transcript& script, const playing& how)
      : script_(script),
        how_(how),
        cuts_(how.how),
        config_(script.config),
        storage_(script.config.storage),
        other_storage_(script.config.storage),
        role_(storage_.all(), config_.of_client()) {}

  trace play() {
    for (std::size_t at = 0; at < script_.steps.size(); ++at) {
      const step& next = script_.steps[at];
      INFO(script_.file, ":", next.line, ": ", script_.name, " (", how_.name, ")");
      if (how_.moving) move();
      switch (next.what) {
        case step::kind::octets_in:
          pending_ += next.in;
          break;
        case step::kind::expect:
          expect(next.expected);
          break;
        case step::kind::call:
          call(next.call);
          break;
        case step::kind::observe:
          observe(next.observed);
          break;
      }
    }
    INFO(script_.file, ": ", script_.name, " (", how_.name, "), at the end");
    // A transcript's `|` lines have the octets that the role leaves to the caller. The octets that the role has not
    // taken must be exactly these octets. Exception: after an error, octets of the broken message need no `|` lines.
    const bool exact = role_.state() != client_event::failed && role_.state() != client_event::closed;
    if (exact || !script_.left.empty()) CHECK(escaped(pending_) == escaped(script_.left));
    return std::move(trace_);
  }

 private:
  void move() {
    const guarded& from = moved_ ? other_storage_ : storage_;
    const guarded& to = moved_ ? storage_ : other_storage_;
    if (from.size() != 0) std::memcpy(to.data(), from.data(), from.size());
    from.put({});
    role_.rebase(to.all());
    moved_ = !moved_;
  }

  void expect(const expectation& expected) {
    // Feeds how_.behind, octets that belong to no message, after the message. Exceptions: an incomplete message, which
    // these octets would continue, and a refusal, after which they would make the connection unusable. Other
    // transcripts test octets after a refusal.
    const bool alone = expected.event == client_event::need_more || expected.event == client_event::body ||
                       expected.event == client_event::done;
    cuts whole_or_each = how_.moving ? cuts::every(1) : cuts_;
    const turn said = feed_turn(role_, alone ? pending_ : pending_ + how_.behind, whole_or_each, [&] {
      if (how_.moving) move();
    });
    if (!how_.moving) cuts_ = whole_or_each;
    CHECK(said.what == expected.event);
    // Octets after a refusal make next().same_connection false. Feeds these octets before the test reads the role, so
    // that the results are the same for every cut of the input.
    if (said.what == client_event::done) CHECK(role_.feed(octets(pending_).from(said.consumed)).consumed == 0);
    CHECK_MESSAGE(said.consumed <= pending_.size(), "the role has taken octets that do not belong to the message");
    const std::size_t taken = said.consumed < pending_.size() ? said.consumed : pending_.size();
    taken_ += taken;
    pending_.erase(0, taken);
    body_ += said.body;
    if (expected.error) CHECK(role_.error() == *expected.error);
    // After an error in the body the state is failed or closed. In any other state there is no error.
    if (role_.state() != client_event::failed && role_.state() != client_event::closed) {
      CHECK(role_.error() == errc::none);
      CHECK(role_.error().offset == 0);
      CHECK(role_.error().field == "");
    }
    if (expected.at) CHECK(role_.error().offset + base_ == *expected.at);
    if (expected.field) CHECK(role_.error().field == *expected.field);
    note(said.body);
    if (role_.state() == client_event::failed || role_.state() == client_event::closed) return;
    trace_.back() += " taken=" + std::to_string(taken_);
  }

  void start(const verb_call& call) {
    const start_view asked(call.start);
    const auto write = [&](mutable_octets out) { return asked.start(role_, out); };
    const std::string before = describe_state(role_);
    if (call.fails != errc::none) {
      const guarded out(8192);
      const write_result result = write(out.all());
      CHECK(result.error == call.fails);
      CHECK(result.written.size() == 0);
      CHECK(describe_state(role_) == before);
      return;
    }
    const bool same_connection = role_.state() == client_event::idle || role_.next().same_connection;
    write_result result = write({});
    CHECK(result.error == errc::need_room);
    CHECK(describe_state(role_) == before);
    if (result.error != errc::need_room) return;
    const std::size_t size = result.needed;
    const guarded small(size - 1);
    result = write(small.all());
    CHECK(result.error == errc::need_room);
    CHECK(result.written.empty());
    CHECK(result.needed == size);
    CHECK(describe_state(role_) == before);
    if (how_.moving) move();
    const guarded out(size);
    result = write(out.all());
    CHECK(result.error == errc::none);
    CHECK(result.written.size() == size);
    CHECK(result.written.data() == out.data());
    const std::string text{std::string_view(result.written)};
    if (!call.start.any_out) CHECK(text == call.out);
    const std::string alone =
        written([&](mutable_octets room) { return asked.write(role_, room, config_.options_of_client()); });
    CHECK(text == alone);
    CHECK(role_.state() == client_event::need_more);
    CHECK(role_.error() == errc::none);
    CHECK(role_.response().raw == "");
    if (!same_connection) {
      taken_ += pending_.size();
      pending_.clear();
    }
    base_ = taken_;
    body_.clear();
    note(text);
  }

  void call(const verb_call& call) {
    if (call.what == verb::start) return start(call);
    REQUIRE(call.what == verb::feed_eof);
    const client_event what = role_.feed_eof();
    CHECK(what == role_.state());
    note("");
  }

  void observe(const observation& seen) const {
    const response_head head = role_.response();
    const continuation next = role_.next();
    std::string value = "no such observer";
    if (seen.what == "http_version") value = std::to_string(head.version);
    if (seen.what == "status") value = std::to_string(head.status);
    if (seen.what == "reason") value = std::string_view(head.reason);
    if (seen.what == "body") value = body_;
    if (seen.what == "same_connection") value = yes_or_no(next.same_connection);
    if (seen.what == "next") value = name_of(next.what);
    if (seen.what == "location") value = std::string_view(next.location);
    if (seen.what == "same_origin") value = yes_or_no(next.same_origin);
    if (seen.what == "downgrade") value = yes_or_no(next.downgrade);
    if (seen.what == "challenges") value = joined(next.challenges);
    if (seen.what == "realm") {
      value.clear();
      if (!next.challenges.empty()) value = std::string_view(next.challenges.begin()->realm());
    }
    if (seen.what == "by_proxy") value = yes_or_no(next.by_proxy);
    if (seen.what == "retry_after") value = std::string_view(next.retry_after);
    if (seen.what == "retry_seconds") value = next.retry_seconds ? std::to_string(*next.retry_seconds) : "";
    if (seen.what == "header") {
      const std::size_t colon = seen.value.find(": ");
      const std::string name = seen.value.substr(0, colon);
      CHECK_MESSAGE((head.header.count(name) != 0) == (colon != std::string::npos), name);
      value = name;
      if (colon != std::string::npos) value += ": " + joined(head.header.values(name));
    }
    if constexpr (std::is_same_v<Role, client>) {
      if (seen.what == "subprotocol") value = std::string_view(role_.agreed().subprotocol);
      if (seen.what == "deflate") value = deflate_text(role_.agreed().deflate);
      if (seen.what == "redirect_uri") value = redirect_of(role_);
    }
    CHECK_MESSAGE(value == seen.value, seen.what);
  }

  void note(const std::string& text) { trace_.push_back(describe_state(role_) + text); }

  const transcript& script_;
  const playing& how_;
  cuts cuts_;
  config_view config_;
  guarded storage_, other_storage_;
  Role role_;
  bool moved_ = false;
  std::string pending_;    // sent by the peer, not yet taken by the role
  std::size_t taken_ = 0;  // octets that the role has taken, and octets that were dropped with an old connection
  std::size_t base_ = 0;   // the value of taken_ at the last start()
  std::string body_;       // the refusal's body
  trace trace_;
};

// The octets that the peer sends between the first successful start() and the next successful verb.
std::string first_answers(const transcript& script) {
  std::string text;
  unsigned calls = 0;
  for (const step& next : script.steps) {
    if (next.what == step::kind::call && next.call.fails == errc::none && ++calls == 2) break;
    if (next.what == step::kind::octets_in) text += next.in;
  }
  return text;
}

// Describes the result that next() must have after adopt(): the same result as after feed(), except that
// same_connection is false.
std::string next_of_stream(continuation next) {
  next.same_connection = false;
  return describe_next(next);
}

// Checks that a client which adopts a response as a list of fields has the same results as `fed`, a client that has
// read the response from octets.
void compare_adopted(const client& fed, client_event said, const response_head& head, client& role) {
  std::vector<field> list;
  for (const field& line : head.header) list.push_back(line);
  response_view view = head;
  view.header = list;
  const client_event event = role.adopt(view);
  if (role.error() == errc::bad_field_value) return;  // adopt() rejects values that a lenient client reads from octets
  CHECK(event == said);
  const client_event refused = said == client_event::refused ? client_event::done : fed.state();
  CHECK(role.state() == refused);
  CHECK(role.error() == fed.error().code);
  CHECK(role.error().field == fed.error().field);
  CHECK(role.response().version == head.version);
  CHECK(role.response().status == head.status);
  CHECK(role.response().reason == head.reason);
  CHECK(role.agreed().subprotocol == fed.agreed().subprotocol);
  CHECK(role.agreed().deflate == fed.agreed().deflate);
  CHECK(describe_next(role.next()) == next_of_stream(fed.next()));
  CHECK(redirect_of(role) == redirect_of(fed));
}

template <class Role>
void compare(const transcript& script) {
  INFO(script.file, ": ", script.name, " (free functions)");
  const config_view view(script.config);
  const client_options& config = view.options_of_client();
  std::size_t begin = 0;
  while (begin < script.steps.size() &&
         (script.steps[begin].what != step::kind::call || script.steps[begin].call.what != verb::start ||
          script.steps[begin].call.fails != errc::none)) {
    ++begin;
  }
  if (begin == script.steps.size()) return;
  const start_view asked(script.steps[begin].call.start);
  guarded_exchange<Role> reference(config, script.config.storage);
  Role& role = reference.role;
  const guarded out(8192);
  if (!asked.start(role, out.all())) return;
  guarded_exchange<Role> adopting(config);
  REQUIRE(asked.start(adopting.role, out.all()));

  std::string input = first_answers(script);
  std::size_t base = 0;
  for (;;) {
    cuts whole = cuts::whole();
    const turn said = feed_turn(role, input, whole, [] {});
    if (role.error() == errc::head_too_large && script.config.storage < config.limit.head) return;
    const guarded copy{octets(input)};
    const head_grammar grammar = config.lenient ? head_grammar::lenient : head_grammar::strict;
    const response_reading reading = read_response(copy.all(), config.limit, grammar);
    CHECK(reading.need_more() == (said.what == client_event::need_more));
    if (said.what == client_event::need_more) return;
    if (!reading.error.ok()) {
      CHECK(said.what == client_event::failed);
      CHECK(role.error().code == reading.error.code);
      CHECK(role.error().offset == base + reading.error.offset);
      CHECK(role.error().field == reading.error.field);
      CHECK(role.response().raw == "");
      return;
    }
    CHECK(said.consumed == reading.consumed);
    CHECK(role.response().raw == reading.head.raw);
    CHECK(role.response().status == reading.head.status);
    CHECK(role.response().version == reading.head.version);
    CHECK(role.response().reason == reading.head.reason);
    if (said.what == client_event::refused) {
      const continuation alone = find_continuation(reading.head, asked.where());
      if (std::is_same_v<Role, client>) CHECK(describe_next(role.next()) == describe_next(alone));
    } else {
      CHECK(describe_next(role.next()) == describe_next({}));
    }
    if constexpr (std::is_same_v<Role, client>) compare_adopted(role, said.what, reading.head, adopting.role);
    if (said.what != client_event::interim) return;
    input.erase(0, said.consumed);
    base += said.consumed;
  }
}

}  // namespace

trace play_exchange(const transcript& script, const playing& how) {
  if (script.who == transcript_role::tunnel) return exchange_player<tunnel>(script, how).play();
  return exchange_player<client>(script, how).play();
}

void compare_exchange_with_free_functions(const transcript& script) {
  if (script.who == transcript_role::tunnel) return compare<tunnel>(script);
  return compare<client>(script);
}

}  // namespace wshake::test
