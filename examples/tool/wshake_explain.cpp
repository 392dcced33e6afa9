// SPDX-License-Identifier: BSL-1.0
// wshake explain: reads a captured handshake from a file and prints the explanation that the folder explain/ makes.
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "explain/json_writer.hpp"
#include "explain/question.hpp"
#include "explain/text_writer.hpp"
#include "wshake_colours.hpp"
#include "wshake_commands.hpp"
#include "wshake_options.hpp"

namespace tool {

namespace {

struct explain_arguments {
  server_options server;
  std::optional<std::string> file;
  question what;
  bool as_json = false;
};

// Returns the offset of the octet that makes a text invalid as a value of Sec-WebSocket-Extensions, or nullopt.
std::optional<std::size_t> find_extensions_fault(std::string_view text) {
  if (text.empty()) return 0;
  std::string head =
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
      "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Extensions: ";
  const std::size_t begin = head.size();
  head.append(text).append("\r\n\r\n");
  wshake::stored_server<wshake::server_storage_size> server;
  (void)server.feed(head);
  if (server.state() == wshake::server_state::upgrade) return {};
  const std::size_t offset = server.error().offset;
  // White space at the end is not part of the value.
  const std::size_t size = text.find_last_not_of(" \t") + 1;
  return offset < begin || offset - begin >= size ? text.size() : offset - begin;
}

void read_arguments(arguments& args, explain_arguments& into) {
  question& what = into.what;
  while (args.next()) {
    if (into.server.take(args)) continue;
    if (args.is("--text")) {
      what.is_text = true;
    } else if (args.is("--exact")) {
      what.is_exact = true;
    } else if (args.is("--response")) {
      what.is_response = true;
    } else if (args.is("--json")) {
      into.as_json = true;
    } else if (const auto key = args.value("--key")) {
      if (!wshake::is_key(*key)) args.fail(std::string{"must be the base64 of 16 bytes; "}.append(why_bad_key(*key)));
      what.request.key = *key;
    } else if (const auto extensions = args.value("--extensions")) {
      if (const auto fault = find_extensions_fault(*extensions)) {
        fail_at(args, "must be a list in the grammar of Sec-WebSocket-Extensions", *extensions, *fault);
      }
      what.request.extensions = *extensions;
    } else if (const auto number = args.value("--handshake")) {
      what.which_handshake = take_number(args, *number, 1, 1000000, "must be a number from 1").value_or(0);
    } else if (const auto operand = args.operand(); operand && !into.file) {
      into.file = *operand;
    } else {
      args.fail("is not expected");
    }
  }
  into.server.check(args);
  if (!into.file && !args.failed()) args.fail("FILE", "is missing");
  if (what.is_exact && what.is_text && !args.failed()) args.fail("--exact", "excludes --text");
}

// Rejects --key and --extensions for a file that has a request, and --key for a header list.
void check_use(arguments& args, const explain_arguments& given, const explanation& made) {
  const asked& request = given.what.request;
  if (request.key.empty() && request.extensions.empty()) return;
  const char* option = request.key.empty() ? "--extensions" : "--key";
  for (const explained_message& each : made.messages) {
    if (each.is_list && !request.key.empty()) return args.fail(option, "is not for header lists");
    if (each.kind == message_kind::request) return args.fail(option, "is for responses without their request");
  }
}

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

}  // namespace

int run_explain(arguments& args) {
  explain_arguments given;
  read_arguments(args, given);
  if (args.failed()) return exit_usage;
  const std::optional<std::string> content = read_file(*given.file);
  if (!content) {
    std::fprintf(stderr, "wshake explain: %s: %s\n", given.file->c_str(), std::strerror(errno));
    return exit_io_error;
  }
  given.what.file = *content;
  given.what.name = visible(*given.file);
  given.what.server = given.server.options();
  for (const octets each : given.what.server.subprotocols) given.what.request.subprotocols.push_back(each);
  const explanation made = explain(given.what);
  check_use(args, given, made);
  if (args.failed()) return exit_usage;

  const std::string name = *given.file == "-" ? "standard input" : *given.file;
  if (given.as_json) {
    print(to_json(made, name, content->size()));
  } else {
    print(name + ": " + count_of(content->size(), "byte") + (made.taken_for.empty() ? "" : ", read as " + made.taken_for) +
          "\n" + to_text(made, colours_for(STDOUT_FILENO)));
  }
  return is_good(made.result) ? exit_ok : exit_refused;
}

}  // namespace tool
