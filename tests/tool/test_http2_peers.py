#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Runs the examples of WebSocket over HTTP/2 with other programs: proxies that translate between HTTP/1.1 and HTTP/2,
and servers. A program that is not installed is skipped by its name.

Usage: test_http2_peers.py HTTP2_SERVER HTTP2_CLIENT ECHO_SERVER CLIENT
"""

import contextlib
import os
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
const server = http2.createServer({settings: {enableConnectProtocol: process.argv[3] === 'allow'}});
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
server.listen(Number(process.argv[2]), '127.0.0.1');
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


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command, port, **more):
    """Runs a program until the block ends, once it listens on the port."""
    process = subprocess.Popen([str(each) for each in command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **more)
    try:
        for _ in range(GUARD * 20):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                break
            if process.poll() is not None:
                raise RuntimeError(f"{command[0]} ended with {process.returncode}")
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def with_port(command, port):
    return running([command, *(["--port"] if command == ECHO_SERVER else []), port], port)


def ask(client, port, path, *texts):
    command = [client, f"ws://127.0.0.1:{port}{path}", *texts]
    return subprocess.run(command, capture_output=True, text=True, timeout=GUARD)


def check_echo(what, result, subprotocol):
    opened = result.returncode == 0 and subprotocol in result.stdout
    check(f"{what}: opens, agrees on {subprotocol}, echoes", opened and "one" in result.stdout and "two" in result.stdout, result)


@contextlib.contextmanager
def haproxy(folder, front, back, protocol):
    port = free_port()
    config = os.path.join(folder, f"{port}.cfg")
    with open(config, "w", encoding="utf-8") as file:
        file.write(HAPROXY.format(port=port, front=front, back=back, protocol=protocol))
    with running(["haproxy", "-db", "-f", config], port):
        yield port


@contextlib.contextmanager
def nghttpx(_, __, back, protocol):
    port = free_port()
    backend = f"127.0.0.1,{back};;proto={'h2' if protocol else 'http/1.1'}"
    command = ["nghttpx", "--conf=/dev/null", f"--frontend=127.0.0.1,{port};no-tls", f"--backend={backend}", "--workers=1"]
    with running(command, port):
        yield port


def test_proxies():
    for name, proxy in ("haproxy", haproxy), ("nghttpx", nghttpx):
        if not shutil.which(name):
            skip(f"{name}: it is not installed (Debian: {'nghttp2-proxy' if name == 'nghttpx' else name})")
            continue
        with tempfile.TemporaryDirectory() as folder:
            back = free_port()
            with with_port(HTTP2_SERVER, back), proxy(folder, "", back, " proto h2") as port:
                result = ask(CLIENT, port, "/chat", "--subprotocol", "chat", "--message", "hallo")
                echoed = result.returncode == 0 and "open subprotocol=chat" in result.stdout and "message hallo" in result.stdout
                check(f"{name}, HTTP/1.1 to the HTTP/2 server: opens, agrees on chat, echoes", echoed, result)
            back = free_port()
            with with_port(ECHO_SERVER, back), proxy(folder, " proto h2", back, "") as port:
                check_echo(f"{name}, the HTTP/2 client to HTTP/1.1", ask(HTTP2_CLIENT, port, "/chat", "one", "two"), "chat")
                result = ask(HTTP2_CLIENT, port, "/forbidden")
                check(f"{name}, a refusal to the HTTP/2 client", result.stdout == "refused: 403\n", result)


def check_server(name, port):
    check_echo(f"the HTTP/2 client to {name}", ask(HTTP2_CLIENT, port, "/chat", "one", "two"), "superchat")
    result = ask(HTTP2_CLIENT, port, "/forbidden")
    check(f"{name} refuses the HTTP/2 client", (result.returncode, result.stdout) == (1, "refused: 403\n"), result)


def test_node():
    if not shutil.which("node"):
        return skip("node: it is not installed (Debian: nodejs)")
    with tempfile.TemporaryDirectory() as folder:
        program = os.path.join(folder, "server.cjs")
        with open(program, "w", encoding="utf-8") as file:
            file.write(NODE)
        port = free_port()
        with running(["node", program, port, "allow"], port):
            check_server("node", port)
        port = free_port()
        with running(["node", program, port, "forbid"], port):
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
        port = free_port()
        with running([python, "-B", "-m", "hypercorn", "-b", f"127.0.0.1:{port}", "echo:app"], port, cwd=folder):
            check_server("hypercorn", port)


finish(test_proxies, test_node, test_hypercorn)
