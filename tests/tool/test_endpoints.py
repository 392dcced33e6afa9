#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example endpoints: each path has its own origins, subprotocols and compression.

Usage: test_endpoints.py PROGRAM [ARGUMENT...]
"""

import sys

sys.dont_write_bytecode = True

import checks
import wire
from checks import check
from wire import CLOSE, TEXT, get, handshake

DEFLATE = b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"


def asking(path, origin=None, subprotocols=None, deflate=True):
    more = DEFLATE if deflate else b""
    if origin:
        more += b"Origin: " + origin + b"\r\n"
    if subprotocols:
        more += b"Sec-WebSocket-Protocol: " + subprotocols + b"\r\n"
    return handshake(path, more)


SITE, SHOP, OTHER = b"https://example.com", b"https://shop.example.com", b"https://evil-example.com"

# Each row has path, origin, subprotocols, status, and the first message if the connection opens.
CASES = (
    ("/chat", SITE, b"chat.v1, chat.v2", 101, b"/chat chat.v2 deflate"),
    ("/chat?room=1", SHOP, b"chat.v1", 101, b"/chat chat.v1 deflate"),
    ("/chat", OTHER, b"chat.v2", 403, None),
    ("/chat", None, b"chat.v2", 403, None),
    ("/chat", SITE, b"metrics", 400, None),
    ("/chat", SITE, None, 400, None),
    ("/telemetry", None, b"metrics", 101, b"/telemetry metrics"),
    ("/telemetry", OTHER, b"metrics", 101, b"/telemetry metrics"),
    ("/telemetry", None, b"chat.v2", 400, None),
    ("/feed", OTHER, b"chat.v2", 101, b"/feed  deflate alone"),
    ("/feed", None, None, 101, b"/feed  deflate alone"),
    ("/", SITE, b"chat.v2", 403, None),
    ("/chat/", SITE, b"chat.v2", 403, None),
    ("/health", SITE, None, 403, None),
)


def test_endpoints():
    for path, origin, subprotocols, status, message in CASES:
        name = f"{path} from {origin} with {subprotocols}"
        with wire.Client(PORT, asking(path, origin, subprotocols)) as client:
            seen, head, _ = client.response()
            check(f"{name} is answered {status}", seen == status, head)
            if status != 101:
                continue
            answer = client.message()
            check(f"{name}: the message", answer == (TEXT, message), answer)
            answer = client.message()
            check(f"{name}: the Close", answer == (CLOSE, b"\x03\xe8"), answer)
    with wire.Client(PORT, asking("/feed", deflate=False)) as client:
        seen = client.response()[0], client.message()
        check("no compression without an offer", seen == (101, (TEXT, b"/feed ")), seen)


def test_health():
    with wire.Client(PORT, get("/health")) as client:
        status, head, body = client.response()
        check("the health check", (status, body) == (200, b"well\n") and b"\r\nCache-Control: no-store\r\n" in head, head)
        client.send(get("/health?deep=1", method="HEAD"))
        status, head, _ = client.response(has_body=False)
        check("HEAD has no body", status == 200, head)
        client.send(get("/health", method="POST", more=b"Content-Length: 2\r\n") + b"ok")
        status, head, _ = client.response()
        check("POST is answered 405", status == 405, head)
        client.send(get("/chat"))
        status, head, _ = client.response()
        check("a plain request to an endpoint is answered 426", status == 426, head)
        client.send(get("/nothing"))
        status, head, _ = client.response()
        check("another path ends the connection", status == 426 and b"Connection: " in head and client.at_end(), head)


def test_requests_are_independent():
    """A refused request to one endpoint does not change the answer to the next request on the connection."""
    attempts = (("/chat", OTHER, b"chat.v2", 403), ("/telemetry", None, b"chat.v2", 400), ("/chat", SITE, b"x", 400))
    with wire.Client(PORT) as client:
        for path, origin, subprotocols, status in attempts:
            client.send(asking(path, origin, subprotocols))
            seen, head, _ = client.response()
            check(f"the attempt at {path} is refused", seen == status, head)
        client.send(get("/health") + asking("/telemetry", OTHER, b"metrics"))
        status, head, _ = client.response()
        check("the health check answers in between", status == 200, head)
        status, head, _ = client.response()
        check("the next endpoint opens", status == 101, head)
        answer = client.message()
        check("as itself", answer == (TEXT, b"/telemetry metrics"), answer)


def test_silence():
    """A client that stops inside a head gets a 408, and a client that has sent nothing gets no answer."""
    impatient, port = wire.start(*sys.argv[1:], "0", "1")
    try:
        with wire.Client(port, b"GET /chat HTTP/1.1\r\n") as slow, wire.Client(port) as silent:
            status, head, _ = slow.response()
            check("half a head is answered 408", status == 408 and b"\r\nConnection: close\r\n" in head, head)
            check("the connection ends after the 408", slow.at_end())
            check("a silent client gets no answer", silent.at_end(), silent.rest)
        with wire.Client(port, b"GET /chat HTTP/1.1\r\n") as client:
            client.half_close()
            status, head, _ = client.response()
            check("a client that ends inside a head gets a 400", status == 400, head)
    finally:
        impatient.kill()


process, PORT = wire.start(*sys.argv[1:])
try:
    checks.finish(test_endpoints, test_health, test_requests_are_independent, test_silence)
finally:
    process.kill()
