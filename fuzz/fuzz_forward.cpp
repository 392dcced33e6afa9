// SPDX-License-Identifier: BSL-1.0
// A gateway forwards a request and its answer between HTTP/1.1, HTTP/2 and HTTP/3. With an output buffer of any size,
// the gateway writes the same messages as the naive gateway (naive_forward.hpp), and a peer reads the same meaning from
// these messages. If the HTTP version between two gateways is not the version in front of the first gateway, a message
// still comes out as from one gateway. The first line of the input is a configuration (configuration.hpp);
// forward_text.hpp describes the other lines.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "configuration.hpp"
#include "description.hpp"
#include "forward_text.hpp"
#include "naive_forward.hpp"
#include "passed.hpp"
#include "slow_accept.hpp"
#include "written_request.hpp"

namespace {

using namespace fuzz;
using wshake::client_event;
using wshake::errc;
using wshake::mutable_octets;

constexpr wshake::nonce nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p', 'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};
constexpr std::string_view key = "dGhlIHNhbXBsZSBub25jZQ==";

// The gateway does not compress: the client and the server do. So the gateway accepts every window size.
constexpr wshake::client_config any_window(wshake::client_options{.window_of_8 = true});

errc own_fault(wshake::array_view<wshake::field> own, bool is_request) {
  for (const wshake::field& one : own) {
    if (!is_token(one.name) || !all_of(one.value, is_value_octet)) return errc::bad_argument;
    const bool of_requests = is_one_of(one.name, {"Host", "Origin", "Expect"});
    if (is_own_field(one.name) && (is_request || !of_requests)) return errc::reserved_field;
  }
  return errc::none;
}

// --- The request. ----------------------------------------------------------------------------------------------------

// The request that the gateway has written, and the buffer that contains this request.
struct behind {
  block out{std::size_t{0}};
  wshake::request_view head;
  wshake::octets written;  // the octets of a request over HTTP/1.1
};

// Checks that a forwarded request equals the naive gateway's request, and that a server reads it.
void check_meaning(const behind& sent, const wshake::request_view& front, wshake::array_view<wshake::field> own,
                   std::string_view scheme) {
  const lines header = lines_of(front.header);
  const bool to_list = is_list(sent.head.version);
  passed_lines all = passed(sent.head.header);
  if (to_list) {
    require_same(sent.head.method, "CONNECT", "the method of an extended CONNECT");
    require_same(sent.head.protocol, "websocket", "its protocol");
    // RFC 3986 section 3.1: schemes should be produced in lower case.
    const text lower_scheme = lower_case(is_list(front.version) ? std::string_view(front.scheme) : scheme);
    require_same(sent.head.scheme, lower_scheme.c_str(), "the scheme in lower case");
    require(sent.head.authority == naive_authority(front, header), "the authority", sent.head.authority);
    check_list(sent.head.header);
  } else {
    const head read = read_head(sent.written);
    require(read.method == "GET" && read.version == "HTTP/1.1", "a handshake over HTTP/1.1", sent.written);
    require_same(read.target, sent.head.target, "the target is that of the view");
    require(all == passed(read.header), "the fields are those of the view", sent.written);
    require_same(take(all, "Host"), naive_authority(front, header), "the host");
    require_same(take(all, "Connection"), "Upgrade", "Connection");
    require_same(take(all, "Upgrade"), "websocket", "Upgrade");
    require_same(take(all, "Sec-WebSocket-Key"), key, "the gateway's own key");
    const wshake::request_reading again = wshake::read_request(sent.written, widest);
    require(again.consumed == sent.written.size(), "a server reads it", sent.written);
  }
  require_same(take(all, "Sec-WebSocket-Version"), "13", "the version");
  require_same(sent.head.target, naive_resource(front.target), "path and query");
  require_same_lines(all, naive_passage{header, own, true, is_list(front.version), to_list}.expected());
  const wshake::diagnostic verdict = wshake::check(sent.head, lax);
  require(verdict.ok(), "a server behind the gateway accepts it", wshake::describe(verdict.code).name);
}

