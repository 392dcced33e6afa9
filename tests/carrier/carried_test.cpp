// SPDX-License-Identifier: BSL-1.0
// Plays the transcripts of a server over HTTP/1.1 once more as header lists of HTTP/2 and HTTP/3. A handshake that
// breaks a rule of all three versions must give the same error over each version, and a handshake that breaks no rule
// must give the same agreement.
#include <string>
#include <vector>

#include "carrier/header_lists.hpp"
#include "list_player.hpp"
#include "transcript.hpp"

namespace wshake::test {
namespace {

// The octets that the transcript's client sends before the first verb.
std::string first_head(const transcript& script) {
  std::string text;
  for (const step& next : script.steps) {
    if (next.what == step::kind::call) break;
    if (next.what == step::kind::octets_in) text += next.in;
  }
  return text;
}

// True if the rule is the same for HTTP/1.1 and for header lists.
bool survives(errc rule) {
  switch (rule) {
    case errc::none:
    case errc::bad_config:
    case errc::bad_content_length:
    case errc::conflicting_content_length:
    case errc::missing_version:
    case errc::repeated_version:
    case errc::unsupported_version:
      return true;
    default:
      return rule >= errc::empty_extensions && rule <= errc::no_common_subprotocol;
  }
}

// The options of the transcript's accept(), if accept() is the transcript's first verb.
accept_options options_of(const verb_call* call, const std::vector<field>& header) {
  accept_options options;
  if (call == nullptr) return options;
  if (call->subprotocol) options.subprotocol = octets(*call->subprotocol);
  options.extensions = call->extensions;
  options.header = header;
  return options;
}

const verb_call* first_accept(const transcript& script) {
  for (const step& next : script.steps) {
    if (next.what != step::kind::call) continue;
    return next.call.what == verb::accept ? &next.call : nullptr;
  }
  return nullptr;
}

// Compares the results of the transcript over HTTP/1.1 with the results of the header list that is made from it.
// Returns false if the transcript has nothing to compare.
bool play_as_list(const transcript& script, unsigned version) {
  const config_view view(script.config);
  const std::string head = first_head(script);
  const request_reading read = read_request(head, view.options().limit);
  if (read.consumed == 0 || read.head.version < 11) return false;
  const std::vector<header_line> lines = list_of(read.head);
  if (lines.empty()) return false;

  guarded_server over_http_1(view.options());
  const server_state state = feed_all(over_http_1.role, octets(head)).state;
  const errc rule = over_http_1.role.error().code;
  if (!survives(rule)) return false;
  // Over HTTP/2 and HTTP/3 Content-Length and Transfer-Encoding have other rules than over HTTP/1.1:
  // `Content-Length: 0` gives the error body_on_handshake, and Transfer-Encoding makes the list malformed.
  const bool is_framing = rule == errc::bad_content_length || rule == errc::conflicting_content_length;
  if (read.head.header.count("Transfer-Encoding") != 0) return false;
  if (read.head.header.count("Content-Length") != 0 && !is_framing) return false;

  const std::vector<field> list = fields_of(lines);
  const request_list_reading carried = read_request_list(list, version);
  REQUIRE(carried.error == errc::none);
  guarded_server over_list(view.options());
  CHECK(over_list.role.adopt(carried.head) == state);
  CHECK(over_list.role.error() == rule);
  CHECK(check(carried.head, view.config()) == rule);
  if (rule != errc::bad_config) CHECK(over_list.role.error().field == over_http_1.role.error().field);
  if (state != server_state::upgrade) {
    const written_answer answer = responded_fields(over_list.role);
    const response same = test::read(responded(over_http_1.role));
    const unsigned status = static_cast<unsigned>(same.status);
    CHECK(answer.status == (status == 426 ? 400 : status));
    if (status != 426 && read.head.method != "HEAD") CHECK(answer.body == same.body);
    return true;
  }
  const verb_call* const call = first_accept(script);
  const std::vector<field> header = call == nullptr ? std::vector<field>() : fields_of(call->header);
  const accept_options options = options_of(call, header);
  errc error = errc::none;
  const std::string text = accepted(over_http_1.role, options, &error);
  const written_answer answer = accepted_fields(over_list.role, options);
  CHECK(answer.error == error);
  CHECK(over_list.role.agreed().subprotocol == over_http_1.role.agreed().subprotocol);
  CHECK(over_list.role.agreed().deflate == over_http_1.role.agreed().deflate);
  if (error != errc::none) return true;
  const std::string_view interim = "HTTP/1.1 100 Continue\r\n\r\n";
  const response same = test::read(std::string_view(text).substr(text.rfind(interim, 0) == 0 ? interim.size() : 0));
  CHECK_MESSAGE(answer.header.size() + 3 == same.header.size(),
                "the list has the same fields, except Upgrade, Connection and Sec-WebSocket-Accept");
  CHECK(answer.find("sec-websocket-protocol") == same.find("Sec-WebSocket-Protocol"));
  CHECK(answer.find("sec-websocket-extensions") == same.find("Sec-WebSocket-Extensions"));
  return true;
}

TEST_CASE("transcripts of a server give the same error and agreement as header lists") {
  const std::string folder = source_root() + "/tests/transcripts/";
  std::size_t played = 0;
  std::size_t opened = 0;
  for (const std::string& file : files_in(folder, ".txt")) {
    for (const transcript& script : read_transcripts(file, read_file(folder + file))) {
      if (script.who != transcript_role::server || script.of_lists) continue;
      INFO(script.file, ": ", script.name);
      const bool compared = play_as_list(script, 20);
      CHECK(play_as_list(script, 30) == compared);
      played += compared ? 1 : 0;
      opened += compared && first_accept(script) != nullptr ? 1 : 0;
    }
  }
  CHECK(played > 100);
  CHECK(opened > 50);
  MESSAGE(played, " transcripts");
}

}  // namespace
}  // namespace wshake::test
