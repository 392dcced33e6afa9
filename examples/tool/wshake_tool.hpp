// SPDX-License-Identifier: BSL-1.0
// The common parts of the tool's commands: exit codes, the arguments, reading and writing.
#pragma once

#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <wshake/wshake.hpp>

#include "../shared/written.hpp"
#include "manual/command.hpp"

namespace tool {

enum exit_code : int {
  exit_ok = 0,        // the handshake is accepted or valid, or the text is printed
  exit_refused = 1,   // the handshake is refused, incomplete or invalid, or there is no handshake
  exit_usage = 2,     // the command line is invalid
  exit_io_error = 3,  // reading or writing failed
};

// The arguments after the name of a command, one after another. `--name value` and `--name=value` are equivalent. The
// `command` object lists the options of the command, and says for each option whether it takes a value.
class arguments {
 public:
  arguments(const command& which, std::span<char*> rest) : command_(which), rest_(rest) {}

  // Goes to the next argument. If this argument is an option that takes a value, reads the value. Returns false after
  // the last argument, and after a mistake in the arguments.
  bool next() {
    if (failed_ || rest_.empty()) return false;
    current_ = take();
    value_ = {};
    if (!current_.starts_with("--")) return true;
    const std::size_t equals = current_.find('=');
    const bool has_value = equals != current_.npos;
    if (has_value) value_ = current_.substr(equals + 1);
    current_ = current_.substr(0, equals);
    const option* found = find_option(command_, current_);
    if (found == nullptr) {
      fail("is not expected");
    } else if (found->takes.name.empty()) {
      if (has_value) fail("takes no value");
    } else if (!has_value && rest_.empty()) {
      fail("needs a value");
    } else if (!has_value) {
      value_ = take();
    }
    return !failed_;
  }

  // True if the current argument is the switch `name`.
  bool is(std::string_view name) const { return current_ == name; }

  // Returns the value of the option `name`, if the current argument is that option.
  std::optional<std::string_view> value(std::string_view name) const {
    if (current_ != name) return {};
    return value_;
  }

  // Returns the current argument if it is an operand, such as a file name or a key, and not an option. A lone `-` is an
  // operand.
  std::optional<std::string_view> operand() const {
    if (current_.starts_with('-') && current_ != "-") return {};
    return current_;
  }

  // Reports a mistake in the current argument, or in `what`.
  void fail(std::string_view why) { fail(current_, why); }
  void fail(std::string_view what, std::string_view why) {
    if (!failed_) {
      std::string text = "wshake ";
      text.append(command_.name).append(": ").append(what).append(" ").append(why).append("; see wshake ");
      text.append(command_.name).append(" --help\n");
      std::fputs(text.c_str(), stderr);
    }
    failed_ = true;
  }

  bool failed() const { return failed_; }

 private:
  std::string_view take() {
    const std::string_view taken = rest_.front();
    rest_ = rest_.subspan(1);
    return taken;
  }

  const command& command_;
  std::span<char*> rest_;
  std::string_view current_;
  std::string_view value_;  // the value of the current argument, if it is an option with a value
  bool failed_ = false;
};

// Reads "NAME: VALUE", without the white space around the value.
inline std::optional<wshake::field> read_field(std::string_view text) {
  const std::size_t colon = text.find(':');
  if (colon == std::string_view::npos) return {};
  std::string_view value = text.substr(colon + 1);
  while (value.starts_with(' ') || value.starts_with('\t')) value.remove_prefix(1);
  while (value.ends_with(' ') || value.ends_with('\t')) value.remove_suffix(1);
  return wshake::field{text.substr(0, colon), value};
}

// Waits until the descriptor is ready for `what` (POLLIN or POLLOUT), for at most `milliseconds`. -1 waits without a
// limit. Returns false if the time is up. A descriptor with an error counts as ready, because the next read or write
// reports the error.
inline bool wait_for(int descriptor, short what, int milliseconds) {
  pollfd waiting = {descriptor, what, 0};
  return poll(&waiting, 1, milliseconds) != 0;
}

// Writes all octets, despite interrupts. Returns false on failure, with the error in errno.
inline bool write_all(int descriptor, wshake::octets data) {
  while (!data.empty()) {
    const ssize_t written = write(descriptor, data.data(), data.size());
    if (written >= 0) {
      data = data.from(static_cast<std::size_t>(written));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait_for(descriptor, POLLOUT, -1);
    } else if (errno != EINTR) {
      return false;
    }
  }
  return true;
}

// Waits for octets and reads them, despite interrupts. Returns the number of octets, 0 at the end of the input, or -1
// with the error in errno.
inline ssize_t read_some(int descriptor, wshake::mutable_octets buffer) {
  for (;;) {
    const ssize_t got = read(descriptor, buffer.data(), buffer.size());
    if (got >= 0) return got;
    if (errno == EAGAIN || errno == EWOULDBLOCK) {
      wait_for(descriptor, POLLIN, -1);
    } else if (errno != EINTR) {
      return -1;
    }
  }
}

// Reads all octets of a file; "-" is standard input. Returns nullopt on failure, with the error in errno.
inline std::optional<std::string> read_file(const std::string& name) {
  const int descriptor = name == "-" ? STDIN_FILENO : open(name.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return {};
  std::string text;
  std::array<char, 16384> piece;
  ssize_t got = 0;
  while ((got = read_some(descriptor, piece)) > 0) text.append(piece.data(), static_cast<std::size_t>(got));
  const int error = errno;
  if (descriptor != STDIN_FILENO) close(descriptor);
  errno = error;
  if (got < 0) return {};
  return text;
}

}  // namespace tool
