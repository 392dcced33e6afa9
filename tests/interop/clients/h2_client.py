"""usage: h2_client.py HOST:PORT CHECK...

A client made with python3-h2, which sends header lists over clear-text HTTP/2, and wsproto, which makes the frames. All
checks use the same connection.
"""

import base64
import importlib.metadata
import socket

import h2.config
import h2.connection
import h2.events
import h2.settings
from report import BINARY, LARGE, OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run, version
from wsproto.connection import Connection, ConnectionType
from wsproto.events import BytesMessage, CloseConnection, TextMessage

CREDENTIALS = "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()


class Session:
    def __init__(self):
        address, port = host().split(":")
        self.socket = socket.create_connection((address, int(port)), timeout=PATIENCE)
        self.h2 = h2.connection.H2Connection(h2.config.H2Configuration(header_encoding="utf-8"))
        self.h2.initiate_connection()
        self.events = []
        self.until(h2.events.RemoteSettingsChanged)
        allowed = self.h2.remote_settings[h2.settings.SettingCodes.ENABLE_CONNECT_PROTOCOL]
        equal(allowed, 1, "the setting for extended CONNECT")

    def flush(self):
        self.socket.sendall(self.h2.data_to_send())

    def until(self, *kinds, stream=None):
        """Returns the next event of one of `kinds`. If `stream` is given, the event must be on this stream."""
        while True:
            for event in self.events:
                if isinstance(event, kinds) and (stream is None or event.stream_id == stream):
                    self.events.remove(event)
                    return event
            self.flush()
            data = self.socket.recv(1 << 16)
            if not data:
                raise AssertionError("the connection ended")
            for event in self.h2.receive_data(data):
                if isinstance(event, h2.events.DataReceived):
                    self.h2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                self.events.append(event)

    def request(self, list, end_stream=False):
        """Sends a header list on a new stream. Returns the stream, and the fields of the answer."""
        stream = self.h2.get_next_available_stream_id()
        self.h2.send_headers(stream, list, end_stream=end_stream)
        answer = self.until(h2.events.ResponseReceived, h2.events.StreamReset, stream=stream)
        if isinstance(answer, h2.events.StreamReset):
            raise AssertionError(f"the stream was reset with {answer.error_code!r}")
        return stream, dict(answer.headers)

    def body(self, stream):
        kinds = h2.events.DataReceived, h2.events.StreamEnded
        body = b""
        while isinstance(event := self.until(*kinds, stream=stream), h2.events.DataReceived):
            body += event.data
        return body


class WebSocket:
    def __init__(self, path="/", *fields, expected="200", protocol_version="13"):
        self.stream, self.answer = session.request(
            [
                (":method", "CONNECT"),
                (":protocol", "websocket"),
                (":scheme", "http"),
                (":path", path),
                (":authority", host()),
                ("sec-websocket-version", protocol_version),
                *fields,
            ]
        )
        equal(self.answer[":status"], expected, "the status")
        self.frames = Connection(ConnectionType.CLIENT)

    def send(self, event):
        octets = self.frames.send(event)
        while octets:
            room = min(
                session.h2.local_flow_control_window(self.stream), session.h2.max_outbound_frame_size, len(octets)
            )
            if room == 0:
                session.until(h2.events.WindowUpdated)
                continue
            session.h2.send_data(self.stream, octets[:room])
            octets = octets[room:]
        session.flush()

    def receive(self):
        """Returns the next message or, if the server sends a Close, the Close's code."""
        whole = None
        while True:
            for event in self.frames.events():
                if isinstance(event, CloseConnection):
                    return event.code
                whole = event.data if whole is None else whole + event.data
                if event.message_finished:
                    return whole
            self.frames.receive_data(session.until(h2.events.DataReceived, stream=self.stream).data)

    def close(self):
        """Closes the WebSocket. The server then ends its side of the stream, and resets the stream without an error."""
        self.send(CloseConnection(code=1000))
        equal(self.receive(), 1000, "the code of the Close")
        session.until(h2.events.StreamEnded, stream=self.stream)
        equal(session.until(h2.events.StreamReset, stream=self.stream).error_code, 0, "the code of the reset")


session = None


def echoed(event):
    socket = WebSocket()
    socket.send(event)
    equal(socket.receive(), event.data, "the echo")
    socket.close()


def open():
    global session
    session = Session()
    WebSocket()


def close():
    WebSocket().close()


def text():
    echoed(TextMessage(data=TEXT))


def binary():
    echoed(BytesMessage(data=BINARY))


def large():
    echoed(BytesMessage(data=LARGE))


def proto():
    socket = WebSocket("/", ("sec-websocket-protocol", ", ".join(OFFER)))
    equal(socket.answer.get("sec-websocket-protocol"), "chat", "the subprotocol")


def deflate():
    socket = WebSocket("/", ("sec-websocket-extensions", "permessage-deflate; client_max_window_bits"))
    equal(socket.answer.get("sec-websocket-extensions"), None, "the list of extensions")


def forbidden():
    equal(session.body(WebSocket("/forbidden", expected="403").stream), b"Forbidden\n", "the body")


def challenge():
    fields = WebSocket("/private", expected="401").answer
    equal(fields.get("www-authenticate", "").partition(" ")[0].lower(), "basic", "the scheme")


def private():
    WebSocket("/private", ("authorization", CREDENTIALS)).close()


def version8():
    fields = WebSocket(expected="400", protocol_version="8").answer
    equal(fields.get("sec-websocket-version"), "13", "the version that the server names")


def page():
    list = [(":method", "GET"), (":scheme", "http"), (":path", "/"), (":authority", host())]
    stream, fields = session.request(list, end_stream=True)
    equal(fields[":status"], "200", "the status")
    equal(session.body(stream)[:15], b"<!doctype html>", "the beginning of the page")


def shared():
    """Two WebSockets share the connection, and their messages do not mix."""
    first, second = WebSocket(), WebSocket()
    for socket, data in (second, "second"), (first, "first"):
        socket.send(TextMessage(data=data))
    equal((first.receive(), second.receive()), ("first", "second"), "the pair of echoes")
    first.close()
    second.send(TextMessage(data=TEXT))
    equal(second.receive(), TEXT, "the echo after the other WebSocket has closed")
    second.close()


version(f"h2 {importlib.metadata.version('h2')}, wsproto {importlib.metadata.version('wsproto')}")
run([open, close, text, binary, large, proto, deflate, forbidden, challenge, private, version8, page, shared])
