// SPDX-License-Identifier: BSL-1.0
// exchange_session: executes a plan (exchange_plan.hpp) on one client or tunnel, and checks the results of every verb.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

#include "asked.hpp"
#include "exchange_observation.hpp"
#include "exchange_plan.hpp"
#include "naive_continuation.hpp"
#include "naive_exchange.hpp"

namespace fuzz {

// The result of a verb.
struct exchange_outcome {
  exchange_observation after;
  wshake::errc result = {};  // the result of start()
  text out;
  text passed;               // the events interim and refused since start(), with their responses
  text body;                 // the octets of the body since start()
  std::size_t consumed = 0;  // octets of the current answer that the role has consumed
};

// cut: the pieces of the plan are fed in parts, and the storage may move between the parts.
enum class feeding { whole, cut };

template <class Role>
class exchange_session {
 public:
  exchange_session(const exchange_plan& plan, feeding how, std::string_view seed)
      : plan_(plan),
        how_(how),
        dice_(seed),
        storage_(std::make_unique<block>(plan.setting.storage)),
        role_(wshake::mutable_octets(storage_->data(), storage_->size()), plan.setting.config) {}

  const std::vector<exchange_outcome>& play() {
    for (const exchange_step& one : plan_.steps) perform(one);
    // After the plan's verbs, feeds the octets that remain and starts the requests that remain.
    for (unsigned round = 0; round < 4 && role_.state() != client_event::open; ++round) {
      perform({exchange_verb::feed_all, 0});
      if (role_.state() == client_event::need_more) perform({exchange_verb::feed_eof, 0});
      if (answer_ + 1 < plan_.answers.size()) perform({exchange_verb::start, 0});
    }
    return outcomes_;
  }

 private:
  using client_event = wshake::client_event;
  using errc = wshake::errc;

  static bool passes(client_event what) {
    return what == client_event::interim || what == client_event::refused || what == client_event::body;
  }
  bool may_start() const {
    const client_event state = role_.state();
    return state != client_event::need_more && state != client_event::open;
  }

  void perform(exchange_step one) {
    exchange_outcome result;
    switch (one.what) {
      case exchange_verb::start:
        start(one.argument, result);
        break;
      case exchange_verb::feed:
        feed_piece(one.argument < 128 ? one.argument : (one.argument - 127U) * 100, false);
        break;
      case exchange_verb::feed_eof:
        feed_eof();
        break;
      case exchange_verb::feed_once:
        feed_piece(octets().size(), true);
        break;
      case exchange_verb::rebase:
        move_storage(storage_->size() + (one.argument & 15U) * 16);
        break;
      default:
        feed_piece(octets().size(), false);
        break;
    }
    result.after = observe(role_, *storage_);
    check_observation(result.after);
    check_next(result.after);
    result.passed = passed_;
    result.body = body_;
    // If the role fails, the number of octets that it has consumed depends on the pieces: the outcome has 0 instead.
    result.consumed = result.after.state == client_event::failed ? 0 : at_;
    outcomes_.push_back(std::move(result));
  }

  // Starting

  void start(unsigned char argument, exchange_outcome& result) {
    const asked_by<Role> asked(plan_.request.view(), argument, role_);
    const exchange_observation before = observe(role_, *storage_);
    const bool fits = may_start();
    const faults broken = asked.broken(plan_.setting.options);
    const wshake::write_result dry = asked.start(role_, {});
    result.result = dry.error.code;
    require(!dry, "nothing fits into nothing");
    require_same(before, observe(role_, *storage_), "an error changes nothing");
    if (!fits || !broken.empty()) {
      require(fits ? is_among(broken, dry.error.code) : dry.error == errc::wrong_state, "start() finds what is wrong");
      require(dry.needed == 0 && dry.written.empty(), "an error has no size");
      return;
    }
    require(dry.error == errc::need_room && dry.needed > 0, "what is in order is written");
    const block small(dry.needed - 1);
    const wshake::write_result tight = asked.start(role_, wshake::mutable_octets(small.data(), small.size()));
    require(tight.error == errc::need_room && tight.needed == dry.needed, "one octet too few is too few");
    require_same(before, observe(role_, *storage_), "need_room changes nothing");
    const block exact(dry.needed);
    const wshake::write_result done = asked.start(role_, wshake::mutable_octets(exact.data(), exact.size()));
    result.result = done.error.code;
    const std::size_t kept = asked.kept(plan_.setting.options);
    require((done.error == errc::storage_too_small) == (kept > storage_->size()), "what is kept has room");
    if (!done) {
      require(done.error == errc::storage_too_small && done.needed == kept, "as much as need_room said is enough");
      require_same(before, observe(role_, *storage_), "an error changes nothing");
      return;
    }
    require(done.written.size() == dry.needed, "as much as need_room said is written");
    result.out = text(exact.view());
    begin(asked, exact.view());
  }

