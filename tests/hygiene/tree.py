"""tree.py ROOT: checks the files of the tree, mainly:
- the rooms (folders) of engine/ include each other in one direction only;
- files, functions and comment lines are not too long;
- comments, names of tests and sentences of pages begin with their subject;
- meson.build builds every source, and every link has a target;
- the library is in ISO C++, except the headers of KNOWS_COMPILERS."""

import ast
import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]).resolve()
engine = root / "engine"
include = root / "include"
failures = []

# Maps each room (folder) of engine/ to the rooms that its files may include.
MAY_INCLUDE = {
    "base": {"base"},
    "processor": {"processor"},
    "scan": {"scan", "processor", "base"},
    "key": {"key", "scan", "processor", "base"},
    "http": {"http", "scan", "processor", "base"},
    "handshake": {"handshake", "http", "key", "scan", "base"},
    "carrier": {"carrier", "handshake", "http", "key", "scan", "base"},
    "proxy": {"proxy", "http", "scan", "base"},
    "application": {"application", "http", "key", "scan", "base"},
    "c": {"c", "carrier", "handshake", "application", "proxy"},
}
MOST_FILES = 20
MOST_FLOORS = 5  # the number of files in the longest chain of includes inside a room

# Maps a room to the public headers that declare the room's types. A public header that is not in this table belongs to
# no room.
ROOM_OF_HEADER = {
    "key": ["accept_key", "detail/accept_key"],
    "base": ["error", "octets", "version", "write_result", "detail/field_table", "detail/sendable"],
    "http": ["challenge", "field", "limits", "list", "request", "response", "sniff", "uri", "detail/progress"],
    "handshake": ["answer", "client", "client_config", "client_event", "client_request", "continuation", "deflate"]
    + ["handshake", "server", "server_config", "server_state", "tunnel"]
    + ["detail/exchange", "detail/origin", "detail/server_part", "detail/stored"],
    "application": ["cookie", "credentials", "query"],
    "carrier": ["answer_result", "forward", "header_list", "wshake"],
    "proxy": ["proxy_header", "socks"],
}
ROOM_OF_HEADER = {f"wshake/{name}.hpp": room for room, names in ROOM_OF_HEADER.items() for name in names}
ROOM_OF_HEADER["wshake/wshake.h"] = "c"

LONGEST_FILE = 400
LONGEST_FUNCTION = 60
WIDEST_COMMENT = 120
LICENCE = "// SPDX-License-Identifier: BSL-1.0"

# A comment begins with its subject. These words hide the subject.
RIDDLE = re.compile(r"(What|Who|Of|That of|None|Where)\b")
PLAIN_COMMENTS = {  # folders, and the suffixes of the files checked in each folder
    "engine": (".hpp", ".cpp", ".inl"),
    "include": (".hpp", ".h"),
    "examples": (".hpp", ".cpp", ".h", ".c"),
    "fuzz": (".hpp", ".cpp", ".h", ".c"),
    "bench": (".hpp", ".cpp", ".h", ".c"),
    "tests": (".hpp", ".cpp", ".h", ".c", ".py", ".build", ".txt"),
}


def sources(folder, *suffixes):
    return sorted(path for path in folder.rglob("*") if path.suffix in suffixes)


def includes(path):
    """Yields the line number, the opening quote, and the name of each include in a file."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = re.match(r'\s*#\s*include\s*([<"])([^>"]+)[>"]', line)
        if found:
            yield number, *found.groups()


def name(path):
    return path.relative_to(root).as_posix()


def room_of_include(path, quote, target):
    if quote == "<":
        return ROOM_OF_HEADER.get(target)
    for folder in (path.parent, engine, root):
        candidate = (folder / target).resolve()
        if candidate.is_relative_to(engine) and candidate.exists():
            return candidate.relative_to(engine).parts[0]
    return None


for header in ROOM_OF_HEADER:
    if not (include / header).exists():
        failures.append(f"header {header} does not exist")

for folder in ("engine", "include", "fuzz", "tests", "examples", "bench", "docs"):
    for path in sources(root / folder, ".h", ".hpp", ".c", ".cpp", ".inl"):
        lines = path.read_text(encoding="utf-8").splitlines()
        if lines[:1] != [LICENCE]:
            failures.append(f"{name(path)}: the first line is not {LICENCE}")
        for number, line in enumerate(lines, 1):
            if re.search(r"(^|\s)//\s", line) and len(line) > WIDEST_COMMENT:
                failures.append(f"{name(path)}:{number}: a comment of {len(line)} columns, the limit is {WIDEST_COMMENT}")


# Comments of scripts and build files end at the same column as comments of C++ sources.
scripts = [root / "dev", root / ".ci" / "run", root / "meson.build", root / "meson_options.txt"]
for folder in ("engine", "include", "fuzz", "tests", "examples", "bench", "docs"):
    scripts += sources(root / folder, ".py", ".sh", ".build")
for path in scripts:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if re.match(r"\s*# ", line) and len(line) > WIDEST_COMMENT:
            failures.append(f"{name(path)}:{number}: a comment of {len(line)} columns, the limit is {WIDEST_COMMENT}")


def docstrings(path):
    """Yields the docstring expression of a script, and of each class and function in the script."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
            if ast.get_docstring(node) is not None:
                yield node.body[0]


