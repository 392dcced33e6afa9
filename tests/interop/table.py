"""Collects the results of the run. The run prints each result when it arrives, and at the end a table. The table has a
part for each kind of peers."""

from dataclasses import dataclass, field


@dataclass
class Row:
    peer: str
    path: str
    results: dict  # maps a check to None, or to the reason of the failure
    # Maps a check that was not made to the reason, or to "" if the table states no reason. Maps each other check to
    # None.
    absent: dict = field(default_factory=dict)


@dataclass
class Part:
    title: str
    checks: dict  # maps a check's name to its description
    remarks: list = field(default_factory=list)  # remarks about checks that some peers do not make
    # Maps (peer, check) to a remark that says what the check's "ok" does not show.
    notes: dict = field(default_factory=dict)
    rows: list = field(default_factory=list)

    def print_rows(self):
        names = list(self.checks)
        lines = [["peer", "path", *names]]
        for row in self.rows:
            cells = ["–" if name not in row.results else "FAIL" if row.results[name] else "ok" for name in names]
            lines.append([row.peer, row.path, *cells])
        widths = [max(map(len, column)) for column in zip(*lines)]
        print(f"\n{self.title}")
        for line in lines:
            print("  " + " ".join(cell.ljust(width) for cell, width in zip(line, widths)).rstrip())

    def print_sections(self):
        print_section(f"{self.title}: checks", [f"{name}: {text}" for name, text in self.checks.items()])
        absent = {}
        for row in self.rows:
            for check in self.checks:
                if reason := row.absent.get(check):
                    absent.setdefault((row.peer, reason), []).append(check)
        sentences = [f"{peer}, {', '.join(unique(checks))}: {reason}" for (peer, reason), checks in absent.items()]
        print_section(f"{self.title}: not applicable (–)", sentences + self.remarks)
        ran = {row.peer for row in self.rows}
        sentences = [f"{peer}, {check}: {note}" for (peer, check), note in self.notes.items() if peer in ran]
        print_section(f"{self.title}: what ok does not say", sentences)

    def failed(self):
        return [
            f"{self.title}, {row.peer} {row.path}, {check}: {reason}"
            for row in self.rows
            for check, reason in row.results.items()
            if reason is not None
        ]


class Report:
    def __init__(self):
        self.parts = []
        self.versions = []
        self.skipped = []
        self.failures = []  # failures that are in no row of the table

    def add(self, part, row, version):
        if part not in self.parts:
            self.parts.append(part)
        part.rows.append(row)
        self.versions.append(version)
        bad = [f"{check} ({reason})" for check, reason in row.results.items() if reason is not None]
        said = "FAIL " + ", ".join(bad) if bad else f"{len(row.results)} ok"
        print(f"{part.title}, {row.peer} {row.path}: {said}", flush=True)

    def skip(self, what):
        self.skipped.append(what)
        print(f"skipped {what}", flush=True)  # tests/results.py reads this line

    def fail(self, what):
        self.failures.append(what)
        print(f"FAIL {what}", flush=True)

    def failed(self):
        made = any(row.results for part in self.parts for row in part.rows)
        nothing = [] if made else ["no program was tried"]
        return [sentence for part in self.parts for sentence in part.failed()] + self.failures + nothing

    def print_table(self):
        for part in self.parts:
            part.print_rows()
        for part in self.parts:
            part.print_sections()
        print_section("versions", unique(version for version in self.versions if version))
        failed = self.failed()
        print_section("failed", failed)
        print_section("skipped", self.skipped)
        made = sum(len(row.results) for part in self.parts for row in part.rows)
        passed = max(0, made - len(failed) + len(self.failures))
        print(f"\n{passed} passed, {len(failed)} failed, {len(self.skipped)} skipped", flush=True)


def print_section(title, sentences):
    if sentences:
        print(f"\n{title}")
        for sentence in sentences:
            print(f"  {sentence}")


def unique(items):
    return list(dict.fromkeys(items))
