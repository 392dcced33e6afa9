#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs `wshake explain` on requests and on responses.

Usage: test_explain.py WSHAKE
"""

import base64
import hashlib
import json
import os
import re
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from checks import GOOD, KEY, OFFER, OPEN, check, check_run, finish, in_order, on_terminal, refusal, runner, skip, with_field

WSHAKE = os.path.abspath(sys.argv[1])
GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
REQUESTS = Path(__file__).resolve().parent.parent / "data" / "requests"
run = runner(WSHAKE)


def accept_of(key):
    """Returns the accept value of a key (RFC 6455 §4.2.2(5.4))."""
    return base64.b64encode(hashlib.sha1(key + GUID).digest())


def shows(parts, text):
    """Returns whether all parts are in the output. The output begins with a line about the input. The verdict and the
    details follow. The parts in the verdict must be in order, and the parts in the details must be in order."""
    first, _, rest = text.partition("\n\n")
    verdict, _, details = rest.partition("\n\n")
    verdict, details = f"\n\n{verdict}\n", f"\n{details}"
    of_verdict = [part for part in parts if part in verdict]
    of_details = [part for part in parts if part not in verdict]
    is_named = first.startswith("standard input: ") and "\n" not in first
    return is_named and in_order(of_verdict, verdict) and in_order(of_details, details)


def test_explain():
    result = run("explain", "--subprotocol", "chat", "-", data=OFFER)
    check_run("a valid handshake is explained", result, 0, out=b"A valid opening handshake.")
    check_run("the accept value is shown", result, 0, out=b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n")
    check_run("the subprotocol is shown", result, 0, out=b"subprotocol: chat; offered: chat, superchat\n")
    check_run(
        "the change by --deflate is shown",
        result,
        0,
        out=b": declined\n        the server has no permessage-deflate; --deflate enables it: permessage-deflate with windows of 2^15",
    )
    check_run("the answer is shown as it is written", result, 0, out=b"  Connection: Upgrade\\r\\n\n")
    size = len(run("accept", "--subprotocol", "chat", data=OFFER).stdout)
    check_run("the answer's size is shown", result, 0, out=b"Answer, %d bytes\n" % size)

    def caret(text, error):
        """Returns the character above the caret of an error, and the line above the caret."""
        lines = text.decode().splitlines()
        for above, line in zip(lines, lines[1:]):
            if line.strip() == "^ " + error:
                return (above + " ")[line.index("^")], above
        return None, None

    result = run("explain", "-", data=GOOD.replace(KEY, b"dGhl!HNhbXBsZSBub25jZQ=="))
    check("a caret stands under the byte", caret(result.stdout, "bad_key")[0] == "!", result.stdout)
    check_run("the reason for the invalid key is shown", result, 1, out=b"character 5 is '!'")
    result = run("explain", "-", data=GOOD.replace(b"Host", b"X: " + b"x" * 500 + b"\x01" + b"y" * 500 + b"\r\nHost"))
    check("a caret stands under the byte of a long line", caret(result.stdout, "bad_field_value")[0] == "\\", result.stdout)
    check("long lines are shortened", max(map(len, result.stdout.splitlines())) < 120)
    result = run("explain", "-", data=GOOD.replace(b"Host: a\r\n", b""))
    check(
        "a caret at the end marks a missing part",
        caret(result.stdout, "missing_host")[1].split()[0] == str(len(GOOD) - 9),
        result.stdout,
    )
    check_run(
        "bytes after the head are shown",
        run("explain", "-", data=GOOD + b"\x81\x85"),
        0,
        out=b"2 bytes after the head: 81 85",
    )

    text = GOOD.replace(b"\r\n", b"\n")
    result = run("explain", "-", data=text)
    check_run("LF alone is read as a copy", result, 0, out=b": 137 bytes, read as text: a request\n\nA valid opening handshake.\n")
    check_run("LF alone gets a note", result, 0, out=b"The lines end in LF alone. Captures lose the CR")
    result = run("explain", "--exact", "-", data=text)
    check_run("LF alone is an error with --exact", result, 1, out=b"bare_lf")
    check_run("LF alone with --exact gets a hint", result, 1, out=b"`wshake explain --text -`")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "a\tb\x1b.http")
        path.write_bytes(text)
        result = run("explain", "--exact", "--json", path)
        hint = json.loads(result.stdout)["reasons"][0]
        check("a hint has the name of the file in visible form", f"{folder}/a\\tb\\x1b.http` reads" in hint, hint)
    check_run(
        "--text reads LF as CRLF",
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
        "--text keeps bytes after the head",
        run("explain", "--text", "-", data=GOOD + b"a\nb"),
        0,
        out=b"3 bytes after the head: 61 0a 62",
    )
    check_run(
        "mixed line ends are reported",
        run("explain", "-", data=GOOD.replace(b"\r\nHost", b"\nHost")),
        1,
        out=b"Some lines end in CRLF",
    )
    check_run("a byte order mark is left out", run("explain", "-", data=b"\xef\xbb\xbf" + GOOD), 0, out=b"byte order mark")
    check_run(
        "a byte order mark is an error with --exact",
        run("explain", "--exact", "-", data=b"\xef\xbb\xbf" + GOOD),
        1,
        out=b"The file begins with a byte order mark",
    )
    check_run(
        "a head that is cut off is reported",
        run("explain", "-", data=GOOD[:-2]),
        1,
        out=b"The empty line that ends a head is missing",
    )
    check_run("nothing", run("explain", "-"), 1, out=b"The input has no request.")
    check_run("empty lines alone are reported", run("explain", "-", data=b"\r\n\r\n"), 1, out=b"The input has no request.")
    check_run(
        "TLS",
        run("explain", "-", data=b"\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03"),
        1,
        out=b"ws:// instead of wss://",
    )
    check_run(
        "HTTP/2",
        run("explain", "-", data=b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
        1,
        out=b"connection preface of HTTP/2",
    )
    check_run(
        "the PROXY protocol is reported",
        run("explain", "-", data=b"PROXY TCP4 1.2.3.4 5.6.7.8 1 2\r\n" + GOOD),
        1,
        out=b"PROXY protocol",
    )
    check_run(
        "a plain request is explained",
        run("explain", "-", data=b"GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
        1,
        out=b"does not ask for WebSocket",
    )

    every_octet = bytes(range(256)) * 4
    result = run("explain", "-", data=every_octet)
    check(
        "any bytes are printed as printable text",
        result.returncode == 1
        and all(32 <= each < 127 or each == 10 for each in result.stdout.replace("§".encode(), b"")),
        result.stdout,
    )
    check_run(
        "many lines are cut short",
        run("explain", "-", data=b"GET / HTTP/1.1\r\n" + b"a: b\r\n" * 50000),
        1,
        out=b"the other lines are not shown",
    )
    check_run("a missing file is reported", run("explain", "/none"), 3, err=b"/none: No such file")
    check_run("a folder in place of a file is reported", run("explain", "/"), 3, err=b"Is a directory")
    check_run("a missing argument is reported", run("explain"), 2, err=b"FILE is missing")

    for capture in sorted(REQUESTS.glob("*.http")):
        opens = not capture.stem.endswith(("_page", "_http_1_0"))
        check_run(
            f"the capture {capture.stem}",
            run("explain", str(capture)),
            0 if opens else 1,
            out=b"A valid opening handshake." if opens else b"does not ask for WebSocket",
        )


def test_explain_response():
    """Explains responses. A case has a name, the file's content, arguments, the exit status, and parts of the output in
    their order."""
    deflate = b"Sec-WebSocket-Extensions: permessage-deflate; server_max_window_bits=10, other; x=1"
    for what, data, arguments, code, parts in (
        (
            "a 101",
            OPEN,
            (),
            0,
            [
                "Response\n",
                "       0  HTTP/1.1 101 Switching Protocols\\r\\n\n",
                "101: the server switches",
                "confirms websocket\n",
                "lists upgrade",
                "      75  Sec-WebSocket-Accept: ",
                "--key KEY checks it\n",
                "A valid response",
                "--key KEY",
                "subprotocol: none\n",
                "no permessage-deflate\n",
            ],
        ),
        ("a 101 with its key", OPEN, ("--key", KEY.decode()), 0, ["matches the key\n", "Sec-WebSocket-Accept matches the key.\n"]),
        (
            "a 101 with another key",
            OPEN,
            ("--key", "AAAAAAAAAAAAAAAAAAAAAA=="),
            1,
            ["^ wrong_accept\n", "the right value is ICX+Yqv66kxgM0FcWaLWlFLwTAI=\n", "wrong_accept: ", "offset 97"],
        ),
        # Without --key the tool reads a response as the answer to a fixed key, 16 octets of zero.
        (
            "the accept value of the key of zeros, with another key",
            OPEN.replace(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", b"ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
            ("--key", KEY.decode()),
            1,
            ["^ wrong_accept\n", "does not match the key; the right value is ", "wrong_accept: ", "offset 97"],
        ),
        (
            "the accept value of the key of zeros, with that key",
            OPEN.replace(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", b"ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
            ("--key", "AAAAAAAAAAAAAAAAAAAAAA=="),
            0,
            ["Sec-WebSocket-Accept matches the key.\n"],
        ),
        (
            "the accept value of the key of zeros, without a key",
            OPEN.replace(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", b"ICX+Yqv66kxgM0FcWaLWlFLwTAI="),
            (),
            0,
            ["A valid response"],
        ),
        (
            "the accept value of a key with unused bits",
            OPEN.replace(b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", accept_of(b"AAAAAAAAAAAAAAAAAAAAAB==")),
            ("--key", "AAAAAAAAAAAAAAAAAAAAAB=="),
            0,
            ["Sec-WebSocket-Accept matches the key.\n"],
        ),
        (
            "a banner with --response",
            b"220 mail.example.net ESMTP\r\n",
            ("--response",),
            1,
            ["Response\n", "220 mail", "another protocol"],
        ),
        (
            "a banner with --response and --key",
            b"220 mail.example.net ESMTP\r\n",
            ("--response", "--key", KEY.decode()),
            1,
            ["Response\n", "220 mail", "another protocol"],
        ),
        ("a 101 with --response", OPEN, ("--response",), 0, ["A valid response"]),
        ("an empty file with --response", b"", ("--response",), 1, ["The final response is missing.\n"]),
        (
            "an accept value that no key has",
            OPEN.replace(b"xOo=", b"xO!="),
            (),
            1,
            ["^ wrong_accept\n", "wrong_accept: "],
        ),
        (
            "the agreement is shown",
            with_field(b"Sec-WebSocket-Protocol: chat\r\n" + deflate),
            (),
            0,
            ["subprotocol: chat\n", "permessage-deflate with windows of 2^10 (server) and 2^15 (client), other\n"],
        ),
        (
            "a subprotocol that was offered",
            with_field(b"Sec-WebSocket-Protocol: chat"),
            ("--subprotocol", "a", "--subprotocol", "chat"),
            0,
            ["subprotocol: chat; offered: a, chat\n"],
        ),
        (
            "a subprotocol that was not offered",
            with_field(b"Sec-WebSocket-Protocol: chat"),
            ("--subprotocol", "Chat"),
            1,
            ["^ unexpected_subprotocol\n", "offset 151, field Sec-WebSocket-Protocol\n", "The comparison is case-sensitive.\n"],
        ),
        ("two subprotocols", with_field(b"Sec-WebSocket-Protocol: a, b"), (), 1, ["^ several_subprotocols\n"]),
        (
            "an invalid window",
            with_field(deflate.replace(b"10", b"16")),
            (),
            1,
            ["^ bad_deflate_window\n", "RFC 7692"],
        ),
        (
            "a missing field",
            OPEN.replace(b"Upgrade: websocket\r\n", b""),
            (),
            1,
            ["     109  (end)\n          ^ missing_upgrade\n", "(RFC 6455 §4.1), offset 109, field Upgrade\n"],
        ),
        ("frames", OPEN + b"\x81\x05Hello", (), 0, ["7 bytes after the head: 81 05 48 65 6c 6c 6f\n"]),
        (
            "an interim response",
            b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + OPEN,
            (),
            0,
            ["Interim response\n", "103: an interim", "Response\n      40  HTTP/1.1 101", "A valid response"],
        ),
        (
            "an error after an interim response",
            b"HTTP/1.1 103 Early Hints\r\n\r\n" + with_field(b"a b: c"),
            (),
            1,
            ["Interim response\n", "Response\n", "^ bad_field_name\n", "offset 156"],
        ),
        (
            "an interim response alone",
            b"HTTP/1.1 103 Early Hints\r\n\r\n",
            (),
            1,
            ["Interim response\n", "The final response is missing.\n"],
        ),
        (
            "a refusal",
            refusal(b"401 Unauthorized", b'WWW-Authenticate: Basic realm="x"', b"Connection: close"),
            (),
            1,
            [
                "401: the server asks for credentials\n",
                "how to authenticate in Authorization\n",
                "the connection closes after this response\n",
                "The handshake is refused.\n  It asks for credentials: Basic, realm x.\n",
                "Body, 4 bytes\n  No.\\n\n",
                "After this response the connection closes.\n",
            ],
        ),
        (
            "a redirect",
            refusal(b"308 Permanent Redirect", b"Location: /x"),
            (),
            1,
            ["the URI to use instead\n", "It redirects to /x.\n", "stays open for another request"],
        ),
        ("200", refusal(b"200 OK"), (), 1, ["The server answered a plain request"]),
        (
            "426",
            refusal(b"426 Upgrade Required", b"Upgrade: websocket", b"Sec-WebSocket-Version: 13, 8"),
            (),
            1,
            ["protocols that the server supports\n", "versions that the server supports\n", "may have removed Upgrade"],
        ),
        (
            "a body that is cut off",
            refusal(b"403 Forbidden")[:-2],
            (),
            1,
            ["Body, 2 bytes\n  No\n", "truncated: ", "After this response the connection closes.\n"],
        ),
        ("LF alone", OPEN.replace(b"\r\n", b"\n"), (), 0, ["A valid response", "The lines end in LF alone."]),
        (
            "LF alone, with --exact",
            OPEN.replace(b"\r\n", b"\n"),
            ("--exact",),
            1,
            ["^ bare_lf\n", "`wshake explain --text -`"],
        ),
        ("LF alone, with --text", OPEN.replace(b"\r\n", b"\n").strip(), ("--text",), 0, ["A valid response"]),
        ("a byte order mark", b"\xef\xbb\xbf" + OPEN, (), 0, ["byte order mark", "Response\n"]),
        ("a byte order mark, with --text", b"\xef\xbb\xbf" + OPEN, ("--text",), 0, ["A valid response"]),
        (
            "a head that is cut off",
            OPEN[:-2],
            (),
            1,
            ["     127  (end)\n", "The empty line that ends a head is missing"],
        ),
        ("HTTP/1.0", OPEN.replace(b"1.1", b"1.0", 1), (), 1, ["^ http_version_too_old\n", "HTTP/1.0 does not allow an upgrade\n"]),
        (
            "a status of two digits",
            b"HTTP/1.1 20 OK\r\n\r\n",
            (),
            1,
            ["^ bad_status_code\n", "three digits are expected"],
        ),
        ("the shortest response", b"HTTP/", (), 1, ["^ truncated\n"]),
    ):
        result = run("explain", *arguments, "-", data=data)
        text = result.stdout.decode()
        check(
            f"a response: {what}",
            result.returncode == code and shows(parts, text) and result.stderr == b"",
            (result.returncode, text),
        )
    result = run("explain", "-", data=b"HTTP/1.1 400 " + bytes(range(256)) * 4)
    check(
        "any bytes of a response are printed as printable text",
        result.returncode == 1
        and all(32 <= each < 127 or each == 10 for each in result.stdout.replace("§".encode(), b"")),
        result.stdout,
    )
    check_run("an invalid key is reported", run("explain", "--key", "x", "-", data=OPEN), 2, err=b"--key must be the base64 of 16 bytes; it has 1 character")
    for text, place in (
        ("a; b=c d", b"'a; b=c d' has 'd' at offset 7;"),
        ("a; ", b"'a; ' ends too early;"),
        ("", b"'' is empty;"),
        ("a=b\x01", b"'a=b\\x01' has "),
    ):
        check_run(f"the extensions {text!r} are reported", run("explain", "--extensions", text, "-", data=OPEN), 2, err=place)
    check_run(
        "a key for a request is reported", run("explain", "--key", KEY.decode(), "-", data=GOOD), 2, err=b"--key is for responses"
    )
    accepted = run("accept", "--subprotocol", "chat", "--deflate", data=OFFER).stdout
    check_run(
        "the output of accept is explained", run("explain", "--key", KEY.decode(), "-", data=accepted), 0, out=b"subprotocol: chat\n"
    )


LIST = [
    b":method: CONNECT",
    b":protocol: websocket",
    b":scheme: https",
    b":authority: server.example.com",
    b":path: /chat",
    b"sec-websocket-version: 13",
    b"origin: https://example.com",
    b"sec-websocket-protocol: chat, superchat",
    b"sec-websocket-extensions: permessage-deflate",
]


def header_list(*lines, end=b"\n"):
    return b"".join(line + end for line in lines)


def with_line(index, line):
    return header_list(*LIST[:index], line, *LIST[index + 1 :])


def without_line(index):
    return header_list(*LIST[:index], *LIST[index + 1 :])


RESET = "reset the stream with PROTOCOL_ERROR over HTTP/2, H3_MESSAGE_ERROR over HTTP/3.\n"


def check_cases(kind, cases):
    """Runs cases. A case has a name, the file's content, arguments, the exit status, and parts of the output in their
    order."""
    for what, data, arguments, code, parts in cases:
        result = run("explain", *arguments, "-", data=data)
        text = result.stdout.decode()
        check(
            f"{kind}: {what}",
            result.returncode == code and shows(parts, text) and result.stderr == b"",
            (result.returncode, text, result.stderr),
        )


def malformed(line, error, index, status=400):
    """Returns the parts of the output for a malformed header list: the caret under a line, the verdict, and the
    server's answer."""
    return [
        f"{index:8}  {line}\n          ^ {error}\n",
        f"\n\nRefused: the request breaks a rule.\n  {error}: ",
        f", index {index}",
        RESET,
        f":status: {status}\n",
        "A server may send this answer before the reset.\n",
    ]


