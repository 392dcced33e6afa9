"""usage: own_client.py HOST:PORT CHECK...

Runs the example client, whose path is in the environment variable CLIENT.
"""

import os
import subprocess

from report import OFFER, PASSWORD, PATIENCE, TEXT, USER, equal, host, run


def said(path, *arguments):
    """Runs the example client. Returns its exit status and its output."""
    command = [os.environ["CLIENT"], "--deadline", str(PATIENCE), "--message", TEXT, *arguments, f"ws://{host()}{path}"]
    result = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
    return result.returncode, result.stdout


def open():
    equal(said("/")[0], 0, "the exit status")


def text():
    equal(said("/"), (0, f"open\nmessage {TEXT}\nclosed 1000\n"), "the client's output")


def proto():
    offer = [word for name in OFFER for word in ("--subprotocol", name)]
    equal(said("/", *offer), (0, f"open subprotocol=chat\nmessage {TEXT}\nclosed 1000\n"), "the client's output")


def forbidden():
    status, output = said("/forbidden")
    first, *rest = output.splitlines()
    equal((status, first.split()[:2]), (1, ["refused", "403"]), "the beginning of the client's output")
    equal(rest, ["body 10", "Forbidden", ""], "the end of the client's output")


def private():
    status, output = said("/private", "--user", f"{USER}:{PASSWORD}")
    first, *rest = output.splitlines()
    equal((status, first.split()[:2]), (0, ["challenge", "401"]), "the beginning of the client's output")
    equal(rest, ["open", f"message {TEXT}", "closed 1000"], "the end of the client's output")


run([open, text, proto, forbidden, private])
