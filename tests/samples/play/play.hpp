// SPDX-License-Identifier: BSL-1.0
// Shared by the drivers of the documentation's samples: a peer's scripts, the answers of a server with enough room, and
// buffers of any size. See tests/hygiene/run_samples.py.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

#include <wshake/wshake.hpp>

namespace play {

inline int failures = 0;
inline long runs = 0;

// The size of the `array` that replaces the sample's array of char.
inline std::size_t room = 1024;

// True if the invalid configuration replaces the sample's configuration.
inline bool is_bad = false;

// Replaces an array of char. The octets are on the heap, so that the sanitizer sees an access to the first octet behind
// the array.
class array {
 public:
  explicit array(std::size_t size = room) : size_(size), data_(std::make_unique<char[]>(size)) {}
  char* data() const { return data_.get(); }
  std::size_t size() const { return size_; }
  operator char*() const { return data(); }

 private:
  std::size_t size_;
  std::unique_ptr<char[]> data_;
};

// Invalid configurations: their `product` has an LF, which no field value may contain.
const wshake::server_config& bad_config();
const wshake::client_config& bad_client_config();

// The sample's configuration, or the invalid configuration if is_bad.
inline const wshake::server_config& config(const wshake::server_config& own = wshake::default_server_config) {
  return is_bad ? bad_config() : own;
}

// The text with escapes as in C.
std::string escape(std::string_view text);

// Prints `what` if the check fails, for the first twenty failures.
void check(bool holds, const std::string& what);
void same(std::string_view what, std::string_view got, std::string_view wanted);

// The exit status for main().
int result();

// --- The peer. -------------------------------------------------------------------------------------------------------

using pieces = std::vector<std::string>;

// Cuts the octets into pieces of `size` octets.
pieces cut(std::string_view octets, std::size_t size);

// The sizes of a script's pieces: the whole script, one octet if the script is short enough, and other sizes.
std::vector<std::size_t> cuts_of(std::string_view octets);

// The octets that a peer may send: a handshake, frames that follow the handshake, and a request for a page.
std::string handshake(std::string_view target = "/chat", std::string_view lines = "");

inline const std::string frames = {"\x81\x85\0\0\0\0Hello\x81\x80\r\n\r\n", 17};
inline const std::string plain = "GET /page HTTP/1.1\r\nHost: example.com\r\n\r\n";

// The octets that a peer sends before it stops, and the statuses of the answers of a server with the default
// configuration and enough storage.
struct script {
  const char* name;
  std::string octets;
  std::vector<int> statuses;
};

const std::vector<script>& scripts();

// --- A server with enough room. --------------------------------------------------------------------------------------

struct outcome {
  std::string sent;
  bool open = false;
  std::string rest = {};                // octets after the 101 that the server has not taken
  std::vector<std::size_t> sizes = {};  // sizes of the answers
};

// Writes an answer in the states upgrade, request and failed. Returns the octets to send, or an empty text if the
// connection ends.
using verb = std::function<std::string(wshake::server&, wshake::mutable_octets)>;

inline std::string text(wshake::octets view) { return std::string(view.text()); }

// Calls accept() in the state upgrade, else respond().
std::string usual(wshake::server& server, wshake::mutable_octets out);

struct policy {
  verb answer = usual;
  std::size_t storage = wshake::small_server_storage_size;
  std::size_t answers = SIZE_MAX;  // the connection ends after this number of answers
  bool hears_end = true;           // the sample calls feed_eof()
};

// Runs a connection to its end. An answer larger than `largest` is not sent and ends the connection. The buffer has
// `buffer` octets.
outcome serve(const pieces& sent, const wshake::server_config& config, const policy& policy, std::size_t buffer,
              std::size_t largest);

inline constexpr std::size_t enough = 65536;

// The output of a caller whose buffer has enough room, up to the first answer of more than `largest` octets.
outcome expect(const pieces& sent, const wshake::server_config& config, const policy& policy, std::size_t largest);

// The complete answer of a server whose configuration is invalid.
inline const std::string plain_500 =
    "HTTP/1.1 500 Internal Server Error\r\n"
    "Connection: close\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n"
    "Content-Length: 45\r\n"
    "\r\n"
    "configuration is invalid (RFC 9110 §15.6.1)\n";
inline const std::string plain_500_to_head =
    "HTTP/1.1 500 Internal Server Error\r\n"
    "Connection: close\r\n"
    "\r\n";

// The status of each answer in the sent octets.
std::vector<int> statuses(const std::string& sent);

// A sample that runs a server on the pieces of a script.
using sample = std::function<outcome(const pieces&)>;

// Plays every script to a sample, cut in several ways and with buffers of several sizes: first with the configuration
// `own`, then with an invalid configuration. Compares each outcome with the outcome of a reference server that has the
// same configuration. Sets the size of `array` and the result of config() for `sample`.
void play_servers(const wshake::server_config& own, const sample& sample, const policy& policy = {});

// Does what play_servers() does, for a sample that only writes an answer: the driver runs the connection and calls
// `answer`.
void play_answers(const wshake::server_config& own, const verb& answer, policy policy = {});

// --- A request as a header list. -------------------------------------------------------------------------------------

// The request as text, or an empty text if there is no request.
std::string text_of(const wshake::field_request& asked);

// A sample that writes a request. `allowed`: the server allows an extended CONNECT.
using asking = std::function<wshake::field_request(bool allowed, const array& out)>;

// Calls a sample with buffers of several sizes. The request must be `whole` if the buffer is large enough, the server
// allows an extended CONNECT and the configuration is valid (see is_bad). Otherwise the sample must write no request.
void play_field_requests(const std::string& whole, const asking& sample);

// --- read() and write(), recv() and send(). --------------------------------------------------------------------------

struct wire {
  pieces to_read;
  std::size_t current = 0, begun = 0;  // the next piece to read, and an offset in this piece
  std::string sent;
  bool takes = true;  // write() succeeds
  long at_end = 0;    // number of calls of read() after the end

