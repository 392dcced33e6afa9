"""exports.py ROOT LIBRARY: the shared library exports exactly the symbols of engine/wshake.map.

Each line of the map names a symbol that programs may be linked to. Removing the symbol breaks these programs. The C
functions of the map are the functions of wshake.h. LIBRARY is a shared object of Linux or a dylib of macOS.
"""

import fnmatch
import pathlib
import re
import shutil
import subprocess
import sys

root, library = sys.argv[1:]
of_macos = library.endswith(".dylib")
tool = "llvm-nm" if of_macos else "nm"
needed = {tool: "llvm", "llvm-objdump": "llvm", "c++filt": "binutils"} if of_macos else {tool: "binutils", "readelf": "binutils"}
for program, package in needed.items():
    if shutil.which(program) is None:
        print(f"{program} is not installed (Debian: {package})")
        sys.exit(77)


def output(*command, text=None):
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def of_dylib():
    """Returns the names of wshake's exported symbols, and the name by which programs find the library. The names leave
    out the symbols of the compiler's runtime, which Zig's linker adds."""
    found = re.findall(r"\) (?:weak )?external _(\w*wshake\w*)$", output(tool, "-m", library), re.MULTILINE)
    names = output("c++filt", text="\n".join(found)).splitlines()
    return set(names), output("llvm-objdump", "--macho", "--dylib-id", library).splitlines()[-1]


def of_shared_object():
    names = {line.split(maxsplit=2)[2] for line in output(tool, "-DC", "--defined-only", library).splitlines()}
    found = re.search(r"SONAME.*\[(.*)\]", output("readelf", "-d", library))
    return names, found[1] if found else "none"


# engine/wshake.map has one name per line: a name "in quotes" is literal, a name without quotes may have wildcards.
map_text = pathlib.Path(root, "engine/wshake.map").read_text(encoding="utf-8")
shown = map_text.partition("global:")[2].partition("local:")[0]
patterns = [line.strip().removesuffix(";") for line in shown.splitlines() if line.endswith(";")]
patterns.remove("}")


def matches(name, pattern):
    return name == pattern.strip('"') if pattern.startswith('"') else fnmatch.fnmatchcase(name, pattern)


exported, soname = of_dylib() if of_macos else of_shared_object()

header = pathlib.Path(root, "include/wshake/wshake.h").read_text(encoding="utf-8")
prototypes = re.findall(r"^(?!WSHAKE_INLINE)((?:[A-Za-z_*]+ )*[A-Za-z_*]+)\s\*?(wshake_\w+)\(", header, re.MULTILINE)
declared = {one for _, one in prototypes}
in_map = {pattern for pattern in patterns if pattern.startswith("wshake_")}

if not (patterns and exported and declared):
    sys.exit(f"nothing to compare: {len(patterns)} names in the map, {len(exported)} exported, {len(declared)} declared")

failures = [f"{name} is not in the map" for name in sorted(exported) if not any(matches(name, one) for one in patterns)]
failures += [f"{one} has no WSHAKE_C_API in wshake.h" for marks, one in prototypes if not marks.startswith("WSHAKE_C_API ")]
for one in patterns:
    found = [name for name in sorted(exported) if matches(name, one)]
    if len(found) != 1:
        failures.append(f"{one} matches {len(found)} symbols: {', '.join(found) or 'it is not exported'}")
failures += [f"{name} is declared in wshake.h but not in the map" for name in sorted(declared - in_map)]
failures += [f"{name} is in the map but not declared in wshake.h" for name in sorted(in_map - declared)]

if not re.fullmatch(r"@rpath/libwshake\.\d+\.dylib" if of_macos else r"libwshake\.so\.\d+", soname):
    failures.append(f"the soname has no version: {soname}")
if not failures:
    print(f"{soname}: {len(declared)} C functions, {len(exported) - len(declared)} C++ symbols")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
