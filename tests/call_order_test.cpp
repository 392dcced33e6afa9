// SPDX-License-Identifier: BSL-1.0
// Plays every sequence of four verbs on a server, and compares the server with a model: the transitions that server.hpp
// describes.
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <utility>

#include <wshake/header_list.hpp>
#include <wshake/server.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

enum class act : unsigned {
  feed_good,
  feed_bad,
  feed_plain,
  feed_half,
  feed_eof,
  adopt_good,
  adopt_list,
  configure_open,
  configure_strict,
  accept,
  accept_fields,
  respond,
  respond_fields,
  next_request,
  next_request_read,
  rebase,
  reset,
};
constexpr unsigned act_count = 17;
constexpr const char* act_names[act_count] = {
    "feed_good",      "feed_bad",       "feed_plain",        "feed_half", "feed_eof",      "adopt_good",
    "adopt_list",     "configure_open", "configure_strict",  "accept",    "accept_fields", "respond",
    "respond_fields", "next_request",   "next_request_read", "rebase",    "reset"};

constexpr server_config strict({.require_origin = true, .close_refused = true});

const std::string good_head = handshake_head();
const std::string bad_head = "GET / HTTP/1.1\r\n\r\n";  // the head has no Host
const std::string plain_head = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
const std::string half_head = "GET /half HTTP/1.1\r\nHost: a\r\nX: ";  // the next head's first line becomes X's value

// The model: a server and its connection as server.hpp describes them.
struct model {
  server_state state = server_state::need_more;
  unsigned halves = 0;    // number of half heads that have arrived
  bool survives = false;  // the request, and in the state responded also the answer, lets the connection persist
  errc error = errc::none;
  bool list = false;     // the request came as a header list
  bool closing = false;  // the configuration for this request has the option close_refused

  bool is_alive() const { return survives && !closing; }

  void rest(server_state what, errc why, bool alive) {
    state = what;
    error = why;
    survives = alive;
    halves = 0;
    closing = false;
  }

  void feed(act what) {
    if (state != server_state::need_more) return;
    if (what == act::feed_half) {
      ++halves;
    } else if (what == act::feed_bad) {
      // bad_head completes the request that half_head has begun. After one half head the request asks for no WebSocket.
      // After two half heads the request has two Host fields.
      if (halves == 0)
        rest(server_state::failed, errc::missing_host, true);
      else if (halves == 1)
        rest(server_state::request, errc::not_an_upgrade, true);
      else
        rest(server_state::failed, errc::repeated_host, true);
    } else if (halves > 0) {
      rest(server_state::failed, errc::repeated_host, true);
    } else if (what == act::feed_good) {
      rest(server_state::upgrade, errc::none, true);
    } else {
      rest(server_state::request, errc::not_an_upgrade, true);
    }
  }

  // Executes a verb in the model. Returns the error of a verb that writes an answer, and nothing for any other verb.
  std::optional<errc> step(act what) {
    switch (what) {
      case act::feed_good:
      case act::feed_bad:
      case act::feed_plain:
      case act::feed_half:
        feed(what);
        return {};
      case act::feed_eof:
        if (state != server_state::need_more) return {};
        if (halves == 0)
          rest(server_state::closed, errc::none, false);
        else
          rest(server_state::failed, errc::truncated, false);
        return {};
      case act::adopt_good:
        if (state == server_state::need_more && halves == 0) rest(server_state::upgrade, errc::none, true);
        return {};
      case act::adopt_list:
        if (state != server_state::need_more || halves > 0) return {};
        rest(server_state::upgrade, errc::none, false);  // keep_alive() is false: an HTTP/2 stream carries one request
        list = true;
        return {};
      case act::configure_open:
      case act::configure_strict:
        if (state != server_state::upgrade && state != server_state::request && error != errc::missing_origin)
          return {};
        if (state == server_state::responded) return {};
        closing = what == act::configure_strict;
        if (state == server_state::request) return {};
        state = closing ? server_state::failed : server_state::upgrade;
        error = closing ? errc::missing_origin : errc::none;
        return {};
      case act::accept:
      case act::accept_fields:
        if (state != server_state::upgrade) return errc::wrong_state;
        if (list && what == act::accept) return errc::wrong_carrier;
        rest(server_state::open, errc::none, false);
        return errc::none;
      case act::respond:
      case act::respond_fields:
        if (state == server_state::open || state == server_state::responded || state == server_state::closed)
          return errc::wrong_state;
        if (list && what == act::respond) return errc::wrong_carrier;
        if (state == server_state::need_more)
          rest(server_state::responded, errc::timed_out, false);
        else
          rest(server_state::responded, error, is_alive());
        return errc::none;
      case act::next_request:
      case act::next_request_read:
        if (state != server_state::responded && state != server_state::request) return {};
        rest(is_alive() ? server_state::need_more : server_state::closed, errc::none, false);
        list = false;
        return {};
      case act::rebase:
        return {};
      case act::reset:
        *this = {};
        return {};
    }
    return {};
  }
};

