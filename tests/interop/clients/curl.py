"""usage: curl.py HOST:PORT CHECK...

In the checks of this script curl sends no WebSocket frames: it sends the handshake as a plain request, and prints the
answer.
"""

import subprocess

from report import OFFER, PASSWORD, PATIENCE, USER, equal, host, run, version

KEY, ACCEPT = "dGhlIHNhbXBsZSBub25jZQ==", "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="  # the example of RFC 6455 §1.3


def handshake(path, *arguments, **fields):
    """Sends a handshake with curl. Returns the answer's status, and its fields with lower-case names."""
    sent = {"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": KEY}
    command = ["curl", "--silent", "--show-error", "--http1.1", "--no-buffer", "--dump-header", "-", "--noproxy", "*"]
    command += ["--output", "/dev/null", "--max-time", str(PATIENCE), *arguments]
    for name, value in {**sent, **fields}.items():
        command += ["--header", f"{name}: {value}"]
    command.append(f"http://{host()}{path}")
    # After a 101 curl would wait until its timeout, so the function ends curl when the head has arrived.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    try:
        lines = []
        for line in process.stdout:
            if line == b"\r\n":
                break
            lines.append(line.decode("latin-1").rstrip("\r\n"))
    finally:
        process.kill()
        _, errors = process.communicate()
    if not lines:
        raise AssertionError(errors.decode().strip() or "no answer")
    answer = (line.partition(":") for line in lines[1:])
    return int(lines[0].split()[1]), {name.lower(): value.strip() for name, _, value in answer}


def open():
    status, answer = handshake("/")
    equal(status, 101, "the status")
    equal(answer.get("sec-websocket-accept"), ACCEPT, "the accept value")


def proto():
    status, answer = handshake("/", **{"Sec-WebSocket-Protocol": ", ".join(OFFER)})
    equal(status, 101, "the status")
    equal(answer.get("sec-websocket-protocol"), "chat", "the subprotocol")


def deflate():
    status, answer = handshake("/", **{"Sec-WebSocket-Extensions": "permessage-deflate; client_max_window_bits"})
    equal(status, 101, "the status")
    equal(answer.get("sec-websocket-extensions"), None, "the list of extensions")


def forbidden():
    equal(handshake("/forbidden")[0], 403, "the status")


def challenge():
    status, answer = handshake("/private")
    equal(status, 401, "the status")
    equal(answer.get("www-authenticate", "").partition(" ")[0].lower(), "basic", "the scheme")


def private():
    equal(handshake("/private", "--user", f"{USER}:{PASSWORD}")[0], 101, "the status")


version(subprocess.run(["curl", "--version"], capture_output=True, text=True).stdout.split(" (")[0])
run([open, proto, deflate, forbidden, challenge, private])
