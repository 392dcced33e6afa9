# SPDX-License-Identifier: BSL-1.0
"""Checks echo servers with messages, clients that reset the connection, slow clients, and many clients at once."""

import os
import resource
import socket
import struct
import threading
import time

import checks
import wire
from checks import GUARD, check
from wire import BINARY, CLOSE, PING, PONG, TEXT, frame, get, handshake


def opened(port):
    client = wire.Client(port, handshake())
    status, head, _ = client.response()
    assert status == 101, head
    return client


def check_messages(port):
    with opened(port) as client:
        for size in (0, 1, 125, 126, 65535, 65536, 1 << 20, 16 << 20):
            data = os.urandom(size)
            client.send(frame(BINARY, data))
            check(f"echo of {size} bytes", client.message() == (BINARY, data))
        client.send(frame(TEXT, "Grüße".encode()))
        check("text is echoed", client.message() == (TEXT, "Grüße".encode()))
        client.send(frame(TEXT, b"one ", final=False) + frame(PING, b"now") + frame(0, b"two"))
        check("a ping between fragments is answered", client.message() == (PONG, b"now"))
        check("a message in fragments is echoed", client.message() == (TEXT, b"one two"))
        for number in range(1000):
            client.send(frame(TEXT, b"%d" % number))
        check(
            "a thousand messages are echoed in order",
            all(client.message() == (TEXT, b"%d" % n) for n in range(1000)),
        )
        client.send(frame(CLOSE, struct.pack(">H", 1000) + b"bye") + b"octets behind the end")
        check(
            "Close is answered",
            client.message() == (CLOSE, struct.pack(">H", 1000) + b"bye") and client.at_end(),
        )

    def closes_with(what, data, code):
        with opened(port) as closing:
            closing.send(data)
            opcode, reason = closing.message()
            check(
                what,
                opcode == CLOSE and struct.unpack(">H", reason[:2])[0] == code and closing.at_end(),
                (opcode, reason),
            )

    closes_with("a frame without mask is closed with 1002", frame(TEXT, b"x", mask=b""), 1002)
    closes_with("text that is no UTF-8 is closed with 1007", frame(TEXT, b"\xff"), 1007)
    closes_with("more than 16 MiB is closed with 1009", frame(BINARY, bytes((16 << 20) + 1))[:100], 1009)


def check_rude_clients(port):
    for data in (b"", b"GET /", handshake(), handshake() + frame(BINARY, bytes(1 << 20)), get() * 100):
        client = wire.Client(port, data)
        client.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.socket.close()  # with a reset
    with opened(port) as client:
        client.send(frame(TEXT, b"alive"))
        check("clients that reset do no harm", client.message() == (TEXT, b"alive"))

    with opened(port) as reader, opened(port) as other:
        data = os.urandom(8 << 20)
        reader.send(frame(BINARY, data))
        other.send(frame(TEXT, b"quick"))
        check("a slow reader does not hold up another", other.message() == (TEXT, b"quick"))
        time.sleep(0.3)
        check("a slow reader gets everything", reader.message() == (BINARY, data))


def check_slow_clients(port, deadline, refusal):
    """Checks the server's deadlines with several slow clients at once. `refusal` is the status with which the server
    answers a POST."""
    begin = time.monotonic()
    slow = wire.Client(port, b"GET / HTTP/1.1\r\nHost")
    idle = wire.Client(port)
    again = wire.Client(port, get())
    again.response()
    body = wire.Client(port, get(method="POST", more=b"Content-Length: 5\r\n") + b"he")
    body_status = body.response()[0]
    client = opened(port)
    dripping = wire.Client(port, b"GET / HTTP/1.1\r\nX: ")
    is_cut_off = False
    try:
        while time.monotonic() - begin < deadline + GUARD:
            dripping.send(b"y")
            time.sleep(0.1)
    except OSError:
        is_cut_off = True
    check("a slow request is answered 408", slow.response()[0] == 408 and slow.at_end())
    check("a request byte by byte is cut off at the deadline", is_cut_off)
    check("an idle connection is closed without an answer", idle.at_end())
    check("an idle connection is closed after an answer", again.at_end())
    check("a body that does not come ends the connection", body_status == refusal and body.ends(), body_status)
    time.sleep(max(0, begin + deadline + 1 - time.monotonic()))
    client.send(frame(TEXT, b"still here"))
    check("an open connection has no deadline", client.message() == (TEXT, b"still here"))
    for each in (slow, idle, again, body, client, dripping):
        each.socket.close()


def check_client_that_does_not_read(port):
    """Sends 64 MiB of messages, more than the buffers of the sockets hold, and reads no echo. The server must stop
    reading before it has all messages in memory."""
    count, message = 1024, os.urandom(65536)
    one, sent = frame(BINARY, message), []

    def send_all(client):
        for _ in range(count):
            client.send(one)
            sent.append(one)

    with opened(port) as client:
        sender = threading.Thread(target=send_all, args=(client,))
        sender.start()
        before = -1
        while len(sent) != before:
            before = len(sent)
            time.sleep(1)
        with opened(port) as other:
            other.send(frame(TEXT, b"quick"))
            check("a client that does not read does not hold up another", other.message() == (TEXT, b"quick"))
        check("the server reads no more from a client that does not read", len(sent) < count, len(sent))
        check(
            "a client that reads late gets every echo",
            all(client.message() == (BINARY, message) for _ in range(count)),
        )
        sender.join()


def check_many_clients(port, server):
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    count = 1000 if hard == resource.RLIM_INFINITY or hard > 1100 else 200
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, count + 100), hard))
    clients = [wire.Client(port, handshake(f"/{number}")[:50]) for number in range(count)]
    for number, client in enumerate(clients):
        client.send(handshake(f"/{number}")[50:] + frame(TEXT, b"%d" % number))
    check(f"{count} handshakes at once", all(client.response()[0] == 101 for client in clients))
    check(
        f"{count} echoes",
        all(client.message() == (TEXT, b"%d" % number) for number, client in enumerate(clients)),
    )
    for client in clients:
        client.send(frame(CLOSE))
    check(f"{count} ends", all(client.message()[0] == CLOSE and client.at_end() for client in clients))
    for client in clients:
        client.socket.close()
    limit = time.monotonic() + GUARD
    descriptors = f"/proc/{server.pid}/fd"
    if not os.path.isdir(descriptors):
        return checks.skip("the check that no descriptor is left open: /proc is not mounted")
    while len(os.listdir(descriptors)) > 20 and time.monotonic() < limit:
        time.sleep(0.05)
    check("no descriptor is left open", len(os.listdir(descriptors)) <= 20)
