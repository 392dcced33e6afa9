"""The example servers other than echo_server, with the checks that each cannot make and the reason. Their peers come from
the table of clients."""

from dataclasses import dataclass, field, replace

import client_peers
from processes import output
from table import Part

NOT_PERMITTED = 77  # exit status of a program that this system does not permit to run

CLIENT_PEERS = ["raw", "websockets", "ws"]  # peers of the example servers


@dataclass
class Program:
    name: str
    arguments: list  # for a server on a port that it chooses
    cannot: dict = field(default_factory=dict)  # maps a check to the reason why the program cannot make it


PLACES = {check: "its messages are places on a map" for check in client_peers.CHECKS if check != "open"}
# The servers for the event loops are kept short.
NO_PAGE = {"page": "it has no page"} | {check: "it knows no password" for check in ("challenge", "private", "again")}
LOOPS = ("poll", "epoll", "libuv", "asio", "io_uring")
PROGRAMS = [
    *(Program(name, ["0"], cannot=NO_PAGE) for name in LOOPS),
    Program("adopt_beast", ["--port", "0"]),
    Program("adopt_http_parser", ["--port", "0"]),
    Program("game_loop", ["--port", "0"], cannot=PLACES),
]


def servers_part():
    raw_only = f"all but raw, {', '.join(client_peers.RAW_ONLY)}: a library does not let its caller do that"
    return Part("our other servers", client_peers.CHECKS, [raw_only, "stripped: no proxy is asked"])


def start(program, path, processes):
    """Returns the process and port of a program that serves, or None and the reason."""
    process = processes.start(program.name, [path, *program.arguments])
    port = processes.listening_port(process)
    if port:
        return process, port
    if process.poll() == NOT_PERMITTED:
        return None, output(process).strip().partition(": ")[2]
    raise RuntimeError(f"{program.name} did not start: {output(process).strip() or process.poll()}")


def serve(program, peer, port, processes, reporter):
    """Returns the row of a client against the program."""
    limited = replace(peer, cannot={**program.cannot, **peer.cannot})
    row, version = client_peers.run(limited, "direct", f"127.0.0.1:{port}", processes, reporter)
    return replace(row, path=program.name), version


def client_peers_wanted():
    return [client for client in client_peers.PEERS if client.name in CLIENT_PEERS]
