// SPDX-License-Identifier: BSL-1.0
// wshake connect: performs a client's opening handshake on standard input and output.
#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/random.h>
#include <unistd.h>

#include "wshake_commands.hpp"
#include "wshake_pipe.hpp"
#include "wshake_refusal.hpp"
#include "wshake_text.hpp"
#include "wshake_values.hpp"

namespace tool {

namespace {

// The views point into the arguments, which live as long as the process.
struct connect_arguments {
  wshake::uri where;
  std::vector<octets> subprotocols;
  bool deflate = false;
  octets origin;
  std::vector<wshake::field> header;
  std::optional<wshake::nonce> nonce;
  std::optional<unsigned> deadline;  // seconds for the whole handshake
  std::string rest_to;               // the file for the octets after the head; empty: no file
};

// One connection. run() is the loop that a program with its own transport writes around wshake::client.
class session {
 public:
  explicit session(const connect_arguments& args) : args_(args), pipe_("connect", args.deadline) {}

  int run() {
    for (;;) {
      const wshake::client_feed_result fed = client_.feed(input_);
      input_ = input_.from(fed.consumed);
      consumed_ += fed.consumed;
      switch (fed.event) {
        case wshake::client_event::idle:
          if (const auto code = ask()) return *code;
          break;
        case wshake::client_event::need_more:
          if (const auto code = read_more()) return *code;
          break;
        case wshake::client_event::interim:
          tell("interim", first_line_of(client_.response().raw));
          break;
        case wshake::client_event::refused:
          tell("refused", first_line_of(client_.response().raw));
          for (const std::string& line : fields_of_refusal(client_.response())) pipe_.log("  " + line);
          break;
        case wshake::client_event::body:
          body_.append(fed.data.data(), fed.data.size());
          break;
        case wshake::client_event::done:
        case wshake::client_event::closed:
          tell_end();
          return exit_refused;
        case wshake::client_event::failed:
          tell("failed", text_of(client_.error()));
          return exit_refused;
        case wshake::client_event::open:
          tell("open", text_of(client_.agreed()));
          return pipe_.hand_over(input_, args_.rest_to);
      }
    }
  }

 private:
  // Returns an exit code if the session cannot continue.
  std::optional<int> ask() {
    wshake::nonce random = args_.nonce.value_or(wshake::nonce{});
    if (!args_.nonce && getentropy(random.data(), random.size()) != 0) {
      pipe_.log(std::string{"random bytes are not available: "} + std::strerror(errno));
      return exit_io_error;
    }
    const wshake::deflate_offer offers[] = {{}};  // the offer that browsers make
    wshake::client_request asked = {.where = args_.where};
    asked.origin = args_.origin;
    asked.subprotocols = args_.subprotocols;
    if (args_.deflate) asked.deflate = offers;
    asked.header = args_.header;
    wshake::diagnostic error;
    const std::string request = written_by([&](auto out) { return client_.start(out, asked, random); }, error);
    if (!error.ok()) {
      pipe_.log("the request cannot be written: " + mistake_in(error));
      return exit_usage;
    }
    if (!pipe_.write(request)) return exit_io_error;
    pipe_.log(count_of(request.size(), "byte") + " written: " + first_line_of(request));
    if (pipe_.is_typed()) say_what_to_type(request);
    return {};
  }

  void say_what_to_type(std::string_view request) const {
    constexpr std::string_view name = "Sec-WebSocket-Key: ";
    const std::string_view key = request.substr(request.find(name) + name.size(), wshake::key_size);
    pipe_.log(
        "waiting for the server's response, a 101 opens the WebSocket: type its lines, then an empty line; "
        "Ctrl-D ends the input; an example:");
    for (const char* line : {"HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"}) {
      pipe_.log(std::string{"  "} + line);
    }
    const wshake::accept_value accept = wshake::accept_key(key);
    pipe_.log("  Sec-WebSocket-Accept: " + visible(accept));
  }

  // Returns an exit code if the session cannot continue.
  std::optional<int> read_more() {
    switch (pipe_.read(input_)) {
      case pipe::outcome::octets:
        return {};
      case pipe::outcome::end:
        client_.feed_eof();
        return {};
      case pipe::outcome::time_is_up:
        return exit_refused;
      case pipe::outcome::broken:
        break;
    }
    return exit_io_error;
  }

  // Reports an event, and the number of octets that were consumed since the last report.
  void tell(std::string_view event, const std::string& what) {
    pipe_.log(std::string{event} + ", " + count_of(consumed_, "byte") + " consumed: " + what);
    consumed_ = 0;
  }

