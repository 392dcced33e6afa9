# SPDX-License-Identifier: BSL-1.0
"""Servers of every kind, and the expected behaviour of the example client with each."""

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

# The client's output for these servers.
HELLO = "message hello\nclosed 1000\n"
OPENED = "open\n" + HELLO
HERE = "ws://127.0.0.1:PORT"
CHALLENGED = 'challenge 401 Basic realm="x"\n'
NOBODY = "refused 401 Unauthorized\nbody 5\nwho?\n\n"
PROXY_CHALLENGED = 'challenge 407 Basic realm="p"\n'
PROXY_NOBODY = "refused 407 Who\nbody 5\nwho?\n\n"

DEADLINE = ("--deadline", "1")
LONGER = (1, 10, 60)  # seconds: on a busy machine even octets that were sent may take longer than a second to arrive
USER = ("--user", "alice:wonderland")
PROXY_USER = ("--proxy-user", "bob:builder")


@dataclass
class Case:
    what: str
    scripts: list  # one per connection
    out: str = OPENED  # all of standard output; PORT stands for the server's port
    code: int = 0
    err: str = ""  # a part of standard error, which is then one line
    arguments: tuple = ()
    path: str = "/"

    def within(self, seconds):
        """Returns the case with another deadline."""
        arguments = ("--deadline", str(seconds))
        return replace(self, arguments=arguments, err=self.err.replace("within 1 seconds", f"within {seconds} seconds"))


HANDSHAKES = (
    Case("a server opens", [[OPEN, ECHO]]),
    Case("a path and a query", [[OPEN, ECHO]], path="/chat?room=1"),
    Case("a frame in one piece with the 101", [[OPEN + frame(TEXT, b"hi"), ECHO]], "open\nmessage hi\n" + HELLO),
    Case(
        "a frame cut in two there",
        [[OPEN + frame(TEXT, b"hi")[:1], 0.1, Said(frame(TEXT, b"hi")[1:]), ECHO]],
        "open\nmessage hi\n" + HELLO,
    ),
    Case("a 101 in pieces", [[OPEN[:40], 0.1, Said(OPEN[40:60]), 0.1, Said(OPEN[60:]), ECHO]]),
    Case(
        "interim responses",
        [[response("103 Early Hints", "Link: </a>"), Said(response("100 Continue")), Said(OPEN), ECHO]],
        "interim 103\ninterim 100\n" + OPENED,
    ),
    Case("one in one piece with the 101", [[response("103 Early Hints") + OPEN, ECHO]], "interim 103\n" + OPENED),
    Case(
        "a subprotocol",
        [[switching("Sec-WebSocket-Protocol: b"), ECHO]],
        "open subprotocol=b\n" + HELLO,
        arguments=("--subprotocol", "a", "--subprotocol", "b"),
    ),
)

