#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the tool wshake as a user does: its help, its usage errors, `wshake key` and `wshake demo`.

Usage: test_tool.py WSHAKE
"""

import os
import re
import subprocess
import sys

sys.dont_write_bytecode = True

from checks import GUARD, KEY, PLAIN, check, check_run, finish, in_order, on_terminal, runner, skip

WSHAKE = os.path.abspath(sys.argv[1])
run = runner(WSHAKE)


def test_main():
    check_run("no arguments print the usage", run(), 2, err=b"Usage: wshake COMMAND")
    check_run("--help", run("--help"), 0, out=b"Usage: wshake COMMAND")
    check_run("help", run("help"), 0, out=b"Usage: wshake COMMAND")
    check(
        "--help lists every command",
        all(name in run("--help").stdout for name in (b"accept", b"connect", b"explain", b"key", b"demo")),
    )
    for command in ("accept", "connect", "explain", "key", "demo"):
        text = run(command, "--help")
        check_run(f"{command} --help", text, 0, out=b"Usage: wshake " + command.encode())
        check(f"{command} --help documents the exit status", b"Exit status: 0" in text.stdout)
        check(f"help {command} is the same", run("help", command).stdout == text.stdout)
    check("--version", re.fullmatch(rb"wshake \S+\n", run("--version").stdout), run("--version"))
    check_run("an unknown command fails", run("fly"), 2, err=b"unknown command 'fly'")
    check_run("an unknown option fails", run("accept", "--fly"), 2, err=b"--fly is not expected")
    check_run("an option without its value fails", run("accept", "--origin"), 2, err=b"--origin needs a value")
    check_run("a value for an option that has none fails", run("accept", "--deflate=yes"), 2, err=b"--deflate takes no value")
    check_run("a field without a colon fails", run("accept", "--field", "X"), 2, err=b"NAME: VALUE")
    check_run("a reserved field fails", run("accept", "--field", "Connection: x"), 2, err=b"--field sets Connection, which the library sets itself;")
    check_run("a field with a bad name fails", run("accept", "--field", "a b: x"), 2, err=b"'a b: x' has ' ' at offset 1;")
    check_run("a product with a control character fails", run("accept", "--product", "a\x7f"), 2, err=b"has '\\x7f' at offset 1;")
    check_run("a subprotocol with a space fails", run("accept", "--subprotocol", "a b"), 2, err=b"'a b' has ' ' at offset 1;")
    check_run("--require-subprotocol alone fails", run("accept", "--require-subprotocol"), 2, err=b" needs --subprotocol;")
    for pattern, place in (
        ("*", b"'*' has '*' at offset 0"),
        ("https://*a", b"'https://*a' has 'a' at offset 9"),
        ("https://a.*", b"'https://a.*' has '*' at offset 10"),
        ("https://a:*1", b"'https://a:*1' has '*' at offset 10"),
    ):
        check_run(f"the pattern {pattern} fails", run("accept", "--origin", pattern), 2, err=b" or null; " + place + b";")
    check_run("a window out of range fails", run("accept", "--server-max-window-bits", "16"), 2, err=b"8 to 15, not '16';")
    check_run("a deadline that is no number fails", run("accept", "--deadline", "soon"), 2, err=b"seconds")
    check_run("a status out of range fails", run("accept", "--refuse", "101"), 2, err=b"200 to 599, not '101';")


def test_key():
    check_run("the example of RFC 6455 §1.3 has its accept value", run("key", KEY.decode()), 0, out=b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n")
    check_run("a key that is too short fails", run("key", KEY[:-1].decode()), 1, err=b"23 characters instead of 24")
    check_run("a key outside the alphabet fails", run("key", "dGhl!HNhbXBsZSBub25jZQ=="), 1, err=b"character 5 is '!'")
    check_run("a key of another size fails", run("key", "dGhlIHNhbXBsZSBub25jZQAA"), 1, err=b'ends in "=="')
    check_run("an empty key fails", run("key", ""), 1, err=b"0 characters")
    check_run("a missing key fails", run("key"), 2, err=b"KEY is missing")
    check_run("two keys fail", run("key", KEY.decode(), KEY.decode()), 2, err=b"is not expected")


def test_demo():
    first = run("demo")
    text = first.stdout.decode()
    check_run("demo", first, 0)
    check("the demo is the same every time", run("demo").stdout == first.stdout)
    check("the demo fits a terminal", max(map(len, text.splitlines())) <= 80)
    check("a pipe gets no colour", b"\x1b" not in first.stdout)
    agreed = (
        "agreed()\n        subprotocol superchat\n        permessage-deflate with windows of 2^15 (server) and 2^12"
    )
    for what, parts in (
        ("both sides agree", ["server  " + agreed, "client  " + agreed]),
        ("the request's bytes", ["client  start() writes", "  > GET /chat?room=1 HTTP/1.1\\r\\n\n", "  > \\r\\n\n"]),
        ("the answer's bytes", ["server  accept() writes", "  < Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo="]),
        ("the bytes after the head", ["left for the frame parser: 81 05 48 65 6c 6c 6f\n"]),
        (
            "the refusal",
            [
                "server  respond() writes",
                "  < HTTP/1.1 401 Unauthorized\\r\\n\n",
                ": refused\n",
                ": body, Unauthorized\\n\n",
                ": done\n",
                "it asks for credentials: Basic, realm demo\n",
                "the connection stays open\n",
                "  > Authorization: Basic ",
                "client  feed() takes 145 bytes: open\n",
            ],
        ),
    ):
        check(f"demo: {what}", in_order(parts, text), text)
    for kind, ends, count in (("start", "upgrade", 3), ("accept", "open", 2)):
        sizes = re.findall(rf"{kind}\(\) writes (\d+) bytes.*?feed\(\) takes (\d+) bytes: {ends}", text, re.DOTALL)
        check(f"demo: the output of {kind}() arrives", len(sizes) == count and all(a == b for a, b in sizes), sizes)
    check_run("an argument of demo fails", run("demo", "x"), 2)

    if on_terminal([WSHAKE, "demo"]) is None:
        return skip("colour on a terminal: this system has no pseudoterminals (is /dev/pts mounted?)")
    check("a terminal gets colour", b"\x1b[" in on_terminal([WSHAKE, "demo"]))
    check("NO_COLOR turns colour off", b"\x1b" not in on_terminal([WSHAKE, "demo"], {**PLAIN, "NO_COLOR": "1"}))
    check("a dumb terminal gets no colour", b"\x1b" not in on_terminal([WSHAKE, "demo"], {**PLAIN, "TERM": "dumb"}))


def test_full_disk():
    if not os.path.exists("/dev/full"):
        return skip("a full disk: there is no /dev/full")
    with open("/dev/full", "wb") as full:
        result = subprocess.run([WSHAKE, "demo"], stdout=full, stderr=subprocess.PIPE, timeout=GUARD)
    check("a full disk is reported", result.returncode == 3 and b"No space" in result.stderr, result)


finish(test_main, test_key, test_demo, test_full_disk)