// Passes a request on. Returns nullopt if the gateway rejects the request.
std::optional<behind> pass(const wshake::request_view& front, unsigned version, const way& through,
                           const wshake::server_config& config, wshake::array_view<wshake::field> own, dice* sizes) {
  behind sent;
  errc expected = own_fault(own, true);
  const wshake::diagnostic verdict = wshake::check(front, config);
  if (!verdict.ok()) expected = verdict.code;
  wshake::diagnostic found;
  const auto to_list = [&](mutable_octets out) {
    const auto it = wshake::forward_request_fields(out, front, version, through.allowed, through.scheme, config, own);
    sent.head = it.head;
    found = it.error;
    return outcome{describe(it.head), it.needed, it.error.code};
  };
  const auto to_octets = [&](mutable_octets out) {
    const wshake::forwarded_request it = wshake::forward_request(out, front, nonce, config, own);
    sent.head = it.head;
    sent.written = it.written;
    found = it.error;
    require(it.written.empty() || it.written.data() == out.data(), "at the buffer's front");
    return outcome{text(std::string_view(it.written)), it.needed, it.error.code};
  };
  const errc error = is_list(version) ? with_room(sent.out, sizes, to_list) : with_room(sent.out, sizes, to_octets);
  if (is_list(version)) {
    if (expected == errc::none && !is_list(front.version) && through.scheme == "ws") expected = errc::bad_argument;
    if (!through.allowed) expected = errc::extended_connect_not_allowed;
  }
  if (expected == errc::none && has_too_many_options(lines_of(front.header))) expected = errc::bad_field_value;
  if (expected == errc::none && error != errc::none) {
    const std::size_t size =
        size_of(naive_passage{lines_of(front.header), own, true, is_list(front.version), is_list(version)}.expected());
    const bool many = !is_list(version) && front.header.begin() != front.header.end();
    require((error == errc::head_too_large && size > 60000) || (error == errc::too_many_field_lines && many),
            "what passes check() goes on", wshake::describe(error).name);
    return {};
  }
  require(error == expected, "the error of a request", wshake::describe(error).name);
  if (!verdict.ok() && error == verdict.code) {
    require(found.offset == verdict.offset && found.field == verdict.field, "is where check() finds it", found.field);
  }
  if (error != errc::none) return {};
  check_meaning(sent, front, own, through.scheme);
  return sent;
}

// --- The answer. -----------------------------------------------------------------------------------------------------

// The answer that the gateway has written.
struct in_front {
  block out{std::size_t{0}};
  wshake::response_view head;
  wshake::octets written;  // the octets of an answer over HTTP/1.1
  client_event event = client_event::failed;
  wshake::agreement agreed;
  bool close = false;
};

// Reads the octets that forward_answer() wrote, and returns the response without the 100 Continue that may come
// before the response.
wshake::response_view read_back(in_front& answer, bool expects_continue) {
  std::string_view octets = answer.written;
  constexpr std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  if (answer.event == client_event::open && expects_continue) {
    require(octets.substr(0, interim.size()) == interim, "a 100 comes before the 101", octets);
    octets.remove_prefix(interim.size());
  }
  const std::size_t offset = answer.written.size() - octets.size();
  const wshake::response_reading read =
      wshake::read_response(mutable_octets(answer.out.data() + offset, octets.size()), widest);
  require(read.consumed == octets.size(), "an answer is one head", answer.written);
  std::size_t begin = octets.find("\r\n") + 2;
  require(octets.substr(0, 9) == "HTTP/1.1 ", "the version of an answer", octets);
  require(passed(read_lines(octets, begin)) == passed(read.head.header), "both readers find the same fields", octets);
  return read.head;
}

