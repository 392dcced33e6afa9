#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""An echo server on asyncio: wshake performs the opening handshake, wsproto reads and writes frames.

    echo_server.py [--address 127.0.0.1] [--port 0] [--deadline 10]

A handshake to /forbidden is refused with 403. A handshake to any other path opens a WebSocket, and the server echoes
every message. --deadline is the number of seconds that a client may take for a request. The program needs Python 3.8
and wsproto (Debian: python3-wsproto). wshake_c.py says where it finds the library wshake.
"""

import argparse
import asyncio
import logging

import wshake
from wsproto import Connection, ConnectionType
from wsproto.events import CloseConnection, Message, Ping

CONFIG = wshake.ServerConfig(subprotocols=["chat", "superchat"])  # shared by all connections
LINGER = 2  # seconds that the server waits for the client to close the connection

log = logging.getLogger("echo_server")


def answer(server, state):
    """Returns the octets of the answer for the state. Logs a line if the answer is not a 101."""
    if state != "upgrade":  # plain HTTP, or a broken rule: the log names the reason
        log.info("refused: %s", server.error())
        return server.respond()
    if server.resource_name().partition("?")[0] == "/forbidden":
        log.info("refused: %s", server.resource_name())
        return server.respond(status=403)
    return server.accept()


async def shake_hands(server, reader, writer, patience):
    """Performs the handshake. Returns the octets behind the request, which are frames. Returns None if no WebSocket
    opens."""
    clock = asyncio.get_running_loop().time
    octets = b""
    deadline = clock() + patience
    while True:
        state, consumed = server.feed(octets)
        octets = octets[consumed:]
        if state == "need_more":
            try:
                octets = await asyncio.wait_for(reader.read(4096), deadline - clock())
                if not octets:
                    server.feed_eof()
            except asyncio.TimeoutError:
                if server.feed_eof() != "closed":  # a part of a request has come: the client gets a 408
                    log.info("refused: time is up")
                    writer.write(server.respond(error="timed_out"))
        elif state in ("upgrade", "request", "failed"):
            writer.write(answer(server, state))
            await writer.drain()
        elif state == "responded":
            server.next_request()  # the state is then need_more if another request may follow, else closed
            deadline = clock() + patience
        elif state == "open":
            return octets
        else:  # closed
            return None


async def echo(early, reader, writer):
    """Echoes messages. `early` holds the frames that came with the handshake."""
    frames = Connection(ConnectionType.SERVER, trailing_data=early)
    while True:
        for event in frames.events():
            if isinstance(event, Message):  # a message or a part of it
                same = type(event)(data=event.data, message_finished=event.message_finished)
                writer.write(frames.send(same))
            elif isinstance(event, (Ping, CloseConnection)):
                writer.write(frames.send(event.response()))
            await writer.drain()
            if isinstance(event, CloseConnection):
                return
        octets = await reader.read(65536)
        if not octets:
            return
        frames.receive_data(octets)


async def leave(reader, writer):
    """Ends the sending direction, and waits for the client to close.

    Closing the socket at once could destroy an answer that the client has not received yet, if the client is still
    sending (RFC 9112 §9.6).
    """

    async def rest():
        while await reader.read(65536):
            pass

    writer.write_eof()
    await asyncio.wait_for(rest(), LINGER)


async def serve(reader, writer, patience):
    server = wshake.Server(CONFIG)
    try:
        early = await shake_hands(server, reader, writer, patience)
        if early is not None:
            log.info("open: %s, subprotocol %s", server.resource_name(), server.subprotocol() or "none")
            await echo(early, reader, writer)
        await leave(reader, writer)
    except (OSError, asyncio.TimeoutError):
        pass  # the client has left or is too slow
    finally:
        server.wipe()
        writer.close()


async def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--deadline", type=float, default=10)
    options = parser.parse_args()
    logging.basicConfig(format="%(message)s", level=logging.INFO)

    async def connected(reader, writer):
        await serve(reader, writer, options.deadline)

    server = await asyncio.start_server(connected, options.address, options.port)
    print(f"listening on http://{options.address}:{server.sockets[0].getsockname()[1]}/", flush=True)
    async with server:
        await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except KeyboardInterrupt:
        pass
