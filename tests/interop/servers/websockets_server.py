"""usage: websockets_server.py PORT"""

import asyncio
import http
import warnings

import websockets
from resources import GREETING, port, refusal, version

# websockets 14 has another server by default. Versions before and since 14 have the old server, and newer versions warn
# of it.
warnings.simplefilter("ignore", DeprecationWarning)
from websockets.legacy import server  # noqa: E402


async def refuse(target, header):
    refused = refusal(target, header.get)
    if not refused:
        return None
    status, fields, body = refused
    return http.HTTPStatus(status), fields, body.encode()


async def echo(socket):
    if socket.path == "/greeting":
        await socket.send(GREETING)
    async for message in socket:
        await socket.send(message)


async def main():
    async with server.serve(echo, "127.0.0.1", port(), subprotocols=["chat"], process_request=refuse):
        await asyncio.Future()


version(f"websockets {websockets.__version__}")
asyncio.run(main())
