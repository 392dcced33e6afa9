#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Tests examples/python: calls the binding in this process, and runs the echo server against clients.

Usage: test_python.py LIBRARY [CLIENT]
"""

import gc
import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from programs import EXAMPLES, environment, python_with, running, said_by, skip

from checks import GOOD, GUARD, SWITCHING, check, check_run, finish, in_order, runner, with_field

LIBRARY, *CLIENT = map(os.path.abspath, sys.argv[1:])
FOLDER = EXAMPLES / "python"
PYTHON = python_with("wsproto")
if not PYTHON:
    skip("no Python has wsproto (Debian: python3-wsproto)")

SERVER = [PYTHON, "-B", FOLDER / "echo_server.py"]

os.environ["WSHAKE_LIBRARY"] = LIBRARY
sys.path.insert(0, str(FOLDER))
import wshake

POST = GOOD.replace(b"GET", b"POST")
KEYLESS = re.sub(rb"Sec-WebSocket-Key: .*\r\n", b"", GOOD)
CLOSE = b"\x88\x82\x00\x00\x00\x00\x03\xe8"  # frames that a client sends, masked with zeros
HELLO = b"\x81\x85\x00\x00\x00\x00Hello"
UNMASKED = b"\x81\x05Hello"
# Texts of the binding's exceptions: the error code, the code's meaning, and the field or argument.
NOT_OFFERED = "subprotocol_not_offered: chosen subprotocol was not offered: x"
RESERVED = "reserved_field: field must not be set by the caller: Upgrade"
CHALLENGE = "missing_field: field that the status requires is missing: WWW-Authenticate"
BAD_CONFIG = "bad_config: configuration is invalid: subprotocols"
TEXT, BYE, PONG = 1, 8, 10
BACK = [(TEXT, b"Hello"), (BYE, b"\x03\xe8")]


def test_binding():
    server = wshake.Server()
    states = [server.feed(GOOD[at : at + 1]) for at in range(len(GOOD))]
    check("a handshake byte by byte is read", states == [("need_more", 1)] * (len(GOOD) - 1) + [("upgrade", 1)], states)
    check("the state is shown", server.state() == "upgrade", server.state())
    seen = (server.resource_name(), server.field("host"))
    check("the request is shown", seen == ("/chat", "a"), seen)
    check("a missing field is None", server.field("origin") is None)
    for what, verb, said in (
        ("a subprotocol that was not offered fails", lambda: server.accept(subprotocol="x"), NOT_OFFERED),
        ("a reserved field fails", lambda: server.accept(header=[("X", "y"), ("Upgrade", "x")]), RESERVED),
        ("a status without its field fails", lambda: server.respond(status=401), CHALLENGE),
        ("a verb that does not fit fails", lambda: wshake.Server().accept(), "wrong_state: call is not allowed in this state"),
        ("a subprotocol that is no token fails", lambda: wshake.ServerConfig(subprotocols=["a", "b c"]), BAD_CONFIG),
    ):
        try:
            verb()
            check(what, False)
        except wshake.Mistake as mistake:
            check(what, str(mistake) == said and mistake.error.code == said.partition(":")[0], mistake)
    check("a valid request has no error", (server.state(), server.error().code) == ("upgrade", "none"))
    check("the answer is written", server.accept(header=[("X", "y")]) == with_field(b"Server: wshake\r\nX: y"), server)
    check("bytes after the head are left", server.feed(HELLO) == ("open", 0))

    server = wshake.Server()
    server.feed(POST)
    error = server.error()
    seen = (error.code, error.rule, error.offset, error.field)
    check("an error has its code, rule, offset and field", seen == ("bad_handshake_method", "RFC 6455 §4.2.1(1)", 0, ""), seen)
    body = "x" * 5000  # larger than the binding's first buffer
    check("a larger buffer is used if the answer needs it", server.respond(status=405, body=body).endswith(b"\r\n\r\n" + body.encode()))
    check("a connection goes on after a refusal", server.next_request() == "need_more")
    server.wipe()
    server.reset()
    check("reset() makes a server new", server.feed(GOOD) == ("upgrade", len(GOOD)))
    check("a refusal is written", server.respond().startswith(b"HTTP/1.1 403 ") and server.state() == "responded")

    server = wshake.Server(wshake.ServerConfig(require_origin=True))
    states = [server.feed(GOOD)[0], server.configure(wshake.ServerConfig(header=[("X", "y")]))]
    check("an endpoint admits a handshake that the server refuses", states == ["failed", "upgrade"], states)
    gc.collect()
    check("the endpoint's fields are sent", server.accept() == with_field(b"Server: wshake\r\nX: y"), server)

    ends = (wshake.STATES[0], wshake.STATES[-1], wshake.ERRORS[0], wshake.ERRORS[-1])
    check("the names are those of the library", ends == ("need_more", "closed", "none", "timed_out"), ends)


def test_lifetimes():
    """Python's garbage collector does not free memory that wshake has pointers to."""
    offer = with_field(b"Sec-WebSocket-Protocol: chat, superchat\r\nOrigin: http://example.com", GOOD)
    config = wshake.ServerConfig(
        ["".join(["super", "chat"])], ["".join(["http://", "example.com"])], [("".join(["X-", "Y"]), "".join("zz"))]
    )
    answers = set()
    for _ in range(200):
        gc.collect(0)
        junk = [bytes([1]) * size for size in range(200)]
        server = wshake.Server(config)
        state, consumed = server.feed(bytes(bytearray(offer)))
        answers.add((state, consumed, server.accept(), server.subprotocol(), len(junk)))
    (state, consumed, answer, subprotocol, _), *others = answers
    good = (state, consumed, subprotocol) == ("upgrade", len(offer), "superchat") and b"\r\nX-Y: zz\r\n" in answer
    check("a configuration serves many connections", good and not others, answers)


