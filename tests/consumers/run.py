"""run.py [WAY...]: tests the ways in which a project can get the library. Each way is tested in a clean folder.

Each way builds user.cpp (C++20) and user.c (C99). Each of the two programs has a client and a server that shake hands
in memory. The projects in the folders beside this script are complete, so a user can copy them. Each project gets this
tree, packed as a release. WAY selects the ways whose names contain the text WAY. The last line is "N passed, N failed",
or "N passed, N failed, N skipped". The exit code is 1 if a way failed or no way ran.
"""

import re
import shutil
import sys
import tempfile
import time
from pathlib import Path

from prefixes import Failure, Release, run
from ways import WAYS

SAYS = {"user_cpp": "C++: client open, server open\n", "user_c": "C: client open, server open\n"}


def needed(program):
    """Returns the shared libraries that a program needs, except the libraries that every program needs."""
    found = re.findall(r"\(NEEDED\).*\[(.*?)\]", run("readelf", "-d", program))
    return {re.sub(r"\.so.*", "", name) for name in found} - {"libc", "libm", "libgcc_s", "ld-linux-x86-64"}


def library_folders(program, release):
    """Yields folders in which the loader must search for shared libraries, in addition to the folders that the program
    names. The program may name its folders by $ORIGIN, which the loader cannot resolve if /proc is not mounted."""
    yield from release.libraries
    if not Path("/proc/self/exe").exists():
        yield from {library.parent for library in program.parent.rglob("libwshake.so.0")}


def check(program, way, release):
    """Runs a program and checks the shared libraries that it needs. Returns the names of these libraries."""
    said = run(program, LD_LIBRARY_PATH=":".join(map(str, library_folders(program, release))))
    if said != SAYS[program.name]:
        raise Failure(f"{program.name} failed: {said}")
    if shutil.which("readelf") is None:
        return "?"
    libraries = needed(program)
    if ("libwshake" in libraries) != (way.kind == "shared"):
        raise Failure(f"{program.name} is not linked with a {way.kind} library")
    if program.name == "user_c" and way.by_c_compiler and libraries & {"libstdc++", "libc++"}:
        raise Failure(f"{program.name} needs the C++ library")
    return " ".join(sorted(libraries)) or "–"


def try_way(way, folder, release):
    """Returns three values: "ok" or "FAILED" for each program, the libraries that the C program needs, and the
    failures."""
    marks, needs, complaints = {}, "", []
    try:
        built = way.build(folder, release)
    except Failure as failure:
        return dict.fromkeys(SAYS, "FAILED"), needs, [str(failure)]
    for name in SAYS:
        try:
            libraries = check(built / name, way, release)
            needs = libraries if name == "user_c" else needs
            marks[name] = "ok"
        except Failure as failure:
            marks[name] = "FAILED"
            complaints.append(str(failure))
    return marks, needs, complaints


def print_row(way, *cells):
    print(f"{way:<44} {cells[0]:<7} {cells[1]:<7} {cells[2]:<20} {cells[3]}".rstrip(), flush=True)


def main(*wanted):
    ways = [way for way in WAYS if not wanted or any(text in way.name for text in wanted)]
    counts = {"ok": 0, "FAILED": 0, "skipped": 0}
    print_row("way", "C++", "C", "C is linked with", "seconds")
    with tempfile.TemporaryDirectory() as scratch:
        release = Release(Path(scratch))
        for number, way in enumerate(ways):
            lacking = [program for program in way.programs if shutil.which(program) is None]
            if lacking:
                print_row(way.name, "skipped", "skipped", "", f"not installed: {', '.join(lacking)}")
                counts["skipped"] += len(SAYS)
                continue
            begin = time.monotonic()
            folder = Path(scratch, f"user{number}")
            marks, needs, complaints = try_way(way, folder, release)
            print_row(way.name, marks["user_cpp"], marks["user_c"], needs, f"{time.monotonic() - begin:.1f}")
            print(*complaints, sep="\n", end="\n" if complaints else "", flush=True)
            for mark in marks.values():
                counts[mark] += 1
            shutil.rmtree(folder, ignore_errors=True)
    skipped = f", {counts['skipped']} skipped" if counts["skipped"] else ""
    print(f"{counts['ok']} passed, {counts['FAILED']} failed{skipped}")
    return counts["FAILED"] > 0 or counts["ok"] == 0


if __name__ == "__main__":
    if "-h" in sys.argv or "--help" in sys.argv:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
