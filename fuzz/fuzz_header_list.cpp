// SPDX-License-Identifier: BSL-1.0
// Reads a valid or invalid header list of HTTP/2 or HTTP/3 as a request and as a response. read_request_list(),
// read_response_list(), check() and adopt() agree with the naive reading (naive_list.hpp). The handshake of the list,
// written as octets of HTTP/1.1, gives the same agreement, and the same error if the broken rule holds over every HTTP
// version. The server's answers are well-formed lists, and a client reads the server's agreement or refusal from them.
// The input's first line is a configuration (configuration.hpp). The second line begins with '3' for HTTP/3 and with
// anything else for HTTP/2, and contains an 'e' if the list ends its stream. Then a line "name:value" follows for each
// field; the name has at least one octet, which may be a colon. The octet 0x1f stands for LF.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "answers.hpp"
#include "in_storage.hpp"
#include "naive_list.hpp"
#include "observation.hpp"

namespace {

using namespace fuzz;
using wshake::errc;
using wshake::server_state;

// A header list that is read from the input. Every text lies in a memory block of its exact size.
class header_list {
 public:
  explicit header_list(std::string_view input) {
    const std::string_view first = take_until(input, "\n");
    version_ = first.substr(0, 1) == "3" ? 30 : 20;
    ends_stream_ = first.find('e') != std::string_view::npos;
    while (!input.empty()) {
      const std::string_view one = take_until(input, "\n");
      const std::size_t colon = one.find(':', 1);
      const wshake::octets name = parts_.take(one.substr(0, colon));
      const std::string_view rest = colon == std::string_view::npos ? std::string_view() : one.substr(colon + 1);
      list_.push_back({name, parts_.take(rest)});
      lines_.push_back({name, list_.back().value, 0});
    }
  }

  unsigned version() const { return version_; }
  bool ends_stream() const { return ends_stream_; }
  const std::vector<wshake::field>& list() const { return list_; }
  const lines& naive() const { return lines_; }

 private:
  parts parts_;
  std::vector<wshake::field> list_;
  lines lines_;
  unsigned version_ = 20;
  bool ends_stream_ = false;
};

void require_fault(const wshake::diagnostic& found, const naive_fault& expected, const char* what) {
  if (found.code != expected.error) print("found", wshake::describe(found.code).name);
  if (found.code != expected.error) print("naively", wshake::describe(expected.error).name);
  require(found.code == expected.error, what);
  if (expected.is_none()) return;
  require(found.offset == expected.at, "at the same index", expected.field);
  require_same(found.field, expected.field, "about the same field");
  require(wshake::is_malformed(found.code), "such a list is malformed", wshake::describe(found.code).name);
}

// An answer as a header list. The constructor checks the answer's names and values, and keeps views of them.
class answer_list {
 public:
  explicit answer_list(const wshake::field_answer& answer) {
    append_number(status_, answer.head.status);
    list_.push_back({":status", status_});
    for (const wshake::field& line : answer.head.header) {
      for (const char c : std::string_view(line.name)) {
        require(is_tchar(c) && (c < 'A' || c > 'Z'), "a name is a token in lower case", line.name);
      }
      require(all_of(line.value, is_value_octet) && trim(line.value) == std::string_view(line.value), "a value",
              line.value);
      for (const char* const of_http_1 :
           {"connection", "upgrade", "keep-alive", "proxy-connection", "transfer-encoding", "te", ""}) {
        require(answer.head.version < 20 || line.name != std::string_view(of_http_1), "no field of HTTP/1.1", line.name);
      }
      list_.push_back(line);
      lines_.push_back({line.name, line.value, 0});
    }
  }
  answer_list(const answer_list&) = delete;
  answer_list& operator=(const answer_list&) = delete;

  const std::vector<wshake::field>& list() const { return list_; }
  const lines& naive() const { return lines_; }

