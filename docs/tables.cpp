// SPDX-License-Identifier: BSL-1.0
// tables NAME: prints the table or the diagram NAME for the pages in this folder, from the library's own data.
// update.py writes the output to the pages.
#include "tables.hpp"

#include <cstddef>
#include <cstdio>
#include <iterator>
#include <string_view>

#include <wshake/wshake.hpp>

namespace tables {

void print_errors() {
  std::puts("| number | code | message | rule | status |\n|--:|---|---|---|--:|");
  for (unsigned code = 1; code < wshake::errc_count; ++code) {
    const wshake::error_info& info = wshake::describe(static_cast<wshake::errc>(code));
    std::printf("| %u | `%s` | %s | %s | ", code, info.name, info.message, info.rule);
    if (info.status != 0) std::printf("%u ", info.status);
    std::puts("|");
  }
}

// Prints the groups of error codes. A group ends before the first code of the next group.
void print_error_groups() {
  using wshake::errc;
  constexpr struct {
    errc first;
    const char* text;
  } groups[] = {
      {errc::need_room, "misuse of the API."},
      {errc::bad_config, "the configuration is invalid, so every request is refused."},
      {errc::missing_proxy_header,
       "the header of the PROXY protocol, checked as the bytes arrive. Close the connection without an answer."},
      {errc::tls_record, "the first line and the limits, checked as the bytes arrive."},
      {errc::bare_cr, "the field lines of a complete head."},
      {errc::upper_case_field_name, "header lists of HTTP/2 and HTTP/3."},
      {errc::transfer_encoding_in_http_1_0,
       "the length of the body (Content-Length, Transfer-Encoding), Host and :authority."},
      {errc::upgrade_stripped, "the request does not ask for WebSocket; the state is `server_state::request`."},
      {errc::bad_handshake_method, "the opening handshake."},
      {errc::missing_upgrade, "the server's response."},
      {errc::bad_socks_version, "the replies of a SOCKS5 proxy."},
      {errc::bad_chunk, "errors in bodies, end of the connection inside a message, timeouts."},
  };
  static_assert(groups[0].first == static_cast<errc>(1));
  for (std::size_t at = 0; at < std::size(groups); ++at) {
    const auto first = static_cast<unsigned>(groups[at].first);
    const unsigned end = at + 1 < std::size(groups) ? static_cast<unsigned>(groups[at + 1].first) : wshake::errc_count;
    std::printf("- %u", first);
    if (end - first > 1) std::printf(" to %u", end - 1);
    std::printf(": %s\n", groups[at].text);
  }
}

// Prints the limits and sizes that limits.md shows: a name and its value on each line.
void print_limits() {
  constexpr wshake::limits limit;
  std::printf("limits::head %u\n", limit.head);
  std::printf("limits::target %u\n", limit.target);
  std::printf("limits::method %u\n", limit.method);
  std::printf("limits::field_line %u\n", limit.field_line);
  std::printf("limits::field_lines %u\n", limit.field_lines);
  std::printf("limits::empty_lines %u\n", limit.empty_lines);
  std::printf("limits::subprotocols %u\n", limit.subprotocols);
  std::printf("limits::interim_responses %u\n", limit.interim_responses);
  std::printf("limits::refused_body %u\n", limit.refused_body);
  std::printf("limits::skipped_body %u\n", limit.skipped_body);
  std::printf("proxy_header_limit %zu\n", wshake::proxy_header_limit);
  std::printf("sizeof(server) %zu\n", sizeof(wshake::server));
  std::printf("sizeof(client) %zu\n", sizeof(wshake::client));
  std::printf("sizeof(tunnel) %zu\n", sizeof(wshake::tunnel));
  std::printf("sizeof(socks) %zu\n", sizeof(wshake::socks));
  std::printf("server_storage_size %zu\n", wshake::server_storage_size);
  std::printf("small_server_storage_size %zu\n", wshake::small_server_storage_size);
  std::printf("client_storage_size %zu\n", wshake::client_storage_size);
  std::printf("small_client_storage_size %zu\n", wshake::small_client_storage_size);
  std::printf("tunnel_storage_size %zu\n", wshake::tunnel_storage_size);
  std::printf("socks_message_size %zu\n", wshake::socks_message_size);
  std::printf("plain_accept_size %zu\n", wshake::plain_accept_size);
  std::printf("plain_request_size(0, 0) %zu\n", wshake::plain_request_size(0, 0));
}

}  // namespace tables

int main(int count, char** values) {
  constexpr struct {
    std::string_view name;
    void (*print)();
  } all[] = {{"errors", tables::print_errors},
             {"error_groups", tables::print_error_groups},
             {"limits", tables::print_limits},
             {"server_states", tables::print_server_states},
             {"client_states", tables::print_client_states},
             {"socks_states", tables::print_socks_states}};
  for (const auto& each : all) {
    if (count == 2 && each.name == values[1]) return each.print(), 0;
  }
  constexpr struct {
    std::string_view name;
    bool (*print)();
  } diagrams[] = {{"server_diagram", tables::print_server_diagram}, {"client_diagram", tables::print_client_diagram}};
  for (const auto& each : diagrams) {
    if (count != 2 || each.name != values[1]) continue;
    if (each.print()) return 0;
    std::fputs("tables: the lines in docs/diagrams.cpp are not those of the table of states\n", stderr);
    return 1;
  }
  std::fputs(
      "usage: tables "
      "errors|error_groups|limits|server_states|client_states|socks_states|server_diagram|client_diagram\n",
      stderr);
  return 2;
}