class connection {
 public:
  std::optional<errc> step(act what) {
    switch (what) {
      case act::feed_good:
        return feed(good_head);
      case act::feed_bad:
        return feed(bad_head);
      case act::feed_plain:
        return feed(plain_head);
      case act::feed_half:
        return feed(half_head);
      case act::feed_eof:
        return say(role_.feed_eof());
      case act::adopt_good: {
        static const std::array<field, 5> list = {field{"Host", "a"},
                                                  {"Upgrade", "websocket"},
                                                  {"Connection", "upgrade"},
                                                  {"Sec-WebSocket-Key", sample_key},
                                                  {"Sec-WebSocket-Version", "13"}};
        return say(role_.adopt({"GET", "/", 11, list}));
      }
      case act::adopt_list: {
        static const std::array<field, 6> list = {field{":method", "CONNECT"},
                                                  {":protocol", "websocket"},
                                                  {":scheme", "https"},
                                                  {":authority", "a"},
                                                  {":path", "/"},
                                                  {"sec-websocket-version", "13"}};
        return say(role_.adopt(read_request_list(list, 20).head));
      }
      case act::configure_open:
        return say(role_.configure(default_server_config));
      case act::configure_strict:
        return say(role_.configure(strict));
      case act::accept:
        return write([&](mutable_octets out) { return role_.accept(out); });
      case act::accept_fields:
        return write_fields([&](mutable_octets out) { return role_.accept_fields(out); });
      case act::respond:
        return write([&](mutable_octets out) { return role_.respond(out); });
      case act::respond_fields:
        return write_fields([&](mutable_octets out) { return role_.respond_fields(out); });
      case act::next_request:
        return say(role_.next_request());
      case act::next_request_read:
        return say(role_.next_request(request_body::read));
      case act::rebase: {
        char* const other = storages_[moved_ ? 0 : 1].data();
        std::memcpy(other, storages_[moved_ ? 1 : 0].data(), size);
        moved_ = !moved_;
        role_.rebase({other, size});
        return {};
      }
      case act::reset:
        role_.reset();
        return {};
    }
    return {};
  }

  const server& role() const noexcept { return role_; }

 private:
  static constexpr std::size_t size = 1024;

  // Compares `what`, the state that a verb has returned, with the server's state. Returns nothing, because the verb
  // writes no octets.
  std::optional<errc> say(server_state what) const {
    CHECK(what == role_.state());
    return {};
  }

  std::optional<errc> feed(const std::string& text) {
    const server_state before = role_.state();
    const server_feed_result result = role_.feed(text);
    CHECK(result.state == role_.state());
    if (before != server_state::need_more) CHECK(result.consumed == 0);
    if (result.state == server_state::need_more) CHECK(result.consumed == text.size());
    return {};
  }

  template <class Verb>
  std::optional<errc> write(Verb&& verb) {
    const std::string before = describe_state(role_);
    const write_result needed = verb(mutable_octets{});
    CHECK(describe_state(role_) == before);
    if (needed.error == errc::need_room) {
      char out[1024];
      const write_result result = verb(mutable_octets(out, needed.needed));
      CHECK(read(result.written).complete);
      return result.error.code;
    }
    CHECK(needed.needed == 0);
    return needed.error.code;
  }

  template <class Verb>
  std::optional<errc> write_fields(Verb&& verb) {
    const std::string before = describe_state(role_);
    const field_answer needed = verb(mutable_octets{});
    CHECK(describe_state(role_) == before);
    if (needed.error == errc::need_room) {
      char out[1024];
      const field_answer result = verb(mutable_octets(out, needed.needed));
      CHECK(result.head.header.find("server") == octets("wshake"));
      return result.error.code;
    }
    CHECK(needed.needed == 0);
    return needed.error.code;
  }

  std::array<std::array<char, size>, 2> storages_ = {};
  bool moved_ = false;
  server role_{storages_[0]};
};

void play(const std::array<act, 4>& sequence) {
  connection real;
  model expected;
  std::string seen = describe_state(real.role());
  for (const act what : sequence) {
    const server_state before = expected.state;
    const std::string seen_before = std::move(seen);
    const std::optional<errc> should = expected.step(what);
    const std::optional<errc> did = real.step(what);
    seen = describe_state(real.role());
    const bool alive = expected.state == server_state::upgrade || expected.state == server_state::request ||
                               expected.state == server_state::failed || expected.state == server_state::responded
                           ? expected.is_alive()
                           : false;
    const bool right = real.role().state() == expected.state && real.role().error() == expected.error &&
                       real.role().keep_alive() == alive && did == should;
    // If a verb does not change the model's state, and this state is not need_more, the verb must not change the text
    // of describe_state(). Exceptions: rebase() and configure().
    const bool resting = before == expected.state && before != server_state::need_more;
    const bool configures = what == act::configure_open || what == act::configure_strict;
    const bool unchanged = !resting || what == act::rebase || configures || seen == seen_before;
    if (right && unchanged) continue;
    std::string text;
    for (const act each : sequence) text += std::string(act_names[static_cast<unsigned>(each)]) + ' ';
    INFO(text, "at ", std::string(act_names[static_cast<unsigned>(what)]), " before: ", seen_before);
    CHECK(real.role().state() == expected.state);
    CHECK(real.role().error() == expected.error);
    CHECK(real.role().keep_alive() == alive);
    CHECK(did.value_or(errc::none) == should.value_or(errc::none));
    CHECK(unchanged);
    return;
  }
}

TEST_CASE("a server answers every sequence of four verbs by its state") {
  unsigned count = 0;
  std::array<act, 4> sequence = {};
  for (unsigned code = 0; code < act_count * act_count * act_count * act_count; ++code, ++count) {
    unsigned rest = code;
    for (act& each : sequence) {
      each = static_cast<act>(rest % act_count);
      rest /= act_count;
    }
    play(sequence);
  }
  CHECK(count == 83521);
}

}  // namespace
}  // namespace wshake::test
