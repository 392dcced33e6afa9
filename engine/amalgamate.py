"""amalgamate.py FOLDER [--files-only]: writes the library as two files, for projects that copy the library.

The script makes FOLDER if it is missing, and writes these files to it:
- wshake.hpp: all public headers except <wshake/error_code.hpp> and <wshake/format.hpp>.
- wshake.cpp: the engine. Compile it beside your own sources, in C++20, without special flags.
- wshake.h: the header for C.
- LICENSE, unless --files-only is given.
- wshake/, unless --files-only is given: a header of one line for each public header, so that
  `#include <wshake/server.hpp>` compiles with -IFOLDER, and the two headers that wshake.hpp leaves out.

Each included .hpp file is inserted once, in place of the first line that includes the file. Each .inl file is inserted
in place of every line that includes the file. A .hpp file that is included under a condition, such as #if, is a special
case:
- If several lines include the file, the file is inserted before the condition of the first of these lines. If all
  these lines have conditions, the file stands under an #if that joins their conditions with ||.
- If only one line includes the file, the file is inserted in place of this line.
"""

import argparse
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
ENGINE = ROOT / "engine"
INCLUDE = ROOT / "include"

LICENSE = "// SPDX-License-Identifier: BSL-1.0"
COPYRIGHT = "// Copyright the wshake authors. Licence: LICENSE beside this file, or https://www.boost.org/LICENSE_1_0.txt"
HEADER_TEXT = f"""{LICENSE}
{COPYRIGHT}
// wshake {{version}}: the opening handshake of a WebSocket connection (RFC 6455 section 4). Made by engine/amalgamate.py.
// Include this wherever you like, and compile wshake.cpp once.
#pragma once
"""
SOURCE_TEXT = f"""{LICENSE}
{COPYRIGHT}
// wshake {{version}}: the engine behind wshake.hpp and wshake.h. Made by engine/amalgamate.py.
// This file has the sources of engine/, one behind the other.

// Assertions of libstdc++ call a function of libstdc++. A program that the C compiler links lacks this function.
#undef _GLIBCXX_ASSERTIONS
#undef _GLIBCXX_DEBUG
#include "wshake.hpp"
"""


def resolve(path, quote, target):
    """Returns the file of this tree that an include line of the file `path` names, or None for a header of the
    system."""
    folders = [path.parent, ENGINE] if quote == '"' else [INCLUDE]
    found = [folder / target for folder in folders if (folder / target).exists()]
    return found[0].resolve() if found else None


def lines(path):
    """Yields four values for each line of a file: the text, the condition of the #if around the line ("" without an
    #if), the included file as resolve() returns it, and the included name. For a line without an include, the last two
    values are None."""
    stack = []  # for each open #if: the negated conditions of its earlier branches, then the current branch's
    for text in path.read_text(encoding="utf-8").splitlines():
        directive = re.match(r"\s*#\s*(\w+)\s*(.*)", text)
        word, rest = directive.groups() if directive else ("", "")
        if word in ("elif", "else"):
            stack[-1] = stack[-1][:-1] + [f"!({stack[-1][-1]})"]
        parts = [part for branches in stack for part in branches]
        condition = " && ".join(f"({part})" if len(parts) > 1 else part for part in parts)
        include = re.match(r'(["<])([^">]+)', rest) if word == "include" else None
        yield text, condition, include and resolve(path, *include.groups()), include and include.group(2)
        if word in ("if", "ifdef", "ifndef"):
            stack.append([{"if": "{}", "ifdef": "defined({})", "ifndef": "!defined({})"}[word].format(rest)])
        elif word == "elif":
            stack[-1].append(rest)
        elif word == "endif":
            stack.pop()


