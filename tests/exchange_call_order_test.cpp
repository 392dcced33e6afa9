// SPDX-License-Identifier: BSL-1.0
// Plays every sequence of four acts on a client and on a tunnel, new or started, and compares the role with a model:
// the transitions that client.hpp describes. An act is a call of one verb with fixed arguments.
#include <array>
#include <cstring>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include <wshake/client.hpp>
#include <wshake/tunnel.hpp>

#include "exchange_support.hpp"
#include "support.hpp"

namespace wshake::test {
namespace {

// Each act calls feed() at most once. So any verb can follow directly after feed() has reported interim, refused or
// body.
enum class act : unsigned {
  start,
  start_wrong,  // start() with a reserved field
  feed_nothing,
  feed_answer,   // the head of the answer that opens the WebSocket or the tunnel
  feed_interim,  // an interim response
  feed_counted,  // a refusal with a body of two octets
  feed_endless,  // a refusal with a body that the connection's end delimits
  feed_octet,
  feed_half,  // half a head; the first line of the next head becomes the value of this half's last field
  feed_eof,
  rebase,
  reset,
  start_fields,   // this act and the acts below are for a client only
  adopt_answer,   // the response over HTTP/1.1 that opens the WebSocket
  adopt_interim,  // an interim response over HTTP/1.1
  adopt_refusal,  // a redirect over HTTP/1.1
  adopt_list,     // a 200 over HTTP/2
};
constexpr unsigned act_count = 17;
constexpr const char* act_names[act_count] = {
    "start",        "start_wrong",  "feed_nothing",  "feed_answer",   "feed_interim", "feed_counted",
    "feed_endless", "feed_octet",   "feed_half",     "feed_eof",      "rebase",       "reset",
    "start_fields", "adopt_answer", "adopt_interim", "adopt_refusal", "adopt_list"};

const std::string interim_head = "HTTP/1.1 100 Continue\r\n\r\n";
const std::string counted_head = "HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n";
const std::string endless_head = "HTTP/1.1 302 Found\r\nLocation: /x\r\n\r\n";

// The differences between a client and a tunnel.
template <class Role>
struct traits;
template <>
struct traits<client> {
  static constexpr unsigned acts = act_count;
  static std::string answer() { return answer_head(); }
  static std::string half() { return "HTTP/1.1 101 x\r\nA: "; }
  static write_result start(client& role, mutable_octets out, const std::vector<field>& header) {
    client_request request = sample_request();
    request.header = header;
    return role.start(out, request, sample_nonce);
  }
};
template <>
struct traits<tunnel> {
  static constexpr unsigned acts = act_count - 5;
  static std::string answer() { return "HTTP/1.0 200\r\n\r\n"; }
  static std::string half() { return "HTTP/1.1 200 x\r\nA: "; }
  static write_result start(tunnel& role, mutable_octets out, const std::vector<field>& header) {
    tunnel_request request;
    request.where = uri_of("ws://a");
    request.header = header;
    return role.start(out, request);
  }
};

// A model of the states in the diagram of client.hpp.
template <class Role>
struct model {
  enum class phase { idle, head, body, settled } where = phase::idle;
  client_event resting = client_event::idle;   // state()
  client_event reported = client_event::idle;  // the event of the last feed()
  bool of_lists = false;                       // start_fields() has written the request, as a header list of HTTP/2
  bool halved = false;                         // some octets of a head have arrived
  bool endless = false;                        // the role is in a body that the end of the connection delimits
  unsigned left = 0;                           // number of octets of the body that are still to come
  bool alive = false;                          // the expected next().same_connection in the state done
  unsigned status = 0;                         // the status of response()
  errc error = errc::none;
  std::size_t taken = 0;  // number of octets that the last feed() took

  void rest(client_event what, errc why = errc::none) {
    where = what == client_event::done ? phase::idle : phase::settled;
    resting = reported = what;
    error = why;
  }
  void pass(client_event what) {
    resting = client_event::need_more;
    reported = what;
  }

