"""Finds the samples of README.md, of docs/*.md and of the headers' comments, for the tests that compile and run them.

samples_of.py PAGE: prints the program in PAGE that is built with wshake.hpp and wshake.cpp.
"""

import pathlib
import re
import sys
from typing import NamedTuple

from compilers import compile_text

# Other libraries that samples include. Maps the beginning of an include line to a header, which is present if the
# library is installed, and to Debian's package of the library.
OTHERS = {
    "#include <boost/": ("boost/beast/version.hpp", "libboost-dev"),
    "#include <asio": ("asio.hpp", "libasio-dev"),
}

# The include line of the program that is built with wshake.hpp and wshake.cpp, by a command in README.md.
TWO_FILES = '#include "wshake.hpp"'


class Sample(NamedTuple):
    page: str
    line: int
    language: str
    code: str

    def needs(self):
        """Returns the keys of OTHERS that stand for the libraries that the sample includes."""
        return [include for include in OTHERS if include in self.code]


def samples_of_page(page):
    """Returns the samples of a page. A block without an include continues the previous block of its page and belongs to
    the same sample."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in re.finditer(r"^```(cpp|c)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        language, code = block.groups()
        line = text.count("\n", 0, block.start(2)) + 1
        code = f'#line {line} "{page.name}"\n{code}'
        if found and found[-1].language == language and not re.search(r"^#include", code, re.MULTILINE):
            found[-1] = found[-1]._replace(code=found[-1].code + code)
        else:
            found.append(Sample("", line, language, code))
    return found


def samples(root):
    """Returns the samples of all pages, each with the path of its page relative to the root."""
    pages = [pathlib.Path(root, "README.md"), *sorted(pathlib.Path(root, "docs").glob("*.md"))]
    names = [page.relative_to(root).as_posix() for page in pages]
    return [one._replace(page=name) for page, name in zip(pages, names) for one in samples_of_page(page)]


# The code around a sample in a header's comment: the code before the sample, and the code after it.
AROUND = {
    "server.hpp": (
        "#include <wshake/server.hpp>\n"
        "wshake::write_result sample(wshake::server& server, wshake::mutable_octets out, wshake::octets id) {\n"
        "  return server.",
        ";\n}\n",
    ),
    "wshake.h": (
        "#include <wshake/wshake.h>\n"
        "wshake_diagnostic sample(wshake_server_config* config, const wshake_octets* origins);\n"
        "wshake_diagnostic sample(wshake_server_config* config, const wshake_octets* origins) {\n",
        "  return wshake_server_config_init(config, &options);\n}\n",
    ),
}


def comment_samples(root):
    """Returns the samples in the comments of all public headers. A sample is a call between backticks that contains a
    brace, or an indented line that ends in ");"."""
    found = []
    for header in sorted(pathlib.Path(root, "include", "wshake").glob("*.h*")):
        language = "c" if header.suffix == ".h" else "cpp"
        for number, line in enumerate(header.read_text(encoding="utf-8").splitlines(), 1):
            for code in re.findall(r"//.*`([a-z_]+\([^`]*\{[^`]*)`|^ *//   +(.*\);)$", line):
                before, behind = AROUND.get(header.name, ("", ""))
                text = "".join(code)
                found.append(Sample(f"include/wshake/{header.name}", number, language, f"{before}{text}{behind}"))
    return found


def lacking(compiler, root):
    """Returns the libraries of OTHERS that are not installed: maps the key of each library to its package."""
    found = {}
    for include, (header, package) in OTHERS.items():
        if compile_text(compiler, f"#include <{header}>\n", ["-fsyntax-only"], root) is not None:
            found[include] = package
    return found


if __name__ == "__main__":
    print(*(one.code for one in samples_of_page(pathlib.Path(sys.argv[1])) if TWO_FILES in one.code), sep="", end="")
