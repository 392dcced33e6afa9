// SPDX-License-Identifier: BSL-1.0
// Executes a plan on one server, and checks the server after every verb. A plan is a parsed fuzz input: a
// configuration, a list of verbs, and the octets of the peer (plan.hpp).
#pragma once

#include <cstddef>
#include <deque>
#include <memory>
#include <string_view>
#include <vector>

#include <wshake/server.hpp>

#include "answers.hpp"
#include "in_storage.hpp"
#include "observation.hpp"
#include "plan.hpp"
#include "route.hpp"

namespace fuzz {

// The result of a verb.
struct outcome {
  observation after;
  wshake::errc result = {};  // the error code that a writing verb, such as accept(), returned
  text out;
  std::size_t consumed = 0;  // octets of the plan that the server has consumed
};

// How the octets of a step, one verb of the plan with its argument, reach feed(). whole: in one call. cut: in several
// calls, between which the storage may move.
enum class manner { whole, cut };

class session {
 public:
  session(const plan& the_plan, manner how, std::string_view seed)
      : plan_(the_plan),
        how_(how),
        dice_(seed),
        storage_(std::make_unique<block>(the_plan.setting.storage)),
        server_(wshake::mutable_octets(storage_->data(), storage_->size()), the_plan.setting.config) {}

  const std::vector<outcome>& play() {
    for (const step& one : plan_.steps) perform(one);
    // After the plan's verbs, feeds the octets that remain and answers each request.
    for (unsigned round = 0; round < 8 && !over(); ++round) {
      perform({verb::feed_all, 0});
      if (server_.state() == wshake::server_state::need_more) perform({verb::feed_eof, 0});
      perform({verb::answer, 0});
      perform({verb::next_request, 0});
    }
    return outcomes_;
  }

 private:
  bool over() const {
    return server_.state() == wshake::server_state::open || server_.state() == wshake::server_state::closed;
  }

  void perform(step one) {
    outcome result;
    switch (one.what) {
      case verb::feed:
        feed_piece(one.argument < 128 ? one.argument : (one.argument - 127U) * 100);
        break;
      case verb::feed_eof:
        feed_eof();
        break;
      case verb::accept:
        accept(one.argument, result);
        break;
      case verb::respond:
        respond(one.argument, result);
        break;
      case verb::answer:
        answer(result);
        break;
      case verb::next_request:
        next_request(one.argument);
        break;
      case verb::rebase:
        rebase(one.argument);
        break;
      case verb::adopt:
        adopt(one.argument);
        break;
      case verb::configure:
        routes_.push_back(route_of(one.argument));
        configure_and_check(server_, routes_.back());
        if (adopted_ && !server_.request().raw.empty()) arrived_ = server_.request().raw.size();
        break;
      case verb::extra:
        extra_ = one.argument;
        break;
      default:
        feed_piece(plan_.octets.size());
        break;
    }
    result.after = observe(server_);
    check_observation(result.after, arrived_);
    // If an error ends the connection, the number of octets that the server has consumed depends on how the octets
    // were divided among the calls of feed(): the outcome leaves this number out.
    const wshake::server_state state = result.after.state;
    lost_ = lost_ || (state == wshake::server_state::failed && !result.after.keep_alive) ||
            state == wshake::server_state::closed;
    if (state != wshake::server_state::need_more) may_skip_ = false;
    result.consumed = lost_ ? 0 : at_;
    outcomes_.push_back(std::move(result));
  }

  void feed_piece(std::size_t wanted) {
    std::size_t left = plan_.octets.size() - at_;
    if (wanted < left) left = wanted;
    while (true) {
      const std::size_t size = how_ == manner::whole ? left : cut(left);
      const std::size_t consumed = feed(plan_.octets.substr(at_, size));
      at_ += consumed;
      left -= consumed;
      if (consumed < size || left == 0 || server_.state() != wshake::server_state::need_more) break;
      if (how_ == manner::cut && (plan_.setting.cutting & 4) != 0) move_storage(storage_->size());
      if (how_ == manner::cut && (plan_.setting.cutting & 8) != 0 && dice_.below(4) == 0) feed({});
    }
    if (server_.state() != wshake::server_state::need_more) {
      require(feed(plan_.octets.substr(at_)) == 0, "at rest nothing is consumed");
      check_raw();
    }
  }