def test_explain_request_list():
    opens = ["A valid opening handshake.\n", "  :status: 200\n", "After this answer the WebSocket is open"]
    check_cases(
        "a request's header list",
        (
            (
                "a handshake",
                header_list(*LIST),
                ("--subprotocol", "superchat", "--deflate"),
                0,
                [
                    "Request, a header list of HTTP/2 or HTTP/3\n",
                    "       0  :method: CONNECT\n            as required\n",
                    "       5  sec-websocket-version: 13\n            the version of RFC 6455\n",
                    "\n\nA valid opening handshake.\n",
                    "subprotocol: superchat; offered: chat, superchat\n",
                    "Answer, 4 fields\n  :status: 200\n",
                    "  sec-websocket-protocol: superchat\n  sec-websocket-extensions: permessage-deflate\n",
                ],
            ),
            ("CRLF ends the lines", header_list(*LIST, end=b"\r\n"), (), 0, opens),
            ("no line end at the end", header_list(*LIST).rstrip(), (), 0, opens),
            ("a byte order mark", b"\xef\xbb\xbf" + header_list(*LIST), (), 0, opens),
            ("--text", header_list(*LIST), ("--text",), 0, opens),
            ("lines after an empty one", header_list(*LIST, b"", b"abc"), (), 0, ["4 bytes after the list: 61 62 63 0a\n"]),
            (
                "a key",
                header_list(*LIST, b"sec-websocket-key: " + KEY),
                (),
                0,
                ["not needed; answered", "sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n"],
            ),
            ("an invalid key", header_list(*LIST, b"sec-websocket-key: x"), (), 0, ["it is not a valid key\n", *opens]),
            (
                "Connection",
                with_line(6, b"connection: close"),
                (),
                1,
                malformed("connection: close", "connection_specific_field", 6),
            ),
            ("a name in upper case", with_line(6, b"Origin: null"), (), 1, malformed("Origin: null", "upper_case_field_name", 6)),
            (
                "white space before a value",
                with_line(6, b"origin:  null"),
                (),
                1,
                malformed("origin:  null", "white_space_around_value", 6),
            ),
            ("an unknown pseudo-field", with_line(2, b":other: a"), (), 1, malformed(":other: a", "unknown_pseudo_field", 2)),
            ("a repeated pseudo-field", with_line(2, b":path: /"), (), 1, malformed(":path: /chat", "repeated_pseudo_field", 4)),
            (
                "a pseudo-field behind a field",
                header_list(*LIST, b":path: /"),
                (),
                1,
                malformed(":path: /", "misplaced_pseudo_field", 9),
            ),
            ("a missing :scheme", without_line(2), (), 1, malformed("(end)", "missing_pseudo_field", 8)),
            ("a missing :path", without_line(4), (), 1, malformed("(end)", "missing_target", 8)),
            (
                "GET with :protocol",
                with_line(0, b":method: GET"),
                (),
                1,
                malformed(":protocol: websocket", "misused_pseudo_field", 1),
            ),
            (
                "version 8",
                with_line(5, b"sec-websocket-version: 8"),
                (),
                1,
                ["^ unsupported_version\n", "\n\nRefused: the request breaks a rule.\n", ":status: 400\n  sec-websocket-version: 13\n", "the stream ends"],
            ),
            ("no version", without_line(5), (), 1, ["       8  (end)\n          ^ missing_version\n", ":status: 400\n"]),
            (
                "Host that differs",
                header_list(*LIST, b"host: other.example.com"),
                (),
                1,
                ["       9  host: other.example.com\n          ^ host_differs\n", ":status: 400\n"],
            ),
            ("Host that is the same", header_list(*LIST, b"host: SERVER.example.com:443"), (), 0, opens),
            (
                "Content-Length of 0",
                header_list(*LIST, b"content-length: 0"),
                (),
                1,
                ["^ body_on_handshake\n", "not even an empty one\n", "wrong, even if it is 0", ":status: 400\n"],
            ),
            (
                "an origin that is not allowed",
                header_list(*LIST),
                ("--origin", "https://a.example"),
                1,
                ["       6  origin: https://example.com\n          ^ forbidden_origin\n", ":status: 403\n"],
            ),
            (
                "another protocol",
                with_line(1, b":protocol: connect-udp"),
                (),
                1,
                [
                    "       1  :protocol: connect-udp\n          ^ another_protocol\n",
                    "does not ask for WebSocket",
                    "(RFC 9220 §3), index 1, field :protocol\n",
                    ":status: 501\n",
                ],
            ),
            (
                "GET",
                header_list(b":authority: a", b":method: GET", b":scheme: https", b":path: /"),
                (),
                1,
                [
                    "       1  :method: GET\n          ^ not_extended_connect\n",
                    "does not ask for WebSocket",
                    "SETTINGS_ENABLE_CONNECT_PROTOCOL = 1",
                    ":status: 405\n  allow: CONNECT\n",
                ],
            ),
            ("a HEAD", header_list(b":method: HEAD", *LIST[2:5]), (), 1, ["Answer, 3 fields\n  :status: 405\n"]),
            ("a scheme", with_line(2, b":scheme: wss"), (), 1, ["       2  :scheme: wss\n          ^ bad_scheme\n"]),
            ("a path", with_line(4, b":path: *"), (), 1, ["       4  :path: *\n          ^ bad_target_form\n"]),
            (
                "an authority",
                with_line(3, b":authority: a@b"),
                (),
                1,
                ["       3  :authority: a@b\n          ^ bad_authority\n"],
            ),
            ("a line without a colon", with_line(6, b"origin"), (), 1, ["\n\nLine 7 is not `name: value`"]),
            ("a colon alone", b":", (), 1, ["\n\nLine 1 is not `name: value`"]),
            ("an empty name", b": a\n", (), 1, ["\n\nLine 1 is not `name: value`"]),
        ),
    )
    result = run("explain", "-", data=b":" + bytes(range(256)) * 4)
    check(
        "any bytes of a header list are printed as printable text",
        result.returncode == 1
        and all(32 <= each < 127 or each == 10 for each in result.stdout.replace("§".encode(), b"")),
        result.stdout,
    )
    check_run(
        "many fields are cut short",
        run("explain", "-", data=header_list(*LIST, *[b"a: b"] * 70000)),
        1,
        out=b"the other fields are not shown",
    )
    check_run(
        "a key for a header list is reported",
        run("explain", "--key", KEY.decode(), "-", data=header_list(b":status: 200")),
        2,
        err=b"--key is not for header lists",
    )


