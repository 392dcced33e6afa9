# SPDX-License-Identifier: BSL-1.0
"""A client on a socket for tests of servers, and a function that starts the tested server."""

import socket
import struct
import subprocess
import sys

from checks import EMULATOR, FIELDS, GUARD, lines

KEY = b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10


def handshake(path="/", more=b""):
    return b"GET " + path.encode() + b" HTTP/1.1\r\n" + FIELDS + KEY + more + b"\r\n"


def get(path="/", method="GET", version="1.1", more=b""):
    return f"{method} {path} HTTP/{version}\r\nHost: a\r\n".encode() + more + b"\r\n"


def frame(opcode, data=b"", final=True, mask=b"\x01\x02\x03\x04"):
    head = bytes([opcode | (0x80 if final else 0)])
    flag = 0x80 if mask else 0
    if len(data) < 126:
        head += bytes([flag | len(data)])
    elif len(data) < 65536:
        head += bytes([flag | 126]) + struct.pack(">H", len(data))
    else:
        head += bytes([flag | 127]) + struct.pack(">Q", len(data))
    if not mask:
        return head + data
    pad = mask * (len(data) // 4 + 1)
    masked = int.from_bytes(data, "big") ^ int.from_bytes(pad[: len(data)], "big")
    return head + mask + masked.to_bytes(len(data), "big")


class Client:
    """A client's socket. `rest` has the octets that the client has read from the socket, but that no method has
    returned."""

    def __init__(self, port, first=b""):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=GUARD)
        self.rest = b""
        self.send(first)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def send(self, data):
        self.socket.sendall(data)

    def half_close(self):
        self.socket.shutdown(socket.SHUT_WR)

    def more(self):
        part = self.socket.recv(1 << 20)
        self.rest += part
        return bool(part)

    def take(self, size):
        parts, missing = [self.rest[:size]], size - len(self.rest)
        self.rest = self.rest[size:]
        while missing > 0:
            part = self.socket.recv(min(missing, 1 << 20))
            if not part:
                raise EOFError(b"".join(parts)[:200])
            parts.append(part)
            missing -= len(part)
        return b"".join(parts)

    def head(self):
        while b"\r\n\r\n" not in self.rest:
            if not self.more():
                raise EOFError(self.rest)
        head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        return head + b"\r\n\r\n"

    def response(self, has_body=True):
        """Reads a response. Returns its status, its head and its body."""
        head = self.head()
        size = 0
        for line in head.split(b"\r\n"):
            if line.lower().startswith(b"content-length:") and has_body:
                size = int(line.split(b":")[1])
        return int(head.split()[1]), head, self.take(size)

    def message(self):
        """Reads a frame. Returns its opcode and its data. The tested servers do not fragment messages and do not mask
        frames."""
        first, second = self.take(2)
        size = second
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        return first & 15, self.take(size)

    def ends(self):
        """Waits until the server closes the connection, possibly after further octets. Returns True. After GUARD
        seconds without an octet, raises TimeoutError."""
        while self.more():
            pass
        return True

    def at_end(self):
        """Returns whether the server closes the connection without further octets. Waits for the next octet or the
        end."""
        return self.rest == b"" and self.socket.recv(1) == b""


def start(*command, **more):
    """Starts a server on a port that the server chooses. Returns the process and the port. A server that cannot run on
    this system exits with 77: then the test prints the server's reason and ends."""
    process = subprocess.Popen([*EMULATOR, *command], stdout=subprocess.PIPE, **more)
    line = lines(process.stdout.readline())
    if not line and process.wait(GUARD) == 77:
        print(subprocess.run(command, capture_output=True, timeout=GUARD).stderr.decode().strip())
        sys.exit(77)
    assert line.startswith(b"listening on http://127.0.0.1:") and line.endswith(b"/\n"), line
    return process, int(line.rstrip(b"/\n").rsplit(b":", 1)[1])
