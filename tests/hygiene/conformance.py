"""conformance.py ROOT [--update]: docs/conformance.md names only tests and places that exist, and its counts match its
rows.

Each row of the table has one of four states:
- "held" or "differs": tests prove the row.
- "caller": a place in the documentation tells the caller about the requirement.
- "open": this version of the library does not meet the requirement. The row must be about HTTP/2 or HTTP/3.
The last cell of a row lists transcripts (accept: "name", "another"), unit tests (unit: "name"), fuzz targets (fuzz:
name) and places ([guide, Deadlines](guide.md#deadlines), [answer.hpp: header](../include/wshake/answer.hpp)), with a
remark after a dash. --update writes the counts.
"""

import pathlib
import re
import sys

root = pathlib.Path(sys.argv[1]).resolve()
page = root / "docs" / "conformance.md"
failures = []

WHO = {"S", "C", "P", "CP", "B"}
STATES = ("held", "differs", "caller", "open")
OPEN = re.compile(r"(8441|9220|9113)-")


def read(path):
    return path.read_text(encoding="utf-8")


def known_names():
    """Maps each source of tests to the names of its tests. A source is a file of tests/transcripts, "unit" or
    "fuzz"."""
    names = {path.stem: set(re.findall(r"^=== (.*)$", read(path), re.MULTILINE))
             for path in (root / "tests" / "transcripts").glob("*.txt")}
    literal = r'"((?:[^"\\]|\\.)*)"'
    names["unit"] = {
        re.sub(r"\\(.)", r"\1", name)
        for path in (root / "tests").rglob("*_test.cpp")
        for name in re.findall(rf"^TEST_CASE\({literal}\)", read(path), re.MULTILINE)
    }
    names["fuzz"] = {path.stem.removeprefix("fuzz_") for path in (root / "fuzz").glob("fuzz_*.cpp")}
    return names


def anchors(path):
    titles = re.findall(r"^#+ (.*)$", read(path), re.MULTILINE)
    return {re.sub(r"[^a-z0-9_-]", "", title.lower().replace(" ", "-")) for title in titles}


def check_place(text, target):
    path, _, anchor = target.partition("#")
    there = (page.parent / path).resolve()
    if not there.exists():
        return f"{path} does not exist"
    if there.suffix == ".md":
        return None if anchor in anchors(there) else f"{path} has no heading {anchor!r}"
    symbol = text.partition(": ")[2]
    found = symbol and re.search(rf"\b{re.escape(symbol)}\b", read(there))
    return None if found else f"{path} has no {symbol!r}"


def read_proof(text, names):
    """Returns the number of tests that a row's last cell names, the number of places, and the cell's errors."""
    tests = places = 0
    wrong = []
    source = None
    while text:
        place = re.match(r"\[([^\]]+)\]\(([^)]+)\)", text)
        begins = re.match(r"([a-z_]+): ", text)
        if place:
            wrong += filter(None, [check_place(*place.groups())])
            places += 1
            text = text[place.end():]
        else:
            if begins:
                source = begins.group(1)
                text = text[begins.end():]
            if source not in names:
                return tests, places, wrong + [f"nothing is called {source!r} at {text[:40]!r}"]
            quote = "" if source == "fuzz" else '"'
            # A test's name may contain quotation marks, so the longest matching name counts.
            fitting = [quoted for name in names[source] if text.startswith(quoted := f"{quote}{name}{quote}")
                       and (text == quoted or text.startswith((", ", "; "), len(quoted)))]
            if fitting:
                text = text[len(max(fitting, key=len)):]
            else:
                end = re.match(r'"?.*?"?(?=, "|; |$)', text).end()
                wrong.append(f"{source} has no {text[:end]}")
                text = text[end:]
            tests += 1
        if text and not re.match(r"[,;] ", text):
            return tests, places, wrong + [f"unreadable: {text[:40]!r}"]
        text = text[2:]
    return tests, places, wrong


def check_row(cells, names):
    if len(cells) != 6:
        return [f"the row has {len(cells)} cells instead of 6"]
    row, who, level, requirement, state, proof = cells
    wrong = []
    if who not in WHO:
        wrong.append(f"unknown side {who!r}")
    if not level or not requirement:
        wrong.append("the row's level or requirement is missing")
    if state not in STATES:
        return wrong + [f"no state is called {state!r}"]
    named, _, remark = proof.partition(" — ") if not proof.startswith("— ") else ("", "", proof[2:])
    tests, places, faults = read_proof(named, names)
    wrong += faults
    if state in ("held", "differs") and tests == 0:
        wrong.append(f"{state} without a test")
    if state == "differs" and not remark:
        wrong.append("differs without a reason")
    if state == "caller" and places == 0:
        wrong.append("the row is the caller's, but names no place in the documentation")
    if state == "open" and not OPEN.match(row):
        wrong.append("the row is open, but not about HTTP/2 or HTTP/3")
    return wrong


def counts_table(sections):
    lines = ["| | " + " | ".join(STATES) + " | all |", "|---|" + "--:|" * (len(STATES) + 1)]
    total = [0] * len(STATES)
    for title, states in sections:
        counts = [states.count(state) for state in STATES]
        total = [sum(pair) for pair in zip(total, counts)]
        lines.append(f"| {title} | " + " | ".join(map(str, [*counts, sum(counts)])) + " |")
    lines.append("| all | " + " | ".join(map(str, [*total, sum(total)])) + " |")
    return "\n".join(lines), sum(total)


text = read(page)
names = known_names()
sections, ids = [], set()
for title, body in re.findall(r"^## ((?:RFC|PROXY) [^\n]*)\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL):
    states = []
    for line in body.splitlines():
        if not line.startswith("| ") or line.startswith("| id "):
            continue
        cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
        for wrong in check_row(cells, names):
            failures.append(f"{cells[0]}: {wrong}")
        if cells[0] in ids:
            failures.append(f"{cells[0]} is listed twice")
        ids.add(cells[0])
        if len(cells) == 6:
            states.append(cells[4])
    sections.append((title.partition(":")[0], states))

counts, rows = counts_table(sections)
table = re.compile(r"(?<=<!-- counts -->\n\n).*?(?=\n\n<!-- end -->)", re.DOTALL)
if not table.search(text):
    failures.append("the table of counts is missing")
elif "--update" in sys.argv:
    page.write_text(table.sub(lambda _: counts, text), encoding="utf-8")
elif table.search(text).group() != counts:
    failures.append("the counts do not match the rows: run tests/hygiene/conformance.py . --update")
if rows == 0:
    failures.append("the tables have no rows")

print("\n".join(f"docs/conformance.md: {one}" for one in failures) or f"{rows} requirements, each with an existing test or place")
sys.exit(bool(failures))
