#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the examples of WebSocket over HTTP/2 with other programs: proxies that translate between HTTP/1.1 and HTTP/2,
and servers. A program that is not installed is skipped by its name.

Usage: test_http2_peers.py HTTP2_SERVER HTTP2_CLIENT ECHO_SERVER CLIENT
"""

import contextlib
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True

from checks import GUARD, check, finish, skip

HTTP2_SERVER, HTTP2_CLIENT, ECHO_SERVER, CLIENT = (os.path.abspath(path) for path in sys.argv[1:5])

NODE = """
const http2 = require('http2');
const server = http2.createServer({settings: {enableConnectProtocol: process.argv[2] === 'allow'}});
server.on('stream', (stream, asked) => {
  if (asked[':protocol'] !== 'websocket' || asked[':path'] === '/forbidden') {
    stream.respond({':status': 403, 'content-type': 'text/plain'});
    return stream.end('no');
  }
  stream.respond({':status': 200, 'sec-websocket-protocol': 'superchat'});
  let rest = Buffer.alloc(0);
  stream.on('data', data => {
    rest = Buffer.concat([rest, data]);
    while (rest.length >= 6 && rest.length >= 6 + (rest[1] & 127)) {  // short masked frames
      const size = rest[1] & 127, mask = rest.subarray(2, 6);
      const payload = Buffer.from(rest.subarray(6, 6 + size)).map((octet, at) => octet ^ mask[at % 4]);
      stream.write(Buffer.concat([Buffer.from([rest[0], size]), payload]));
      rest = rest.subarray(6 + size);
    }
  });
});
server.listen(0, '127.0.0.1', () => console.log(`listening on 127.0.0.1:${server.address().port}`));
"""

HYPERCORN = """
async def app(scope, receive, send):
    if scope["type"] != "websocket":
        return
    await receive()
    if scope["path"] == "/forbidden":
        return await send({"type": "websocket.close"})
    await send({"type": "websocket.accept", "subprotocol": "superchat"})
    while (message := await receive())["type"] == "websocket.receive":
        await send({"type": "websocket.send", "text": message["text"]})
"""

HAPROXY = """
defaults
  mode http
  timeout connect 60s
  timeout client 600s
  timeout server 600s
frontend front
  bind 127.0.0.1:{port}{front}
  default_backend back
backend back
  server one 127.0.0.1:{back}{protocol}
"""


@contextlib.contextmanager
def ended(process):
    """Ends the process when the block ends."""
    try:
        yield
    finally:
        process.terminate()
        process.wait()


@contextlib.contextmanager
def printing_port(*command):
    """Runs a program that chooses its port and prints it."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    with ended(process), process.stdout:
        yield int(re.search(r":(\d+)/?$", process.stdout.readline())[1])


def listens(port):
    with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def start_on_port(command_of, **more):
    """Starts a program on a port below those of outgoing connections. Returns the process and the port. If another
    program was there first, this program ends, and another port is tried."""
    for _ in range(100):
        port = random.randrange(16384, 32768)
        process = subprocess.Popen(command_of(port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
        while process.poll() is None:
            if listens(port):
                return process, port
            time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} ends on every port, with {process.returncode}")


@contextlib.contextmanager
def given_port(command_of, **more):
    """Runs a program that needs to be given its port."""
    process, port = start_on_port(command_of, **more)
    with ended(process):
        yield port


def ask(client, port, path, *texts):
    command = [client, f"ws://127.0.0.1:{port}{path}", *texts]
    return subprocess.run(command, capture_output=True, text=True, timeout=GUARD)


def check_echo(what, result, subprotocol):
    opened = result.returncode == 0 and subprotocol in result.stdout
    check(f"{what}: opens, agrees on {subprotocol}, echoes", opened and "one" in result.stdout and "two" in result.stdout, result)


def haproxy(folder, front, back, protocol):
    def command(port):
        config = os.path.join(folder, f"{port}.cfg")
        with open(config, "w", encoding="utf-8") as file:
            file.write(HAPROXY.format(port=port, front=front, back=back, protocol=protocol))
        return "haproxy", "-db", "-f", config

    return given_port(command)


def nghttpx(_, __, back, protocol):
    backend = f"--backend=127.0.0.1,{back};;proto={'h2' if protocol else 'http/1.1'}"
    return given_port(
        lambda port: ("nghttpx", "--conf=/dev/null", "--workers=1", f"--frontend=127.0.0.1,{port};no-tls", backend)
    )


def test_proxies():
    for name, proxy in ("haproxy", haproxy), ("nghttpx", nghttpx):
        if not shutil.which(name):
            skip(f"{name}: it is not installed (Debian: {'nghttp2-proxy' if name == 'nghttpx' else name})")
            continue
        with tempfile.TemporaryDirectory() as folder:
            with printing_port(HTTP2_SERVER) as back, proxy(folder, "", back, " proto h2") as port:
                result = ask(CLIENT, port, "/chat", "--subprotocol", "chat", "--message", "hallo")
                echoed = result.returncode == 0 and "open subprotocol=chat" in result.stdout and "message hallo" in result.stdout
                check(f"{name}, HTTP/1.1 to the HTTP/2 server: opens, agrees on chat, echoes", echoed, result)
            with printing_port(ECHO_SERVER, "--port", "0") as back, proxy(folder, " proto h2", back, "") as port:
                check_echo(f"{name}, the HTTP/2 client to HTTP/1.1", ask(HTTP2_CLIENT, port, "/chat", "one", "two"), "chat")
                result = ask(HTTP2_CLIENT, port, "/forbidden")
                check(f"{name}, a refusal to the HTTP/2 client", result.stdout.startswith("refused: 403\n"), result)


def check_server(name, port):
    check_echo(f"the HTTP/2 client to {name}", ask(HTTP2_CLIENT, port, "/chat", "one", "two"), "superchat")
    result = ask(HTTP2_CLIENT, port, "/forbidden")
    refused = result.returncode == 1 and result.stdout.startswith("refused: 403\n")
    check(f"{name} refuses the HTTP/2 client", refused, result)


def test_node():
    if not shutil.which("node"):
        return skip("node: it is not installed (Debian: nodejs)")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "server.cjs")
        with open(program, "w", encoding="utf-8") as file:
            file.write(NODE)
        with printing_port("node", program, "allow") as port:
            check_server("node", port)
        with printing_port("node", program, "forbid") as port:
            result = ask(HTTP2_CLIENT, port, "/chat")
            check("node without the setting is not asked", "SETTINGS_ENABLE_CONNECT_PROTOCOL" in result.stderr, result)


def test_hypercorn():
    python = "/usr/bin/python3"
    found = subprocess.run([python, "-c", "import hypercorn, h2, wsproto"], capture_output=True, check=False) if os.path.exists(python) else None
    if found is None or found.returncode != 0:
        return skip("hypercorn: it is not installed (Debian: python3-hypercorn)")
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "echo.py"), "w", encoding="utf-8") as file:
            file.write(HYPERCORN)
        program = (python, "-B", "-m", "hypercorn", "echo:app", "-b")
        with given_port(lambda port: (*program, f"127.0.0.1:{port}"), cwd=folder) as port:
            check_server("hypercorn", port)


finish(test_proxies, test_node, test_hypercorn)
