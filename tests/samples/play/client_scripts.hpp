// SPDX-License-Identifier: BSL-1.0
// The answers of servers to a client's handshake, for the drivers of samples with a client.
#pragma once

#include <play.hpp>

namespace play {

// RFC 6455 §1.3: "the sample nonce".
inline constexpr wshake::nonce sample_nonce = {'t', 'h', 'e', ' ', 's', 'a', 'm', 'p',
                                               'l', 'e', ' ', 'n', 'o', 'n', 'c', 'e'};

inline std::string request_for(std::string_view target, std::string_view lines = "",
                               std::string_view host = "example.com") {
  return "GET " + std::string(target) + " HTTP/1.1\r\nHost: " + std::string(host) +
         "\r\nConnection: Upgrade\r\n"
         "User-Agent: wshake\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: "
         "dGhlIHNhbXBsZSBub25jZQ==\r\n" +
         std::string(lines) + "\r\n";
}

struct answer_script {
  const char* name;
  std::string octets;
  wshake::client_event event;  // the last event before the connection ends
};

inline const std::vector<answer_script>& answers() {
  using enum wshake::client_event;
  const std::string yes =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
      "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
  std::string wrong = yes;
  wrong[wrong.find("s3p")] = 't';
  static const std::vector<answer_script> all = {
      {"nothing", "", need_more},
      {"101", yes, open},
      {"101 and frames", yes + frames, open},
      {"103, 101 and frames", "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + yes + frames, open},
      {"a wrong accept value", wrong + frames, failed},
      {"half a head", yes.substr(0, 70), need_more},
      {"302", "HTTP/1.1 302 Found\r\nLocation: https://example.org/room?a=b\r\nContent-Length: 5\r\n\r\nmoved", done},
      {"302 to clear text", "HTTP/1.1 302 Found\r\nLocation: http://example.org/\r\nContent-Length: 0\r\n\r\n", done},
      {"302 to nowhere", "HTTP/1.1 302 Found\r\nLocation: mailto:a@b\r\nContent-Length: 0\r\n\r\n", done},
      {"401, chunked",
       "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Basic realm=\"a\"\r\nTransfer-Encoding: chunked\r\n\r\n"
       "5\r\nhello\r\n10;a=b\r\n0123456789abcdef\r\n0\r\n\r\n",
       done},
      {"404, until the connection ends", "HTTP/1.1 404 Not Found\r\n\r\nno such page", need_more},
      {"half a body", "HTTP/1.1 404 Not Found\r\nContent-Length: 50\r\n\r\nno such page", need_more},
      {"a bad chunk", "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n5;\r\n", closed},
      {"no HTTP", "SSH-2.0-OpenSSH\r\n\r\n", failed},
      {"zeros", std::string(100, '\0'), failed},
      {"a head of 5,000 octets", "HTTP/1.1 200 OK\r\nA: " + std::string(5000, 'a') + "\r\n\r\n", failed},
  };
  return all;
}

// True if the receive() of the guide's sample must return true after this event.
inline bool goes_on(wshake::client_event event) {
  return event == wshake::client_event::need_more || event == wshake::client_event::open;
}

}  // namespace play
