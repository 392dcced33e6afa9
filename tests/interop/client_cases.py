"""The cases of the example client and of `wshake connect`. A case has the client's arguments, the expected output, and
the exit status."""

import re
import socket
from dataclasses import dataclass, replace
from string import Template

from processes import output

PATIENCE = 20  # seconds for one case; the client's own deadline is shorter
TEXT = "grüße ✓"
USER = "alice:wonderland"
LOGIN = ("--user", USER)

# Regular expressions of the client's output when it requests the resources of servers/resources.py. $host is the URI's
# authority, $elsewhere the authority of another server, $text the message, $body the body of a 403.
ECHO = "message $text\nclosed 1000\n"
OPEN = "open\n" + ECHO
WANTS = 'challenge 401 Basic realm="(interop|wshake)".*\n'
ASKS = "challenge 407 Basic realm=.*\n(challenge 407 .*\n)*"  # ncat also sends a challenge for Digest
WRITTEN = r"wshake connect: \d+ bytes written: GET / HTTP/1\.1\n"
AGREED = (
    r"wshake connect: open, \d+ bytes consumed: no subprotocol, "
    r"permessage-deflate with windows of 2\^%d \(server\) and 2\^%d \(client\)\n"
)
DECLINED = r"wshake connect: open, \d+ bytes consumed: no subprotocol, no permessage-deflate\n"
SOME_BODY = r"body \d+\n(?s:.*)\n"


@dataclass
class Case:
    what: str
    expected: str  # the client's whole output
    target: str = "/"
    arguments: tuple = ()
    message: str = TEXT
    status: int = 0
    host: str = ""  # replaces the server's HOST:PORT in the URI
    name: str = ""  # replaces the server's HOST in the URI
    proxy_user: str = USER  # the credentials for proxies that demand credentials; empty: the client has none
    complaint: str = ""  # a regular expression for a part of standard error
    by: tuple = ()  # the servers with which the case runs; empty: it runs with all servers
    on: tuple = ("direct", "proxy", "tunnel")  # the kinds of paths on which the case runs
    tool: bool = False  # true: the case runs `wshake connect`, which prints on standard error


CASES = {
    "text": Case("it opens, a text message comes back, it closes", OPEN),
    "proto": Case(
        "of superchat and chat the server chooses chat",
        "open subprotocol=chat\n" + ECHO,
        arguments=("--subprotocol", "superchat", "--subprotocol", "chat"),
    ),
    "deflate": Case(
        "wshake connect offers permessage-deflate, and it is agreed",
        WRITTEN + AGREED % (15, 15),
        arguments=("--deflate",),
        on=("direct", "proxy"),
        tool=True,
    ),
    "fields": Case(
        "its Origin and a field of its own arrive",
        OPEN,
        "/fields",
        ("--origin", "http://interop.test", "--header", "X-Interop: yes"),
    ),
    "early": Case("a message sent right behind the 101 is not lost", "open\nmessage welcome\n" + ECHO, "/greeting"),
    "interim": Case(
        "responses before the 101 are reported and passed",
        "(interim 100\n)?interim 103\n" + OPEN,
        "/interim",
        by=("raw", "ws"),
        on=("direct", "tunnel"),
    ),
    "forbidden": Case(
        "it reports a 403 and the octets of its body", "refused 403.*\nbody $size\n$body\n", "/forbidden", status=1
    ),
    "silent": Case(
        "a connection that ends without an answer is an error", "", "/silent", status=2, by=("raw", "libwebsockets")
    ),
    "private": Case("after a 401 it opens with Basic credentials", WANTS + OPEN, "/private", LOGIN),
    "stale": Case(
        "the connection of the 401 was to go on, but ends: it opens another", WANTS + OPEN, "/stale", LOGIN, by=("raw",)
    ),
    "wrong": Case(
        "wrong credentials are refused once, not for ever",
        f"({WANTS}){{2}}refused 401.*\n" + SOME_BODY,
        "/private",
        ("--user", "alice:rabbit"),
        status=1,
    ),
    "redirect": Case("it follows a redirect on the same server", "redirect 30[23] ws://$host/\n" + OPEN, "/redirect"),
    "across": Case(
        "it follows a redirect to another server", "redirect 30[23] ws://$elsewhere/\n" + OPEN, "/across?$port/"
    ),
    "secret": Case(
        "a redirect to another server does not get the credentials",
        "redirect 30[23] ws://$elsewhere/private\n" + WANTS + "refused 401.*\n" + SOME_BODY,
        "/across?$port/private",
        LOGIN,
        status=1,
    ),
    "loop": Case("it gives up at the sixth redirect", "(redirect 30[23] ws://$host/loop\n){6}", "/loop", status=2),
    "blocked": Case(
        "a target that the proxy refuses is reported as refused",
        "refused [45].*\n" + SOME_BODY,
        host="127.0.0.1:1",
        status=1,
        on=("tunnel",),
    ),
    "intruder": Case(
        "wrong credentials for the proxy are refused once, not for ever",
        "(challenge 40[17] .*\n)+refused 40[17].*\n" + SOME_BODY,
        proxy_user="alice:rabbit",
        status=1,
        on=("login",),
    ),
    "named": Case("the proxy resolves the server's name", OPEN, name="localhost", on=("socks",)),
    "stranger": Case(
        "a SOCKS5 proxy that demands a login refuses a client without one",
        "",
        proxy_user="",
        status=2,
        complaint=r"SOCKS proxy accepts no offered method \(.*\), offset 1",
        on=("socks-login",),
    ),
}

