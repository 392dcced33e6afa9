"""Runs clients of http2_server: browsers and libraries that speak HTTP/2, and proxies that translate from HTTP/1.1."""

import re
from pathlib import Path

import client_peers
import devtools
from client_peers import CHROMIUM, NO_STATUS, PATIENCE, Client
from processes import output
from proxies import HAPROXY, Proxy
from table import Part, Row

HERE = Path(__file__).resolve().parent

CHECKS = {
    "open": "the handshake succeeds",
    "carried": "the server received CONNECT with :protocol websocket",
    "close": "the WebSocket closes with the code 1000",
    "text": "a text message comes back",
    "binary": "a binary message comes back",
    "large": "70,000 octets come back, which is more than the first window of HTTP/2",
    "proto": "of superchat and chat the server chooses chat",
    "deflate": "permessage-deflate is offered, not agreed, and the client goes on without",
    "forbidden": "a handshake to /forbidden is refused with 403 and a body",
    "challenge": "a handshake to /private without credentials is refused with 401",
    "private": "with Basic credentials it succeeds",
    "version8": "a handshake with version 8 is refused, and the answer names version 13",
    "page": "a plain GET gets the page",
    "shared": "the page and all WebSockets share one connection",
}

FROM_HTTP1 = {"shared": "the proxy chooses its connections"}
NO_BODY = "its interface shows no body of a refusal"


def own_client(paths, **cannot):
    """Returns the example client as a peer. On each path a proxy translates the client's handshake to HTTP/2."""
    raw = dict.fromkeys(["carried", "binary", "large", "challenge", "version8", "page"], "raw shows it")
    own = {"close": "text shows it", "deflate": "it offers no extension"}
    return Client("client", [], ["own_client.py"], cannot={**FROM_HTTP1, **raw, **own, **cannot}, paths=paths)


PEERS = [
    Client(
        "chromium",
        ["program chromium-headless-shell", "mount /proc", "program node", "program openssl"],
        [*CHROMIUM, "--ignore-certificate-errors"],
        "browser",
        cannot={"version8": "its version is always 13"},
        notes={check: NO_STATUS for check in ("forbidden", "challenge")},
        paths=["tls"],
    ),
    Client(
        "undici",
        ["node 20.18", "npm undici", "program openssl"],
        ["undici_http2.mjs"],
        "node",
        notes={
            check: "undici's dispatcher asks, because its WebSocket waits for ever after a refusal over HTTP/2"
            for check in ("forbidden", "challenge", "version8")
        },
        paths=["tls"],
    ),
    Client(
        "h2",
        ["module h2", "module wsproto"],
        ["h2_client.py"],
        cannot={"carried": "it writes the header list itself"},
        paths=["direct"],
    ),
    Client("raw", [], ["raw.py"], cannot=FROM_HTTP1, paths=["haproxy-to-h2", "nghttpx-to-h2"]),
    Client(
        "ws",
        ["program node", "npm ws"],
        ["ws.mjs"],
        "node",
        cannot={**FROM_HTTP1, **{check: "raw shows it" for check in ("carried", "version8", "page")}},
        notes={"forbidden": NO_BODY},
        paths=["haproxy-to-h2", "nghttpx-to-h2"],
    ),
    own_client(["haproxy-to-h2"]),
    own_client(["nghttpx-to-h2"], private="behind a refused handshake nghttpx answers 400 to every request"),
]

# Proxies in front of http2_server that translate HTTP/1.1 requests to HTTP/2.
PROXIES = {
    "haproxy-to-h2": Proxy(
        HAPROXY.replace("{haproxy}", "{haproxy-to-h2}").replace(":{server}", ":{server} proto h2"),
        "haproxy -db -q -f {file}",
        ["haproxy-to-h2"],
    ),
    "nghttpx-to-h2": Proxy(
        "",
        "nghttpx --conf=/dev/null --workers=1 --frontend=127.0.0.1,{nghttpx-to-h2};no-tls "
        "--backend=127.0.0.1,{server};;proto=h2",
        ["nghttpx-to-h2"],
    ),
}


def part():
    """Returns the part of the result table for these clients, still without rows."""
    remarks = ["a client sends no setting for extended CONNECT; for the server's see \"our HTTP/2 client\""]
    notes = {(peer.name, check): note for peer in PEERS for check, note in peer.notes.items()}
    return Part("our HTTP/2 server", CHECKS, remarks, notes)


def make_certificate(processes):
    """Makes a key and a self-signed certificate for 127.0.0.1. Returns the paths of the two files."""
    key, certificate = processes.work / "key.pem", processes.work / "certificate.pem"
    names = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-days", "3650", "-keyout", key, "-out", certificate, *names]
    said, reason = processes.run("openssl", command, PATIENCE)
    if reason:
        raise RuntimeError(f"openssl: {reason}: {said.strip()[-300:]}")
    return key, certificate


def start_terminator(name, port, processes):
    """Starts a TLS terminator in front of the server on `port`. Returns the terminator's process and port."""
    command = ["node", HERE / "terminator.mjs", *make_certificate(processes), port]
    process = processes.start(f"{name}-terminator", command)
    outside = processes.listening_port(process)
    if not outside:
        raise RuntimeError(f"the terminator did not start: {output(process).strip() or process.poll()}")
    return process, outside


def run(peer, path, host, processes, client):
    """Runs a peer on a path to our server: directly, through TLS or through a proxy. Returns the table's row, and the
    peer's version or an empty string if the peer reported no version. On the path "tls", `host` is the HOST:PORT of the
    server. The function then starts a TLS terminator between the peer and the server, and counts the peer's connections
    in the terminator's output. `client` is the file of the example client."""
    absent = {check: peer.cannot.get(check) for check in CHECKS}
    checks = [check for check, reason in absent.items() if reason is None]
    name = f"http2-{peer.name}-{path}"
    terminator = None
    if path == "tls":
        terminator, port = start_terminator(name, host.partition(":")[2], processes)
        host = f"127.0.0.1:{port}"
        checks.remove("shared")
    if peer.kind == "browser":
        said = devtools.run(name, peer.command, processes, host, checks, PATIENCE)
    else:
        said = client_peers.report(name, peer, host, checks, processes, CLIENT=str(client))
    version, results = client_peers.read(said, checks)
    if terminator:
        count = len(re.findall("^carries ", output(terminator), re.MULTILINE))
        results["shared"] = None if count == 1 else f"{count} connections"
        processes.kill(terminator)
    return Row(peer.name, path, results, absent), version
