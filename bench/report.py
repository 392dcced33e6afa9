"""report.py RUN.json: prints a run of all benchmarks as tables, and compares the results with their limits.

A figure is the median of its repetitions. The spread beside the figure covers the middle half of the repetitions.
"""

import json
import pathlib
import statistics
import sys

UNIT = "sha1/openssl_low_level/60_octets"
CHROME = "handshake/wshake/chrome"
LABEL = {
    "wshake": "wshake",
    "library": "wshake",
    "sse2": "wshake, SSE2",
    "portable": "wshake, plain C++",
    "one_file_gpp": "in one file, g++",
    "one_file_clangpp": "in one file, clang++",
    "http_parser": "http_parser, SHA1()",
    "beast": "Boost.Beast",
    "websocketpp": "WebSocket++",
    "harness": "the clock alone",
}
INPUTS = {
    "chrome": "Chrome's request, 554 bytes",
    "mix": "a mix of 256 requests",
    "proxied": "a request of 2 KB through proxies",
    "minimal": "a small client's request",
}
TASKS = {"plain": "nothing negotiated", "negotiated": "a subprotocol and permessage-deflate"}
COLD = {"cold_core": "first two levels of caches", "cold": "all caches"}
SERVERS = ("wshake", "sse2", "portable", "http_parser", "beast", "websocketpp")
COLD_SERVERS = ("library", "http_parser", "beast", "websocketpp")
CLIENTS = ("wshake", "beast", "websocketpp")


class Rows:
    """The rows of a run by name. median(), ratio() and client() return None if a row is missing."""

    def __init__(self, run):
        self.samples = run["rows"]

    def __contains__(self, name):
        return name in self.samples

    def median(self, name):
        return statistics.median(self.samples[name]) if name in self else None

    def quartiles(self, name):
        """Returns the first and the third quartile."""
        if len(self.samples[name]) == 1:
            return self.samples[name] * 2
        first, _, third = statistics.quantiles(self.samples[name], n=4, method="inclusive")
        return first, third

    def ratio(self, name, to):
        return self.median(name) / self.median(to) if name in self and to in self else None

    def inputs(self, what, who="wshake"):
        return [name.split("/")[2] for name in self.samples if name.startswith(f"{what}/{who}/")]

    def beyond(self, who, task):
        """Returns the time that only a peer's client row contains: drawing the nonce and making the answer."""
        if who == "wshake":
            return 0
        return (self.median(f"draw/{who}/nonce") or 0) + (self.median(f"answer/harness/{task}") or 0)

    def client(self, who, task):
        """Returns median and quartiles of a client's row, each less the time that beyond() returns."""
        name = f"client_handshake/{who}/{task}"
        if name not in self:
            return None
        return [time - self.beyond(who, task) for time in (self.median(name), *self.quartiles(name))]

    def largest(self, ratios):
        there = [self.ratio(*pair) for pair in ratios]
        return max((ratio for ratio in there if ratio is not None), default=None)

    def steps(self, what):
        """Pairs each head with the head of half its size. Leaves out the smallest head, which has mostly the fields of
        the handshake."""
        sizes = self.inputs(what)
        return [(f"{what}/wshake/{size}", f"{what}/wshake/{half}") for half, size in zip(sizes[1:], sizes[2:])]

    def uppers(self):
        """Returns pairs of rows of uppers.cpp: a row with dirty upper halves of vector registers, and the row with
        clean upper halves."""
        dirty = [name for name in self.samples if name.startswith("uppers_") and name.endswith("/dirty")]
        return [(name, name.replace("/dirty", "/clean")) for name in dirty]

    def portable(self):
        return [(f"handshake/portable/{name}", f"handshake/wshake/{name}") for name in INPUTS]


# Each entry has the name of a figure, the function that computes the figure, the comparison, and the limit.
TARGETS = (
    ("accept_key / OpenSSL's SHA-1", lambda rows: rows.ratio("accept_key/wshake/mix", UNIT), "<=", 0.6),
    ("Chrome's request / OpenSSL's SHA-1", lambda rows: rows.ratio(CHROME, UNIT), "<=", 1.8),
    ("mix / OpenSSL's SHA-1", lambda rows: rows.ratio("handshake/wshake/mix", UNIT), "<=", 2.1),
    ("2 KB / OpenSSL's SHA-1", lambda rows: rows.ratio("handshake/wshake/proxied", UNIT), "<=", 4),
    ("client, plain / OpenSSL's SHA-1", lambda rows: rows.ratio("client_handshake/wshake/plain", UNIT), "<=", 1.2),
    ("Boost.Beast / wshake, Chrome's", lambda rows: rows.ratio("handshake/beast/chrome", CHROME), ">=", 12),
    ("WebSocket++ / wshake, Chrome's", lambda rows: rows.ratio("handshake/websocketpp/chrome", CHROME), ">=", 50),
    ("http_parser / wshake, Chrome's", lambda rows: rows.ratio("handshake/http_parser/chrome", CHROME), ">=", 5),
    ("byte by byte / whole, Chrome's", lambda rows: rows.ratio("octet_by_octet/wshake/chrome", CHROME), "<=", 7.5),
    ("plain C++ / best, the worst input", lambda rows: rows.largest(rows.portable()), "<=", 3),
    ("twice the bytes, whole", lambda rows: rows.largest(rows.steps("doubling")), "<=", 2.2),
    ("twice the bytes, byte by byte", lambda rows: rows.largest(rows.steps("doubling_octet_by_octet")), "<=", 2.2),
    ("dirty / clean uppers, the worst row", lambda rows: rows.largest(rows.uppers()), "<=", 1.1),
)


