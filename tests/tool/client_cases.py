# SPDX-License-Identifier: BSL-1.0
"""Scripts of valid and faulty servers (see peer.py), and the expected output of the example client with each server."""

from dataclasses import dataclass, replace

from peer import CLOSE, ECHO, RESET, SILENCE, TEXT, Said, frame, response, switching


def redirect(location, *fields, status="302 Found"):
    return response(status, f"Location: {location}", *fields, body=b"elsewhere\n")


def closing(answer):
    return answer.replace(b"\r\n", b"\r\nConnection: close\r\n", 1)


OPEN = switching()
WHO = response("401 Unauthorized", 'WWW-Authenticate: Basic realm="x"', body=b"who?\n")
PROXY_WHO = response("407 Who", 'Proxy-Authenticate: Basic realm="p"', body=b"who?\n")
CONNECTED = response("200 Connection established")

# Parts of the example client's output.
HELLO = "message hello\nclosed 1000\n"
OPENED = "open\n" + HELLO
HERE = "ws://127.0.0.1:PORT"
CHALLENGED = 'challenge 401 Basic realm="x"\n'
NOBODY = "refused 401 Unauthorized\nbody 5\nwho?\n\n"
PROXY_CHALLENGED = 'challenge 407 Basic realm="p"\n'
PROXY_NOBODY = "refused 407 Who\nbody 5\nwho?\n\n"

DEADLINE = ("--deadline", "1")
LONGER = (1, 10, 60)  # deadlines: on a busy machine octets may need more than 1 s from the server to the client
USER = ("--user", "alice:wonderland")
PROXY_USER = ("--proxy-user", "bob:builder")


@dataclass
class Case:
    what: str
    scripts: list  # the server's scripts, one for each connection
    out: str = OPENED  # the client's whole standard output; PORT stands for the server's port
    code: int = 0
    err: str = ""  # a part of the only line of standard error; empty if the client prints no error
    arguments: tuple = ()
    path: str = "/"

    def within(self, seconds):
        """Returns the case with a deadline of `seconds`."""
        arguments = ("--deadline", str(seconds))
        return replace(self, arguments=arguments, err=self.err.replace("within 1 seconds", f"within {seconds} seconds"))


HANDSHAKES = (
    Case("the client opens", [[OPEN, ECHO]]),
    Case("path and query are requested", [[OPEN, ECHO]], path="/chat?room=1"),
    Case("a frame in one piece with the 101 is read", [[OPEN + frame(TEXT, b"hi"), ECHO]], "open\nmessage hi\n" + HELLO),
    Case(
        "a frame cut after the 101 is read",
        [[OPEN + frame(TEXT, b"hi")[:1], 0.1, Said(frame(TEXT, b"hi")[1:]), ECHO]],
        "open\nmessage hi\n" + HELLO,
    ),
    Case("a 101 in pieces is read", [[OPEN[:40], 0.1, Said(OPEN[40:60]), 0.1, Said(OPEN[60:]), ECHO]]),
    Case(
        "interim responses are reported",
        [[response("103 Early Hints", "Link: </a>"), Said(response("100 Continue")), Said(OPEN), ECHO]],
        "interim 103\ninterim 100\n" + OPENED,
    ),
    Case("an interim response in one piece with the 101 is reported", [[response("103 Early Hints") + OPEN, ECHO]], "interim 103\n" + OPENED),
    Case(
        "a subprotocol is agreed",
        [[switching("Sec-WebSocket-Protocol: b"), ECHO]],
        "open subprotocol=b\n" + HELLO,
        arguments=("--subprotocol", "a", "--subprotocol", "b"),
    ),
)

