#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Uses the example poll as a new user does: copies the program, frames.hpp, wshake.hpp and wshake.cpp into an empty
folder, compiles the copies with one command, and connects to the server.

Usage: test_copied_loop.py COMPILER...
"""

import sys
import tempfile

sys.dont_write_bytecode = True

import wire
from checks import check, finish
from copied import build
from wire import TEXT, frame, handshake


def test_echo(program):
    process, port = wire.start(program, "0")
    try:
        with wire.Client(port, handshake()) as client:
            status, head, _ = client.response()
            client.send(frame(TEXT, b"hello"))
            check("the copy opens and echoes", status == 101 and client.message() == (TEXT, b"hello"), head)
    finally:
        process.kill()
        process.communicate()


with tempfile.TemporaryDirectory() as folder:
    program = build(folder, ["poll.cpp", "frames.hpp"], sys.argv[1:], "-lwslay")
    finish(lambda: test_echo(program))
