#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs an example echo server against clients that follow the protocol, slow clients, clients that reset the
connection, and many clients at once.

Usage: test_echo_server.py PROGRAM
"""

import base64
import contextlib
import os
import resource
import signal
import subprocess
import sys

sys.dont_write_bytecode = True

import checks
import echo_cases
import wire
from checks import ACCEPT, GUARD, check
from wire import BINARY, KEY, PING, PONG, TEXT, frame, get, handshake

SERVER = [os.path.abspath(sys.argv[1])]


def Client(first=b""):
    return wire.Client(PORT, first)


def open_client(path="/", more=b""):
    client = Client(handshake(path, more))
    status, head, _ = client.response()
    assert status == 101, head
    return client


def test_pages():
    with Client(get()) as client:
        status, head, page = client.response()
        check(
            "GET / is the page",
            status == 200
            and b"Content-Type: text/html; charset=utf-8\r\n" in head
            and page.startswith(b"<!doctype html>")
            and page.endswith(b"</html>\n"),
            head,
        )
        client.send(get("/nothing"))
        check("another path is answered 404 on the same connection", client.response()[0] == 404)
        client.send(get("/?a=b"))
        check("a query is ignored", client.response()[0] == 200)
        client.send(get(method="HEAD"))
        status, head, _ = client.response(has_body=False)
        client.send(get("/x"))
        check("the answer to HEAD has no body", status == 200 and client.response()[0] == 404, head)
        client.send(get(method="POST", more=b"Content-Length: 5\r\n") + b"hello" + get("/x"))
        status, head, _ = client.response()
        check(
            "POST is answered 405, and its body is skipped",
            status == 405 and b"Allow: GET" in head and client.response()[0] == 404,
            head,
        )
    with Client(get() * 40 + handshake() + frame(TEXT, b"late")) as client:
        statuses = [client.response()[0] for _ in range(41)]
        check("a handshake follows many pipelined requests", statuses == [200] * 40 + [101], statuses)
        check("the first frame after pipelined requests is echoed", client.message() == (TEXT, b"late"))
    with Client(get(version="1.0")) as client:
        status, head, _ = client.response()
        check(
            "HTTP/1.0 gets the page and the end",
            status == 200 and b"Connection: close" in head and client.at_end(),
            head,
        )
    with Client(get(more=b"Connection: close\r\n")) as client:
        check("Connection: close ends the connection", client.response()[0] == 200 and client.at_end())
    with Client(b"GET /chat HTTP/1.0\r\nHost: a\r\nConnection: close\r\n" + KEY + b"\r\n") as client:
        status, head, body = client.response()
        check(
            "a key without Upgrade is explained in the answer",
            status == 426 and b"Sec-WebSocket-Version: 13" in head,
            (head, body),
        )


def test_handshakes():
    with Client(handshake()) as client:
        status, head, _ = client.response()
        check("a handshake opens", status == 101 and ACCEPT in head, head)
        check(
            "the 101 has no subprotocol and no extension",
            b"Protocol:" not in head and b"Extensions:" not in head,
            head,
        )
        client.socket.settimeout(0.2)
        try:
            silent = client.more() and False
        except TimeoutError:
            silent = True
        check("the server sends nothing before the first message", silent, client.rest)
    more = b"Sec-WebSocket-Extensions: permessage-deflate\r\n"
    more += b"Sec-WebSocket-Protocol: superchat, x\r\nSec-WebSocket-Protocol: chat\r\n"
    with Client(handshake(more=more)) as client:
        head = client.head()
        check(
            "chat is preferred, and permessage-deflate is declined",
            b"\r\nSec-WebSocket-Protocol: chat\r\n" in head and b"Extensions" not in head,
            head,
        )
    with Client() as client:
        request = handshake("/chat?room=1") + frame(TEXT, b"Hello")
        for at in range(len(request)):
            client.send(request[at : at + 1])
        check("a handshake byte by byte opens", client.response()[0] == 101 and client.message() == (TEXT, b"Hello"))
    with Client(
        handshake() + frame(TEXT, b"one") + frame(BINARY, b"\0\xff") + frame(PING, b"three")
    ) as client:
        seen = (client.response()[0], client.message(), client.message(), client.message())
        check(
            "frames after the head are echoed",
            sorted(seen[1:]) == [(TEXT, b"one"), (BINARY, b"\0\xff"), (PONG, b"three")] and seen[0] == 101,
            seen,
        )
    with Client(handshake("/forbidden")) as client:
        status, head, _ = client.response()
        check("/forbidden is answered 403", status == 403 and b"Connection: close" not in head, head)
        client.send(handshake("/elsewhere"))
        check("the connection stays open after a 403", client.response()[0] == 101)
    with Client(handshake("/private")) as client:
        status, head, _ = client.response()
        check(
            "/private asks for credentials",
            status == 401 and b'\r\nWWW-Authenticate: Basic realm="wshake", charset="UTF-8"\r\n' in head,
            head,
        )
        for given in (
            b"alice:wonderlanD",
            b"alice:",
            b":",
            b"alice",
            b"bob:wonderland",
            b"alice:wonderland2",
            b"a" * 5000,
        ):
            client.send(handshake("/private", b"Authorization: Basic " + base64.b64encode(given) + b"\r\n"))
            check(f"not with {given.decode():.20}", client.response()[0] == 401)
        client.send(handshake("/private", b"Authorization: Digest a=b\r\n"))
        check("credentials of another scheme are refused", client.response()[0] == 401)
        client.send(
            handshake("/private", b"authorization: basic " + base64.b64encode(b"alice:wonderland") + b"\r\n")
        )
        check("a second attempt with credentials opens on the same connection", client.response()[0] == 101)
        client.send(frame(TEXT, b"in"))
        check("a connection with credentials echoes", client.message() == (TEXT, b"in"))
    secret = b"looking-glass"
    for path, more, expected in (
        ("/private", b"Cookie: lang=en; session=" + secret + b"\r\n", 101),
        ("/private", b"Cookie: lang=en\r\nCookie: session=" + secret + b"\r\n", 101),
        ("/private", b"Cookie: Session=" + secret + b"\r\n", 401),
        ("/private", b'Cookie: session="' + secret + b'"\r\n', 401),
        ("/private?a=1&token=looking-glass", b"", 101),
        ("/private?t%6Fken=looking%2dglass", b"", 101),
        ("/private?token=looking+glass", b"", 401),
        ("/private?token=looking-glass%", b"", 401),
        ("/private?session=looking-glass", b"", 401),
        ("/private?token=" + 1000 * "a", b"", 401),
    ):
        with Client(handshake(path, more)) as client:
            status = client.response()[0]
            check(f"{path[:40]} with {more[:60]!r} is answered {expected}", status == expected, status)
    with Client(handshake().replace(b"Q==", b"Q=")) as client:
        status, head, body = client.response()
        check("an invalid key is answered 400", status == 400 and b"Sec-WebSocket-Key" in body, (head, body))
        client.send(handshake())
        check("a valid handshake after a 400 opens on the same connection", client.response()[0] == 101)
    with Client(b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(300)) as client:
        check("TLS is answered", client.response()[0] == 400 and client.at_end())
    with Client(b"GET /" + b"a" * 100000) as client:
        check("a target without an end is answered", client.response()[0] == 414)
    with Client(
        b"GET / HTTP/1.1\r\n" + b"A: " + b"b" * 5000 + b"\r\nA: " + b"b" * 5000 + b"\r\n" * 2 * 5000
    ) as client:
        check("a missing Host is answered", client.response()[0] == 400)


def test_page():
    request = handshake("/page", b"Sec-WebSocket-Protocol: superchat, chat\r\nX-Octets: \xff\xfe\r\n")
    with Client(request) as client:
        _, head, _ = client.response()
        check("/page sends the head of the request", client.message() == (BINARY, request))
        check("/page sends the head of the response", client.message() == (BINARY, head))
        client.send(frame(TEXT, b"Hello"))
        check("/page echoes", client.message() == (TEXT, b"Hello"))


def test_slow(deadline):
    with serving("--deadline", str(deadline)):
        echo_cases.check_slow_clients(PORT, deadline, 405)


def test_gone():
    with Client(handshake() + frame(TEXT, b"last words")) as client:
        client.half_close()
        check(
            "a client that closes its sending direction gets 101, echo and end",
            client.response()[0] == 101 and client.message() == (TEXT, b"last words") and client.at_end(),
        )
    with Client(get()) as client:
        client.half_close()
        check(
            "a client that closes its sending direction gets the page and the end",
            client.response()[0] == 200 and client.at_end(),
        )
    with Client(b"GET / HTTP/1.1\r\nHost: a") as client:
        client.half_close()
        check("half a request is answered 400", client.response()[0] == 400 and client.at_end())
    with Client(b"GET / HTTP/1.1") as client:
        client.half_close()
        check("half a request line is answered 400", client.response()[0] == 400 and client.at_end())
    with Client() as client:
        client.half_close()
        check("a connection without a request is closed without an answer", client.at_end())
    echo_cases.check_rude_clients(PORT)
    with Client(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n") as client:
        try:
            for _ in range(200):
                client.send(bytes(65536))
        except OSError:
            pass
        check("the refusal of a huge body arrives while it is sent", client.response()[0] == 405)


def test_full():
    with serving(preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))):
        # UBSan opens a pipe for the first object of each type. This client makes the server use the types, so that
        # UBSan opens these pipes before the server has used all its descriptors.
        with Client(handshake()) as first:
            first.half_close()
            first.ends()
        clients = [Client(handshake()) for _ in range(40)]
        served = 0
        for client in clients:
            served += client.response()[0] == 101
            client.socket.close()
        check("without descriptors, clients wait their turn", served == 40, served)


@contextlib.contextmanager
def serving(*arguments, **more):
    """Runs the echo server once more, with the given arguments, while the `with` block runs."""
    global PORT
    port = PORT
    process, PORT = wire.start(*SERVER, *arguments, **more)
    try:
        yield process
    finally:
        PORT = port
        process.kill()
        process.wait()
        process.stdout.close()


def test_arguments():
    def fails(*arguments):
        return subprocess.run([*SERVER, *arguments], capture_output=True, timeout=GUARD).returncode

    check("--help", fails("--help") == 0)
    check("an unknown option fails", fails("--fly", "1") == 2)
    check("an option without its value fails", fails("--port") == 2)
    check("a port that is no number fails", fails("--port", "http") == 2)
    check("a port above 65535 fails", fails("--port", "99999") == 2)
    check("a deadline that is no number fails", fails("--deadline", "soon") == 2)
    check("an invalid address fails", fails("--address", "nowhere") == 3)
    check("a port in use fails", fails("--port", str(PORT)) == 3)


server, PORT = wire.start(*SERVER, "--deadline", "60")
try:
    test_pages()
    test_handshakes()
    test_page()
    echo_cases.check_messages(PORT)
    checks.patiently(test_slow, 2, 10, 50)
    test_gone()
    echo_cases.check_client_that_does_not_read(PORT)
    echo_cases.check_many_clients(PORT, server)
    test_full()
    test_arguments()
    check("the server still runs after all tests", server.poll() is None)
    with open_client() as witness:
        server.send_signal(signal.SIGTERM)
        check("SIGTERM ends the server", server.wait(GUARD) == 0 and witness.at_end())
    other, _ = wire.start(*SERVER)
    other.send_signal(signal.SIGINT)
    check("SIGINT ends the server", other.wait(GUARD) == 0)
finally:
    server.kill()
checks.finish()
