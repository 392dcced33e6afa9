// SPDX-License-Identifier: BSL-1.0
// For a valid or invalid request from the caller's own HTTP code, check() and adopt() give the same verdict. feed()
// also gives this verdict if the request could have come as octets. The server keeps exactly the parts that check() has
// checked. The result does not depend on whether the request lies in the server's storage. The input's first line is a
// configuration (configuration.hpp). Method, target and version follow, each in its own line, then a line "name:value"
// for each field. The octet 0x1f stands for LF in all these lines. The versions 20 and 30 (HTTP/2 and HTTP/3) in the
// input become 11, because the fuzz target header_list tests HTTP/2 and HTTP/3.
#include <cstddef>
#include <cstdint>
#include <vector>

#include <wshake/wshake.hpp>

#include "answers.hpp"
#include "in_storage.hpp"
#include "naive_check.hpp"
#include "observation.hpp"

namespace {

using namespace fuzz;
using wshake::errc;
using wshake::server_state;

// A request that is read from the input. Every text lies in a memory block of its exact size.
class request {
 public:
  explicit request(std::string_view input) {
    method_ = parts_.take(take_until(input, "\n"));
    target_ = parts_.take(take_until(input, "\n"));
    for (const char c : take_until(input, "\n")) version_ = version_ * 10 + (static_cast<unsigned>(c) & 15U);
    version_ %= 256;
    if (version_ == 20 || version_ == 30) version_ = 11;
    while (!input.empty()) {
      const std::string_view one = take_until(input, "\n");
      const std::size_t colon = one.find(':');
      const wshake::octets name = parts_.take(one.substr(0, colon));
      list_.push_back({name, parts_.take(colon == std::string_view::npos ? std::string_view() : one.substr(colon + 1))});
    }
  }

  wshake::request_view view() const { return {method_, target_, version_, wshake::fields(list_)}; }

  // Writes the request as octets. Returns false if a reader of these octets would see another request.
  bool as_octets(const wshake::limits& limit, text& out) const {
    if (version_ < 10 || version_ > 19 || !is_token(method_)) return false;
    if (std::string_view(target_).empty()) return false;
    if (!all_of(target_, is_target_octet) || list_.size() > limit.field_lines) return false;
    out.assign(std::string_view(method_));
    out += ' ';
    out += std::string_view(target_);
    out += " HTTP/1.";
    append_number(out, version_ - 10);
    out += "\r\n";
    for (const wshake::field& line : list_) {
      const std::string_view value = line.value;
      if (!is_token(line.name) || !all_of(value, is_value_octet) || trim(value) != value) return false;
      if (line.name.size() + value.size() + 2 > limit.field_line) return false;
      out += std::string_view(line.name);
      out += ": ";
      out += value;
      out += "\r\n";
    }
    out += "\r\n";
    return out.size() <= limit.head;
  }

