"""usage: aiohttp_server.py PORT"""

import aiohttp
from aiohttp import web
from resources import GREETING, port, refusal, version


async def serve(request):
    refused = refusal(request.path_qs, request.headers.get)
    if refused:
        status, fields, body = refused
        return web.Response(status=status, headers=fields, text=body)
    socket = web.WebSocketResponse(protocols=["chat"])
    await socket.prepare(request)
    if request.path == "/greeting":
        await socket.send_str(GREETING)
    async for message in socket:
        if message.type == aiohttp.WSMsgType.TEXT:
            await socket.send_str(message.data)
    return socket


version(f"aiohttp {aiohttp.__version__}")
application = web.Application()
application.router.add_get("/{path:.*}", serve)
web.run_app(application, host="127.0.0.1", port=port(), print=None)
