"""usage: tornado_server.py PORT"""

import asyncio

import tornado.web
import tornado.websocket
from resources import GREETING, port, refusal, version


class Echo(tornado.websocket.WebSocketHandler):
    def prepare(self):
        refused = refusal(self.request.uri, self.request.headers.get)
        if refused:
            status, fields, body = refused
            self.set_status(status)
            for name, value in fields.items():
                self.set_header(name, value)
            self.finish(body)

    def check_origin(self, _):
        return True

    def select_subprotocol(self, offered):
        return "chat" if "chat" in offered else None

    def get_compression_options(self):
        return {}

    def open(self):
        if self.request.path == "/greeting":
            self.write_message(GREETING)

    def on_message(self, message):
        self.write_message(message)


async def main():
    tornado.web.Application([(r"/.*", Echo)]).listen(port(), "127.0.0.1")
    await asyncio.Future()


version(f"tornado {tornado.version}")
asyncio.run(main())