# A docstring ends at the same column as a comment, and begins with its subject.
for path in scripts:
    if path.suffix != ".py":
        continue
    lines = path.read_text(encoding="utf-8").splitlines()
    for found in docstrings(path):
        for number in range(found.lineno, found.end_lineno + 1):
            if len(lines[number - 1]) > WIDEST_COMMENT:
                failures.append(f"{name(path)}:{number}: a docstring of {len(lines[number - 1])} columns")
        if RIDDLE.match(found.value.value.strip()):
            failures.append(f"{name(path)}:{found.lineno}: a docstring begins with {found.value.value.split()[0]}")


def paragraphs(path):
    """Yields the line number and the first line of each paragraph in the comments of a file. A comment after code on
    the same line is a paragraph of its own, and so is a list item."""
    inside = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        mark = "#" if path.suffix in (".py", ".build", ".txt") else "//"
        found = re.search(rf"(^|\s){mark}( (- )?(?P<text>.*))?$", line)
        text = found["text"] if found else None
        alone = line.lstrip().startswith(mark)
        if text and not (inside and alone and not found[3]):
            yield number, text
        inside = alone and bool(text) and not text.startswith("SPDX")


checked = 0
for folder, suffixes in PLAIN_COMMENTS.items():
    for path in sources(root / folder, *suffixes):
        for number, text in paragraphs(path):
            checked += 1
            if RIDDLE.match(text):
                failures.append(f"{name(path)}:{number}: a comment begins with {RIDDLE.match(text)[0]}")
if checked < 300:
    failures.append(f"found only {checked} paragraphs of comments")

# The name of a test is a sentence about the tested behavior, so the name begins with its subject, as a comment does.
TEST_NAME = re.compile(r'\b(?:TEST_CASE|TEST_CASE_TEMPLATE|SUBCASE)\(\s*"((?:[^"\\]|\\.)*)"|^=== (.*)$', re.MULTILINE)
named = 0
for path in sources(root / "tests", ".cpp", ".txt"):
    text = path.read_text(encoding="utf-8")
    for found in TEST_NAME.finditer(text):
        named += 1
        begin = re.match(RIDDLE.pattern, found[1] or found[2], re.IGNORECASE)
        if begin:
            number = text.count("\n", 0, found.start()) + 1
            failures.append(f"{name(path)}:{number}: the name of a test begins with {begin[0]}")
if named < 1000:
    failures.append(f"found only {named} names of tests")

engine_files = sources(engine, ".cpp", ".hpp", ".inl")
inside = {}  # maps each file to the files of the same room that it includes
for path in engine_files:
    room = path.relative_to(engine).parts[0]
    if room not in MAY_INCLUDE:
        failures.append(f"{name(path)}: no room of engine/ has the name of this folder")
        continue
    inside[path] = []
    for number, quote, target in includes(path):
        other = room_of_include(path, quote, target)
        if other is not None and other not in MAY_INCLUDE[room]:
            failures.append(f"{name(path)}:{number}: {room} may not include {target}, which belongs to {other}")
        if quote == '"' and other == room:
            inside[path].append(path.parent / target.split("/")[-1])
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) > LONGEST_FILE:
        failures.append(f"{name(path)}: {len(lines)} lines, the limit is {LONGEST_FILE}")
    begin = None  # the number of the line at whose end a function's body begins
    for number, line in enumerate(lines, 1):
        if re.match(r"(?!namespace|class|struct|union|enum)[\w\[].*(?<!=) \{$", line):
            begin = number
        elif line.startswith("}"):
            if begin is not None and number - begin >= LONGEST_FUNCTION:
                failures.append(f"{name(path)}:{begin}: a function of {number - begin + 1} lines, the limit is {LONGEST_FUNCTION}")
            begin = None