def times(ratio):
    return "" if ratio is None else f"{ratio:.2f}" if ratio < 10 else f"{ratio:.1f}"


def timed(median, first, third):
    return f"{median:,.1f}", f"{first:,.1f} .. {third:,.1f}"


def table(title, head, lines):
    """Prints a table. The first column is text, the other columns are figures."""
    if not lines:
        return
    widths = [max(len(row[column]) for row in (head, *lines)) for column in range(len(head))]
    print(f"\n{title}")
    for row in (head, *lines):
        cells = [row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]
        print("  " + "   ".join(cells).rstrip())


def show_servers(rows):
    for load, words in INPUTS.items():
        lines = []
        for who in SERVERS:
            name = f"handshake/{who}/{load}"
            if name in rows:
                ratios = rows.ratio(name, UNIT), rows.ratio(name, f"handshake/wshake/{load}")
                lines.append([LABEL[who], *timed(rows.median(name), *rows.quartiles(name)), *map(times, ratios)])
        table(f"A server's handshake: {words}", ["", "ns", "quartiles", "/ OpenSSL's SHA-1", "/ wshake"], lines)


def show_clients(rows):
    for task, words in TASKS.items():
        lines = []
        own, unit = rows.client("wshake", task), rows.median(UNIT)
        for who in CLIENTS:
            time = rows.client(who, task)
            if time:
                ratios = time[0] / unit if unit else None, time[0] / own[0] if own else None
                lines.append([LABEL[who], *timed(*time), *map(times, ratios), f"{rows.beyond(who, task):.1f}"])
        head = ["", "ns", "quartiles", "/ OpenSSL's SHA-1", "/ wshake", "nonce and answer, subtracted"]
        table(f"A client's request and the check of its 101: {words}", head, lines)


def show_cold(run, rows):
    for what, words in COLD.items():
        lines = []
        for who in (*COLD_SERVERS, "harness"):
            name = f"{what}/{who}/mix"
            if name in rows:
                warm = f"handshake/{'wshake' if who == 'library' else who}/mix"
                ratios = rows.ratio(name, warm), rows.ratio(name, f"{what}/library/mix")
                lines.append([LABEL[who], *timed(rows.median(name), *rows.quartiles(name)), *map(times, ratios)])
        walked = int(run["context"].get(what, 0)) >> 20
        title = f"A server's cold handshake, the mix: {words} emptied by reading {walked} MiB"
        table(title, ["", "ns", "quartiles", "/ warm", "/ wshake"], lines)


def show_parts(rows):
    lines = []
    for what in ("parse", "negotiated", "octet_by_octet", "pieces_of_64", "refuse", "list", "list_by_server"):
        for load in rows.inputs(what):
            name, whole = f"{what}/wshake/{load}", f"handshake/wshake/{load}"
            time = timed(rows.median(name), *rows.quartiles(name))
            lines.append([f"{what}, {load}", *time, times(rows.ratio(name, UNIT)), times(rows.ratio(name, whole))])
    for what in ("client_request", "client_octet_by_octet"):
        for task in rows.inputs(what):
            name, whole = f"{what}/wshake/{task}", f"client_handshake/wshake/{task}"
            time = timed(rows.median(name), *rows.quartiles(name))
            lines.append([f"{what}, {task}", *time, times(rows.ratio(name, UNIT)), times(rows.ratio(name, whole))])
    for name in rows.samples:
        what, who, _ = name.split("/")
        if what in ("accept_key", "sha1"):
            time = timed(rows.median(name), *rows.quartiles(name))
            lines.append([f"{what}, {LABEL.get(who, who)}", *time, times(rows.ratio(name, UNIT)), ""])
    table("Parts and variants", ["", "ns", "quartiles", "/ OpenSSL's SHA-1", "/ handshake"], lines)


def show_doubling(rows):
    lines = []
    sizes = rows.inputs("doubling")
    for half, size in zip([None, *sizes], sizes):
        line = [f"{int(size):,} bytes"]
        for what in ("doubling", "doubling_octet_by_octet"):
            name = f"{what}/wshake/{size}"
            if name in rows:
                time = rows.median(name)
                line += [f"{time:,.0f}", f"{time / int(size):.3f}", times(rows.ratio(name, f"{what}/wshake/{half}"))]
            else:
                line += [""] * 3
        lines.append(line)
    head = ["", "whole, ns", "ns per byte", "/ half", "byte by byte, ns", "ns per byte", "/ half"]
    table("Heads of twice the size", head, lines)


