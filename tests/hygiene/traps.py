"""traps.py ROOT COMPILER: the code that traps.md shows as wrong does not compile, and the compiler prints the message
that traps.md shows."""

import concurrent.futures
import pathlib
import re
import subprocess
import sys
import tempfile

from compilers import compile_text, require

root, compiler = sys.argv[1:]
require(compiler)

FLAGS = ["-fsyntax-only", "-Wno-unused", "-Wno-unused-parameter", "-Wunused-result"]
PAGE = pathlib.Path(root, "tests", "hygiene", "traps.md")

text = PAGE.read_text(encoding="utf-8")
introduction, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
frame = re.search(r"^```cpp\n(.*?)^```", introduction, re.DOTALL | re.MULTILINE).group(1)
front, _, body = frame.rpartition("\n\n")


def precompile(folder):
    """Precompiles the front: the lines that all snippets share. They stand before sample() in the first code of
    traps.md. Returns the compiler options that include the precompiled lines."""
    header = pathlib.Path(folder, "front.hpp")
    header.write_text(front, encoding="utf-8")
    precompiled = header.with_name("front.hpp.gch")  # the name under which g++ looks for a precompiled header
    command = [compiler, "-std=c++20", "-x", "c++-header", "-Wall", "-Wextra", *FLAGS[1:], "-Werror", f"-I{root}/include"]
    if subprocess.run([*command, str(header), "-o", str(precompiled)]).returncode != 0:
        sys.exit("the front of the frame in traps.md does not compile")
    return ["-include-pch", str(precompiled)] if compiler.startswith("clang") else ["-Winvalid-pch", "-include", str(header)]


def compile_snippet(snippet):
    return compile_text(compiler, body.replace("...;", snippet), FLAGS + includes_front, root)


def complaint(section):
    """Returns the fault of a case (a section of traps.md), or None if the compiler accepts and rejects the case's
    snippets as traps.md says."""
    title = section.partition("\n")[0]
    said = re.search(r"^(?:The compiler|(\S+)) says `(.*)`$", section, re.MULTILINE)
    snippets = re.findall(r"^```cpp\n(.*?)^```", section, re.DOTALL | re.MULTILINE)
    if said is None or len(snippets) != 2:
        return f"{title}: a case needs a message, a snippet that does not compile, and a snippet that compiles"
    only, expected = said.groups()
    trap, control = map(compile_snippet, snippets)
    if control is not None:
        return f"{title}: the second snippet does not compile:\n{control}"
    if only not in (None, compiler):
        return None
    if trap is None:
        return f"{title}: the first snippet compiles"
    if expected not in trap:
        return f"{title}: the compiler does not print “{expected}”:\n{trap}"
    return None


with tempfile.TemporaryDirectory() as scratch, concurrent.futures.ThreadPoolExecutor(max_workers=2) as pool:
    includes_front = precompile(scratch)
    failures = [one for one in pool.map(complaint, sections) if one is not None]
if not sections:
    failures.append("traps.md has no cases")
print("\n".join(failures) or f"{len(sections)} traps")
sys.exit(bool(failures))
