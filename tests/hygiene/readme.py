"""Finds the program in README.md that is built with wshake.hpp and wshake.cpp, the two files of
engine/amalgamate.py."""

import pathlib
import re


def two_files_program(root):
    """Returns the program, the command line that builds and runs it (without the first word, `c++`), and the program's
    output. The program is the block that includes "wshake.hpp". The command line and the output are the block that
    begins with `$ c++`. If README.md lacks one of the two blocks, the function returns None."""
    readme = pathlib.Path(root, "README.md").read_text(encoding="utf-8")
    program = re.search(r'^```cpp\n((?:(?!^```).)*#include "wshake.hpp".*?)^```', readme, re.DOTALL | re.MULTILINE)
    session = re.search(r"^```\n\$ c\+\+ (.*?)\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    if program is None or session is None:
        return None
    return program.group(1), *session.groups()