 private:
  text status_;
  std::vector<wshake::field> list_;
  lines lines_;
};

wshake::field_answer answer(wshake::server& server, wshake::mutable_octets out) {
  return server.state() == server_state::upgrade ? server.accept_fields(out) : server.respond_fields(out);
}

// Answers the request of a header list, and reads the answer as a client does.
void check_answered(wshake::server& server, const wshake::request_view& request) {
  const server_state before = server.state();
  const errc error = server.error().code;
  char none[1];
  require(server.respond(wshake::mutable_octets(none, 1)).error == errc::wrong_carrier, "octets do not fit a list");
  if (before == server_state::upgrade) {
    require(server.accept(wshake::mutable_octets(none, 1)).error == errc::wrong_carrier, "nor does a 101");
  }
  const wshake::field_answer needed = answer(server, {});
  require(needed.error == errc::need_room && server.state() == before, "every list is answered");
  const block out(needed.needed);
  const wshake::field_answer done = answer(server, wshake::mutable_octets(out.data(), out.size()));
  require(static_cast<bool>(done), "with as much room as is needed");
  require(done.head.version == request.version, "over the same version");
  const answer_list list(done);
  const wshake::response_list_reading read = wshake::read_response_list(list.list(), request.version);
  require(static_cast<bool>(read), "an answer is a well-formed list");
  const wshake::answer_result result = wshake::check_answer(read.head, request);
  require(!server.keep_alive(), "a stream carries one request");
  if (before == server_state::upgrade) {
    require(done.head.status == 200 && server.state() == server_state::open, "a handshake is accepted by 200");
    require(result.event == wshake::client_event::open, "and the client opens", wshake::describe(result.error.code).name);
    require_same(describe_agreement(result.agreed), describe_agreement(server.agreed()), "with the same agreement");
    lines asked;
    for (const wshake::field& line : request.header) asked.push_back({line.name, line.value, 0});
    const auto keys = values_of(asked, "sec-websocket-key");
    const auto accepts = values_of(list.naive(), "sec-websocket-accept");
    require(accepts.size() == (!keys.empty() && is_key(keys[0]) ? 1U : 0U), "a key is answered");
    if (!accepts.empty()) require_same(accepts[0], slow_accept(keys[0]), "rightly");
    return;
  }
  require(result.event == wshake::client_event::refused, "a refusal is one");
  const unsigned status = wshake::describe(error).status;
  require(done.head.status == (status == 426 ? 400 : status), "the status is that of the error");
  const auto allowed = values_of(list.naive(), "allow");
  require((done.head.status == 405) == (allowed.size() == 1 && allowed[0] == "CONNECT"), "a 405 has Allow");
  const auto lengths = values_of(list.naive(), "content-length");
  text size;
  append_number(size, done.body.size());
  const bool to_head = request.method == "HEAD";
  require(lengths.size() == (to_head ? 0U : 1U) && (to_head || lengths[0] == std::string_view(size)), "its length");
}

// Writes the handshake of a header list as octets of HTTP/1.1.
text as_octets(const naive_list& naive, const wshake::request_view& request) {
  text out = "GET ";
  const auto add = [&](const char* name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += "\r\n";
  };
  out += std::string_view(request.target);
  out += " HTTP/1.1\r\n";
  add("Host", naive.value(":authority"));
  add("Upgrade", "websocket");
  add("Connection", "Upgrade");
  add("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
  for (const wshake::field& line : request.header) {
    const std::string_view name = line.name;
    if (name == "host" || name == "sec-websocket-key" || name == "te") continue;
    add(text(name).c_str(), line.value);
  }
  out += "\r\n";
  return out;
}

// The errors from errc::missing_version to errc::no_common_subprotocol report rules that hold over every HTTP version,
// except for the errors about the key. If a handshake breaks one of these rules or no rule, its header list and its
// octets of HTTP/1.1 give the same error and the same agreement.
void check_as_octets(const naive_list& naive, const wshake::request_view& request, const configuration& setting) {
  wshake::server_options options = setting.options;
  const std::uint8_t subprotocols = options.limit.subprotocols;
  options.limit = {};
  options.limit.head = 65535;
  options.limit.target = 65535;
  options.limit.field_line = 65535;
  options.limit.field_lines = 400;
  options.limit.subprotocols = subprotocols;
  const wshake::server_config config = options;
  const text octets = as_octets(naive, request);
  if (octets.size() > 60000) return;
  const block storage(65535);
  const block other(65535);
  wshake::server of_list(wshake::mutable_octets(storage.data(), storage.size()), config);
  wshake::server of_octets(wshake::mutable_octets(other.data(), other.size()), config);
  of_list.adopt(request);
  const block piece(octets);
  require(of_octets.feed(piece.view()).state != server_state::need_more, "a head is complete", octets);
  if (of_octets.error() == errc::too_many_field_lines) return;
  require(of_list.state() == of_octets.state(), "a list or octets, the state is the same", octets);
  require(of_list.error().code == of_octets.error().code, "the error is the same", octets);
  require_same(of_list.error().field, of_octets.error().field, "the field is the same");
  if (of_list.state() != server_state::upgrade) return;
  char out[8192];
  const wshake::write_result accepted = of_octets.accept(out);
  char fields[8192];
  const wshake::field_answer answered = of_list.accept_fields(fields);
  require(accepted.error.code == answered.error.code, "both are accepted, or none");
  require_same(describe_agreement(of_list.agreed()), describe_agreement(of_octets.agreed()),
               "the agreement is the same");
}

// adopt() gives the same result for a copy of the request in the storage, unless the storage has no room for the octets
// that adopt() copies.
void check_placed(const wshake::request_view& request, std::string_view input, const configuration& setting) {
  dice dice(input);
  constexpr std::size_t sizes[] = {64, 256, 1024, 4096};
  for (unsigned round = 0; round < 2; ++round) {
    const block storage(sizes[dice.below(4)]);
    std::memset(storage.data(), 'y', storage.size());
    const block own(storage.size());
    placed_request placed(storage, dice);
    placed.put(request);
    wshake::server expected(wshake::mutable_octets(own.data(), own.size()), setting.config);
    expected.adopt(request);
    const std::size_t copied = expected.request().raw.size();
    const bool has_room = placed.has_room(copied);
    wshake::server found(wshake::mutable_octets(storage.data(), storage.size()), setting.config);
    found.adopt(placed.view());
    if (copied > 0 && !has_room) {
      require(found.error() == errc::head_too_large && found.request().raw.empty(), "without room nothing is kept");
      continue;
    }
    // Offsets are not compared: an index in the header list counts the pseudo-header fields, an index in the server's
    // copy does not.
    require(found.state() == expected.state() && found.error().code == expected.error().code,
            "wherever a request lies");
    require_same(observe(found).request, observe(expected).request, "what is kept is the same");
    require_same(observe(found).handshake, observe(expected).handshake, "and what is asked for");
  }
}

void check_request(const header_list& from, const configuration& setting, std::string_view input) {
  const naive_list naive(from.naive());
  const wshake::request_list_reading read = wshake::read_request_list(from.list(), from.version());
  require_fault(read.error, naive.judge_request(), "the pseudo-header fields of a request");
  if (!read) {
    require(read.head.method.empty() && read.head.header.empty(), "an error leaves no view");
    return;
  }
  wshake::request_view request = read.head;
  request.ends_stream = from.ends_stream();
  const wshake::diagnostic verdict = wshake::check(request, setting.config);
  const naive_fault fields = naive.judge_fields();
  const errc expected = fields.is_none() ? naive.judge_handshake(from.ends_stream(), setting.options) : fields.error;
  if (verdict.code != expected) print("naively", wshake::describe(expected).name);
  require(verdict.code == expected, "check() judges as the naive rules do", wshake::describe(verdict.code).name);
  if (!fields.is_none()) require_fault(verdict, fields, "the fields of a list");
  if (fields.is_none()) require(!wshake::is_malformed(verdict.code), "no other list is malformed");
  require(verdict.offset <= from.list().size(), "an offset is an index of the list");
  const bool asks = naive.value(":method") == "CONNECT" && same_ignoring_case(naive.value(":protocol"), "websocket");
  require(wshake::is_upgrade(request) == asks, "is_upgrade()");

  const block storage(setting.storage);
  wshake::server server(wshake::mutable_octets(storage.data(), storage.size()), setting.config);
  const server_state state = server.adopt(request);
  require(state == server.state(), "adopt() returns the state");
  const bool too_much = server.error() == errc::head_too_large || server.error() == errc::target_too_long ||
                        server.error() == errc::method_too_long;
  if (!too_much) {
    require(server.error() == verdict.code && server.error().offset == verdict.offset, "adopt() and check() agree");
    const bool no_upgrade = verdict.code == errc::not_extended_connect || verdict.code == errc::another_protocol;
    require(state == (verdict.ok() ? server_state::upgrade
                      : no_upgrade ? server_state::request
                                   : server_state::failed),
            "the state is that of the error");
    if (fields.is_none()) {
      const wshake::request_head kept = server.request();
      require_same(server.error().field, verdict.field, "about the same field");
      require_same(describe_handshake(server.handshake()), describe_handshake(wshake::gather(request)),
                   "what is asked for");
      require_same(kept.method, request.method, "the method is kept");
      require_same(kept.target, request.target, "the target is kept");
      require_same(kept.protocol, request.protocol, "so is :protocol");
      require_same(kept.scheme, request.scheme, "and :scheme");
      require_same(kept.authority, request.authority, "and :authority");
      require(kept.version == request.version && kept.ends_stream == request.ends_stream, "and the rest");
      require(wshake::check(kept, setting.config).code == verdict.code, "what is kept is what was judged", kept.raw);
    }
  } else {
    require(state == server_state::failed && server.request().raw.empty(), "what does not fit is not shown");
  }
  require(server.feed("GET / HTTP/1.1\r\n\r\n").consumed == 0, "an adopted list rests");
  check_answered(server, request);
  check_placed(request, input, setting);
  if (expected == errc::none || (expected >= errc::missing_version && expected <= errc::no_common_subprotocol)) {
    check_as_octets(naive, request, setting);
  }
}

constexpr wshake::field offers[] = {
    {"sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ=="},
    {"sec-websocket-protocol", "superchat, chat"},
    {"sec-websocket-extensions", "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"},
};

// check_answer() gives the same result for a 200 over HTTP/2 or HTTP/3 and for a 101 with the same fields.
void check_as_101(const wshake::response_view& response, const wshake::answer_result& result,
                  const wshake::request_view& request) {
  std::vector<wshake::field> list = {
      {"Upgrade", "websocket"}, {"Connection", "Upgrade"}, {"Sec-WebSocket-Accept", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="}};
  for (const wshake::field& line : response.header) {
    if (line.name != "sec-websocket-accept") list.push_back(line);
  }
  wshake::response_view same;
  same.status = 101;
  same.header = list;
  wshake::request_view asked = request;
  asked.version = 11;
  const wshake::answer_result other = wshake::check_answer(same, asked);
  require(other.event == result.event && other.error.code == result.error.code, "as a 101 the result is the same",
          wshake::describe(other.error.code).name);
  require_same(other.error.field, result.error.field, "about the same field");
  require_same(describe_agreement(other.agreed), describe_agreement(result.agreed), "with the same agreement");
}

void check_response(const header_list& from) {
  using wshake::client_event;
  const naive_list naive(from.naive());
  const wshake::response_list_reading read = wshake::read_response_list(from.list(), from.version());
  require_fault(read.error, naive.judge_response(), "the pseudo-header fields of a response");
  if (!read) return;
  wshake::request_view request;
  request.method = "CONNECT";
  request.version = from.version();
  request.header = wshake::fields(offers);
  const wshake::answer_result result = wshake::check_answer(read.head, request);
  const naive_fault fields = naive.judge_fields();
  if (!fields.is_none()) {
    require(result.event == client_event::failed, "a malformed answer is not believed");
    return require_fault(result.error, fields, "the fields of an answer");
  }
  const unsigned status = read.head.status;
  if (status == 200) return check_as_101(read.head, result, request);
  if (status / 100 == 2) {
    require(result.event == client_event::failed && result.error == errc::unexpected_success, "another success");
    return;
  }
  require(result.event == (status < 200 ? client_event::interim : client_event::refused), "the event of a status");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = input.find('\n');
  const configuration setting = configure(input.substr(0, line_end));
  const header_list from(line_end == std::string_view::npos ? std::string_view() : input.substr(line_end + 1));
  check_request(from, setting, input);
  check_response(from);
  return 0;
}
