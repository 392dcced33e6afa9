"""Makes the rows of the result table for example programs: the servers and clients on event loops, adopt_beast,
adopt_http_parser and game_loop. If a check does not apply to a program, the program's row has the reason. The peers of
these programs come from client_peers.py and server_peers.py."""

from dataclasses import dataclass, field, replace

import client_cases
import client_peers
import server_peers
from client_cases import CASES
from processes import output
from table import Part, Row

NOT_PERMITTED = 77  # exit status of a program if the system forbids its system calls, such as those of io_uring

CLIENT_PEERS = ["raw", "websockets", "ws"]  # peers of the example servers
SERVER_PEERS = ["raw", "echo_server", "websockets", "ws"]  # peers of the example clients
# The cases that the example clients on event loops can run. The clients' arguments are a deadline in seconds, a URI and
# texts.
CLIENT_CASES = ["text", "early", "interim", "forbidden", "silent"]


@dataclass
class Program:
    name: str
    arguments: list  # the arguments that start the program as a server, on a port that the program chooses
    client: str = ""  # the name of the example client on the same event loop
    cannot: dict = field(default_factory=dict)  # maps a check to the reason why the program cannot make it


PLACES = {check: "its messages are places on a map" for check in client_peers.CHECKS if check != "open"}
# The servers on event loops have no page and no resource with a password, because their sources are kept short.
NO_PAGE = {"page": "it has no page"} | {check: "it knows no password" for check in ("challenge", "private", "again")}
LOOPS = ("poll", "epoll", "libuv", "asio", "io_uring")
CLIENTS = {"asio": "asio_client"}
PROGRAMS = [
    *(Program(name, ["0"], CLIENTS.get(name, ""), NO_PAGE) for name in LOOPS),
    Program("adopt_beast", ["--port", "0"]),
    Program("adopt_http_parser", ["--port", "0"]),
    Program("game_loop", ["--port", "0"], cannot=PLACES),
]


def servers_part():
    raw_only = f"all but raw, {', '.join(client_peers.RAW_ONLY)}: a library does not let its caller do that"
    return Part("our other servers", client_peers.CHECKS, [raw_only, "stripped: no proxy is asked"])


def clients_part():
    checks = {name: CASES[name].what for name in CLIENT_CASES}
    remarks = [f"{name}: only {' and '.join(CASES[name].by)}" for name in CLIENT_CASES if CASES[name].by]
    return Part("our other clients", checks, remarks)


def start(program, path, processes):
    """Starts a program as a server. Returns its process and its port, or None and the reason why it cannot run here."""
    process = processes.start(program.name, [path, *program.arguments])
    port = processes.listening_port(process)
    if port:
        return process, port
    if process.poll() == NOT_PERMITTED:
        return None, output(process).strip().partition(": ")[2]
    raise RuntimeError(f"{program.name} did not start: {output(process).strip() or process.poll()}")


def serve(program, peer, port, processes, reporter):
    """Runs a peer's client against the program. Returns the table's row, and the peer's version."""
    limited = replace(peer, cannot={**program.cannot, **peer.cannot})
    row, version = client_peers.run(limited, "direct", f"127.0.0.1:{port}", processes, reporter)
    return replace(row, path=program.name), version


class Runner(client_cases.Runner):
    def arguments(self, case, path, uri):
        return ["10", uri, case.message]


def connect(client, server, port, processes):
    """Runs an example client against a peer's server. Returns the table's row, and an empty string in place of a
    version."""
    runner = Runner(processes, client, None, "")
    direct = client_cases.Path("direct", "direct", f"127.0.0.1:{port}")
    absent = {name: server.reason_against(name, direct) for name in CLIENT_CASES}
    results = {
        name: runner.run(f"{client.name}-{server.name}-{name}", server.case(name), direct, server.body)
        for name, reason in absent.items()
        if reason is None
    }
    return Row(server.name, client.name, results, absent), ""


def server_peers_wanted():
    return [server for server in server_peers.PEERS if server.name in SERVER_PEERS]


def client_peers_wanted():
    return [client for client in client_peers.PEERS if client.name in CLIENT_PEERS]