  void begin(const pieces& script, bool writable = true) {
    *this = {};
    to_read = script;
    takes = writable;
  }

  long read(int, void* data, std::size_t size) {
    if (current == to_read.size()) {
      if (++at_end > 1000) stop("reads on behind the end");
      return 0;
    }
    const std::string_view piece = std::string_view(to_read[current]).substr(begun);
    const std::size_t count = std::min(size, piece.size());
    if (count != 0) std::memcpy(data, piece.data(), count);
    begun = count < piece.size() ? begun + count : 0;
    current += count == piece.size();
    return static_cast<long>(count);
  }

  long write(int, const void* data, std::size_t size) {
    if (!takes) return -1;
    if (size != 0) sent.append(static_cast<const char*>(data), size);
    if (sent.size() > 1000000) stop("sends without an end");
    return static_cast<long>(size);
  }

  long recv(int socket, void* data, std::size_t size, int) { return read(socket, data, size); }

  // The peer may have closed the connection: send() without MSG_NOSIGNAL would raise SIGPIPE, which ends the process.
  long send(int socket, const void* data, std::size_t size, int flags) {
    if (flags != MSG_NOSIGNAL) stop("closes, and SIGPIPE ends the process");
    return write(socket, data, size);
  }

  // The octets that the sample has returned unused, followed by the octets that it has not read.
  std::string rest(std::string of_sample) const {
    for (std::size_t at = current; at < to_read.size(); ++at)
      of_sample += to_read[at].substr(at == current ? begun : 0);
    return of_sample;
  }

  [[noreturn]] static void stop(const char* what) {
    std::printf("a peer %s\n", what);
    std::fflush(stdout);
    std::_Exit(1);
  }
};

inline wire peer;

}  // namespace play
