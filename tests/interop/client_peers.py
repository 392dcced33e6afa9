"""Runs the clients that connect to our echo_server. Lists their requirements, their command lines, and the checks that
a client cannot make, with the reason."""

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path

import browser
from table import Part, Row

CLIENTS = Path(__file__).resolve().parent / "clients"
PATIENCE = 600  # seconds until the run kills a peer that hangs; the value is large because a machine may be slow

CHECKS = {
    "open": "the handshake succeeds",
    "text": "a text message comes back",
    "binary": "a binary message comes back",
    "large": "70,000 octets in several TCP segments come back",
    "proto": "of superchat and chat the server chooses chat",
    "deflate": "permessage-deflate is offered, not agreed, and the client goes on without",
    "forbidden": "a handshake to /forbidden is refused with 403",
    "challenge": "a handshake to /private without credentials is refused with 401",
    "private": "with Basic credentials it succeeds",
    "page": "a plain GET gets the page, a handshake on the same connection succeeds",
    "again": "after the 401 a handshake with credentials on the same connection succeeds",
    "early": "frames in the segment of the head come back",
    "octetwise": "head and frame sent one octet a segment",
    "stripped": "a handshake whose Upgrade the proxy took away gets a client error",
}
RAW_ONLY = ["page", "again", "early", "octetwise"]
PATHS = ["direct", "nginx", "haproxy", "lighttpd"]
# On these paths HAProxy sends a header of the PROXY protocol to an echo_server that requires such a header.
PROXY_PROTOCOL_PATHS = ["haproxy-v1", "haproxy-v2", "haproxy-v2-tlvs"]
CHROMIUM = [
    "chromium-headless-shell",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--no-proxy-server",
    "--user-data-dir={profile}",
]
NO_STATUS = "a page learns that the handshake failed, not the status"


@dataclass
class Client:
    name: str
    needs: list  # requirements as in needs.py
    command: list  # for browsers: the command, with {profile} (a new folder); for all other peers: a file of clients/
    kind: str = "python"
    cannot: dict = field(default_factory=dict)  # maps a check to the reason why the peer cannot make it
    notes: dict = field(default_factory=dict)  # maps a check to a remark that says what the check's "ok" does not show
    paths: list = field(default_factory=lambda: PATHS)
    only: list = field(default_factory=list)  # the checks that the peer makes; empty: it makes all checks

    def reason_against(self, check, path):
        """Returns the reason why the peer cannot make the check, or None if it can. If the reason is empty, the table
        states no reason."""
        if self.only:
            return None if check in self.only else ""
        if check == "stripped" or (check in RAW_ONLY and self.name != "raw"):
            return ""
        if check == "octetwise" and path != "direct":
            return "the proxy would buffer the head"
        return self.cannot.get(check)


PEERS = [
    Client("raw", [], ["raw.py"], paths=PATHS + PROXY_PROTOCOL_PATHS),
    Client("raw-plain", [], ["raw.py"], paths=["nginx-plain"], only=["stripped"]),
    Client(
        "curl",
        ["program curl"],
        ["curl.py"],
        cannot={check: "it speaks no frames" for check in ("text", "binary", "large")},
    ),
    Client("ws", ["program node", "npm ws"], ["ws.mjs"], "node"),
    Client("undici", ["program node", "npm undici"], ["undici.mjs"], "node"),
    Client(
        "websockets", ["module websockets"], ["websockets_client.py"], paths=PATHS + PROXY_PROTOCOL_PATHS
    ),
    Client("aiohttp", ["module aiohttp"], ["aiohttp_client.py"]),
    Client(
        "websocket-client",
        ["module websocket"],
        ["websocket_client.py"],
        cannot={"deflate": "it offers no extension"},
    ),
    Client(
        "libwebsockets",
        ["program libwebsockets-test-client"],
        ["libwebsockets.py"],
        cannot={
            "binary": "libwebsockets-test-client sends text only",
            "large": "its messages are short",
            "proto": "it offers one fixed subprotocol",
            "private": "it takes no credentials",
        },
        notes={"text": "its log shows that echoes arrive, not their octets"},
    ),
    Client(
        "chromium",
        ["program chromium-headless-shell", "mount /proc"],
        [*CHROMIUM, "--remote-debugging-port=0"],
        "browser",
        notes={check: NO_STATUS for check in ("forbidden", "challenge")},
    ),
    Client(
        "firefox",
        ["program firefox-esr"],
        ["firefox-esr", "--headless", "--no-remote", "--profile", "{profile}"],
        "browser",
        notes={check: NO_STATUS for check in ("forbidden", "challenge")},
    ),
]


def part():
    """Returns the part of the result table for these clients, still without rows."""
    remarks = [
        f"all but raw, {', '.join(RAW_ONLY)}: a library does not let its caller do that",
        "stripped: only where the proxy strips",
    ]
    notes = {(peer.name, check): note for peer in PEERS for check, note in peer.notes.items()}
    return Part("our server", CHECKS, remarks, notes)


def run(peer, path, host, processes, reporter):
    """Runs a peer against our server on a path such as "direct" or "nginx". Returns the table's row, and the peer's
    version or an empty string if the peer reported no version."""
    absent = {check: peer.reason_against(check, path) for check in CHECKS}
    checks = [check for check, reason in absent.items() if reason is None]
    name = f"{peer.name}-{path}"
    if peer.kind == "browser":
        said = browser.run(name, peer.command, processes, reporter, host, checks, PATIENCE)
    else:
        said = report(name, peer, host, checks, processes)
    version, results = read(said, checks)
    return Row(peer.name, path, results, absent), version


def report(name, peer, host, checks, processes, **variables):
    """Runs a peer that is no browser. Returns the lines that the peer prints, and the reason if the peer failed."""
    node = peer.kind == "node"
    program, folder = ("node", processes.work / "npm" / "clients") if node else (sys.executable, CLIENTS)
    output, reason = processes.run(name, [program, folder / peer.command[0], host, *checks], PATIENCE, **variables)
    return output.splitlines(), reason


def read(said, checks):
    """Reads the lines that a peer printed. Returns the peer's version, and the result of each check."""
    lines, reason = said
    last = lines[-1] if lines else "it said nothing"
    version, results = "", {check: f"no result: {reason or last}" for check in checks}
    for line in lines:
        first, _, rest = line.partition(" ")
        if first == "version":
            version = rest
        elif first in results:
            results[first] = None if rest == "ok" else re.sub("^FAIL ", "", rest)
    return version, results
