"""library.py ROOT COMPILER [-DMACRO] SOURCE...: wshake, compiled with fixed flags, needs no other library and stays
within its limits of size.

The symbols in UNDEFINED are wshake's only undefined symbols, none of its code runs before main, and a cache of one
octet is its only writable data. The size of its code (with the compilers that compilers.py lists) and of its stack
frames is limited. A program with a server, a client or a tunnel links nothing of engine/proxy. SOURCE may also be one
file with all sources, which compiles faster. The test then checks only the whole library, not programs that link a part
of the library.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

from compilers import MEASURED_WITH, is_measured, require

UNDEFINED = {"memcpy", "memmove", "memset", "memcmp", "_GLOBAL_OFFSET_TABLE_"}
# The limit for a program that links only the server, and the limit for the whole library, in bytes. Both limits include
# all variants of functions for the features of processors: the library chooses among them at run time. A 32-bit
# processor needs more code for masks of 64 bits.
LARGEST_TEXT = {"engine/handshake/server.cpp": 113 * 1024, "everything": 229 * 1024}
if "i686" in sys.argv[2]:
    LARGEST_TEXT = {part: size * 5 // 4 for part, size in LARGEST_TEXT.items()}
LARGEST_FRAME = 2048

# The library's only writable data: one octet that caches the processor's features, if the library queries the
# processor.
WRITABLE = {("engine/processor/features.cpp", ".bss"): 1}

FLAGS = ["-std=c++20", "-O2", "-fno-exceptions", "-fno-rtti", "-fno-stack-protector", "-U_FORTIFY_SOURCE"]
FLAGS += ["-fcf-protection=none", "-fstack-usage"]

root, compiler, *source_files = sys.argv[1:]
require(compiler)
if not source_files:
    sys.exit("found no sources")
if source_files[0].startswith("-DWSHAKE_PROCESSOR_"):
    FLAGS.append(source_files.pop(0))
    WRITABLE = {}
elif len(source_files) == 1:
    WRITABLE = {(os.path.relpath(source_files[0], root), ".bss"): 1}
# wshake.cpp, the file with all sources, undefines _GLIBCXX_ASSERTIONS. For the sources of engine/ the build files
# undefine the macro.
FLAGS.append("-D_GLIBCXX_ASSERTIONS" if len(source_files) == 1 else "-U_GLIBCXX_ASSERTIONS")
if len(source_files) == 1:
    del LARGEST_TEXT["engine/handshake/server.cpp"]
prefix = compiler.removesuffix("g++") if compiler.endswith("-g++") else ""
if prefix:
    FLAGS.remove("-fcf-protection=none")
if "clang" in compiler:
    FLAGS.append("-fno-builtin-bcmp")


def output(*command):
    run = subprocess.run(command, capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{' '.join(command)}:\n{run.stderr}")
    return run.stdout.splitlines()


failures = []
undefined = {}
defined = {}
needs = {}  # the undefined symbols of each source
text = {}
frames = {}

with tempfile.TemporaryDirectory() as folder:
    for number, source in enumerate(source_files):
        name = os.path.relpath(source, root)
        compiled = pathlib.Path(folder, f"{number}.o")
        output(compiler, *FLAGS, f"-I{root}/include", f"-I{root}/engine", "-c", source, "-o", str(compiled))

        for line in output(prefix + "nm", "-P", str(compiled)):
            symbol, kind = line.split()[:2]
            if kind in "Uwv":
                undefined.setdefault(symbol, name)
                needs.setdefault(name, []).append(symbol)
            else:
                defined.setdefault(symbol, name)

        # The columns of a line: "[Nr] Name Type Address Off Size ES Flg Lk Inf Al".
        for line in output(prefix + "readelf", "-SW", str(compiled)):
            columns = line.partition("]")[2].split()
            if len(columns) != 10 or columns[0] == "Name":
                continue
            section, size, section_flags = columns[0], int(columns[4], 16), columns[6]
            if size == 0:
                continue
            if section.startswith((".init_array", ".preinit_array", ".ctors")):
                failures.append(f"{name}: code runs before main ({section})")
            elif "W" not in section_flags or section.startswith(".data.rel.ro"):
                continue
            elif WRITABLE.get((name, section)) != size:
                failures.append(f"{name}: {size} writable bytes ({section})")

        text[name] = int(output(prefix + "size", str(compiled))[1].split()[0])

        usage = compiled.with_suffix(".su")
        for line in usage.read_text().splitlines() if usage.exists() else []:
            function, size, kind = line.split("\t")
            place = f"{name}:{function.split(':', 1)[1]}"
            frames[place] = int(size)
            if int(size) > LARGEST_FRAME:
                failures.append(f"{place}: a stack frame of {size} bytes, the limit is {LARGEST_FRAME}")
            if kind == "dynamic":  # the size of a frame of the kind "dynamic,bounded" is known
                failures.append(f"{place}: a stack frame of unbounded size")

for symbol in sorted(undefined.keys() - defined.keys() - UNDEFINED):
    failures.append(f"{undefined[symbol]}: undefined symbol {symbol}")


def linked(source):
    """Returns the sources of the library that a program links if the program needs `source`."""
    found, open_ends = set(), {source}
    while open_ends:
        one = open_ends.pop()
        found.add(one)
        open_ends |= {defined[symbol] for symbol in needs.get(one, []) if symbol in defined} - found
    return found


sizes = {part: sum(text[one] for one in (linked(part) if part in text else text)) for part in LARGEST_TEXT}
for part, size in sizes.items():
    if is_measured(compiler) and size > LARGEST_TEXT[part]:
        failures.append(f"{part}: {size} bytes of text, the limit is {LARGEST_TEXT[part]}")
if len(source_files) > 1:
    for role in ("server", "client", "tunnel"):
        for one in sorted(linked(f"engine/handshake/{role}.cpp")):
            if one.startswith("engine/proxy/"):
                failures.append(f"a program with a {role} links {one}")
    for one in sorted(linked("engine/proxy/proxy_header.cpp")):
        if not one.startswith("engine/proxy/"):
            failures.append(f"a program that reads a PROXY protocol header links {one}")
    if not any(one.startswith("engine/proxy/") for one in linked("engine/c/c_socks.cpp")):
        failures.append("a program with a socks links nothing of engine/proxy")
if not frames:
    failures.append("the compiler reported no stack frames")

if not failures:
    needed = sorted(undefined.keys() & UNDEFINED - {"_GLOBAL_OFFSET_TABLE_"})
    shown = ", ".join(f"{pathlib.Path(part).stem} {size:,}" for part, size in sizes.items())
    unlimited = "" if is_measured(compiler) else f" (not held to a limit: the limits are of {compiler} {MEASURED_WITH.get(compiler)})"
    print(f"text: {shown}{unlimited}; largest frame {max(frames.values()):,}, needs {' '.join(needed) or 'nothing'}")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