  std::size_t cut(std::size_t left) {
    constexpr std::size_t most[] = {1, 3, 17, 64};
    const std::size_t size = 1 + dice_.below(most[plan_.setting.cutting & 3]);
    return size < left ? size : left;
  }

  std::size_t feed(std::string_view octets) {
    const wshake::server_state before = server_.state();
    const bool resting = before != wshake::server_state::need_more;
    const block piece(octets);
    const wshake::server_feed_result result = server_.feed(piece.view());
    require(result.consumed <= octets.size(), "no more is consumed than was there");
    require(result.state == server_.state(), "feed() reports the state");
    require(!resting || (result.consumed == 0 && result.state == before), "at rest nothing happens");
    require(result.state != wshake::server_state::need_more || result.consumed == octets.size(),
            "in need_more all is consumed");
    if (!resting) arrived_ = consumed_ + octets.size();
    consumed_ += result.consumed;
    return result.consumed;
  }

  // If the server has read a request, the octets of this request are the last octets that the server has consumed.
  void check_raw() {
    const bool found =
        server_.state() == wshake::server_state::upgrade || server_.state() == wshake::server_state::request;
    if (!found || adopted_) return;
    const std::string_view raw = server_.request().raw;
    require(raw.size() <= at_, "a request is not larger than what was consumed");
    require_same(raw, plan_.octets.substr(at_ - raw.size(), raw.size()), "a request is what was sent");
  }

  void feed_eof() {
    const observation before = observe(server_);
    const wshake::server_state result = server_.feed_eof();
    require(result == server_.state(), "feed_eof() returns the state");
    if (before.state != wshake::server_state::need_more) {
      require_same(before, observe(server_), "at rest the end of the input changes nothing");
      return;
    }
    require(result == wshake::server_state::failed || result == wshake::server_state::closed,
            "after the end there is no more");
    if (result == wshake::server_state::closed && server_.error() == wshake::errc::none) return;
    require(result == wshake::server_state::failed || may_skip_, "the end inside a head is a failure");
    require(server_.error() == wshake::errc::truncated, "the end inside a message");
    require(server_.error().offset == consumed_, "is at the end of what was consumed");
  }

  // Calls a verb that writes: first with too little room, then with exactly the room that the verb needs.
  template <class Write>
  void write(outcome& result, Write&& verb_call) {
    const observation before = observe(server_);
    const wshake::write_result dry = verb_call(wshake::mutable_octets());
    result.result = dry.error.code;
    require(!dry, "nothing fits into nothing");
    require_same(before, observe(server_), "an error changes nothing");
    if (dry.error != wshake::errc::need_room) {
      require(dry.needed == 0 && dry.written.empty(), "an error has no size");
      return;
    }
    require(dry.needed > 0, "need_room says how much");
    const block small(dry.needed - 1);
    const wshake::write_result tight = verb_call(wshake::mutable_octets(small.data(), small.size()));
    require(tight.error == wshake::errc::need_room && tight.needed == dry.needed, "one octet too few is too few");
    require_same(before, observe(server_), "need_room changes nothing");
    const block exact(dry.needed);
    const wshake::write_result done = verb_call(wshake::mutable_octets(exact.data(), exact.size()));
    result.result = done.error.code;
    require(static_cast<bool>(done) && done.written.size() == dry.needed, "as much as need_room said is enough");
    result.out = text(exact.view());
  }

  static bool announces_body(std::string_view raw) {
    const head request = read_head(raw);
    return !values_of(request.header, "Transfer-Encoding").empty() ||
           !values_of(request.header, "Content-Length").empty();
  }

  text raw_request() const { return text(std::string_view(server_.request().raw)); }

  void accept(unsigned char argument, outcome& result) {
    const wshake::server_state before = server_.state();
    const text raw = raw_request();
    const extra_header header = extra_header_of(extra_);
    write(result, [&](wshake::mutable_octets out) {
      const wshake::handshake_request asked = server_.handshake();
      wshake::accept_options options;
      options.header = header.list;
      if ((argument & 3) == 1) options.subprotocol = "";
      if ((argument & 3) == 2) options.subprotocol = "chat";
      if ((argument & 3) == 3 && !asked.subprotocols.empty()) options.subprotocol = *asked.subprotocols.begin();
      if ((argument >> 2 & 3) == 1) options.extensions = "x-ext; a=1";
      if ((argument >> 2 & 3) == 2) options.extensions = "permessage-deflate";
      if ((argument >> 2 & 3) == 3 && !asked.extensions.empty()) options.extensions = asked.extensions.begin()->name;
      return server_.accept(out, options);
    });
    extra_ = 0;
    check_accept(before, raw, header, result);
    if ((argument & 0x0f) == 0 && before == wshake::server_state::upgrade && header.legal) {
      require(result.result == wshake::errc::none, "accept() without options succeeds");
    }
    if ((argument & 3) == 1 && result.result == wshake::errc::none) {
      require(server_.agreed().subprotocol.empty(), "no subprotocol if none is wanted");
    }
  }

