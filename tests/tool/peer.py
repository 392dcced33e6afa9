# SPDX-License-Identifier: BSL-1.0
"""A server for tests of clients. The server sends the octets of a script, which may be invalid HTTP."""

import base64
import hashlib
import re
import socket
import struct
import threading
import time

from checks import GUARD

TEXT, BINARY, CLOSE, PING, PONG = 1, 2, 8, 9, 10

# Steps of a script, which the server plays on one connection. A step of octets reads the head of a request, then sends
# the octets.
ECHO = "echo"  # answers each frame with the same frame, until a Close
RESET = "reset"  # ends the connection with a reset
SILENCE = "silence"  # keeps the connection open until the client leaves, then ends it without a reset
RELAY = "relay"  # connects to the target of the last CONNECT or SOCKS5 request (IPv4) and forwards all octets


def knows_localhost():
    """Returns whether the system resolves the name localhost. A system without /etc/hosts may not resolve
    the name."""
    try:
        return ("127.0.0.1", 80) in [found[4] for found in socket.getaddrinfo("localhost", 80, socket.AF_INET)]
    except OSError:
        return False


class Take(int):
    """A step of a script that reads the given number of octets as if they were the head of a request."""


class Said(bytes):
    """A step of a script that sends octets without reading a request before."""


def accept_of(head):
    key = re.search(rb"\r\nSec-WebSocket-Key: (.*)\r\n", head)
    guid = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
    return base64.b64encode(hashlib.sha1(key[1] + guid).digest()) if key else b""


def response(status, *fields, body=None, version="1.1"):
    lines = [f"HTTP/{version} {status}", *fields]
    if body is not None:
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*lines, "", ""]).encode() + (body or b"")


def switching(*fields):
    """Returns a 101 response. Peer replaces ACCEPT in the response by the accept value of the request's key."""
    return response(
        "101 Switching Protocols",
        "Upgrade: websocket",
        "Connection: Upgrade",
        "Sec-WebSocket-Accept: ACCEPT",
        *fields,
    )


def frame(opcode, data=b"", first=0x80):
    if len(data) < 126:
        size = bytes([len(data)])
    elif len(data) < 65536:
        size = b"\x7e" + struct.pack(">H", len(data))
    else:
        size = b"\x7f" + struct.pack(">Q", len(data))
    return bytes([first | opcode]) + size + data


class Connection:
    def __init__(self, peer, accepted):
        self.peer = peer
        self.socket = accepted
        self.rest = b""
        self.head = b""

    def more(self):
        part = self.socket.recv(1 << 16)
        self.rest += part
        return bool(part)

    def take(self, size):
        while len(self.rest) < size:
            if not self.more():
                raise EOFError
        taken, self.rest = self.rest[:size], self.rest[size:]
        return taken

    def read_head(self):
        while b"\r\n\r\n" not in self.rest:
            if not self.more():
                raise EOFError
        self.head, _, self.rest = self.rest.partition(b"\r\n\r\n")
        self.head += b"\r\n\r\n"
        self.peer.heads.append(self.head)

    def read_frame(self):
        first, second = self.take(2)
        size = second & 0x7F
        if size == 126:
            size = struct.unpack(">H", self.take(2))[0]
        elif size == 127:
            size = struct.unpack(">Q", self.take(8))[0]
        mask = self.take(4) if second & 0x80 else None
        if mask is None:
            self.peer.complaints.append("a frame without a mask")
            mask = bytes(4)
        data = self.take(size)
        pad = (mask * (size // 4 + 1))[:size]
        return first & 15, (int.from_bytes(data, "big") ^ int.from_bytes(pad, "big")).to_bytes(size, "big")

    def echo(self):
        while True:
            opcode, data = self.read_frame()
            if opcode == CLOSE:
                self.socket.sendall(frame(CLOSE, data))
                self.end()
                if self.rest:  # RFC 6455 §5.5.1: a client sends no data after a Close
                    self.peer.complaints.append(f"{len(self.rest)} bytes after a Close")
                return
            self.socket.sendall(frame(opcode, data))

    def hold(self):
        while self.more():
            pass

    def end(self):
        """Closes the connection without a reset. A reset would discard octets that the client has not read yet."""
        try:
            self.socket.shutdown(socket.SHUT_WR)
            self.hold()
        except OSError:  # the client has left
            pass

    def relay(self):
        if self.head.startswith(b"CONNECT "):
            host, _, port = self.head.split()[1].decode().rpartition(":")
        else:
            host, port = socket.inet_ntoa(self.head[4:8]), int.from_bytes(self.head[8:10], "big")
        other = socket.create_connection((host, int(port)), timeout=GUARD)

        def carry(source, target):
            while part := source.recv(1 << 16):
                target.sendall(part)
            target.shutdown(socket.SHUT_WR)

        back = threading.Thread(target=carry, args=(other, self.socket), daemon=True)
        back.start()
        other.sendall(self.rest)
        carry(self.socket, other)
        back.join(GUARD)
        other.close()

    def play(self, script):
        for step in script:
            if step == ECHO:
                self.echo()
            elif step == RESET:
                self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                return
            elif step == SILENCE:
                self.hold()
            elif step == RELAY:
                self.relay()
            elif isinstance(step, Take):
                self.head = self.take(step)
                self.peer.heads.append(self.head)
            elif isinstance(step, (int, float)):  # a pause, so that the client receives the next octets later
                time.sleep(step)
            elif isinstance(step, threading.Event):
                step.wait(GUARD)
            else:
                if not isinstance(step, Said):
                    self.read_head()
                self.socket.sendall(
                    step.replace(b"ACCEPT", accept_of(self.head)).replace(b"PORT", b"%d" % self.peer.port)
                )
        self.end()


class Peer:
    """A server that runs its scripts in their order, one for each connection."""

    def __init__(self, *scripts, address="127.0.0.1", is_slow=False):
        self.scripts = list(scripts)
        self.heads = []  # the heads of all requests that the server has read
        self.complaints = []
        self.connections = 0
        self.listener = socket.create_server((address, 0), family=socket.AF_INET6 if ":" in address else socket.AF_INET)
        if is_slow:  # with these sizes the buffers of the sockets can't hold a large message
            self.listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            self.listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 536)
        self.port = self.listener.getsockname()[1]
        self.thread = threading.Thread(target=self.serve, daemon=True)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.listener.shutdown(socket.SHUT_RDWR)
        self.thread.join(GUARD)
        self.listener.close()

    def serve(self):
        while True:
            try:
                accepted, _ = self.listener.accept()
            except OSError:  # the listener is shut down
                return
            accepted.settimeout(GUARD)
            self.connections += 1
            script = self.scripts[self.connections - 1] if self.connections <= len(self.scripts) else []
            try:
                Connection(self, accepted).play(script)
            except EOFError:
                pass
            except OSError as error:
                self.complaints.append(f"{error}")
            accepted.close()