def show_uppers(run, rows):
    lines = []
    for dirty, clean in [("unprotected/harness/dirty", "unprotected/harness/clean"), *rows.uppers()]:
        if dirty in rows:
            what, who, _ = dirty.split("/")
            label = (
                f"{what.removeprefix('uppers_')}, {LABEL[who]}" if who != "harness" else "for comparison, unprotected"
            )
            figures = f"{rows.median(clean):.1f}", f"{rows.median(dirty):.1f}", times(rows.ratio(dirty, clean))
            lines.append([label, *figures])
    table("Upper halves of vector registers", ["", "clean, ns", "dirty, ns", "dirty / clean"], lines)
    for function, fault in run.get("vzeroupper", {}).items():
        print(f"  {function}: {fault or 'vzeroupper first, no wide register'}")


def show_instructions(run):
    found = run.get("instructions")
    if not found:
        return
    lines = []
    for copy in ("library", "sse2", "portable"):
        if copy in found["copies"]:
            counts = found["copies"][copy]
            label = f"{LABEL[copy]}, {found['processor'] or 'nothing found'}" if copy == "library" else LABEL[copy]
            lines.append([label, *(f"{count:,.0f}" for count in counts.values())])
    title = (
        "Instructions of a handshake under valgrind, which hides SHA instructions: the digest is plain C++ in all rows"
    )
    table(title, ["", *found["copies"]["library"]], lines)


def show_profile(run):
    found = run.get("profile")
    if not found:
        return
    whole = sum(count for _, count in found)
    shown = [[name, count] for name, count in found if count >= whole / 100]
    shown.append(["below 1 % each", whole - sum(count for _, count in shown)])
    lines = [[name, f"{count:,.0f}", f"{count / whole:.1%}"] for name, count in [*shown, ["all", whole]]]
    table("Instructions by function: Chrome's request, wshake", ["", "instructions", "of all"], lines)


def show_memory(run):
    found = run.get("memory")
    if not found:
        return
    lines = (
        ("server", found["server"]),
        ("pointer to its storage and bytes received", found["connection"] - found["server"]),
        ("storage, a slot for the bytes received", found["slot"]),
        ("resident, before the first byte", found["resident_idle"]),
        ("resident, half-open", found["resident_half_open"]),
    )
    title = f"Memory of {found['connections']:,} connections, {found['arrived']} bytes of a head received on each"
    table(title, ["", "bytes each"], [[words, f"{octets:.1f}"] for words, octets in lines])
    print(f"  {found['accepted']:,} of them were then completed and accepted")


def show_targets(run, rows):
    lines = []
    for words, find, way, limit in TARGETS:
        ratio = find(rows)
        if ratio is None and not run["is_whole"]:
            continue
        if ratio is None:
            lines.append([words, f"{way} {limit:.2f}", "", "not measured"])
        else:
            is_met = ratio <= limit if way == "<=" else ratio >= limit
            lines.append([words, f"{way} {limit:.2f}", f"{ratio:.2f}", "met" if is_met else "MISSED"])
    table("Targets", ["", "target", "measured", ""], lines)


def versions(run):
    context = run["context"]
    # Keeps the name and the number of each version. Dates and names of vendors follow them.
    names = [
        " ".join(context[key].split()[:2])
        for key in ("compiler", "openssl", "http_parser", "beast", "websocketpp")
        if key in context
    ]
    return ", ".join(names)


def samples(run):
    processes = "one process" if run["passes"] == 1 else f"{run['passes']} processes"
    return f"{run['passes'] * run['repetitions']} repetitions in {processes}, all rows interleaved on one core"


def show_core(run):
    """Prints each process's share of its core: see core.hpp."""
    counted, left_out = run["additions_at_a_time"][: run["passes"]], run["additions_at_a_time"][run["passes"] :]

    def span(numbers):
        ends = sorted({f"{min(numbers):.1f}", f"{max(numbers):.1f}"})
        return f"{' to '.join(ends)} independent additions at a time"

    if run["is_whole"]:
        print(f"The core ran {span(counted)}")
    if left_out:
        print(f"Left out: {len(left_out)} processes whose core also did other work and ran {span(left_out)}")


def show(run):
    rows = Rows(run)
    print(f"{run['processor']}; {versions(run)}")
    print(f"Medians of {samples(run)}")
    show_core(run)
    show_servers(rows)
    show_clients(rows)
    show_cold(run, rows)
    show_parts(rows)
    show_doubling(rows)
    show_uppers(run, rows)
    show_instructions(run)
    show_profile(run)
    show_memory(run)
    show_targets(run, rows)


if __name__ == "__main__":
    show(json.loads(pathlib.Path(sys.argv[1]).read_text()))