REDIRECTS = (
    Case(
        "a relative redirect, on the same connection",
        [[redirect("../c?d=1"), OPEN, ECHO]],
        f"redirect 302 {HERE}/c?d=1\n" + OPENED,
        path="/a/b",
    ),
    Case(
        "an absolute redirect to http",
        [[redirect("http://127.0.0.1:PORT/b", status="308 Permanent Redirect"), OPEN, ECHO]],
        f"redirect 308 {HERE}/b\n" + OPENED,
    ),
    Case("a redirect that closes", [[closing(redirect("/b"))], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case("one that does not say so", [[redirect("/b")], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case("one that resets", [[redirect("/b"), b"", RESET], [OPEN, ECHO]], f"redirect 302 {HERE}/b\n" + OPENED),
    Case(
        "five redirects",
        [[*[redirect(f"/{n}") for n in range(5)], OPEN, ECHO]],
        "".join(f"redirect 302 {HERE}/{n}\n" for n in range(5)) + OPENED,
    ),
    Case(
        "six are too many",
        [[*[redirect("/")] * 6, SILENCE]],
        f"redirect 302 {HERE}/\n" * 6,
        2,
        "client: more than 5 redirects\n",
    ),
    Case(
        "a redirect to wss",
        [[redirect("https://127.0.0.1/a"), SILENCE]],
        "redirect 302 wss://127.0.0.1/a\n",
        2,
        "client: that leads to wss, but this example has no TLS\n",
    ),
    Case(
        "a redirect to another scheme is a refusal",
        [[redirect("ftp://127.0.0.1/a")]],
        "refused 302 Found\nbody 10\nelsewhere\n\n",
        1,
    ),
    Case(
        "so is one without Location",
        [[response("301 Moved Permanently", body=b"x")]],
        "refused 301 Moved Permanently\nbody 1\nx\n",
        1,
    ),
)

CHALLENGES = (
    Case("401, on the same connection", [[WHO, OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case("401 that closes", [[closing(WHO)], [OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case("401 that does not say so", [[WHO], [OPEN, ECHO]], CHALLENGED + OPENED, arguments=USER),
    Case(
        "401, and then no answer on a new connection",
        [[WHO], [b""]],
        CHALLENGED,
        2,
        "client: the connection was closed without an answer\n",
        USER,
    ),
    Case("401, and then half an answer", [[WHO, OPEN[:50]]], CHALLENGED, 2, "message is truncated", USER),
    Case("401 without credentials", [[WHO]], CHALLENGED + NOBODY, 1),
    Case("401 again", [[WHO, WHO]], CHALLENGED * 2 + NOBODY, 1, arguments=USER),
    Case(
        "401 that wants other schemes",
        [[response("401 No", 'WWW-Authenticate: Digest realm="x", nonce="y", Bearer', body=b"")]],
        'challenge 401 Digest realm="x", nonce="y"\nchallenge 401 Bearer\nrefused 401 No\nbody 0\n\n',
        1,
        arguments=USER,
    ),
    Case(
        "401 that wants one of several",
        [[response("401 No", 'WWW-Authenticate: Bearer, basic realm="x"', body=b""), OPEN, ECHO]],
        'challenge 401 Bearer\nchallenge 401 basic realm="x"\n' + OPENED,
        arguments=USER,
    ),
    Case(
        "401, then a redirect",
        [[WHO, redirect("/b"), OPEN, ECHO]],
        CHALLENGED + f"redirect 302 {HERE}/b\n" + OPENED,
        arguments=USER,
    ),
    Case("407 without a proxy", [[PROXY_WHO]], PROXY_CHALLENGED + PROXY_NOBODY, 1, arguments=(*USER, *PROXY_USER)),
)

REFUSALS = (
    Case("a refusal", [[response("403 Forbidden", body=b"No.\n")]], "refused 403 Forbidden\nbody 4\nNo.\n\n", 1),
    Case(
        "one in chunks",
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
        "one until the connection closes",
        [[response("500 Oops", version="1.0") + b"No", 0.1, Said(b".")]],
        "refused 500 Oops\nbody 3\nNo.\n",
        1,
    ),
    Case("one without a body", [[response("204 No Content")]], "refused 204 No Content\nbody 0\n\n", 1),
    Case("one without a reason", [[response("404 ", body=b"")]], "refused 404\nbody 0\n\n", 1),
    Case(
        "one whose reason would drive a terminal",
        [[response("404 \x9b31m", body=b"")]],
        "refused 404 \\xc2\\x9b31m\nbody 0\n\n",
        1,
    ),
    Case("200 is one, too", [[response("200 OK", body=b"page")]], "refused 200 OK\nbody 4\npage\n", 1),
    Case("503", [[response("503 No", "Retry-After: 9", body=b"")]], "refused 503 No\nbody 0\n\n", 1),
    Case(
        "a body that is cut off",
        [[response("403 No", "Content-Length: 9") + b"No."]],
        "refused 403 No\n",
        1,
        "client: its body: message is truncated (RFC 9112 §8), octet 41\n",
    ),
    Case(
        "a body with a broken chunk",
        [[response("403 No", "Transfer-Encoding: chunked") + b"x\r\n"]],
        "refused 403 No\n",
        1,
        "client: its body: chunk size, data or line end is malformed (RFC 9112 §7.1), octet 47\n",
    ),
    Case(
        "a body without end",
        [[response("403 No") + bytes(1 << 20), Said(b"x"), SILENCE]],
        "refused 403 No\n",
        1,
        "client: its body: body is too large",
    ),
)

NO_ANSWERS = (
    Case(
        "a wrong accept value",
        [[OPEN.replace(b"ACCEPT", b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=")]],
        "",
        2,
        "client: Sec-WebSocket-Accept does not match the key (RFC 6455 §4.1), octet 97, field Sec-WebSocket-Accept\n",
    ),
    Case(
        "no Upgrade",
        [[OPEN.replace(b"Upgrade: websocket\r\n", b"")]],
        "",
        2,
        "client: Upgrade of the 101 is missing (RFC 6455 §4.1), octet 109, field Upgrade\n",
    ),
    Case(
        "a subprotocol that nobody offered",
        [[switching("Sec-WebSocket-Protocol: x")]],
        "",
        2,
        "client: subprotocol was not offered (RFC 6455 §4.1), octet 151, field Sec-WebSocket-Protocol\n",
    ),
    Case("garbage", [[b"SSH-2.0-OpenSSH_9.2p1\r\n", SILENCE]], "", 2, "(RFC 9112 §2.3), octet 0\n"),
    Case(
        "a TLS alert",
        [[b"\x15\x03\x01\0\x02\x02\x16", SILENCE]],
        "",
        2,
        "client: TLS record was received where HTTP was expected (RFC 8446 §5.1), octet 0\n",
    ),
    Case("a bare LF", [[OPEN.replace(b"\r\n", b"\n")]], "", 2, "LF is not preceded by CR (RFC 9112 §2.2), octet 32\n"),
    Case("a head that is cut off", [[OPEN[:-2]]], "", 2, "message is truncated (RFC 9112 §8), octet "),
    Case("no answer", [[b""]], "", 2, "client: the connection was closed without an answer\n"),
    Case("a reset", [[b"", RESET]], "", 2, "client: the connection broke: Connection reset by peer\n"),
    Case("a reset inside the head", [[OPEN[:50], 0.2, RESET]], "", 2, "client: the connection broke: "),
    Case("silence", [[b"", SILENCE]], "", 2, "the server's answer did not come within 1 seconds\n", DEADLINE),
    Case("silence inside the head", [[OPEN[:50], SILENCE]], "", 2, "the server's answer did not come", DEADLINE),
    Case(
        "silence inside a body",
        [[response("403 No", "Content-Length: 9") + b"No", SILENCE]],
        "refused 403 No\n",
        1,
        "client: the end of a refusal did not come within 1 seconds\n",
        DEADLINE,
    ),
)

FRAMES = (
    Case("no echo", [[OPEN, SILENCE]], "open\n", 2, "client: the echo did not come within 1 seconds\n", DEADLINE),
    Case(
        "no Close",
        [[OPEN + frame(TEXT, b"hello"), SILENCE]],
        "open\nmessage hello\n",
        2,
        "client: the server's Close did not come within 1 seconds\n",
        DEADLINE,
    ),
    Case(
        "the server closes first",
        [[OPEN + frame(CLOSE, b"\x03\xe9bye"), SILENCE]],
        "open\nclosed 1001\n",
        2,
        "client: closed before the message came back\n",
    ),
    Case("a Close without a code", [[OPEN + frame(CLOSE), SILENCE]], "open\nclosed 1005\n", 2, "closed before"),
    Case("no Close, only the end", [[OPEN]], "open\nclosed 1006\n", 2, "closed before the message came back"),
    Case("the end in place of a Close", [[OPEN + frame(TEXT, b"hello")]], "open\nmessage hello\nclosed 1006\n"),
    Case(
        "no frame",
        [[OPEN + b"\xff\xff\xff\xff", SILENCE]],
        "open\nclosed 1006\n",
        2,
        "client: the server sent what is no frame",
    ),
    Case(
        "a message that would drive a terminal",
        [[OPEN + frame(TEXT, "\x1b[31m\n\x9b2JGrüße\x7f".encode()), ECHO]],
        "open\nmessage \\x1b[31m\\x0a\\xc2\\x9b2JGrüße\\x7f\n" + HELLO,
    ),
    Case(
        "another message",
        [[OPEN, ECHO]],
        "open\nmessage Grüße\nclosed 1000\n",
        arguments=("--message", "Grüße"),
    ),
    Case("an empty one", [[OPEN, ECHO]], "open\nmessage \nclosed 1000\n", arguments=("--message", "")),
)

CASES = (*HANDSHAKES, *REDIRECTS, *CHALLENGES, *REFUSALS, *NO_ANSWERS, *FRAMES)
