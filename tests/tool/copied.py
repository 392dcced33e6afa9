# SPDX-License-Identifier: BSL-1.0
"""Builds an example as a new user does: outside of wshake's tree, with one command."""

import shutil
import subprocess
import sys
from pathlib import Path

from checks import check, finish

ROOT = Path(__file__).resolve().parents[2]


def build(folder, copies, compiler, library):
    """Copies wshake.hpp, wshake.cpp and the files `copies` of examples/ into an empty folder, and compiles the first of
    `copies` with one command. Returns the program. If the compilation fails, the test ends."""
    amalgamate = [sys.executable, ROOT / "engine" / "amalgamate.py", folder]
    subprocess.run(amalgamate, check=True, stdout=subprocess.DEVNULL)
    for name in copies:
        shutil.copy(ROOT / "examples" / name, folder)
    program = Path(folder, copies[0]).with_suffix("")
    command = [*compiler, "-std=c++20", "-I.", copies[0], "wshake.cpp", "-o", program.name, library]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    check("the copies compile with one line", done.returncode == 0 and not done.stderr, done.stderr)
    if done.returncode != 0:
        finish()
    return program
