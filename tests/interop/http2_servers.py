"""Runs servers to which http2_client connects: libraries that speak HTTP/2, and proxies that translate to HTTP/1.1."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import proxies
from processes import output
from proxies import HAPROXY, Proxy
from table import Part, Row

SERVERS = Path(__file__).resolve().parent / "servers"
PATIENCE = 600  # seconds until the run kills a client that hangs; the value is large because a machine may be slow
LARGE = "grüße ✓ " * 6_000  # more than the initial flow-control window of HTTP/2, 65,535 octets


@dataclass
class Case:
    what: str
    # A regular expression of the client's whole output. {body} and {windows} stand for these members of the Server.
    expected: str = ""
    path: str = "/"
    texts: tuple = ()
    options: tuple = ()
    status: int = 0
    errors: str = ""  # the client's whole standard error


CASES = {
    "open": Case("the handshake succeeds, and the WebSocket closes", "open, .*\n"),
    "text": Case("text messages come back", "open, .*\ngrüße\n✓\n", texts=("grüße", "✓")),
    "large": Case(
        "a message larger than the first window of HTTP/2 comes back", f"open, .*\n{LARGE}\n", texts=(LARGE,)
    ),
    "proto": Case("of chat and superchat the server chooses chat", "open, subprotocol: chat\n"),
    "deflate": Case("permessage-deflate is offered, and it is agreed", "open, .*\n{windows}", options=("--deflate",)),
    "forbidden": Case("a 403 is reported, and its body", "refused: 403\n{body}", "/forbidden", status=1),
    "challenge": Case("a 401 is reported", "refused: 401\n(?s:.*)", "/private", status=1),
    "version": Case(
        "a 400 of a server that wants another version is reported",
        "refused: 400\nOnly version 8\\.\n",
        "/version",
        status=1,
    ),
    "setting": Case(
        "a server that does not send the setting for extended CONNECT is not asked",
        status=2,
        errors="http2_client: SETTINGS_ENABLE_CONNECT_PROTOCOL was not received\n",
    ),
}


def agreed(server, client):
    return f"permessage-deflate, windows: {server} \\(server\\), {client} \\(client\\)\n"


@dataclass
class Server:
    name: str
    needs: list  # requirements as in needs.py
    # {port} stands for the server's port. Without {port} the server prints its port. An empty list: the server is a
    # proxy of PROXIES.
    command: list = field(default_factory=list)
    without: list = field(default_factory=list)  # the command for a server that sends no setting for extended CONNECT
    windows: str = ""  # the client's line about permessage-deflate; empty if the server declines it
    body: str = "Not for you\\.\n"  # body of the 403, a regular expression
    cannot: dict = field(default_factory=dict)  # maps a case to the reason why the server cannot run it


NODE = ["node", SERVERS / "http2.mjs"]
ONE_VERSION = {"version": "it serves version 13"}
PEERS = [
    Server("node", ["program node"], NODE, [*NODE, "without"], agreed(15, 10)),
    Server(
        "hypercorn",
        ["module hypercorn", "module h2", "module wsproto"],
        [sys.executable, SERVERS / "hypercorn_server.py", "{port}"],
        windows=agreed(15, 15),
        cannot={**ONE_VERSION, "setting": "it always sends the setting"},
    ),
    Server("haproxy", ["program haproxy"], body="Forbidden\n", cannot=ONE_VERSION),
    Server("nghttpx", ["program nghttpx"], body="Forbidden\n", cannot=ONE_VERSION),
]

# Proxies in front of echo_server, which speaks HTTP/1.1. On the path "without" the proxies do not send the setting for
# extended CONNECT.
PROXIES = {
    "haproxy": [
        Proxy(before + HAPROXY.replace("{haproxy}", f"{{{path}}} proto h2"), "haproxy -db -q -f {file}", [path])
        for path, before in (("haproxy", ""), ("without", "global\n    h2-workaround-bogus-websocket-clients\n"))
    ],
    "nghttpx": [
        Proxy(
            "",
            f"nghttpx --conf=/dev/null --workers=1 --frontend=127.0.0.1,{{{path}}};no-tls "
            f"--backend=127.0.0.1,{{server}};;proto=http/1.1 {options}",
            [path],
        )
        # As a forward proxy, nghttpx does not send the setting for extended CONNECT.
        for path, options in (("nghttpx", ""), ("without", "--http2-proxy"))
    ],
}


def part():
    """Returns the part of the result table for these servers, still without rows."""
    declined = "it was declined, and the handshake went on without"
    notes = {(peer.name, "deflate"): declined for peer in PEERS if not peer.windows}
    remarks = ["deflate: frames are not compressed, because http2_client sends none but a Close"]
    return Part("our HTTP/2 client", {name: case.what for name, case in CASES.items()}, remarks, notes)


def start(server, command, suffix, processes):
    """Starts a server. Returns its process and its port."""
    name = f"http2-{server.name}{suffix}"
    if "{port}" in command:
        process, (port,) = processes.start_on_ports(
            name, 1, lambda port: [str(word).format(port=port) for word in command]
        )
        return process, port
    process = processes.start(name, command)
    port = processes.listening_port(process)
    if not port:
        raise RuntimeError(f"{server.name} did not start: {output(process).strip() or process.poll()}")
    return process, port


def start_all(server, processes, echo_port):
    """Starts a server with the setting for extended CONNECT and, if possible, also without. Returns the ports {"with":
    PORT, "without": PORT}, and the server's version."""
    if server.command:
        process, port = start(server, server.command, "", processes)
        ports = {"with": port}
        if server.without:
            ports["without"] = start(server, server.without, "-without", processes)[1]
        version = re.search("^version (.*)", output(process), re.MULTILINE)
        return ports, version[1] if version else ""
    opened = {}
    for number, proxy in enumerate(PROXIES[server.name]):
        opened |= proxies.start(proxy, f"{server.name}-from-h2-{number}", processes, echo_port)[0]
    ports = {"without" if path == "without" else "with": int(host.partition(":")[2]) for path, host in opened.items()}
    return ports, proxies.version(server.name)


def run_case(name, case, server, port, client, processes):
    """Runs one case. Returns None, or the reason why the case fails."""
    command = [client, *case.options, f"ws://127.0.0.1:{port}{case.path}", *case.texts]
    file = processes.work / f"{name}.out"
    with open(file, "wb") as out:
        process = processes.start(name, command, stdout=out)
    status = processes.wait(process, PATIENCE)
    said, errors = file.read_text(encoding="utf-8", errors="replace"), output(process)
    expected = case.expected.replace("{body}", server.body).replace("{windows}", server.windows)
    if status == case.status and re.fullmatch(expected, said) and errors == case.errors:
        return None
    return f"exit status {status}, it said {said!r:.300} {errors!r:.200}"


def run(server, client, processes, echo_port):
    """Runs the client against a server. Returns the table's row, and the server's version or an empty string if the
    server reported no version."""
    ports, version = start_all(server, processes, echo_port)
    absent = {name: server.cannot.get(name) for name in CASES}
    results = {
        name: run_case(
            f"http2-client-{server.name}-{name}",
            CASES[name],
            server,
            ports["without" if name == "setting" else "with"],
            client,
            processes,
        )
        for name, reason in absent.items()
        if reason is None
    }
    path = "direct" if server.command else "echo_server"
    return Row(server.name, path, results, absent), version
