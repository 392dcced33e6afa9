#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs `wshake connect` as a user does, with pipes, sockets and files, and checks its output and exit codes.

Usage: test_connect.py WSHAKE [ECHO_SERVER]
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from checks import GUARD, KEY, NONCE, OPEN, check, check_run, finish, in_order, open_terminal, refusal, runner, skip, with_field

WSHAKE = os.path.abspath(sys.argv[1])
ECHO_SERVER = os.path.abspath(sys.argv[2]) if len(sys.argv) > 2 else None
run = runner(WSHAKE)


# Each row has a name, the server's octets, further arguments, the exit status, and parts of standard error in their
# order.
ANSWERS = (
    ("a 101", OPEN, (), 0, ["open, 129 bytes consumed: no subprotocol, no permessage-deflate\n"]),
    (
        "a first frame behind it",
        OPEN + b"\x81\x05Hello",
        (),
        0,
        ["open, 129 bytes", "\nwshake connect: 7 bytes after the head, already read: 81 05 48 65 6c 6c 6f\n"],
    ),
    (
        "a subprotocol",
        with_field(b"Sec-WebSocket-Protocol: b"),
        ("--subprotocol", "a", "--subprotocol=b"),
        0,
        ["consumed: subprotocol b, no permessage-deflate\n"],
    ),
    (
        "permessage-deflate",
        with_field(b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits=9"),
        ("--deflate",),
        0,
        ["no subprotocol, permessage-deflate with windows of 2^15 (server) and 2^9 (client)\n"],
    ),
    (
        "an interim response",
        b"HTTP/1.1 103 Early Hints\r\n\r\n" + OPEN,
        (),
        0,
        ["interim, 28 bytes consumed: HTTP/1.1 103 Early Hints\n", "open, 129 bytes consumed: "],
    ),
    (
        "a refusal",
        refusal(b"403 Forbidden", b"Content-Type: text/plain", b"X-Other: y"),
        (),
        1,
        [
            "refused, 83 bytes consumed: HTTP/1.1 403 Forbidden\n",
            "wshake connect:   Content-Type: text/plain\nwshake connect:   Content-Length: 4\n",
            "wshake connect:   body, 4 bytes\nwshake connect:     No.\\n\n",
            "done, 4 bytes consumed: the connection stays open\n",
        ],
    ),
    (
        "a relative redirect",
        refusal(b"302 Found", b"Location: ../x"),
        (),
        1,
        ["  Location: ../x\n", "wshake connect: it redirects to wss://a.example/x, the same origin\n"],
    ),
    (
        "a redirect to another origin",
        refusal(b"302 Found", b"Location: https://b.example/"),
        (),
        1,
        ["it redirects to wss://b.example/, another origin: credentials must not follow\n"],
    ),
    (
        "a redirect to ws",
        refusal(b"302 Found", b"Location: http://a.example/"),
        (),
        1,
        ["it redirects to ws://a.example/, without encryption\n"],
    ),
    (
        "challenges",
        refusal(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="x y"', b"WWW-Authenticate: Bearer"),
        (),
        1,
        ["it asks for credentials: Basic, realm x y\n", "it asks for credentials: Bearer\n"],
    ),
    (
        "a proxy's challenge",
        refusal(b"407 No", b'Proxy-Authenticate: Basic realm="p"'),
        (),
        1,
        ["it asks for credentials for a proxy: Basic, realm p\n"],
    ),
    ("Retry-After", refusal(b"503 No", b"Retry-After: 1"), (), 1, ["it asks to try again in 1 second\n"]),
    (
        "Retry-After with a date",
        refusal(b"429 No", b"Retry-After: Fri, 31 Dec 1999 23:59:59 GMT"),
        (),
        1,
        ["it asks to try again after Fri, 31 Dec 1999 23:59:59 GMT\n"],
    ),
    ("503", refusal(b"503 No"), (), 1, ["it may succeed later\n"]),
    (
        "chunks",
        b"HTTP/1.1 400 No\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nNo\r\n1\r\n.\r\n0\r\n\r\n",
        (),
        1,
        ["body, 3 bytes\nwshake connect:     No.\n", "the connection stays open\n"],
    ),
    (
        "a body until the end",
        b"HTTP/1.1 400 No\r\n\r\nNo.",
        (),
        1,
        ["body, 3 bytes\nwshake connect:     No.\n", "the connection closes\n"],
    ),
    (
        "a body that is cut off",
        b"HTTP/1.1 400 No\r\nContent-Length: 9\r\n\r\nNo.",
        (),
        1,
        ["closed, 3 bytes consumed: truncated: message is truncated (RFC 9112 §8), offset 41\n"],
    ),
    (
        "a long body",
        refusal(b"400 No", body=b"line\n" * 100),
        (),
        1,
        ["body, 500 bytes\n", "    and 400 more bytes\n"],
    ),
    (
        "a wrong accept value",
        OPEN.replace(b"s3p", b"S3p"),
        (),
        1,
        [
            "failed, 129 bytes consumed: wrong_accept: Sec-WebSocket-Accept does not match the key (RFC 6455 §4.1), "
            "offset 97, field Sec-WebSocket-Accept\n"
        ],
    ),
    (
        "subprotocol was not offered",
        with_field(b"Sec-WebSocket-Protocol: b"),
        ("--subprotocol", "B"),
        1,
        ["unexpected_subprotocol: ", "offset 151, field Sec-WebSocket-Protocol\n"],
    ),
    ("garbage", b"\xff\x1b[31m\r\n\r\n", (), 1, ["failed, "]),
    ("a head that is cut off", OPEN[:-2], (), 1, ["truncated: ", "offset 127\n"]),
    ("nothing", b"", (), 1, ["wshake connect: closed without a response\n"]),
)


def test_connect():
    request = run("connect", "--nonce", NONCE, "wss://a.example/b/c", data=OPEN).stdout
    wanted = b"GET /b/c HTTP/1.1\r\nHost: a.example\r\n"
    check("the request is written", request.startswith(wanted) and request.endswith(b"\r\n\r\n"), request)
    check("--nonce gives the key", b"\r\nSec-WebSocket-Key: " + KEY + b"\r\n" in request, request)
    keys = {re.search(rb"Key: (.{24})\r\n", run("connect", "ws://a/").stdout)[1] for _ in range(3)}
    check("without --nonce each request has another key", len(keys) == 3, keys)
    for what, data, arguments, code, parts in ANSWERS:
        result = run("connect", "--nonce", NONCE, *arguments, "wss://a.example/b/c", data=data)
        text = result.stderr.decode()
        check(
            what,
            result.returncode == code
            and in_order(parts, text)
            and all(line.startswith("wshake connect: ") for line in text.splitlines())
            and "\x1b" not in text
            and result.stdout.startswith(wanted),
            (result.returncode, text),
        )

    request = run(
        "connect",
        *(
            "--nonce",
            NONCE.upper(),
            "--origin",
            "http://o",
            "--header",
            "X-Tag:  a b ",
            "--subprotocol",
            "s",
            "--deflate",
        ),
        "ws://u:p@a:81?q",
    ).stdout
    for field in (
        b"GET /?q HTTP/1.1",
        b"Host: a:81",
        b"Origin: http://o",
        b"X-Tag: a b",
        b"Sec-WebSocket-Protocol: s",
        b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits",
        b"Sec-WebSocket-Key: " + KEY,
    ):
        check(f"the request has {field.decode()}", b"\r\n" + field + b"\r\n" in b"\r\n" + request, request)
    check("userinfo is not sent", b"Authorization" not in request, request)

    with tempfile.TemporaryDirectory() as folder:
        rest = Path(folder) / "rest"
        run("connect", "--nonce", NONCE, "--rest", str(rest), "ws://a/", data=OPEN + b"\x81\x05Hello")
        check("--rest", rest.read_bytes() == b"\x81\x05Hello")

    for arguments, err in (
        ((), b"URI is missing"),
        (("a",), b"a: URI is not valid for WebSocket, offset 0; it must begin with ws:// or wss://;"),
        (("mailto:a@b",), b"mailto:a@b: URI is not valid for WebSocket, offset 0;"),
        (("ws://a:65536/",), b"ws://a:65536/: URI is not valid for WebSocket, offset 11; the byte there is '6', and a port is 1 to 65535;"),
        (("ws://a:0/",), b", offset 7; the byte there is '0', and a port is 1 to 65535;"),
        (("ws://[::g]/",), b", offset 8; the byte there is 'g';"),
        (("ws://[::1",), b", offset 9; it ends too early;"),
        (("ws://a b/",), b", offset 6; the byte there is ' ';"),
        (("ws://\x1b[1m/",), b"ws://\\x1b[1m/: URI is not valid for WebSocket, offset 5; the byte there is '\\x1b';"),
        (("ws://a/#b",), b"ws://a/#b: URI is not valid for WebSocket, offset 7; a URI of a WebSocket has no fragment"),
        (("ws://a/", "ws://b/"), b"ws://b/ is not expected"),
        (("--nonce", NONCE[:-1], "ws://a/"), b"--nonce must be 32 hexadecimal digits, not 31;"),
        (("--nonce", NONCE + "0", "ws://a/"), b"--nonce must be 32 hexadecimal digits, not 33;"),
        (("--nonce", "0" * 31 + "x", "ws://a/"), b"x' has 'x' at offset 31;"),
        (("--header", "x", "ws://a/"), b"--header must be 'NAME: VALUE'; 'x' has no colon;"),
        (("--header", "a b: x", "ws://a/"), b"--header must be 'NAME: VALUE'; 'a b: x' has ' ' at offset 1;"),
        (("--header", ": x", "ws://a/"), b"--header must be 'NAME: VALUE'; ': x' has ':' at offset 0;"),
        (("--deadline", "x", "ws://a/"), b"--deadline must be 0 to 86400 seconds, not 'x';"),
        (("--fly", "ws://a/"), b"--fly is not expected"),
        (("--header", "Host: x", "ws://a/"), b"the request cannot be written: field must not be set by the caller: Host\n"),
        (("--header", "X: a\x01", "ws://a/"), b"--header must be 'NAME: VALUE'; 'X: a\\x01' has '\\x01' at offset 4;"),
        (("--subprotocol", "a b", "ws://a/"), b"^_`|~; 'a b' has ' ' at offset 1;"),
        (("--subprotocol", "a,b", "ws://a/"), b"--subprotocol must be a token: letters, digits and "),
        (("--subprotocol", "", "ws://a/"), b"; '' is empty;"),
        (("--subprotocol", "\u00e9", "ws://a/"), b"; '\\xc3\\xa9' has '\\xc3' at offset 0;"),
        (("--subprotocol", "a", "--subprotocol", "a", "ws://a/"), b"--subprotocol is given twice"),
        (("--origin", "https://a/", "ws://a/"), b"--origin must be an origin"),
        *(
            (("--origin", origin, "ws://a/"), b" or null; '" + text + b";")
            for origin, text in (
                ("https://a/", b"https://a/' has '/' at offset 9"),
                ("https://*.a", b"https://*.a' has '*' at offset 8"),
                ("https://a..b", b"https://a..b' has '.' at offset 10"),
                ("https://a:x", b"https://a:x' has 'x' at offset 10"),
                ("https://a:65536", b"https://a:65536' has '6' at offset 14"),
                ("https://a:0", b"https://a:0' has '0' at offset 10"),
                ("https://[::1]x", b"https://[::1]x' has 'x' at offset 13"),
                ("https://[::1", b"https://[::1' ends too early"),
                ("https:/a", b"https:/a' has 'a' at offset 7"),
                ("a", b"a' ends too early"),
                ("", b"' is empty"),
                ("null ", b"null ' has ' ' at offset 4"),
            )
        ),
    ):
        result = run("connect", *arguments)
        check_run("connect " + " ".join(arguments), result, 2, err=err)
        check("writes nothing", result.stdout == b"", result.stdout)

    def on_socket(*arguments):
        ours, theirs = socket.socketpair()
        ours.settimeout(GUARD)
        process = subprocess.Popen(
            [WSHAKE, "connect", *arguments, "--nonce", NONCE, "ws://a/"],
            stdin=theirs,
            stdout=theirs,
            stderr=subprocess.PIPE,
        )
        theirs.close()
        return ours, process

    ours, process = on_socket()
    for at in range(len(OPEN)):
        ours.sendall(OPEN[at : at + 1])
    check("a 101 byte by byte opens", process.wait(GUARD) == 0, process.stderr.read())
    ours, process = on_socket("--deadline", "1")
    check("the deadline ends a slow answer", process.wait(GUARD) == 1 and b"the deadline" in process.stderr.read())
    ours, process = on_socket()
    request = b""
    while not request.endswith(b"\r\n\r\n"):
        request += ours.recv(4096)
    ours.sendall(refusal(b"403 No")[:-1])
    try:
        process.wait(0.5)
        waits = False
    except subprocess.TimeoutExpired:
        waits = True
    ours.sendall(b"\n")
    check("a refusal is read to its end, and no further", waits and process.wait(GUARD) == 1, process.returncode)


def test_terminal():
    """Types the response on a terminal. The tool first prints that it waits, and an example of a response to type."""
    terminal = open_terminal()
    if terminal is None:
        return skip("typing on a terminal: this system has no pseudoterminals (is /dev/pts mounted?)")
    ours, theirs = terminal
    process = subprocess.Popen(
        [WSHAKE, "connect", "--nonce", NONCE, "ws://a/"], stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    os.close(theirs)
    said = b""
    while b"Sec-WebSocket-Accept" not in said:
        line = process.stderr.readline()
        if not line:
            break
        said += line
    check(
        "connect says what to type on a terminal",
        in_order(
            (
                b"written: GET / HTTP/1.1\n",
                b"wshake connect: waiting for the server's response, a 101 opens the WebSocket: type its lines",
                b"wshake connect:   HTTP/1.1 101 Switching Protocols\n",
                b"wshake connect:   Upgrade: websocket\n",
                b"wshake connect:   Connection: Upgrade\n",
                b"wshake connect:   Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n",
            ),
            said,
        ),
        said,
    )
    check("connect still waits", process.poll() is None, process.returncode)
    for line in said.splitlines()[2:]:
        os.write(ours, line.removeprefix(b"wshake connect:   ") + b"\n")
    os.write(ours, b"\n")
    said = process.communicate(timeout=GUARD)[1]
    os.close(ours)
    check("the proposed lines open the WebSocket", process.returncode == 0 and b"open, " in said, said)
    result = run("connect", "ws://a/", data=OPEN)
    check("through a pipe connect gives no advice", b"waiting" not in result.stderr, result.stderr)


def test_connect_through_socat():
    if ECHO_SERVER is None or shutil.which("socat") is None:
        return skip("through socat: there is no echo server (Debian: libwslay-dev), or no socat (Debian: socat)")
    server = subprocess.Popen([ECHO_SERVER], stdout=subprocess.PIPE)
    port = int(server.stdout.readline().rstrip(b"/\n").rsplit(b":", 1)[1])
    try:
        # The checks leave out the exit status: socat does not always pass on the exit status of its child.
        for path, more, parts in (
            ("/", "", ["open, ", "no subprotocol, no permessage-deflate\n"]),
            ("/", "--subprotocol superchat --deflate ", ["subprotocol superchat, no permessage-deflate\n"]),
            ("/private", "", ["401 Unauthorized\n", "it asks for credentials: Basic, realm wshake\n"]),
        ):
            command = f'EXEC:"{WSHAKE} connect {more}ws://localhost:{port}{path}"'
            result = subprocess.run(["socat", f"TCP:127.0.0.1:{port}", command], capture_output=True, timeout=GUARD)
            text = result.stderr.decode()
            check(f"through socat: {more}{path}", in_order(parts, text), result)
    finally:
        server.kill()
        server.wait()
        server.stdout.close()

    # `wshake connect` and `wshake accept` shake hands with each other.
    with tempfile.TemporaryDirectory() as folder:
        path = f"{folder}/socket"
        answering = subprocess.Popen(
            ["socat", f"UNIX-LISTEN:{path}", f'EXEC:"{WSHAKE} accept --subprotocol chat --deflate"'],
            stderr=subprocess.PIPE,
        )
        asking = ["socat", f"UNIX:{path}", f'EXEC:"{WSHAKE} connect --subprotocol chat --deflate ws://localhost/"']
        try:
            result = subprocess.run(asking, capture_output=True, timeout=GUARD)
            # The socat that runs `wshake accept` may not listen yet.
            while answering.poll() is None and re.search(rb"No such file|Connection refused", result.stderr):
                time.sleep(0.05)
                result = subprocess.run(asking, capture_output=True, timeout=GUARD)
            told = answering.communicate(timeout=GUARD)[1].decode()
        finally:
            answering.kill()
            answering.wait()
            answering.stderr.close()
    agreed = "subprotocol chat, permessage-deflate with windows of 2^15 (server) and 2^15 (client)\n"
    check("connect and accept agree", agreed in result.stderr.decode() and agreed in told, (result, told))


finish(test_connect, test_terminal, test_connect_through_socat)
