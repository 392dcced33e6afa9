// SPDX-License-Identifier: BSL-1.0
// A request head is read by read_request(), by a server and by a naive reader. The fields, the verdict and the
// agreement of the head must equal the results for a list of the same fields, and the naive reader's results. The input
// has the form of an input of fuzz_server (plan.hpp), but without the verbs.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "check_fields.hpp"
#include "naive_body.hpp"
#include "naive_check.hpp"
#include "naive_request.hpp"
#include "observation.hpp"
#include "plan.hpp"

namespace {

using namespace fuzz;
using wshake::errc;

void check_reading(const wshake::request_reading& found, const naive_reading& expected, std::string_view octets) {
  if (found.error != expected.error || found.error.offset != expected.error_at || found.consumed != expected.consumed) {
    std::fprintf(stderr, "found %s at %zu consumed %zu, expected %s at %zu consumed %zu\n",
                 wshake::describe(found.error.code).name, found.error.offset, found.consumed,
                 wshake::describe(expected.error).name, expected.error_at, expected.consumed);
    require(false, "read_request() reads as the naive reader does", octets);
  }
  require(!found.error.ok() + (found.consumed > 0) + found.need_more() == 1, "one of three");
}

// A prefix of the octets gives the same error as all octets, or no error yet.
void check_part(std::string_view part, const wshake::request_reading& all, const wshake::limits& limit) {
  const block exact(part);
  const wshake::request_reading found = wshake::read_request(exact.view(), limit);
  if (found.need_more()) {
    require(all.consumed == 0 || part.size() < all.consumed, "a complete head is found", part);
    return;
  }
  require(found.error == all.error && found.consumed == all.consumed, "more octets do not change what was found", part);
}

void check_server(const wshake::request_reading& found, const block& octets, const wshake::server_options& options) {
  const wshake::server_config config(options);
  const block storage(65535);
  wshake::server server(wshake::mutable_octets(storage.data(), storage.size()), config);
  const wshake::server_feed_result fed = server.feed(octets.view());
  require(found.need_more() == (fed.state == wshake::server_state::need_more), "both need more");
  if (!found.error.ok()) {
    require(fed.state == wshake::server_state::failed && server.error() == found.error, "both find the same error");
  } else if (!found.need_more()) {
    require(server.error() == errc::none || server.error().code > errc::bad_field_value, "both find the head in order");
    require(fed.consumed == found.consumed, "both consume the head");
    require_same(server.request().raw, found.head.raw, "both see the same head");
  }
}

text accept(const wshake::request_view& request, const wshake::server_options& config) {
  const wshake::handshake_request asked = wshake::gather(request);
  const wshake::agreement agreed = wshake::negotiate(asked, config);
  text out(1024, '\0');
  const wshake::write_result written = wshake::write_accept(wshake::mutable_octets(out), asked, agreed, config);
  out.resize(written ? written.written.size() : 0);
  return out;
}

void check_verdict(const wshake::request_head& request, const naive_request& expected,
                   const wshake::server_options& config) {
  const wshake::diagnostic found = wshake::check(request, config);
  const errc error = naive_check(expected, config);
  if (found.code != error) {
    std::fprintf(stderr, "found %s, expected %s\n", wshake::describe(found.code).name, wshake::describe(error).name);
    require(false, "check() judges as the naive rules do", request.raw);
  }
  require(found.offset <= request.raw.size(), "an error is within the head");
  if (error == errc::bad_content_length || error == errc::conflicting_content_length) {
    require(found.offset == read_length(expected.header).at, "a length is wrong where the naive reader says",
            request.raw);
  }
  require(wshake::is_upgrade(request) == (naive_upgrade(expected) == errc::none), "is_upgrade()", request.raw);

  std::vector<wshake::field> list;
  for (const line& one : expected.header) list.push_back({one.name, one.value});
  const wshake::request_view same = {request.method, request.target, request.version, wshake::fields(list)};
  check_fields(same.header, expected.header);
  const wshake::diagnostic of_list = wshake::check(same, config);
  require(of_list.code == found.code, "a list is judged as a head is", request.raw);
  require_same(of_list.field, found.field, "and the same field is named");
  require(of_list.offset <= list.size(), "an error is within the list");
  require_same(describe_handshake(wshake::gather(same)), describe_handshake(wshake::gather(request)), "gather()");
  if (found.ok()) require_same(accept(same, config), accept(request, config), "and is accepted as a head is");
}

// If the caller answers the request itself, the server skips the body of the request to its end. The server then reads
// the next request as on a new connection.
void check_body(std::string_view raw, std::string_view behind, const wshake::server_options& options) {
  const wshake::server_config config(options);
  const auto new_storage = [] { return block(65535); };
  const block storage = new_storage();
  wshake::server server(wshake::mutable_octets(storage.data(), storage.size()), config);
  if (server.feed(wshake::octets(raw)).state != wshake::server_state::request) return;
  const std::uint32_t limit = options.limit.skipped_body < 0x7fffffff ? options.limit.skipped_body : 0x7fffffff;
  const head request = read_head(raw);
  const naive_frame frame = naive_request_frame(request.header);
  const bool ends = options.close_refused || request.version < "HTTP/1.1" ||
                    lists(request.header, "Connection", "close") || !values_of(request.header, "Expect").empty();
  const bool too_large = frame.what == naive_frame::kind::counted && frame.length > limit;
  if (server.next_request() != wshake::server_state::need_more) {
    require(server.error() == (!ends && too_large ? errc::body_too_large : errc::none), "why it is closed", raw);
    require(server.error().offset == 0, "a body that is too large is so where it begins", raw);
    return;
  }
  require(!too_large, "a body that is too large is not skipped", raw);
  const naive_body body = naive_body_reader(behind, frame, limit).read();
  const wshake::server_feed_result fed = server.feed(wshake::octets(behind));
  if (body.error != errc::none) {
    require(fed.state == wshake::server_state::closed && server.error() == body.error &&
                server.error().offset == body.error_at && fed.consumed == body.size,
            "a malformed body ends the connection where it is malformed", behind);
  } else if (!body.complete) {
    require(fed.state == wshake::server_state::need_more && fed.consumed == behind.size(), "the body goes on", behind);
  } else {
    const block fresh_storage = new_storage();
    wshake::server fresh(wshake::mutable_octets(fresh_storage.data(), fresh_storage.size()), config);
    const wshake::server_feed_result same = fresh.feed(wshake::octets(behind.substr(body.size)));
    require(fed.state == same.state && fed.consumed == body.size + same.consumed, "the body's end is found", behind);
    require(server.error() == fresh.error().code, "and the next request behind it", behind);
    require(server.error() == errc::none || server.error().offset == body.size + fresh.error().offset, "at its offset",
            behind);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const plan plan = read_plan(input);
  const wshake::server_options& config = plan.setting.options;
  const block octets(plan.octets);

  const wshake::request_reading found = wshake::read_request(octets.view(), config.limit);
  const naive_reading expected = naive_reader(octets.view(), config.limit, 65535).read();
  check_reading(found, expected, octets.view());
  check_server(found, octets, config);
  dice die(input);
  for (unsigned part = 0; part < 4; ++part) {
    check_part(octets.view().substr(0, die.below(octets.size() + 1)), found, config.limit);
  }
  if (found.consumed == 0) return 0;

  const std::string_view raw = octets.view().substr(expected.head_at, expected.consumed - expected.head_at);
  require_same(found.head.raw, raw, "the head is what was sent");
  const head head = read_head(raw);
  require_same(found.head.method, head.method, "the method");
  require_same(found.head.target, head.target, "the target");
  const auto digit = [&](std::size_t at) { return static_cast<unsigned>(head.version[at] - '0'); };
  require(found.head.version == digit(5) * 10 + digit(7), "the version");
  check_fields(found.head.header, head.header);
  check_verdict(found.head, {head.method, head.target, found.head.version, head.header}, config);
  check_body(raw, octets.view().substr(expected.consumed), config);
  return 0;
}
