// SPDX-License-Identifier: BSL-1.0
// wshake explain: a request, and the answer that a server should give.
#include <string>
#include <string_view>

#include "wshake_explain.hpp"
#include "wshake_lines.hpp"
#include "wshake_notes.hpp"
#include "wshake_tool.hpp"

namespace tool {

namespace {

std::string advice_on_request(const capture& what, wshake::errc error) {
  const std::string on_file = advice_on_file(what, error);
  if (!on_file.empty()) return on_file;
  switch (wshake::sniff(what.text)) {
    case wshake::protocol::tls:
      return advice_on(wshake::errc::tls_record);
    case wshake::protocol::http2:
      return "It begins with the connection preface of HTTP/2.";
    case wshake::protocol::proxy_protocol:
      return "A load balancer sends the PROXY protocol first. read_proxy_header() reads its header.";
    default:
      return advice_on(error);
  }
}

}  // namespace

void print_offers(const wshake::handshake_request& asked, const wshake::server_options& options,
                  const wshake::agreement& agreed, const colours& colour) {
  print_heading("Negotiated", colour);
  std::string offered;
  for (const octets each : asked.subprotocols) offered += (offered.empty() ? "" : ", ") + visible(each);
  print(std::string{"  subprotocol: "} + (agreed.subprotocol.empty() ? "none" : visible(agreed.subprotocol)) +
        (offered.empty() ? "; none offered" : "; offered: " + offered));
  print(!offered.empty() && options.subprotocols.empty() ? " (--subprotocol NAME adds a supported one)\n" : "\n");

  print("  extensions: " + text_of(agreed.deflate));
  if (asked.extensions.empty()) return print("; none offered\n");
  if (!options.deflate.enabled) {
    wshake::server_options willing = options;
    willing.deflate.enabled = true;
    print("; with --deflate: " + text_of(wshake::negotiate(asked, willing).deflate));
  }
  print("\n");
}

int explain_request(const capture& capture, const wshake::server_options& options, const colours& colour) {
  std::string storage(65535, '\0');
  const wshake::server_config config(options);
  wshake::server server(storage, config);
  wshake::server_state state = server.feed(capture.text).state;
  if (state == wshake::server_state::need_more) state = server.feed_eof();
  if (state == wshake::server_state::closed) {
    print("The input has no request.\n");
    return exit_refused;
  }

  print_heading("Request", colour);
  const wshake::diagnostic found = server.error();
  print_behind(
      capture.text.from(print_head(capture.text, 0, found, colour.client, colour, note_on_request_line, note_on_field)));

  print_heading("Verdict", colour);
  const bool opens = state == wshake::server_state::upgrade;
  if (opens) {
    print("  A valid opening handshake.\n");
  } else {
    const bool is_sound = state == wshake::server_state::request;
    print(is_sound ? "  A valid request, but it does not ask for WebSocket.\n" : "  Refused.\n");
    print_indented(text_of(found));
    const std::string advice = advice_on_request(capture, found.code);
    if (!advice.empty()) print_indented(advice);
  }

  wshake::diagnostic error;
  const auto verb = [&](auto out) { return opens ? server.accept(out) : server.respond(out); };
  const std::string answer = written_by(verb, error);
  if (opens) print_offers(server.handshake(), options, server.agreed(), colour);

  print_heading("Answer, " + count_of(answer.size(), "byte"), colour);
  print(visible_lines(answer, "  ", colour.server, colour.off));
  print(std::string{"  "} + colour.note +
        (opens                 ? "After it the WebSocket is open, and frames follow."
         : server.keep_alive() ? "After it the connection stays open for another request."
                               : "After it the connection closes.") +
        colour.off + "\n");
  return opens ? exit_ok : exit_refused;
}

}  // namespace tool
