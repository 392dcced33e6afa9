#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Installs the build in an empty folder, and checks the installed files: the tool, its manual page, its completions,
the licence, and the library with its headers.

Usage: test_install.py WSHAKE BUILD MESON...
"""

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from checks import GUARD, PLAIN, check, finish

WSHAKE, BUILD, *MESON = sys.argv[1:]
ROOT = Path(__file__).resolve().parents[2]

# Maps the path of an installed text, below the prefix, to the arguments with which the tool prints the text.
TEXTS = {
    "share/man/man1/wshake.1": ["help", "--man"],
    "share/bash-completion/completions/wshake": ["help", "--completion", "bash"],
    "share/zsh/site-functions/_wshake": ["help", "--completion", "zsh"],
    "share/fish/vendor_completions.d/wshake.fish": ["help", "--completion", "fish"],
}


def test_installation():
    with tempfile.TemporaryDirectory() as folder:
        command = [*MESON, "install", "-C", BUILD, "--no-rebuild", "--destdir", folder]
        result = subprocess.run(command, capture_output=True, timeout=GUARD, env={**os.environ, "DESTDIR": folder})
        check("meson install succeeds", result.returncode == 0, result)
        tools = list(Path(folder).rglob("bin/wshake"))
        check("one tool is installed", len(tools) == 1, tools)
        prefix = tools[0].parent.parent
        files = {path.relative_to(prefix).as_posix(): path for path in prefix.rglob("*") if path.is_file()}

        for name, arguments in TEXTS.items():
            made = subprocess.run([WSHAKE, *arguments], capture_output=True, timeout=GUARD, env=PLAIN).stdout
            check(f"{name} is what the tool prints", name in files and made and files[name].read_bytes() == made, files.keys())
        licence = "share/licenses/wshake/LICENSE"
        check("the licence", licence in files and files[licence].read_bytes() == (ROOT / "LICENSE").read_bytes(), files.keys())

        version = subprocess.run([tools[0], "--version"], capture_output=True, timeout=GUARD, env=PLAIN).stdout
        check("the installed tool runs", re.fullmatch(rb"wshake \S+\n", version), version)
        headers = {path.relative_to(ROOT).as_posix() for path in (ROOT / "include/wshake").rglob("*.h*")}
        check("every public header", len(headers) > 30 and headers <= files.keys(), headers - files.keys())
        for ending in ("pkgconfig/wshake.pc", "cmake/wshake/wshakeConfig.cmake", "cmake/wshake/wshakeConfigVersion.cmake"):
            check(ending, any(name.endswith("/" + ending) for name in files), files.keys())
        check("a library", any(re.search(r"/libwshake\.(a|so)$", name) for name in files), files.keys())
        description = next(path for name, path in files.items() if name.endswith("wshake.pc")).read_text(encoding="utf-8")
        check("the pkg-config file has no empty field", not re.search(r"^\w+: *$", description, re.MULTILINE), description)


finish(test_installation)
