#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example http2_gateway between other examples, and between sockets of this test: from HTTP/1.1 to HTTP/2,
from HTTP/2 to HTTP/1.1, and with two gateways in a row. Every program chooses its port and prints it. If python3-h2 is
installed, the test also connects with a client made with python3-h2.

Usage: test_http2_gateway.py GATEWAY HTTP2_SERVER HTTP2_CLIENT ECHO_SERVER CLIENT
"""

import base64
import contextlib
import hashlib
import os
import re
import socket
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

import h2_client
from checks import GUARD, check, finish, skip
from h2_client import h2
from wire import CLOSE, TEXT, Client, frame, handshake

GATEWAY, HTTP2_SERVER, HTTP2_CLIENT, ECHO_SERVER, CLIENT = (os.path.abspath(path) for path in sys.argv[1:6])

KEY = "dGhlIHNhbXBsZSBub25jZQ=="
ACCEPT = b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
OFFERS = b"permessage-deflate; client_max_window_bits=9, bbf; x=1"


@contextlib.contextmanager
def running(*command):
    """Runs a program that prints its port, while the `with` block runs. Yields the port."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield int(re.search(r":(\d+)/?$", process.stdout.readline())[1])
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def gateway(direction, port):
    return running(GATEWAY, direction, f"ws://127.0.0.1:{port}")


@contextlib.contextmanager
def both_directions(port):
    """Runs two gateways before an HTTP/1.1 server on `port`: from HTTP/1.1 to HTTP/2, and from HTTP/2 to HTTP/1.1."""
    with gateway("2to1", port) as middle, gateway("1to2", middle) as front:
        yield front


def run(*command):
    return subprocess.run(command, capture_output=True, text=True, timeout=GUARD)


def ask_1(port, path="/chat"):
    return run(CLIENT, f"ws://127.0.0.1:{port}{path}", "--subprotocol", "superchat", "--message", "hallo")


def ask_2(port, *texts, path="/chat"):
    return run(HTTP2_CLIENT, f"ws://127.0.0.1:{port}{path}", *texts)


def check_1(what, result, subprotocol):
    opened = result.returncode == 0 and f"open subprotocol={subprotocol}" in result.stdout
    check(f"{what}: opens, agrees on {subprotocol}, echoes", opened and "message hallo" in result.stdout, result)


def check_2(what, result, subprotocol, *texts):
    expected = "\n".join([f"open, subprotocol: {subprotocol}", *texts, ""])
    check(f"{what}: opens, agrees on {subprotocol}, echoes", result.returncode == 0 and result.stdout == expected, result)


def test_programs():
    with running(HTTP2_SERVER) as server, gateway("1to2", server) as front:
        check_1("1 to 2", ask_1(front), "superchat")
        with gateway("2to1", front) as another:
            check_2("2 to 1 to 2", ask_2(another, "one", "two"), "chat", "one", "two")
    with running(ECHO_SERVER) as server:
        with gateway("2to1", server) as front:
            large = "x" * 50000  # several of these texts are larger than the flow-control windows of HTTP/2
            check_2("2 to 1", ask_2(front, "one", large, large, large), "chat", "one", large, large, large)
            refused = ask_2(front, path="/forbidden")
            check("2 to 1: a refusal", refused.returncode == 1 and refused.stdout == "refused: 403\nForbidden\n", refused)
        with both_directions(server) as front:
            check_1("1 to 2 to 1", ask_1(front), "superchat")
            refused = ask_1(front, "/forbidden")
            check("1 to 2 to 1: a refusal", refused.returncode == 1 and "403" in refused.stdout + refused.stderr, refused)


