// SPDX-License-Identifier: BSL-1.0
// Plays docs/proxies.md: wshake::write_result ask_proxy(
#include "client_scripts.hpp"
//
#include "sample.inc"

int main() {
  const std::string whole =
      "CONNECT example.com:80 HTTP/1.1\r\nHost: example.com:80\r\nUser-Agent: wshake\r\nProxy-Authorization: Basic "
      "YTpi\r\n\r\n";
  for (const bool bad : {false, true}) {
    for (const char* const host : {"example.com", "a b", ""}) {
      for (const char* const credentials : {"Basic YTpi", "Basic\r\nX: y"}) {
        for (const std::size_t room : {std::size_t{0}, std::size_t{1}, std::size_t{8}, whole.size() - 1, whole.size()}) {
          wshake::stored_tunnel<> tunnel(bad ? play::bad_client_config() : wshake::default_client_config);
          const play::array out(room);
          const wshake::uri where = {.host = wshake::octets::c_string(host), .resource_name = "/"};
          const wshake::write_result result = ask_proxy(tunnel, out, where, wshake::octets::c_string(credentials));
          const bool works = !bad && room == whole.size() && std::string_view(host) == "example.com" &&
                             std::string_view(credentials) == "Basic YTpi";
          play::same(std::string(host) + ", " + std::to_string(room), play::text(result.written), works ? whole : "");
          play::check(static_cast<bool>(result) == works, "says that it worked, or that it did not");
          ++play::runs;
        }
      }
    }
  }
  return play::result();
}