  void tell_end() {
    if (client_.response().raw.empty()) return pipe_.log("closed without a response");
    for (const std::string& line : body_lines(body_)) pipe_.log("  " + line);
    const wshake::continuation next = client_.next();
    if (client_.error().ok()) {
      tell("done", next.same_connection ? "the connection stays open" : "the connection closes");
    } else {
      tell("closed", text_of(client_.error()));
    }
    wshake::diagnostic error;
    const std::string target = written_by([&](auto out) { return client_.redirect_uri(out); }, error);
    for (const std::string& line : wishes_of(next, target)) pipe_.log("it " + line);
  }

  const connect_arguments& args_;
  wshake::stored_client<wshake::client_storage_size> client_;
  pipe pipe_;
  octets input_;              // octets that were read and not consumed by the client
  std::size_t consumed_ = 0;  // consumed octets that are not reported yet
  std::string body_;          // the body of a refusal
};

// Reads the 16 octets of a nonce from 32 hexadecimal digits.
wshake::nonce read_nonce(arguments& args, std::string_view text) {
  constexpr std::string_view why = "must be 32 hexadecimal digits";
  wshake::nonce nonce = {};
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (!is_hexadecimal(text[at])) {
      fail_at(args, why, text, at);
      return {};
    }
    const char letter = text[at] >= 'A' && text[at] <= 'F' ? static_cast<char>(text[at] - 'A' + 'a') : text[at];
    const std::size_t digit = std::string_view{"0123456789abcdef"}.find(letter);
    if (at >= 2 * nonce.size()) continue;
    const std::size_t high = nonce[at / 2];
    nonce[at / 2] = static_cast<std::uint8_t>(high << 4 | digit);
  }
  if (text.size() != 2 * nonce.size()) args.fail(std::string{why}.append(", not ").append(std::to_string(text.size())));
  return nonce;
}

// Says why the URI is invalid at the offset that the library found.
std::string reason_at(std::string_view text, std::size_t offset) {
  if (offset == 0) return "it must begin with ws:// or wss://";
  if (offset >= text.size()) return "it ends too early";
  if (text[offset] == '#') {
    return "a URI of a WebSocket has no fragment (RFC 6455 \xc2\xa7"
           "3)";
  }
  std::string out = "the byte there is '";
  append_visible(out, octets{text}[offset]);
  out += "'";
  const std::string_view before = text.substr(0, offset);
  const std::size_t colon = before.find_last_not_of("0123456789");
  const bool is_in_address = before.rfind('[') != before.npos && before.rfind(']') == before.npos;
  return colon != before.npos && before[colon] == ':' && !is_in_address ? out + ", and a port is 1 to 65535" : out;
}

wshake::uri read_uri(arguments& args, std::string_view text) {
  const wshake::uri_reading read = wshake::parse_uri(text);
  if (!read) {
    std::string why = wshake::describe(read.error.code).message;
    why.append(", offset ").append(std::to_string(read.error.offset));
    args.fail(visible(text) + ":", why.append("; ").append(reason_at(text, read.error.offset)));
  }
  return read.found;
}

}  // namespace

int run_connect(arguments& args) {
  connect_arguments options;
  bool has_uri = false;
  while (args.next()) {
    if (const auto name = args.value("--subprotocol")) {
      check_subprotocol(args, *name, options.subprotocols);
      options.subprotocols.emplace_back(*name);
    } else if (args.is("--deflate")) {
      options.deflate = true;
    } else if (const auto origin = args.value("--origin")) {
      check_origin(args, *origin, false);
      options.origin = *origin;
    } else if (const auto text = args.value("--header")) {
      options.header.push_back(take_field(args, *text));
    } else if (const auto digits = args.value("--nonce")) {
      options.nonce = read_nonce(args, *digits);
    } else if (const auto deadline = args.value("--deadline")) {
      options.deadline = read_deadline(args, *deadline);
    } else if (const auto rest = args.value("--rest")) {
      options.rest_to = *rest;
    } else if (const auto operand = args.operand(); operand && !has_uri) {
      options.where = read_uri(args, *operand);
      has_uri = true;
    } else {
      args.fail("is not expected");
    }
  }
  if (!has_uri && !args.failed()) args.fail("URI", "is missing");
  if (args.failed()) return exit_usage;
  return session(options).run();
}

}  // namespace tool
