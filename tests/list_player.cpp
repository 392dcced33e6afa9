// SPDX-License-Identifier: BSL-1.0
#include "list_player.hpp"

#include <deque>
#include <memory>

#include "carrier/header_lists.hpp"
#include "exchange_support.hpp"

namespace wshake::test {
namespace {

// A header list in which each string lies right before a guard page.
class guarded_list {
 public:
  explicit guarded_list(const std::vector<header_line>& lines) {
    for (const header_line& line : lines) list_.push_back({take(line.name), take(line.value)});
  }
  guarded_list(const guarded_list&) = delete;
  guarded_list& operator=(const guarded_list&) = delete;

  const field_list& list() const noexcept { return list_; }

 private:
  octets take(const std::string& text) {
    strings_.emplace_back(octets(text));
    return strings_.back().all();
  }

  std::deque<guarded> strings_;
  field_list list_;
};

std::string text_of(const fields& header) {
  std::string text;
  for (const field& line : header) {
    text += std::string(std::string_view(line.name)) + ": " + std::string(std::string_view(line.value)) + "\r\n";
  }
  return text + "\r\n";
}

std::string text_of(const request_view& request) {
  const auto line = [](const char* name, octets value) {
    return name + std::string(": ") + std::string(std::string_view(value)) + "\r\n";
  };
  return line(":method", request.method) + line(":protocol", request.protocol) + line(":scheme", request.scheme) +
         line(":authority", request.authority) + line(":path", request.target) + text_of(request.header);
}

std::string text_of(const field_answer& answer) {
  return ":status: " + std::to_string(answer.head.status) + "\r\n" + text_of(answer.head.header) +
         std::string(std::string_view(answer.body));
}

void check_expected(const expectation& expected, const diagnostic& found) {
  if (expected.error) CHECK(found.code == *expected.error);
  if (expected.at) CHECK(found.offset == *expected.at);
  if (expected.field) CHECK(found.field == *expected.field);
  CHECK(expected.malformed == is_malformed(found.code));
}

class server_player {
 public:
  server_player(const transcript& script, unsigned version)
      : script_(script),
        version_(version),
        config_(script.config),
        routes_(script),
        storage_(script.config.storage),
        role_(storage_.all(), config_.config()) {}

  trace play() {
    for (const step& next : script_.steps) {
      INFO(script_.file, ":", next.line, ": ", script_.name, " (version ", version_, ")");
      if (next.what == step::kind::octets_in) list_ = std::make_unique<guarded_list>(next.list);
      if (next.what == step::kind::expect) expect(next.expected);
      if (next.what == step::kind::call) call(next.call);
      if (next.what == step::kind::observe) observe(next.observed);
    }
    return std::move(trace_);
  }

 private:
  void expect(const expectation& expected) {
    if (list_) return adopt(expected);
    CHECK(role_.state() == expected.state);
    if (expected.error) CHECK(role_.error() == *expected.error);
  }

  // Checks that the free functions, such as read_request_list() and check(), and the server's adopt() have the same
  // result for the header list.
  void adopt(const expectation& expected) {
    const request_list_reading read = read_request_list(list_->list(), version_);
    if (!read) {
      CHECK(expected.malformed);
      check_expected(expected, read.error);
      list_.reset();
      return;
    }
    request_ = read.head;
    request_.ends_stream = script_.ends_stream;
    const diagnostic found = check(request_, config_.config());
    const server_state what = role_.adopt(request_);
    CHECK(what == expected.state);
    CHECK(role_.state() == what);
    check_expected(expected, found);
    CHECK(role_.error() == found.code);
    CHECK(role_.error().offset == found.offset);
    CHECK(found.ok() == (what == server_state::upgrade));
    if (what == server_state::upgrade) CHECK(is_upgrade(request_));
    if (what == server_state::request) CHECK(!is_upgrade(request_));
    if (!role_.request().raw.empty()) {
      CHECK(role_.error().field == found.field);
      CHECK_MESSAGE(check(role_.request(), config_.config()) == found.code,
                    "check() of the request that the server keeps finds the same error as adopt()");
    }
    CHECK(role_.feed("x").consumed == 0);
    kept_ = std::move(list_);  // request_ is a view of the list
    trace_.push_back(describe_state(role_));
  }

  field_answer write(const verb_call& call, const std::vector<field>& header, mutable_octets out) {
    if (call.what == verb::accept) {
      accept_options options;
      if (call.subprotocol) options.subprotocol = octets(*call.subprotocol);
      options.extensions = call.extensions;
      options.header = header;
      return role_.accept_fields(out, options);
    }
    response_options options;
    options.status = call.status;
    options.error = call.error;
    options.header = header;
    if (call.body) options.body = call.body->empty() ? octets("") : octets(*call.body);
    options.content_length = call.content_length;
    options.close = !call.keep_alive;
    return role_.respond_fields(out, options);
  }

