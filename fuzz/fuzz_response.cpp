// SPDX-License-Identifier: BSL-1.0
// A response is read by read_response(), by clients that get it whole or in pieces, and by a naive reader. The input's
// first line is a configuration (client_configuration.hpp). The server's octets follow.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "check_fields.hpp"
#include "exchange_session.hpp"

namespace {

using namespace fuzz;
using wshake::client_event;
using wshake::errc;

// A request, in the form of request_text.hpp, that uses every option of this form.
constexpr std::string_view asked =
    "uwss://example.com/chat?room=1\n"
    "+superchat\n"
    "+chat\n"
    "*10:?\n"
    "*0000\n"
    "*000?\n"
    "xx-ext; a=1, y\n";

wshake::response_reading read(const block& octets, const wshake::client_options& options) {
  const auto grammar = options.lenient ? wshake::head_grammar::lenient : wshake::head_grammar::strict;
  return wshake::read_response(wshake::mutable_octets(octets.data(), octets.size()), options.limit, grammar);
}

naive_response read_naively(std::string_view octets, const wshake::client_options& options) {
  naive_empty_lines empty;
  if (options.lenient) empty = skip_naively(octets, options.limit);
  naive_response found;
  if (empty.error != errc::none) {
    found.reading.error = empty.error;
    found.reading.error_at = empty.error_at;
    return found;
  }
  found = naive_response_reader(octets.substr(empty.size), options.limit, 65535, options.lenient).read();
  if (found.reading.error != errc::none) found.reading.error_at += empty.size;
  if (found.reading.consumed != 0) found.reading.consumed += empty.size;
  return found;
}

void check_reading(const wshake::response_reading& found, const naive_reading& expected, std::string_view octets) {
  if (found.error != expected.error || found.error.offset != expected.error_at || found.consumed != expected.consumed) {
    std::fprintf(stderr, "found %s at %zu consumed %zu, expected %s at %zu consumed %zu\n",
                 wshake::describe(found.error.code).name, found.error.offset, found.consumed,
                 wshake::describe(expected.error).name, expected.error_at, expected.consumed);
    require(false, "read_response() reads as the naive reader does", octets);
  }
  require(!found.error.ok() + (found.consumed > 0) + found.need_more() == 1, "one of three");
}

void check_head(const wshake::response_reading& found, const naive_response& expected, const block& octets) {
  const wshake::response_head& head = found.head;
  require_same(head.raw, expected.raw, "the head is what was sent, folded lines unfolded");
  require(head.raw.data() == octets.data() + found.consumed - head.raw.size(), "the views point into the data");
  require(head.version == expected.version && head.status == expected.status, "version and status", expected.raw);
  require_same(head.reason, expected.reason(), "the reason phrase");
  require(lies_in(head.reason, octets), "the views point into the data");
  check_fields(head.header, expected.header());
}

// A prefix of the octets gives the same error as all octets, or no error yet.
void check_part(std::string_view part, const wshake::response_reading& all, const wshake::client_options& options) {
  const block exact(part);
  const wshake::response_reading found = read(exact, options);
  if (found.need_more()) {
    require(all.consumed == 0 || part.size() < all.consumed, "a complete head is found", part);
    require_same(exact.view(), part, "and an incomplete one is not touched");
    return;
  }
  require(found.error == all.error && found.consumed == all.consumed, "more octets do not change what was found", part);
}

// A client with enough storage reads the same head as read_response().
void check_client(const wshake::response_reading& found, std::string_view sent, const wshake::client_options& options) {
  const wshake::client_config config(options);
  const block storage(70000);
  wshake::client client(wshake::mutable_octets(storage.data(), storage.size()), config);
  const request_text request(asked);
  char out[1024];
  require(static_cast<bool>(client.start(out, request.view(), {})), "a request in order is written");
  const block octets(sent);
  const wshake::client_feed_result fed = client.feed(octets.view());
  if (found.need_more()) {
    require(fed.event == client_event::need_more && fed.consumed == sent.size(), "both need more", sent);
  } else if (!found.error.ok()) {
    require(fed.event == client_event::failed && client.error() == found.error, "both find the same error", sent);
  } else {
    require(fed.event != client_event::need_more && fed.consumed == found.consumed, "both consume the head", sent);
    require_same(describe_response(client.response()), describe_response(found.head), "both see the same head");
  }
}

// Compares find_continuation() with the naive reading, for a head that was read from octets and for lists of the same
// fields.
void check_continuation(const wshake::response_head& head, const naive_response& expected) {
  const wshake::uri where = wshake::parse_uri("wss://example.com/chat?room=1").found;
  const naive_uri base = naive_where(where);
  const lines header = expected.header();
  const text next = naive_continuation(expected.status, header, &base);
  require_same(describe_continuation(wshake::find_continuation(head, where)), next, "what is asked for");
  std::vector<wshake::field> list;
  for (const line& one : header) list.push_back({one.name, one.value});
  const wshake::response_view same = {head.version, head.status, head.reason, wshake::fields(list)};
  require_same(describe_continuation(wshake::find_continuation(same, where)), next, "of a list as of a head");
  require_same(describe_continuation(wshake::find_continuation(same, {})),
               naive_continuation(expected.status, header, nullptr), "a tunnel is not redirected");
  const wshake::response_view carried = {20, head.status, {}, wshake::fields(list)};
  require_same(describe_continuation(wshake::find_continuation(carried, where)),
               naive_continuation(expected.status, header, &base, true), "over HTTP/2 of an extended CONNECT");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  const text seed(input);
  const std::string_view first = take_until(input, "\n");
  const client_configuration setting = configure_client(first);

  const block octets(input);
  const wshake::response_reading found = read(octets, setting.options);
  const naive_response expected = read_naively(input, setting.options);
  check_reading(found, expected.reading, input);
  if (found.error == errc::none) {
    require_same(octets.view().substr(found.consumed), input.substr(found.consumed), "what follows is not touched");
  }
  dice die(seed);
  for (unsigned part = 0; part < 4; ++part) {
    check_part(input.substr(0, die.below(input.size() + 1)), found, setting.options);
  }
  if (found.consumed > 0) {
    check_head(found, expected, octets);
    check_continuation(found.head, expected);
  }
  // Skips configurations whose fields no request may have: fuzz_client tests these configurations.
  const bool askable = faults_of(request_text(asked).view(), setting.options).empty();
  if (!askable) return 0;
  check_client(found, input, setting.options);

  const exchange_plan plan = {setting, {{exchange_verb::start, 0}}, request_text(asked), {input}};
  play_twice<wshake::client>(plan, seed);
  return 0;
}