def test_explain_response_list():
    head = "Response, a header list of HTTP/2 or HTTP/3\n"
    check_cases(
        "a response's header list",
        (
            (
                "200",
                header_list(
                    b":status: 200",
                    b"sec-websocket-protocol: chat",
                    b"sec-websocket-extensions: permessage-deflate; server_max_window_bits=10, other; x=1",
                    b"sec-websocket-accept: wrong",
                    b"content-length: 0",
                ),
                (),
                0,
                [
                    head,
                    "       0  :status: 200\n            the WebSocket opens\n",
                    "not needed; ignored\n",
                    "ignored: the stream carries frames\n",
                    "A valid response: the WebSocket is open.\n",
                    "subprotocol: chat\n",
                    "windows of 2^10 (server) and 2^15 (client), other\n",
                ],
            ),
            ("200 alone", b":status: 200", (), 0, ["subprotocol: none\n", "no permessage-deflate\n"]),
            (
                "a subprotocol that was not offered",
                header_list(b":status: 200", b"sec-websocket-protocol: chat"),
                ("--subprotocol", "Chat"),
                1,
                ["       1  sec-websocket-protocol: chat\n          ^ unexpected_subprotocol\n", "case-sensitive"],
            ),
            (
                "a subprotocol that is no token",
                header_list(b":status: 200", b"sec-websocket-protocol: a/b"),
                (),
                1,
                ["^ bad_subprotocols\n", "opens no WebSocket"],
            ),
            (
                "101",
                header_list(b":status: 101"),
                (),
                1,
                ["^ switching_protocols\n", "(RFC 9113 §8.6), index 0, field :status\n", RESET, "must send 200"],
            ),
            ("204", header_list(b":status: 204"), (), 1, ["opens with 200 only\n", "unexpected_success: ", "RFC 9110 §9.3.6"]),
            ("no status", header_list(b":path: /"), ("--response",), 1, [head, "^ misused_pseudo_field\n", RESET]),
            ("a status of two digits", header_list(b":status: 20"), (), 1, ["^ bad_status_code\n", RESET]),
            (
                "Upgrade",
                header_list(b":status: 200", b"upgrade: websocket"),
                (),
                1,
                ["       1  upgrade: websocket\n          ^ connection_specific_field\n", RESET, "must remove the field"],
            ),
            ("103", header_list(b":status: 103"), (), 1, ["The final response is missing.\n"]),
            (
                "401",
                header_list(b":status: 401", b'www-authenticate: Basic realm="x"'),
                (),
                1,
                ["The handshake is refused.\n", "It asks for credentials: Basic, realm x.\n"],
            ),
            ("302", header_list(b":status: 302", b"location: /x"), (), 1, ["It redirects to /x.\n"]),
            (
                ":method behind :status",
                header_list(b":status: 200", b":method: CONNECT"),
                (),
                1,
                [head, "       1  :method: CONNECT\n          ^ misused_pseudo_field\n", "belongs in a request\n"],
            ),
        ),
    )