  void complete(act what) {
    halved = false;
    if (what == act::feed_answer) {
      status = std::is_same_v<Role, client> ? 101 : 200;
      rest(client_event::open);
    } else if (what == act::feed_interim) {
      status = 100;
      pass(client_event::interim);
    } else {
      where = phase::body;
      endless = what == act::feed_endless;
      left = endless ? 0 : 2;
      status = endless ? 302 : 403;
      alive = !endless;
      pass(client_event::refused);
    }
  }

  void feed_head(act what, std::size_t size) {
    const bool was_interim = reported == client_event::interim;
    if (was_interim) status = 0;
    reported = client_event::need_more;
    taken = size;
    if (what == act::feed_nothing) return;
    if (what == act::feed_octet) {
      if (halved) return;
      taken = 0;
      rest(client_event::failed, errc::bad_http_version);
    } else if (what == act::feed_half) {
      halved = true;
    } else if (!halved) {
      complete(what);
    } else if (std::is_same_v<Role, tunnel>) {
      // This head completes the half head before it: the status line of this head becomes the value of the field A.
      status = 200;
      rest(client_event::open);
    } else {
      // The half head of a client is a 101, and a full head completes it. Only a head with the fields of a 101 makes
      // the 101 valid.
      status = 101;
      rest(what == act::feed_answer ? client_event::open : client_event::failed,
           what == act::feed_answer ? errc::none : errc::missing_upgrade);
    }
  }

  void feed_body(std::size_t size) {
    if (endless) {
      taken = size;
      pass(size > 0 ? client_event::body : client_event::need_more);
      return;
    }
    taken = size < left ? size : left;
    left -= static_cast<unsigned>(taken);
    if (taken > 0) {
      pass(client_event::body);
    } else if (left == 0) {
      rest(client_event::done);
      if (size > 0) alive = false;  // octets after a refusal could be taken for the answer to the next request
    } else {
      pass(client_event::need_more);
    }
  }

  void adopt(act what) {
    if (where != phase::head || halved) return;
    status = 0;
    if (of_lists != (what == act::adopt_list)) return rest(client_event::failed, errc::wrong_carrier);
    status = what == act::adopt_interim ? 103 : what == act::adopt_refusal ? 302 : of_lists ? 200 : 101;
    if (what == act::adopt_interim) return pass(client_event::interim);
    rest(what == act::adopt_refusal ? client_event::done : client_event::open);
    alive = false;
  }

  void feed_eof() {
    if (where == phase::head) {
      const bool nothing = !halved;
      status = 0;
      rest(nothing ? client_event::closed : client_event::failed, nothing ? errc::none : errc::truncated);
    } else if (where == phase::body) {
      alive = false;
      if (!endless && left > 0) {
        rest(client_event::closed, errc::truncated);
      } else {
        rest(client_event::done);
      }
    } else if (where == phase::idle) {
      alive = false;  // no answer can arrive after the end of the connection
    }
  }