void check_refused(const in_front& answer, const wshake::response_view& from, const naive_refusal& expected,
                   passed_lines& all) {
  require(answer.head.status == expected.status, "the status of a refusal");
  const bool to_list = is_list(answer.head.version);
  if (expected.length) {
    require_same(take(all, "Content-Length"), *expected.length, "its length");
  }
  if (to_list) return;
  require(answer.close == expected.close, "whether the connection ends");
  const bool upgrades = answer.head.status == 426;
  if (upgrades) require_same(take(all, "Upgrade"), "websocket", "a 426 names the protocol");
  if (upgrades || answer.close) {
    const char* const both = answer.close ? "Upgrade, close" : "Upgrade";
    require_same(take(all, "Connection"), upgrades ? both : "close", "Connection");
  }
  const bool same = answer.head.status == from.status && !from.reason.empty() && all_of(from.reason, is_value_octet);
  if (same) require_same(answer.head.reason, from.reason, "the reason phrase goes on");
  if (answer.head.status != from.status) require_same(answer.head.reason, "Bad Gateway", "the phrase of a new status");
}

// Checks that a forwarded answer equals the naive gateway's answer, and that the client in front of the gateway reads
// the answer as the gateway did.
void check_meaning(in_front& answer, const wshake::response_view& from, const wshake::request_view& front,
                   const way& through, wshake::array_view<wshake::field> own) {
  const lines header = lines_of(from.header);
  const lines asked = lines_of(front.header);
  const bool to_list = is_list(front.version);
  if (!to_list) answer.head = read_back(answer, lists(asked, "Expect", "100-continue"));
  if (to_list) check_list(answer.head.header);
  passed_lines all = passed(answer.head.header);
  if (answer.event == client_event::open) {
    require(answer.head.status == (to_list ? 200U : 101U), "the status that opens");
    const auto keys = values_of(asked, "Sec-WebSocket-Key");
    if (!keys.empty() && is_key(keys[0])) {
      require_same(take(all, "Sec-WebSocket-Accept"), slow_accept(keys[0]), "the accept value of the front's key");
    }
    if (!to_list) {
      require_same(take(all, "Connection"), "Upgrade", "Connection");
      require_same(take(all, "Upgrade"), "websocket", "Upgrade");
    }
  } else {
    check_refused(answer, from, refuse(from, header, asked, through.options, own, to_list), all);
  }
  require_same_lines(all, naive_passage{header, own, false, is_list(from.version), to_list}.expected());
  const wshake::answer_result read = wshake::check_answer(answer.head, front, any_window);
  require(read.event == answer.event, "the client sees the same event", wshake::describe(read.error.code).name);
  require_same(describe_agreement(read.agreed), describe_agreement(answer.agreed), "and the same agreement");
}

errc expected_error(const wshake::response_view& from, const wshake::request_view& front, const behind& sent,
                    const way& through, wshake::array_view<wshake::field> own) {
  const bool same = is_list(from.version) ? from.version == sent.head.version : !is_list(sent.head.version);
  if (const errc fault = own_fault(own, false); fault != errc::none) return fault;
  if (!same) return errc::wrong_carrier;
  const wshake::answer_result read = wshake::check_answer(from, sent.head, any_window);
  if (read.event == client_event::failed) return read.error.code;
  if (read.event == client_event::interim) return errc::bad_status;
  const lines header = lines_of(from.header);
  if (read.event == client_event::open) {
    for (const char* const name : {"Sec-WebSocket-Protocol", "Sec-WebSocket-Extensions"}) {
      // Without this field the client would not learn what the server has agreed to.
      if (!values_of(header, name).empty() && lists(header, "Connection", name)) return errc::connection_specific_field;
    }
    return has_too_many_options(header) ? errc::bad_field_value : errc::none;
  }
  const errc fault = refuse(from, header, lines_of(front.header), through.options, own, is_list(front.version)).error;
  return fault == errc::none && has_too_many_options(header) ? errc::bad_field_value : fault;
}

