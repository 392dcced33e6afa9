"""exports.py ROOT LIBRARY: the shared library exports exactly the symbols of engine/wshake.map.

Each line of the map is an interface that programs may be linked to; removing an interface breaks such programs. The C
functions of the map are the functions of wshake.h.
"""

import fnmatch
import pathlib
import re
import shutil
import subprocess
import sys

root, library = sys.argv[1:]
if shutil.which("nm") is None:
    print("nm is not installed (Debian: binutils)")
    sys.exit(77)

# One name per line: a name "in quotes" is literal, a name without quotes may have wildcards.
map_text = pathlib.Path(root, "engine/wshake.map").read_text(encoding="utf-8")
shown = map_text.partition("global:")[2].partition("local:")[0]
patterns = [line.strip().removesuffix(";") for line in shown.splitlines() if line.endswith(";")]
patterns.remove("}")


def matches(name, pattern):
    return name == pattern.strip('"') if pattern.startswith('"') else fnmatch.fnmatchcase(name, pattern)


run = subprocess.run(["nm", "-DC", "--defined-only", library], capture_output=True, text=True, check=True)
exported = {line.split(maxsplit=2)[2] for line in run.stdout.splitlines()}

header = pathlib.Path(root, "include/wshake/wshake.h").read_text(encoding="utf-8")
declared = set(re.findall(r"^(?!WSHAKE_INLINE)(?:[A-Za-z_*]+ )*[A-Za-z_*]+\s\*?(wshake_\w+)\(", header, re.MULTILINE))
in_map = {pattern for pattern in patterns if pattern.startswith("wshake_")}

if not (patterns and exported and declared):
    sys.exit(f"nothing to compare: {len(patterns)} names in the map, {len(exported)} exported, {len(declared)} declared")

failures = [f"{name} is not in the map" for name in sorted(exported) if not any(matches(name, one) for one in patterns)]
for one in patterns:
    found = [name for name in sorted(exported) if matches(name, one)]
    if len(found) != 1:
        failures.append(f"{one} matches {len(found)} symbols: {', '.join(found) or 'it is not exported'}")
failures += [f"{name} is declared in wshake.h but not in the map" for name in sorted(declared - in_map)]
failures += [f"{name} is in the map but not declared in wshake.h" for name in sorted(in_map - declared)]

elf = subprocess.run(["readelf", "-d", library], capture_output=True, text=True, check=True).stdout
soname = re.search(r"SONAME.*\[(.*)\]", elf)
if soname is None or not re.fullmatch(r"libwshake\.so\.\d+", soname.group(1)):
    failures.append("the soname has no version")
if not failures:
    print(f"{soname.group(1)}: {len(declared)} C functions, {len(exported) - len(declared)} C++ symbols")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
