#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks that the declarations in examples/python and examples/lua match the text of wshake.h and the memory layout
that a compiler gives to its types, and that LuaJIT accepts all declarations of wshake.h.

Usage: test_declarations.py LIBRARY COMPILER...
"""

import ctypes
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from declarations import Member, declarations_of
from programs import EXAMPLES, ROOT, luajit_lacks

from checks import check, finish

LIBRARY, *COMPILER = sys.argv[1:]
os.environ["WSHAKE_LIBRARY"] = os.path.abspath(LIBRARY)
sys.path.insert(0, str(EXAMPLES / "python"))
import wshake_c

HEADER_TEXT = (ROOT / "include/wshake/wshake.h").read_text(encoding="utf-8")
HEADER = declarations_of(HEADER_TEXT)
LUA_FILES = [EXAMPLES / "lua" / name for name in ("wshake_c.lua", "wshake.lua", "wshake_server.lua")]
LUA_TEXT = "".join(file.read_text(encoding="utf-8") for file in LUA_FILES)
LUA = declarations_of("\n".join(re.findall(r"ffi\.cdef \[\[(.*?)\]\]", LUA_TEXT, re.DOTALL)))
NUMBERS = dict(re.findall(r"^#define (WSHAKE_\w+) (\d+)", HEADER_TEXT, re.MULTILINE))

# Maps a type of wshake.h that is no struct to the type of Python's ctypes that represents it.
PLAIN = {
    "bool": ctypes.c_bool,
    "char": ctypes.c_char,
    "size_t": ctypes.c_size_t,
    "uint8_t": ctypes.c_uint8,
    "uint16_t": ctypes.c_uint16,
    "uint32_t": ctypes.c_uint32,
    "uint64_t": ctypes.c_uint64,
    "unsigned": ctypes.c_uint,
    "void": None,
    "void*": ctypes.c_void_p,
}
STRUCTS = {
    "wshake_" + re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower(): kind
    for name, kind in vars(wshake_c).items()
    if name[0].isupper() and hasattr(kind, "_fields_")
}


def ctypes_of(each):
    """Returns the types of Python's ctypes that may represent the type of a member or parameter in wshake.h."""
    kind = each.type.removeprefix("const ")
    if each.count:
        return [PLAIN[kind] * each.count]
    if kind in HEADER.enums:
        return [ctypes.c_int]
    if kind == "char*":
        return [ctypes.POINTER(ctypes.c_char), ctypes.c_char_p]
    if kind.removesuffix("*") in HEADER.opaque:
        return [ctypes.c_void_p]
    if kind.endswith("*") and kind[:-1] in STRUCTS:
        return [ctypes.POINTER(STRUCTS[kind[:-1]])]
    return [STRUCTS[kind] if kind in STRUCTS else PLAIN[kind]]


def layouts():
    """Returns the sizes and offsets that the compiler gives to structs and members, such as {"wshake_octets": "16",
    "wshake_octets size": "8 8"} (the offset and the size of the member `size`), the sizes of enumerations, and the
    values of enumerators."""
    program = ["#include <stdio.h>", "#include <wshake/wshake.h>", "int main(void) {"]
    for name in (*HEADER.structs, *HEADER.enums):
        program.append(f'  printf("{name}: %zu\\n", sizeof({name}));')
    for name, members in HEADER.structs.items():
        for each in members:
            place = f"offsetof({name}, {each.name}), sizeof((({name}*)0)->{each.name})"
            program.append(f'  printf("{name} {each.name}: %zu %zu\\n", {place});')
    for enumerators in HEADER.enums.values():
        for enumerator in enumerators:
            program.append(f'  printf("{enumerator}: %d\\n", (int){enumerator});')
    with tempfile.TemporaryDirectory() as folder:
        source, binary = Path(folder, "layouts.c"), Path(folder, "layouts")
        source.write_text("\n".join([*program, "}", ""]))
        include = ["-I", ROOT / "include"]
        subprocess.run([*COMPILER, "-x", "c", "-std=c99", *include, source, "-o", binary], check=True)
        said = subprocess.run([binary], capture_output=True, text=True, check=True).stdout
    return dict(line.split(": ") for line in said.splitlines())