class Writer:
    def __init__(self, seen, places):
        self.seen = set(seen)
        self.places = places  # maps each header to the conditions of the lines that include the header
        self.system = set()
        self.body = []

    def put(self, path, outer=""):
        """Appends a file, with each included file in place of its include line. `outer` is the condition under which
        the file is included."""
        self.seen.add(path)
        if path.suffix != ".inl":
            self.body += ["", f"// --- {path.relative_to(ROOT).as_posix()}", ""]
        before_condition = 0  # the number of lines in the body before the #if around the current line
        for text, condition, included, name in lines(path):
            if not condition:
                before_condition = len(self.body)
            if text in (LICENSE, "#pragma once"):
                continue
            if included is None:
                self.put_line(text, name, outer or condition)
            elif condition and included.suffix == ".hpp" and len(self.places[included]) > 1:
                rest = self.body[before_condition:]
                del self.body[before_condition:]
                self.put_under_its_conditions(included)
                before_condition = len(self.body)
                self.body += rest
            elif included not in self.seen or included.suffix == ".inl":
                self.put(included, outer or condition)

    def put_under_its_conditions(self, path):
        if path in self.seen:
            return
        self.seen.add(path)
        for _, _, included, _ in lines(path):
            if included:
                self.put_under_its_conditions(included)
        conditions = sorted(set(self.places[path]))
        self.body += ["", f"// --- {path.relative_to(ROOT).as_posix()}", ""]
        if conditions[0]:
            self.body.append("#if " + " || ".join(f"({one})" if len(conditions) > 1 else one for one in conditions))
        for text, condition, included, name in lines(path):
            if text not in (LICENSE, "#pragma once") and not included:
                self.put_line(text, name, condition or conditions[0])
        if conditions[0]:
            self.body.append("#endif")

    def put_line(self, text, system_header, condition):
        if system_header and not condition:
            self.system.add(system_header)
        else:
            self.body.append(text)

    def text(self, introduction):
        version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8")).group(1)
        system = "".join(f"#include <{name}>\n" for name in sorted(self.system))
        body = re.sub(r"\n{3,}", "\n\n", "\n".join(self.body))
        return introduction.format(version=version) + "\n" + system + body + "\n"


def write(path, text):
    # An unchanged file keeps its time stamp, so that a build system does not compile the file again.
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def write_folder(folder, in_header):
    """Writes the public headers to `folder`, by their own names. `in_header` holds the headers whose content is in
    wshake.hpp: each of these headers is written as a header that only includes wshake.hpp."""
    folder.mkdir(exist_ok=True)
    for public in sorted((INCLUDE / "wshake").glob("*.h*")):
        if public in in_header:
            text = f'{LICENSE}\n#include "../wshake.hpp"\n'
        elif public.suffix == ".h":
            text = f'{LICENSE}\n#include "../wshake.h"\n'
        else:
            text = public.read_text(encoding="utf-8")
        write(folder / public.name, text)


def amalgamate(folder):
    files = [path for top in (INCLUDE, ENGINE) for path in top.rglob("*") if path.suffix in (".hpp", ".cpp", ".inl")]
    places = {}
    for path in files:
        for _, condition, included, _ in lines(path):
            if included:
                places.setdefault(included, []).append(condition)

    header = Writer((), places)
    header.put(INCLUDE / "wshake" / "wshake.hpp")
    source = Writer(header.seen, places)
    for name in re.findall(r"'(\w+/\w+\.cpp)'", (ENGINE / "meson.build").read_text(encoding="utf-8")):
        source.put(ENGINE / name)
    attributes = (INCLUDE / "wshake" / "detail" / "attributes.hpp").read_text(encoding="utf-8")
    names = sorted(set(re.findall(r"# *define (\w+)", attributes)))
    macros = "\n" + "".join(f"#undef {name}\n" for name in names)
    write(folder / "wshake.hpp", header.text(HEADER_TEXT) + macros)
    write(folder / "wshake.cpp", source.text(SOURCE_TEXT))
    text = (INCLUDE / "wshake" / "wshake.h").read_text(encoding="utf-8")
    write(folder / "wshake.h", text.replace(LICENSE, f"{LICENSE}\n{COPYRIGHT}", 1))
    return header.seen


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--files-only", action="store_true", help="write wshake.hpp, wshake.cpp and wshake.h only")
    arguments = parser.parse_args()
    target = arguments.folder
    if target.resolve() in (INCLUDE, INCLUDE / "wshake"):
        sys.exit(f"amalgamate.py: {target} is the folder of the public headers: choose another folder")
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        sys.exit(f"amalgamate.py: {target}: {error.strerror}")
    in_header = amalgamate(target)
    if arguments.files_only:
        return
    write(target / "LICENSE", (ROOT / "LICENSE").read_text(encoding="utf-8"))
    write_folder(target / "wshake", in_header)
    for name in ("wshake.hpp", "wshake.cpp", "wshake.h", "LICENSE"):
        print(f"{target / name}: {(target / name).stat().st_size:,} bytes")
    print(f"{target / 'wshake'}/: {len(list((target / 'wshake').iterdir()))} headers for #include <wshake/...>")


if __name__ == "__main__":
    main()