def test_terminal():
    """On a terminal the verdict is in colour. The section sign is the same on terminals and in pipes."""
    refused = run("accept", data=GOOD.replace(KEY, KEY[:-1])).stdout
    check("the server's own text has the sign of sections", "§".encode() in refused, refused)
    with tempfile.TemporaryDirectory() as folder:
        for name, data, verdict, colour in (
            ("request", GOOD, "A valid opening handshake.", "\x1b[1;32m"),
            ("bad request", GOOD.replace(b"Version: 13", b"Version: x"), "Refused: the request breaks a rule.", "\x1b[1;31m"),
            ("refusal", refused, "The handshake is refused", "\x1b[1;31m"),
        ):
            file = Path(folder, name)
            file.write_bytes(data)
            piped = run("explain", str(file)).stdout
            check(f"{name}: a pipe gets no colour", b"\x1b" not in piped and piped.split(b"\n")[2].startswith(verdict.encode()), piped)
            shown = on_terminal([WSHAKE, "explain", str(file)])
            if shown is None:
                skip("explain on a terminal: this system has no pseudoterminals (is /dev/pts mounted?)")
                continue
            shown = shown.replace(b"\r\n", b"\n")
            check(f"{name}: the verdict comes first, in colour", shown.split(b"\n")[2].startswith((colour + verdict).encode()), shown)
            plain = re.sub(rb"\x1b\[[0-9;]*m", b"", shown)
            check(f"{name}: a terminal shows the same text", plain == piped, (plain, piped))
            check(f"{name}: no sign of sections is escaped", b"\\xc2\\xa7" not in piped, piped)
            if name != "request":
                check(f"{name}: the sign of sections is shown", "(RFC 6455 §4.".encode() in piped, piped)


finish(test_terminal, test_explain, test_explain_response, test_explain_request_list, test_explain_response_list)
