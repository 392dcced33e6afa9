// SPDX-License-Identifier: BSL-1.0
// Passes the responses of a plan, which is a decoded input (exchange_plan.hpp), to adopt() as lists of fields. The
// results of adopt() must equal the results of three other calls: of feed() for the same octets, of check_answer() and
// find_continuation() for the same response, and of adopt() for a copy of the response in the client's storage.
#pragma once

#include <cstddef>
#include <cstring>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

#include "exchange_observation.hpp"
#include "exchange_plan.hpp"

namespace fuzz {

class adopting {
 public:
  adopting(const exchange_plan& plan, std::string_view seed) : plan_(plan), dice_(seed) {}

  void check() {
    for (const std::string_view octets : plan_.answers) {
      check_as_fed(octets);
      check_as_list(octets);
      check_in_storage(octets);
    }
  }

 private:
  using client = wshake::client;
  using client_event = wshake::client_event;
  using errc = wshake::errc;

  // A client that waits for the response to a request over the HTTP version `version`. Its storage is larger than any
  // response.
  struct asking {
    asking(const exchange_plan& plan, unsigned version)
        : storage(70000), role(wshake::mutable_octets(storage.data(), storage.size()), plan.setting.config) {
      const wshake::client_request request = plan.request.view();
      wshake::nonce nonce;
      for (std::size_t at = 0; at < nonce.size(); ++at) nonce[at] = static_cast<std::uint8_t>("the sample nonce"[at]);
      out.resize(70000);
      if (version == 11) {
        const wshake::write_result written = role.start(wshake::mutable_octets(out), request, nonce);
        const wshake::request_reading read = wshake::read_request(written.written, wide());
        size = written.written.size();
        require(read.consumed == size || size == 0, "a request is readable");
        head = read.head;
      } else {
        head = role.start_fields(wshake::mutable_octets(out), request, version, true).head;
      }
    }

    static wshake::limits wide() {
      wshake::limits any;
      any.head = 65535;
      any.target = 65535;
      any.field_line = 65535;
      any.field_lines = 400;
      return any;
    }

    explicit operator bool() const { return role.state() == client_event::need_more; }

    block storage;
    client role;
    text out;
    std::size_t size = 0;  // the size of the request over HTTP/1.1
    wshake::request_view head;
  };

  // A response that was read from octets, as a list of fields.
  struct listed {
    listed(std::string_view octets, const exchange_plan& plan) : copy(octets) {
      const wshake::head_grammar grammar =
          plan.setting.options.lenient ? wshake::head_grammar::lenient : wshake::head_grammar::strict;
      const wshake::response_reading read =
          wshake::read_response(wshake::mutable_octets(copy.data(), copy.size()), plan.setting.options.limit, grammar);
      consumed = read.consumed;
      view = read.head;
      for (const wshake::field& line : read.head.header) list.push_back(line);
      view.header = wshake::fields(list);
    }
    listed(const listed&) = delete;
    listed& operator=(const listed&) = delete;

    block copy;
    std::vector<wshake::field> list;
    wshake::response_view view;
    std::size_t consumed = 0;  // 0 if the octets are no response
  };

  static exchange_observation seen(const asking& one) {
    exchange_observation all = observe(one.role, one.storage);
    check_observation_of_adopt(all);
    all.same_connection = false;
    all.response.clear();
    return all;
  }

  static void check_observation_of_adopt(const exchange_observation& all) {
    require((all.error == errc::none) == (all.state != client_event::failed), "a failure has an error");
    require(!all.same_connection || all.state == client_event::done, "a connection goes on from done only");
  }

  void check_as_fed(std::string_view octets) {
    asking fed(plan_, 11);
    asking adopts(plan_, 11);
    if (!fed) return;
    for (;;) {
      const listed read(octets, plan_);
      const wshake::client_feed_result result = fed.role.feed(octets);
      if (read.consumed == 0 || result.event == client_event::need_more) return;
      const client_event event = adopts.role.adopt(read.view);
      // feed() of a lenient client accepts control octets in a field value. adopt() of every client rejects these
      // octets.
      if (plan_.setting.options.lenient && adopts.role.error() == errc::bad_field_value) return;
      require(event == result.event, "adopted or fed, the event is the same", octets);
      require(adopts.role.response().status == fed.role.response().status, "and the status", octets);
      require_same(adopts.role.response().reason, fed.role.response().reason, "and the reason phrase");
      require(adopts.role.response().version == fed.role.response().version, "and the version", octets);
      exchange_observation right = seen(fed);
      const exchange_observation left = seen(adopts);
      if (event == client_event::refused) {
        require(left.state == client_event::done, "a refusal is done at once");
        right.state = left.state;
      }
      right.error_at = left.error_at;
      require_same(left, right, "adopted or fed, the response is the same");
      if (event != client_event::interim) return;
      octets.remove_prefix(result.consumed);
    }
  }

