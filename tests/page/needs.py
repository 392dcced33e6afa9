# SPDX-License-Identifier: BSL-1.0
"""The tests of the page that explains handshakes share this module. It finds the page's built files and the captures
(files with recorded handshakes), and asks the tool for explanations of the captures."""

import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "tool"))

from checks import runner

CAPTURES = ROOT / "tests" / "data" / "captures"
PRESETS = ROOT / "examples" / "page" / "presets"


def skip(reason):
    """Ends the process so that Meson reports the test as skipped."""
    print(reason)
    sys.exit(77)


def built(argument):
    """Returns the path of a built file. `argument` is this path or, if the build leaves out the page, the names of the
    packages that the page needs. Without the file the test is skipped."""
    path = Path(argument)
    if path.suffix in (".html", ".wasm") and not path.is_file():
        skip(f"the page is not built: ninja builds it as {path.parent}/explain.html")
    if not path.is_file():
        skip(f"the page is not built: it needs clang for WebAssembly (Debian: {argument})")
    return path.resolve()


def tool(program):
    """Returns a function that runs `wshake explain` on a file, in the file's folder, and returns the output: text or
    JSON."""
    run = runner(os.path.abspath(program))
    return lambda path, *options: run("explain", *options, path.name, cwd=path.parent).stdout.decode()


def captures():
    return sorted(CAPTURES.iterdir())
