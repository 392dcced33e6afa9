"""usage: hypercorn_server.py PORT

hypercorn runs an ASGI application. To refuse a handshake, the application uses the ASGI extension
websocket.http.response.
"""

import asyncio
import importlib.metadata

from hypercorn.asyncio import serve
from hypercorn.config import Config
from resources import GREETING, port, refusal, version


async def refuse(send, status, fields, body):
    header = [(name.lower().encode(), value.encode()) for name, value in fields.items()]
    header.append((b"content-length", str(len(body)).encode()))
    await send({"type": "websocket.http.response.start", "status": status, "headers": header})
    await send({"type": "websocket.http.response.body", "body": body.encode(), "more_body": False})


async def application(scope, receive, send):
    if scope["type"] != "websocket":
        raise ValueError(f"no {scope['type']} here")
    await receive()
    header = {name.decode().lower(): value.decode() for name, value in scope["headers"]}
    target = scope["path"] + ("?" + scope["query_string"].decode() if scope["query_string"] else "")
    refused = refusal(target, lambda name: header.get(name.lower()))
    if refused:
        return await refuse(send, *refused)
    await send({"type": "websocket.accept", "subprotocol": "chat" if "chat" in scope["subprotocols"] else None})
    if scope["path"] == "/greeting":
        await send({"type": "websocket.send", "text": GREETING})
    while (event := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": event["text"]})


config = Config()
config.bind = [f"127.0.0.1:{port()}"]
config.accesslog = config.errorlog = None
version(f"hypercorn {importlib.metadata.version('hypercorn')}")
asyncio.run(serve(application, config))
