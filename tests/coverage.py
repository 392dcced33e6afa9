"""coverage.py BUILD: counts the lines and branches of the library that the fuzz corpora reach, and the lines and
branches that the other tests reach. Lists each branch that the corpora do not reach, or that the other tests do not
reach. Reads the profiles BUILD/profiles/corpora-*.profraw and BUILD/profiles/tests-*.profraw, written by programs that
clang compiled with -fprofile-instr-generate -fcoverage-mapping. A branch is one outcome of one condition, as clang
counts."""

import json
import pathlib
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parents[1]
build = pathlib.Path(sys.argv[1]).resolve()
RUNS = ("corpora", "tests")
NOTHING = {"segments": [], "branches": []}
FOLDERS = (root / "engine", root / "include")


def programs():
    for pattern in ("fuzz/replay_*", "tests/*", "tests/c/*", "examples/*"):
        yield from (path for path in sorted(build.glob(pattern)) if path.is_file() and path.stat().st_mode & 0o100)


def export(run):
    raw = sorted(build.glob(f"profiles/{run}-*.profraw"))
    if not raw:
        sys.exit(f"{build}/profiles has no profile of {run}")
    profile = build / "profiles" / f"{run}.profdata"
    subprocess.run(["llvm-profdata", "merge", "-sparse", *raw, "-o", profile], check=True)
    objects = [argument for path in programs() for argument in ("-object", path)]
    command = ["llvm-cov", "export", "-format=text", f"-instr-profile={profile}", *objects[1:]]
    text = subprocess.run(command, check=True, capture_output=True).stdout
    files = {pathlib.Path(file["filename"]).resolve(): file for file in json.loads(text)["data"][0]["files"]}
    return {name: file for name, file in files.items() if any(name.is_relative_to(folder) for folder in FOLDERS)}


def lines_of(file):
    """Maps each line number to True if the run whose coverage `file` describes reached the line, else False. llvm-cov
    divides a file into segments of six values: line, column, count, has a count, begins a region, is a gap."""
    reached = {}
    segments = file["segments"]
    for here, following in zip(segments, segments[1:]):
        line, _, count, counted, begins, gap = here
        if not counted or gap:
            continue
        first = line if begins else line + 1
        for number in range(first, following[0] + (following[1] > 1)):
            reached[number] = reached.get(number, False) or count > 0
    return reached


def branches_of(file):
    """Maps each outcome of each condition to True if the condition had this outcome in the run whose coverage `file`
    describes, else False. A condition in a template counts once, even if the compiler makes several functions of the
    template. If the run reached the line of a condition, but no outcome of the condition, the condition is a constant
    that the compiler has evaluated. The function leaves out such a condition."""
    taken = {}
    reached = lines_of(file)
    for line, column, end_line, end_column, when_true, when_false, *_ in file["branches"]:
        if reached.get(line) and when_true + when_false == 0:
            continue
        for way, count in ((True, when_true), (False, when_false)):
            key = (line, column, end_line, end_column, way)
            taken[key] = taken.get(key, False) or count > 0
    return taken


def percent(reached):
    return f"{100 * sum(reached) / len(reached):.1f}" if reached else "-"


def condition(source, place):
    line, column, end_line, end_column, _ = place
    end = end_column - 1 if end_line == line else None
    return source[line - 1][column - 1 : end].strip()


exports = {run: export(run) for run in RUNS}
names = sorted(set.union(*(set(files) for files in exports.values())))
head = ("file", "lines", *(f"% {run}" for run in RUNS), "% both", "branches", *(f"% {run}" for run in RUNS), "% both")
rows, missed = [], []
totals = [[[] for _ in range(3)] for _ in range(2)]
for name in names:
    row = [name.relative_to(root).as_posix()]
    source = name.read_text(encoding="utf-8").splitlines()
    for kind, read in enumerate((lines_of, branches_of)):
        by_run = [read(exports[run].get(name, NOTHING)) for run in RUNS]
        places = sorted(set(by_run[0]) | set(by_run[1]))
        columns = [[found.get(place, False) for place in places] for found in by_run]
        columns.append([any(values) for values in zip(*columns)])
        row += [str(len(places)), *(percent(column) for column in columns)]
        for total, column in zip(totals[kind], columns):
            total += column
        if read is not branches_of:
            continue
        for place, *reached in zip(places, *columns):
            by = [run for run, value in zip(RUNS, reached) if not value]
            if by:
                missed.append((len(by) < len(RUNS), f"{row[0]}:{place[0]}", place[4], by, condition(source, place)))
    rows.append(row)
row = ["all"]
for columns in totals:
    row += [str(len(columns[0])), *(percent(column) for column in columns)]
rows.append(row)

print("\nBranches that the corpora or the tests do not reach:")
width = max((len(place) for _, place, *_ in missed), default=0)
for _, place, way, by, text in sorted(missed, key=lambda one: one[0]):
    print(f"{place:{width}}  by {' and '.join(by):17}  never {'true ' if way else 'false'}  {text}")
print()
widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
for row in [head, *rows]:
    print(row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:])), sep="  ")
