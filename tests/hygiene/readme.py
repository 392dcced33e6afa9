"""The program in README.md that is built from the two files."""

import pathlib
import re


def two_files_program(root):
    """Returns the program, the arguments of the compiler with the command that runs the program, and the output; None if
    README.md lacks them: the block that includes "wshake.hpp", and the shell session after it."""
    readme = pathlib.Path(root, "README.md").read_text(encoding="utf-8")
    program = re.search(r'^```cpp\n((?:(?!^```).)*#include "wshake.hpp".*?)^```', readme, re.DOTALL | re.MULTILINE)
    session = re.search(r"^```\n\$ c\+\+ (.*?)\n(.*?)^```", readme, re.DOTALL | re.MULTILINE)
    if program is None or session is None:
        return None
    return program.group(1), *session.groups()
