"""two_files.py ROOT COMPILER: a user can copy the output of engine/amalgamate.py into a project.

wshake.cpp compiles without special flags and without a warning, even if macros like those of <windows.h> are defined.
wshake.hpp leaves no macro defined. README's program builds with README's command and prints README's output. A sample
of README and a sample of the guide, which include <wshake/…>, compile if the folder with the output is on the include
path. The code of a program that uses only the server is not larger than LARGEST_CODE, and the program contains no
function of LEFT_OUT. If COMPILER compiles for Windows, the test compiles only one source: the real <windows.h>, then
wshake.cpp, which includes wshake.hpp.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from compilers import MEASURED_WITH, is_measured, require
from readme import two_files_program

root, compiler = sys.argv[1:]
require(compiler)

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Wold-style-cast", "-Werror"]
PURE = ["-fno-exceptions", "-fno-rtti"]

# Macros that <windows.h> and the headers included by <windows.h> define, and macros that a program may define itself.
HOSTILE = """
#define min(a, b) ((a) < (b) ? (a) : (b))
#define max(a, b) ((a) > (b) ? (a) : (b))
""" + "".join(
    f"#define {name} {value}\n"
    for name, value in [line.partition(" ")[::2] for line in """ERROR 0
NO_ERROR 0L
interface struct
small char
hyper long
near
far
NEAR near
FAR far
IN
OUT
OPTIONAL
CONST const
VOID void
BOOL int
TRUE 1
FALSE 0
DELETE 0x10000
DIFFERENCE 11
IGNORE 0
INFINITE 0xffffffff
STRICT 1
pascal
cdecl
GetObject GetObjectA
GetMessage GetMessageA
SendMessage SendMessageA
DrawText DrawTextA
Yield()
s_addr S_un.S_addr
DEBUG 1
PORTABLE 1
VERSION "1"
""".splitlines()]
)

SERVER_ONLY = """#include "wshake.hpp"
extern "C" long read(int, void*, unsigned long);
extern "C" long write(int, const void*, unsigned long);
int main() {
  char storage[wshake::small_server_storage_size], data[1024];
  wshake::server server(storage);
  while (server.state() == wshake::server_state::need_more) {
    const long size = read(0, data, sizeof data);
    if (size <= 0) return 1;
    static_cast<void>(server.feed({data, static_cast<unsigned long>(size)}));
  }
  const bool upgrade = server.state() == wshake::server_state::upgrade;
  const wshake::octets answer = (upgrade ? server.accept(data) : server.respond(data)).written;
  return write(1, answer.data(), answer.size()) < 0;
}
"""

# Limits on the code size of a program that uses only the server, compiled with -Os. "detect": with variants for several
# kinds of processors; the library chooses a variant at run time. "portable": with plain C++ only.
LARGEST_CODE = {
    "g++": {"detect": 32 * 1024, "portable": 30 * 1024},
    "clang++": {"detect": 37 * 1024, "portable": 35 * 1024},
}

# Functions of the library that a program contains only if the program calls them.
LEFT_OUT = ["wshake::read_proxy_header(", "wshake::socks::", "wshake::proxy::"]

failures = []


def run(*command, text=None, expected=True):
    result = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", cwd=folder)
    if expected and result.returncode != 0:
        failures.append(f"{' '.join(command)}:\n{result.stderr}{result.stdout}")
    return result.stdout


def compile_source(text, *flags):
    run(compiler, *flags, "-I.", "-x", "c++", "-c", "-", "-o", "one.o", text=text)


def macros_of(text):
    return set(run(compiler, "-std=c++20", "-I.", "-dM", "-E", "-x", "c++", "-", text=text).splitlines())


def test_readme():
    found = two_files_program(root)
    if found is None:
        failures.append("README.md has no program of two files, or no command that builds it")
        return
    program, line, expected = found
    pathlib.Path(folder, "hello.cpp").write_text(program, encoding="utf-8")
    said = run("sh", "-c", f"{compiler} -Wall -Wextra -Werror {line}").replace("\r\n", "\n")
    if said.rstrip() != expected.rstrip():
        failures.append(f"README.md shows the output\n{expected}\nbut the program writes\n{said}")


def test_folder():
    """Compiles README's first sample in C++, the guide's first sample in C, and each public header alone, included as
    <wshake/NAME>."""
    for page, language, standard in (
        ("README.md", "cpp", ("c++", "-std=c++20")),
        ("docs/guide.md", "c", ("c", "-std=c99")),
    ):
        text = pathlib.Path(root, page).read_text(encoding="utf-8")
        sample = re.search(rf"^```{language}\n((?:(?!^```).)*#include <wshake/.*?)^```", text, re.DOTALL | re.MULTILINE)
        if sample is None:
            failures.append(f"{page} has no sample in {language}")
            continue
        command = compiler if language == "cpp" else compiler.replace("clang++", "clang").replace("g++", "gcc")
        run(command, standard[1], "-I.", "-x", standard[0], "-c", "-", "-o", "one.o", text=sample.group(1))
    ours = {path.name for path in pathlib.Path(root, "include", "wshake").glob("*.h*")}
    theirs = {path.name for path in pathlib.Path(folder, "wshake").iterdir()}
    if ours != theirs:
        failures.append(f"the output's folder wshake lacks or adds headers: {sorted(ours ^ theirs)}")
    for name in sorted(theirs):
        compile_source(f"#include <wshake/{name}>\n", "-std=c++20", *WARNINGS)


def server_size(level, *flags):
    """Compiles a program that uses only the server. Returns a text with the sizes of the program's code, tables and
    strings."""
    pathlib.Path(folder, "server_only.cpp").write_text(SERVER_ONLY, encoding="utf-8")
    for_size = ["-std=c++20", "-Os", "-ffunction-sections", "-fdata-sections", *PURE, "-fno-asynchronous-unwind-tables"]
    for_size += ["-fno-pie", "-no-pie", "-Wl,--gc-sections"]
    run(compiler, *for_size, *flags, "-c", "wshake.cpp", "-o", "wshake.o")
    run(compiler, *for_size, *flags, "server_only.cpp", "wshake.o", "-o", "server_only")
    everything, linked = (run("nm", "-SC", name) for name in ("wshake.o", "server_only"))
    for name in LEFT_OUT:
        if name not in everything or name in linked:
            where = "the library lacks" if name not in everything else "has"
            failures.append(f"server only, {level}: {where} {name}")
    sizes = {"T": 0, "R": 0}
    for line in linked.splitlines():
        columns = line.split(None, 3)
        if len(columns) == 4 and "wshake::" in columns[3]:
            sizes["T" if columns[2] in "tTwW" else "R"] += int(columns[1], 16)
    sections = run("size", "-A", "server_only")
    rodata = int(re.search(r"^\.rodata\s+(\d+)", sections, re.MULTILINE).group(1))
    strings = rodata - sizes["R"]
    limit = LARGEST_CODE[compiler][level]
    if sizes["T"] == 0 or (sizes["T"] > limit and is_measured(compiler)):
        failures.append(f"server only, {level}: {sizes['T']:,} bytes of code, the limit is {limit:,}")
    return f"{level}: {sizes['T']:,} code, {sizes['R']:,} tables, {strings:,} text"


with tempfile.TemporaryDirectory() as parent:
    folder = f"{parent}/third-party/wshake"  # amalgamate.py makes this folder
    amalgamate = [sys.executable, f"{root}/engine/amalgamate.py"]
    said = subprocess.run([*amalgamate, folder], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    unsaid = [path.name for path in pathlib.Path(folder).iterdir() if str(path) not in said]
    failures += [f"amalgamate.py does not say that it wrote {name}" for name in unsaid]
    written = [path for path in pathlib.Path(folder).rglob("*") if path.is_file()]
    failures += [f"{path.name} is not ASCII" for path in written if not path.read_bytes().isascii()]
    said = subprocess.run([*amalgamate, "--help"], check=True, capture_output=True, text=True, encoding="utf-8").stdout
    failures += [f"amalgamate.py --help lacks {word}" for word in ("FOLDER", "--files-only", "LICENSE") if word not in said]
    note = ""
    if "mingw" in compiler:
        compile_source('#include <winsock2.h>\n#include <windows.h>\n#include "wshake.cpp"\n', "-std=c++20", *WARNINGS)
    else:
        for standard in ("-std=c++20", "-std=c++2b"):
            run(compiler, standard, *WARNINGS, *PURE, "-c", "wshake.cpp", "-o", "one.o")
        # A source that includes wshake.cpp, and headers before and after wshake.cpp.
        everything = '#include "wshake.h"\n#include "wshake.hpp"\n#include "wshake.cpp"\n#include "wshake.h"\n'
        compile_source(HOSTILE + everything, "-std=c++20", *WARNINGS)
        header = pathlib.Path(folder, "wshake.hpp").read_text(encoding="utf-8")
        system = "".join(re.findall(r"^#include <.*\n", header, re.MULTILINE))
        left = macros_of(system + '#include "wshake.hpp"\n') - macros_of(system)
        failures += [f"wshake.hpp leaves a macro defined: {line}" for line in sorted(left)]
        left = macros_of('#include "wshake.h"\n') - macros_of("#include <stddef.h>\n#include <stdint.h>\n")
        failures += [f"wshake.h leaves a macro defined: {one}" for one in sorted(left) if not one.startswith("#define WSHAKE_")]
        test_readme()
        test_folder()
        if not failures:
            sizes = server_size("detect"), server_size("portable", "-DWSHAKE_PROCESSOR_PORTABLE")
            note = f"server only, {'; '.join(sizes)}"
            note += "" if is_measured(compiler) else f" (not held to a limit: the limits are of {compiler} {MEASURED_WITH[compiler]})"

print("\n".join(failures) or note or "compiles after <windows.h>")
sys.exit(bool(failures))
