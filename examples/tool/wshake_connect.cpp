// SPDX-License-Identifier: BSL-1.0
// wshake connect: a client's opening handshake on standard input and output.
#include <cerrno>
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
  std::string rest_to;               // file for the octets after the head; empty: none
};

// One connection: the loop that a program with its own transport writes around wshake::client.
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
    const wshake::deflate_offer offers[] = {{}};  // the offer of browsers
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
    return {};
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

  // Reports an event and the octets that were consumed since the last event.
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

// Reads 16 octets as 32 hexadecimal digits.
std::optional<wshake::nonce> read_nonce(std::string_view text) {
  wshake::nonce nonce = {};
  if (text.size() != 2 * nonce.size()) return {};
  for (std::size_t at = 0; at < text.size(); ++at) {
    constexpr std::string_view digits = "0123456789abcdef";
    const char letter = text[at] >= 'A' && text[at] <= 'F' ? static_cast<char>(text[at] - 'A' + 'a') : text[at];
    const std::size_t digit = digits.find(letter);
    if (digit == digits.npos) return {};
    const std::size_t high = nonce[at / 2];
    nonce[at / 2] = static_cast<std::uint8_t>(high << 4 | digit);
  }
  return nonce;
}

wshake::uri read_uri(arguments& args, std::string_view text) {
  const wshake::uri_reading read = wshake::parse_uri(text);
  if (!read) {
    const wshake::diagnostic& error = read.error;
    const std::string why =
        std::string{wshake::describe(error.code).message} + ", offset " + std::to_string(error.offset);
    args.fail((std::string{text} + ":").c_str(), why.c_str());
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
      const auto field = read_field(*text);
      if (!field) args.fail("must be 'NAME: VALUE'");
      options.header.push_back(field.value_or(wshake::field{}));
    } else if (const auto digits = args.value("--nonce")) {
      options.nonce = read_nonce(*digits);
      if (!options.nonce) args.fail("must be 32 hexadecimal digits");
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
