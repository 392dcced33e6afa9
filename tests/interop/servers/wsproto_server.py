"""usage: wsproto_server.py PORT

wsproto uses no sockets, so this server has a thread for each connection, with a socket and a wsproto connection.
"""

import socketserver

import wsproto
from resources import GREETING, port, refusal, version
from wsproto.events import (
    AcceptConnection,
    CloseConnection,
    Ping,
    RejectConnection,
    RejectData,
    Request,
    TextMessage,
)
from wsproto.extensions import PerMessageDeflate


def answer(request):
    """Returns the wsproto events with which the server answers a handshake."""
    header = {name.decode().lower(): value.decode() for name, value in request.extra_headers}
    refused = refusal(request.target, lambda name: header.get(name.lower()))
    if refused:
        status, fields, body = refused
        lines = [(name.encode(), value.encode()) for name, value in fields.items()]
        return [RejectConnection(status_code=status, headers=lines, has_body=True), RejectData(data=body.encode())]
    subprotocol = "chat" if "chat" in request.subprotocols else None
    accept = AcceptConnection(subprotocol=subprotocol, extensions=[PerMessageDeflate()])
    return [accept, TextMessage(data=GREETING)] if request.target == "/greeting" else [accept]


ANSWERS = {
    Request: answer,
    TextMessage: lambda event: [TextMessage(data=event.data, message_finished=event.message_finished)],
    Ping: lambda event: [event.response()],
    CloseConnection: lambda event: [event.response()],
}


class Connection(socketserver.BaseRequestHandler):
    def handle(self):
        protocol = wsproto.WSConnection(wsproto.ConnectionType.SERVER)
        while octets := self.request.recv(65536):
            protocol.receive_data(octets)
            for event in protocol.events():
                for sent in ANSWERS[type(event)](event):
                    self.request.sendall(protocol.send(sent))
                    if isinstance(sent, (CloseConnection, RejectData)):
                        return


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


version(f"wsproto {wsproto.__version__}")
Server(("127.0.0.1", port()), Connection).serve_forever()