  // Returns the error of a verb that writes octets, and nothing for any other verb.
  std::optional<errc> step(act what, std::size_t size) {
    taken = 0;
    switch (what) {
      case act::start:
      case act::start_wrong:
      case act::start_fields:
        if (resting == client_event::need_more || resting == client_event::open) return errc::wrong_state;
        if (what == act::start_wrong) return errc::reserved_field;
        *this = {};
        of_lists = what == act::start_fields;
        where = phase::head;
        pass(client_event::need_more);
        alive = false;
        return errc::none;
      case act::feed_eof:
        feed_eof();
        return {};
      case act::rebase:
        return {};
      case act::reset:
        *this = {};
        return {};
      case act::adopt_answer:
      case act::adopt_interim:
      case act::adopt_refusal:
      case act::adopt_list:
        adopt(what);
        return {};
      default:
        if (where == phase::head && of_lists) {
          reported = resting;
        } else if (where == phase::head) {
          feed_head(what, size);
        } else if (where == phase::body) {
          feed_body(size);
        } else if (resting == client_event::done && size > 0) {
          alive = false;
        }
        return {};
    }
  }
};

template <class Role>
class connection {
 public:
  // Plays an act. Stores the number of octets that feed() took in `taken`, and the event of feed() in `said`. Returns
  // the error of a verb that writes octets, and nothing for any other verb.
  std::optional<errc> step(act what, std::size_t& taken, std::optional<client_event>& said) {
    switch (what) {
      case act::start:
      case act::start_wrong: {
        const std::vector<field> header = {{what == act::start ? octets("X") : octets("Upgrade"), "y"}};
        const std::string before = describe_state(role_);
        const write_result needed = traits<Role>::start(role_, {}, header);
        CHECK(describe_state(role_) == before);
        if (needed.error != errc::need_room) return needed.error.code;
        char out[512];
        return traits<Role>::start(role_, {out, needed.needed}, header).error.code;
      }
      case act::start_fields:
      case act::adopt_answer:
      case act::adopt_interim:
      case act::adopt_refusal:
      case act::adopt_list:
        if constexpr (std::is_same_v<Role, client>) return step_in_fields(what);
        return {};
      case act::feed_eof: {
        const client_event what_now = role_.feed_eof();
        CHECK(what_now == role_.state());
        return {};
      }
      case act::rebase: {
        char* const other = storages_[moved_ ? 0 : 1].data();
        std::memcpy(other, storages_[moved_ ? 1 : 0].data(), size);
        storages_[moved_ ? 1 : 0].fill('?');
        moved_ = !moved_;
        role_.rebase({other, size});
        return {};
      }
      case act::reset:
        role_.reset();
        return {};
      default: {
        const client_feed_result result = role_.feed(input_of(what));
        taken = result.consumed;
        said = result.event;
        CHECK(result.data.empty() == (result.event != client_event::body));
        return {};
      }
    }
  }

  static std::string input_of(act what) {
    switch (what) {
      case act::feed_answer:
        return traits<Role>::answer();
      case act::feed_interim:
        return interim_head;
      case act::feed_counted:
        return counted_head;
      case act::feed_endless:
        return endless_head;
      case act::feed_octet:
        return "x";
      case act::feed_half:
        return traits<Role>::half();
      default:
        return "";
    }
  }

  const Role& role() const noexcept { return role_; }

 private:
  // Calls start_fields() or adopt(), which only a client has.
  std::optional<errc> step_in_fields(act what) {
    if (what == act::start_fields) {
      const std::string before = describe_state(role_);
      const field_request needed = role_.start_fields({}, sample_request(), 20, true);
      CHECK(describe_state(role_) == before);
      if (needed.error != errc::need_room) return needed.error.code;
      char out[512];
      return role_.start_fields({out, needed.needed}, sample_request(), 20, true).error.code;
    }
    const field list[] = {{"Upgrade", "websocket"},
                          {"Connection", "Upgrade"},
                          {"Sec-WebSocket-Accept", sample_accept},
                          {"Location", "/x"}};
    response_view response;
    response.status = what == act::adopt_answer ? 101 : what == act::adopt_interim ? 103 : 302;
    response.header = array_view<field>(list, what == act::adopt_answer ? 3 : 4);
    if (what == act::adopt_list) response = {.version = 20, .status = 200};
    const client_event before = role_.state();
    const client_event event = role_.adopt(response);
    const client_event after = role_.state();
    if (passes(event)) {
      CHECK(after == (event == client_event::refused ? client_event::done : client_event::need_more));
    } else {
      CHECK(after == event);
      CHECK((after == before || after == client_event::open || after == client_event::failed));
    }
    return {};
  }

