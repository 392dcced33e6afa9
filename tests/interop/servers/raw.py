"""usage: raw.py PORT

A server on a plain socket, with answers that no library sends: a 101 sent one octet per segment, interim responses,
frames in the segment of the 101, and a chunked refusal with trailers and without a reason phrase, after which the
connection stays open. Additional resources:

    /silent            the connection ends without an answer
    /again             as /private, but the credentials must arrive on the connection of the 401
    /stale             as /private, but the server closes the connection after the 401, without announcing it
"""

import base64
import hashlib
import http
import socketserver
import sys
import time

from resources import GREETING, port, refusal, version

INTERIM = b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </page.css>; rel=preload\r\n\r\n"
GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
TEXT, CLOSE = 1, 8


def frame(opcode, data):
    """Returns an unmasked frame. The payload must have less than 126 octets, as all messages of client_cases.py
    have."""
    return bytes([0x80 | opcode, len(data)]) + data


def accepted(fields):
    key = fields["sec-websocket-key"] + GUID
    lines = [
        "HTTP/1.1 101",
        "connection: keep-alive",
        "connection: upgrade",
        "upgrade: WebSocket",
        f"sec-websocket-accept:{base64.b64encode(hashlib.sha1(key.encode()).digest()).decode()}",
    ]
    if "chat" in fields.get("sec-websocket-protocol", ""):
        lines.append("sec-websocket-protocol: \t chat \t")
    return "".join(f"{line}\r\n" for line in lines + [""]).encode()


def refused(status, fields, body):
    """Returns a refusal whose body is in chunks of five octets. A refusal with an empty body has Content-Length
    instead."""
    lines = [f"HTTP/1.1 {status} {'' if body else http.HTTPStatus(status).phrase}"]
    lines += [f"{name.lower()}: {value}" for name, value in fields.items()]
    lines.append("transfer-encoding: chunked" if body else "content-length: 0")
    head = "".join(f"{line}\r\n" for line in lines + [""])
    chunks = [body[start : start + 5] for start in range(0, len(body), 5)]
    coded = "".join(f"{len(chunk):X};part\r\n{chunk}\r\n" for chunk in chunks)
    return (head + (f"{coded}000\r\nx-trailer: yes\r\n\r\n" if body else "")).encode()


class Connection(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self):
        is_first = True
        while line := self.rfile.readline():
            target, fields = line.decode().split()[1], self.read_fields()
            if target == "/silent":
                return
            resource = "/private" if target in ("/again", "/stale") else target
            answer = refusal(resource, lambda name: fields.get(name.lower()))
            if target == "/again" and is_first and not answer:
                answer = 403, {}, "Not on this connection.\n"
            if not answer:
                return self.converse(target, fields)
            self.wfile.write(refused(*answer))
            if target == "/stale":
                return
            is_first = False

    def read_fields(self):
        fields = {}
        while line := self.rfile.readline().decode().strip():
            name, _, value = line.partition(":")
            fields[name.lower()] = value.strip()
        return fields

    def converse(self, target, fields):
        if target == "/greeting":
            self.wfile.write(accepted(fields) + frame(TEXT, GREETING.encode()))
        elif target == "/interim":
            self.wfile.write(INTERIM + accepted(fields))
        else:
            for octet in accepted(fields):
                self.wfile.write(bytes([octet]))
                time.sleep(0.001)
        opcode = TEXT
        while opcode != CLOSE:
            opcode, data = self.message()
            self.wfile.write(frame(opcode, data))

    def message(self):
        """Reads a frame, which must be a whole short message. Returns its opcode and its octets."""
        first, size = self.octets(2)
        mask = self.octets(4)
        data = self.octets(size & 0x7F)
        return first & 0x0F, bytes(octet ^ mask[index % 4] for index, octet in enumerate(data))

    def octets(self, size):
        octets = self.rfile.read(size)
        if len(octets) < size:
            raise EOFError
        return octets


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, *_):
        # A client may disconnect at any time, so the server does not report the end of a connection as an error.
        if not isinstance(sys.exc_info()[1], (EOFError, OSError)):
            super().handle_error(*_)


version(f"sockets of Python {sys.version.split()[0]}")
Server(("127.0.0.1", port()), Connection).serve_forever()
