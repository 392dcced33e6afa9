#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Uses the example blocking_server as a new user does: copies the program and wshake.hpp and wshake.cpp into an empty
folder, compiles the copies with one command, and connects to the server.

Usage: test_blocking_server.py COMPILER...
"""

import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "interop"))

import wire
from checks import check, finish
from copied import build
from processes import Processes
from wire import CLOSE, PING, TEXT, frame, get, handshake


def opened(port, more=b""):
    client = wire.Client(port, handshake(more=more))
    status, head, _ = client.response()
    assert status == 101, head
    return client


def test_handshakes(port):
    with wire.Client(port, get()) as client:
        status, head, page = client.response()
        is_page = status == 200 and b"Content-Type: text/html\r\n" in head and page.startswith(b"<!doctype html>")
        check("a plain request gets the page", is_page, head)
        client.send(handshake())
        status, head, _ = client.response()
        check("a handshake on the same connection succeeds", status == 101, head)
    for method, path, wanted in (
        ("HEAD", "/", 200),
        ("GET", "/?a=b", 200),
        ("GET", "http://a/?b", 200),
        ("GET", "http://a", 200),
        ("GET", "/favicon.ico", 404),
        ("POST", "/", 405),
        ("CONNECT", "/", 405),
    ):
        with wire.Client(port, get(path, method) + handshake()) as client:
            status, head, _ = client.response(method != "HEAD")
            allows = b"\r\nAllow: GET, HEAD\r\n" in head
            check(f"{method} {path} gets a {wanted}", status == wanted and allows == (wanted == 405), head)
            status, head, _ = client.response()
            check(f"a handshake behind {method} {path} succeeds", status == 101, head)
    other = f"Origin: http://other:{port}\r\n".encode()
    with wire.Client(port, handshake(more=other)) as client:
        status, head, _ = client.response()
        check("a page of another site is refused", status == 403, head)
    with wire.Client(port, b"GET / HTTP/1.1\nHost: a\n\n") as client:
        status, head, _ = client.response()
        check("a broken head is refused", status == 400, head)
    with wire.Client(port) as client:
        for octet in handshake():
            client.send(bytes([octet]))
        status, head, _ = client.response()
        check("a handshake of single bytes succeeds", status == 101, head)


def test_frames(port):
    for size in 0, 1, 125:
        with opened(port) as client:
            client.send(frame(TEXT, b"x" * size) * 2)
            echoes = [client.message() for _ in range(2)]
            check(f"texts of {size} bytes are echoed", echoes == [(TEXT, b"x" * size)] * 2, echoes)
    with wire.Client(port, handshake() + frame(TEXT, b"early")) as client:
        client.response()
        echo = client.message()
        check("a frame in one piece with the request is echoed", echo == (TEXT, b"early"), echo)
    for what, octets in (
        ("a Close", frame(CLOSE, b"\x03\xe8")),
        ("a Ping", frame(PING)),
        ("a text of 126 bytes", frame(TEXT, b"x" * 126)),
        ("half a text", frame(TEXT, b"half", final=False)),
        ("a text without a mask", frame(TEXT, b"hello", mask=b"")),
    ):
        with opened(port) as client:
            client.send(octets)
            answer = client.message()
            check(f"{what} ends the connection with a Close", answer == (CLOSE, b"\x03\xe8"), answer)


with tempfile.TemporaryDirectory() as folder:
    program = build(folder, ["blocking_server.cpp"], sys.argv[1:], "-pthread")
    processes = Processes(Path(folder))
    try:
        _, (port,) = processes.start_on_ports("server", 1, lambda port: [program, port])
        finish(lambda: test_handshakes(port), lambda: test_frames(port))
    finally:
        processes.kill_all()