  void call(const verb_call& call) {
    if (call.what == verb::configure) {
      const config_view& other = routes_.at(call.route);
      const server_state what = role_.configure(other.config());
      CHECK(what == role_.state());
      if (!role_.request().raw.empty()) CHECK(role_.error() == check(request_, other.config()).code);
      return;
    }
    if (call.what == verb::next_request) {
      const server_state what = role_.next_request();
      CHECK(what == role_.state());
      return;
    }
    REQUIRE((call.what == verb::accept || call.what == verb::respond));
    const std::vector<field> header = fields_of(call.header);
    const std::string before = describe_state(role_);
    const guarded wrong(4096);
    CHECK(role_.respond(wrong.all()).error == errc::wrong_carrier);
    if (call.what == verb::accept) CHECK(role_.accept(wrong.all()).error == errc::wrong_carrier);
    if (call.fails != errc::none) {
      CHECK(write(call, header, wrong.all()).error == call.fails);
      CHECK(describe_state(role_) == before);
      return;
    }
    const field_answer none = write(call, header, {});
    REQUIRE(none.error == errc::need_room);
    const guarded small(none.needed - 1);
    CHECK(write(call, header, small.all()).error == errc::need_room);
    CHECK(describe_state(role_) == before);
    const guarded out(none.needed);
    const field_answer answer = write(call, header, out.all());
    CHECK(answer.error == errc::none);
    CHECK(answer.head.version == version_);
    CHECK(text_of(answer) == call.out);
    check_answered(answer);
  }

  // Checks that an answer is a well-formed header list, and that check_answer() finds the server's decision and
  // agreement in the list.
  void check_answered(const field_answer& answer) {
    const std::string status = std::to_string(answer.head.status);
    field_list list = {{":status", status}};
    for (const field& line : answer.head.header) list.push_back(line);
    const response_list_reading read = read_response_list(list, version_);
    CHECK(read.error == errc::none);
    const answer_result result = check_answer(read.head, request_);
    const bool opens = role_.state() == server_state::open;
    CHECK(result.event == (opens ? client_event::open : client_event::refused));
    CHECK(opens == (answer.head.status == 200));
    CHECK(result.agreed.subprotocol == role_.agreed().subprotocol);
    CHECK(result.agreed.deflate == role_.agreed().deflate);
    CHECK(!role_.keep_alive());
    trace_.push_back(text_of(answer));
  }

  void observe(const observation& seen) const {
    const request_head request = role_.request();
    const handshake_request asked = role_.handshake();
    std::string value = "no such observer";
    if (seen.what == "method") value = std::string_view(request.method);
    if (seen.what == "target") value = std::string_view(request.target);
    if (seen.what == "protocol") value = std::string_view(request.protocol);
    if (seen.what == "scheme") value = std::string_view(request.scheme);
    if (seen.what == "authority") value = std::string_view(asked.authority);
    if (seen.what == "resource_name") value = std::string_view(asked.resource_name);
    if (seen.what == "key") value = std::string_view(asked.key);
    if (seen.what == "origin") value = asked.origin ? std::string_view(*asked.origin) : std::string_view{};
    if (seen.what == "offered") value = joined(asked.subprotocols);
    if (seen.what == "subprotocol") value = std::string_view(role_.agreed().subprotocol);
    if (seen.what == "deflate") value = deflate_text(role_.agreed().deflate);
    if (seen.what == "keep_alive") value = role_.keep_alive() ? "yes" : "no";
    CHECK_MESSAGE(value == seen.value, seen.what);
  }

  const transcript& script_;
  unsigned version_;
  config_view config_;
  route_views routes_;
  guarded storage_;
  server role_;
  std::unique_ptr<guarded_list> list_, kept_;
  request_view request_;
  trace trace_;
};

class client_player {
 public:
  client_player(const transcript& script, unsigned version)
      : script_(script),
        version_(version),
        config_(script.config),
        storage_(script.config.storage),
        role_(storage_.all(), config_.of_client()) {}

  trace play() {
    for (const step& next : script_.steps) {
      INFO(script_.file, ":", next.line, ": ", script_.name, " (version ", version_, ")");
      if (next.what == step::kind::octets_in) list_ = std::make_unique<guarded_list>(next.list);
      if (next.what == step::kind::expect) expect(next.expected);
      if (next.what == step::kind::call) start(next.call);
      if (next.what == step::kind::observe) observe(next.observed);
    }
    return std::move(trace_);
  }