class backend:
    """An HTTP/1.1 server for one connection. `answer` takes the request's head and returns the octets of the response.
    After the `with` block, `rest` has all octets that came after the head."""

    def __init__(self, answer, echoes=False):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(GUARD)
        self.port = self.listener.getsockname()[1]
        self.answer, self.echoes, self.head, self.rest = answer, echoes, b"", b""
        self.thread = threading.Thread(target=self.serve, daemon=True)
        self.thread.start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.thread.join(GUARD)
        self.listener.close()

    def serve(self):
        taken, _ = self.listener.accept()
        with taken:
            taken.settimeout(GUARD)
            while b"\r\n\r\n" not in self.head:
                data = taken.recv(65536)
                if not data:
                    raise EOFError(self.head)
                self.head += data
            self.head, _, self.rest = self.head.partition(b"\r\n\r\n")
            taken.sendall(self.answer(self.head))
            if not self.echoes:
                taken.shutdown(socket.SHUT_WR)
            with contextlib.suppress(ConnectionError):  # the gateway may have left
                while data := taken.recv(65536):
                    self.rest += data
                    if self.echoes:
                        taken.sendall(data)

    def value(self, name):
        found = re.findall(rb"^%s: (.*)\r?$" % name, self.head, re.MULTILINE | re.IGNORECASE)
        return b" | ".join(line.rstrip(b"\r") for line in found)


