#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the echo servers of the examples, each on another event loop, against clients of this test.

Usage: test_loops.py CLIENT [--serve OTHER_SERVER]... PROGRAM...
"""

import argparse
import contextlib
import ctypes
import os
import resource
import struct
import subprocess
import sys

sys.dont_write_bytecode = True

import checks
import echo_cases
import wire
from checks import ACCEPT, GUARD, check, finish
from echo_cases import opened
from wire import BINARY, CLOSE, KEY, PING, PONG, TEXT, frame, get, handshake

LOOPS = {
    "poll": "libwslay-dev",
    "epoll": "libwslay-dev",
    "libuv": "libuv1-dev",
    "asio": "libasio-dev",
    "io_uring": "liburing-dev",
}
parser = argparse.ArgumentParser()
parser.add_argument("client")
parser.add_argument("--serve", action="append", default=[])
parser.add_argument("loops", nargs="*")
options = parser.parse_intermixed_args()
PROGRAMS = [os.path.abspath(path) for path in options.loops]
IO_URING_SETUP = 425  # the system call has the same number on every processor
NOT_PERMITTED = 77  # exit status of a program if the system forbids its system calls, such as those of io_uring


def name_of(program):
    return os.path.basename(program)


@contextlib.contextmanager
def serving(program, deadline=60, **more):
    process, port = wire.start(program, "0", str(deadline), **more)
    try:
        yield process, port
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def check_handshakes(port):
    with wire.Client(port, handshake()) as client:
        status, head, _ = client.response()
        check("a handshake opens", status == 101 and ACCEPT in head, head)
    more = b"Sec-WebSocket-Protocol: superchat, x\r\nSec-WebSocket-Protocol: chat\r\n"
    with wire.Client(port, handshake(more=more + b"Sec-WebSocket-Extensions: permessage-deflate\r\n")) as client:
        head = client.head()
        holds = b"\r\nSec-WebSocket-Protocol: chat\r\n" in head and b"Extensions" not in head
        check("chat is preferred, and permessage-deflate is declined", holds, head)
    with wire.Client(port) as client:
        request = handshake("/chat?room=1") + frame(TEXT, b"Hello")
        for at in range(len(request)):
            client.send(request[at : at + 1])
        check("a handshake byte by byte opens", client.response()[0] == 101 and client.message() == (TEXT, b"Hello"))
    early = frame(TEXT, b"one") + frame(BINARY, b"\0\xff") + frame(PING, b"three")
    with wire.Client(port, handshake() + early) as client:
        seen = (client.response()[0], client.message(), client.message(), client.message())
        holds = seen[0] == 101 and sorted(seen[1:]) == [(TEXT, b"one"), (BINARY, b"\0\xff"), (PONG, b"three")]
        check("frames in one piece with the handshake are echoed", holds, seen)
    with wire.Client(port, get() * 40 + handshake() + frame(TEXT, b"late")) as client:
        statuses = [client.response()[0] for _ in range(41)]
        check("a handshake follows many pipelined requests", statuses == [426] * 40 + [101], statuses)
        check("the first frame after pipelined requests is echoed", client.message() == (TEXT, b"late"))


def check_refusals(port):
    """Checks refusals. client.response() reads the whole body that Content-Length announces."""
    with wire.Client(port, get()) as client:
        status, head, body = client.response()
        check("a plain request is answered 426", status == 426 and b"Sec-WebSocket-Version: 13" in head and body, head)
        client.send(get(method="POST", more=b"Content-Length: 5\r\n") + b"hello" + handshake())
        seen = (client.response()[0], client.response()[0])
        check("a body is skipped, and a handshake on the same connection opens", seen == (426, 101), seen)
    with wire.Client(port, handshake("/forbidden")) as client:
        status, head, body = client.response()
        check("/forbidden is answered 403", status == 403 and body and b"Connection: close" not in head, head)
        client.send(handshake("/elsewhere"))
        check("a handshake after a 403 opens on the same connection", client.response()[0] == 101)
    with wire.Client(port, handshake(more=b"Origin: http://other\r\n")) as client:
        check("a page of another site is refused", client.response()[0] == 403)
    with wire.Client(port, handshake().replace(b"Q==", b"Q=")) as client:
        status, head, body = client.response()
        check("an invalid key is answered 400", status == 400 and b"Sec-WebSocket-Key" in body, (head, body))
        client.send(handshake())
        check("a handshake after a 400 opens on the same connection", client.response()[0] == 101)
    with wire.Client(port, b"GET / HTTP/1.0\r\nHost: a\r\n" + KEY + b"\r\n") as client:
        status, head, _ = client.response()
        check("HTTP/1.0 gets its answer and the end", status == 426 and client.at_end(), head)
    for what, octets, expected in (
        ("TLS", b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03" + bytes(300), 400),
        ("a bare LF", b"GET / HTTP/1.1\nHost: a\n\n", 400),
        # This target fills the server's storage before it reaches the limit for targets.
        ("a target without an end", b"GET /" + b"a" * 100000, 431),
        ("a field without an end", b"GET / HTTP/1.1\r\nA: " + b"b" * 100000, 431),
    ):
        with wire.Client(port, octets) as client:
            status = client.response()[0]
            check(f"{what} is answered {expected}, and then comes the end", status == expected and client.at_end(), status)
    with wire.Client(port, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 50000000\r\n\r\n") as client:
        try:
            for _ in range(200):
                client.send(bytes(65536))
        except OSError:
            pass
        check("the refusal of a huge body arrives while it is sent", client.response()[0] == 426)


def check_ends(port):
    with wire.Client(port, handshake() + frame(TEXT, b"last words")) as client:
        client.half_close()
        holds = client.response()[0] == 101 and client.message() == (TEXT, b"last words") and client.at_end()
        check("a client that closes its sending direction gets 101, echo and end", holds)
    for what, octets in (("half a request", b"GET / HTTP/1.1\r\nHost: a"), ("half a request line", b"GET / HTTP/1.1")):
        with wire.Client(port, octets) as client:
            client.half_close()
            check(f"{what} is answered 400", client.response()[0] == 400 and client.at_end())
    with wire.Client(port) as client:
        client.half_close()
        check("a connection without a request is closed without an answer", client.at_end())
    with opened(port) as client:
        client.send(frame(CLOSE, struct.pack(">H", 1000)))
        check("Close is answered, and the connection ends", client.message() == (CLOSE, b"\x03\xe8") and client.at_end())


def check_deadline(program, deadline):
    with serving(program, deadline) as (_, port):
        echo_cases.check_slow_clients(port, deadline, 426)


def check_full(program):
    if name_of(program) == "libuv":
        checks.skip("clients that wait for a descriptor: the server on libuv closes their connections")
        return
    with serving(program, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))) as (_, port):
        # UBSan opens a pipe for the first object of each type. This client makes the server use the types, so that
        # UBSan opens these pipes before the server has used all its descriptors.
        with wire.Client(port, handshake()) as first:
            first.half_close()
            first.ends()
        clients = [wire.Client(port, handshake()) for _ in range(40)]
        served = 0
        for client in clients:
            served += client.response()[0] == 101
            client.socket.close()
        check("without descriptors, clients wait their turn", served == 40, served)


def check_client(program, port):
    client = [os.path.abspath(options.client), f"ws://127.0.0.1:{port}/chat?room=1"]
    result = subprocess.run(client, capture_output=True, timeout=GUARD)
    holds = (result.returncode, result.stdout) == (0, b"open\nmessage hello\nclosed 1000\n")
    check(f"client and {name_of(program)}", holds, result)


def check_program(program):
    print(f"--- {name_of(program)}")
    with serving(program) as (process, port):
        check_client(program, port)
        check_handshakes(port)
        check_refusals(port)
        check_ends(port)
        echo_cases.check_messages(port)
        echo_cases.check_rude_clients(port)
        echo_cases.check_client_that_does_not_read(port)
        echo_cases.check_many_clients(port, process)
        taken = subprocess.run([program, str(port)], capture_output=True, timeout=GUARD)
        name = f"{name_of(program)}: ".encode()
        check("a port in use fails", taken.returncode == 2 and taken.stderr.startswith(name), taken)
        check("the server still runs after all tests", process.poll() is None)
    checks.patiently(lambda deadline: check_deadline(program, deadline), 2, 10, 50)
    check_full(program)


def without_io_uring():
    """Makes each later io_uring_setup of this process fail with EPERM, as in many containers."""
    load, jump_if_equal, give = 0x20, 0x15, 0x06
    errno_of_eperm, allow = 0x00050001, 0x7FFF0000
    steps = [(load, 0, 0, 0), (jump_if_equal, 0, 1, IO_URING_SETUP), (give, 0, 0, errno_of_eperm), (give, 0, 0, allow)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    filters = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_privileges, set_seccomp, with_filter = 38, 22, 2
    if prctl(no_new_privileges, 1, 0, 0, 0) != 0 or prctl(set_seccomp, with_filter, filters, 0, 0) != 0:
        os._exit(70)


def check_without_io_uring(program):
    result = subprocess.run([program, "0"], capture_output=True, timeout=GUARD, preexec_fn=without_io_uring)
    said = b"io_uring: this system does not permit io_uring: Operation not permitted\n"
    check("no io_uring is reported", (result.returncode, result.stderr) == (NOT_PERMITTED, said), result)


def is_permitted(program):
    with subprocess.Popen([program, "0"], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        has_started = process.stdout.readline() != b""
        process.kill()
        reason = process.stderr.read().decode().strip()
    if not has_started:
        checks.skip(f"{name_of(program)}: {reason}")
    return has_started


def test_programs():
    built = [name_of(program) for program in PROGRAMS]
    for name, package in LOOPS.items():
        if name not in built:
            checks.skip(f"{name}: the build has no such program, because it needs {package}")
    for program in PROGRAMS:
        if name_of(program) == "io_uring":
            check_without_io_uring(program)
        if name_of(program) != "io_uring" or is_permitted(program):
            checks.attempt(lambda: check_program(program), name_of(program))


def test_other_servers():
    for program in options.serve:
        process, port = wire.start(os.path.abspath(program), "--port", "0")
        try:
            check_client(program, port)
        finally:
            process.kill()
            process.communicate()


finish(test_programs, test_other_servers)