def floors(path, above=()):
    if path in above:
        failures.append(f"{name(path)} includes itself")
        return 1
    return 1 + max((floors(one, (*above, path)) for one in inside.get(path, [])), default=0)


for room in MAY_INCLUDE:
    members = [path for path in engine_files if path.parent == engine / room]
    if not 0 < len(members) <= MOST_FILES:
        failures.append(f"engine/{room} has {len(members)} files, the limit is {MOST_FILES}")
    for path in members:
        if floors(path) > MOST_FLOORS:
            failures.append(f"{name(path)} has {floors(path) - 1} levels of includes, the limit is {MOST_FLOORS - 1}")

# Only these headers contain macros, attributes, pragmas and keywords that not every compiler has. The library's other
# files use only ISO C++ and the names of vector types, such as __m128i.
KNOWS_COMPILERS = [engine / "processor/compiler.hpp", include / "wshake/detail/attributes.hpp", include / "wshake/wshake.h"]
NOT_ISO = re.compile(
    r"\b(?!__(?:m(?:128|256|512)i\b|cplusplus\b|cpp_))(?:__\w+|_[A-Z]\w*)|\b(?:asm|typeof)\b"
    r"|\[\[(?:using )?\s*(?:gnu|clang|gsl|msvc)\b|#\s*pragma(?! once$).*|#\s*include\s*<(?:cpuid|x86intrin|intrin)\.h>"
)
for path in [*engine_files, *sources(include, ".h", ".hpp")]:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        found = NOT_ISO.search(re.sub(r'"(?:[^"\\]|\\.)*"|(?<!\S)//.*', "", line))
        if found and path not in KNOWS_COMPILERS:
            failures.append(f"{name(path)}:{number}: {found[0]} is not ISO C++ and belongs in {name(KNOWS_COMPILERS[0])}")
for path in KNOWS_COMPILERS:
    if not any(NOT_ISO.search(line) for line in path.read_text(encoding="utf-8").splitlines()):
        failures.append(f"{name(path)} has only ISO C++ and need not be in KNOWS_COMPILERS")

# A compiler may read sources in another encoding than UTF-8. ASCII characters are the same in all such encodings.
users_compile = [*engine_files, *sources(include, ".h", ".hpp"), *sources(root / "examples", ".h", ".hpp", ".c", ".cpp")]
for path in users_compile:
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.isascii():
            failures.append(f"{name(path)}:{number}: {ascii(line)} is not ASCII")

public_names = {path.name for path in sources(include, ".h", ".hpp")}
for path in engine_files:
    if path.name in public_names:
        failures.append(f"{name(path)} has the name of a public header")
    if any(other.name == path.name for other in engine_files if other != path):
        failures.append(f"{name(path)}: another file of engine/ has the same name")

for path in sources(include, ".h", ".hpp"):
    for number, quote, target in includes(path):
        standard = re.fullmatch(r"[a-z_]+" if path.suffix == ".hpp" else r"std[a-z]+\.h", target) is not None
        own = target.startswith("wshake/") and (include / target).exists()
        if quote != "<" or not (standard or own):
            failures.append(f"{name(path)}:{number}: {target} is neither a standard header nor <wshake/...>")

for folder in ("engine", "examples", "tests", "fuzz", "bench", "docs"):
    build_files = {path: path.read_text(encoding="utf-8") for path in (root / folder).rglob("meson.build")}
    for path in sources(root / folder, ".c", ".cpp"):
        # No meson.build compiles the sources of these folders: a script in the folder, or in tests/hygiene, does.
        if any(path.is_relative_to(root / "tests" / room) for room in ("interop", "consumers", "samples")):
            continue
        if not any(
            path.is_relative_to(file.parent) and f"'{path.relative_to(file.parent).as_posix()}'" in text
            for file, text in build_files.items()
        ):
            failures.append(f"{name(path)} is not in {folder}/meson.build")


