#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs examples/love, a game in LÖVE, on a virtual screen. The game connects to servers of this test and to the echo
server.

Usage: test_love.py LIBRARY [ECHO_SERVER]
"""

import contextlib
import os
import re
import shutil
import struct
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from programs import EXAMPLES, environment, running, skip

from checks import GUARD, check, finish
from peer import ECHO, SILENCE, TEXT, Peer, Said, frame, response, switching

LIBRARY, *ECHO_SERVER = map(os.path.abspath, sys.argv[1:])
for program, package in (("love", "love"), ("Xvfb", "xvfb")):
    if not shutil.which(program):
        skip(f"{program} is not installed (Debian: {package})")

OPEN = switching()

@contextlib.contextmanager
def screen():
    """Runs a virtual screen while the `with` block runs, and yields the screen's name."""
    reading, writing = os.pipe()
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1000x640x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with open(reading) as number:
        display = number.readline().strip()  # empty if the virtual screen has ended
    try:
        if not display:
            raise RuntimeError(f"Xvfb has ended: {server.wait()}")
        yield f":{display}"
    finally:
        server.terminate()
        server.wait()


def play(*arguments):
    """Runs the game. Returns its exit status and its output."""
    with tempfile.TemporaryDirectory() as home:
        # LIBGL_ALWAYS_SOFTWARE=1 lets OpenGL draw without a graphics card, so that the game runs on every machine.
        env = environment(LIBRARY, HOME=home, DISPLAY=DISPLAY, LIBGL_ALWAYS_SOFTWARE="1", SDL_VIDEODRIVER="x11")
        try:
            game = subprocess.run(
                ["love", EXAMPLES / "love", *arguments], env=env, capture_output=True, text=True, timeout=GUARD
            )
        except subprocess.TimeoutExpired as late:
            return None, f"no end in {late.timeout} s"
    return game.returncode, game.stdout + game.stderr


def check_played(what, played, code, pattern):
    check(what, played[0] == code and re.search(f"^{pattern}$", played[1], re.MULTILINE), played)


def until_echo(port, path="/chat", frames=10000):
    return play(f"ws://127.0.0.1:{port}{path}", "--until-echo", str(frames))


def check_picture(what, port):
    with tempfile.TemporaryDirectory() as folder:
        picture = Path(folder, "picture.png")
        played = play(f"ws://127.0.0.1:{port}/chat", "--screenshot", picture)
        head = picture.read_bytes()[:24] if picture.exists() else b""
    size = struct.unpack(">8x4x4sII", head) if len(head) == 24 else ()
    check(what, played == (0, "") and size == (b"IHDR", 1000, 640), (played, size))


def test_echo_server():
    if not ECHO_SERVER:
        return print("echo_server: not tested, it is not built")
    with running(ECHO_SERVER) as (port, _):
        number = r"\d+\.\d{4}"
        pattern = rf"open, subprotocol: chat, echo: {number} {number} {number}"
        check_played("shakes hands and hears its echo", until_echo(port), 0, pattern)
        check_played("a refusal is reported", until_echo(port, "/forbidden"), 1, "refused: 403 Forbidden: Forbidden")
        check_picture("a picture of its screen is written", port)


def test_servers():
    place = frame(TEXT, b"0.25 0.5 0.75")
    for what, script, code, pattern in (
        ("an early frame", [OPEN + place, ECHO], 0, "open, subprotocol: , echo: 0.25 0.5 0.75"),
        ("an early frame in two parts", [OPEN + frame(TEXT, b"hi") + place[:4], 0.1, Said(place[4:]), ECHO], 0, ".*: 0.25 0.5 0.75"),
        ("a 101 in pieces", [OPEN[:40], 0.1, Said(OPEN[40:]), ECHO], 0, "open, .*"),
        ("a wrong accept value", [OPEN.replace(b"ACCEPT", b"x")], 2, r"failed: .* \(wrong_accept, RFC 6455 §4.1\)"),
        ("no answer", [b""], 2, "failed: the server closed without a response"),
        ("a frame it can't read", [OPEN + b"\xff\xff\xff\xff", ECHO], 2, "failed: frames.lua cannot read this frame"),
    ):
        with Peer(script) as peer:
            check_played(what, until_echo(peer.port), code, pattern)
        check(what + ": frames are masked", "a frame without a mask" not in peer.complaints, peer.complaints)
    ugly = response("403 N\u00e9", "X: \u00e9" + "y" * 5000, *["Z: z"] * 50).replace(b"\xc3\xa9", b"\xff")
    with Peer([ugly + b"\x00\xff\xe2\x82" + b"\x00" * 9000]) as peer:
        check_picture("a picture without the missing glyphs is written", peer.port)
    with Peer([b"", SILENCE]) as peer:
        check_played("silence", until_echo(peer.port, frames=20), 3, "no echo after 20 frames: handshake")
    with Peer() as closed:
        pass
    check_played("a missing server is reported", until_echo(closed.port), 2, "failed: connection refused")


with screen() as DISPLAY:
    finish(test_echo_server, test_servers)
