#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the tool wshake as a user does: arguments, pipes, sockets, files, exit codes.

Usage: test_tool.py WSHAKE_BINARY
"""

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WSHAKE = os.path.abspath(sys.argv[1])
REQUESTS = Path(__file__).resolve().parent.parent / "data" / "requests"
PLAIN = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm"}

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
FIELDS = b"Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
GOOD = b"GET /chat HTTP/1.1\r\n" + FIELDS + b"Sec-WebSocket-Key: " + KEY + b"\r\n\r\n"
OFFER = GOOD.replace(
    b"\r\n\r\n",
    b"\r\nSec-WebSocket-Protocol: chat, superchat\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
)
SHORT_KEY = GOOD.replace(KEY, KEY[:-1])
SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\n"
ACCEPT = b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"

passed = failed = 0


def check(what, holds, seen=""):
    global passed, failed
    if holds:
        passed += 1
        print(f"ok {what}")
    else:
        failed += 1
        print(f"FAILED {what}: {seen!r}")


def run(*arguments, data=b"", env=PLAIN, **more):
    return subprocess.run([WSHAKE, *arguments], input=data, capture_output=True, env=env, timeout=20, **more)


def check_run(what, result, code, out=None, err=None):
    """`out` and `err` are parts that must be there."""
    holds = result.returncode == code
    holds = holds and (out is None or out in result.stdout) and (err is None or err in result.stderr)
    check(what, holds, result)


def test_main():
    check_run("no arguments print the usage", run(), 2, err=b"Usage: wshake COMMAND")
    check_run("--help", run("--help"), 0, out=b"Usage: wshake COMMAND")
    check_run("help", run("help"), 0, out=b"Usage: wshake COMMAND")
    check(
        "--help lists every command",
        all(name in run("--help").stdout for name in (b"accept", b"explain", b"key", b"demo")),
    )
    for command in ("accept", "explain", "key", "demo"):
        text = run(command, "--help")
        check_run(f"{command} --help", text, 0, out=b"Usage: wshake " + command.encode())
        check(f"{command} --help documents the exit status", b"Exit status: 0" in text.stdout)
        check(f"help {command} is the same", run("help", command).stdout == text.stdout)
    check("--version", re.fullmatch(rb"wshake \S+\n", run("--version").stdout), run("--version"))
    check_run("an unknown command", run("fly"), 2, err=b"there is no command 'fly'")
    check_run("an unknown option", run("accept", "--fly"), 2, err=b"--fly is not expected")
    check_run("an option without its value", run("accept", "--origin"), 2, err=b"--origin needs a value")
    check_run(
        "a value where none belongs", run("accept", "--deflate=yes"), 2, err=b"--deflate takes no value"
    )
    check_run("a field without a colon", run("accept", "--field", "X"), 2, err=b"NAME: VALUE")
    check_run("a field that the handshake owns", run("accept", "--field", "Connection: x"), 2, err=b"--field")
    check_run("a window out of range", run("accept", "--server-max-window-bits", "16"), 2, err=b"8 to 15")
    check_run("a deadline that is no number", run("accept", "--deadline", "soon"), 2, err=b"seconds")
    check_run("a status out of range", run("accept", "--refuse", "101"), 2, err=b"200 to 599")


def test_key():
    check_run(
        "the example of RFC 6455 §1.3", run("key", KEY.decode()), 0, out=b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"
    )
    check_run("a key that is too short", run("key", KEY[:-1].decode()), 1, err=b"23 characters instead of 24")
    check_run(
        "a key outside the alphabet", run("key", "dGhl!HNhbXBsZSBub25jZQ=="), 1, err=b"character 5 is '!'"
    )
    check_run("a key of another size", run("key", "dGhlIHNhbXBsZSBub25jZQAA"), 1, err=b'ends in "=="')
    check_run("an empty key", run("key", ""), 1, err=b"0 characters")
    check_run("no key", run("key"), 2, err=b"KEY is missing")
    check_run("two keys", run("key", KEY.decode(), KEY.decode()), 2, err=b"is not expected")


def test_accept():
    result = run("accept", data=GOOD)
    check_run(
        "a valid handshake opens",
        result,
        0,
        out=ACCEPT,
        err=b"upgrade, %d octets consumed: GET /chat" % len(GOOD),
    )
    check(
        "standard output is the 101 alone",
        result.stdout.startswith(SWITCHING)
        and result.stdout.endswith(b"\r\n\r\n")
        and result.stdout.count(b"\r\n\r\n") == 1,
        result.stdout,
    )
    check(
        "one event a line",
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
    check_run(
        "permessage-deflate is agreed", result, 0, out=b"\r\nSec-WebSocket-Extensions: permessage-deflate\r\n"
    )
    check_run("further fields", result, 0, out=b"\r\nX-Tag: a b\r\n")
    check_run("another product", result, 0, out=b"\r\nServer: other/1\r\n")
    result = run(
        "accept", "--server-max-window-bits", "9", "--client-max-window-bits=10", "--product", "", data=OFFER
    )
    check_run(
        "windows",
        result,
        0,
        out=b"server_max_window_bits=9; client_max_window_bits=10",
        err=b"windows of 2^9 (server) and 2^10 (client)",
    )
    check("no product", b"Server:" not in result.stdout, result.stdout)

    with tempfile.TemporaryDirectory() as folder:
        rest = Path(folder) / "rest"
        result = run("accept", "--rest", str(rest), data=GOOD + b"\x81\x80\0\0\0\0")
        check_run(
            "octets behind the head are shown",
            result,
            0,
            err=b"6 octets behind the head, already read: 81 80 00",
        )
        check("and written where --rest says", rest.read_bytes() == b"\x81\x80\0\0\0\0")
        result = run("accept", "--rest", folder + "/none/rest", data=GOOD + b"\x81")
        check_run("where that fails, so does it", result, 3, err=b"No such file")

    result = run("accept", data=SHORT_KEY)
    check_run("a broken rule is named", result, 1, out=b"HTTP/1.1 400 Bad Request\r\n", err=b"bad_key: ")
    place = SHORT_KEY.index(KEY[:-1]) + len(KEY) - 1
    check_run(
        "with its clause, octet and field",
        result,
        1,
        err=f"(RFC 6455 §4.2.1(5)), octet {place}, field Sec-WebSocket-Key".encode(),
    )
    result = run("accept", data=SHORT_KEY + GOOD)
    check_run(
        "a second attempt on the connection opens", result, 0, out=ACCEPT, err=b"; the connection goes on"
    )
    check_run(
        "not with --no-keep-alive",
        run("accept", "--no-keep-alive", data=SHORT_KEY + GOOD),
        1,
        out=b"Connection: close",
        err=b"; the connection ends",
    )
    body = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello"
    check_run(
        "a body is skipped before the next attempt",
        run("accept", data=body + GOOD),
        0,
        out=b"HTTP/1.1 426 ",
        err=b"not_an_upgrade",
    )
    check_run(
        "a head that is cut off", run("accept", data=GOOD[:-2]), 1, out=b"HTTP/1.1 400 ", err=b"truncated"
    )
    check_run(
        "a first line that is cut off",
        run("accept", data=b"GET / HT"),
        1,
        out=b"HTTP/1.1 400 ",
        err=b"truncated",
    )
    result = run("accept", data=b"")
    check("no octet, no answer", result.returncode == 1 and result.stdout == b"", result)
    check_run(
        "a peer's octets don't reach the terminal",
        run("accept", data=b"GET /\xff HTTP/1.1\r\n\x1b[31m: x\r\n\r\n"),
        1,
        err=b"octet",
    )
    check(
        "not one of them",
        b"\x1b" not in run("accept", data=GOOD.replace(b"Host", b"X\x1b[31m: a\r\nHost")).stderr,
    )

    check_run(
        "an origin that may not connect",
        run("accept", "--origin", "http://b", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://c")),
        1,
        out=b"HTTP/1.1 403 ",
        err=b"forbidden_origin",
    )
    check_run(
        "one that may",
        run("accept", "--origin", "http://c", data=GOOD.replace(b"Host: a", b"Host: a\r\nOrigin: http://c")),
        0,
    )
    check_run(
        "an origin is required",
        run("accept", "--require-origin", data=GOOD),
        1,
        out=b"HTTP/1.1 403 ",
        err=b"missing_origin",
    )
    check_run(
        "a subprotocol is required",
        run("accept", "--subprotocol", "x", "--require-subprotocol", data=OFFER),
        1,
        out=b"HTTP/1.1 400 ",
        err=b"no_common_subprotocol",
    )
    check_run("--refuse", run("accept", "--refuse", "503", data=GOOD), 1, out=b"HTTP/1.1 503 ")
    check_run(
        "--refuse 401 with its field",
        run("accept", "--refuse", "401", "--field", 'WWW-Authenticate: Basic realm="r"', data=GOOD),
        1,
        out=b'WWW-Authenticate: Basic realm="r"\r\n',
    )
    result = run("accept", "--refuse", "401", data=GOOD)
    check("--refuse 401 without", result.returncode == 2 and result.stdout == b"", result)
    check_run(
        "Expect: 100-continue",
        run("accept", data=GOOD.replace(b"Host", b"Expect: 100-continue\r\nHost")),
        0,
        out=b"HTTP/1.1 100 Continue\r\n\r\n" + SWITCHING,
        err=b"100 Continue, 101",
    )


def test_accept_on_sockets():
    def start(*arguments):
        ours, theirs = socket.socketpair()
        ours.settimeout(10)
        process = subprocess.Popen(
            [WSHAKE, "accept", *arguments], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE
        )
        theirs.close()
        return ours, process

    def end(process):
        err = process.communicate(timeout=10)[1]
        return process.returncode, err

    ours, process = start()
    for at in range(len(GOOD)):
        ours.sendall(GOOD[at : at + 1])
    answer = ours.recv(4096)
    check("octet by octet", ACCEPT in answer and end(process)[0] == 0, answer)

    ours, process = start()
    ours.sendall(GOOD)
    ours.shutdown(socket.SHUT_WR)
    answer = ours.recv(4096)
    check("a client that closes its sending direction", ACCEPT in answer and end(process)[0] == 0, answer)

    ours, process = start()
    ours.sendall(SHORT_KEY)
    answer = ours.recv(4096)
    ours.sendall(GOOD)
    check(
        "a second attempt after the refusal",
        b" 400 " in answer and ACCEPT in ours.recv(4096) and end(process)[0] == 0,
        answer,
    )

    begin = time.monotonic()
    ours, process = start("--deadline", "1")
    ours.sendall(b"GET / HTTP/1.1\r\n")
    answer = ours.recv(4096)
    code, err = end(process)
    check(
        "the deadline",
        answer.startswith(b"HTTP/1.1 408 ") and code == 1 and 0.9 < time.monotonic() - begin < 8,
        (answer, err),
    )

    ours, process = start()
    ours.close()
    check("a client that leaves", end(process)[0] == 1)

    ours, theirs = socket.socketpair()
    ours.settimeout(10)
    theirs.setblocking(False)
    process = subprocess.Popen([WSHAKE, "accept"], stdin=theirs, stdout=theirs, stderr=subprocess.PIPE)
    theirs.close()
    time.sleep(0.2)
    ours.sendall(GOOD)
    answer = ours.recv(4096)
    check("a non-blocking socket", ACCEPT in answer and end(process)[0] == 0, answer)

    reader, writer = os.pipe()
    os.close(reader)
    result = subprocess.run([WSHAKE, "accept"], input=GOOD, stdout=writer, stderr=subprocess.PIPE, timeout=10)
    os.close(writer)
    check("nobody reads standard output", result.returncode == 3 and b"Broken pipe" in result.stderr, result)
    folder = os.open("/", os.O_RDONLY)
    result = subprocess.run([WSHAKE, "accept"], stdin=folder, capture_output=True, timeout=10)
    os.close(folder)
    check(
        "standard input that can't be read",
        result.returncode == 3 and b"standard input" in result.stderr,
        result,
    )


def test_explain():
    result = run("explain", "--subprotocol", "chat", "-", data=OFFER)
    check_run("a valid handshake", result, 0, out=b"A valid opening handshake.")
    check_run("the accept value", result, 0, out=b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo= proves")
    check_run("the subprotocol", result, 0, out=b"subprotocol: chat; offered: chat, superchat\n")
    check_run(
        "what --deflate would change",
        result,
        0,
        out=b"no permessage-deflate; with --deflate: permessage-deflate with",
    )
    check_run("the answer, octet by octet", result, 0, out=b"  Connection: Upgrade\\r\\n\n")
    size = len(run("accept", "--subprotocol", "chat", data=OFFER).stdout)
    check_run("the answer's size", result, 0, out=b"Answer, %d octets\n" % size)

    def caret(text, error):
        """The character over the caret, and the caret's line."""
        lines = text.decode().splitlines()
        for above, line in zip(lines, lines[1:]):
            if line.strip() == "^ " + error:
                return (above + " ")[line.index("^")], above
        return None, None

    result = run("explain", "-", data=GOOD.replace(KEY, b"dGhl!HNhbXBsZSBub25jZQ=="))
    check("a caret under the octet", caret(result.stdout, "bad_key")[0] == "!", result.stdout)
    check_run("why the key is bad", result, 1, out=b"character 5 is '!'")
    result = run(
        "explain", "-", data=GOOD.replace(b"Host", b"X: " + b"x" * 500 + b"\x01" + b"y" * 500 + b"\r\nHost")
    )
    check("a caret in a long line", caret(result.stdout, "bad_field_value")[0] == "\\", result.stdout)
    check("no line is endless", max(map(len, result.stdout.splitlines())) < 120)
    result = run("explain", "-", data=GOOD.replace(b"Host: a\r\n", b""))
    check(
        "a caret at the end for what is missing",
        caret(result.stdout, "missing_host")[1].split()[0] == str(len(GOOD) - 9),
        result.stdout,
    )
    check_run(
        "octets behind the head",
        run("explain", "-", data=GOOD + b"\x81\x85"),
        0,
        out=b"2 octets behind the head: 81 85",
    )

    text = GOOD.replace(b"\r\n", b"\n")
    result = run("explain", "-", data=text)
    check_run("LF alone is an error", result, 1, out=b"bare_lf")
    check_run("with a hint", result, 1, out=b"`wshake explain --text -`")
    check_run(
        "and --text takes it as CRLF",
        run("explain", "--text", "-", data=text),
        0,
        out=b"A valid opening handshake.",
    )
    check_run(
        "--text adds the empty line",
        run("explain", "--text", "-", data=text.rstrip()),
        0,
        out=b"A valid opening handshake.",
    )
    check_run("--text drops a byte order mark", run("explain", "--text", "-", data=b"\xef\xbb\xbf" + text), 0)
    check_run(
        "--text leaves what follows the head",
        run("explain", "--text", "-", data=GOOD + b"a\nb"),
        0,
        out=b"3 octets behind the head: 61 0a 62",
    )
    check_run(
        "mixed line ends",
        run("explain", "-", data=GOOD.replace(b"\r\nHost", b"\nHost")),
        1,
        out=b"Some lines end in CRLF",
    )
    check_run(
        "a byte order mark", run("explain", "-", data=b"\xef\xbb\xbf" + GOOD), 1, out=b"byte order mark"
    )
    check_run(
        "a head that is cut off",
        run("explain", "-", data=GOOD[:-2]),
        1,
        out=b"The empty line that ends a head is missing",
    )
    check_run("nothing", run("explain", "-"), 1, out=b"There is no request in it.")
    check_run("only empty lines", run("explain", "-", data=b"\r\n\r\n"), 1, out=b"There is no request in it.")
    check_run(
        "TLS",
        run("explain", "-", data=b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"),
        1,
        out=b"wss:// where ws:// was meant",
    )
    check_run(
        "HTTP/2",
        run("explain", "-", data=b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        1,
        out=b"first octets of HTTP/2",
    )
    check_run(
        "the PROXY protocol",
        run("explain", "-", data=b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + GOOD),
        1,
        out=b"PROXY protocol",
    )
    check_run(
        "a plain request",
        run("explain", "-", data=b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        1,
        out=b"does not ask for WebSocket",
    )

    every_octet = bytes(range(256)) * 4
    result = run("explain", "-", data=every_octet)
    check(
        "any octets are printable",
        result.returncode == 1
        and all(32 <= each < 127 or each == 10 for each in result.stdout.replace("§".encode(), b"")),
        result.stdout,
    )
    check_run(
        "many lines",
        run("explain", "-", data=b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 50000),
        1,
        out=b"and so on, not shown",
    )
    check_run("no such file", run("explain", "/none"), 3, err=b"/none: No such file")
    check_run("a folder", run("explain", "/"), 3, err=b"Is a directory")
    check_run("no file", run("explain"), 2, err=b"FILE is missing")

    for capture in sorted(REQUESTS.glob("*.http")):
        opens = not capture.stem.endswith(("_page", "_http_1_0"))
        check_run(
            f"the capture {capture.stem}",
            run("explain", str(capture)),
            0 if opens else 1,
            out=b"A valid opening handshake." if opens else b"does not ask for WebSocket",
        )


def test_demo():
    first = run("demo")
    check_run("demo", first, 0, out=b"event open")
    check("it is the same every time", run("demo").stdout == first.stdout)
    check("no colour in a pipe", b"\x1b" not in first.stdout)
    check_run("the broken key", first, 0, out=b"bad_key")
    check_run("the second attempt", first, 0, out=b"the connection goes on")
    check_run("the octets behind the head", first, 0, out=b"81 85 37 fa 21 3d 7f 9f 4d 51 58")
    check_run("an argument", run("demo", "x"), 2)

    def on_terminal(env):
        ours, theirs = os.openpty()
        process = subprocess.Popen([WSHAKE, "demo"], stdout=theirs, env=env)
        os.close(theirs)
        out = b""
        try:
            while part := os.read(ours, 65536):
                out += part
        except OSError:  # Linux says so when the other end is closed
            pass
        os.close(ours)
        process.wait(10)
        return out

    check("colour on a terminal", b"\x1b[" in on_terminal(PLAIN))
    check("not with NO_COLOR", b"\x1b" not in on_terminal({**PLAIN, "NO_COLOR": "1"}))
    check("not on a dumb one", b"\x1b" not in on_terminal({**PLAIN, "TERM": "dumb"}))
    if os.path.exists("/dev/full"):
        with open("/dev/full", "wb") as full:
            result = subprocess.run([WSHAKE, "demo"], stdout=full, stderr=subprocess.PIPE, timeout=10)
        check("a full disk", result.returncode == 3 and b"No space" in result.stderr, result)


for test in (test_main, test_key, test_accept, test_accept_on_sockets, test_explain, test_demo):
    test()
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
