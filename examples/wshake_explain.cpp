// SPDX-License-Identifier: BSL-1.0
// wshake explain: a captured request, line by line, and what a server should answer.
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include "wshake_commands.hpp"
#include "wshake_notes.hpp"
#include "wshake_options.hpp"
#include "wshake_text.hpp"

namespace tool {

namespace {

constexpr std::string_view margin = "          ";  // under the offsets
constexpr std::size_t most_columns = 100;
constexpr std::size_t most_lines = 500;

void print(const std::string& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

octets without_line_end(octets line) {
  if (!line.empty() && line[line.size() - 1] == '\n') line = line.first(line.size() - 1);
  if (!line.empty() && line[line.size() - 1] == '\r') line = line.first(line.size() - 1);
  return line;
}

octets trimmed(octets text) {
  const auto is_space = [](unsigned char c) { return c == ' ' || c == '\t'; };
  while (!text.empty() && is_space(text[0])) text = text.from(1);
  while (!text.empty() && is_space(text[text.size() - 1])) text = text.first(text.size() - 1);
  return text;
}

// One line with its offset, and a caret under the octet that breaks a rule, if it is in there. Of a line that is too
// wide, the part around the caret.
void print_line(std::size_t offset, octets line, std::optional<std::size_t> caret, const char* error,
                const colours& colour) {
  std::string text;
  std::size_t begin = 0;  // the first octet that is shown
  if (caret && *caret > most_columns - 20) {
    begin = *caret - most_columns / 2;
    text = "...";
  }
  std::size_t column = 0;
  std::size_t at = begin;
  for (; at < line.size() && text.size() < most_columns; ++at) {
    if (at == caret) column = text.size();
    append_visible(text, line[at]);
  }
  if (at < line.size()) text += "...";
  std::printf("%8zu  %s%s%s\n", offset, colour.client, text.c_str(), colour.off);
  if (caret) {
    print(std::string{margin} + std::string(column, ' ') + colour.wrong + "^ " + error + colour.off + "\n");
  }
}

// The head's lines with their notes. Returns its size, with the empty line; all there is where it has no end.
std::size_t print_head(octets text, const wshake::server& server, const colours& colour) {
  const char* error = wshake::describe(server.error()).name;
  const bool wrong = server.error() != wshake::errc::none;
  std::size_t offset = 0;
  bool caret_shown = false;
  bool in_fields = false;
  for (std::size_t lines = 0; offset < text.size(); ++lines) {
    if (lines == most_lines) {
      print(std::string{margin} + "and so on, not shown\n");
      break;
    }
    const octets line = first_line(text.from(offset));
    const octets content = without_line_end(line);
    const bool here = wrong && server.error_at() >= offset && server.error_at() < offset + line.size();
    print_line(offset, line, here ? std::optional(server.error_at() - offset) : std::nullopt, error, colour);
    caret_shown = caret_shown || here;

    std::string note;
    if (!in_fields && !content.empty()) {
      note = note_on_request_line(content);
    } else if (const std::string_view view = content; view.find(':') != view.npos) {
      const std::size_t colon = view.find(':');
      note = note_on_field(content.first(colon), trimmed(content.from(colon + 1)));
    }
    if (!note.empty()) print(std::string{margin} + colour.note + "  " + note + colour.off + "\n");

    offset += line.size();
    if (in_fields && content.empty()) break;
    if (!content.empty()) in_fields = true;
  }
  // Of a missing field, and of a head that is cut off, the place is behind what was printed.
  if (wrong && !caret_shown) {
    print_line(server.error_at(), "the end", 0, error, {.wrong = colour.wrong, .off = colour.off});
  }
  return offset;
}

// What went wrong on the way from the wire to the file, by the look of it.
std::string advice_on_file(octets text, const std::string& name, wshake::errc error) {
  const std::string_view view = text;
  const std::string as_text = "`wshake explain --text " + name + "` ";
  if (view.starts_with("\xef\xbb\xbf")) {
    return "The file begins with a byte order mark, as some editors write it. " + as_text + "drops it.";
  }
  if (error == wshake::errc::bare_lf && view.find("\r\n") == view.npos) {
    return "Every line ends in LF alone. If an editor or a copy did that, " + as_text +
           "takes them as CRLF;\nif a client sent them, it is wrong: lines end in CRLF.";
  }
  if (error == wshake::errc::bare_lf) {
    return "Some lines end in CRLF, some in LF alone: no editor does that, so look at the client.";
  }
  if (error == wshake::errc::truncated) {
    return "The empty line that ends a head is missing. If the capture lost it, " + as_text + "adds it.";
  }
  switch (wshake::sniff(text)) {
    case wshake::protocol::tls:
      return advice_on(wshake::errc::tls_record);
    case wshake::protocol::http2:
      return "These are the first octets of HTTP/2.";
    case wshake::protocol::proxy_protocol:
      return "A load balancer's PROXY protocol comes first here: take it off before the handshake.";
    default:
      return advice_on(error);
  }
}

// --text: undoes what editors do to a request.
std::string repaired(std::string_view text) {
  std::string out;
  if (text.starts_with("\xef\xbb\xbf")) text.remove_prefix(3);
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

void print_offers(const wshake::handshake_request& asked, const wshake::server_config& config,
                  const wshake::agreement& agreed, const colours& colour) {
  print(std::string{"\n"} + colour.event + "Negotiated" + colour.off + "\n");
  std::string offered;
  for (const octets each : asked.subprotocols) offered += (offered.empty() ? "" : ", ") + visible(each);
  print(std::string{"  subprotocol: "} + (agreed.subprotocol.empty() ? "none" : visible(agreed.subprotocol)) +
        (offered.empty() ? "; none is offered" : "; offered: " + offered));
  print(!offered.empty() && config.subprotocols.empty() ? " (--subprotocol NAME says what the server speaks)\n" : "\n");

  print("  extensions: " + text_of(agreed.deflate));
  if (asked.extensions.empty()) return print("; none is offered\n");
  if (!config.deflate.enabled) {
    wshake::server_config willing = config;
    willing.deflate.enabled = true;
    print("; with --deflate: " + text_of(wshake::negotiate(asked, willing).deflate));
  }
  print("\n");
}

int explain(octets text, const std::string& name, const wshake::server_config& config, const colours& colour) {
  std::string storage(65535, '\0');
  wshake::server server(storage, config);
  wshake::event what = server.feed(text).what;
  const bool cut = what == wshake::event::need_more;
  if (cut) what = server.feed_eof();
  if (what == wshake::event::closed) {
    print("There is no request in it.\n");
    return exit_refused;
  }

  print(std::string{"\n"} + colour.event + "Request" + colour.off + "\n");
  const std::size_t head_size = print_head(text, server, colour);
  const octets behind = text.from(head_size);
  if (!behind.empty()) {
    print(std::string{margin} + count_of(behind.size(), "octet") + " behind the head: " + hexadecimal(behind, 24) +
          "\n");
  }

  print(std::string{"\n"} + colour.event + "Verdict" + colour.off + "\n");
  if (what == wshake::event::upgrade) {
    print("  A valid opening handshake.\n");
  } else {
    print(std::string{what == wshake::event::request ? "  A sound request, but it does not ask for WebSocket.\n"
                                                     : "  Refused.\n"} +
          "  " + text_of(server) + "\n");
    const std::string advice = advice_on_file(text, name, server.error());
    std::string indented = "  ";
    for (const char each : advice) indented += each == '\n' ? std::string{"\n  "} : std::string(1, each);
    if (!advice.empty()) print(indented + "\n");
  }

  // Before respond(), which leaves open where it accepts and rejected where it refuses.
  const wshake::handshake_request asked = server.handshake();
  wshake::errc error = wshake::errc::none;
  const std::string answer = written_by([&](auto out) { return server.respond(out); }, error);
  const bool open = server.state() == wshake::event::open;
  if (open) print_offers(asked, config, server.agreed(), colour);

  print(std::string{"\n"} + colour.event + "Answer, " + count_of(answer.size(), "octet") + colour.off + "\n");
  print(visible_lines(answer, "  ", colour.server, colour.off));
  print(std::string{"  "} + colour.note +
        (open                  ? "Then the connection is open, and frames follow."
         : server.keep_alive() ? "Then the connection waits for another request."
                               : "Then the connection ends.") +
        colour.off + "\n");
  return open ? exit_ok : exit_refused;
}

int run_explain(arguments& args) {
  server_options options;
  std::optional<std::string_view> file;
  bool as_text = false;
  while (args.next()) {
    if (options.take(args)) continue;
    if (args.is("--text")) {
      as_text = true;
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
  const std::string text = as_text ? repaired(*content) : *content;
  print((name == "-" ? "standard input" : name) + ": " + count_of(content->size(), "octet") + "\n");
  if (text != *content) {
    print("Read as text, with CRLF line ends and an empty line behind the head: " + count_of(text.size(), "octet") +
          "\n");
  }
  return explain(text, name, options.config(), colours_for(STDOUT_FILENO));
}

constexpr char help[] = R"(Usage: wshake explain [OPTIONS] FILE

Reads a request as a client sent it, octet by octet, from FILE (- is standard
input) and says what each line means to the handshake, which rule breaks at
which octet, what is negotiated, and the exact answer of a server.

Lines without a remark mean nothing to the handshake. Octets that do not print
are shown as \r, \n, \t, \xNN, and a backslash as \\.

  --text                        FILE was saved as text: takes LF as CRLF, adds
                                the empty line at the head's end

)";

constexpr char exit_help[] = R"(
Exit status: 0 a valid handshake; 1 a server refuses it; 2 a mistake on the
command line; 3 reading or writing failed.
)";

}  // namespace

const command explain_command = {
    .name = "explain",
    .summary = "say what a captured request means, and where it is wrong",
    .run = run_explain,
    .help = help,
    .options = server_options_help,
    .exit_status = exit_help,
};

}  // namespace tool