def test_import():
    """The import of the binding refuses a shared library that does not match wshake_c.py."""
    with tempfile.TemporaryDirectory() as folder:
        for file in FOLDER.glob("wshake*.py"):
            shutil.copy(file, folder)
        copy = Path(folder, "wshake_c.py")
        source = copy.read_text()
        run = runner(sys.executable)

        def load(env=os.environ):
            return run("-B", "-c", "import wshake", cwd=folder, env=env)

        check_run("a copy of the binding works", load(), 0, err=b"")
        copy.write_text(source.replace("SERVER_SIZE = 128", "SERVER_SIZE = 64"))
        check_run("too small a server is refused", load(), 1, err=b" bytes, but wshake_c.py declares 64")
        copy.write_text(source.replace('        ("origin_count", c_size_t),\n', ""))
        check_run("other members are refused", load(), 1, err=b"ServerOptions does not match wshake_c.py: size")
        copy.write_text(source)
        check_run("a missing library is reported", load({**os.environ, "WSHAKE_LIBRARY": "/nowhere.so"}), 1, err=b"/nowhere.so")


def messages(octets):
    """Returns the opcode and the data of each message in `octets`, the frames of a server. A message may have several
    frames, each with less than 126 octets of data."""
    found = []
    while octets:
        first, size = octets[0], octets[1]
        data, octets = octets[2 : 2 + size], octets[2 + size :]
        if first & 15 == 0:  # the frame continues the message before it
            found[-1] = (found[-1][0], found[-1][1] + data)
        else:
            found.append((first & 15, data))
    return found


def complete(answer, status):
    """Returns whether the answer is one complete response with the status `status`."""
    head, _, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"\r\nContent-Length: (\d+)", head)
    return head.startswith(b"HTTP/1.1 %d " % status) and length is not None and len(body) == int(length[1])


