// SPDX-License-Identifier: BSL-1.0
// wshake explain: a captured request or response, line by line.
#include "wshake_explain.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "wshake_commands.hpp"
#include "wshake_lines.hpp"
#include "wshake_options.hpp"

namespace tool {

namespace {

std::string_view without_byte_order_mark(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return text;
}

// Reverts the changes that editors make to a message, for --text.
std::string repaired(std::string_view text) {
  std::string out;
  text = without_byte_order_mark(text);
  bool in_body = false;
  bool any = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const bool bare = text[at] == '\n' && (at == 0 || text[at - 1] != '\r');
    if (bare && !in_body) out += '\r';
    out += text[at];
    any = any || (text[at] != '\r' && text[at] != '\n');
    if (any && out.ends_with("\r\n\r\n")) in_body = true;
  }
  if (in_body || !any) return out;
  if (!out.ends_with("\r\n")) out += "\r\n";
  return out + "\r\n";
}

int run_explain(arguments& args) {
  server_options options;
  std::optional<std::string_view> file;
  std::optional<std::string_view> key;
  bool as_text = false;
  bool is_response = false;
  while (args.next()) {
    if (options.take(args)) continue;
    if (args.is("--text")) {
      as_text = true;
    } else if (args.is("--response")) {
      is_response = true;
    } else if (const auto value = args.value("--key")) {
      if (!wshake::is_key(*value)) args.fail("must be the base64 of 16 bytes");
      key = value;
    } else if (const auto operand = args.operand(); operand && !file) {
      file = operand;
    } else {
      args.fail("is not expected");
    }
  }
  options.check(args);
  if (!file && !args.failed()) args.fail("FILE", "is missing");
  if (args.failed()) return exit_usage;

  const std::string name{*file};
  const std::optional<std::string> content = read_file(name);
  if (!content) {
    std::fprintf(stderr, "wshake explain: %s: %s\n", name.c_str(), std::strerror(errno));
    return exit_io_error;
  }
  const std::string_view begin = without_byte_order_mark(*content);
  const bool is_list = begin.starts_with(':');
  is_response = is_response || is_http(begin);
  if (key && (!is_response || is_list)) {
    args.fail("--key", is_list ? "is not for header lists" : "is for responses");
    return exit_usage;
  }
  const std::string text = as_text && !is_list ? repaired(*content) : *content;
  print((name == "-" ? "standard input" : name) + ": " + count_of(content->size(), "byte") + "\n");
  if (text != *content) {
    print("Read as text, with CRLF line ends and an empty line after the head: " + count_of(text.size(), "byte") + "\n");
  }
  const colours colour = colours_for(STDOUT_FILENO);
  const wshake::server_options server = options.options();
  if (is_list) return explain_list({text, name}, is_response, {"", server.subprotocols}, server, colour);
  if (!is_response) return explain_request({text, name}, server, colour);
  return explain_response({text, name}, {key.value_or(""), server.subprotocols}, colour);
}

constexpr char help[] = R"(Usage: wshake explain [OPTIONS] FILE

Reads one request or response from FILE (- is standard input), with exactly the
bytes that were sent. Shows the meaning of each line for the handshake, and the
broken rule with its offset. For a request it also shows what is negotiated and
the bytes of a server's answer; for a response, what was agreed or what the
refusal asks for.

Lines without a note have no meaning for the handshake. Nonprinting bytes are
shown as \r, \n, \t, \xNN, and a backslash as \\.

  --text                        FILE was saved as text: reads LF as CRLF, and
                                adds the empty line at the end of the head

A FILE that begins with HTTP/ is a response. A FILE that begins with a colon is
a header list of HTTP/2 or HTTP/3, with one `name: value` a line: a response if
it has :status, otherwise a request. Any other FILE is a request.
  --response                    FILE is a response, however it begins

Two options describe the request that a response answers. Without them the
response may have any accept value and any subprotocol:
  --key KEY                     its Sec-WebSocket-Key
  --subprotocol NAME            a subprotocol that it offers; repeat it

The other options are for requests.

)";

constexpr char exit_help[] = R"(
Exit status: 0 the request is valid, or the response opens a WebSocket; 1 it is
refused or invalid; 2 usage error; 3 input or output error.
)";

}  // namespace

const command explain_command = {
    .name = "explain",
    .summary = "explain a captured message, and show where it is wrong",
    .run = run_explain,
    .help = help,
    .options = server_options_help,
    .exit_status = exit_help,
};

}  // namespace tool