  static constexpr std::size_t size = 1024;
  std::array<std::array<char, size>, 2> storages_ = {};
  bool moved_ = false;
  Role role_{mutable_octets(storages_[0])};
};

// Plays a sequence of acts on a role and on the model, and compares the two. Returns false if a check fails.
template <class Role>
bool play(const std::vector<act>& sequence) {
  connection<Role> real;
  model<Role> expected;
  std::string seen = describe_state(real.role());
  for (const act what : sequence) {
    const client_event before = expected.resting;
    const std::string seen_before = std::move(seen);
    const std::optional<errc> should = expected.step(what, connection<Role>::input_of(what).size());
    std::size_t taken = 0;
    std::optional<client_event> said;
    const std::optional<errc> did = real.step(what, taken, said);
    seen = describe_state(real.role());
    const continuation::kind next = std::is_same_v<Role, client> && expected.status == 302 ? continuation::kind::redirect
                                                                                           : continuation::kind::nothing;
    const bool alive = expected.resting == client_event::done && expected.alive;
    const bool right = real.role().state() == expected.resting && real.role().error() == expected.error &&
                       did == should && real.role().next().same_connection == alive &&
                       real.role().response().status == expected.status && real.role().next().what == next &&
                       taken == expected.taken && (!said || *said == expected.reported);
    // The visible state must be the same as before
    // - after a verb that fails, and after rebase();
    // - in every state except need_more, after any verb that does not lead to another state. Exceptions: a successful
    //   start(), feed_eof(), reset(), and octets behind the end of a refusal.
    const bool spoils = before == client_event::done && !connection<Role>::input_of(what).empty();
    const bool resting = before == expected.resting && before != client_event::need_more && did != errc::none &&
                         what != act::feed_eof && what != act::reset && !spoils;
    const bool refused = did && *did != errc::none;
    const bool unchanged = seen == seen_before || !(resting || refused || what == act::rebase);
    if (right && unchanged) continue;
    std::string text;
    for (const act each : sequence) text += std::string(act_names[static_cast<unsigned>(each)]) + ' ';
    INFO(text, "at ", std::string(act_names[static_cast<unsigned>(what)]), " before: ", seen_before);
    CHECK(real.role().state() == expected.resting);
    CHECK(real.role().error() == expected.error);
    CHECK(real.role().next().same_connection == alive);
    CHECK(real.role().response().status == expected.status);
    CHECK((real.role().next().what == next));
    CHECK(taken == expected.taken);
    CHECK(said.value_or(expected.reported) == expected.reported);
    CHECK(did.value_or(errc::none) == should.value_or(errc::none));
    CHECK(unchanged);
    return false;
  }
  return true;
}

template <class Role>
void play_all() {
  constexpr unsigned acts = traits<Role>::acts;
  unsigned count = 0;
  for (const bool begun : {false, true}) {
    for (unsigned code = 0; code < acts * acts * acts * acts; ++code, ++count) {
      std::vector<act> sequence;
      if (begun) sequence.push_back(act::start);
      for (unsigned rest = code, length = 0; length < 4; ++length, rest /= acts) {
        sequence.push_back(static_cast<act>(rest % acts));
      }
      if (!play<Role>(sequence)) return;
    }
  }
  CHECK(count == 2 * acts * acts * acts * acts);
}

TEST_CASE("a client answers every sequence of four verbs by its state") { play_all<client>(); }
TEST_CASE("a tunnel answers every sequence of four verbs by its state") { play_all<tunnel>(); }

// Plays random sequences of 24 acts.
template <class Role>
void play_random() {
  random_numbers random(31);
  for (unsigned round = 0; round < 5000; ++round) {
    connection<Role> real;
    model<Role> expected;
    std::string text;
    for (unsigned length = 0; length < 24; ++length) {
      const act what = random.below(3) == 0 ? act::start : static_cast<act>(random.below(traits<Role>::acts));
      text += std::string(act_names[static_cast<unsigned>(what)]) + ' ';
      const std::optional<errc> should = expected.step(what, connection<Role>::input_of(what).size());
      std::size_t taken = 0;
      std::optional<client_event> said;
      const std::optional<errc> did = real.step(what, taken, said);
      const bool right = real.role().state() == expected.resting && real.role().error() == expected.error &&
                         did == should && taken == expected.taken && real.role().response().status == expected.status;
      if (right) continue;
      FAIL_CHECK(text, ": ", describe_state(real.role()));
      return;
    }
  }
}

TEST_CASE("a client answers long random sequences of verbs by its state") { play_random<client>(); }
TEST_CASE("a tunnel answers long random sequences of verbs by its state") { play_random<tunnel>(); }

}  // namespace
}  // namespace wshake::test
