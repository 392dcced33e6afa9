// SPDX-License-Identifier: BSL-1.0
#include "player.hpp"

#include <cstring>
#include <memory>

#include "exchange_player.hpp"
#include "growing_text.hpp"
#include "list_player.hpp"

namespace wshake::test {

std::string deflate_text(const deflate_parameters& deflate) {
  if (!deflate.agreed) return "";
  growing_text text;
  if (deflate.server_no_context_takeover) text << "server_no_context_takeover ";
  if (deflate.client_no_context_takeover) text << "client_no_context_takeover ";
  text << "server_max_window_bits=" << unsigned{deflate.server_max_window_bits}
       << " client_max_window_bits=" << unsigned{deflate.client_max_window_bits};
  return text.str();
}

std::string joined(const token_list& tokens) {
  std::string text;
  for (const octets token : tokens) {
    if (!text.empty()) text += ", ";
    text += std::string_view(token);
  }
  return text;
}

namespace {

class player {
 public:
  player(const transcript& script, const playing& how)
      : script_(script),
        how_(how),
        config_(script.config),
        routes_(script),
        storage_(script.config.storage),
        other_storage_(script.config.storage),
        role_(storage_.all(), config_.config()) {}

  trace play() {
    for (const step& next : script_.steps) {
      INFO(script_.file, ":", next.line, ": ", script_.name, " (", how_.name, ")");
      if (how_.moving) move();
      switch (next.what) {
        case step::kind::octets_in:
          pending_ += next.in;
          sent_ += next.in;
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
    // The octets that the server has not consumed must be the octets of the transcript's `|` lines. Exception: if there
    // is no `|` line, a server in failed, closed or responded may leave any octets.
    const bool exact = role_.state() == server_state::upgrade || role_.state() == server_state::request ||
                       role_.state() == server_state::open || role_.state() == server_state::need_more;
    if (exact || !script_.left.empty()) CHECK(escaped(pending_) == escaped(script_.left));
    return std::move(trace_);
  }

 private:
  // Copies the storage to other memory and calls rebase(). The server must keep its state.
  void move() {
    guarded& from = moved_ ? other_storage_ : storage_;
    guarded& to = moved_ ? storage_ : other_storage_;
    if (from.size() != 0) std::memcpy(to.data(), from.data(), from.size());
    from.put({});
    role_.rebase(to.all());
    moved_ = !moved_;
  }

  fed feed(octets input) {
    if (!how_.moving) return feed_all(role_, input, how_.how);
    fed sum;
    sum.state = role_.state();
    while (sum.consumed < input.size()) {
      const fed piece = feed_all(role_, input.from(sum.consumed).first(1));
      move();
      sum.consumed += piece.consumed;
      sum.state = piece.state;
      if (sum.state != server_state::need_more) break;
    }
    return sum;
  }

  void expect(const expectation& expected) {
    const bool behind = expected.state != server_state::need_more;
    const fed result = feed(behind ? pending_ + how_.behind : pending_);
    CHECK(result.state == expected.state);
    CHECK(role_.state() == expected.state);
    CHECK_MESSAGE(result.consumed <= pending_.size(), "the server has taken octets that do not belong to the head");
    const std::size_t taken = result.consumed < pending_.size() ? result.consumed : pending_.size();
    taken_ += taken;
    pending_.erase(0, taken);
    if (expected.error) CHECK(role_.error() == *expected.error);
    if (expected.state == server_state::need_more || expected.state == server_state::upgrade ||
        expected.state == server_state::open) {
      CHECK(role_.error() == errc::none);
      CHECK(role_.error().offset == 0);
      CHECK(role_.error().field == "");
    }
    if (expected.at) CHECK(role_.error().offset + base_ == *expected.at);
    if (expected.field) CHECK(role_.error().field == *expected.field);
    note("");
    if (role_.state() == server_state::failed || role_.state() == server_state::closed) return;
    // The server may need further octets to recognise an error in the first line. The number of octets that the server
    // has taken when it reports the error depends on the pieces of the input, so the trace leaves out the number.
    if (role_.error().code >= errc::tls_record && role_.error().code < errc::head_too_large) return;
    trace_.back() += " taken=" + std::to_string(taken_);
  }

  write_result write(const verb_call& call, const std::vector<field>& header, mutable_octets out) {
    switch (call.what) {
      case verb::accept: {
        accept_options options;
        if (call.subprotocol) options.subprotocol = octets(*call.subprotocol);
        options.extensions = call.extensions;
        options.header = header;
        return role_.accept(out, options);
      }
      default: {
        response_options options;
        options.status = call.status;
        options.error = call.error;
        options.reason = call.reason;
        options.header = header;
        if (call.body) options.body = call.body->empty() ? octets("") : octets(*call.body);
        options.content_length = call.content_length;
        options.close = !call.keep_alive;
        return role_.respond(out, options);
      }
    }
  }

  void call_writer(const verb_call& call) {
    const std::vector<field> header = fields_of(call.header);
    const std::string before = describe_state(role_);
    if (call.fails != errc::none) {
      const guarded out(4096);
      const write_result result = write(call, header, out.all());
      CHECK(result.error == call.fails);
      CHECK(result.written.size() == 0);
      CHECK(describe_state(role_) == before);
      return;
    }
    const bool to_head = asked_with_head();
    std::size_t size = 0;
    for (int attempt = 0; attempt < 2; ++attempt) {  // first with an empty buffer, then with one octet too few
      const guarded out(size);
      const write_result result = write(call, header, out.all());
      CHECK(result.error == errc::need_room);
      CHECK(describe_state(role_) == before);
      if (result.error != errc::need_room) return;
      CHECK(result.written.empty());
      CHECK(result.needed == call.out.size());
      size = result.needed - 1;
    }
    if (how_.moving) move();
    const guarded out(size + 1);
    const write_result result = write(call, header, out.all());
    CHECK(result.error == errc::none);
    CHECK(result.written.data() == out.data());
    const std::string text{std::string_view(result.written)};
    CHECK(text == call.out);
    check_answer(call, text, to_head);
    note(text);
  }

  // True if the method of the request is HEAD. After a malformed head, request() is empty, but the server may have read
  // the method, so the function looks for the method in the octets that the client sent.
  bool asked_with_head() const {
    if (!role_.request().raw.empty()) return role_.request().method == "HEAD";
    const std::size_t begin = sent_.find_first_not_of("\r\n", base_);
    return begin != std::string::npos && sent_.compare(begin, 5, "HEAD ") == 0;
  }

  // Makes the checks that every answer must pass.
  void check_answer(const verb_call& call, std::string_view text, bool to_head) {
    if (role_.state() == server_state::open) {
      const std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      if (text.substr(0, go_on.size()) == go_on) text.remove_prefix(go_on.size());
      const response answer = read(text);
      CHECK(answer.complete);
      CHECK(answer.status == 101);
      CHECK(answer.count("Content-Length") == 0);
      return;
    }
    CHECK(role_.state() == server_state::responded);
    const response head = read(text, false);
    const bool no_body = to_head || head.status == 204 || head.status == 304 || call.content_length;
    const response answer = read(text, !no_body);
    CHECK(answer.complete);
    const bool ends_with_head = to_head || answer.status == 204 || answer.status == 304;
    CHECK(answer.count("Content-Length") == (ends_with_head ? 0 : 1));
    const std::string connection = answer.find("Connection");
    CHECK_MESSAGE((connection.find("close") != std::string::npos) == !role_.keep_alive(),
                  "Connection: close says what keep_alive() says");
    if (answer.status == 426) {
      CHECK(answer.find("Upgrade") == "websocket");
      CHECK(connection.find("Upgrade") != std::string::npos);
      CHECK(answer.find("Sec-WebSocket-Version") == "13");
    }
    if (answer.status == 405) CHECK(answer.count("Allow") == 1);
  }

  // Checks that after configure() the server judges the request as the free function check() does with the same
  // configuration.
  void configure(const config_view& other) {
    const std::string before = describe_state(role_);
    const server_state state = role_.state();
    const errc error = role_.error().code;
    const server_state what = role_.configure(other.config());
    CHECK(what == role_.state());
    note("");
    const bool is_judged_again = is_handshake_without(error, state) || state == server_state::request;
    if (!is_judged_again) CHECK(describe_state(role_) == before);
    if (!is_judged_again) return;
    const diagnostic found = check(role_.request(), other.config());
    CHECK(role_.error() == found.code);
    CHECK(role_.error().field == found.field);
  }

  // True if the request is a handshake that breaks no rule, or breaks only a rule of the configuration: the rule on
  // Origin or on the subprotocol.
  static bool is_handshake_without(errc error, server_state state) {
    return state == server_state::upgrade ||
           (state == server_state::failed && (error == errc::missing_origin || error == errc::forbidden_origin ||
                                              error == errc::missing_subprotocol || error == errc::no_common_subprotocol));
  }

  void call(const verb_call& call) {
    switch (call.what) {
      case verb::configure:
        return configure(routes_.at(call.route));
      case verb::accept:
      case verb::respond:
        return call_writer(call);
      case verb::next_request:
      case verb::next_request_read: {
        const bool fits = role_.state() == server_state::responded || role_.state() == server_state::request;
        const server_state what =
            role_.next_request(call.what == verb::next_request ? request_body::unread : request_body::read);
        CHECK(what == role_.state());
        if (fits) base_ = taken_;
        return note("");
      }
      case verb::feed_eof: {
        const server_state what = role_.feed_eof();
        CHECK(what == role_.state());
        return note("");
      }
      case verb::start:
        FAIL("a server does not start");
    }
  }

  void observe(const observation& seen) {
    const handshake_request request = role_.handshake();
    std::string value = "no such observer";
    if (seen.what == "method") value = std::string_view(role_.request().method);
    if (seen.what == "target") value = std::string_view(role_.request().target);
    if (seen.what == "authority") value = std::string_view(request.authority);
    if (seen.what == "resource_name") value = std::string_view(request.resource_name);
    if (seen.what == "key") value = std::string_view(request.key);
    if (seen.what == "version") value = std::string_view(request.version);
    if (seen.what == "origin") value = request.origin ? std::string_view(*request.origin) : std::string_view{};
    if (seen.what == "offered") value = joined(request.subprotocols);
    if (seen.what == "subprotocol") value = std::string_view(role_.agreed().subprotocol);
    if (seen.what == "deflate") value = deflate_text(role_.agreed().deflate);
    if (seen.what == "keep_alive") value = role_.keep_alive() ? "yes" : "no";
    if (seen.what == "expects_continue") value = request.expects_continue ? "yes" : "no";
    CHECK_MESSAGE(value == seen.value, seen.what);
  }

  void note(const std::string& text) { trace_.push_back(describe_state(role_) + text); }

  const transcript& script_;
  const playing& how_;
  config_view config_;
  route_views routes_;
  guarded storage_, other_storage_;
  server role_;
  bool moved_ = false;
  std::string sent_;       // sent by the client
  std::string pending_;    // sent by the client, not yet taken by the server
  std::size_t taken_ = 0;  // number of octets taken since the connection's beginning
  std::size_t base_ = 0;   // the value of taken_ at the last next_request()
  trace trace_;
};

// The octets that the client of the transcript sends before the first verb.
std::string first_message(const transcript& script) {
  std::string text;
  for (const step& next : script.steps) {
    if (next.what == step::kind::call) break;
    if (next.what == step::kind::octets_in) text += next.in;
  }
  return text;
}

bool is_about_no_upgrade(errc error) {
  return error == errc::http_version_too_old || error == errc::upgrade_stripped || error == errc::not_an_upgrade ||
         error == errc::connection_lacks_upgrade;
}

// Checks that a server that adopts `request` as a list of fields reaches the state of `reference`, which was fed the
// request, and that both servers write the same answer.
void compare_adopt(const request_view& request, server& reference, const server_options& config,
                   std::size_t storage_size) {
  std::vector<field> list;
  for (const field line : request.header) list.push_back(line);
  request_view parsed = request;
  parsed.header = list;

  const diagnostic found = check(parsed, config);
  CHECK(found.code == reference.error());
  CHECK(is_upgrade(parsed) == is_upgrade(request));

  guarded_server adopted(config, storage_size);
  const server_state what = adopted.role.adopt(parsed);
  CHECK(what == reference.state());
  CHECK(adopted.role.error() == reference.error().code);
  CHECK(adopted.role.error().field == reference.error().field);
  if (what != server_state::upgrade) {
    CHECK(adopted.role.error().offset == found.offset);
    if (found.code != errc::bad_config && !found.field.empty() && found.offset < list.size()) {
      CHECK(parsed.header.count(found.field) >= 1);
      CHECK(parsed.header.values(found.field).empty() == false);
    }
  }
  CHECK(adopted.role.request().method == request.method);
  CHECK(adopted.role.request().target == request.target);
  const bool has_body = request.header.count("Content-Length") + request.header.count("Transfer-Encoding") != 0;
  if (!has_body) CHECK(answered(adopted.role) == answered(reference));
}

}  // namespace

trace play(const transcript& script, const playing& how) {
  if (script.of_lists) return play_lists(script);
  if (script.who != transcript_role::server) return play_exchange(script, how);
  return player(script, how).play();
}

void compare_with_free_functions(const transcript& script) {
  if (script.of_lists) return;  // play_lists() makes this comparison for header lists
  if (script.who != transcript_role::server) return compare_exchange_with_free_functions(script);
  INFO(script.file, ": ", script.name, " (free functions)");
  const config_view view(script.config);
  const server_options& config = view.options();
  guarded_server reference(config, script.config.storage);
  server& role = reference.role;
  const guarded input(octets(first_message(script)));
  const fed result = feed_all(role, input.first(input.size()));

  const request_reading reading = read_request(input.first(input.size()), config.limit);
  if (role.error() == errc::head_too_large && script.config.storage < config.limit.head) return;
  CHECK(reading.need_more() == (result.state == server_state::need_more));
  if (result.state == server_state::need_more) return;
  if (!reading.error.ok()) {
    CHECK(result.state == server_state::failed);
    CHECK(role.error() == reading.error);
    CHECK(role.request().raw.empty());
    return;
  }
  CHECK(reading.consumed == result.consumed);
  REQUIRE(reading.consumed >= reading.head.raw.size());
  const std::size_t skipped = reading.consumed - reading.head.raw.size();
  CHECK(role.request().raw == reading.head.raw);
  CHECK(role.request().version == reading.head.version);

  const diagnostic found = check(reading.head, config);
  CHECK(found.code == role.error());
  CHECK(found.ok() == !(result.state != server_state::upgrade));
  if (!found.ok()) CHECK(found.offset + skipped == role.error().offset);
  CHECK(found.field == role.error().field);
  CHECK(is_about_no_upgrade(found.code) == (result.state == server_state::request));
  if (result.state == server_state::upgrade) CHECK(is_upgrade(reading.head));
  if (result.state == server_state::request) CHECK(!is_upgrade(reading.head));

  const handshake_request asked = gather(reading.head);
  const handshake_request seen = role.handshake();
  CHECK(asked.authority == seen.authority);
  CHECK(asked.resource_name == seen.resource_name);
  CHECK(asked.key == seen.key);
  CHECK(asked.version == seen.version);
  CHECK(asked.origin == seen.origin);
  CHECK(joined(asked.subprotocols) == joined(seen.subprotocols));
  CHECK(asked.expects_continue == seen.expects_continue);

  if (result.state == server_state::upgrade) {
    const agreement agreed = negotiate(asked, config);
    const std::string answer = written([&](mutable_octets out) { return write_accept(out, asked, agreed, config); });
    guarded_server twin(config, script.config.storage);
    feed_all(twin.role, input.first(input.size()));
    CHECK(answered(twin.role) == answer);
    CHECK(twin.role.agreed().subprotocol == agreed.subprotocol);
    CHECK(twin.role.agreed().deflate == agreed.deflate);
  }
  compare_adopt(reading.head, role, config, script.config.storage);
}

}  // namespace wshake::test
