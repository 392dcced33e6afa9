"""exports_of_dll.py ROOT LIBRARY SOURCE: a DLL of Windows exports the functions that the shared library exports.

SOURCE is the engine as one file. Before the test compares the demangled names, it replaces the type of size_t in them
by the word size_t, because size_t is another type on Windows than on Linux.
"""

import pathlib
import re
import subprocess
import sys
import tempfile

from compilers import require

root, library, source = sys.argv[1:]
COMPILER = "x86_64-w64-mingw32-g++"
require(COMPILER)


def output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def read(names):
    """Returns the demangled names, in which the word size_t replaces the type of size_t."""
    return set(re.sub(r"unsigned long( long)?|(?<=\d)ull?\b", "size_t", output("c++filt", text="\n".join(names))).splitlines())


with tempfile.TemporaryDirectory() as folder:
    dll = f"{folder}/wshake.dll"
    flags = ["-std=c++20", "-O0", "-shared", "-DWSHAKE_BUILDS_SHARED", "-fno-exceptions", "-fno-rtti"]
    output(COMPILER, *flags, source, "-static-libgcc", "-static-libstdc++", "-o", dll)
    tables = output(COMPILER.replace("g++", "objdump"), "-p", dll)
in_dll = read(re.findall(r"^\t\[ *\d+\] (?:\+base\[ *\d+\] +[0-9a-f]+ )?(\w+)$", tables.partition("Name Pointer]")[2], re.MULTILINE))
in_library = read(line.split()[-1] for line in output("nm", "-D", "--defined-only", library).splitlines())

failures = [f"only the shared library exports {name}" for name in sorted(in_library - in_dll)]
failures += [f"only the DLL exports {name}" for name in sorted(in_dll - in_library)]
if len(in_dll) < 100:
    failures.append(f"found only {len(in_dll)} functions of the DLL")
print("\n".join(failures) or f"{len(in_dll)} functions, exported by the DLL and by the shared library")
sys.exit(bool(failures))