# Maps each case that a SOCKS5 proxy refuses to the client's error text. The proxy's reply has a code, but no body, so
# the client prints nothing on standard output.
SOCKS_REFUSALS = {
    "blocked": "(host refused the connection of the SOCKS proxy|SOCKS proxy does not allow the connection) .*, offset [35]",
    "intruder": r"SOCKS proxy refuses user or password \(.*\), offset 3",
}


@dataclass
class Path:
    name: str
    kind: str  # "direct", "proxy" (a proxy in front of the server) or "tunnel" (a proxy for CONNECT or SOCKS5)
    host: str  # HOST:PORT in the URI
    proxy: str = ""  # HOST:PORT of the tunnel's proxy
    login: bool = False  # true if the tunnel's proxy demands credentials
    socks: bool = False  # true if the tunnel's proxy speaks SOCKS5

    def has(self, case):
        kinds = {self.kind, "login" if self.login else "", "socks" if self.socks else ""}
        kinds.add("socks-login" if self.socks and self.login else "")
        return not kinds.isdisjoint(case.on)

    def adapted(self, name, case):
        """Returns the case with the output, the exit status and the complaint that are expected on this path."""
        if not self.socks or name not in SOCKS_REFUSALS:
            return case
        return replace(case, expected="", status=2, complaint=SOCKS_REFUSALS[name])

    def arguments(self, case):
        if not self.proxy:
            return []
        login = ["--proxy-user", case.proxy_user] if self.login and case.proxy_user else []
        return [*(["--socks", self.proxy] if self.socks else ["--proxy", f"http://{self.proxy}"]), *login]

    def strip(self, said, case):
        """Returns the client's output without the events of the tunnel, which the client prints for each connection.
        Fails if the output lacks these events."""
        if not self.proxy or case.proxy_user != USER:
            return said
        tunnel = (ASKS if self.login and not self.socks else "") + ("" if case.host else "tunnel open\n")
        if not re.match(tunnel, said):
            raise AssertionError(f"no tunnel: it said {said!r:.300}")
        return re.sub("^(challenge 407 .*|tunnel open)\n", "", said, flags=re.MULTILINE)


class Runner:
    """Runs the example client and `wshake connect` against one server on one path."""

    def __init__(self, processes, client, tool, elsewhere):
        self.processes = processes
        self.client = client
        self.tool = tool
        self.elsewhere = elsewhere  # HOST:PORT of the server to which /across redirects

    def run(self, name, case, path, body):
        """Runs one case on a path. Returns None, or the reason why the case fails."""
        host = case.host or (f"{case.name}:{path.host.partition(':')[2]}" if case.name else path.host)
        values = {"host": host, "elsewhere": self.elsewhere, "text": case.message, "body": body}
        values = {key: re.escape(value) for key, value in values.items()}
        expected = Template(case.expected).substitute(values, size=len(body.encode()))
        uri = f"ws://{host}" + Template(case.target).substitute(port=self.elsewhere.partition(":")[2])
        try:
            if case.tool:
                status, said, errors = self.connect(name, host, [*case.arguments, uri])
            else:
                status, said, errors = self.talk(name, self.arguments(case, path, uri))
            complains = not case.complaint or re.search(case.complaint, errors)
            if status == case.status and complains and re.fullmatch(expected, path.strip(said, case)):
                return None
        except (AssertionError, OSError) as error:
            return f"{error}"
        return f"exit status {status}, it said {said!r:.500} {errors!r:.200}"

    def arguments(self, case, path, uri):
        return ["--deadline", "10", *path.arguments(case), *case.arguments, "--message", case.message, uri]

    def talk(self, name, arguments):
        file = self.processes.work / f"{name}.out"
        with open(file, "wb") as out:
            process = self.processes.start(name, [self.client, *arguments], stdout=out)
        status = self.processes.wait(process, PATIENCE)
        return status, file.read_text(encoding="utf-8", errors="replace"), output(process)

    def connect(self, name, host, arguments):
        address, port = host.split(":")
        with socket.create_connection((address, int(port)), timeout=PATIENCE) as stream:
            # `wshake connect` uses the socket as standard input and output, so reads and writes of the socket must
            # block.
            stream.settimeout(None)
            process = self.processes.start(name, [self.tool, "connect", *arguments], stdin=stream, stdout=stream)
            status = self.processes.wait(process, PATIENCE)
        return status, output(process), ""
