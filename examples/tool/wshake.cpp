// SPDX-License-Identifier: BSL-1.0
// wshake, the command-line tool. The library does no input or output; the tool's files do it.
#include <array>
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include <wshake/version.hpp>

#include "wshake_commands.hpp"

namespace {

using namespace tool;

const std::array commands = {&demo_command, &accept_command, &connect_command, &explain_command, &key_command};

void print_help(std::FILE* to) {
  std::fputs(R"(wshake performs the opening handshake of a WebSocket connection (RFC 6455 §4).

Usage: wshake COMMAND [ARGUMENTS]

)",
             to);
  for (const command* each : commands) std::fprintf(to, "  %-8s %s\n", each->name, each->summary);
  std::fputs(R"(
wshake COMMAND --help describes a command; wshake --version prints the version.

Exit status: 0 success, 1 handshake refused or rule broken, 2 usage error,
3 input or output error. The help of a command has the details.
)",
             to);
}

const command* find_command(std::string_view name) {
  for (const command* each : commands) {
    if (name == each->name) return each;
  }
  return nullptr;
}

int print_help_of(const command& which) {
  for (const char* part : {which.help, which.options, which.exit_status}) std::fputs(part, stdout);
  return exit_ok;
}

int run(std::span<char*> args) {
  if (args.empty()) {
    print_help(stderr);
    return exit_usage;
  }
  const std::string_view first = args.front();
  if (first == "--help" || first == "-h" || (first == "help" && args.size() == 1)) {
    print_help(stdout);
    return exit_ok;
  }
  if (first == "--version") {
    std::printf("wshake %s\n", wshake::library_version());
    return exit_ok;
  }
  const bool asks_for_help = first == "help";
  const std::string_view name = asks_for_help ? args[1] : args[0];
  const command* found = find_command(name);
  if (found == nullptr) {
    std::fprintf(stderr, "wshake: unknown command '%.*s'; see wshake --help\n", static_cast<int>(name.size()),
                 name.data());
    return exit_usage;
  }
  if (asks_for_help) return print_help_of(*found);
  for (const std::string_view each : args.subspan(1)) {
    if (each == "--help" || each == "-h") return print_help_of(*found);
  }
  arguments rest(found->name, args.subspan(1));
  return found->run(rest);
}

}  // namespace

int main(int count, char** values) {
  // If the reader of standard output has left, write() fails and the tool reports the error. SIGPIPE must not end the
  // process.
  std::signal(SIGPIPE, SIG_IGN);
  const int code = run(std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0));
  // The output may still be in stdio's buffer, and the disk may be full.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::perror("wshake: standard output");
    return exit_io_error;
  }
  return code;
}
