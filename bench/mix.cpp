// SPDX-License-Identifier: BSL-1.0
// This file makes the mix: requests that differ from each other as much as the requests to a public server.
#include <cctype>
#include <cstdint>
#include <initializer_list>
#include <utility>
#include <vector>

#include "inputs.hpp"

namespace bench {
namespace {

// Random numbers by SplitMix64. The mix must be the same everywhere, but the distributions of <random> differ between
// standard libraries.
class dice {
 public:
  explicit dice(std::uint64_t seed) : state_(seed) {}

  std::uint64_t roll() {
    std::uint64_t z = state_ += 0x9e3779b97f4a7c15;
    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
    z = (z ^ z >> 27) * 0x94d049bb133111eb;
    return z ^ z >> 31;
  }
  std::size_t below(std::size_t count) { return roll() % count; }
  bool one_in(std::size_t count) { return below(count) == 0; }

  template <std::size_t N>
  std::string pick(const char* const (&words)[N]) {
    return words[below(N)];
  }

  std::string letters(std::size_t count) {
    constexpr std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    std::string text;
    while (text.size() < count) text += alphabet[below(alphabet.size())];
    return text;
  }
  std::string letters(std::size_t least, std::size_t most) { return letters(least + below(most - least + 1)); }

 private:
  std::uint64_t state_;
};

using field_list = std::vector<std::pair<std::string, std::string>>;

void add(field_list& list, std::string_view name, std::string_view value) { list.emplace_back(name, value); }

std::string join(std::initializer_list<std::string_view> parts) {
  std::string text;
  for (const std::string_view part : parts) text += part;
  return text;
}

constexpr const char* agents[] = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36",
    "Mozilla/5.0 (X11; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0",
    ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
     "Mobile/15E148 Safari/604.1"),
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    "Python/3.12 websockets/14.1",
    "undici",
    "okhttp/4.12.0",
    "Go-http-client/1.1",
    "game/1.4.2 (Unity 2022.3.50f1)",
};

std::string cookies(dice& die) {
  constexpr const char* names[] = {"sid", "session", "_ga", "_gid", "theme", "locale", "csrftoken", "consent", "uid"};
  std::string value;
  for (std::size_t count = 1 + die.below(6); count != 0; --count) {
    if (!value.empty()) value += "; ";
    value += die.pick(names);
    value += '=';
    value += die.letters(2, 90);
  }
  return value;
}

void add_client_fields(dice& die, field_list& list) {
  if (!die.one_in(6)) add(list, "User-Agent", die.pick(agents));
  if (!die.one_in(3)) add(list, "Origin", join({"https://", die.letters(3, 12), ".example.com"}));
  if (die.one_in(2)) add(list, "Pragma", "no-cache");
  if (die.one_in(2)) add(list, "Cache-Control", "no-cache");
  if (die.one_in(2)) add(list, "Accept-Encoding", die.pick({"gzip, deflate, br, zstd", "gzip, deflate", "gzip"}));
  if (die.one_in(2)) add(list, "Accept-Language", die.pick({"en-US,en;q=0.9", "de", "*", "fr-CH, fr;q=0.9"}));
  if (die.one_in(4)) add(list, "Accept", "*/*");
  if (die.one_in(2)) add(list, "Cookie", cookies(die));
  if (die.one_in(6)) add(list, "Authorization", join({"Bearer ", die.letters(40, 400)}));
  if (die.one_in(4)) {
    add(list, "Sec-Fetch-Dest", die.pick({"empty", "websocket"}));
    add(list, "Sec-Fetch-Mode", "websocket");
    add(list, "Sec-Fetch-Site", die.pick({"same-site", "same-origin", "cross-site"}));
  }
  if (!die.one_in(3)) {
    add(list, "Sec-WebSocket-Extensions",
        die.pick({"permessage-deflate; client_max_window_bits", "permessage-deflate",
                  "permessage-deflate; client_no_context_takeover; server_max_window_bits=10",
                  "permessage-deflate; client_max_window_bits, x-webkit-deflate-frame"}));
  }
  if (die.one_in(3)) {
    add(list, "Sec-WebSocket-Protocol",
        die.pick({"chat", "chat, superchat", "graphql-transport-ws,graphql-ws", "mqtt",
                  "v1.json.example, v1.cbor.example, v2.example"}));
  }
}