// Passes an answer on. Returns nullopt if the gateway reports an error.
std::optional<in_front> pass(const wshake::response_view& from, const wshake::request_view& front, const behind& sent,
                             const way& through, wshake::array_view<wshake::field> own, dice* sizes) {
  in_front answer;
  const auto as_fields = [&](mutable_octets out) {
    const auto it = wshake::forward_answer_fields(out, from, front, sent.head, through.options, own);
    answer.head = it.head;
    answer.event = it.event;
    answer.agreed = it.agreed;
    require(it.body.empty(), "the body is the caller's");
    return outcome{describe(it.head), it.needed, it.error.code};
  };
  const auto as_octets = [&](mutable_octets out) {
    const auto it = wshake::forward_answer(out, from, front, sent.head, through.options, own);
    answer.written = it.written;
    answer.event = it.event;
    answer.agreed = it.agreed;
    answer.close = it.close;
    require(it || !it.close, "a failure closes nothing");
    return outcome{text(std::string_view(it.written)), it.needed, it.error.code};
  };
  const bool to_list = is_list(front.version);
  const errc error = to_list ? with_room(answer.out, sizes, as_fields) : with_room(answer.out, sizes, as_octets);
  require((error == errc::none) == (answer.event != client_event::failed), "an error is a failure");
  const errc expected = expected_error(from, front, sent, through, own);
  if (to_list && expected == errc::none && error == errc::head_too_large) return {};
  require(error == expected, "the error of an answer", wshake::describe(error).name);
  if (error != errc::none) return {};
  check_meaning(answer, from, front, through, own);
  return answer;
}

// --- Two gateways, and messages that were read from octets. ----------------------------------------------------------

// A message in the encoding of its HTTP version, and the message that a peer reads from this encoding.
class wire {
 public:
  explicit wire(const behind& sent) : octets_(sent.written) {
    const wshake::request_view& head = sent.head;
    if (!is_list(head.version)) {
      request = wshake::read_request(wshake::octets(octets_.data(), octets_.size()), widest).head;
      return;
    }
    list_ = {{":method", head.method},
             {":protocol", head.protocol},
             {":scheme", head.scheme},
             {":authority", head.authority},
             {":path", head.target}};
    for (const wshake::field& one : head.header) list_.push_back(one);
    const wshake::request_list_reading read = wshake::read_request_list(list_, head.version);
    require(static_cast<bool>(read), "a forwarded list is read", wshake::describe(read.error.code).name);
    request = read.head;
  }
  explicit wire(const in_front& answer) : octets_(std::string_view()) {
    if (!is_list(answer.head.version)) {
      response = answer.head;
      return;
    }
    append_number(status_, answer.head.status);
    list_.push_back({":status", status_});
    for (const wshake::field& one : answer.head.header) list_.push_back(one);
    const wshake::response_list_reading read = wshake::read_response_list(list_, answer.head.version);
    require(static_cast<bool>(read), "a forwarded list is read", wshake::describe(read.error.code).name);
    response = read.head;
  }
  wire(const wire&) = delete;
  wire& operator=(const wire&) = delete;

  wshake::request_view request;
  wshake::response_view response;

 private:
  block octets_;
  text status_;
  std::vector<wshake::field> list_;
};

// Two gateways forward the same messages as one gateway, even if the HTTP version between the two is not the version in
// front of the first. The answer comes back through the same two gateways.
void check_detour(const wshake::request_view& front, const wshake::response_view& from, const way& through,
                  const wshake::server_config& config) {
  way open = through;
  open.allowed = true;
  if (open.scheme == "ws") open.scheme = "http";
  const unsigned middle = !is_list(front.version) ? (through.behind == 30 ? 30 : 20) : 11;
  const std::optional<behind> direct = pass(front, front.version, open, config, {}, nullptr);
  const std::optional<behind> first = pass(front, middle, open, config, {}, nullptr);
  if (!direct || !first) return;
  const wire between(*first);
  const std::optional<behind> second = pass(between.request, front.version, open, lax, {}, nullptr);
  if (!second) return;
  require_same(second->head.target, direct->head.target, "over another version the target is the same");
  require_same(second->head.authority, direct->head.authority, "and :authority");
  require_same_lines(without_version(passed(second->head.header)), without_version(passed(direct->head.header)));
  const std::optional<behind> unread = pass(first->head, front.version, open, lax, {}, nullptr);
  require(unread && describe(unread->head) == describe(second->head), "as it was written, it goes on as it was read");

  wshake::response_view answer = from;
  answer.version = front.version;
  const auto straight = pass(answer, front, *direct, open, {}, nullptr);
  const auto back = pass(answer, between.request, *second, open, {}, nullptr);
  require(straight.has_value() || !back.has_value(), "an answer that fails, fails everywhere");
  if (!straight || !back) return;
  const wire answered(*back);
  const auto last = pass(answered.response, front, *first, open, {}, nullptr);
  require(last.has_value(), "an answer that a gateway wrote goes on");
  require(last->event == straight->event, "and its event");
  require_same(describe_agreement(last->agreed), describe_agreement(straight->agreed), "and the agreement");
  const bool to_list = is_list(front.version);
  if (last->event == client_event::refused) {
    const unsigned status = naive_status(naive_status(answer.status, {}, !to_list), {}, to_list);
    require(last->head.status == status, "and the status");
  }
}

