// SPDX-License-Identifier: BSL-1.0
// tables NAME: writes a table of the pages in this folder, as the library has it. See update.py.
#include "tables.hpp"

#include <cstdio>
#include <string_view>

#include <wshake/wshake.hpp>

namespace tables {

void print_errors() {
  std::puts("| | code | what is wrong | rule | status |\n|--:|---|---|---|--:|");
  for (unsigned code = 1; code < wshake::errc_count; ++code) {
    const wshake::error_info& info = wshake::describe(static_cast<wshake::errc>(code));
    std::printf("| %u | `%s` | %s | %s | ", code, info.name, info.message, info.rule);
    if (info.status != 0) std::printf("%u ", info.status);
    std::puts("|");
  }
}

// A name and its value a line: the page says what they are for.
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
  std::printf("sizeof(server) %zu\n", sizeof(wshake::server));
  std::printf("sizeof(client) %zu\n", sizeof(wshake::client));
  std::printf("sizeof(tunnel) %zu\n", sizeof(wshake::tunnel));
  std::printf("server_storage_size %zu\n", wshake::server_storage_size);
  std::printf("small_server_storage_size %zu\n", wshake::small_server_storage_size);
  std::printf("client_storage_size %zu\n", wshake::client_storage_size);
  std::printf("small_client_storage_size %zu\n", wshake::small_client_storage_size);
  std::printf("plain_accept_size %zu\n", wshake::plain_accept_size);
  std::printf("plain_request_size(0, 0) %zu\n", wshake::plain_request_size(0, 0));
}

}  // namespace tables

int main(int count, char** values) {
  constexpr struct {
    std::string_view name;
    void (*print)();
  } all[] = {{"errors", tables::print_errors},
             {"limits", tables::print_limits},
             {"server_states", tables::print_server_states},
             {"client_states", tables::print_client_states}};
  for (const auto& each : all) {
    if (count == 2 && each.name == values[1]) return each.print(), 0;
  }
  std::fputs("usage: tables errors|limits|server_states|client_states\n", stderr);
  return 2;
}