void add_proxy_fields(dice& die, field_list& list) {
  const std::string address = join({"203.0.113.", std::to_string(die.below(256))});
  add(list, "X-Forwarded-For", join({address, die.pick({"", ", 10.1.2.9", ", 198.51.100.17, 10.1.2.30"})}));
  if (!die.one_in(3)) add(list, "X-Forwarded-Proto", die.pick({"https", "http"}));
  if (die.one_in(2)) add(list, "X-Forwarded-Host", join({die.letters(4, 14), ".example.com"}));
  if (die.one_in(2)) add(list, "X-Real-IP", address);
  if (die.one_in(2)) add(list, "Via", die.pick({"1.1 caddy", "1.1 varnish", "2.0 edge-3.example.net (h2o/2.2.5)"}));
  if (die.one_in(3)) add(list, "X-Request-Id", die.letters(32));
  if (die.one_in(4)) add(list, "X-Amzn-Trace-Id", join({"Root=1-67891233-", die.letters(24)}));
  if (die.one_in(5)) add(list, "Forwarded", join({"for=", address, ";proto=https;by=10.0.0.1"}));
}

enum class spelling { canonical, lower, capitalized };

std::string spell(std::string name, spelling how) {
  bool first = true;
  for (char& c : name) {
    const auto octet = static_cast<unsigned char>(c);
    if (how == spelling::lower) c = static_cast<char>(std::tolower(octet));
    if (how == spelling::capitalized) c = static_cast<char>(first ? std::toupper(octet) : std::tolower(octet));
    first = c == '-';
  }
  return name;
}

std::string generate_key(dice& die) {
  std::string nonce;
  while (nonce.size() < 16) nonce += static_cast<char>(die.below(256));
  return base64(nonce);
}

}  // namespace

std::string generate_request(unsigned number, std::string& key) {
  dice die(number);
  key = generate_key(die);

  field_list list;
  add(list, "Upgrade", die.pick({"websocket", "websocket", "websocket", "WebSocket"}));
  add(list, "Connection", die.pick({"Upgrade", "Upgrade", "upgrade", "keep-alive, Upgrade", "close, upgrade"}));
  add(list, "Sec-WebSocket-Key", key);
  add(list, "Sec-WebSocket-Version", "13");
  add_client_fields(die, list);
  if (die.one_in(2)) add_proxy_fields(die, list);
  for (std::size_t at = list.size(); at > 1; --at) std::swap(list[at - 1], list[die.below(at)]);
  const std::string host = join({die.letters(3, 20), ".example.", die.pick({"com", "org:8443", "net:80"})});
  list.insert(list.begin() + static_cast<std::ptrdiff_t>(die.one_in(4) ? die.below(list.size()) : 0), {"Host", host});

  std::string target = join({"/", die.pick({"", "ws", "chat", "socket.io/", "api/v1/stream", "graphql"})});
  if (die.one_in(2)) target += join({"?", die.letters(1, 8), "=", die.letters(4, 60)});

  constexpr spelling spellings[] = {spelling::canonical, spelling::canonical, spelling::lower, spelling::capitalized};
  const spelling how = spellings[die.below(4)];
  std::string request = join({"GET ", target, " HTTP/1.1\r\n"});
  for (const auto& [name, value] : list) request += join({spell(name, how), ": ", value, "\r\n"});
  return request + "\r\n";
}

std::string generate_request_of(std::size_t size, unsigned number, std::string& key) {
  constexpr std::size_t longest_line = 100;
  dice die(number);
  key = generate_key(die);
  std::string request = "GET /chat HTTP/1.1\r\nHost: server.example.com\r\n";
  const std::string rest = join({"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: ", key,
                                 "\r\nSec-WebSocket-Version: 13\r\n\r\n"});
  while (request.size() + rest.size() + 2 * longest_line < size) {
    request += join({"X-", die.letters(4, 16), ": ", die.letters(16, 76), "\r\n"});
  }
  request += "X-Padding: ";
  request.append(size - request.size() - rest.size() - 2, '-');
  return request + "\r\n" + rest;
}

}  // namespace bench