def test_server():
    with running([*SERVER, "--deadline", str(GUARD)], environment(LIBRARY)) as (port, log):
        opened = with_field(b"Server: wshake")
        for what, parts in (
            ("in one segment with early frames", [GOOD + HELLO + CLOSE]),
            ("an early frame cut in two", [GOOD + HELLO[:3], HELLO[3:] + CLOSE]),
            ("frames after the head", [GOOD, HELLO, CLOSE]),
            ("byte by byte", [bytes([octet]) for octet in GOOD + HELLO + CLOSE]),
        ):
            answer = said_by(port, *parts, end=False)
            check(what, answer.startswith(opened) and messages(answer[len(opened) :]) == BACK, answer)
        ping, first, last = (head + b"\x81" + bytes(4) + b"x" for head in (b"\x89", b"\x01", b"\x80"))
        answer = said_by(port, GOOD + ping + first + last + CLOSE)
        back = [(PONG, b"x"), (TEXT, b"xx"), BACK[-1]]
        check("a ping and a message of two frames are answered", messages(answer[len(opened) :]) == back, answer)
        answer = said_by(port, GOOD + b"\x88\x80" + bytes(4), end=False)
        check("a Close without a code is answered", answer.endswith(b"\x88\x00"), answer)
        answer = said_by(port, GOOD + UNMASKED, end=False)
        check("a frame without a mask ends the connection", b"\x03\xeaserver received unexpected unmasked frame" in answer, answer)

        for what, request, status, part in (
            ("POST", POST, 405, b"\r\nAllow: GET\r\n"),
            ("no key", KEYLESS, 400, b"Sec-WebSocket-Key"),
            ("plain HTTP", b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", 426, b"\r\nUpgrade: websocket\r\n"),
            ("/forbidden", GOOD.replace(b"/chat", b"/forbidden?a=b"), 403, b""),
            ("half a head", GOOD[:60], 400, b"\r\nConnection: close\r\n"),
            ("nonsense", b"\x16\x03\x01", 400, b"\r\nConnection: close\r\n"),
            ("a subprotocol twice", with_field(b"Sec-WebSocket-Protocol: a, a", GOOD), 400, b""),
        ):
            answer = said_by(port, request)
            check(f"{what}: {status}, complete", complete(answer, status) and part in answer, answer)
        answer = said_by(port, POST + KEYLESS, GOOD + HELLO + CLOSE)
        at = answer.find(opened)
        good = at > 0 and in_order([b" 405 ", b" 400 ", SWITCHING], answer) and messages(answer[at + len(opened) :]) == BACK
        check("a handshake opens after two refusals on one connection", good, answer)

        lines = log.read_text().splitlines()
        for line in (
            "refused: bad_handshake_method at offset 0: method is not GET (RFC 6455 §4.2.1(1))",
            "refused: missing_key at offset 99: Sec-WebSocket-Key is missing (RFC 6455 §4.2.1(5))",
            "refused: /forbidden?a=b",
            "open: /chat, subprotocol none",
        ):
            check(f"logged: {line}", line in lines, lines)
        check("no other line is logged", not any("Traceback" in line for line in lines), lines)


def test_deadline():
    with running([*SERVER, "--deadline", "1"], environment(LIBRARY)) as (port, _):
        answer = said_by(port, GOOD[:60], end=False)
        check("a slow request is answered 408", complete(answer, 408), answer)
        check("a connection without a request is closed without an answer", said_by(port, end=False) == b"")


def test_clients():
    with running(SERVER, environment(LIBRARY)) as (port, _):
        uri = f"ws://127.0.0.1:{port}"
        if CLIENT:
            run = runner(CLIENT[0])
            long = "a" * 70000
            said = f"open\nmessage {long}\nclosed 1000\n".encode()
            check_run("our client opens", run("--message", long, uri), 0, said)
            check_run("a subprotocol is agreed", run("--subprotocol", "superchat", uri), 0, b"open subprotocol=superchat\n")
            check_run("a refusal is reported", run(uri + "/forbidden"), 1, b"refused 403 Forbidden\n")
        else:
            print("our client: not tested, it is not built")
        python = python_with("websockets")
        if python:
            run = runner(python)
            check_run("websockets", run("-c", WEBSOCKETS, uri), 0, b"chat: \xe2\x82\xac\n")
        else:
            print("websockets: not tested, no Python has it (Debian: python3-websockets)")


WEBSOCKETS = """
import asyncio, sys, websockets

async def main():
    async with websockets.connect(sys.argv[1], subprotocols=["chat"]) as connection:
        await connection.send("\u20ac")
        sys.stdout.buffer.write(f"{connection.subprotocol}: {await connection.recv()}\\n".encode())

asyncio.run(main())
"""


finish(test_binding, test_lifetimes, test_import, test_server, test_deadline, test_clients)