  void check_accept(wshake::server_state before, std::string_view raw, const extra_header& header, const outcome& result) {
    if (before != wshake::server_state::upgrade) {
      require(result.result == wshake::errc::wrong_state, "accept() fits upgrade only");
      return;
    }
    if (result.result != wshake::errc::none) return;
    require(header.legal, "fields out of order are refused", result.out);
    require(server_.state() == wshake::server_state::open, "after accept() it is open");
    check_accepted(result.out, raw, server_);
  }

  // The method of the request whose octets are fed; an empty view if the method is malformed, too long or incomplete.
  std::string_view fed_method() const {
    const wshake::limits& limit = plan_.setting.options.limit;
    std::string_view head = plan_.octets.substr(at_ - consumed_, arrived_);
    for (unsigned line = 0; line < limit.empty_lines && head.substr(0, 2) == "\r\n"; ++line) head.remove_prefix(2);
    const std::string_view method = head.substr(0, head.find(' '));
    const bool is_whole = method.size() < head.size() && method.size() <= limit.method;
    return is_whole && is_token(method) ? method : std::string_view();
  }

  refusal refusal_now(const response_plan& options) {
    refusal it{options, server_.state(), server_.error().code, server_.request().method, false};
    it.method_known = !it.method.empty();
    return it;
  }

  void respond(unsigned char argument, outcome& result) {
    response_plan options = read_response_plan(argument, extra_);
    if ((extra_ & 0x18) == 0x18) use_storage(options);
    extra_ = 0;
    respond(options, result);
  }

  // Uses the value of the request's first field as the answer's body, as the reason phrase and in a field. This value
  // lies in the server's storage.
  void use_storage(response_plan& options) {
    const wshake::request_head request = server_.request();
    if (request.header.empty()) return;
    const wshake::octets value = request.header.begin()->value;
    in_storage_ = {{"X-Echo", value}};
    options.header = {in_storage_};
    options.options.header = in_storage_;
    options.options.body = value;
    options.options.reason = value;
    options.legal_reason = true;
  }

  void respond(const response_plan& options, outcome& result) {
    const refusal it = refusal_now(options);
    write(result, [&](wshake::mutable_octets out) { return server_.respond(out, options.options); });
    const bool fits = it.state == wshake::server_state::need_more || it.state == wshake::server_state::upgrade ||
                      it.state == wshake::server_state::request || it.state == wshake::server_state::failed;
    // While the server skips a body, the request with this body is already answered: respond() may return wrong_state.
    if (may_skip_ && result.result == wshake::errc::wrong_state) return;
    require((result.result == wshake::errc::wrong_state) == !fits, "respond() fits what is not answered yet");
    if (fits) check_response(it, result);
  }

  void check_response(const refusal& it, const outcome& result) {
    // The server rejects a 2xx if the method is CONNECT, or is not known. The server does not show the method of an
    // incomplete or malformed head, so this check reads the method in the octets that were fed. The check does not know
    // whether a storage that is too small holds the method, or where the head begins behind a body.
    if (!it.method_known && it.options.options.status / 100 == 2) {
      const std::string_view method = fed_method();
      const bool is_vague = adopted_ || behind_body_ || it.error == wshake::errc::head_too_large;
      const bool is_rejected = result.result == wshake::errc::bad_status;
      const bool expected = method.empty() || method == "CONNECT";
      require(is_vague || is_rejected || !expected, "no 2xx to CONNECT, or to a method that is not known");
      require(is_vague || !is_rejected || expected, "a 2xx to another method is not rejected");
      if (is_rejected) return;
    }
    require((result.result == wshake::errc::none) == may_be_written(it), "a refusal in order is written");
    if (result.result != wshake::errc::none) return;
    require(server_.state() == wshake::server_state::responded, "after respond() it is responded");
    check_refused(result.out, it, server_);
  }

