#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs an example client on an event loop against the echo server, and against valid and faulty servers of this test.

Usage: test_loop_client.py CLIENT ECHO_SERVER
"""

import concurrent.futures
import os
import re
import subprocess
import sys
import threading

sys.dont_write_bytecode = True

import checks
import wire
from checks import GUARD, check, finish
from client_cases import DEADLINE, FRAMES, HANDSHAKES, LONGER, NO_ANSWERS, OPEN, OPENED, REFUSALS
from peer import ECHO, Peer, knows_localhost

CLIENT, ECHO_SERVER = map(os.path.abspath, sys.argv[1:])
NAME = os.path.basename(CLIENT)
LARGE = "x" * 100000
FORBIDDEN = "refused 403 Forbidden\nbody 10\nForbidden\n\n"


def run(uri, *texts, seconds=GUARD):
    return subprocess.run([CLIENT, str(seconds), uri, *texts], capture_output=True, timeout=2 * GUARD)


def seen_in(result):
    return result.returncode, result.stdout.decode("utf-8", "backslashreplace")


def check_said(what, result, code, out, err=""):
    """Compares the client's whole standard output with `out`. Standard error is one line that contains `err`, or empty
    if `err` is empty."""
    complaint = result.stderr.decode()
    is_one_line = complaint.startswith(f"{NAME}: ") and complaint.count("\n") == 1
    holds = seen_in(result) == (code, out) and (err in complaint and is_one_line if err else complaint == "")
    check(what, holds, (result.returncode, result.stdout[-500:], complaint))


def expected_out(case):
    """Returns a case's expected standard output. The tested client differs from the example `client`: it replaces a
    control character by a question mark, and prints a space after the status even if the reason phrase is empty."""
    out = re.sub(r"\\x(1b|0a|7f)", "?", case.out.replace("\\xc2\\x9b", "\\xc2?"))
    return re.sub(r"^(refused \d+)$", r"\1 ", out, flags=re.MULTILINE)


def expected_err(case):
    """Returns the part of standard error that a case expects. All programs print wshake's text of a broken rule, but
    other texts differ between the clients."""
    rule = re.search(r"([\w ,-]+) \(RFC", case.err)
    return rule[1].strip() if rule else case.err and f"{NAME}: "


def play(case):
    for seconds in LONGER if case.arguments == DEADLINE else (GUARD,):
        with Peer(*case.scripts) as peer:
            text = case.arguments[1] if case.arguments[:1] == ("--message",) else "hello"
            result = run(f"ws://127.0.0.1:{peer.port}{case.path}", text, seconds=seconds)
        if seen_in(result) == (case.code, expected_out(case)):
            break
    check_said(case.what, result, case.code, expected_out(case), expected_err(case))
    if peer.complaints or peer.connections != 1:
        check(f"{case.what}: the connection", False, (peer.connections, peer.complaints))


def test_servers_of_every_kind():
    cases = [case for case in (*HANDSHAKES, *REFUSALS, *NO_ANSWERS, *FRAMES) if "--subprotocol" not in case.arguments]
    with concurrent.futures.ThreadPoolExecutor(8) as pool:  # several cases run at once, because a case mostly waits
        list(pool.map(play, cases))


def test_echo_server():
    process, port = wire.start(ECHO_SERVER)
    try:
        texts = ["hello", "", "grüße", LARGE]
        out = "open\n" + "".join(f"message {text}\n" for text in texts) + "closed 1000\n"
        check_said("echo_server", run(f"ws://127.0.0.1:{port}/", *texts), 0, out)
        check_said("echo_server: a refusal", run(f"ws://127.0.0.1:{port}/forbidden", "hello"), 1, FORBIDDEN)
    finally:
        process.kill()
        process.communicate()


def test_connecting():
    host = "localhost" if knows_localhost() else "127.0.0.1"
    if host != "localhost":
        checks.skip("a name: this system does not know localhost (/etc/hosts)")
    with Peer([OPEN, ECHO], [OPEN, ECHO]) as peer:
        # The server has only an IPv4 address. If localhost has an IPv6 address, too, the client must try both
        # addresses.
        results = [run(f"ws://{host}:{peer.port}/a?b", "hello") for _ in range(2)]
    for result in results:
        check_said(host, result, 0, OPENED)
    good = all(head.startswith(f"GET /a?b HTTP/1.1\r\nHost: {host}:".encode()) for head in peer.heads)
    check("each request has its own key", good and peer.heads[0] != peer.heads[1], peer.heads)
    with Peer([OPEN, 0.3, ECHO], is_slow=True) as peer:
        result = run(f"ws://127.0.0.1:{peer.port}/", LARGE)
    check_said("a server that is slow to take", result, 0, f"open\nmessage {LARGE}\nclosed 1000\n")
    try:
        with Peer([OPEN, ECHO], address="::1") as peer:
            result = run(f"ws://[::1]:{peer.port}/")
        check_said("IPv6, and nothing to say", result, 0, "open\nclosed 1000\n")
    except OSError:
        checks.skip("IPv6: this system has none")
    with Peer() as closed:
        pass
    check_said("a port without a server is reported", run(f"ws://127.0.0.1:{closed.port}/"), 2, "", f"{NAME}: ")
    check_said("an unknown name is reported", run("ws://nobody.invalid/"), 2, "", f"{NAME}: ")
    nowhere = run("ws://192.0.2.1/", seconds=1)  # an address that no host has (RFC 5737)
    check_said("an address that does not answer is reported", nowhere, 2, "", f"{NAME}: ")
    # The server sends the next step only after the client has printed the event of the step before.
    told = threading.Event()
    with Peer([OPEN, told, ECHO]) as peer:
        command = [CLIENT, str(GUARD), f"ws://127.0.0.1:{peer.port}/", "hello"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE)
        line = process.stdout.readline()
        told.set()
        rest = process.communicate()[0]
    check("an event is printed when it happens", (line + rest, process.returncode) == (OPENED.encode(), 0), line)


def test_arguments():
    for arguments in ((), ("10",), ("10", "a"), ("10", "wss://a/")):
        result = subprocess.run([CLIENT, *arguments], capture_output=True, timeout=GUARD)
        good = result.returncode == 2 and result.stderr.startswith(b"Usage: ") and result.stdout == b""
        check(f"{NAME} {' '.join(arguments)}", good, result)


finish(test_servers_of_every_kind, test_echo_server, test_connecting, test_arguments)