// The gateway forwards a request that was read from octets in the same way as a list of the same fields.
void check_as_octets(const messages& from, const way& through, const wshake::server_config& config) {
  const wshake::request_view& front = from.front;
  if (is_list(front.version)) return;
  text octets(std::string_view(front.method));
  octets += ' ';
  octets += std::string_view(front.target);
  octets += " HTTP/1.1\r\n";
  append_lines(octets, front.header);
  const wshake::request_reading read = wshake::read_request(wshake::octets(octets.data(), octets.size()), widest);
  if (read.consumed != octets.size() || passed(read.head.header) != passed(front.header)) return;
  for (const wshake::field& one : front.header) {
    if (trim(one.value) != std::string_view(one.value)) return;
  }
  const block out(std::size_t{8192});
  const mutable_octets room(out.data(), out.size());
  const auto own = wshake::array_view<wshake::field>(from.own_for_request);
  const auto show = [](const auto& it) {
    text all = describe(it.head);
    append_number(all, static_cast<unsigned>(it.error.code));
    return all;
  };
  if (is_list(through.behind)) {
    const auto call = [&](const wshake::request_view& one) {
      return show(wshake::forward_request_fields(room, one, through.behind, through.allowed, through.scheme, config, own));
    };
    require_same(call(read.head), call(front), "octets and a list are forwarded alike");
  } else {
    const auto call = [&](const wshake::request_view& one) {
      return show(wshake::forward_request(room, one, nonce, config, own));
    };
    require_same(call(read.head), call(front), "octets and a list are forwarded alike");
  }
}

// Forwards an answer of HTTP/1.1 that was read from octets, by the strict grammar and by the lenient grammar. The
// gateway rejects an answer with fields that only the lenient reader accepts.
void check_answer_as_octets(const messages& from, const behind& sent, const way& through) {
  if (is_list(sent.head.version) || from.answer.status < 100) return;
  text octets("HTTP/1.1 ");
  append_number(octets, from.answer.status);
  octets += ' ';
  octets += std::string_view(from.answer.reason);
  octets += "\r\n";
  append_lines(octets, from.answer.header);
  for (const wshake::head_grammar grammar : {wshake::head_grammar::strict, wshake::head_grammar::lenient}) {
    const block copy(octets);
    const wshake::response_reading read =
        wshake::read_response(mutable_octets(copy.data(), copy.size()), widest, grammar);
    if (read.consumed != octets.size()) continue;
    bool sound = true;
    for (const wshake::field& one : read.head.header) {
      sound = sound && is_token(one.name) && all_of(one.value, is_value_octet);
    }
    if (sound) {
      (void)pass(read.head, from.front, sent, through, from.own_for_answer, nullptr);
    } else {
      char out[256];
      require(!wshake::forward_answer(out, read.head, from.front, sent.head), "only sound fields go on", octets);
      require(!wshake::forward_answer_fields(out, read.head, from.front, sent.head), "nor in a list", octets);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view input(reinterpret_cast<const char*>(data), size);
  dice sizes(input);
  const configuration setting = configure(take_until(input, "\n"));
  const way through(take_until(input, "\n"));
  const messages from(input, through);
  if (!from.has_front) return 0;
  check_as_octets(from, through, setting.config);
  check_detour(from.front, from.answer, through, setting.config);
  const auto sent = pass(from.front, through.behind, through, setting.config, from.own_for_request, &sizes);
  if (!sent) return 0;
  (void)pass(from.answer, from.front, *sent, through, from.own_for_answer, &sizes);
  check_answer_as_octets(from, *sent, through);
  return 0;
}
