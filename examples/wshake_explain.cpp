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

constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

bool begins_like_response(std::string_view text) {
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
  return is_http(text);
}

// Reverts the changes that editors make to a message, for --text.
std::string repaired(std::string_view text) {
  std::string out;
  if (text.starts_with(byte_order_mark)) text.remove_prefix(byte_order_mark.size());
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
      if (!wshake::is_key(*value)) args.fail("must be the base64 of 16 octets");
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
  is_response = is_response || begins_like_response(*content);
  if (key && !is_response) {
    args.fail("--key", "is for responses");
    return exit_usage;
  }
  const std::string text = as_text ? repaired(*content) : *content;
  print((name == "-" ? "standard input" : name) + ": " + count_of(content->size(), "octet") + "\n");
  if (text != *content) {
    print("Read as text, with CRLF line ends and an empty line behind the head: " + count_of(text.size(), "octet") +
          "\n");
  }
  const colours colour = colours_for(STDOUT_FILENO);
  const wshake::server_options server = options.options();
  if (!is_response) return explain_request({text, name}, server, colour);
  return explain_response({text, name}, {key.value_or(""), server.subprotocols}, colour);
}

constexpr char help[] = R"(Usage: wshake explain [OPTIONS] FILE

Reads a request or a response as it was sent, octet by octet, from FILE (- is
standard input) and says what each line means to the handshake and which rule
breaks at which octet. Of a request also what is negotiated, and the exact answer
of a server; of a response what was agreed, or what its refusal asks for.

Lines without a remark mean nothing to the handshake. Octets that do not print
are shown as \r, \n, \t, \xNN, and a backslash as \\.

  --text                        FILE was saved as text: takes LF as CRLF, adds
                                the empty line at the head's end

A FILE that begins with HTTP/ is a response, any other a request.
  --response                    FILE is a response, however it begins

Two options describe the request that a response answers. Without them any key
and any subprotocol fit:
  --key KEY                     its Sec-WebSocket-Key
  --subprotocol NAME            it offered NAME; repeat it

The others are for requests.

)";

constexpr char exit_help[] = R"(
Exit status: 0 a valid request, or a response that opens; 1 a server refuses the
request, the response is a refusal or broken; 2 a mistake on the command line;
3 reading or writing failed.
)";

}  // namespace

const command explain_command = {
    .name = "explain",
    .summary = "say what a captured message means, and where it is wrong",
    .run = run_explain,
    .help = help,
    .options = server_options_help,
    .exit_status = exit_help,
};

}  // namespace tool
