# SPDX-License-Identifier: BSL-1.0
"""The tests of the bindings for other languages share this module. It has paths, checks of the installed programs, and
servers that run during a test."""

import contextlib
import os
import re
import shutil
import socket
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
    """Ends the process so that Meson reports the test as skipped."""
    print(reason)
    sys.exit(77)


def python_with(*modules):
    """Returns a Python interpreter that finds `modules`, or None. Only Debian's own interpreter finds the modules of
    Debian's packages."""
    for python in (sys.executable, "/usr/bin/python3"):
        command = [python, "-c", f"import {', '.join(modules)}"]
        if os.path.exists(python) and subprocess.run(command, capture_output=True).returncode == 0:
            return python
    return None


def luajit_lacks():
    """Returns the reason why LuaJIT or LuaSocket is not available, or an empty string if both are available."""
    if not shutil.which("luajit"):
        return "luajit is not installed"
    found = subprocess.run(["luajit", "-e", 'require("socket")'], capture_output=True).returncode == 0
    return "" if found else "luajit has no LuaSocket (Debian: lua-socket)"


def environment(library, **more):
    """Returns the environment variables of a program that loads wshake's shared library."""
    return {**os.environ, "WSHAKE_LIBRARY": os.path.abspath(library), **more}


@contextlib.contextmanager
def running(command, env=None):
    """Runs a server while the `with` block runs. Yields the server's port, and the path of the file with its standard
    error."""
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder, "log")
        with log.open("w") as errors:
            server = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=errors, env=env, text=True)
        try:
            said = server.stdout.readline().strip()  # empty if the server has ended
            found = LISTENING.match(said)
            if not found:
                server.wait(GUARD)
                raise RuntimeError(f"{command[0]} does not listen: {said} {log.read_text()}")
            yield int(found[1]), log
        finally:
            server.terminate()
            server.wait(GUARD)
            server.stdout.close()


def said_by(port, *parts, end=True):
    """Sends each part to a server as a TCP segment of its own. Returns all octets that the server answers."""
    with socket.create_connection(("127.0.0.1", port), timeout=GUARD) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for part in parts:
            client.sendall(part)
        if end:
            client.shutdown(socket.SHUT_WR)
        answer = b""
        while part := client.recv(65536):
            answer += part
        return answer
