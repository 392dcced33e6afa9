"""Functions and constants that the Python clients share. The arguments of a client are HOST:PORT and the names of
checks. A client prints on standard output "version TEXT" once, then "NAME ok" or "NAME FAIL reason" for each check."""

import sys

PATIENCE = 120  # seconds until a step that hangs fails; the value is large because a machine may be slow
TEXT = "grüße ✓"
BINARY = bytes(range(256))
LARGE = bytes(index % 251 for index in range(70_000))  # more than one segment, even on loopback (65,535 octets)
OFFER = ["superchat", "chat"]  # the server prefers chat
USER, PASSWORD = "alice", "wonderland"


def host():
    """Returns the HOST:PORT of the command line."""
    return sys.argv[1]


def version(text):
    print("version", text, flush=True)


def equal(got, wanted, what):
    if got != wanted:
        got, wanted = (f"{len(x)} octets" if isinstance(x, bytes) else repr(x) for x in (got, wanted))
        raise AssertionError(f"{what} is {got}, not {wanted}")


def run(checks):
    """Calls the functions that the command line names. A check and its function have the same name."""
    hopeless = False
    for check in checks:
        name = check.__name__
        if name not in sys.argv[2:]:
            continue
        if hopeless:
            print(name, "FAIL not tried, as open failed", flush=True)
            continue
        try:
            check()
        except Exception as error:
            print(name, "FAIL", f"{type(error).__name__}: {error}".replace("\n", " "), flush=True)
            hopeless = name == "open"
        else:
            print(name, "ok", flush=True)
