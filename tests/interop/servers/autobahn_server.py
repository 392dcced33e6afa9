"""usage: autobahn_server.py PORT

A refusal of autobahn has no body and no Content-Length: it ends with the connection. A redirect of autobahn is a 303
without a reason phrase.
"""

import asyncio

import autobahn
from autobahn.asyncio.websocket import WebSocketServerFactory, WebSocketServerProtocol
from autobahn.websocket.compress import PerMessageDeflateOfferAccept
from autobahn.websocket.types import ConnectionDeny
from resources import GREETING, port, refusal, version


class Echo(WebSocketServerProtocol):
    def onConnect(self, request):
        self.refusal = refusal(self.http_request_uri, lambda name: request.headers.get(name.lower()))
        if self.refusal:
            raise ConnectionDeny(self.refusal[0], "Refused")
        return "chat" if "chat" in request.protocols else None

    def failHandshake(self, reason, code=400, _=None):
        fields = self.refusal[1] if self.refusal else {}
        if "Location" not in fields:
            return super().failHandshake(reason, code, list(fields.items()))
        self.sendRedirect(fields["Location"])
        self.dropConnection(abort=False)

    def onOpen(self):
        if self.http_request_path == "/greeting":
            self.sendMessage(GREETING.encode())

    def onMessage(self, payload, isBinary):
        self.sendMessage(payload, isBinary)


async def main():
    factory = WebSocketServerFactory()
    factory.protocol = Echo
    factory.setProtocolOptions(perMessageCompressionAccept=lambda offers: PerMessageDeflateOfferAccept(offers[0]))
    server = await asyncio.get_running_loop().create_server(factory, "127.0.0.1", port())
    await server.serve_forever()


version(f"autobahn {autobahn.__version__}")
asyncio.run(main())
