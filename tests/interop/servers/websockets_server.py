"""usage: websockets_server.py PORT"""

import asyncio
import http

import websockets
from resources import GREETING, port, refusal, version


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
    async with websockets.serve(echo, "127.0.0.1", port(), subprotocols=["chat"], process_request=refuse):
        await asyncio.Future()


version(f"websockets {websockets.__version__}")
asyncio.run(main())