  void begin(const asked_by<Role>& asked, std::string_view out) {
    asked.check(out, plan_.setting.options);
    require(role_.state() == client_event::need_more, "after start() the response is awaited");
    if (started_) ++answer_;
    started_ = true;
    at_ = 0;
    where_ = asked.where();
    offer_ = asked.offer(plan_.setting.options);
    kept_ = asked.kept(plan_.setting.options);
    passed_.clear();
    body_.clear();
    ended_ = false;
    expected_ = {};
  }

  // Feeding

  std::string_view octets() const {
    return answer_ < plan_.answers.size() ? plan_.answers[answer_] : std::string_view();
  }

  void feed_piece(std::size_t wanted, bool once) {
    std::size_t left = octets().size() - at_;
    if (wanted < left) left = wanted;
    const bool resting = role_.state() != client_event::need_more;
    bool stopped = false;
    for (;;) {
      const std::size_t size = how_ == feeding::whole ? left : cut(left);
      const wshake::client_feed_result result = feed(octets().substr(at_, size));
      at_ += result.consumed;
      left -= result.consumed;
      note(result);
      stopped = once && (result.event == client_event::interim || result.event == client_event::refused);
      if (stopped || (!passes(result.event) && (result.event != client_event::need_more || left == 0))) break;
      if (how_ == feeding::cut && (plan_.setting.cutting & 4) != 0) move_storage(storage_->size());
      if (how_ == feeding::cut && (plan_.setting.cutting & 8) != 0 && dice_.below(4) == 0 && !once) note(feed({}));
    }
    if (role_.state() != client_event::need_more) feed_at_rest();
    if (!resting) check_ending(stopped);
  }

  void feed_at_rest() {
    exchange_observation before = observe(role_, *storage_);
    const std::string_view rest = octets().substr(at_);
    require(feed(rest).consumed == 0, "at rest nothing is consumed");
    if (!rest.empty()) before.same_connection = false;
    require_same(before, observe(role_, *storage_), "and nothing else changes");
  }

  std::size_t cut(std::size_t left) {
    constexpr std::size_t most[] = {1, 3, 17, 64};
    const std::size_t size = 1 + dice_.below(most[plan_.setting.cutting & 3]);
    return size < left ? size : left;
  }

  wshake::client_feed_result feed(std::string_view part) {
    const client_event before = role_.state();
    const block piece(part);
    wshake::client_feed_result result = role_.feed(piece.view());
    require(result.consumed <= part.size(), "no more is consumed than was there");
    require(passes(result.event) ? role_.state() == client_event::need_more : role_.state() == result.event,
            "feed() reports the state");
    require(before == client_event::need_more || (result.consumed == 0 && result.event == before),
            "at rest nothing happens");
    require(result.event != client_event::need_more || result.consumed == part.size(), "in need_more all is consumed");
    require((result.event == client_event::body) == !result.data.empty(), "a body has data, and nothing else has");
    require(lies_in(result.data, piece), "data is a part of what was fed");
    require(static_cast<std::size_t>(result.data.end() - piece.data()) <= result.consumed || result.data.empty(),
            "and was consumed");
    body_.append(std::string_view(result.data));
    result.data = {};
    return result;
  }

  // Records the events interim and refused, each with its response.
  void note(const wshake::client_feed_result& result) {
    if (result.event != client_event::interim && result.event != client_event::refused) return;
    passed_ += result.event == client_event::interim ? "\ninterim " : "\nrefused ";
    const wshake::response_head response = role_.response();
    require_inside(response, {}, *storage_);
    passed_ += describe_response(response);
  }

  void feed_eof() {
    exchange_observation before = observe(role_, *storage_);
    const client_event result = role_.feed_eof();
    require(result == role_.state() && !passes(result), "feed_eof() returns the state");
    if (before.state != client_event::need_more) {
      before.same_connection = false;
      require_same(before, observe(role_, *storage_), "at rest the end of the input changes nothing else");
      return;
    }
    require(result != client_event::need_more && result != client_event::open, "after the end there is no more");
    ended_ = true;
    check_ending(false);
  }

  // Compares the role's results with the results of the naive reference, which reads all octets since start() and does
  // not stop between two events.
  void check_ending(bool stopped) {
    const naive_setting setting = {plan_.setting.options, storage_->size() - kept_, offer_ ? &*offer_ : nullptr};
    // In a final state the role also got the octets behind the answer, from feed_at_rest().
    const bool resting = role_.state() != client_event::need_more;
    const std::string_view shown = resting && !ended_ ? octets() : octets().substr(0, at_);
    expected_ = naive_exchange(shown, ended_, setting).read();
    if (!stopped) check_expected();
  }