 private:
  parts parts_;
  wshake::octets method_;
  wshake::octets target_;
  unsigned version_ = 0;
  std::vector<wshake::field> list_;
};

// Returns the error that check() must find. The method, the target and the fields of a list can have errors that a
// request read from octets cannot have. check() reports these errors before the errors of the handshake.
errc naive_verdict(const wshake::request_view& request, const wshake::server_options& config) {
  if (request.method.empty()) return errc::missing_method;
  if (!is_token(request.method)) return errc::bad_method;
  if (request.target.empty()) return errc::missing_target;
  const std::string_view target = request.target;
  const auto bad = std::find_if_not(target.begin(), target.end(), is_target_octet);
  if (bad != target.end()) return is_white(*bad) ? errc::white_space_in_target : errc::bad_target;
  if (request.version < 10 || request.version > 19) return errc::unsupported_http_version;
  naive_request it = {request.method, request.target, request.version, {}};
  for (const wshake::field& line : request.header) {
    if (line.name.empty()) return errc::empty_field_name;
    if (!is_token(line.name)) return errc::bad_field_name;
    if (!all_of(line.value, is_value_octet)) return errc::bad_field_value;
    it.header.push_back({line.name, line.value, 0});
  }
  return naive_check(it, config);
}

// The final state of one server, with everything that it reported and wrote.
struct ending {
  server_state state;
  errc error;
  text handshake;
  text agreed;
  text out;
};

wshake::write_result answer(wshake::server& server, wshake::mutable_octets out) {
  return server.state() == server_state::upgrade ? server.accept(out) : server.respond(out);
}

ending finish(wshake::server& server) {
  ending end = {server.state(), server.error().code, describe_handshake(server.handshake()), {}, {}};
  const text raw(std::string_view(server.request().raw));
  const text method(std::string_view(server.request().method));
  const wshake::write_result needed = answer(server, {});
  require(needed.error == errc::need_room, "every request is answered");
  const block out(needed.needed);
  const wshake::write_result done = answer(server, wshake::mutable_octets(out.data(), out.size()));
  require(static_cast<bool>(done) && done.written.size() == out.size(), "with as much room as is needed");
  end.out = text(out.view());
  if (end.state == server_state::upgrade) {
    check_accepted(end.out, raw, server);
  } else {
    const response answer = method.empty() ? read_response(end.out) : read_complete_response(end.out, method == "HEAD");
    require(answer.status == (end.state == server_state::request ? 426 : wshake::describe(end.error).status),
            "the status");
  }
  end.agreed = describe_deflate(server.agreed().deflate);
  append_value(end.agreed, server.agreed().subprotocol);
  return end;
}

server_state state_of(errc error) {
  if (error == errc::none) return server_state::upgrade;
  return error >= errc::upgrade_stripped && error <= errc::http_version_too_old ? server_state::request
                                                                                : server_state::failed;
}

// adopt() copies parts of the caller's request into the server's storage. Checks that check() has the same verdict on
// these parts as on the caller's request, and that read_request() reads all of them.
void check_kept(const wshake::server& server, const wshake::diagnostic& verdict, const configuration& setting) {
  const wshake::request_head kept = server.request();
  const wshake::diagnostic again = wshake::check(kept, setting.config);
  require(again.code == verdict.code, "what is kept is what was judged", kept.raw);
  require_same(again.field, verdict.field, "with the same field at fault");
  wshake::limits any;
  any.head = 65535;
  any.target = 65535;
  any.method = 255;
  any.field_line = 65535;
  any.field_lines = 400;
  std::size_t lines = 0;
  for ([[maybe_unused]] const wshake::field line : kept.header) ++lines;
  if (lines > any.field_lines) return;
  const wshake::request_reading read = wshake::read_request(kept.raw, any);
  require(read.consumed == kept.raw.size(), "what is kept is one head", kept.raw);
  require_same(read.head.method, kept.method, "with its method");
  require_same(read.head.target, kept.target, "and its target");
}

// adopt() gives the same result for a request in the storage as for a request outside of it, unless the storage has no
// room for the octets that adopt() copies.
void check_placed(const placed_request& placed, const block& storage, const configuration& setting) {
  const wshake::request_view view = placed.view();
  const own_request own(view);
  const block own_storage(storage.size());
  wshake::server expected(wshake::mutable_octets(own_storage.data(), own_storage.size()), setting.config);
  expected.adopt(own.view());
  const std::size_t copied = expected.request().raw.size();
  const wshake::diagnostic verdict = wshake::check(own.view(), setting.config);

  const bool has_room = placed.has_room(copied);
  wshake::server found(wshake::mutable_octets(storage.data(), storage.size()), setting.config);
  found.adopt(view);
  if (copied > 0 && !has_room) {
    require(found.error() == errc::head_too_large && found.request().raw.empty(), "without room nothing is kept");
    return;
  }
  require_same(observe(found), observe(expected), "it makes no difference where a request lies");
  if (copied > 0) check_kept(found, verdict, setting);
  char left[2048];
  char right[2048];
  const wshake::write_result one = answer(found, left);
  const wshake::write_result same = answer(expected, right);
  require(one.error == same.error && one.needed == same.needed, "the answers have one size");
  require_same(one.written, same.written, "and are the same");
}

void check_in_storage(const request& from, std::string_view input, const configuration& setting) {
  dice dice(input);
  constexpr std::size_t sizes[] = {64, 256, 1024, 4096};
  for (unsigned round = 0; round < 4; ++round) {
    const block storage(sizes[dice.below(4)]);
    std::memset(storage.data(), 'y', storage.size());
    const wshake::request_view view = from.view();
    placed_request copied(storage, dice);
    copied.put(view);
    check_placed(copied, storage, setting);
    placed_request cut(storage, dice);
    cut.cut(input, view.version);
    check_placed(cut, storage, setting);
  }
}

void check_adopt(const request& from, const configuration& setting, std::size_t room) {
  const block storage(room);
  wshake::server server(wshake::mutable_octets(storage.data(), storage.size()), setting.config);
  const wshake::request_view view = from.view();
  const wshake::diagnostic verdict = wshake::check(view, setting.config);
  require(verdict.code == naive_verdict(view, setting.options), "check() judges as the naive rules do");
  const server_state result = server.adopt(view);
  require(result == server.state(), "adopt() returns the state");

  // adopt() does not copy a request that exceeds the storage or a limit.
  const bool too_much = server.error() == errc::head_too_large || server.error() == errc::target_too_long ||
                        server.error() == errc::method_too_long;
  if (!too_much) {
    require(server.error() == verdict.code, "adopt() and check() find the same");
    require(result == state_of(verdict.code), "and adopt() reports it");
    require(server.error().offset == verdict.offset, "at the same place");
    // The server keeps nothing of a malformed list of fields, not even the name of the field at fault.
    const bool kept = verdict.code == errc::none || verdict.code > errc::bad_field_value;
    if (kept) {
      require_same(server.error().field, verdict.field, "about the same field");
      require_same(describe_handshake(server.handshake()), describe_handshake(wshake::gather(view)),
                   "what is asked for");
      require_same(server.request().method, view.method, "the method is kept");
      require_same(server.request().target, view.target, "the target is kept");
      require(server.request().version == view.version, "the version is kept");
      check_kept(server, verdict, setting);
    }
  } else {
    require(result == server_state::failed && server.request().raw.empty(), "what does not fit is not shown");
  }
  require(server.feed("GET / HTTP/1.1\r\n\r\n").consumed == 0, "an adopted request rests");

  text octets;
  const bool comparable = !too_much && from.as_octets(setting.options.limit, octets);
  const ending adopted = finish(server);
  if (!comparable) return;

  const block fed_storage(65535);
  wshake::server fed(wshake::mutable_octets(fed_storage.data(), fed_storage.size()), setting.config);
  const block piece(octets);
  require(fed.feed(piece.view()).state != server_state::need_more, "a head is complete", octets);
  const ending read = finish(fed);
  require(adopted.state == read.state, "adopted or read, the state is the same", octets);
  require(adopted.error == read.error, "the error is the same", octets);
  if (adopted.state != server_state::failed)
    require_same(adopted.handshake, read.handshake, "the handshake is the same");
  require_same(adopted.agreed, read.agreed, "the agreement is the same");
  if (adopted.state == server_state::upgrade) require_same(adopted.out, read.out, "the answer is the same");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t line_end = input.find('\n');
  const std::string_view first = input.substr(0, line_end);
  const configuration setting = configure(first);
  const request from(line_end == std::string_view::npos ? std::string_view() : input.substr(line_end + 1));
  check_adopt(from, setting, setting.storage);
  check_in_storage(from, input, setting);
  return 0;
}
