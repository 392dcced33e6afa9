// SPDX-License-Identifier: BSL-1.0
// `wshake accept` and `wshake connect` receive the peer's octets on standard input, send octets on standard output, and
// report events on standard error.
#pragma once

#include <array>
#include <cerrno>
#include <chrono>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include "wshake_text.hpp"
#include "wshake_tool.hpp"
#include "wshake_values.hpp"

namespace tool {

class pipe {
 public:
  enum class outcome : std::uint8_t { octets, end, time_is_up, broken };

  // `deadline`: the seconds from now within which all octets must be read.
  pipe(const char* command, std::optional<unsigned> deadline) : command_(command) {
    if (deadline) deadline_ = clock::now() + std::chrono::seconds(*deadline);
  }

  // Writes each line with one write: if socat starts a process for each connection, the processes share standard error.
  void log(const std::string& line) const {
    (void)write_all(STDERR_FILENO, std::string{"wshake "} + command_ + ": " + line + "\n");
  }

  // True if standard input is a terminal: the user types the peer's octets.
  bool is_typed() const { return is_typed_; }

  // Waits for octets. Lines that are typed on a terminal get CRLF line ends. The octets in `into` stay valid until the
  // next call.
  outcome read(octets& into) {
    into = {};
    if (!wait_for(STDIN_FILENO, POLLIN, patience())) {
      log("the deadline has passed");
      return outcome::time_is_up;
    }
    const ssize_t got = read_some(STDIN_FILENO, buffer_);
    if (got < 0) {
      log(std::string{"standard input: "} + std::strerror(errno));
      return outcome::broken;
    }
    into = {buffer_.data(), static_cast<std::size_t>(got)};
    if (is_typed_) into = with_crlf(into);
    return got == 0 ? outcome::end : outcome::octets;
  }

  bool write(octets data) const {
    if (write_all(STDOUT_FILENO, data)) return true;
    log(std::string{"standard output: "} + std::strerror(errno));
    return false;
  }

  // Called when the WebSocket is open. Writes `rest`, the octets behind the head that were read already, to `file` for
  // the next program, unless `file` is empty. Returns an exit code.
  int hand_over(octets rest, const std::string& file) const {
    if (rest.empty()) return exit_ok;
    log(count_of(rest.size(), "byte") + " after the head, already read: " + hexadecimal(rest));
    if (file.empty()) return exit_ok;
    const int descriptor = open(file.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    const bool written = descriptor >= 0 && write_all(descriptor, rest);
    if (!written) log(file + ": " + std::strerror(errno));
    if (descriptor >= 0) close(descriptor);
    return written ? exit_ok : exit_io_error;
  }

 private:
  using clock = std::chrono::steady_clock;

  // Returns the milliseconds that are left, or -1 for no deadline.
  int patience() const {
    if (!deadline_) return -1;
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline_ - clock::now());
    return left.count() > 0 ? static_cast<int>(left.count()) : 0;
  }

  octets with_crlf(octets text) {
    typed_.clear();
    for (const char each : std::string_view{text}) {
      if (each == '\n' && last_ != '\r') typed_ += '\r';
      typed_ += last_ = each;
    }
    return typed_;
  }

  const char* command_;
  std::optional<clock::time_point> deadline_;
  std::array<char, 4096> buffer_;
  bool is_typed_ = isatty(STDIN_FILENO) != 0;
  std::string typed_;  // the typed octets of the last read, with CRLF line ends
  char last_ = '\0';   // the last octet that was typed
};

// Reads the value of --deadline.
inline unsigned read_deadline(arguments& args, std::string_view text) {
  return take_number(args, text, 0, 86400, "must be 0 to 86400 seconds").value_or(0);
}

}  // namespace tool