def test_header():
    """The parser finds all types and functions of wshake.h, and agrees with a compiler about the enumerators'
    values."""
    count = len(re.findall(r"^typedef ", HEADER_TEXT, re.MULTILINE))
    found = len(HEADER.structs) + len(HEADER.enums) + len(HEADER.opaque)
    check("all types are found", found == count, (found, count))
    count = len(re.findall(r"^(?!WSHAKE_INLINE)\w[^/]*?\bwshake_\w+\(", HEADER_TEXT, re.MULTILINE))
    check("all functions are found", len(HEADER.functions) == count, (len(HEADER.functions), count))
    values = {name: str(value) for enumerators in HEADER.enums.values() for name, value in enumerators.items()}
    check("all values are those of the header", values and values.items() <= LAYOUTS.items(), values)


def test_python():
    check("structs are found", len(STRUCTS) > 10 and STRUCTS.keys() <= HEADER.structs.keys(), STRUCTS)
    for name, kind in STRUCTS.items():
        members = HEADER.structs[name]
        names = [field[0] for field in kind._fields_]
        good = names == [each.name for each in members]
        good = good and all(field[1] in ctypes_of(each) for field, each in zip(kind._fields_, members))
        check(f"{kind.__name__} has the members of {name}", good, kind._fields_)
        seen = {name: f"{ctypes.sizeof(kind)}"}
        for field in names:
            seen[f"{name} {field}"] = f"{getattr(kind, field).offset} {getattr(kind, field).size}"
        check(f"{kind.__name__} lies in memory as {name}", seen.items() <= LAYOUTS.items(), seen)
    sizes = {int(LAYOUTS[name]) for name in HEADER.enums}
    check("an enumeration is an int", sizes == {ctypes.sizeof(ctypes.c_int)}, sizes)

    for name, (result, *parameters) in wshake_c.PROTOTYPES.items():
        wanted, members = HEADER.functions.get(f"wshake_{name}", ("", []))
        pairs = zip([result, *parameters], [Member(wanted, ""), *members])
        good = len(parameters) == len(members) and all(kind in ctypes_of(each) for kind, each in pairs)
        check(f"the prototype of {name}", good, (result, parameters, wanted, members))
    numbers = {name: value for name, value in vars(wshake_c).items() if name.isupper() and isinstance(value, int)}
    ours = {f"WSHAKE_{name}": str(value) for name, value in numbers.items()}
    check("numbers agree", len(ours) > 2 and ours.items() <= NUMBERS.items(), ours)


def test_lua():
    check("declarations are found", len(LUA.texts) > 30, LUA)
    for text in sorted(LUA.texts):
        if not text.startswith("typedef enum"):
            check(f"as in wshake.h: {text:.60}", text in HEADER.texts, text)
    for name, enumerators in LUA.enums.items():
        check(f"of {name}", enumerators and enumerators.items() <= HEADER.enums[name].items(), enumerators)
    ours = {name: value for value, name in re.findall(r"= (\d+)  -- (WSHAKE_\w+)", LUA_TEXT)}
    check("numbers of Lua agree", len(ours) > 1 and ours.items() <= NUMBERS.items(), ours)


def test_luajit():
    """LuaJIT accepts all declarations of wshake.h, and gives them the compiler's memory layout."""
    if reason := luajit_lacks():
        return print(f"LuaJIT's view of wshake.h: not tested, {reason}")
    program = f"""
        local ffi = require("ffi")
        ffi.cdef [[{";".join(HEADER.texts)};]]
        local library = ffi.load("{os.environ["WSHAKE_LIBRARY"]}")
        for line in io.lines() do
          local name, member = line:match("^(%S+) ?(%S*)$")
          if name:find("^WSHAKE_") then print(line .. ": " .. library[name])
          elseif member == "()" then print(name .. ": " .. tostring(ffi.istype("void*", library[name])))
          elseif member == "" then print(line .. ": " .. ffi.sizeof(name))
          else print(line .. ": " .. ffi.offsetof(name, member)) end
        end"""
    asked = [*LAYOUTS, *(f"{name} ()" for name in HEADER.functions)]
    result = subprocess.run(["luajit", "-e", program], input="\n".join(asked), capture_output=True, text=True)
    seen = dict(line.split(": ") for line in result.stdout.splitlines())
    wanted = {place: said.split()[0] for place, said in LAYOUTS.items()} | dict.fromkeys(HEADER.functions, "false")
    check("LuaJIT agrees with the compiler", seen == wanted, (seen.items() ^ wanted.items(), result.stderr))


LAYOUTS = layouts()
finish(test_header, test_python, test_lua, test_luajit)
