#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the examples that are server and client in one, each on an event loop of its own: every client against every server, and
every client against servers of every kind.

Usage: test_loops.py CLIENT ECHO_SERVER [--serve PROGRAM]... LOOP_PROGRAM...

CLIENT and ECHO_SERVER take part in the run of every client against every server. So does a PROGRAM, which is called
with `--port 0`.
"""

import argparse
import concurrent.futures
import contextlib
import ctypes
import os
import struct
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

import checks
from checks import GUARD, check, finish
from client_cases import DEADLINE, FRAMES, HANDSHAKES, LONGER, NO_ANSWERS, OPEN, OPENED, REFUSALS
from peer import ECHO, Peer, knows_localhost

parser = argparse.ArgumentParser()
parser.add_argument("client")
parser.add_argument("echo_server")
parser.add_argument("--serve", action="append", default=[])
parser.add_argument("loops", nargs="*")
options = parser.parse_intermixed_args()
LOOPS = [os.path.abspath(path) for path in options.loops]
LARGE = "x" * 100000
FORBIDDEN = "refused 403 Forbidden\nbody 10\nForbidden\n\n"
IO_URING_SETUP = 425  # the system call has the same number on every processor


def name_of(path):
    return os.path.basename(path)


def without_io_uring():
    """Makes io_uring_setup fail with EPERM from here on, as many containers do."""
    load, jump_if_equal, give = 0x20, 0x15, 0x06
    errno_of_eperm, allow = 0x00050001, 0x7FFF0000
    steps = [(load, 0, 0, 0), (jump_if_equal, 0, 1, IO_URING_SETUP), (give, 0, 0, errno_of_eperm), (give, 0, 0, allow)]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    filters = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(program)))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    no_new_privileges, set_seccomp, with_filter = 38, 22, 2
    if prctl(no_new_privileges, 1, 0, 0, 0) != 0 or prctl(set_seccomp, with_filter, filters, 0, 0) != 0:
        os._exit(70)


def run(*command, **more):
    return subprocess.run(command, capture_output=True, timeout=GUARD, **more)


def check_said(what, result, code, out, err=""):
    """Compares all of standard output. Standard error is one line that contains `err`, or empty."""
    seen = result.stdout.decode("utf-8", "backslashreplace")
    complaint = result.stderr.decode()
    holds = result.returncode == code and seen == out
    holds = holds and (err in complaint and complaint.count("\n") == 1 if err else complaint == "")
    check(what, holds, (result.returncode, seen[-500:], complaint))


@contextlib.contextmanager
def serving(*command):
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    try:
        line = process.stdout.readline()
        assert line.startswith(b"listening on http://127.0.0.1:") and line.endswith(b"/\n"), (command, line)
        yield int(line.rstrip(b"/\n").rsplit(b":", 1)[1])
    finally:
        process.kill()
        process.communicate()


def everybody(function, arguments):
    """Calls the function in parallel, up to eight at a time, because many calls mostly wait."""
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda each: function(*each), arguments))


def test_pairs():
    servers = [[os.path.abspath(path)] for path in (options.echo_server, *options.serve)]
    servers += [[path, "serve"] for path in LOOPS]

    def talk(client, server, port):
        what = f"{name_of(client)} and {name_of(server)}"
        texts = ["hello", "", "grüße", LARGE]
        out = "open\n" + "".join(f"message {text}\n" for text in texts) + "closed 1000\n"
        check_said(what, run(client, "connect", f"ws://127.0.0.1:{port}/", *texts), 0, out)
        result = run(client, "connect", f"ws://127.0.0.1:{port}/forbidden", "hello")
        check_said(what + ": a refusal", result, 1, FORBIDDEN)

    for server in servers:
        with serving(*server, "--port", "0") as port:
            everybody(talk, [(client, server[0], port) for client in LOOPS])
            result = run(os.path.abspath(options.client), f"ws://127.0.0.1:{port}/chat?room=1")
            check_said(f"client and {name_of(server[0])}", result, 0, "open\nmessage hello\nclosed 1000\n")


def test_servers_of_every_kind():
    def play(program, case):
        for one in map(case.within, LONGER) if case.arguments == DEADLINE else (case,):
            with Peer(*case.scripts) as peer:
                uri = f"ws://127.0.0.1:{peer.port}{case.path}"
                text = case.arguments[1] if case.arguments[:1] == ("--message",) else "hello"
                deadline = one.arguments if case.arguments == DEADLINE else ()
                result = run(program, "connect", *deadline, uri, text)
            if (result.returncode, result.stdout.decode("utf-8", "backslashreplace")) == (case.code, case.out):
                break
        # Each loop has its own texts for system errors. wshake's texts are the same everywhere.
        err = case.err if "RFC" in case.err else case.err and "client: "
        check_said(f"{name_of(program)}: {case.what}", result, case.code, case.out, err)
        if peer.complaints or peer.connections != 1:
            check(f"{name_of(program)}: {case.what}: the connection", False, (peer.connections, peer.complaints))

    cases = [case for case in (*HANDSHAKES, *REFUSALS, *NO_ANSWERS, *FRAMES) if "--subprotocol" not in case.arguments]
    everybody(play, [(program, case) for program in LOOPS for case in cases])


def test_connecting():
    for program in LOOPS:
        name = name_of(program)
        host = "localhost" if knows_localhost() else "127.0.0.1"
        if host != "localhost":
            checks.skip(f"{name}: a name: this system does not know localhost (/etc/hosts)")
        with Peer([OPEN, ECHO], [OPEN, ECHO]) as peer:
            # IPv4 only: if localhost has two addresses, the server answers on the second address.
            results = [run(program, "connect", f"ws://{host}:{peer.port}/a?b", "hello") for _ in range(2)]
        for result in results:
            check_said(f"{name}: {host}", result, 0, OPENED)
        good = all(head.startswith(f"GET /a?b HTTP/1.1\r\nHost: {host}:".encode()) for head in peer.heads)
        check(f"{name}: each request has its own key", good and peer.heads[0] != peer.heads[1], peer.heads)
        with Peer([OPEN, 0.3, ECHO], is_slow=True) as peer:
            result = run(program, "connect", f"ws://127.0.0.1:{peer.port}/", LARGE)
        check_said(f"{name}: a server that is slow to take", result, 0, f"open\nmessage {LARGE}\nclosed 1000\n")
        try:
            with Peer([OPEN, ECHO], address="::1") as peer:
                result = run(program, "connect", f"ws://[::1]:{peer.port}/")
            check_said(f"{name}: IPv6, and nothing to say", result, 0, "open\nclosed 1000\n")
        except OSError:
            checks.skip(f"{name}: IPv6: this system has none")
        with Peer() as closed:
            pass
        result = run(program, "connect", f"ws://127.0.0.1:{closed.port}/")
        check_said(f"{name}: a port without a server is reported", result, 2, "", "client: ")
        result = run(program, "connect", "ws://nobody.invalid/")
        check_said(f"{name}: an unknown name is reported", result, 2, "", "client: ")
        result = run(program, "connect", *DEADLINE, "ws://192.0.2.1/")  # an address without a host (RFC 5737)
        check_said(f"{name}: an address that does not answer is reported", result, 2, "", "client: ")
        # The server continues only after the client has printed the event.
        told = threading.Event()
        with Peer([OPEN, told, ECHO]) as peer:
            command = [program, "connect", "--deadline", str(GUARD), f"ws://127.0.0.1:{peer.port}/", "hello"]
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            line = process.stdout.readline()
            told.set()
            rest = process.communicate()[0]
        good = line + rest == OPENED.encode() and process.returncode == 0
        check(f"{name}: an event is printed when it happens", good, line)


def test_arguments():
    for program in LOOPS:
        for arguments in (
            (),
            ("fly",),
            ("connect",),
            ("connect", "a"),
            ("connect", "wss://a/"),
            ("connect", "--deadline"),
        ):
            result = run(program, *arguments)
            good = result.returncode == 2 and result.stderr.startswith(b"Usage: ") and result.stdout == b""
            check(f"{name_of(program)} {' '.join(arguments)}", good, result)
        uri = "ws://127.0.0.1:1/"
        result = run(program, "connect", "--deadline", "0", uri)
        check(
            f"{name_of(program)}: a deadline of 0 fails",
            result.returncode == 2 and result.stderr.startswith(b"Usage: "),
            result,
        )


def test_no_io_uring():
    for program in LOOPS:
        if name_of(program) == "io_uring":
            for arguments in (("serve",), ("connect", "ws://127.0.0.1:1/")):
                result = run(program, *arguments, preexec_fn=without_io_uring)
                said = b"io_uring: this system does not permit io_uring: Operation not permitted\n"
                check(f"{arguments[0]}: no io_uring", (result.returncode, result.stderr) == (77, said), result)


for path in LOOPS[:]:
    probe = run(path, "connect", "ws://127.0.0.1:1/")
    if probe.returncode == 77:
        checks.skip(f"{name_of(path)}: {probe.stderr.decode().strip()}")
        LOOPS.remove(path)
finish(test_pairs, test_servers_of_every_kind, test_connecting, test_arguments, test_no_io_uring)