  void answer(outcome& result) {
    if (server_.state() != wshake::server_state::upgrade) return respond(response_plan{}, result);
    accept(0, result);
  }

  void next_request(unsigned char argument) {
    const observation before = observe(server_);
    const text raw = raw_request();
    const auto body = (argument & 1) != 0 ? wshake::request_body::read : wshake::request_body::unread;
    const wshake::server_state result = server_.next_request(body);
    require(result == server_.state(), "next_request() returns the state");
    if (before.state == wshake::server_state::responded) {
      require(result == (before.keep_alive ? wshake::server_state::need_more : wshake::server_state::closed),
              "keep_alive() tells whether there is a next request");
    } else if (before.state == wshake::server_state::request) {
      require(result == wshake::server_state::need_more || result == wshake::server_state::closed,
              "a request can be passed over");
      if (before.keep_alive) require(result == wshake::server_state::need_more, "keep_alive() tells of a next request");
    } else {
      require_same(before, observe(server_), "next_request() fits after an answer only");
      return;
    }
    if (server_.error() != wshake::errc::none) {
      require(server_.error() == wshake::errc::body_too_large && server_.error().offset == 0,
              "a body that is too large to be skipped");
      require(body == wshake::request_body::unread && !raw.empty() && result == wshake::server_state::closed &&
                  !values_of(read_head(raw).header, "Content-Length").empty(),
              "closes the connection at once");
    }
    arrived_ = 0;
    consumed_ = 0;
    adopted_ = false;
    may_skip_ = body == wshake::request_body::unread && !raw.empty() && announces_body(raw);
    behind_body_ = may_skip_;
  }

  void adopt(unsigned char argument) {
    const observation before = observe(server_);
    const auto requests = adopted_requests();
    const wshake::request_view& request = requests[argument % requests.size()];
    // As long as no octet of a message has arrived, the storage belongs to the caller, and the adopted request may lie
    // in the storage.
    const bool in_storage =
        (argument & 16) != 0 && before.state == wshake::server_state::need_more && consumed_ == 0 && !may_skip_;
    dice places(std::string_view(reinterpret_cast<const char*>(&argument), 1));
    placed_request placed(*storage_, places);
    if (in_storage) placed.put(request);
    const wshake::server_state result = server_.adopt(in_storage ? placed.view() : request);
    require(result == server_.state(), "adopt() returns the state");
    if (before.state != wshake::server_state::need_more) require_same(before, observe(server_), "adopt() comes first");
    if (result == before.state) return;
    adopted_ = true;
    arrived_ = 16;  // the limit of error().offset: after adopt() a field's index; no adopted request has 16 fields
  }

  void rebase(unsigned char argument) {
    std::size_t size = storage_->size();
    if ((argument & 16) == 0) {
      size += (argument & 15U) * 16;
    } else if (!adopted_ && !lost_ && consumed_ < size) {
      size = consumed_;
    }
    move_storage(size);
  }

  void move_storage(std::size_t size) {
    auto moved = std::make_unique<block>(size);
    const std::size_t kept = size < storage_->size() ? size : storage_->size();
    if (kept > 0) std::memcpy(moved->data(), storage_->data(), kept);
    wshake::server other = std::move(server_);
    other.rebase(wshake::mutable_octets(moved->data(), moved->size()));
    server_ = std::move(other);
    storage_ = std::move(moved);
  }

  const plan& plan_;
  manner how_;
  dice dice_;
  std::unique_ptr<block> storage_;
  wshake::server server_;
  std::deque<configuration> routes_;  // a deque: the server points to its elements, whose addresses must not change
  std::vector<outcome> outcomes_;
  std::size_t at_ = 0;        // the octets of the plan consumed in all messages
  std::size_t consumed_ = 0;  // octets consumed since construction or next_request()
  std::size_t arrived_ = 0;   // octets given to the server since construction or next_request()
  std::vector<wshake::field> in_storage_;
  unsigned char extra_ = 0;
  bool adopted_ = false;
  bool may_skip_ = false;     // feed() may skip a body
  bool behind_body_ = false;  // consumed_ may count the octets of a skipped body
  bool lost_ = false;
};

}  // namespace fuzz