 private:
  void start(const verb_call& call) {
    REQUIRE(call.what == verb::start);
    header_ = fields_of(call.start.header);
    subprotocols_.assign(call.start.subprotocols.begin(), call.start.subprotocols.end());
    asked_.where = parse_uri(call.start.where).found;
    asked_.origin = call.start.origin;
    asked_.subprotocols = subprotocols_;
    asked_.deflate = call.start.deflate;
    asked_.extensions = call.start.extensions;
    asked_.header = header_;
    const auto write = [&](mutable_octets out) {
      return request_fields(out, asked_, version_, call.start.allowed, config_.of_client());
    };
    const field_request none = write({});
    const auto begin = [&](mutable_octets out) { return role_.start_fields(out, asked_, version_, call.start.allowed); };
    const std::string before = describe_state(role_);
    if (call.fails != errc::none) {
      CHECK(none.error == call.fails);
      CHECK(begin({}).error == call.fails);
      CHECK(describe_state(role_) == before);
      return;
    }
    REQUIRE(none.error == errc::need_room);
    const guarded small(none.needed - 1);
    CHECK(write(small.all()).error == errc::need_room);
    CHECK(begin(small.all()).needed == none.needed);
    CHECK(describe_state(role_) == before);
    {
      const guarded out(none.needed);
      const field_request begun = begin(out.all());
      REQUIRE(begun.error == errc::none);
      if (!call.start.any_out) CHECK(text_of(begun.head) == call.out);
    }
    CHECK(role_.state() == client_event::need_more);
    out_ = std::make_unique<guarded>(none.needed);
    const field_request written = write(out_->all());
    REQUIRE(written.error == errc::none);
    request_ = written.head;
    if (!call.start.any_out) CHECK(text_of(request_) == call.out);
    CHECK(check(request_) == errc::none);
    trace_.push_back(text_of(request_));
  }

  void expect(const expectation& expected) {
    REQUIRE(list_);
    const response_list_reading read = read_response_list(list_->list(), version_);
    response_ = read.head;
    if (!read) {
      CHECK(expected.malformed);
      return check_expected(expected, read.error);
    }
    result_ = check_answer(response_, request_, config_.of_client());
    CHECK(result_.event == expected.event);
    check_expected(expected, result_.error);
    adopt();
    trace_.push_back(describe(result_.event));
  }

  // Checks that a client which adopts the answer has the same results as check_answer() and find_continuation().
  void adopt() {
    CHECK(role_.adopt(response_) == result_.event);
    CHECK(role_.error() == result_.error.code);
    CHECK(role_.error().offset == result_.error.offset);
    CHECK(role_.agreed().subprotocol == result_.agreed.subprotocol);
    CHECK(role_.agreed().deflate == result_.agreed.deflate);
    const bool is_refusal = result_.event == client_event::refused;
    const continuation next = is_refusal ? find_continuation(response_, asked_.where) : continuation{};
    CHECK(describe_next(role_.next()) == describe_next(next));
    if (is_refusal) CHECK(role_.state() == client_event::done);
  }

  void observe(const observation& seen) const {
    const continuation next = find_continuation(response_, asked_.where);
    std::string value = "no such observer";
    if (seen.what == "status") value = std::to_string(response_.status);
    if (seen.what == "subprotocol") value = std::string_view(result_.agreed.subprotocol);
    if (seen.what == "deflate") value = deflate_text(result_.agreed.deflate);
    if (seen.what == "location") value = std::string_view(next.location);
    if (seen.what == "retry_after") value = std::string_view(next.retry_after);
    CHECK_MESSAGE(value == seen.value, seen.what);
  }

  const transcript& script_;
  unsigned version_;
  config_view config_;
  guarded storage_;
  client role_;
  std::vector<field> header_;
  std::vector<octets> subprotocols_;
  client_request asked_;
  std::unique_ptr<guarded> out_;
  std::unique_ptr<guarded_list> list_;
  request_view request_;
  response_view response_;
  answer_result result_;
  trace trace_;
};

}  // namespace

trace play_lists(const transcript& script) {
  trace seen;
  for (const unsigned version : list_versions) {
    seen = script.who == transcript_role::server ? server_player(script, version).play()
                                                 : client_player(script, version).play();
  }
  return seen;
}

std::vector<header_line> list_of(const request_view& request) {
  const std::optional<octets> host = request.header.find("Host");
  if (!host || request.target.first(1) != "/") return {};
  std::vector<header_line> list = {{":method", "CONNECT"},
                                   {":protocol", "websocket"},
                                   {":scheme", "https"},
                                   {":path", std::string(std::string_view(request.target))},
                                   {":authority", std::string(std::string_view(*host))}};
  for (const field& line : request.header) {
    std::string name(std::string_view(line.name));
    for (char& c : name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    bool dropped = false;
    for (const char* const of_http_1 : {"host", "connection", "upgrade", "sec-websocket-key", "keep-alive",
                                        "proxy-connection", "transfer-encoding", "te"}) {
      dropped = dropped || name == of_http_1;
    }
    if (!dropped) list.push_back({name, std::string(std::string_view(line.value))});
  }
  return list;
}

}  // namespace wshake::test
