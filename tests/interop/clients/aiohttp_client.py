"""usage: aiohttp_client.py HOST:PORT CHECK..."""

import asyncio

import aiohttp
from report import BINARY, LARGE, OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run, version


def with_connection(use, path="/", **options):
    async def main():
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(f"ws://{host()}{path}", **options) as socket:
                return await use(socket)

    return asyncio.run(asyncio.wait_for(main(), PATIENCE))


async def nothing(socket):
    pass


def status(path):
    try:
        with_connection(nothing, path)
    except aiohttp.WSServerHandshakeError as error:
        return error.status
    return 101


def echo(message):
    async def use(socket):
        await socket.send_bytes(message)
        return await socket.receive_bytes()

    return with_connection(use)


def open():
    with_connection(nothing)


def text():
    async def use(socket):
        await socket.send_str(TEXT)
        return await socket.receive_str()

    equal(with_connection(use), TEXT, "the echo")


def binary():
    equal(echo(BINARY), BINARY, "the echo")


def large():
    equal(echo(LARGE), LARGE, "the echo")


def proto():
    async def use(socket):
        return socket.protocol

    equal(with_connection(use, protocols=OFFER), "chat", "the subprotocol")


def deflate():
    async def use(socket):
        return socket.compress

    equal(with_connection(use, compress=15), 0, "the compression window")


def forbidden():
    equal(status("/forbidden"), 403, "the status")


def challenge():
    equal(status("/private"), 401, "the status")


def private():
    with_connection(nothing, "/private", auth=aiohttp.BasicAuth(USER, PASSWORD))


version(f"aiohttp {aiohttp.__version__}")
run([open, text, binary, large, proto, deflate, forbidden, challenge, private])
