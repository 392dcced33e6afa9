#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the examples http2_server and http2_client against each other and, if python3-h2 is installed, against
python3-h2.

Usage: test_http2.py HTTP2_SERVER HTTP2_CLIENT
"""

import contextlib
import os
import socket
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

from checks import GUARD, check, finish, in_order, skip
from h2_client import UNCHECKED, Client, h2

SERVER, CLIENT = (os.path.abspath(path) for path in sys.argv[1:3])

ASK = [(":method", "CONNECT"), (":protocol", "websocket"), (":scheme", "https"), (":authority", "example.com"),
       (":path", "/chat"), ("sec-websocket-version", "13")]
PING = b"\x81\x82\0\0\0\0hi"  # the text "hi", masked with zeros
PONG = b"\x81\x02hi"
CLOSE = b"\x88\x80\0\0\0\0"


class serving:
    """Runs the example http2_server while the `with` block runs."""

    def __enter__(self):
        self.process = subprocess.Popen([SERVER], stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline().rpartition(":")[2])
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def run_client(port, *texts, path="/chat", options=()):
    command = [CLIENT, *options, f"ws://127.0.0.1:{port}{path}", *texts]
    return subprocess.run(command, capture_output=True, text=True, timeout=GUARD)


def test_each_other():
    with serving() as server:
        result = run_client(server.port, "one", "two")
        check("client and server: every text comes back", result.returncode == 0 and not result.stderr, result)
        check("client and server: the subprotocol is agreed", result.stdout == "open, subprotocol: chat\none\ntwo\n", result)
        result = run_client(server.port)
        check("client and server: a client without texts closes", result.returncode == 0, result)
        result = run_client(server.port, path="/forbidden")
        seen = (result.returncode, result.stdout)
        check("client and server: a refusal has its body", seen == (1, "refused: 403\nForbidden\n"), result)
        result = run_client(server.port, path="/private")
        refused = result.returncode == 1 and result.stdout.startswith("refused: 401\n")
        check("client and server: /private wants credentials", refused, result)
        result = run_client(server.port, "x", path="/page")
        shown = in_order(["\n:method: CONNECT\n:protocol: websocket\n", ":path: /page\n", "\n:status: 200\n"], result.stdout)
        check("client and server: /page shows both header lists", shown, result)
        result = run_client(server.port, options=["--deflate"])
        seen = (result.returncode, result.stdout)
        check("client and server: permessage-deflate is declined", seen == (0, "open, subprotocol: chat\n"), result)
    result = run_client(1, "x", options=["--deflate"])
    check("client: --deflate and a text", result.returncode == 2, result)
    result = run_client(1)
    check("client: no server", result.returncode == 2, result)


def test_server_with_h2():
    if h2 is None:
        return skip("server: python3-h2 is not installed (Debian: python3-h2)")
    with serving() as server, Client(server.port) as peer:
        allowed = peer.h2.remote_settings[h2.settings.SettingCodes.ENABLE_CONNECT_PROTOCOL]
        check("server: the setting allows an extended CONNECT", allowed == 1, allowed)

        answer = peer.ask([*ASK, ("sec-websocket-protocol", "superchat, chat")])
        check("server: 200 opens", answer[":status"] == "200", answer)
        check("server: the first own subprotocol is chosen", answer["sec-websocket-protocol"] == "chat", answer)
        connection = {"connection", "upgrade", "sec-websocket-accept"}
        check("server: no Connection, Upgrade, accept value", not answer.keys() & connection, answer)
        peer.put(PING)
        echo = peer.until(h2.events.DataReceived)
        check("server: a frame comes back", echo.data == PONG, echo)
        peer.put(CLOSE)
        closed = peer.until(h2.events.DataReceived)
        check("server: a Close comes back", closed.data == b"\x88\0", closed)
        ended, reset = peer.until(h2.events.StreamEnded), peer.until(h2.events.StreamReset)
        check("server: the stream ends without an error", ended and reset and reset.error_code == 0, (ended, reset))
        answer = peer.ask([(name, "/forbidden" if name == ":path" else value) for name, value in ASK])
        check("server: /forbidden is 403", answer[":status"] == "403", answer)
        ended, reset = peer.until(h2.events.StreamEnded), peer.until(h2.events.StreamReset)
        check("server: a refusal ends its stream without an error", ended and reset and reset.error_code == 0, (ended, reset))

        for what, change, status in (
            ("a wrong version is 400", ("sec-websocket-version", "8"), "400"),
            ("another protocol is 501", (":protocol", "connect-udp"), "501"),
            ("a wrong scheme is 400", (":scheme", "ws"), "400"),
        ):
            answer = peer.ask([change if change[0] == name else (name, value) for name, value in ASK])
            check(f"server: {what}", answer[":status"] == status, answer)
        answer = peer.ask([*ASK[:-1], ("sec-websocket-version", "8")])
        check("server: a wrong version names 13", answer["sec-websocket-version"] == "13", answer)
        answer = peer.ask([*ASK, ("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")])
        check("server: a key that came is answered", answer["sec-websocket-accept"] == "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", answer)
        login = ("authorization", "Basic YWxpY2U6d29uZGVybGFuZA==")
        for what, fields, status in ("without", (), "401"), ("with", [login], "200"):
            answer = peer.ask([(name, "/private" if name == ":path" else value) for name, value in ASK] + list(fields))
            check(f"server: /private {what} credentials", answer[":status"] == status, answer)
        answer = peer.ask(ASK, end_stream=True)
        check("server: a request that ends the stream is 400", answer[":status"] == "400", answer)
        answer = peer.ask([(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "/")], end_stream=True)
        check("server: the page", answer[":status"] == "200" and answer["content-type"].startswith("text/html"), answer)
        answer = peer.ask([(":method", "GET"), (":scheme", "https"), (":authority", "a"), (":path", "/x")], end_stream=True)
        check("server: a plain request is 405", (answer[":status"], answer["allow"]) == ("405", "CONNECT"), answer)
        reset = peer.ask([*ASK, ("upgrade", "websocket")])
        check("server: Upgrade resets the stream", isinstance(reset, h2.events.StreamReset), reset)


def answer_once(listener, headers, allow, interim=None, body=b""):
    """Serves one connection with python3-h2: answers a request with `headers` and `body`, and a Close frame with a
    Close."""
    taken, _ = listener.accept()
    taken.settimeout(GUARD)
    connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False, **UNCHECKED))
    values = {h2.settings.SettingCodes.ENABLE_CONNECT_PROTOCOL: int(allow)}
    connection.local_settings = h2.settings.Settings(client=False, initial_values=values)
    connection.initiate_connection()
    taken.sendall(connection.data_to_send())
    frames = b""
    with contextlib.suppress(ConnectionError), taken:  # the client may have left
        while data := taken.recv(65536):
            for event in connection.receive_data(data):
                if isinstance(event, h2.events.RequestReceived):
                    if interim:
                        connection.send_headers(event.stream_id, interim)
                    connection.send_headers(event.stream_id, headers, end_stream=not body and headers[0][1] != "200")
                    if body:
                        is_refusal = headers[0][1] != "200"
                        connection.send_data(event.stream_id, body, end_stream=is_refusal)
                if isinstance(event, h2.events.DataReceived):
                    frames += event.data
                    while len(frames) >= 6 and len(frames) >= 6 + (frames[1] & 127):  # short masked frames
                        if frames[0] == 0x88:  # Close
                            connection.send_data(event.stream_id, b"\x88\0")
                        frames = frames[6 + (frames[1] & 127):]
            taken.sendall(connection.data_to_send())


def ask_h2(*arguments, texts=(), options=(), **more):
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=answer_once, args=(listener, *arguments), kwargs=more, daemon=True)
        thread.start()
        result = run_client(listener.getsockname()[1], *texts, options=options)
        thread.join(GUARD)
    return result


def test_client_with_h2():
    if h2 is None:
        return skip("client: python3-h2 is not installed (Debian: python3-h2)")
    result = ask_h2([(":status", "200"), ("sec-websocket-protocol", "superchat")], True)
    check("client: 200 opens", result.stdout == "open, subprotocol: superchat\n" and result.returncode == 0, result)
    agreed = ("sec-websocket-extensions", "permessage-deflate; server_max_window_bits=12")
    result = ask_h2([(":status", "200"), agreed], True, options=["--deflate"])
    windows = "open, subprotocol: \npermessage-deflate, windows: 12 (server), 15 (client)\n"
    check("client: permessage-deflate is agreed", (result.returncode, result.stdout) == (0, windows), result)
    result = ask_h2([(":status", "403")], True, body=b"No.\n")
    check("client: a refusal with a body", (result.returncode, result.stdout) == (1, "refused: 403\nNo.\n"), result)
    result = ask_h2([(":status", "200")], True, interim=[(":status", "103"), ("link", "</x>")], body=b"\x81\x02hi",
                    texts=["hi"])
    check("client: an interim response passes", result.stdout == "open, subprotocol: \nhi\n", result)
    for what, answer, allow, out, error, code in (
        ("a refusal", [(":status", "403")], True, "refused: 403\n", "", 1),
        ("no setting", [(":status", "200")], False, "", "SETTINGS_ENABLE_CONNECT_PROTOCOL was not received", 2),
        ("201 is no opening", [(":status", "201")], True, "", "status of the success is not 200", 2),
        ("a subprotocol that was not offered", [(":status", "200"), ("sec-websocket-protocol", "x")], True, "",
         "names a subprotocol that was not offered", 2),
        ("an extension that was not offered", [(":status", "200"), ("sec-websocket-extensions", "x-a")], True, "",
         "names an extension that was not offered", 2),
    ):
        result = ask_h2(answer, allow)
        seen = (result.returncode, result.stdout, result.stderr)
        check(f"client: {what}", seen[:2] == (code, out) and error in seen[2], seen)


finish(test_each_other, test_server_with_h2, test_client_with_h2)
