"""usage: raw.py HOST:PORT CHECK...

A client on a plain socket, for checks that no library can make: several requests on one connection, and requests cut at
any octet.
"""

import base64
import os
import socket
import struct
import sys
import time

from report import BINARY, LARGE, OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run, version

KEY, ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # the example of RFC 6455 §1.3
OPCODE_TEXT, OPCODE_BINARY, OPCODE_CLOSE = 1, 2, 8
CREDENTIALS = "Authorization: Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Connection:
    def __init__(self):
        address, port = host().split(":")
        self.socket = socket.create_connection((address, int(port)), timeout=PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = self.socket.makefile("rb")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()

    def send(self, octets, piece=None, pause=0.0):
        """Sends the octets at once or, if `piece` is given, in pieces of this size. The pause after each piece lets the
        peer read the pieces separately."""
        for start in range(0, len(octets), piece or len(octets)):
            self.socket.sendall(octets[start : start + (piece or len(octets))])
            time.sleep(pause)

    def answer(self):
        """Reads a response, with the body that Content-Length announces. Returns its status, and its fields with
        lower-case names."""
        line = self.stream.readline().decode("latin-1")
        if not line.endswith("\r\n"):
            raise AssertionError(f"the connection ended, its last octets are {line!r}")
        fields = {}
        while (field := self.stream.readline()) not in (b"\r\n", b""):
            name, _, value = field.decode("latin-1").partition(":")
            fields[name.lower()] = value.strip()
        status = int(line.split()[1])
        self.body = b"" if status == 101 else self.stream.read(int(fields.get("content-length", 0)))
        return status, fields

    def octets(self, size):
        octets = self.stream.read(size)
        equal(len(octets), size, "the number of octets read")
        return octets

    def message(self):
        """Reads a frame, which must be a whole message. Returns its opcode and its octets."""
        first, size = self.octets(2)
        equal(first & 0x80, 0x80, "FIN")
        if size == 126:
            (size,) = struct.unpack(">H", self.octets(2))
        elif size == 127:
            (size,) = struct.unpack(">Q", self.octets(8))
        return first & 0x0F, self.octets(size)


def frame(opcode, octets):
    size = len(octets)
    if size < 126:
        head = struct.pack(">BB", 0x80 | opcode, 0x80 | size)
    elif size < 65_536:
        head = struct.pack(">BBH", 0x80 | opcode, 0x80 | 126, size)
    else:
        head = struct.pack(">BBQ", 0x80 | opcode, 0x80 | 127, size)
    mask = os.urandom(4)
    keys = (mask * (size // 4 + 1))[:size]
    masked = int.from_bytes(octets, "big") ^ int.from_bytes(keys, "big")
    return head + mask + masked.to_bytes(size, "big")


def handshake(path="/", *fields, protocol_version=13):
    lines = [f"GET {path} HTTP/1.1", f"Host: {host()}", "Upgrade: websocket", "Connection: Upgrade"]
    lines += [f"Sec-WebSocket-Key: {KEY}", f"Sec-WebSocket-Version: {protocol_version}", *fields, "", ""]
    return "\r\n".join(lines).encode()


def expect_open(connection):
    status, fields = connection.answer()
    equal(status, 101, "the status")
    equal(fields.get("sec-websocket-accept"), ACCEPT, "the accept value")
    return fields


def echoed(octets, opcode, **cut):
    with Connection() as connection:
        connection.send(handshake())
        expect_open(connection)
        connection.send(frame(opcode, octets), **cut)
        equal(connection.message(), (opcode, octets), "the echo")


def open():
    with Connection() as connection:
        connection.send(handshake())
        expect_open(connection)


def close():
    with Connection() as connection:
        connection.send(handshake())
        expect_open(connection)
        connection.send(frame(OPCODE_CLOSE, struct.pack(">H", 1000)))
        equal(connection.message(), (OPCODE_CLOSE, struct.pack(">H", 1000)), "the Close")
        equal(connection.stream.read(1), b"", "the rest of the stream")


def text():
    echoed(TEXT.encode(), OPCODE_TEXT)


def binary():
    echoed(BINARY, OPCODE_BINARY)


def large():
    echoed(LARGE, OPCODE_BINARY, piece=1400, pause=0.001)


def forbidden():
    with Connection() as connection:
        connection.send(handshake("/forbidden"))
        equal(connection.answer()[0], 403, "the status")
        equal(connection.body, b"Forbidden\n", "the body")


def challenge():
    with Connection() as connection:
        connection.send(handshake("/private"))
        status, fields = connection.answer()
        equal(status, 401, "the status")
        equal(fields.get("www-authenticate", "").partition(" ")[0].lower(), "basic", "the scheme")


def private():
    with Connection() as connection:
        connection.send(handshake("/private", CREDENTIALS))
        expect_open(connection)


def page():
    """A plain request gets the page. A handshake follows on the same connection."""
    with Connection() as connection:
        connection.send(f"GET / HTTP/1.1\r\nHost: {host()}\r\n\r\n".encode())
        status, fields = connection.answer()
        equal(status, 200, "the status")
        equal(fields.get("content-type", "").partition(";")[0].lower(), "text/html", "the type")
        connection.send(handshake())
        expect_open(connection)


def again():
    """The server answers 401, then accepts a request with credentials on the same connection."""
    with Connection() as connection:
        connection.send(handshake("/private"))
        equal(connection.answer()[0], 401, "the first status")
        connection.send(handshake("/private", CREDENTIALS) + frame(OPCODE_TEXT, TEXT.encode()))
        expect_open(connection)
        equal(connection.message(), (OPCODE_TEXT, TEXT.encode()), "the echo")


def early():
    """Frames arrive in the same segment as the head."""
    with Connection() as connection:
        connection.send(handshake() + frame(OPCODE_TEXT, TEXT.encode()) + frame(OPCODE_BINARY, BINARY))
        expect_open(connection)
        equal(connection.message(), (OPCODE_TEXT, TEXT.encode()), "the first echo")
        equal(connection.message(), (OPCODE_BINARY, BINARY), "the second echo")


def octetwise():
    """Head and frame arrive one octet per segment."""
    with Connection() as connection:
        connection.send(handshake() + frame(OPCODE_TEXT, TEXT.encode()), piece=1, pause=0.001)
        expect_open(connection)
        equal(connection.message(), (OPCODE_TEXT, TEXT.encode()), "the echo")


def proto():
    with Connection() as connection:
        connection.send(handshake("/", f"Sec-WebSocket-Protocol: {', '.join(OFFER)}"))
        equal(expect_open(connection).get("sec-websocket-protocol"), "chat", "the subprotocol")


def deflate():
    with Connection() as connection:
        connection.send(handshake("/", "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"))
        equal(expect_open(connection).get("sec-websocket-extensions"), None, "the list of extensions")


def version8():
    """A handshake with version 8 is refused. The status depends on the HTTP version that the server behind a proxy
    speaks."""
    with Connection() as connection:
        connection.send(handshake(protocol_version=8))
        status, fields = connection.answer()
        equal(status in (400, 426), True, f"that the status {status} is 400 or 426")
        equal(fields.get("sec-websocket-version"), "13", "the version that the server names")


def carried():
    """The first message of /page is the request as the server received it."""
    with Connection() as connection:
        connection.send(handshake("/page"))
        expect_open(connection)
        lines = connection.message()[1].decode().split("\n")
        for line in (":method: CONNECT", ":protocol: websocket"):
            equal(line in lines, True, f"that the server received {line}")


def stripped():
    """The server must refuse a handshake if the proxy in front of the server removes Upgrade and speaks HTTP/1.0."""
    with Connection() as connection:
        connection.send(handshake("/chat"))
        status, _ = connection.answer()
        equal(400 <= status < 500, True, f"that the status {status} is a client error")


version(f"raw: sockets of Python {sys.version.split()[0]}")
run(
    [
        open, close, text, binary, large, proto, deflate, forbidden, challenge, private, version8, carried, page, again, early,
        octetwise, stripped,
    ]
)
