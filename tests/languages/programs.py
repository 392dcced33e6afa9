# SPDX-License-Identifier: BSL-1.0
"""What the tests of other languages share: places, what the machine lacks, and servers that run for a while."""

import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXAMPLES = ROOT / "examples"
sys.path.insert(0, str(ROOT / "tests" / "tool"))

from checks import GUARD

LISTENING = re.compile(r"^listening on http://127\.0\.0\.1:(\d+)/$")


def skip(reason):
    """Ends the process: the test was not made."""
    print(reason)
    sys.exit(77)


def python_with(*modules):
    """A Python that has the modules, or None. Those of Debian's packages are for Debian's own."""
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-c", f"import {', '.join(modules)}"]
        if os.path.exists(python) and subprocess.run(command, capture_output=True).returncode == 0:
            return python
    return None


def luajit_lacks():
    """Why there is no LuaJIT with LuaSocket, or an empty string."""
    if not shutil.which("luajit"):
        return "luajit is not installed"
    found = subprocess.run(["luajit", "-e", 'require("socket")'], capture_output=True).returncode == 0
    return "" if found else "luajit has no LuaSocket (Debian: lua-socket)"


def environment(library, **more):
    """Of a program that loads the shared library."""
    return {**os.environ, "WSHAKE_LIBRARY": os.path.abspath(library), **more}


@contextlib.contextmanager
def running(command, env=None):
    """A server: its port, and the path of what it says on standard error. It runs until the block is left."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("w") as errors:
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=env, text=True)
        try:
            said = server.stdout.readline().strip()  # or nothing, if it has ended
            found = LISTENING.match(said)
            if not found:
                server.wait(GUARD)
                raise RuntimeError(f"{command[0]} does not listen: {said} {log.read_text()}")
            yield int(found[1]), log
        finally:
            server.terminate()
            server.wait(GUARD)
            server.stdout.close()
