// SPDX-License-Identifier: BSL-1.0
// wshake accept: performs a server's opening handshake on standard input and output.
#include <optional>
#include <string>

#include "wshake_commands.hpp"
#include "wshake_options.hpp"
#include "wshake_pipe.hpp"
#include "wshake_text.hpp"

namespace tool {

namespace {

struct accept_arguments {
  server_options server;
  std::optional<unsigned> deadline;  // seconds for the whole handshake
  std::uint16_t refuse_with = 0;     // the status of the answer to every handshake; 0: handshakes are accepted
  std::string rest_to;               // the file for the octets after the head; empty: no file
};

// One connection. run() is the loop that a program with its own transport writes around wshake::server.
class session {
 public:
  explicit session(const accept_arguments& args)
      : args_(args), config_(args.server.options()), server_(config_), pipe_("accept", args.deadline) {}

  int run() {
    if (pipe_.is_typed()) say_what_to_type();
    for (;;) {
      const wshake::server_feed_result fed = server_.feed(input_);
      input_ = input_.from(fed.consumed);
      // If the server needs more octets at the end of the input, feed_eof() tells the server that no more octets will
      // come.
      const bool ends = fed.state == wshake::server_state::need_more && at_end_;
      const wshake::server_state state = ends ? server_.feed_eof() : fed.state;
      report(fed.consumed, state);

      switch (state) {
        case wshake::server_state::need_more:
          if (const auto code = read_more()) return *code;
          break;
        case wshake::server_state::upgrade:
          if (const auto code = answer([&](auto out) {
                if (args_.refuse_with == 0) return server_.accept(out);
                return server_.respond(out, {.status = args_.refuse_with});
              })) {
            return *code;
          }
          break;
        case wshake::server_state::request:
        case wshake::server_state::failed:
          if (const auto code = answer([&](auto out) { return server_.respond(out); })) return *code;
          break;
        case wshake::server_state::open:
          return pipe_.hand_over(input_, args_.rest_to);
        case wshake::server_state::responded:
          server_.next_request();
          break;
        case wshake::server_state::closed:
          return exit_refused;
      }
    }
  }

 private:
  void say_what_to_type() const {
    pipe_.log(
        "waiting for the client's request: type its lines, then an empty line; Ctrl-D ends the input; an example:");
    for (const char* line : {"GET / HTTP/1.1", "Host: localhost", "Connection: Upgrade", "Upgrade: websocket",
                             "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="}) {
      pipe_.log(std::string{"  "} + line);
    }
  }

  // Returns an exit code if the session cannot continue.
  std::optional<int> read_more() {
    switch (pipe_.read(input_)) {
      case pipe::outcome::octets:
        return {};
      case pipe::outcome::end:
        at_end_ = true;
        return {};
      case pipe::outcome::time_is_up:
        // A client that has sent no octet of a request gets no answer.
        if (server_.feed_eof() != wshake::server_state::failed) return exit_refused;
        return answer([&](auto out) { return server_.respond(out, {.error = wshake::errc::timed_out}); });
      case pipe::outcome::broken:
        break;
    }
    return exit_io_error;
  }

  template <class Verb>
  std::optional<int> answer(Verb verb) {
    wshake::diagnostic error;
    const std::string response = written_by(verb, error);
    if (!error.ok()) {
      // Only the options of this command can cause this error. A client cannot.
      pipe_.log("the response cannot be written: " + mistake_in(error));
      return exit_usage;
    }
    if (!pipe_.write(response)) return exit_io_error;
    status_ = status_of(response);
    response_size_ = response.size();
    return {};
  }

  void report(std::size_t consumed, wshake::server_state state) {
    const std::string taken = std::string{wshake::describe(state)} + ", " + count_of(consumed, "byte") + " consumed";
    switch (state) {
      case wshake::server_state::need_more:
        if (consumed != 0) pipe_.log(taken);
        break;
      case wshake::server_state::upgrade:
        pipe_.log(taken + ": " + first_line_of(server_.request().raw));
        break;
      case wshake::server_state::request:
        pipe_.log(taken + ": " + first_line_of(server_.request().raw) + "; " + text_of(server_.error()));
        break;
      case wshake::server_state::failed:
        pipe_.log(taken + ": " + text_of(server_.error()));
        break;
      case wshake::server_state::open:
        pipe_.log("open, " + written() + "; " + text_of(server_.agreed()));
        break;
      case wshake::server_state::responded:
        pipe_.log("responded, " + written() + "; the connection " + (server_.keep_alive() ? "stays open" : "closes"));
        break;
      case wshake::server_state::closed:
        pipe_.log("closed");
        break;
    }
  }

  std::string written() const { return count_of(response_size_, "byte") + " written: " + status_; }

  const accept_arguments& args_;
  const wshake::server_config config_;  // outlives the server
  wshake::stored_server<wshake::server_storage_size> server_;
  pipe pipe_;
  octets input_;  // octets that were read and not consumed by the server
  bool at_end_ = false;
  std::string status_;
  std::size_t response_size_ = 0;
};

}  // namespace

int run_accept(arguments& args) {
  accept_arguments options;
  while (args.next()) {
    if (options.server.take(args)) continue;
    if (const auto deadline = args.value("--deadline")) {
      options.deadline = read_deadline(args, *deadline);
    } else if (const auto status = args.value("--refuse")) {
      const auto number = take_number(args, *status, 200, 599, "must be 200 to 599");
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

}  // namespace tool
