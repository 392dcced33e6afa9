// SPDX-License-Identifier: BSL-1.0
// Compares the C API with the C++ API over every server transcript: the same octets and verbs must give the same states
// and the same output.
#include <wshake/wshake.h>

#include <array>
#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "support.hpp"
#include "transcript.hpp"

namespace wshake::test {
namespace {

octets ours(wshake_octets view) { return {view.data, view.size}; }
wshake_octets theirs(octets view) { return wshake_view(view.data(), view.size()); }

std::vector<wshake_octets> theirs(array_view<octets> list) {
  std::vector<wshake_octets> copy;
  for (const octets one : list) copy.push_back(theirs(one));
  return copy;
}
std::vector<wshake_field> theirs(array_view<field> list) {
  std::vector<wshake_field> copy;
  for (const field& one : list) copy.push_back({theirs(one.name), theirs(one.value)});
  return copy;
}

// A configuration of C takes NULL for an empty list.
template <class T>
const T* pointer_to(const std::vector<T>& list) {
  return list.empty() ? nullptr : list.data();
}

void compare(const diagnostic& left, const wshake_diagnostic& right) {
  CHECK(static_cast<int>(left.code) == static_cast<int>(right.code));
  CHECK(left.offset == right.offset);
  CHECK(left.field == ours(right.field));
}

// A C configuration with the options of a C++ configuration.
class c_config {
 public:
  explicit c_config(const server_options& config)
      : subprotocols_(theirs(config.subprotocols)), origins_(theirs(config.origins)), header_(theirs(config.header)) {
    // In C++ a limit of 0 lets nothing pass. In C a limit of 0 selects the default, and WSHAKE_LIMIT_ZERO lets nothing
    // pass.
    const auto exactly = [](std::uint32_t limit) { return limit == 0 ? WSHAKE_LIMIT_ZERO : limit; };
    wshake_limits limits = {};
    limits.size = sizeof limits;
    limits.head = exactly(config.limit.head);
    limits.target = exactly(config.limit.target);
    limits.method = exactly(config.limit.method);
    limits.field_line = exactly(config.limit.field_line);
    limits.field_lines = exactly(config.limit.field_lines);
    limits.empty_lines = exactly(config.limit.empty_lines);
    limits.subprotocols = exactly(config.limit.subprotocols);
    limits.skipped_body = exactly(config.limit.skipped_body);
    wshake_deflate_config deflate = {};
    deflate.size = sizeof deflate;
    deflate.enabled = config.deflate.enabled;
    deflate.server_no_context_takeover = config.deflate.server_no_context_takeover;
    deflate.client_no_context_takeover = config.deflate.client_no_context_takeover;
    deflate.server_max_window_bits = config.deflate.server_max_window_bits;
    deflate.client_max_window_bits = config.deflate.client_max_window_bits;
    deflate.window_of_8 = config.deflate.window_of_8;
    wshake_server_options options = {};
    options.size = sizeof options;
    options.subprotocols = pointer_to(subprotocols_);
    options.subprotocol_count = subprotocols_.size();
    options.origins = pointer_to(origins_);
    options.origin_count = origins_.size();
    options.header = pointer_to(header_);
    options.header_count = header_.size();
    options.deflate = &deflate;
    options.limits = &limits;
    options.product = theirs(config.product);
    options.require_subprotocol = config.require_subprotocol;
    options.same_host_origin = config.same_host_origin;
    options.require_origin = config.require_origin;
    options.close_refused = config.close_refused;
    compare(server_config(config).error(), wshake_server_config_init(&made, &options));
  }
  c_config(const c_config&) = delete;
  c_config& operator=(const c_config&) = delete;

  wshake_server_config made;

 private:
  std::vector<wshake_octets> subprotocols_, origins_;
  std::vector<wshake_field> header_;
};

// A C server with the configuration of a C++ server.
class c_server {
 public:
  c_server(const server_options& config, std::size_t storage) : config_(config), storage_(storage) {
    wshake_server_init(&memory_, wshake_room(storage_.data(), storage_.size()), &config_.made);
    role = &memory_;
  }

  wshake_server* role;