def accepting(*more, accept=None):
    def answer(head):
        key = re.search(rb"(?i)\r\nsec-websocket-key: (\S+)", head)[1]
        right = base64.b64encode(hashlib.sha1(key + b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11").digest())
        lines = [b"HTTP/1.1 101 Switching Protocols", b"Upgrade: websocket", b"Connection: Upgrade",
                 b"Sec-WebSocket-Accept: " + (accept or right), *more, b"", b""]
        return b"\r\n".join(lines)

    return answer


def refusing(text):
    return lambda head: text


def field(head, name):
    found = re.search(rb"(?i)\r\n%s: ([^\r]*)" % name, head)
    return found[1] if found else None


def test_fields():
    """Checks the request's fields that the server receives behind two gateways, and the response's fields that the
    client receives."""
    more = b"Sec-WebSocket-Extensions: " + OFFERS + b"\r\nX-Hop: 1\r\nTE: trailers\r\nConnection: X-Hop\r\nCookie: a=1\r\n"
    answer = accepting(b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9", b"X-Kept: 2",
                       b"Keep-Alive: max=5")
    with backend(answer, echoes=True) as server, both_directions(server.port) as front:
        with Client(front, handshake("/chat?x=1", more)) as client:
            status, head, _ = client.response(has_body=False)
            check("fields: 101", status == 101, head)
            check("fields: the accept value of the client's key", field(head, b"sec-websocket-accept") == ACCEPT, head)
            check("fields: the answer to permessage-deflate is forwarded",
                  field(head, b"sec-websocket-extensions") == b"permessage-deflate; client_max_window_bits=9", head)
            check("fields: other fields of the answer are forwarded", field(head, b"x-kept") == b"2", head)
            check("fields: Keep-Alive is not forwarded", field(head, b"keep-alive") is None, head)
            client.send(frame(TEXT, b"hi"))
            echo = client.take(8)
            check("fields: frames are forwarded in both directions", echo == frame(TEXT, b"hi"), echo)
            client.half_close()
            check("fields: the end of a stream is forwarded in both directions", client.at_end(), client.rest)
    check("fields: the request line", server.head.startswith(b"GET /chat?x=1 HTTP/1.1\r\n"), server.head)
    check("fields: offers of permessage-deflate are forwarded", server.value(b"Sec-WebSocket-Extensions") == OFFERS, server.head)
    check("fields: the gateway makes a key of its own", server.value(b"Sec-WebSocket-Key") not in (b"", KEY.encode()), server.head)
    check("fields: Cookie is forwarded", server.value(b"Cookie") == b"a=1", server.head)
    check("fields: TE and a field that Connection names are not forwarded", server.value(b"TE|X-Hop") == b"", server.head)
    check("fields: Via has both gateways", server.value(b"Via") == b"1.1 wshake | 2 wshake", server.head)


def ask(port, more=b"", version=b"13"):
    with Client(port, handshake("/chat", more).replace(b"Version: 13", b"Version: " + version)) as client:
        status, head, body = client.response()
        return status, head, body, client.at_end()


def test_refusals():
    for what, text, expected in (
        ("with a length", b"HTTP/1.1 404 Lost\r\nContent-Length: 5\r\nX-Kept: 1\r\n\r\nno, no", (404, b"no, n")),
        ("after an interim answer", b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno",
         (403, b"no")),
        ("with a chunked body, which is left out", b"HTTP/1.1 403 No\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", (403, b"")),
        ("that redirects", b"HTTP/1.1 302 Found\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", (302, b"")),
        ("that is a 200", b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", (502, b"ok")),
        ("that is no HTTP", b"SSH-2.0-OpenSSH\r\n\r\n", (502, None)),
    ):
        with backend(refusing(text)) as server, both_directions(server.port) as front:
            status, head, body, ended = ask(front)
            same = expected[1] is None or body == expected[1]
            check(f"refusals: one {what}", status == expected[0] and same and ended, (head, body))
    with backend(refusing(b"HTTP/1.1 403 No\r\n\r\nuntil the end")) as server, both_directions(server.port) as front:
        with Client(front, handshake()) as client:
            status, head, _ = client.response()
            client.ends()
            check("refusals: one without a length", (status, client.rest) == (403, b"until the end"), (head, client.rest))
            check("refusals: the answer announces the end of the connection", field(head, b"connection") == b"close", head)
    for what, more in (
        ("a wrong accept value", {"accept": b"HSmrc0sMlYUkAGmm5OPpG2HaGWk="}),
        ("a subprotocol that was not offered", {"more": b"Sec-WebSocket-Protocol: chat"}),
        ("an extension that Connection takes away",
         {"more": b"Connection: Sec-WebSocket-Extensions\r\nSec-WebSocket-Extensions: bbf"}),
    ):
        answer = accepting(*[more[name] for name in more if name == "more"], accept=more.get("accept"))
        with backend(answer) as server, both_directions(server.port) as front:
            status, head, _, ended = ask(front, b"Sec-WebSocket-Extensions: " + OFFERS + b"\r\n")
            check(f"refusals: 502 for {what}", status == 502 and ended, head)


def test_faults_in_front():
    with running(HTTP2_SERVER) as server, gateway("1to2", server) as front:
        status, head, _, ended = ask(front, version=b"8")
        check("faults: a wrong version over HTTP/1.1 is 426", status == 426 and ended, head)
        check("faults: the 426 names the supported version", field(head, b"sec-websocket-version") == b"13", head)
        with Client(front, b"GET / HTTP/1.1\r\nHost: a\r\n\r\n") as client:
            status, head, _ = client.response()
            check("faults: a plain request is 426", status == 426, head)
    with gateway("1to2", 1) as front:
        status, head, *_ = ask(front)
        check("faults: no server over HTTP/2 is 502", status == 502, head)
    with both_directions(1) as front:
        status, head, *_ = ask(front)
        check("faults: no server over HTTP/1.1 is 502", status == 502, head)


def test_no_setting():
    """The gateway answers 502 if the HTTP/2 server does not allow extended CONNECT: the server's first frame is an
    empty SETTINGS, without the setting that allows extended CONNECT."""
    with socket.create_server(("127.0.0.1", 0)) as listener, gateway("1to2", listener.getsockname()[1]) as front:
        listener.settimeout(GUARD)
        with Client(front, handshake()) as client:
            taken, _ = listener.accept()
            with taken:
                taken.sendall(b"\0\0\0\4\0\0\0\0\0")
                status, head, _ = client.response()
                check("no setting: 502", status == 502, head)
        with Client(front, handshake()) as client:
            taken, _ = listener.accept()
            taken.close()
            status, head, _ = client.response()
            check("no setting: a server that ends the connection is 502", status == 502, head)


def test_early_bytes():
    """A client of HTTP/1.1 sends bytes behind its request. The gateway holds the bytes back until the server has
    answered, because a server that refuses would read the bytes as a second request. A refusal ends the client's
    connection, and the gateway drops the bytes."""
    smuggled = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    refusal = b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno"
    with backend(refusing(refusal)) as server, both_directions(server.port) as front:
        with Client(front, handshake() + smuggled) as client:
            status, head, body = client.response()
            ended = client.at_end()
    check("early bytes: a refusal is the only answer", (status, body, ended) == (403, b"no", True), (head, body))
    check("early bytes: the refusal ends the connection", field(head, b"connection") == b"close", head)
    check("early bytes: a server that refuses does not see them", server.rest == b"", server.rest)
    with backend(accepting(), echoes=True) as server, both_directions(server.port) as front:
        with Client(front, handshake() + frame(TEXT, b"hi")) as client:
            status, head, _ = client.response(has_body=False)
            echo = client.take(8)
    check("early bytes: they follow a 101", (status, echo) == (101, frame(TEXT, b"hi")), (head, echo))


def asked(*more, **changed):
    list_of = {":method": "CONNECT", ":protocol": "websocket", ":scheme": "http", ":authority": "example.com",
               ":path": "/chat", "sec-websocket-version": "13"}
    list_of.update({name.replace("_", "-"): value for name, value in changed.items()})
    return [*list_of.items(), *more]


def test_front_over_http_2():
    if h2 is None:
        return skip("front over HTTP/2: python3-h2 is not installed (Debian: python3-h2)")
    with (
        running(ECHO_SERVER) as server,
        gateway("2to1", server) as front,
        h2_client.Client(front) as peer,
    ):
        answer = peer.ask(asked(sec_websocket_version="8"))
        check("front over HTTP/2: a wrong version is 400", answer[":status"] == "400", answer)
        check("front over HTTP/2: the 400 names the supported version", answer["sec-websocket-version"] == "13", answer)
        reset = peer.ask(asked(("upgrade", "websocket")))
        check("front over HTTP/2: Upgrade resets the stream", isinstance(reset, h2.events.StreamReset), reset)
        answer = peer.ask(asked(("sec-websocket-key", KEY), ("sec-websocket-protocol", "superchat")))
        check("front over HTTP/2: a request with a key gets an accept value", answer["sec-websocket-accept"] == ACCEPT.decode(), answer)
        check("front over HTTP/2: one connection carries several streams", answer["sec-websocket-protocol"] == "superchat", answer)
        peer.put(frame(TEXT, b"hi"))
        echo = peer.take(4)
        check("front over HTTP/2: a frame is echoed", echo == b"\x81\x02hi", echo)
        peer.put(frame(CLOSE))
        end = peer.take()
        check("front over HTTP/2: Close is answered, and the stream ends", end == b"\x88\0", end)
        answer = peer.ask(asked(**{":path": "/private"}))
        check("front over HTTP/2: a refusal has its fields", answer["www-authenticate"].startswith("Basic"), answer)
        body = peer.take()
        check("front over HTTP/2: a refusal has its body", len(body) == int(answer["content-length"]), (answer, body))
        check("front over HTTP/2: a refusal has no Connection", not answer.keys() & {"connection", "upgrade", "keep-alive"}, answer)

    # The client sends bytes before the answer. The gateway must not forward the bytes before the server's answer: an
    # HTTP/1.1 server that refuses would read the bytes as a second request.
    early = b"GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n"
    with (
        backend(refusing(b"HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")) as server,
        gateway("2to1", server.port) as front,
        h2_client.Client(front) as peer,
    ):
        answer = peer.ask(asked(), early=early)
        end = peer.take()
    check("front over HTTP/2: frames wait for the answer", (answer[":status"], end, server.rest) == ("403", b"", b""),
          (answer, end, server.rest))
    with (
        backend(accepting(), echoes=True) as server,
        gateway("2to1", server.port) as front,
        h2_client.Client(front) as peer,
    ):
        answer = peer.ask(asked(), early=frame(TEXT, b"hi"))
        echo = peer.take(8)
        check("front over HTTP/2: waiting frames follow the answer", echo == frame(TEXT, b"hi"), (answer, echo))


finish(test_programs, test_fields, test_refusals, test_faults_in_front, test_no_setting, test_early_bytes,
       test_front_over_http_2)
