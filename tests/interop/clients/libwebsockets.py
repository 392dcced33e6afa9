"""usage: libwebsockets.py HOST:PORT CHECK...

Runs libwebsockets-test-client and reads its log. The program offers the fixed subprotocol lws-mirror-protocol and
permessage-deflate. It sends an endless sequence of drawing commands as text messages. Its log shows the size of each
received message, but not the content.
"""

import re
import subprocess
import threading

from report import PATIENCE, equal, host, run, version

LOG = "1055"  # the bits of the log levels error, warning, notice, information, debug and user


def log(path, enough):
    """Runs the program on `path`. Returns the lines of its log up to the first line that matches the pattern
    `enough`."""
    command = ["libwebsockets-test-client", f"ws://{host()}{path}", "--justmirror", "-d", LOG]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
    timer = threading.Timer(PATIENCE, process.kill)
    timer.start()
    try:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if re.search(enough, line):
                return lines
    finally:
        timer.cancel()
        process.kill()
        process.communicate()
    raise AssertionError(f"nothing like {enough!r} in its log; the last line: {lines[-1:]}")


def status(path):
    last = log(path, "got bad HTTP response|CLIENT_ESTABLISHED")[-1]
    found = re.search(r"response '(\d+)'", last)
    return int(found[1]) if found else 101


def open():
    log("/", "mirror: LWS_CALLBACK_CLIENT_ESTABLISHED")


def text():
    log("/", r"starting disbursal of \d+ deframed rx")


def deflate():
    lines = log("/", "CLIENT_ESTABLISHED")
    equal([line for line in lines if "instantiating client ext" in line], [], "the log on extensions")


def forbidden():
    equal(status("/forbidden"), 403, "the status")


def challenge():
    equal(status("/private"), 401, "the status")


version("libwebsockets " + re.search(r"LWS: ([\d.]+)", "".join(log("/", "LWS: ")))[1])
run([open, text, deflate, forbidden, challenge])
