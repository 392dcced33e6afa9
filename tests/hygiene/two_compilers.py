"""two_compilers.py ROOT: a program and a library agree on every error code if different compilers have compiled them.

g++ may pass an 8-bit error code above 127 with ones in the upper bits of a register. A function that clang++ compiles
expects zeros in these bits. The program passes each error code to the library twice: as a constant, and from memory.
The library must return the same row of its error table both times.
"""

import pathlib
import subprocess
import sys
import tempfile

from compilers import require

PROGRAM = r"""
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <utility>

#include "wshake.hpp"

using wshake::errc;

template <std::size_t number>
bool agrees() {
  volatile errc in_memory = static_cast<errc>(number);
  return std::strcmp(wshake::describe(static_cast<errc>(number)).name, wshake::describe(in_memory).name) == 0 &&
         wshake::is_malformed(static_cast<errc>(number)) == wshake::is_malformed(in_memory);
}

template <std::size_t... numbers>
unsigned count(std::index_sequence<numbers...>) {
  return (0U + ... + unsigned{agrees<numbers>()});
}

int main() {
  const unsigned right = count(std::make_index_sequence<wshake::errc_count>());
  std::printf("%u of %u\n", right, wshake::errc_count);
  return right == wshake::errc_count && right > 100 ? 0 : 1;
}
"""

root = sys.argv[1]
COMPILERS = "g++", "clang++"
for each in COMPILERS:
    require(each)

failures = []
with tempfile.TemporaryDirectory() as scratch:
    folder = pathlib.Path(scratch)
    subprocess.run([sys.executable, "-B", f"{root}/engine/amalgamate.py", scratch, "--files-only"], check=True)
    (folder / "program.cpp").write_text(PROGRAM, encoding="utf-8")

    def run(*command):
        result = subprocess.run(command, cwd=folder, capture_output=True, text=True, encoding="utf-8", errors="replace")
        if result.returncode != 0:
            failures.append(f"{' '.join(command)}: exit code {result.returncode}\n{result.stdout}{result.stderr}")
        return result.stdout

    for compiler in COMPILERS:
        flags = ["-std=c++20", "-O1", "-c"]
        run(compiler, *flags, "wshake.cpp", "-o", f"library.{compiler}.o")
        run(compiler, *flags, "program.cpp", "-o", f"program.{compiler}.o")
    for program, library in (COMPILERS, COMPILERS[::-1]):
        run("g++", f"program.{program}.o", f"library.{library}.o", "-o", "program")
        if not failures:
            print(f"program by {program}, library by {library}: {run('./program').strip()} codes")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
