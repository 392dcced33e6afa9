// SPDX-License-Identifier: BSL-1.0
// wshake accept: a server's opening handshake on standard input and output.
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "wshake_commands.hpp"
#include "wshake_options.hpp"
#include "wshake_text.hpp"

namespace tool {

namespace {

using clock = std::chrono::steady_clock;

// One line to standard error by one write, because under a forking socat many processes share it.
void log(const std::string& line) { (void)write_all(STDERR_FILENO, "wshake accept: " + line + "\n"); }

struct accept_arguments {
  server_options server;
  std::optional<clock::duration> deadline;  // for the whole handshake
  std::uint16_t refuse_with = 0;            // a status for every handshake; 0 accepts
  std::string rest_to;                      // a file for the octets behind the head; empty: none
};

// One connection: the loop that a program with its own transport writes around wshake::server.
class session {
 public:
  explicit session(const accept_arguments& args)
      : args_(args), config_(args.server.config()), server_(storage_, config_), started_(clock::now()) {}

  int run() {
    for (;;) {
      const wshake::feed_result fed = server_.feed(input_);
      input_ = input_.from(fed.consumed);
      // feed() would wait for more; where none will come, the server has to be told.
      const wshake::event what = fed.what == wshake::event::need_more && at_end_ ? server_.feed_eof() : fed.what;
      report(fed.consumed, what);

      switch (what) {
        case wshake::event::need_more:
          if (const auto code = read_more()) return *code;
          break;
        case wshake::event::upgrade:
          if (const auto code = answer([&](auto out) {
                if (args_.refuse_with == 0) return server_.accept(out);
                return server_.reject(out, {.status = args_.refuse_with});
              })) {
            return *code;
          }
          break;
        case wshake::event::request:
        case wshake::event::failed:
          if (const auto code = answer([&](auto out) { return server_.respond(out); })) return *code;
          break;
        case wshake::event::open:
          return hand_over();
        case wshake::event::rejected:
          server_.next_request();
          break;
        case wshake::event::closed:
          return exit_refused;
      }
    }
  }

 private:
  // An exit code where the session cannot go on.
  std::optional<int> read_more() {
    int patience = -1;
    if (args_.deadline) {
      const auto left = std::chrono::ceil<std::chrono::milliseconds>(started_ + *args_.deadline - clock::now());
      patience = left.count() > 0 ? static_cast<int>(left.count()) : 0;
    }
    if (!wait_for(STDIN_FILENO, POLLIN, patience)) {
      log("the deadline of --deadline has passed");
      return answer([&](auto out) { return server_.reject(out, {.error = wshake::errc::timed_out}); });
    }
    const ssize_t got = read_some(STDIN_FILENO, buffer_);
    if (got < 0) {
      log(std::string{"standard input: "} + std::strerror(errno));
      return exit_io_error;
    }
    at_end_ = got == 0;
    input_ = {buffer_.data(), static_cast<std::size_t>(got)};
    return {};
  }

  template <class Verb>
  std::optional<int> answer(Verb verb) {
    wshake::errc error = wshake::errc::none;
    const std::string response = written_by(verb, error);
    if (error != wshake::errc::none) {
      // Nothing that a client does leads here, only what this command was told to answer.
      log(std::string{"the answer can't be written: "} + wshake::describe(error).message);
      return exit_usage;
    }
    if (!write_all(STDOUT_FILENO, response)) {
      log(std::string{"standard output: "} + std::strerror(errno));
      return exit_io_error;
    }
    status_ = status_of(response);
    response_size_ = response.size();
    return {};
  }

  // The connection is open: what follows are frames, for whoever comes next.
  int hand_over() {
    if (input_.empty()) return exit_ok;
    log(count_of(input_.size(), "octet") + " behind the head, already read: " + hexadecimal(input_));
    if (args_.rest_to.empty()) return exit_ok;
    const int file = open(args_.rest_to.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    const bool written = file >= 0 && write_all(file, input_);
    if (!written) log(args_.rest_to + ": " + std::strerror(errno));
    if (file >= 0) close(file);
    return written ? exit_ok : exit_io_error;
  }

  void report(std::size_t consumed, wshake::event what) {
    const std::string taken = std::string{wshake::describe(what)} + ", " + count_of(consumed, "octet") + " consumed";
    switch (what) {
      case wshake::event::need_more:
        if (consumed != 0) log(taken);
        break;
      case wshake::event::upgrade:
        log(taken + ": " + text_of(server_.request()));
        break;
      case wshake::event::request:
        log(taken + ": " + text_of(server_.request()) + "; " + text_of(server_));
        break;
      case wshake::event::failed:
        log(taken + ": " + text_of(server_));
        break;
      case wshake::event::open:
        log("open, " + written() + "; " + text_of(server_.agreed()));
        break;
      case wshake::event::rejected:
        log("rejected, " + written() + "; the connection " + (server_.keep_alive() ? "goes on" : "ends"));
        break;
      case wshake::event::closed:
        log("closed");
        break;
    }
  }

  std::string written() const { return count_of(response_size_, "octet") + " written: " + status_; }

  const accept_arguments& args_;
  const wshake::server_config config_;  // outlives the server
  std::array<char, wshake::server_storage_size> storage_;
  wshake::server server_;
  const clock::time_point started_;
  std::array<char, 4096> buffer_;  // what was read
  octets input_;                   // the part of it that the server has not consumed
  bool at_end_ = false;
  std::string status_;
  std::size_t response_size_ = 0;
};

int run_accept(arguments& args) {
  accept_arguments options;
  while (args.next()) {
    if (options.server.take(args)) continue;
    if (const auto deadline = args.value("--deadline")) {
      const auto seconds = read_number(*deadline, 86400);
      if (!seconds) args.fail("must be 0 to 86400 seconds");
      options.deadline = std::chrono::seconds(seconds.value_or(0));
    } else if (const auto status = args.value("--refuse")) {
      const auto number = read_number(*status, 599);
      if (!number || *number < 200) args.fail("must be 200 to 599");
      options.refuse_with = static_cast<std::uint16_t>(number.value_or(0));
    } else if (const auto rest = args.value("--rest")) {
      options.rest_to = *rest;
    } else {
      args.fail("is not expected");
    }
  }
  options.server.check(args);
  if (args.failed()) return exit_usage;
  return session(options).run();
}

constexpr char help[] = R"(Usage: wshake accept [OPTIONS]

Reads the octets of a client from standard input and writes those of the server
to standard output until the WebSocket is open, or the connection ends. A client
that is refused may try again on the same connection.

Standard error says what happens, a line an event: the octets consumed, the
request; the rule that is broken with its name, clause, octet and field; what
was answered and negotiated.

  socat TCP-LISTEN:8080,reuseaddr,fork EXEC:'wshake accept --subprotocol chat'

Frames are not its business: it ends when the 101 is written. Octets behind the
head that were read already are shown, and written where --rest says.

  --deadline SECONDS            answers 408 where the handshake takes longer
  --refuse STATUS               refuses every handshake with STATUS, 200 to 599
  --rest FILE                   writes the octets behind the head to FILE

)";

constexpr char exit_help[] = R"(
Exit status: 0 the WebSocket is open; 1 the connection ended without one; 2 a
mistake on the command line, or an answer that it makes impossible (--refuse 401
needs --field 'WWW-Authenticate: ...'); 3 reading or writing failed.
)";

}  // namespace

const command accept_command = {
    .name = "accept",
    .summary = "answer a client on standard input and output",
    .run = run_accept,
    .help = help,
    .options = server_options_help,
    .exit_status = exit_help,
};

}  // namespace tool
