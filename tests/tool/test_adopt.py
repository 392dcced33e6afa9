#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs an example that reads requests with another HTTP library and gives them to wshake by adopt().

Usage: test_adopt.py PROGRAM
"""

import base64
import os
import struct
import sys
import time

sys.dont_write_bytecode = True

import wire
from checks import ACCEPT, check, finish
from wire import BINARY, CLOSE, KEY, PING, PONG, TEXT, frame, get, handshake

PROGRAM = os.path.abspath(sys.argv[1])
LOGIN = b"Authorization: Basic " + base64.b64encode(b"alice:wonderland") + b"\r\n"
BAD = handshake().replace(b"Q==", b"Q=")
CHUNKS = b"Transfer-Encoding: chunked\r\nTrailer: Upgrade\r\n"
CHUNKED = b"5\r\nhello\r\n0\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n"


def Client(first=b""):
    return wire.Client(PORT, first)


def check_open(what, client, text):
    """Checks that the server answers 101 and echoes a frame."""
    status, head, _ = client.response()
    check(what, status == 101 and ACCEPT in head and client.message() == (TEXT, text), head)
    return head


def test_keep_alive():
    with Client(get()) as client:
        status, head, page = client.response()
        plain = status == 200 and b"Content-Type: text/html" in head and b"wshake" not in head
        check(
            "a plain request is answered by the other server",
            plain and page.startswith(b"<!doctype html>"),
            (head, page),
        )
        client.send(get("/nothing"))
        check("a second plain request is answered by the other server", client.response()[0] == 404)
        for method, path, wanted in ("GET", "/?a", 200), ("GET", "http://a/?b", 200), ("POST", "/", 405):
            client.send(get(path, method))
            status, head, _ = client.response()
            allows = b"\r\nAllow: GET, HEAD\r\n" in head
            check(f"{method} {path} gets a {wanted}", status == wanted and allows == (wanted == 405), head)
        client.send(BAD)
        status, head, body = client.response()
        check("a handshake is refused", status == 400 and b"Sec-WebSocket-Key" in body, (head, body))
        client.send(handshake("/forbidden"))
        check("a second handshake is refused", client.response()[0] == 403)
        client.send(handshake("/private"))
        check("a third handshake is refused", client.response()[0] == 401)
        client.send(get(method="HEAD"))
        status, head, _ = client.response(has_body=False)
        check("a plain request after the refusals is answered by the other server", status == 200, head)
        client.send(handshake("/private", LOGIN) + frame(TEXT, b"early") + frame(BINARY, bytes(500)))
        check_open("a valid handshake opens, and its first frame is echoed", client, b"early")
        check("a second frame is echoed", client.message() == (BINARY, bytes(500)))
        client.send(frame(PING, b"now"))
        check("a ping is answered", client.message() == (PONG, b"now"))
        large = os.urandom(1 << 20)
        client.send(frame(BINARY, large))
        check("a large message is echoed", client.message() == (BINARY, large))
        client.send(frame(CLOSE, struct.pack(">H", 1000)))
        check("Close is answered", client.message() == (CLOSE, struct.pack(">H", 1000)) and client.at_end())


PIPELINE = (
    get()
    + get("/x", "POST", more=b"Content-Length: 5\r\n")
    + b"hello"
    + BAD
    + get("/x", "POST", more=CHUNKS)
    + CHUNKED
    + handshake("/forbidden")
    + get()
    + handshake()
    + frame(TEXT, b"one")
    + frame(TEXT, b"two")
)
STATUSES = [200, 404, 400, 404, 403, 200]


def test_pipelined():
    for what, sizes in (("at once", (len(PIPELINE),)), ("byte by byte", (1,)), ("in pieces", (7, 100, 3))):
        with Client() as client:
            at = turn = 0
            while at < len(PIPELINE):
                size = sizes[turn % len(sizes)]
                client.send(PIPELINE[at : at + size])
                at, turn = at + size, turn + 1
            statuses = [client.response()[0] for _ in STATUSES]
            check(f"requests of all kinds, {what}", statuses == STATUSES, statuses)
            check_open("a handshake follows them and opens", client, b"one")
            check("no byte after them is lost", client.message() == (TEXT, b"two"))


def test_repeated():
    """The example gives repeated fields to wshake unchanged."""
    split = handshake().replace(b"Connection: Upgrade\r\n", b"Connection: keep-alive\r\nConnection: Upgrade\r\n")
    with Client(split + frame(TEXT, b"a")) as client:
        check_open("two Connection lines open", client, b"a")
    more = b"Sec-WebSocket-Protocol: superchat, x\r\nA: b\r\nSec-WebSocket-Protocol: chat\r\n"
    with Client(handshake(more=more) + frame(TEXT, b"a")) as client:
        head = check_open("two subprotocol lines open", client, b"a")
        check("two subprotocol lines are one list", b"\r\nSec-WebSocket-Protocol: chat\r\n" in head, head)
    for what, more in (
        ("key", KEY),
        ("version", b"Sec-WebSocket-Version: 13\r\n"),
        ("host", b"Host: b\r\n"),
        ("subprotocol", b"Sec-WebSocket-Protocol: a\r\nSec-WebSocket-Protocol: a\r\n"),
    ):
        with Client(handshake(more=more)) as client:
            status, head, body = client.response()
            check(f"a repeated {what} is refused", status == 400, (head, body))


def test_refused():
    for what, request, status, part in (
        ("version 8", handshake().replace(b"Version: 13", b"Version: 8"), 426, b"\r\nSec-WebSocket-Version: 13\r\n"),
        ("a key without Upgrade", get("/chat", more=KEY), 426, b"\r\nUpgrade: websocket\r\n"),
        ("POST", handshake().replace(b"GET", b"POST"), 405, b"\r\nAllow: GET\r\n"),
    ):
        with Client(request) as client:
            got, head, _ = client.response()
            check(what, got == status and part in head, head)
            client.send(handshake() + frame(TEXT, b"a"))
            check_open("a refused handshake leaves the connection open", client, b"a")
    for what, request in (
        ("a body", handshake(more=b"Content-Length: 5\r\n") + b"hello"),
        ("an empty chunked body", handshake(more=b"Transfer-Encoding: chunked\r\n") + b"0\r\n\r\n"),
    ):
        with Client(request) as client:
            status, head, _ = client.response()
            check(f"{what} on a handshake", status == 400 and b"\r\nConnection: close\r\n" in head, head)
            check("a body on a handshake ends the connection", client.at_end())
    with Client(handshake().replace(b"HTTP/1.1", b"HTTP/1.0")) as client:
        status, head, _ = client.response()
        check("HTTP/1.0 does not upgrade", status == 426 and client.at_end(), head)
    with Client(handshake("/forbidden").replace(b"Connection: ", b"Connection: close, ")) as client:
        check("Connection: close ends the connection", client.response()[0] == 403 and client.at_end())
    with Client(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(300)) as client:
        check("bytes that are no HTTP are answered", client.response()[0] == 400 and client.at_end())


def test_gone():
    with Client(handshake() + frame(TEXT, b"last words")) as client:
        client.half_close()
        check_open("a client that closes its sending direction gets 101 and echo", client, b"last words")
        check("a client that closes its sending direction gets the end after the echo", client.at_end())
    with Client(handshake()[:60]) as client:
        client.half_close()
        check("half of a request is 400", client.response()[0] == 400 and client.at_end())
    with Client() as client:
        client.half_close()
        check("a connection without a request is closed without an answer", client.at_end())
    clients = [Client(handshake()[:50]) for _ in range(200)]
    for number, client in enumerate(clients):
        client.send(handshake()[50:] + frame(TEXT, b"%d" % number))
    good = [client.response()[0] == 101 and client.message() == (TEXT, b"%d" % n) for n, client in enumerate(clients)]
    check("200 at once", all(good), good)


def test_slow():
    hasty, port = wire.start(PROGRAM, "--deadline", "1")
    begin = time.monotonic()
    with wire.Client(port, handshake()[:60]) as slow, wire.Client(port) as idle:
        check("an idle connection ends", idle.at_end() and time.monotonic() - begin > 0.5)
        answer = b"" if PROGRAM.endswith("beast") else b"HTTP/1.1 408"  # Beast closes without a response
        check("a slow request ends the connection", slow.ends() and slow.rest[:12] == answer, slow.rest)
    hasty.kill()
    hasty.communicate()


server, PORT = wire.start(PROGRAM, "--deadline", "60")
try:
    tests = [test_keep_alive, test_pipelined, test_repeated, test_refused, test_gone, test_slow]
    finish(*tests, lambda: check("it is still running", server.poll() is None))
finally:
    server.kill()