REDIRECTS = (
    Case(
        "a relative redirect is followed on the same connection",
        [[redirect("../c?d=1"), OPEN, ECHO]],
        f"redirect 302 {HERE}/c?d=1\n" + OPENED,
        path="/a/b",
    ),
    Case(
        "an absolute redirect to http is followed",
        [[redirect("http://127.0.0.1:PORT/b", status="308 Permanent Redirect"), OPEN, ECHO]],
        f"redirect 308 {HERE}/b\n" + OPENED,
    ),
    Case("a redirect with Connection: close is followed on a new connection", [[closing(redirect("/b"))], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case("a redirect whose connection closes unannounced is followed on a new connection", [[redirect("/b")], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case("a redirect whose connection is reset is followed on a new connection", [[redirect("/b"), b"", RESET], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case(
        "five redirects are followed",
        [[*[redirect(f"/{n}") for n in range(5)], OPEN, ECHO]],
        "".join(f"redirect 302 {HERE}/{n}\n" for n in range(5)) + OPENED,
    ),
    Case(
        "six redirects are too many",
        [[*[redirect("/")] * 6, SILENCE]],
        f"redirect 302 {HERE}/\n" * 6,
        2,
        "client: there are more than 5 redirects\n",
    ),
    Case(
        "a redirect to wss is reported",
        [[redirect("https://127.0.0.1/a"), SILENCE]],
        "redirect 302 wss://127.0.0.1/a\n",
        2,
        "client: the redirect leads to wss, but this example has no TLS\n",
    ),
    Case(
        "a redirect to another scheme is a refusal",
        [[redirect("ftp://127.0.0.1/a")]],
        "refused 302 Found\nbody 10\nelsewhere\n\n",
        1,
    ),
    Case(
        "a redirect without Location is a refusal",
        [[response("301 Moved Permanently", body=b"x")]],
        "refused 301 Moved Permanently\nbody 1\nx\n",
        1,
    ),
)

CHALLENGES = (
    Case("401 is followed by credentials on the same connection", [[WHO, OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case("401 with Connection: close is followed by credentials on a new connection", [[closing(WHO)], [OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case("401 whose connection closes unannounced is followed by credentials on a new connection", [[WHO], [OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case(
        "no answer to credentials on a new connection is reported",
        [[WHO], [b""]],
        CHALLENGED,
        2,
        "client: the connection closed without a response\n",
        USER,
    ),
    Case("half an answer to credentials is reported", [[WHO, OPEN[:50]]], CHALLENGED, 2, "message is truncated", USER),
    Case("401 without credentials is a refusal", [[WHO]], CHALLENGED + NOBODY, 1),
    Case("a second 401 is a refusal", [[WHO, WHO]], CHALLENGED * 2 + NOBODY, 1, arguments=USER),
    Case(
        "401 with other schemes is a refusal",
        [[response("401 No", 'WWW-Authenticate: Digest realm="x", nonce="y", Bearer', body=b"")]],
        'challenge 401 Digest realm="x", nonce="y"\nchallenge 401 Bearer\nrefused 401 No\nbody 0\n\n',
        1,
        arguments=USER,
    ),
    Case(
        "401 with Basic among several schemes is followed",
        [[response("401 No", 'WWW-Authenticate: Bearer, basic realm="x"', body=b""), OPEN, ECHO]],
        'challenge 401 Bearer\nchallenge 401 basic realm="x"\n' + OPENED,
        arguments=USER,
    ),
    Case(
        "401 may be followed by a redirect",
        [[WHO, redirect("/b"), OPEN, ECHO]],
        CHALLENGED + f"redirect 302 {HERE}/b\n" + OPENED,
        arguments=USER,
    ),
    Case("407 without a proxy is a refusal", [[PROXY_WHO]], PROXY_CHALLENGED + PROXY_NOBODY, 1, arguments=(*USER, *PROXY_USER)),
)

REFUSALS = (
    Case("a refusal is reported", [[response("403 Forbidden", body=b"No.\n")]], "refused 403 Forbidden\nbody 4\nNo.\n\n", 1),
    Case(
        "a refusal in chunks is reported",
        [
            [
                response("400 No", "Transfer-Encoding: chunked")
                + b"4;a=b\r\nNo, \r\n00A\r\nand again.\r\n0\r\nX: y\r\n\r\n"
            ]
        ],
        "refused 400 No\nbody 14\nNo, and again.\n",
        1,
    ),
    Case(
        "a refusal until the connection closes is reported",
        [[response("500 Oops", version="1.0") + b"No", 0.1, Said(b".")]],
        "refused 500 Oops\nbody 3\nNo.\n",
        1,
    ),
    Case("a refusal without a body is reported", [[response("204 No Content")]], "refused 204 No Content\nbody 0\n\n", 1),
    Case("a refusal without a reason is reported", [[response("404 ", body=b"")]], "refused 404\nbody 0\n\n", 1),
    Case(
        "a refusal's reason does not drive the terminal",
        [[response("404 \x9b31m", body=b"")]],
        "refused 404 \\xc2\\x9b31m\nbody 0\n\n",
        1,
    ),
    Case("200 is a refusal", [[response("200 OK", body=b"page")]], "refused 200 OK\nbody 4\npage\n", 1),
    Case("503", [[response("503 No", "Retry-After: 9", body=b"")]], "refused 503 No\nbody 0\n\n", 1),
    Case(
        "a body that is cut off is reported",
        [[response("403 No", "Content-Length: 9") + b"No."]],
        "refused 403 No\n",
        1,
        "client: body of the refusal: message is truncated (RFC 9112 §8), offset 41\n",
    ),
    Case(
        "a body with a broken chunk is reported",
        [[response("403 No", "Transfer-Encoding: chunked") + b"x\r\n"]],
        "refused 403 No\n",
        1,
        "client: body of the refusal: chunk size or line end is malformed (RFC 9112 §7.1), offset 47\n",
    ),
    Case(
        "a body without an end is reported",
        [[response("403 No") + bytes(1 << 20), Said(b"x"), SILENCE]],
        "refused 403 No\n",
        1,
        "client: body of the refusal: body is too large",
    ),
)

NO_ANSWERS = (
    Case(
        "a wrong accept value is reported",
        [[OPEN.replace(b"ACCEPT", b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]],
        "",
        2,
        "client: Sec-WebSocket-Accept does not match the key (RFC 6455 §4.1), offset 97, field Sec-WebSocket-Accept\n",
    ),
    Case(
        "a missing Upgrade is reported",
        [[OPEN.replace(b"Upgrade: websocket\r\n", b"")]],
        "",
        2,
        "client: Upgrade is missing from the 101 response (RFC 6455 §4.1), offset 109, field Upgrade\n",
    ),
    Case(
        "a subprotocol that was not offered is reported",
        [[switching("Sec-WebSocket-Protocol: x")]],
        "",
        2,
        "client: response names a subprotocol that was not offered (RFC 6455 §4.1), offset 151, "
        "field Sec-WebSocket-Protocol\n",
    ),
    Case("garbage", [[b"SSH-2.0-OpenSSH_9.2p1\r\n", SILENCE]], "", 2, "(RFC 9112 §2.3), offset 0\n"),
    Case(
        "a TLS alert is reported",
        [[b"\x15\x03\x01\0\x02\x02\x16", SILENCE]],
        "",
        2,
        "client: TLS record was received where HTTP was expected (RFC 8446 §5.1), offset 0\n",
    ),
    Case("a bare LF is reported", [[OPEN.replace(b"\r\n", b"\n")]], "", 2, "LF is not preceded by CR (RFC 9112 §2.2), offset 32\n"),
    Case("a head that is cut off is reported", [[OPEN[:-2]]], "", 2, "message is truncated (RFC 9112 §8), offset "),
    Case("a missing answer is reported", [[b""]], "", 2, "client: the connection closed without a response\n"),
    Case("a reset is reported", [[b"", RESET]], "", 2, "client: the connection failed: Connection reset by peer\n"),
    Case("a reset inside the head is reported", [[OPEN[:50], 0.2, RESET]], "", 2, "client: the connection failed: "),
    Case("silence", [[b"", SILENCE]], "", 2, "the server's response did not arrive within 1 seconds\n", DEADLINE),
    Case("silence inside the head is reported", [[OPEN[:50], SILENCE]], "", 2, "the server's response did not arrive", DEADLINE),
    Case(
        "silence inside a body is reported",
        [[response("403 No", "Content-Length: 9") + b"No", SILENCE]],
        "refused 403 No\n",
        1,
        "client: the end of the refusal did not arrive within 1 seconds\n",
        DEADLINE,
    ),
)

FRAMES = (
    Case("a missing echo is reported", [[OPEN, SILENCE]], "open\n", 2, "client: the echo did not arrive within 1 seconds\n", DEADLINE),
    Case(
        "a missing Close is reported",
        [[OPEN + frame(TEXT, b"hello"), SILENCE]],
        "open\nmessage hello\n",
        2,
        "client: the server's Close did not arrive within 1 seconds\n",
        DEADLINE,
    ),
    Case(
        "a Close before the echo is reported",
        [[OPEN + frame(CLOSE, b"\x03\xe9bye"), SILENCE]],
        "open\nclosed 1001\n",
        2,
        "client: the connection closed before the echo\n",
    ),
    Case("a Close without a code is reported as 1005", [[OPEN + frame(CLOSE), SILENCE]], "open\nclosed 1005\n", 2, "the connection closed before the echo"),
    Case("the end in place of the echo is reported", [[OPEN]], "open\nclosed 1006\n", 2, "the connection closed before the echo"),
    Case("the end in place of a Close is reported", [[OPEN + frame(TEXT, b"hello")]], "open\nmessage hello\nclosed 1006\n"),
    Case(
        "bytes that are no frame are reported",
        [[OPEN + b"\xff\xff\xff\xff", SILENCE]],
        "open\nclosed 1006\n",
        2,
        "client: the server sent an invalid frame",
    ),
    Case(
        "a message does not drive the terminal",
        [[OPEN + frame(TEXT, "\x1b[31m\n\x9b2JGrüße\x7f".encode()), ECHO]],
        "open\nmessage \\x1b[31m\\x0a\\xc2\\x9b2JGrüße\\x7f\n" + HELLO,
    ),
    Case(
        "another message is echoed",
        [[OPEN, ECHO]],
        "open\nmessage Grüße\nclosed 1000\n",
        arguments=("--message", "Grüße"),
    ),
    Case("an empty message is echoed", [[OPEN, ECHO]], "open\nmessage \nclosed 1000\n", arguments=("--message", "")),
)

CASES = (*HANDSHAKES, *REDIRECTS, *CHALLENGES, *REFUSALS, *NO_ANSWERS, *FRAMES)
