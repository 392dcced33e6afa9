// SPDX-License-Identifier: BSL-1.0
// Tests socks against its state table. Plays every sequence of five verbs, and compares the role with a model: the
// transitions that socks.hpp describes.
#include <optional>
#include <string>
#include <vector>

#include <wshake/socks.hpp>

#include "../support.hpp"
#include "proxy/socks_states.hpp"
#include "socks_support.hpp"

namespace wshake::test {
namespace {

const socks_request request = with_login("ws://a", "u", "p");

// --- The table: every verb in every phase.

// Starts a role and feeds it `messages`, each followed by proceed(), and then `last` without proceed().
void reach(socks& role, const std::vector<std::string>& messages, const std::string& last) {
  char out[socks_message_size];
  REQUIRE(role.start(out, request));
  for (const std::string& message : messages) {
    REQUIRE(role.feed(message).state == socks_state::need_write);
    REQUIRE(role.proceed(out, request));
  }
  CHECK(role.feed(last).consumed == last.size());
}

struct way {
  std::vector<std::string> messages;
  std::string last;
  std::vector<std::string> inputs;
};
const std::string refused = bytes({5, 255});

// Has, for each phase, the arguments with which reach() brings a role into the phase, and inputs of feed() in this
// phase. The phases are in the order of socks_phase, without idle and closed.
const std::vector<std::vector<way>> ways_to = {
    {{{}, "", {no_login, refused, bytes({5})}}, {{no_login}, "", {connected}}},
    {{{}, bytes({5}), {bytes({0}), bytes({255})}},
     {{no_login}, bytes({5}), {connected.substr(1), bytes({0})}},
     {{no_login}, connected.substr(0, 7), {bytes({0}), bytes({0, 0, 0})}}},
    {{{}, no_login, {connected}}, {{asks_login}, login_taken, {connected}}},
    {{{no_login}, connected, {"x"}}},
    {{{}, refused, {"x"}}},
};

TEST_CASE("states: a connection through a SOCKS5 proxy follows its table") {
  for (unsigned phase = 0; phase < socks_life.size(); ++phase) {
    for (unsigned verb = 0; verb < 5; ++verb) {
      CAPTURE(phase);
      CAPTURE(verb);
      const state_set<socks_state>& to = next_states(static_cast<socks_phase>(phase), static_cast<socks_verb>(verb));
      std::vector<way> ways = {{{}, "", {no_login}}};
      if (phase >= 1 && phase <= ways_to.size()) ways = ways_to[phase - 1];
      state_set<socks_state> reached;
      for (const way& each : ways) {
        const std::vector<std::string> nothing = {""};
        for (const std::string& input : verb == static_cast<unsigned>(socks_verb::feed) ? each.inputs : nothing) {
          socks role;
          if (phase > 0) reach(role, each.messages, each.last);
          if (phase == socks_life.size() - 1) role.feed_eof();
          const std::string before = describe_state(role);
          const socks_state state_before = role.state();
          char out[socks_message_size];
          bool fits = false;
          switch (static_cast<socks_verb>(verb)) {
            case socks_verb::start:
              fits = role.start(out, request).error != errc::wrong_state;
              break;
            case socks_verb::proceed:
              fits = role.proceed(out, request).error != errc::wrong_state;
              break;
            case socks_verb::feed:
              fits = role.feed(input).consumed > 0;
              break;
            case socks_verb::feed_eof:
              fits = role.feed_eof() != state_before;
              break;
            case socks_verb::reset:
              role.reset();
              fits = true;
              break;
          }
          CHECK(fits == !to.empty());
          if (!fits) CHECK(describe_state(role) == before);
          if (fits) {
            CHECK(to.has(role.state()));
            reached = reached | state_set<socks_state>{role.state()};
          }
        }
      }
      CHECK(reached == to);
    }
  }
}

// --- Every sequence of five acts. An act is a call of a verb with certain arguments.

enum class act : unsigned {
  start,
  start_wrong,
  proceed,
  proceed_wrong,
  feed_nothing,
  feed_version,  // the first octet of a message
  feed_method,   // the second octet of the proxy's first message, which selects a method
  feed_login,    // a whole reply to a login
  feed_reply,    // a whole reply to the request
  feed_eof,
  reset,
};
constexpr unsigned act_count = 11;

std::string input_of(act what) {
  switch (what) {
    case act::feed_version:
      return bytes({5});
    case act::feed_method:
      return bytes({2});
    case act::feed_login:
      return login_taken;
    case act::feed_reply:
      return connected;
    default:
      return "";
  }
}

// A model of the role. It collects the octets that have come from the proxy since the role's last message, until they
// are a whole message.
struct model {
  socks_state state = socks_state::idle;
  errc error = errc::none;
  unsigned messages = 0;  // number of messages that the proxy has completed
  std::string come;       // the octets of the incomplete message
  std::size_t taken = 0;

