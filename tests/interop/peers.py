"""The peers: what each needs, how it is run, which checks it cannot make and why."""

import importlib.util
import json
import os
import re
import shutil
import sys
from dataclasses import dataclass, field
from pathlib import Path

import browser

HERE = Path(__file__).resolve().parent
CLIENTS = HERE / "clients"
PATIENCE = 90  # seconds for all checks of one peer on one path

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
NO_STATUS = "a page learns that the handshake failed, not the status"


@dataclass
class Peer:
    name: str
    needs: list  # "program NAME", "module NAME" or "npm NAME"
    command: list  # Python clients and raw by a file of clients/, browsers with {profile}
    kind: str = "python"
    cannot: dict = field(default_factory=dict)  # check: reason
    notes: dict = field(default_factory=dict)  # check: what its "ok" does not say
    paths: list = field(default_factory=lambda: PATHS)
    only: list = field(default_factory=list)  # where the peer exists for these checks

    def reason_against(self, check, path):
        """Why the peer cannot make the check, or None; empty where no reason needs saying."""
        if self.only:
            return None if check in self.only else ""
        if check == "stripped" or (check in RAW_ONLY and self.name != "raw"):
            return ""
        if check == "octetwise" and path != "direct":
            return "the proxy would gather the head"
        return self.cannot.get(check)

    def checks(self, path):
        return [check for check in CHECKS if self.reason_against(check, path) is None]


PEERS = [
    Peer("raw", [], ["raw.py"], cannot={"proto": "curl shows it", "deflate": "curl shows it"}),
    Peer("raw-plain", [], ["raw.py"], paths=["nginx-plain"], only=["stripped"]),
    Peer(
        "curl",
        ["program curl"],
        ["curl.py"],
        cannot={check: "it speaks no frames" for check in ("text", "binary", "large")},
    ),
    Peer("ws", ["program node", "npm ws"], ["ws.mjs"], "node"),
    Peer("undici", ["program node", "npm undici"], ["undici.mjs"], "node"),
    Peer("websockets", ["module websockets"], ["websockets_client.py"]),
    Peer("aiohttp", ["module aiohttp"], ["aiohttp_client.py"]),
    Peer(
        "websocket-client",
        ["module websocket"],
        ["websocket_client.py"],
        cannot={"deflate": "it offers no extension"},
    ),
    Peer(
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
    Peer(
        "chromium",
        ["program chromium-headless-shell"],
        [
            "chromium-headless-shell",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-background-networking",
            "--no-first-run",
            "--no-proxy-server",
            "--remote-debugging-port=0",
            "--user-data-dir={profile}",
        ],
        "browser",
        notes={check: NO_STATUS for check in ("forbidden", "challenge")},
    ),
    Peer(
        "firefox",
        ["program firefox-esr"],
        ["firefox-esr", "--headless", "--no-remote", "--profile", "{profile}"],
        "browser",
        notes={check: NO_STATUS for check in ("forbidden", "challenge")},
    ),
]


def missing(peer, npm_problem):
    """Why the peer cannot run on this machine, or an empty string."""
    for need in peer.needs:
        kind, name = need.split()
        if kind == "program" and not shutil.which(name):
            return f"{name} is not installed"
        if kind == "module" and not importlib.util.find_spec(name):
            return f"this Python has no module {name}"
        if kind == "npm" and npm_problem:
            return npm_problem
    return ""


def install_npm(processes):
    """Installs the npm clients in the work folder, or says why not. Their programs run there: an import of a
    package is resolved from the folder of the importing file."""
    folder = processes.work / "npm"
    folder.mkdir(exist_ok=True)
    for file in CLIENTS.glob("*.mjs"):
        shutil.copyfile(file, folder / file.name)
    shutil.copyfile(HERE / "package.json", folder / "package.json")
    wanted = json.loads((folder / "package.json").read_text())["dependencies"]
    if all(installed(folder, name) == version.rpartition("@")[2] for name, version in wanted.items()):
        return ""
    if not shutil.which("npm"):
        return "npm is not installed"
    command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--no-package-lock", "--ignore-scripts"]
    outside = {key: value for key, value in os.environ.items() if key.lower().endswith("_proxy")}
    said, reason = processes.run("npm", command, 120, **outside)
    codes = re.findall(r"^npm (?:ERR!|error) code (\w+)", said, re.MULTILINE)
    return f"npm install: {', '.join([reason, *codes])}" if reason else ""


def installed(folder, name):
    try:
        return json.loads((folder / "node_modules" / name / "package.json").read_text())["version"]
    except OSError:
        return None


def run(peer, path, host, processes, reporter):
    """What the peer is (its version, if it said so) and {check: None or the reason of the failure}."""
    checks = peer.checks(path)
    name = f"{peer.name}-{path}"
    if peer.kind == "browser":
        lines, reason = browser.run(name, peer.command, processes, reporter, host, checks, PATIENCE)
    else:
        program, folder = ("node", processes.work / "npm") if peer.kind == "node" else (sys.executable, CLIENTS)
        output, reason = processes.run(name, [program, folder / peer.command[0], host, *checks], PATIENCE)
        lines = output.splitlines()
    last = lines[-1] if lines else "it said nothing"
    version, results = "", {check: f"no result: {reason or last}" for check in checks}
    for line in lines:
        first, _, rest = line.partition(" ")
        if first == "version":
            version = rest
        elif first in results:
            results[first] = None if rest == "ok" else re.sub("^FAIL ", "", rest)
    return version, results
