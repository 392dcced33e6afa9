"""usage: websockets_client.py HOST:PORT CHECK..."""

import asyncio
import warnings

import websockets
from report import BINARY, LARGE, OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run, version

# The package websockets has a new default client since version 14. All versions have the legacy client, which this
# script uses, but newer versions warn about it.
warnings.simplefilter("ignore", DeprecationWarning)
from websockets.legacy import client  # noqa: E402


def connect(path="/", credentials="", **options):
    return client.connect(f"ws://{credentials}{host()}{path}", open_timeout=PATIENCE, **options)


def with_connection(use, *arguments, **options):
    async def main():
        async with connect(*arguments, **options) as socket:
            return await asyncio.wait_for(use(socket), PATIENCE)

    return asyncio.run(main())


async def nothing(socket):
    pass


def echo(message):
    async def use(socket):
        await socket.send(message)
        return await socket.recv()

    return with_connection(use)


def status(path):
    try:
        with_connection(nothing, path)
    except websockets.exceptions.InvalidStatusCode as error:
        return error.status_code
    return 101


def open():
    with_connection(nothing)


def text():
    equal(echo(TEXT), TEXT, "the echo")


def binary():
    equal(echo(BINARY), BINARY, "the echo")


def large():
    equal(echo(LARGE), LARGE, "the echo")


def proto():
    async def use(socket):
        return socket.subprotocol

    equal(with_connection(use, subprotocols=OFFER), "chat", "the subprotocol")


def deflate():
    async def use(socket):
        return [extension.name for extension in socket.extensions]

    equal(with_connection(use, compression="deflate"), [], "the list of extensions")


def forbidden():
    equal(status("/forbidden"), 403, "the status")


def challenge():
    equal(status("/private"), 401, "the status")


def private():
    with_connection(nothing, "/private", f"{USER}:{PASSWORD}@")


version(f"websockets {websockets.__version__}")
run([open, text, binary, large, proto, deflate, forbidden, challenge, private])
