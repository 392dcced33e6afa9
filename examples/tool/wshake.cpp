// SPDX-License-Identifier: BSL-1.0
// wshake, the command-line tool. The tool's files do all input and output, because the library does none.
#include <csignal>
#include <cstdio>
#include <span>
#include <string_view>

#include <wshake/version.hpp>

#include "manual/manual.hpp"
#include "manual/table.hpp"
#include "wshake_commands.hpp"
#include "wshake_text.hpp"

namespace {

using namespace tool;

int run(std::span<char*> args) {
  if (args.empty()) {
    std::fputs(help_of_tool().c_str(), stderr);
    return exit_usage;
  }
  const std::string_view first = args.front();
  if (first == help_option.name || first == "-h") {
    std::fputs(help_of_tool().c_str(), stdout);
    return exit_ok;
  }
  if (first == version_option.name) {
    std::printf("wshake %s\n", wshake::library_version());
    return exit_ok;
  }
  const command* found = find_command(first);
  if (found == nullptr) {
    std::fprintf(stderr, "wshake: unknown command '%s'; see wshake --help\n", visible(first).c_str());
    return exit_usage;
  }
  for (const std::string_view each : args.subspan(1)) {
    if (each != help_option.name && each != "-h") continue;
    std::fputs(help_of(*found).c_str(), stdout);
    return exit_ok;
  }
  arguments rest(*found, args.subspan(1));
  return found->run(rest);
}

}  // namespace

int main(int count, char** values) {
  // If the reader of standard output has closed the pipe, SIGPIPE must not end the process: write() then fails, and the
  // tool reports the error.
  std::signal(SIGPIPE, SIG_IGN);
  const int code = run(std::span(values, static_cast<std::size_t>(count)).subspan(count > 0 ? 1 : 0));
  // The output may still be in stdio's buffer, and the disk may be full.
  if (std::fflush(stdout) != 0 || std::ferror(stdout) != 0) {
    std::perror("wshake: standard output");
    return exit_io_error;
  }
  return code;
}
