"""page.py RUN.json: rewrites the figures in bench/figures/ and the table in docs/speed.md from RUN.json,
the results that run.py has stored."""

import json
import pathlib
import sys
import textwrap

import figures
import report

ROOT = pathlib.Path(__file__).resolve().parent.parent
FIGURES = pathlib.Path("bench", "figures")
PAGE = pathlib.Path("docs", "speed.md")
BEGIN, END = "<!-- ./dev bench --write writes from here -->", "<!-- to here -->"

SERVERS = ("wshake", "http_parser", "beast", "websocketpp")
UNIT_LABEL = "OpenSSL's SHA-1 of 60 octets"


def bar(label, median, first, third, own):
    """Returns a bar in microseconds. The arguments are in nanoseconds, and `own` is wshake's median."""
    note = f"{median / 1000:.2f} µs" + ("" if median == own else f", {median / own:.1f} ×")
    return figures.Bar(label, median / 1000, first / 1000, third / 1000, note, median == own)


def server_panel(rows, words, what, servers, load):
    names = [f"{what}/{who}/{load}" for who in servers]
    bars = [
        bar(report.LABEL[who], rows.median(name), *rows.quartiles(name), rows.median(names[0]))
        for who, name in zip(servers, names)
        if name in rows
    ]
    return words[0].upper() + words[1:], bars


def client_panel(rows, task, words):
    found = {who: rows.client(who, task) for who in report.CLIENTS}
    bars = [bar(report.LABEL[who], *time, found["wshake"][0]) for who, time in found.items() if time]
    return words[0].upper() + words[1:], bars


def points(rows, what):
    return [(int(size), rows.median(f"{what}/wshake/{size}") / int(size)) for size in rows.inputs(what)]


def pictures(run, rows):
    caption = [
        f"{run['processor']}. {report.versions(run)}.",
        f"Medians of {report.samples(run)}.",
    ]
    spread = "A line at a bar's end spans the middle half of the repetitions."
    of_bars = [*caption, spread]
    unit = (rows.median(report.UNIT) / 1000, UNIT_LABEL)
    servers = [server_panel(rows, report.INPUTS[load], "handshake", SERVERS, load) for load in ("chrome", "mix")]
    yield "server", figures.bars("A server's whole handshake", servers, unit, of_bars)
    of_clients = [
        *of_bars,
        "Without the drawing of the nonce and the making of the answer. WebSocket++ does not offer permessage-deflate.",
    ]
    clients = [client_panel(rows, task, words) for task, words in report.TASKS.items()]
    yield "client", figures.bars("A client's request and the check of its 101", clients, unit, of_clients)
    cold = [
        server_panel(rows, f"{words} emptied", what, report.COLD_SERVERS, "mix") for what, words in report.COLD.items()
    ]
    yield "cold", figures.bars("A server's whole handshake when caches are cold", cold, None, of_bars)
    lines = [
        figures.Line("octet by octet", points(rows, "doubling_octet_by_octet"), False),
        figures.Line("whole", points(rows, "doubling"), True),
    ]
    yield "linear", figures.lines("Linear in the octets of a request", "octets", "ns for each octet", lines, caption)


def server_table(rows):
    lines = ["| a server's whole handshake | Chrome's request | | a mix of 256 requests | |", "|---|--:|--:|--:|--:|"]
    for who in report.SERVERS:
        cells = [report.LABEL[who] + (", which checks far less" if who == "http_parser" else "")]
        for load in ("chrome", "mix"):
            name = f"handshake/{who}/{load}"
            if name in rows:
                cells += [f"{rows.median(name):,.0f} ns", f"{rows.ratio(name, f'handshake/wshake/{load}'):.1f} ×"]
            else:
                cells += ["", ""]
        lines.append(f"| {' | '.join(cells)} |")
    return lines


def in_words(run, rows):
    unit = f"{rows.median(report.UNIT):.0f} ns"
    chrome, mix, key = (
        rows.ratio(name, report.UNIT) for name in (report.CHROME, "handshake/wshake/mix", "accept_key/wshake/mix")
    )
    memory = run["memory"]
    beside = memory["connection"] - memory["server"]
    yield (
        f"Every handshake needs the SHA-1 of 60 bytes, which takes {unit} with OpenSSL's low-level functions. wshake's "
        f"handshake takes {chrome:.1f} times as long for Chrome's request, {mix:.1f} times for the mix, and its "
        f"`accept_key` {key:.2f} times."
    )
    yield (
        f"{memory['connections']:,} half-open connections, {memory['arrived']} bytes received on each, take "
        f"{memory['resident_half_open']:.0f} bytes of memory each: {memory['server']} for the `server`, {beside} for "
        f"the address and size of its storage, and {memory['slot']} for the storage, a slot of a pool."
    )


def picture(words, name):
    return f"![{words}](../{FIGURES / name}.svg)"


def section(run, rows):
    cold = (
        "With cold caches: before each handshake every library performs some handshakes with other requests, and then "
        "writes to each cache line of a buffer larger than the caches. Only the request is in the cache, because receiving it "
        "puts it there."
    )
    one_run = f"One run of `./dev bench`: {run['processor']}; {report.versions(run)}. Medians of {report.samples(run)}."
    parts = [
        one_run,
        "\n".join(server_table(rows)),
        *in_words(run, rows),
        picture("A client's handshake, bars", "client"),
        cold,
        picture("A server's handshake with cold caches, bars", "cold"),
        picture("Nanoseconds for each byte of a request, lines", "linear"),
    ]
    return "\n\n".join(part if "|" in part else textwrap.fill(part, 120) for part in parts)


def write(run):
    rows = report.Rows(run)
    if not run["is_whole"] or not run["memory"] or report.UNIT not in rows:
        sys.exit("page.py: this run is not complete")
    (ROOT / FIGURES).mkdir(exist_ok=True)
    for name, picture in pictures(run, rows):
        (ROOT / FIGURES / f"{name}.svg").write_text(picture, encoding="utf-8")
    page = ROOT / PAGE
    before, begin, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        sys.exit(f"{PAGE} lacks {BEGIN} or {END}")
    page.write_text(f"{before}{BEGIN}\n\n{section(run, rows)}\n\n{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    write(json.loads(pathlib.Path(sys.argv[1]).read_text()))
