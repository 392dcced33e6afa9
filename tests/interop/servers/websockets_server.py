"""usage: websockets_server.py PORT"""

import asyncio
import http
import warnings

import websockets
from resources import GREETING, port, refusal, version

# The package websockets has a new default server since version 14. All versions have the legacy server, which this
# script uses, but newer versions warn about it.
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
