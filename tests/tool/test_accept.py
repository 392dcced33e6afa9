#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs `wshake accept` as a user does, with pipes, sockets and files, and checks its output and exit codes.

Usage: test_accept.py WSHAKE
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from checks import ACCEPT, GOOD, GUARD, KEY, OFFER, SWITCHING, check, check_run, finish, open_terminal, runner, skip

WSHAKE = os.path.abspath(sys.argv[1])
SHORT_KEY = GOOD.replace(KEY, KEY[:-1])
run = runner(WSHAKE)


def test_accept():
    result = run("accept", data=GOOD)
    check_run(
        "a valid handshake opens",
        result,
        0,
        out=ACCEPT,
        err=b"upgrade, %d bytes consumed: GET /chat" % len(GOOD),
    )
    check(
        "the 101 alone is on standard output",
        result.stdout.startswith(SWITCHING)
        and result.stdout.endswith(b"\r\n\r\n")
        and result.stdout.count(b"\r\n\r\n") == 1,
        result.stdout,
    )
    check(
        "each event is one line",
        all(line.startswith(b"wshake accept: ") for line in result.stderr.splitlines()),
        result.stderr,
    )

    result = run(
        "accept",
        "--subprotocol",
        "superchat",
        "--subprotocol=chat",
        "--deflate",
        "--field",
        "X-Tag:  a b ",
        "--product",
        "other/1",
        data=OFFER,
    )
    check_run(
        "the first subprotocol wins",
        result,
        0,
        out=b"\r\nSec-WebSocket-Protocol: superchat\r\n",
        err=b"subprotocol superchat, permessage-deflate",
    )
    check_run("permessage-deflate is agreed", result, 0, out=b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")
    check_run("further fields are written", result, 0, out=b"\r\nX-Tag: a b\r\n")
    check_run("--product replaces Server", result, 0, out=b"\r\nServer: other/1\r\n")
    result = run("accept", "--server-max-window-bits", "9", "--client-max-window-bits=10", "--product", "", data=OFFER)
    check_run(
        "windows",
        result,
        0,
        out=b"server_max_window_bits=9; client_max_window_bits=10",
        err=b"windows of 2^9 (server) and 2^10 (client)",
    )
    check("an empty product leaves Server out", b"Server:" not in result.stdout, result.stdout)

    with tempfile.TemporaryDirectory() as folder:
        rest = Path(folder) / "rest"
        result = run("accept", "--rest", str(rest), data=GOOD + b"\x81\x80\0\0\0\0")
        check_run(
            "bytes after the head are shown",
            result,
            0,
            err=b"6 bytes after the head, already read: 81 80 00",
        )
        check("bytes after the head are written to the file of --rest", rest.read_bytes() == b"\x81\x80\0\0\0\0")
        result = run("accept", "--rest", folder + "/none/rest", data=GOOD + b"\x81")
        check_run("a --rest that can't be written fails", result, 3, err=b"No such file")

    result = run("accept", data=SHORT_KEY)
    check_run("a broken rule is named", result, 1, out=b"HTTP/1.1 400 Bad Request\r\n", err=b"bad_key: ")
    place = SHORT_KEY.index(KEY[:-1]) + len(KEY) - 1
    check_run(
        "a broken rule is reported with clause, offset and field",
        result,
        1,
        err=f"(RFC 6455 §4.2.1(5)), offset {place}, field Sec-WebSocket-Key".encode(),
    )
    result = run("accept", data=SHORT_KEY + GOOD)
    check_run("a second attempt on the connection opens", result, 0, out=ACCEPT, err=b"; the connection stays open")
    check_run("the refusal before a second attempt is reported", result, 0, err=b"wshake accept: responded, ")
    check_run(
        "--no-keep-alive allows no second attempt",
        run("accept", "--no-keep-alive", data=SHORT_KEY + GOOD),
        1,
        out=b"Connection: close",
        err=b"; the connection closes",
    )
    body = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    check_run(
        "a body is skipped before the next attempt",
        run("accept", data=body + GOOD),
        0,
        out=b"HTTP/1.1 426 ",
        err=b"not_an_upgrade",
    )
    check_run("a head that is cut off is reported", run("accept", data=GOOD[:-2]), 1, out=b"HTTP/1.1 400 ", err=b"truncated")
    check_run(
        "a first line that is cut off is reported",
        run("accept", data=b"GET / HT"),
        1,
        out=b"HTTP/1.1 400 ",
        err=b"truncated",
    )
    result = run("accept", data=b"")
    check("no byte gets no answer", result.returncode == 1 and result.stdout == b"", result)
    check_run(
        "a peer's bytes don't reach the terminal",
        run("accept", data=b"GET /\xff HTTP/1.1\r\n\x1b[31m: x\r\n\r\n"),
        1,
        err=b"offset",
    )
    check(
        "no control character reaches the terminal",
        b"\x1b" not in run("accept", data=GOOD.replace(b"Host", b"X\x1b[31m: a\r\nHost")).stderr,
    )

    check_run(
        "an origin that is not allowed is refused",
        run("accept", "--origin", "http://b", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://c")),
        1,
        out=b"HTTP/1.1 403 ",
        err=b"forbidden_origin",
    )
    check_run(
        "an origin that is allowed opens",
        run("accept", "--origin", "http://c", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://c")),
        0,
    )
    check_run(
        "a pattern of origins allows its origins",
        run("accept", "--origin", "http://*.c", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://b.c")),
        0,
    )
    check_run(
        "the request's host is allowed as origin",
        run("accept", "--same-host-origin", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://a")),
        0,
    )
    check_run(
        "another host than the request's is refused as origin",
        run("accept", "--same-host-origin", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://b")),
        1,
        out=b"HTTP/1.1 403 ",
        err=b"forbidden_origin",
    )
    check_run(
        "a required origin is missed",
        run("accept", "--require-origin", data=GOOD),
        1,
        out=b"HTTP/1.1 403 ",
        err=b"missing_origin",
    )
    check_run(
        "a required subprotocol is missed",
        run("accept", "--subprotocol", "x", "--require-subprotocol", data=OFFER),
        1,
        out=b"HTTP/1.1 400 ",
        err=b"no_common_subprotocol",
    )
    check_run("--refuse", run("accept", "--refuse", "503", data=GOOD), 1, out=b"HTTP/1.1 503 ")
    check_run(
        "--refuse 401 is written with its field",
        run("accept", "--refuse", "401", "--field", 'WWW-Authenticate: Basic realm="r"', data=GOOD),
        1,
        out=b'WWW-Authenticate: Basic realm="r"\r\n',
    )
    result = run("accept", "--refuse", "401", data=GOOD)
    check_run("--refuse 401 without its field fails", result, 2, err=b"field that the status requires is missing: WWW-Authenticate\n")
    check("--refuse 401 without its field writes nothing", result.stdout == b"", result)
    check_run(
        "Expect: 100-continue is answered 100",
        run("accept", data=GOOD.replace(b"Host", b"Expect: 100-continue\r\nHost")),
        0,
        out=b"HTTP/1.1 100 Continue\r\n\r\n" + SWITCHING,
        err=b"100 Continue, 101",
    )


def test_accept_on_sockets():
    def start(*arguments):
        ours, theirs = socket.socketpair()
        ours.settimeout(GUARD)
        process = subprocess.Popen([WSHAKE, "accept", *arguments], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
        theirs.close()
        return ours, process

    def end(process):
        err = process.communicate(timeout=GUARD)[1]
        return process.returncode, err

    def answer_to(ours, octets):
        """Sends octets to `wshake accept` and returns its response, with the body that Content-Length announces."""
        if octets:
            ours.sendall(octets)
        answer = b""
        while b"\r\n\r\n" not in answer or len(answer) < answer.find(b"\r\n\r\n") + 4 + body_size(answer):
            part = ours.recv(4096)
            if not part:
                break
            answer += part
        return answer

    def body_size(answer):
        size = re.search(rb"\r\nContent-Length: (\d+)\r\n", answer)
        return int(size[1]) if size else 0

    ours, process = start()
    for at in range(len(GOOD) - 1):
        ours.sendall(GOOD[at : at + 1])
    answer = answer_to(ours, GOOD[-1:])
    check("a handshake byte by byte opens", ACCEPT in answer and end(process)[0] == 0, answer)

    ours, process = start()
    ours.sendall(GOOD)
    ours.shutdown(socket.SHUT_WR)
    answer = answer_to(ours, b"")
    check("a client that closes its sending direction gets its 101", ACCEPT in answer and end(process)[0] == 0, answer)

    ours, process = start()
    answer = answer_to(ours, SHORT_KEY)
    check(
        "a second attempt after the refusal opens",
        b" 400 " in answer and ACCEPT in answer_to(ours, GOOD) and end(process)[0] == 0,
        answer,
    )

    begin = time.monotonic()
    ours, process = start("--deadline", "1")
    answer = answer_to(ours, b"GET / HTTP/1.1\r\n")
    code, err = end(process)
    check(
        "the deadline ends a slow request",
        answer.startswith(b"HTTP/1.1 408 ") and code == 1 and time.monotonic() - begin > 0.9,
        (answer, err),
    )

    ours, process = start("--deadline", "1")
    answer = answer_to(ours, b"")
    code, err = end(process)
    check("the deadline ends a silent connection", answer == b"" and code == 1 and b"the deadline" in err, (answer, err))

    ours, process = start("--deadline", "1")
    answer = answer_to(ours, b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")
    ours.sendall(b"he")
    code, err = end(process)
    more = ours.recv(4096)
    check(
        "the deadline ends a slow body that is skipped",
        answer.startswith(b"HTTP/1.1 426 ") and code == 1 and more == b"" and b"the deadline" in err,
        (answer, code, more, err),
    )

    ours, process = start()
    ours.close()
    check("a client that leaves is reported", end(process)[0] == 1)

    ours, theirs = socket.socketpair()
    ours.settimeout(GUARD)
    theirs.setblocking(False)
    process = subprocess.Popen([WSHAKE, "accept"], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    theirs.close()
    time.sleep(0.2)
    answer = answer_to(ours, GOOD)
    check("a non-blocking socket works", ACCEPT in answer and end(process)[0] == 0, answer)

    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run([WSHAKE, "accept"], input=GOOD, stdout=writer, stderr=subprocess.PIPE, timeout=GUARD)
    os.close(writer)
    check("a closed standard output is reported", result.returncode == 3 and b"Broken pipe" in result.stderr, result)
    folder = os.open("/", os.O_RDONLY)
    result = subprocess.run([WSHAKE, "accept"], stdin=folder, capture_output=True, timeout=GUARD)
    os.close(folder)
    check(
        "an unreadable standard input is reported",
        result.returncode == 3 and b"standard input" in result.stderr,
        result,
    )


def test_terminal():
    """Types the request on a terminal. The tool first prints that it waits, and an example of a request to type."""
    terminal = open_terminal()
    if terminal is None:
        return skip("typing on a terminal: this system has no pseudoterminals (is /dev/pts mounted?)")
    ours, theirs = terminal
    process = subprocess.Popen([WSHAKE, "accept"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    os.close(theirs)
    said = []
    while not said or b"Sec-WebSocket-Key" not in said[-1]:
        line = process.stderr.readline()
        if not line:
            break
        said.append(line)
    check("accept says what to type on a terminal", b"waiting for the client's request: type its lines" in said[0], said)
    for line in said[1:]:
        os.write(ours, line.removeprefix(b"wshake accept:   "))
    os.write(ours, b"\n")
    out, err = process.communicate(timeout=GUARD)
    os.close(ours)
    check("the proposed lines open the WebSocket", process.returncode == 0 and ACCEPT in out, (out, err))


finish(test_accept, test_terminal, test_accept_on_sockets)