  void check_expected() const {
    const naive_ending& expected = *expected_;
    if (role_.state() != expected.state || role_.error().code != expected.error ||
        role_.error().offset < expected.error_at || role_.error().offset > expected.error_at_most) {
      std::fprintf(stderr, "found %s, %s at %zu, expected %s, %s at %zu\n", wshake::describe(role_.state()),
                   wshake::describe(role_.error().code).name, role_.error().offset, wshake::describe(expected.state),
                   wshake::describe(expected.error).name, expected.error_at);
      require(false, "it ends as the reference does", octets());
    }
    require(same_ignoring_case(role_.error().field, expected.error_field), "the field at fault", expected.error_field);
    require(role_.next().same_connection == expected.same_connection, "same_connection");
    require_same(body_, expected.body, "the body");
    text passed;
    for (const naive_response& one : expected.interim) {
      passed += "\ninterim ";
      passed += describe_naive(one);
    }
    if (expected.refused) {
      passed += "\nrefused ";
      passed += describe_naive(*expected.answer);
    }
    require_same(passed_, passed, "what passed");
    const bool answered = expected.state == client_event::open || expected.state == client_event::done;
    if (answered) require(at_ == expected.consumed, "an answer is consumed to its end, and no further");
  }

  // Compares next(), response(), agreed() and redirect_uri() with the answer that the naive reference has read.
  void check_next(const exchange_observation& seen) const {
    const bool shown = expected_ && expected_->answer;
    if (!shown) {
      require_same(seen.next, describe_continuation({}), "without an answer nothing is asked for");
      require_same(seen.agreed, no_agreement(), "and nothing agreed");
      return;
    }
    const naive_response& answer = *expected_->answer;
    require_same(seen.response, describe_naive(answer), "the answer is shown");
    require_same(seen.agreed, seen.state == client_event::open ? describe_naive(expected_->agreed) : no_agreement(),
                 "agreed");
    const lines header = answer.header();
    const naive_uri* const base = offer_ ? &*where_ : nullptr;
    text next = describe_continuation({});
    if (expected_->refused) next = naive_continuation(answer.status, header, base);
    require_same(seen.next, next, "what is asked for");
    if (seen.redirect.empty()) return;
    require_same(seen.redirect, compose(*naive_resolve(*base, values_of(header, "Location")[0])), "where it leads");
  }

  static text no_agreement() { return std::is_same_v<Role, wshake::client> ? describe_agreement({}) : text(); }
  static text describe_naive(const naive_agreement& agreed) {
    if (!std::is_same_v<Role, wshake::client>) return {};
    return describe_agreement({std::string_view(agreed.subprotocol), agreed.deflate});
  }

  static text describe_naive(const naive_response& it) {
    text out;
    append_value(out, std::string_view(it.raw));
    append_number(out, it.version);
    out += ' ';
    append_number(out, it.status);
    out += ' ';
    append_value(out, it.reason());
    for (const line& one : it.header()) {
      append_value(out, one.name);
      append_value(out, one.value);
    }
    return out;
  }

  void move_storage(std::size_t size) {
    auto moved = std::make_unique<block>(size);
    if (storage_->size() > 0) std::memcpy(moved->data(), storage_->data(), storage_->size());
    Role other = std::move(role_);
    other.rebase(wshake::mutable_octets(moved->data(), moved->size()));
    role_ = std::move(other);
    storage_ = std::move(moved);
  }

  const exchange_plan& plan_;
  feeding how_;
  dice dice_;
  std::unique_ptr<block> storage_;
  Role role_;
  std::vector<exchange_outcome> outcomes_;

  bool started_ = false;
  // The current request and its answer.
  std::size_t answer_ = 0;  // index in the plan's answers
  std::size_t at_ = 0;      // octets of this answer that the role has consumed
  std::optional<naive_uri> where_;
  std::optional<naive_offer> offer_;
  std::size_t kept_ = 0;
  bool ended_ = false;
  std::optional<naive_ending> expected_;
  text passed_;
  text body_;
};

template <class Role>
void play_twice(const exchange_plan& plan, std::string_view seed) {
  exchange_session<Role> whole(plan, feeding::whole, seed);
  exchange_session<Role> cut(plan, feeding::cut, seed);
  const auto& left = whole.play();
  const auto& right = cut.play();
  require(left.size() == right.size(), "as many steps");
  for (std::size_t at = 0; at < left.size(); ++at) {
    require_same(left[at].after, right[at].after, "whole and cut input lead to the same state");
    require(left[at].result == right[at].result, "and to the same results");
    require_same(left[at].out, right[at].out, "and to the same octets out");
    require_same(left[at].passed, right[at].passed, "and to the same events");
    require_same(left[at].body, right[at].body, "and to the same body");
    require(left[at].consumed == right[at].consumed, "and as much is consumed");
  }
}

}  // namespace fuzz
