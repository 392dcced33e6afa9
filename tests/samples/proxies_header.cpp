// SPDX-License-Identifier: BSL-1.0
// Plays docs/proxies.md: bool read_client(
// Replaces: read(connection, -> play::peer.read(connection,
// Replaces: char data[1024]; -> char data[3];
#include <play.hpp>
//
#include "sample.inc"

namespace {

constexpr std::string_view signature("\r\n\r\n\0\r\nQUIT\n", 12);

struct begin {
  std::string header;
  bool valid;
  std::string client;
};

const begin begins[] = {
    {"PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n", true, "192.0.2.1"},
    {"PROXY TCP6 2001:DB8:0::1 ::1 56324 443\r\n", true, "2001:db8::1"},
    {"PROXY UNKNOWN ::1 ::2 1 2\r\n", true, ""},
    {std::string(signature) + std::string("\x21\x11\x00\x0c\xc0\0\2\1\xc6\x33\x64\2\0\1\0\2", 16), true, "192.0.2.1"},
    {std::string(signature) + std::string("\x20\0\0\0", 4), true, ""},
    {"PROXY TCP4 192.0.2.256 198.51.100.2 56324 443\r\n", false, ""},
    {std::string(signature) + "\x11", false, ""},
    {"GET / HTTP/1.1\r\nHost: a\r\n\r\n", false, ""},
};

}  // namespace

int main() {
  for (const begin& each : begins) {
    const std::string all = each.header + "behind";
    for (std::size_t size = 0; size <= all.size(); ++size) {
      play::peer.begin({all.substr(0, size)});
      std::string input, client;
      const bool works = read_client(0, input, client);
      const bool wanted = each.valid && size >= each.header.size();
      play::check(works == wanted, "says whether there is a header");
      if (wanted) {
        play::same("the client", client, each.client);
        play::same("behind the header", play::peer.rest(input),
                   all.substr(each.header.size(), size - each.header.size()));
      }
      ++play::runs;
    }
  }
  return play::result();
}
