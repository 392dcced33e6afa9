"""abi.py ROOT [--update]: a C program that was linked with the last release runs with this library.

abi.xml describes the functions and types of wshake.h in the last release; abidiff reports the changes since that
release. Additions are allowed: functions, enumerators after the last enumerator, and members at the end of structs that
begin with the member `size`. Any other change needs a new soname, that is, a new first number of the library's version.
At a release, --update writes abi.xml.

abi.xml leaves out the C++ functions, so the test does not notice a change in the layout of a C++ type: a C++ program
must be compiled with the headers of the library that it runs with. exports.py compares the names of the C++ functions.
"""

import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile

if sys.argv[2:] not in ([], ["--update"]):
    sys.exit(__doc__)
root = pathlib.Path(sys.argv[1]).resolve()
update = sys.argv[2:] == ["--update"]
description = pathlib.Path(__file__).resolve().parent / "abi.xml"
HEADER = "include/wshake/wshake.h"

for program, package in {"g++": "g++", "abidiff": "abigail-tools"}.items():
    if shutil.which(program) is None:
        print(f"{program} is not installed (Debian: {package})")
        sys.exit(77)
if platform.machine() != "x86_64":
    print(f"abi.xml describes the library for x86_64, but this machine is {platform.machine()}")
    sys.exit(77)

version = re.search(r"version: '(\d+)", (root / "meson.build").read_text(encoding="utf-8")).group(1)
soname = f"libwshake.so.{version}"
if not update and f"soname='{soname}'" not in description.read_text(encoding="utf-8"):
    print(f"the soname {soname} is new: no release has a description of it")
    sys.exit(0)

COMPILE = ["g++", "-std=c++20", "-g", "-fno-exceptions", "-fno-rtti", "-fPIC", "-shared", "-Iinclude", "-Iengine"]
COMPILE += [f"-ffile-prefix-map={root}=.", f"-Wl,-soname,{soname}"]
DESCRIBE = ["abidw", "--no-corpus-path", "--no-comp-dir-path", "--no-show-locs", "--no-elf-needed", "--no-parameter-names"]
DESCRIBE += ["--exported-interfaces-only", "--drop-private-types", "--header-file", HEADER]
ONLY_C = """
[suppress_function]
symbol_name_not_regexp = ^wshake_
drop = yes
"""
MAY_GROW = """
[suppress_type]
name = {}
type_kind = struct
has_data_member_inserted_at = end
"""


def run(*command, good=lambda code: code == 0):
    done = subprocess.run(command, capture_output=True, text=True, cwd=root)
    if not good(done.returncode):
        sys.exit(f"{' '.join(command)}:\n{done.stdout}{done.stderr}")
    return done.returncode, done.stdout


header = (root / HEADER).read_text(encoding="utf-8")
growing = re.findall(r"struct (\w+) \{\n  size_t size; +//", header)
# The functions of wshake.h take the header's unions only by pointer. The functions wshake_room_of_*, which only this
# test compiles, name each union, so that the library's description has the union.
rooms = re.findall(r"typedef union (\w+) \{", header)
with tempfile.TemporaryDirectory() as folder:
    suppressions = pathlib.Path(folder, "suppressions")
    suppressions.write_text(ONLY_C + "".join(MAY_GROW.format(name) for name in growing), encoding="utf-8")
    filters = ["--suppressions", str(suppressions)]
    shown = pathlib.Path(folder, "map")
    exported = (root / "engine/wshake.map").read_text(encoding="utf-8")
    shown.write_text(exported.replace("global:", "global: wshake_room_of_*;"), encoding="utf-8")
    with_rooms = pathlib.Path(folder, "rooms.cpp")
    functions = "".join(f'extern "C" void wshake_room_of_{one}(const {one}*) {{}}\n' for one in rooms)
    with_rooms.write_text(f"#include <wshake/wshake.h>\n{functions}", encoding="utf-8")
    sources = sorted(str(path.relative_to(root)) for path in (root / "engine/c").glob("*.cpp"))
    compiled = f"{folder}/libwshake.so"
    run(*COMPILE, f"-Wl,--version-script={shown}", *sources, str(with_rooms), "-o", compiled)
    now = pathlib.Path(folder, "now.xml")
    text = run(*DESCRIBE, *filters, compiled)[1].replace(folder, "")
    now.write_text(text, encoding="utf-8")
    if update:
        shutil.copyfile(now, description)
    changed, report = run("abidiff", *filters, "--no-added-syms", description, now, good=lambda code: code & 3 == 0)

if not (growing and rooms):
    sys.exit(f"found no types in {HEADER}")
# If abi.xml left out a type of wshake.h, the test would not notice a change of this type.
described = set(re.findall(r"name='(\w+)'[^>]* size-in-bits", text))
missing = set(re.findall(r"typedef (?:struct|union)(?: WSHAKE_TWIN)? (\w+) \{", header)) - described
if missing:
    sys.exit(f"the description of the library lacks {', '.join(sorted(missing))}")
if changed:
    print(report, "Programs that were linked with the last release may break: see tests/hygiene/abi.py.", sep="\n")
    sys.exit(1)
count = len(re.findall(r"<elf-symbol name='wshake_(?!room_of_)", text))
print(f"{count} functions of wshake.h and {len(described)} types; structs that may grow: {len(growing)}")