  // Compares the result of adopt() with the results of check_answer() and find_continuation().
  static void check_result(asking& adopts, const wshake::response_view& response, const exchange_plan& plan) {
    const wshake::answer_result expected = wshake::check_answer(response, adopts.head, plan.setting.config);
    const wshake::continuation next = wshake::find_continuation(response, plan.request.view().where);
    const text continued = describe_continuation(next);
    const client_event event = adopts.role.adopt(response);
    if (adopts.role.error() == errc::head_too_large || adopts.role.error() == errc::too_many_interim_responses) return;
    require(event == expected.event && adopts.role.error().code == expected.error.code, "adopt() is check_answer()");
    require(adopts.role.error().offset == expected.error.offset, "at the same offset");
    require_same(describe_agreement(adopts.role.agreed()), describe_agreement(expected.agreed), "the same is agreed");
    if (event != client_event::refused) return;
    require_same(describe_continuation(adopts.role.next()), continued, "adopt() is find_continuation()");
  }

  // Checks the response as a response over HTTP/2 or HTTP/3, with names in lower case and in most cases without
  // Connection and Upgrade.
  void check_as_list(std::string_view octets) {
    const unsigned version = dice_.below(2) == 0 ? 20 : 30;
    asking adopts(plan_, version);
    listed read(octets, plan_);
    if (!adopts || read.consumed == 0) return;
    std::vector<text> names;
    names.reserve(read.list.size());
    std::vector<wshake::field> list;
    for (const wshake::field& line : read.list) {
      const text name = lower_case(line.name);
      if ((name == "connection" || name == "upgrade") && dice_.below(8) != 0) continue;
      names.push_back(name);
      list.push_back({wshake::octets(names.back()), line.value});
    }
    read.view.version = dice_.below(16) == 0 ? 11 : version;
    if (read.view.status == 101 && dice_.below(8) != 0) read.view.status = 200;
    read.view.header = wshake::fields(list);
    if (read.view.version == 11) {
      require(adopts.role.adopt(read.view) == client_event::failed, "another carrier never opens");
      return;
    }
    check_result(adopts, read.view, plan_);
    require(adopts.role.feed("H").consumed == 0, "after start_fields() no octet is taken");
  }

  // Checks that adopt() gives the same result for a response inside and outside of the client's storage, unless the
  // storage has no room for a copy of the response.
  void check_in_storage(std::string_view octets) {
    const listed read(octets, plan_);
    asking expected(plan_, 11);
    asking adopts(plan_, 11);
    if (!adopts || read.consumed == 0 || read.consumed > 5000 || adopts.size > 20000) return;
    check_result(expected, read.view, plan_);

    // The client keeps the parts of the request that it compares with the response. They are at the front of the
    // storage, and are shorter than the request.
    std::size_t place = adopts.size + dice_.below(20000);
    const auto put = [&](wshake::octets part) {
      char* const there = adopts.storage.data() + place;
      if (!part.empty()) std::memcpy(there, part.data(), part.size());
      place += part.size();
      return wshake::octets(there, part.size());
    };
    wshake::response_view view = read.view;
    view.reason = put(view.reason);
    std::vector<wshake::field> list = read.list;
    for (wshake::field& line : list) {
      line.value = put(line.value);
      line.name = put(line.name);
    }
    view.header = wshake::fields(list);
    adopts.role.adopt(view);
    require_same(seen(adopts), seen(expected), "it makes no difference where a response lies");
    require_same(adopts.role.response().raw, expected.role.response().raw, "the copies are the same");
  }

  const exchange_plan& plan_;
  dice dice_;
};

}  // namespace fuzz