# The places that docs/architecture.md names. Each place is a file and the names that the file must contain.
places = 0
for number, line in enumerate((root / "docs/architecture.md").read_text(encoding="utf-8").splitlines(), 1):
    for target, symbols in re.findall(r"\[[^]]+\]\(\.\./([^)]+\.[chi]\w+)\)((?:,? `\w+`)+)", line):
        text = (root / target).read_text(encoding="utf-8") if (root / target).exists() else ""
        for symbol in re.findall(r"`(\w+)`", symbols):
            places += 1
            if re.search(rf"\b{symbol}\b", text) is None:
                failures.append(f"docs/architecture.md:{number}: {target} has no {symbol}")
if places < 20:
    failures.append(f"docs/architecture.md: found only {places} places")


def anchors(page):
    """Returns the anchors of a page's headings, as GitHub and docs/filter.py make them."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^a-z0-9_-]", "", title.lower().replace(" ", "-")) for title in titles}


def pages():
    """Returns all Markdown pages of the tree, without the pages in build folders."""
    folders = (".github", "bench", "docs", "engine", "examples", "fuzz", "tests")
    return sorted([*root.glob("*.md"), *(page for folder in folders for page in (root / folder).rglob("*.md"))])


def prose(path):
    """Yields the line number and the text of each heading, paragraph, list item and table cell of a page, and no
    code."""
    inside_code = False
    paragraph = None  # the number of the paragraph's first line, and the text read up to this line
    for number, line in enumerate([*path.read_text(encoding="utf-8").splitlines(), ""], 1):
        line = re.sub(r"^[> ]*", "", line)
        is_fence = line.startswith("```")
        begins = re.match(r"(#+|-|\d+\.)( \[ \])? ", line)
        if paragraph and (is_fence or not line or begins or line.startswith("|")):
            yield paragraph
            paragraph = None
        if is_fence:
            inside_code = not inside_code
        elif line.startswith("|") and not inside_code:
            yield from ((number, cell.strip()) for cell in line.strip("|").split("|"))
        elif line and not inside_code:
            text = line[begins.end():] if begins else line
            paragraph = (paragraph[0], f"{paragraph[1]} {text}") if paragraph else (number, text)


# A heading or a sentence of a page begins with its subject, as a comment does.
for page in pages():
    for number, text in prose(page):
        text = re.sub(r"`[^`]*`", "x", text)
        for found in re.finditer(r"(?:^|[.?!:][)*_\"]* )[*_\[(\"]*" + RIDDLE.pattern, text):
            failures.append(f"{name(page)}:{number}: a sentence begins with {found[1]}")

# Lines of pages end at the column where comments end. A line may be longer if it belongs to a table or to code, shows a
# picture, or is a single word.
for page in pages():
    inside_code = False
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        inside_code ^= line.startswith("```")
        if len(line) > WIDEST_COMMENT and not (inside_code or line.startswith(("|", "![")) or " " not in line.strip(" -")):
            failures.append(f"{name(page)}:{number}: a line of {len(line)} columns, the limit is {WIDEST_COMMENT}")

LONGEST_PAGE = {"README.md": 199, "docs/guide.md": 399, "docs/speed.md": 79}
for page, limit in LONGEST_PAGE.items():
    count = len((root / page).read_text(encoding="utf-8").splitlines())
    if count > limit:
        failures.append(f"{page}: {count} lines, the limit is {limit}")

# A link in a page leads to a file that exists. If the link has an anchor, this file has the heading of the anchor.
links = 0
for page in pages():
    for target, anchor in re.findall(r"\]\(([^)#:]*)#?([^):]*)\)", page.read_text(encoding="utf-8")):
        links += 1
        there = page.parent / target if target else page
        if not there.exists():
            failures.append(f"{name(page)}: {target} does not exist")
        elif anchor and anchor not in anchors(there):
            failures.append(f"{name(page)}: {name(there.resolve())} has no heading {anchor}")
if links < 100:
    failures.append(f"found only {links} links")

def with_headers(path, seen):
    """Returns the number of lines of a source, plus the lines of the headers that the source includes by "NAME", each
    header once."""
    seen.add(path)
    lines = len(path.read_text(encoding="utf-8").splitlines())
    own = {(path.parent / target).resolve() for _, quote, target in includes(path) if quote == '"'}
    return lines + sum(with_headers(header, seen) for header in sorted(own) if header not in seen)


# examples/README.md lists all programs, each with its rough number of lines, without and with its headers.
page = root / "examples" / "README.md"
page_text = page.read_text(encoding="utf-8") if page.exists() else ""
rows = {row[0]: row[1:] for row in re.findall(r"^\| \[(.+?)\].* (\d+) \| (\d+) \|$", page_text, re.MULTILINE)}
for path in sources(page.parent, ".cpp"):
    text = path.read_text(encoding="utf-8")
    program = path.relative_to(page.parent).as_posix()
    counted = (len(text.splitlines()), with_headers(path, set()))
    if program in rows and any(abs(int(said) - count) > 15 for said, count in zip(rows[program], counted)):
        failures.append(f"{name(page)}: {program} has {counted[0]} lines, {counted[1]} with its headers")
    if program not in rows and "int main(" in text:
        failures.append(f"{name(page)}: {program} is missing")

# A user copies a program on an event loop together with the header frames.hpp. In all servers of LOOPS, the code of the
# handshake is the same text, so that the servers differ only in the code of their loops.
LOOPS = ("poll.cpp", "epoll.cpp", "libuv.cpp", "asio.cpp", "io_uring.cpp")
COPIES = {**dict.fromkeys((*LOOPS, "asio_client.cpp"), ["frames.hpp"]), "frames.hpp": []}
LONGEST_COPY = 199
SESSION = re.compile(r"^constexpr wshake::octets subprotocols\[\].*?^};$", re.MULTILINE | re.DOTALL)
for program, headers in COPIES.items():
    path = root / "examples" / program
    count = len(path.read_text(encoding="utf-8").splitlines())
    own = [target for _, quote, target in includes(path) if quote == '"']
    if own != headers:
        failures.append(f"{name(path)} includes {', '.join(own) or 'no header of this folder'}")
    if count > LONGEST_COPY:
        failures.append(f"{name(path)}: {count} lines, the limit is {LONGEST_COPY}")
sessions = {found for loop in LOOPS for found in SESSION.findall((root / "examples" / loop).read_text(encoding="utf-8"))}
if len(sessions) != 1:
    failures.append(f"examples/: the servers on loops have {len(sessions)} different structs session")

# The table of platforms in docs/building.md has one row for each target of ./dev cross.
targets = {path.stem for path in (root / "tests" / "cross").glob("*.ini")}
page = root / "docs" / "building.md"
named_targets = re.findall(r"^\|.*`\./dev cross (\w+)` \|$", page.read_text(encoding="utf-8"), re.MULTILINE)
for target in sorted(targets ^ set(named_targets)):
    missing = "table of platforms" if target in targets else "folder tests/cross"
    failures.append(f"{name(page)}: the {missing} does not have the target {target}")
if len(named_targets) != len(set(named_targets)):
    failures.append(f"{name(page)}: the table of platforms names a target twice")

# README's section about platforms names the systems of the targets in tests/cross, and no other system.
SYSTEMS = {"linux": "Linux", "darwin": "macOS", "windows": "Windows", "wasi": "WASI"}
section = re.search(r"^## Platforms\n(.*?)^## ", (root / "README.md").read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
text = section[1] if section else ""
cross_files = "".join((root / "tests" / "cross" / f"{target}.ini").read_text(encoding="utf-8") for target in targets)
for system in sorted(SYSTEMS.keys() | set(re.findall(r"^system = '(\w+)'", cross_files, re.MULTILINE))):
    if (SYSTEMS.get(system, system) in text) != (f"system = '{system}'" in cross_files):
        failures.append(f"README.md: platforms: {system} is either not named or not a system of tests/cross")

# The test fails if one of its checks finds no files at all.
counts = {
    "sources in engine/": len(sources(engine, ".cpp", ".hpp")),
    "public headers": len(sources(include, ".h", ".hpp")),
    "pages": len(list((root / "docs").glob("*.md"))),
    "rows in examples/README.md": len(rows),
    "targets in tests/cross": len(targets),
}
failures += [f"there are no {what}" for what, count in counts.items() if count == 0]

print("\n".join(failures) or "includes, sizes, lists and links are right")
sys.exit(bool(failures))
