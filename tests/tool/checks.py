# SPDX-License-Identifier: BSL-1.0
"""The tests of the tool and of the examples share this module. It counts checks, and has samples of handshakes."""

import contextlib
import io
import os
import subprocess
import sys
import traceback

KEY = b"dGhlIHNhbXBsZSBub25jZQ=="
NONCE = b"the sample nonce".hex()  # the 16 bytes that KEY encodes
ACCEPT = b"\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
FIELDS = b"Host: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
GOOD = b"GET /chat HTTP/1.1\r\n" + FIELDS + b"Sec-WebSocket-Key: " + KEY + b"\r\n\r\n"
OFFER = GOOD.replace(
    b"\r\n\r\n",
    b"\r\nSec-WebSocket-Protocol: chat, superchat\r\n"
    b"Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n\r\n",
)
SWITCHING = b"HTTP/1.1 101 Switching Protocols\r\n"
OPEN = SWITCHING + b"Upgrade: websocket\r\nConnection: Upgrade" + ACCEPT + b"\r\n"

GUARD = 120  # seconds until a hanging test fails; the value is large because a machine may be slow

# The command, such as Wine, that runs the tested programs if they are programs of another system.
EMULATOR = os.environ.get("WSHAKE_EMULATOR", "").split()
IS_WINDOWS = any("wine" in word for word in EMULATOR)

PLAIN = {"PATH": os.environ.get("PATH", ""), "TERM": "xterm"}
PLAIN.update((name, value) for name, value in os.environ.items() if name.startswith("WINE"))

passed = failed = skipped = 0


def check(what, holds, seen=""):
    global passed, failed
    if holds:
        passed += 1
        print(f"ok {what}")
    else:
        failed += 1
        print(f"FAILED {what}: {seen!r:.2000}")


def skip(what):
    global skipped
    skipped += 1
    print(f"skipped {what}")


def patiently(test, *deadlines):
    """Runs a test of a deadline, first with the shortest of `deadlines`. If checks fail, runs the test again with the
    next deadline, because a busy machine may be too slow for a short deadline. Only the checks of the last run
    count."""
    global passed, failed
    for deadline in deadlines:
        before, said = (passed, failed), io.StringIO()
        with contextlib.redirect_stdout(said):
            attempt(lambda: test(deadline), test.__name__)
        if failed == before[1] or deadline == deadlines[-1]:
            break
        passed, failed = before
    print(said.getvalue(), end="")


def attempt(test, name):
    try:
        test()
    except Exception:
        check(name, False, traceback.format_exc())


def finish(*tests):
    """Runs the tests and ends the process. A test that raises an exception has failed, and the next tests still run."""
    for test in tests:
        attempt(test, test.__name__)
    if passed + failed + skipped == 0:
        print("the tests have checked nothing")
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(0 if passed and not failed else 1)


def lines(output):
    """Returns a program's output with LF line ends. A program for Windows writes CRLF."""
    return output.replace(b"\r\n", b"\n") if IS_WINDOWS else output


def runner(program):
    """Returns a function that runs the program. The function takes the program's arguments, and `data` for its standard
    input."""

    def run(*arguments, data=b"", env=PLAIN, **more):
        return subprocess.run([*EMULATOR, program, *arguments], input=data, capture_output=True, env=env, timeout=GUARD, **more)

    return run


def open_terminal():
    """Opens a pseudoterminal. Returns its two descriptors, or None if the system has no pseudoterminals."""
    try:
        return os.openpty()
    except OSError:
        return None


def on_terminal(command, env=PLAIN):
    """Runs a command with its output on a pseudoterminal. Returns the output, or None if the system has no
    pseudoterminals."""
    ends = open_terminal()
    if ends is None:
        return None
    ours, theirs = ends
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=theirs, env=env)
    os.close(theirs)
    out = b""
    try:
        while part := os.read(ours, 65536):
            out += part
    except OSError:  # Linux raises EIO after the command has closed the pseudoterminal
        pass
    os.close(ours)
    process.wait(GUARD)
    return out


def check_run(what, result, code, out=None, err=None):
    """Checks the exit code of a program. Standard output must contain `out`, and standard error `err`."""
    holds = result.returncode == code
    holds = holds and (out is None or out in result.stdout) and (err is None or err in result.stderr)
    check(what, holds, result)


def in_order(parts, text):
    """Returns whether the text contains all parts in their order."""
    at = 0
    for part in parts:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return True


def with_field(field, response=OPEN):
    return response.replace(b"\r\n\r\n", b"\r\n" + field + b"\r\n\r\n", 1)


def refusal(status, *fields, body=b"No.\n"):
    return b"\r\n".join([b"HTTP/1.1 " + status, *fields, b"Content-Length: %d" % len(body), b"", body])
