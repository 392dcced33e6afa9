#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the example blocking_client.

Usage: test_blocking_client.py BLOCKING_CLIENT
"""

import os
import sys

sys.dont_write_bytecode = True

from checks import check, finish, lines, runner
from peer import RESET, Peer, Said, response, switching

run = runner(os.path.abspath(sys.argv[1]))
OPEN = switching()
EARLY = ", early bytes:"


def check_said(what, result, code, out, err):
    """Compares the client's whole standard output and whole standard error with the expected texts."""
    wanted = (code, out.encode(), f"blocking_client: {err}\n".encode() if err else b"")
    seen = (result.returncode, lines(result.stdout), lines(result.stderr))
    check(what, seen == wanted, seen)


def test_servers():
    chunks = response("400 No", "Transfer-Encoding: chunked") + b"2\r\nNo\r\n1\r\n.\r\n0\r\n\r\n"
    for what, script, code, out, err in (
        ("a server opens", [OPEN], 0, f"open, subprotocol: {EARLY}\n", ""),
        ("a 101 in pieces", [OPEN[:40], 0.1, Said(OPEN[40:])], 0, f"open, subprotocol: {EARLY}\n", ""),
        (
            "a subprotocol",
            [switching("Sec-WebSocket-Protocol: superchat")],
            0,
            f"open, subprotocol: superchat{EARLY}\n",
            "",
        ),
        ("bytes after the 101", [OPEN + b"\x81\x01a"], 0, f"open, subprotocol: {EARLY} 81 01 61\n", ""),
        ("an interim response", [response("103 Hm") + OPEN], 0, f"open, subprotocol: {EARLY}\n", ""),
        ("a refusal", [response("403 No", body=b"No.\n")], 1, "refused: 403\nNo.\n", ""),
        ("chunks", [chunks], 1, "refused: 400\nNo.", ""),
        ("a body until the end", [response("400 No") + b"No."], 1, "refused: 400\nNo.", ""),
        (
            "a body that is cut off",
            [response("400 No", "Content-Length: 9") + b"No."],
            2,
            "refused: 400\nNo.",
            "the connection closed during the handshake",
        ),
        (
            "a wrong accept value",
            [OPEN.replace(b"ACCEPT", b"x")],
            2,
            "",
            "Sec-WebSocket-Accept does not match the key",
        ),
        ("no answer", [b""], 2, "", "the connection closed during the handshake"),
        ("a reset", [b"", RESET], 2, "", "the connection closed during the handshake"),
    ):
        with Peer(script) as peer:
            result = run(f"ws://127.0.0.1:{peer.port}/")
        check_said(what, result, code, out, err)
    with Peer() as closed:
        pass
    check_said("a missing server is reported", run(f"ws://127.0.0.1:{closed.port}/"), 2, "", "cannot connect")


def test_arguments():
    for arguments in ((), ("wss://a/",), ("a",), ("ws://a/", "ws://b/")):
        check_said(" ".join(arguments), run(*arguments), 2, "", "the argument must be ws://HOST[:PORT][/PATH]")


finish(test_servers, test_arguments)
