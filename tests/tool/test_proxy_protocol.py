#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs an example echo server that requires a header of the PROXY protocol. Clients send a valid header, an invalid
header, a header that arrives too late, or no header.

Usage: test_proxy_protocol.py ECHO_SERVER
"""

import os
import struct
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import checks
import wire
from checks import GUARD, check
from wire import TEXT, frame, get, handshake

SERVER = os.path.abspath(sys.argv[1])
SIGNATURE = b"\r\n\r\n\0\r\nQUIT\n"
LINE = b"PROXY TCP4 192.0.2.1 198.51.100.2 56324 443\r\n"
LINE_6 = b"PROXY TCP6 2001:DB8:0:0:0:0:0:1 ::1 1 65535\r\n"


def block(command, family, content=b""):
    return SIGNATURE + struct.pack(">BBH", command, family, len(content)) + content


BLOCK = block(0x21, 0x11, bytes([192, 0, 2, 9, 198, 51, 100, 2]) + struct.pack(">HH", 1234, 443) + b"\x01\x00\x02h2")
UNIX = block(0x21, 0x31, b"/run/\x1b[2J".ljust(108, b"\0") * 2)


def line():
    """Returns the next line that the server prints."""
    return server.stdout.readline().decode().rstrip()


def Client(first=b""):
    return wire.Client(PORT, first)


def test_headers():
    for name, header, said in (
        ("a line of TCP4", LINE, "client 192.0.2.1 port 56324"),
        ("a line of TCP6", LINE_6, "client 2001:db8::1 port 1"),
        ("a line of UNKNOWN", b"PROXY UNKNOWN\r\n", "client is unknown"),
        ("a block of IPv4", BLOCK, "client 192.0.2.9 port 1234"),
        ("a block of Unix sockets", UNIX, "client on a Unix socket"),
        ("a block of LOCAL", block(0x20, 0), "client is the proxy"),
        ("a block without family", block(0x21, 0), "client is unknown"),
    ):
        with Client(header + handshake() + frame(TEXT, b"early")) as client:
            status = client.response()[0]
            seen = line()
            check(f"{name} precedes a handshake", status == 101 and seen == said, (status, seen))
            echo = client.message()
            check(f"{name}: the first frame comes back", echo == (TEXT, b"early"), echo)
    with Client(LINE + get() + get("/x")) as client:
        statuses = [client.response()[0], client.response()[0]]
        check("requests follow a header", statuses == [200, 404], statuses)
        seen = line()
        check("a connection has one header", seen.startswith("client 192"), seen)
        client.send(LINE)
        status, head, _ = client.response()
        check("a second header is a malformed request", status == 400 and client.at_end(), (head, client.rest))


def test_cuts():
    for name, header, said in (("a line", LINE, "client 192.0.2.1"), ("a block", BLOCK, "client 192.0.2.9")):
        with Client() as client:
            for octet in header + handshake():
                client.send(bytes([octet]))
                time.sleep(0.001)
            status, seen = client.response()[0], line()
            check(f"{name} comes octet by octet", status == 101 and seen.startswith(said), (status, seen))


def test_refusals():
    for name, first, said in (
        ("a request without header", get(), "PROXY protocol header is missing (PROXY protocol \u00a72.2), offset 0"),
        ("TLS without header", b"\x16\x03\x01", "PROXY protocol header is missing (PROXY protocol \u00a72.2), offset 0"),
        ("a malformed line", b"PROXY TCP4 192.0.2.256", "line of the PROXY protocol is malformed (PROXY protocol \u00a72.1), offset 21"),
        ("a bad command", SIGNATURE + b"\x22", "version or command of the PROXY protocol is unknown (PROXY protocol \u00a72.2), offset 12"),
        ("a large header", SIGNATURE + b"\x21\x11\xff\xff", "PROXY protocol header is too large (PROXY protocol \u00a72), offset 14"),
    ):
        with Client(first) as client:
            ended, seen = client.at_end(), line()
            check(f"{name} ends the connection without an answer", ended and not client.rest, client.rest)
            check(f"{name} is reported", seen == f"no client: {said}", seen)
    with Client(LINE[:20]) as client:
        client.half_close()
        check("the end inside a header ends the connection", client.at_end(), client.rest)
    with Client() as client:
        client.half_close()
        check("the end before a header ends the connection", client.at_end(), client.rest)


def test_deadline(seconds):
    global PORT
    port = PORT
    process, PORT = wire.start(SERVER, "--proxy-protocol", "--deadline", str(seconds))
    try:
        with Client(LINE[:20]) as slow, Client(LINE + get()[:5]) as request:
            check("a header that does not arrive in time ends the connection", slow.at_end(), slow.rest)
            status, head, _ = request.response()
            check("a request that does not arrive in time gets a 408", status == 408, head)
    finally:
        PORT = port
        process.kill()
        process.wait()
        process.stdout.close()


def test_without_option():
    process, port = wire.start(SERVER)
    try:
        with wire.Client(port, LINE + get()) as client:
            status, head, _ = client.response()
            check("without the option a header is a malformed request", status == 400 and client.at_end(), (head, client.rest))
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    said = subprocess.run([SERVER, "--help"], capture_output=True, timeout=GUARD).stdout
    check("--help names the option", b"[--proxy-protocol]" in said, said)


server, PORT = wire.start(SERVER, "--proxy-protocol", "--deadline", "60")
try:
    test_headers()
    test_cuts()
    test_refusals()
    checks.patiently(test_deadline, 2, 10, 50)
    test_without_option()
    check("the server still runs after all tests", server.poll() is None, server.returncode)
finally:
    server.kill()
checks.finish()