 private:
  c_config config_;
  guarded storage_;
  wshake_server memory_;
};

void compare(const server& left, const wshake_server* right) {
  CHECK(static_cast<int>(left.state()) == static_cast<int>(wshake_server_state_of(right)));
  compare(left.error(), wshake_server_error(right));
  CHECK(left.keep_alive() == wshake_server_keep_alive(right));
  CHECK(left.agreed().subprotocol == ours(wshake_server_agreed(right).subprotocol));
  CHECK(left.agreed().deflate.agreed == wshake_server_agreed(right).deflate.agreed);
  CHECK(left.agreed().deflate.client_max_window_bits == wshake_server_agreed(right).deflate.client_max_window_bits);
  CHECK(left.agreed().deflate.server_max_window_bits == wshake_server_agreed(right).deflate.server_max_window_bits);
  const request_head seen = left.request();
  const wshake_request_head their_head = wshake_server_request(right);
  CHECK(seen.raw == ours(their_head.raw));
  CHECK(seen.method == ours(their_head.view.method));
  CHECK(seen.target == ours(their_head.view.target));
  CHECK(seen.version == their_head.view.version);
  wshake_lines lines = wshake_fields_lines(&their_head.view.header);
  wshake_field line;
  for (const field& one : seen.header) {
    REQUIRE(wshake_next_line(&lines, &line));
    CHECK(one.name == ours(line.name));
    CHECK(one.value == ours(line.value));
  }
  CHECK(!wshake_next_line(&lines, &line));
}

// Checks that the verb in C++ and the verb in C write the same octets or fail with the same error.
template <class Ours, class Theirs>
void compare_written(Ours&& write, Theirs&& their_write) {
  static std::array<char, 65536> out, their_out;
  const write_result small = write(mutable_octets{});
  const wshake_write_result their_small = their_write(wshake_room(nullptr, 0));
  CHECK(small.needed == their_small.needed);
  compare(small.error, their_small.error);
  const write_result result = write(mutable_octets(out));
  const wshake_write_result their_result = their_write(wshake_room(their_out.data(), their_out.size()));
  compare(result.error, their_result.error);
  CHECK(result.needed == their_result.needed);
  CHECK(result.written == ours(their_result.written));
}

void call_both(const verb_call& call, server& left, wshake_server* right) {
  const std::vector<field> header = fields_of(call.header);
  const std::vector<wshake_field> their_header = theirs(header);
  switch (call.what) {
    case verb::configure:
      return;  // play_both() calls configure() of both servers
    case verb::accept: {
      accept_options options = {.extensions = call.extensions, .header = header};
      wshake_accept_options their_options = {};
      their_options.size = sizeof their_options;
      if (call.subprotocol) options.subprotocol = *call.subprotocol;
      if (call.subprotocol) their_options.subprotocol = theirs(*options.subprotocol);
      their_options.extensions = theirs(options.extensions);
      their_options.header = their_header.data();
      their_options.header_count = their_header.size();
      return compare_written([&](mutable_octets out) { return left.accept(out, options); },
                             [&](wshake_mutable_octets out) { return wshake_server_accept(right, out, &their_options); });
    }
    case verb::respond: {
      response_options options = {.status = call.status,
                                  .error = call.error,
                                  .reason = call.reason,
                                  .header = header,
                                  .content_length = call.content_length,
                                  .close = !call.keep_alive};
      wshake_response_options their_options = {};
      their_options.size = sizeof their_options;
      if (call.body) options.body = *call.body;
      if (call.body) their_options.body = theirs(*options.body);
      their_options.status = options.status;
      their_options.error = static_cast<wshake_errc>(options.error);
      their_options.reason = theirs(options.reason);
      their_options.header = their_header.data();
      their_options.header_count = their_header.size();
      their_options.has_content_length = options.content_length.has_value();
      their_options.content_length = options.content_length.value_or(0);
      their_options.close = options.close;
      return compare_written(
          [&](mutable_octets out) { return left.respond(out, options); },
          [&](wshake_mutable_octets out) { return wshake_server_respond(right, out, &their_options); });
    }
    case verb::next_request:
      left.next_request(request_body::unread);
      wshake_server_next_request(right, WSHAKE_REQUEST_BODY_UNREAD);
      return;
    case verb::next_request_read:
      left.next_request(request_body::read);
      wshake_server_next_request(right, WSHAKE_REQUEST_BODY_READ);
      return;
    case verb::feed_eof:
      left.feed_eof();
      wshake_server_feed_eof(right);
      return;
    case verb::start:
      FAIL("a server does not start");
  }
}

void play_both(const transcript& script) {
  const config_view config(script.config);
  guarded_server left(config.options(), script.config.storage);
  c_server right(config.options(), script.config.storage);
  const route_views routes(script);
  std::map<std::string, c_config> their_routes;
  for (const auto& [name, view] : routes) their_routes.try_emplace(name, view.options());
  std::string pending;
  for (const step& next : script.steps) {
    INFO(script.file, ":", next.line, ": ", script.name);
    if (next.what == step::kind::octets_in) pending += next.in;
    if (next.what == step::kind::expect) {
      const server_feed_result result = left.role.feed(pending);
      const wshake_server_feed_result their_result = wshake_server_feed(right.role, theirs(pending));
      CHECK(result.consumed == their_result.consumed);
      CHECK(static_cast<int>(result.state) == static_cast<int>(their_result.state));
      pending.erase(0, result.consumed);
    }
    if (next.what == step::kind::call && next.call.what == verb::configure) {
      const server_state what = left.role.configure(routes.at(next.call.route).config());
      const wshake_server_state their = wshake_server_configure(right.role, &their_routes.at(next.call.route).made);
      CHECK(static_cast<int>(what) == static_cast<int>(their));
    }
    if (next.what == step::kind::call) call_both(next.call, left.role, right.role);
    compare(left.role, right.role);
  }
}

TEST_CASE("the C API and the C++ API agree on every transcript of a server") {
  const std::string folder = source_root() + "/tests/transcripts/";
  std::size_t played = 0;
  for (const std::string& file : files_in(folder, ".txt")) {
    for (const transcript& script : read_transcripts(file, read_file(folder + file))) {
      if (script.who != transcript_role::server || script.of_lists) continue;
      play_both(script);
      ++played;
    }
  }
  CHECK(played > 100);
  MESSAGE(played, " transcripts");
}

}  // namespace
}  // namespace wshake::test
