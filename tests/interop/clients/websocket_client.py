"""usage: websocket_client.py HOST:PORT CHECK..."""

from base64 import b64encode

import websocket
from report import BINARY, LARGE, OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run, version


def connect(path="/", **options):
    return websocket.create_connection(f"ws://{host()}{path}", timeout=PATIENCE, **options)


def echo(message, opcode):
    socket = connect()
    socket.send(message, opcode)
    got = socket.recv_data()
    socket.close()
    return got


def status(path):
    try:
        connect(path).close()
    except websocket.WebSocketBadStatusException as error:
        return error.status_code
    return 101


def open():
    connect().close()


def text():
    equal(echo(TEXT, websocket.ABNF.OPCODE_TEXT), (websocket.ABNF.OPCODE_TEXT, TEXT.encode()), "the echo")


def binary():
    equal(echo(BINARY, websocket.ABNF.OPCODE_BINARY), (websocket.ABNF.OPCODE_BINARY, BINARY), "the echo")


def large():
    opcode, data = echo(LARGE, websocket.ABNF.OPCODE_BINARY)
    equal(opcode, websocket.ABNF.OPCODE_BINARY, "the opcode")
    equal(data, LARGE, "the echo")


def proto():
    socket = connect(subprotocols=OFFER)
    equal(socket.getsubprotocol(), "chat", "the subprotocol")
    socket.close()


def forbidden():
    equal(status("/forbidden"), 403, "the status")


def challenge():
    equal(status("/private"), 401, "the status")


def private():
    credentials = b64encode(f"{USER}:{PASSWORD}".encode()).decode()
    connect("/private", header=[f"Authorization: Basic {credentials}"]).close()


version(f"websocket-client {websocket.__version__}")
run([open, text, binary, large, proto, forbidden, challenge, private])
