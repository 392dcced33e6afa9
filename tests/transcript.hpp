// SPDX-License-Identifier: BSL-1.0
// transcript: a connection, written down as a test. transcripts/README.md describes the format.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <wshake/wshake.hpp>

namespace wshake::test {

struct header_line {
  std::string name, value;
};

// The role under test. The incoming octets of its transcript come from its peer: a client, a server or a proxy.
enum class transcript_role : std::uint8_t { server, client, tunnel };

// The content of a server_config or client_config, together with all data to which the configuration points.
struct owned_config {
  std::size_t storage = server_storage_size;
  std::vector<std::string> subprotocols, origins;
  std::vector<header_line> header;
  std::string product = "wshake";
  bool window_of_8 = false;  // for a client or a tunnel
  bool close = false;        // for a client or a tunnel
  bool lenient = false;      // for a client or a tunnel
  server_options rest;       // options without pointers; a client uses only the limits and require_subprotocol
};

// A configuration whose views point into an owned_config.
class config_view {
 public:
  explicit config_view(const owned_config& owned);
  config_view(const config_view&) = delete;
  config_view& operator=(const config_view&) = delete;
  const server_options& options() const noexcept { return options_; }
  const server_config& config() const noexcept { return config_; }
  const client_options& options_of_client() const noexcept { return options_of_client_; }
  const client_config& of_client() const noexcept { return of_client_; }

 private:
  std::vector<octets> subprotocols_, origins_;
  std::vector<field> header_;
  server_options options_;
  client_options options_of_client_;
  server_config config_;
  client_config of_client_;
};

struct transcript;

// The configurations that a transcript passes to configure() (transcript::routes), by name.
class route_views {
 public:
  explicit route_views(const transcript& script);
  const config_view& at(const std::string& name) const { return views_.at(name); }
  auto begin() const { return views_.begin(); }
  auto end() const { return views_.end(); }

 private:
  std::map<std::string, config_view> views_;
};

// Returns `lines` as a list of fields. The fields are views of the lines.
std::vector<field> fields_of(const std::vector<header_line>& lines);

// An `=` line of a transcript: the results that are expected at this point.
struct expectation {
  bool malformed = false;                        // the header list breaks a rule for which is_malformed() is true
  server_state state = server_state::need_more;  // for a server
  client_event event = client_event::need_more;  // for a client or a tunnel
  std::optional<errc> error;
  std::optional<std::size_t> at;  // the error's offset in the transcript's input, or in a header list the field's index
  std::optional<std::string> field;
};

enum class verb : std::uint8_t { configure, accept, respond, next_request, next_request_read, feed_eof, start };

// The arguments of start().
struct start_call {
  std::string where = "ws://server.example.com/chat";
  std::string nonce = "the sample nonce";  // RFC 6455 §1.3
  std::string origin;
  std::vector<std::string> subprotocols;
  std::vector<deflate_offer> deflate;
  std::string extensions;
  std::vector<header_line> header;
  bool allowed = true;  // the peer has sent the setting for extended CONNECT
  bool any_out = true;  // the output is not compared
};

// A verb with the options of the call and the expected output.
struct verb_call {
  verb what = verb::respond;
  std::optional<std::string> subprotocol;
  std::string extensions;
  std::vector<header_line> header;
  std::uint16_t status = 0;
  errc error = errc::none;
  std::string reason;
  std::optional<std::string> body;
  std::optional<std::size_t> content_length;
  bool keep_alive = true;
  errc fails = errc::none;
  std::string out;
  std::string route;  // for configure(): the name of a configuration in transcript::routes
  start_call start;
};

// A further configuration of a server, for configure().
struct named_config {
  std::string name;
  owned_config config;
};

struct observation {
  std::string what, value;
};

struct step {
  std::size_t line = 0;  // line number in the file
  enum class kind : std::uint8_t { octets_in, expect, call, observe } what = kind::octets_in;
  std::string in;
  std::vector<header_line> list;  // in place of `in`, if the messages are header lists
  expectation expected;
  verb_call call;
  observation observed;
};

struct transcript {
  std::string file, name;
  transcript_role who = transcript_role::server;
  bool of_lists = false;     // the messages are header lists of HTTP/2 and HTTP/3
  bool ends_stream = false;  // the request's header list ends its stream
  owned_config config;
  std::vector<named_config> routes;
  std::vector<step> steps;
  std::string left;
};

// All transcripts of a file. A format error ends the test run with the file's name and the line.
std::vector<transcript> read_transcripts(const std::string& file, std::string_view text);

std::optional<errc> errc_named(std::string_view name);
std::optional<server_state> state_named(std::string_view name);
std::optional<client_event> event_named(std::string_view name);

}  // namespace wshake::test
