"""Starts the servers to which the example client connects, and runs the cases. Lists the servers' requirements, their
command lines, and the cases that a server cannot run, with the reason."""

import re
import sys
from dataclasses import dataclass, field, replace
from pathlib import Path

import client_cases
from client_cases import AGREED, CASES, DECLINED, ECHO, WRITTEN
from needs import COMPILER, first_address
from processes import output
from proxies import SOCKS_PATHS, TUNNELS
from table import Part, Row

SERVERS = Path(__file__).resolve().parent / "servers"
THROUGH_PROXIES = ["nginx", "haproxy", "lighttpd"]
THROUGH_TUNNELS = [path for tunnel in TUNNELS.values() for path in tunnel.paths]
COMPILING = [COMPILER, "-std=c++17", "-O0", "-pthread"]


@dataclass
class Server:
    name: str
    needs: list  # requirements as in needs.py
    command: list  # with {port}, {node} (the folder of npm packages) and {work} (the folder of compiled programs)
    compiling: list = field(default_factory=list)  # the command that builds the program, with {work}
    cannot: dict = field(default_factory=dict)  # maps a case to the reason why the server cannot run it
    instead: dict = field(default_factory=dict)  # maps a case to the case that replaces it for this server
    paths: list = field(default_factory=lambda: ["direct"])
    body: str = "Not for you.\n"  # body of the server's 403

    def reason_against(self, name, path):
        """Returns the reason why the case cannot run, or None if it can. If the reason is empty, the table states no
        reason."""
        case = CASES[name]
        if (case.by and self.name not in case.by) or not path.has(case):
            return ""
        if case.name and first_address(case.name) != "127.0.0.1":  # microsocks tries only the first address
            return f"the first address of {case.name} is {first_address(case.name)}, where the server does not listen"
        return self.cannot.get(name)

    def case(self, name):
        return self.instead.get(name, CASES[name])


def python(name, *modules, file=None, **options):
    needs = [f"module {module}" for module in modules]
    return Server(name, needs, [sys.executable, SERVERS / (file or f"{name}_server.py"), "{port}"], **options)


def node(name, **options):
    return Server(name, ["program node", f"npm {name}"], ["node", f"{{node}}/servers/{name}.mjs", "{port}"], **options)


def compiled(name, headers, *libraries, **options):
    program = f"{{work}}/{name}"
    compiling = [*COMPILING, SERVERS / f"{name}.cpp", "-o", program, *libraries]
    return Server(name, [f"header {header}" for header in headers], [program, "{port}"], compiling, **options)


def deflate(said):
    return {"deflate": replace(CASES["deflate"], expected=WRITTEN + said)}


NO_SUCH_RESOURCE = "it has no such resource"
MIRROR, INCREMENT = "lws-mirror-protocol", "dumb-increment-protocol"
MIRRORED = {
    "expected": f"open subprotocol={MIRROR}\n{ECHO}",
    "arguments": ("--subprotocol", "superchat", "--subprotocol", MIRROR),
}

PEERS = [
    python(
        "raw",
        file="raw.py",
        # At the resource /again the credentials must arrive on the same connection as the 401.
        instead={"private": replace(CASES["private"], target="/again")} | deflate(DECLINED),
    ),
    Server(
        "echo_server",
        [],
        [],
        cannot={case: NO_SUCH_RESOURCE for case in ("fields", "redirect", "across", "secret", "loop", "early")},
        instead=deflate(DECLINED),
        paths=["direct", *THROUGH_PROXIES, *THROUGH_TUNNELS],
        body="Forbidden\n",
    ),
    node("ws", paths=["direct", *THROUGH_PROXIES, *THROUGH_TUNNELS]),
    node("websocket", instead=deflate(DECLINED), body=""),
    python("websockets", "websockets", instead=deflate(AGREED % (12, 12))),
    python("wsproto", "wsproto"),
    python("aiohttp", "aiohttp"),
    python("tornado", "tornado"),
    python("autobahn", "autobahn", body=""),
    python("hypercorn", "hypercorn"),
    Server(
        "libwebsockets",
        ["program libwebsockets-test-server"],
        ["libwebsockets-test-server", "-i", "lo", "-p", "{port}"],
        cannot={
            case: NO_SUCH_RESOURCE
            for case in ("fields", "forbidden", "private", "wrong", "redirect", "across", "secret", "loop")
        },
        instead={
            "text": replace(CASES["text"], **MIRRORED),
            "proto": replace(CASES["proto"], **MIRRORED),
            # With the subprotocol INCREMENT the server sends numbers from 0, and it can send no other message.
            "early": replace(
                CASES["early"],
                expected=f"open subprotocol={INCREMENT}\n"
                + "".join(f"message {n}\n" for n in range(4))
                + "closed 1000\n",
                arguments=("--subprotocol", INCREMENT),
                message="3",
            ),
            "silent": replace(CASES["silent"], arguments=("--subprotocol", "unheard")),
        },
    ),
    compiled("beast", ["boost/beast/websocket.hpp"]),
    compiled("websocketpp", ["websocketpp/server.hpp", "zlib.h"], "-lz"),
]


def part():
    """Returns the part of the result table for these servers, still without rows."""
    remarks = [f"{name}: only {' and '.join(case.by)}" for name, case in CASES.items() if case.by]
    remarks.append("interim: lighttpd passes a 103, haproxy answers 502 and nginx does not answer")
    remarks.append("deflate: not through proxies, because wshake connect uses none")
    remarks.append("blocked: only through a proxy; intruder: only if it asks for credentials")
    remarks.append("named: only through a SOCKS5 proxy; stranger: only if it demands a login")
    notes = {
        (peer.name, "deflate"): "it was declined, and the handshake went on without"
        for peer in PEERS
        if peer.case("deflate").expected.endswith(DECLINED)
    }
    return Part("our client", {name: case.what for name, case in CASES.items()}, remarks, notes)


def start(server, processes):
    """Starts a server. Returns its process and its port."""

    def formatted(words, port=0):
        values = {"port": port, "work": processes.work, "node": processes.work / "npm"}
        return [str(word).format(**values) for word in words]

    if server.compiling:
        said, reason = processes.run(f"{server.name}-compiler", formatted(server.compiling), 300)
        if reason:
            raise RuntimeError(f"{server.name} does not compile: {reason}: {said.strip():.500}")
    process, (port,) = processes.start_on_ports(
        f"{server.name}-server", 1, lambda port: formatted(server.command, port)
    )
    return process, port


def paths(server, hosts, tunnels):
    """Yields the paths to a server, each as a client_cases.Path: directly, through a proxy in front of the server, or
    through a tunnel. `hosts` and `tunnels` are {path: HOST:PORT}."""
    for name in server.paths:
        if name in tunnels:
            login = name.endswith("-login")
            yield client_cases.Path(name, "tunnel", hosts["direct"], tunnels[name], login, name in SOCKS_PATHS)
        elif name in hosts:
            yield client_cases.Path(name, "direct" if name == "direct" else "proxy", hosts[name])


def run(server, process, path, runner):
    """Runs the cases against a server on a path. Returns the table's row, and the server's version or an empty string
    if the server reported no version."""
    absent = {name: server.reason_against(name, path) for name in CASES}
    results = {
        name: runner.run(
            f"client-{server.name}-{path.name}-{name}", path.adapted(name, server.case(name)), path, server.body
        )
        for name, reason in absent.items()
        if reason is None
    }
    said = re.search(r"^version (.*)|LWS: ([\d.]+)", output(process), re.MULTILINE)
    return Row(server.name, path.name, results, absent), (said[1] or f"libwebsockets {said[2]}") if said else ""
