"""Functions and constants that the Python servers share. The argument of a server is the port to listen on. A server
prints "version TEXT" on standard output, supports the subprotocol chat, and echoes text messages. The answer to a
handshake depends on the resource:

    /                  opens, as every resource that this list does not contain
    /private           401, but opens with the right credentials
    /fields            400, but opens with the right Origin and X-Interop
    /forbidden         403 with a body
    /redirect          302 to /
    /loop              302 to itself
    /across?PORT/PATH  302 to another port
    /greeting          opens, and the server sends the first message
    /interim           103 comes before the 101, if the server can send it
"""

import sys
from base64 import b64encode

CREDENTIALS = "Basic " + b64encode(b"alice:wonderland").decode()
ORIGIN = "http://interop.test"
GREETING = "welcome"
CHALLENGE = {"WWW-Authenticate": 'Basic realm="interop"'}


def redirect(location):
    return 302, {"Location": location}, ""


def private(_, field):
    return None if field("Authorization") == CREDENTIALS else (401, CHALLENGE, "Who are you?\n")


def fields(_, field):
    good = field("Origin") == ORIGIN and field("X-Interop") == "yes"
    return None if good else (400, {}, "A field is missing.\n")


RESOURCES = {
    "/private": private,
    "/fields": fields,
    "/forbidden": lambda query, field: (403, {}, "Not for you.\n"),
    "/redirect": lambda query, field: redirect("/"),
    "/loop": lambda query, field: redirect("/loop"),
    "/across": lambda query, field: redirect(f"http://127.0.0.1:{query}"),
}


def refusal(target, field):
    """Returns the status, the fields and the body of a refusal, or None if the server must accept the handshake.
    field(name) returns the value of a request's field."""
    path, _, query = target.partition("?")
    decide = RESOURCES.get(path)
    return decide(query, field) if decide else None


def port():
    """Returns the port that the command line names."""
    return int(sys.argv[1])


def version(text):
    print("version", text, flush=True)