  void end(socks_state where, errc why = errc::none) {
    state = where;
    error = why;
  }
  void take(unsigned octet) {
    come += static_cast<char>(octet);
    if (come.size() == 1) {
      if (messages == 1 && octet != 1) return end(socks_state::failed, errc::bad_socks_login_version);
      if (messages != 1 && octet != 5) return end(socks_state::failed, errc::bad_socks_version);
    } else if (messages == 0) {
      // The second octet of `connected` and of `login_taken` is 0, which selects the method without a login.
      if (octet == 0)
        messages = 2;
      else if (octet == 2)
        messages = 1;
      else
        return end(socks_state::failed, errc::socks_method_not_offered);
      end(socks_state::need_write);
    } else if (messages == 1) {
      if (octet != 0) return end(socks_state::failed, errc::socks_login_refused);
      messages = 2;
      end(socks_state::need_write);
    } else if (come.size() == 2) {
      // The acts of this test give the second octet of a reply the values 2, 5, 1 and 0.
      if (octet == 2) end(socks_state::failed, errc::socks_forbidden);
      if (octet == 5) end(socks_state::failed, errc::socks_connection_refused);
      if (octet == 1) end(socks_state::failed, errc::socks_failure);
    } else if (come.size() == 3) {
      if (octet != 0) end(socks_state::failed, errc::bad_socks_reserved);
    } else if (come.size() == 4) {
      if (octet == 3 || octet == 4) return;
      if (octet != 1) end(socks_state::failed, errc::bad_socks_address_type);
    } else if (come.size() == 10) {
      end(socks_state::open);
    }
  }
  errc step(act what) {
    taken = 0;
    const bool may_start = state == socks_state::idle || state == socks_state::failed || state == socks_state::closed;
    switch (what) {
      case act::start:
      case act::start_wrong:
        if (!may_start) return errc::wrong_state;
        if (what == act::start_wrong) return errc::bad_argument;
        *this = {};
        state = socks_state::need_more;
        return errc::none;
      case act::proceed:
      case act::proceed_wrong:
        if (state != socks_state::need_write) return errc::wrong_state;
        if (what == act::proceed_wrong) return errc::bad_argument;
        come.clear();
        state = socks_state::need_more;
        return errc::none;
      case act::feed_eof:
        if (state == socks_state::need_more && !come.empty()) {
          end(socks_state::failed, errc::socks_truncated);
        } else if (state == socks_state::need_more || state == socks_state::need_write) {
          end(socks_state::closed);
        }
        return errc::none;
      case act::reset:
        *this = {};
        return errc::none;
      default:
        for (const char octet : input_of(what)) {
          if (state != socks_state::need_more) break;
          take(static_cast<unsigned char>(octet));
          ++taken;
        }
        return errc::none;
    }
  }
};

TEST_CASE("socks: every sequence of five verbs is answered by the state") {
  socks_request wrong = request;
  wrong.password = {};
  const std::vector<std::vector<act>> beginnings = {
      {},
      {act::start},
      {act::start, act::feed_version, act::feed_method, act::proceed},
      {act::start, act::feed_version, act::feed_method, act::proceed, act::feed_login, act::proceed}};
  unsigned count = 0;
  for (const std::vector<act>& beginning : beginnings) {
    for (unsigned code = 0; code < act_count * act_count * act_count * act_count * act_count; ++code, ++count) {
      std::vector<act> sequence = beginning;
      for (unsigned rest = code, length = 0; length < 5; ++length, rest /= act_count) {
        sequence.push_back(static_cast<act>(rest % act_count));
      }
      socks role;
      model expected;
      for (const act what : sequence) {
        const std::string before = describe_state(role);
        const errc should = expected.step(what);
        char out[socks_message_size];
        errc did = errc::none;
        std::size_t taken = 0;
        switch (what) {
          case act::start:
          case act::start_wrong:
            did = role.start(out, what == act::start ? request : wrong).error.code;
            break;
          case act::proceed:
          case act::proceed_wrong:
            did = role.proceed(out, what == act::proceed ? request : wrong).error.code;
            break;
          case act::feed_eof:
            (void)role.feed_eof();
            break;
          case act::reset:
            role.reset();
            break;
          default:
            taken = role.feed(input_of(what)).consumed;
        }
        const bool right = did == should && role.state() == expected.state && role.error() == expected.error &&
                           taken == expected.taken && (did == errc::none || describe_state(role) == before);
        if (right) continue;
        std::string text;
        for (const act each : sequence) text += std::to_string(static_cast<unsigned>(each)) + ' ';
        FAIL_CHECK(text, "at ", static_cast<unsigned>(what), ": ", before, " became ", describe_state(role), ", not ",
                   describe(expected.state), ' ', describe(expected.error).name);
        return;
      }
    }
  }
  CHECK(count == 4 * 161051);
}

}  // namespace
}  // namespace wshake::test
