"""mutate.py BUILD [COUNT] [SEED] [--only TEXT] [--jobs N]: finds faults in the engine that no test would notice.

The script makes one change to a copy of the engine at a time: it changes an operator, a constant or a condition, or
leaves out a statement. It compiles the affected files, links them with the tests of BUILD, and runs these tests in this
order:
- the fast unit tests;
- the slow unit tests;
- the fast unit tests with guard pages before the memory of their data;
- the tests of the C API;
- the replays of the fuzz corpora.
SEED selects COUNT random changes, in the files whose path contains TEXT. A change that no test notices survives. The
script lists the surviving changes at the end: either a test is missing, or the change has no effect. Changes that do
not compile, or that compile to the same code, do not count. The tree is not modified. The exit code is 0 even if
changes survive.
"""

import argparse
import concurrent.futures
import os
import pathlib
import queue
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time

root = pathlib.Path(__file__).resolve().parents[2]
CXX = os.environ.get("CXX", "c++")
FLAGS = ["-std=c++20", "-O1", "-w", "-fno-exceptions", "-fno-rtti", "-Iinclude", "-Iengine"]
# The slowest unit tests, which run after the fast unit tests.
SLOW = "transcripts*,*every sequence of four verbs*,*long sequences*,a pair*,limits*,endless*"
MOST_MEMORY = 4 << 30

# Patterns in a line of the source, and the replacements of each pattern.
SWAPS = [
    (r"(?<![<>=!])<=(?!>)", ["<"]),
    (r"(?<![<>=!-])>=", [">"]),
    (r"(?<= )<(?= )", ["<=", ">="]),
    (r"(?<= )>(?= )", [">=", "<="]),
    (r"==", ["!="]),
    (r"!=", ["=="]),
    (r"&&", ["||"]),
    (r"\|\|", ["&&"]),
    (r"(?<=[ (])!(?=[\w(:])", [""]),
    (r"(?<= )\+(?= )", ["-"]),
    (r"(?<= )-(?= )", ["+"]),
    (r"(?<= )\*(?= )", ["/"]),
    (r"(?<= )/(?= )", ["*"]),
    (r"(?<= )%(?= )", ["/"]),
    (r"\+\+", ["--"]),
    (r"--(?=\w)", ["++"]),
    (r"(?<= )<<(?= )", [">>"]),
    (r"(?<= )>>(?= )", ["<<"]),
    (r"(?<= )&(?= )", ["|"]),
    (r"(?<= )\|(?= )", ["&"]),
    (r"(?<= )\^(?= )", ["|"]),
    (r"(?<= )[+-]=(?= )", ["="]),
    (r"(?<= )\|=(?= )", ["=", "&="]),
    (r"\btrue\b", ["false"]),
    (r"\bfalse\b", ["true"]),
    (r"\bbreak;", [";"]),
    (r"\bcontinue;", [";"]),
    (r"\belse\b(?! if)", ["if (false)"]),
]
NUMBER = re.compile(r"(?<![\w.'\"])(0x[0-9a-fA-F]+|\d+)(?![\w.'])")
CHARACTER = re.compile(r"'(?:\\.|[^'\\])'")
STRING = re.compile(r'"(?:\\.|[^"\\])*"')
# A line with an expression statement or an assignment, but with no declaration.
STATEMENT = re.compile(r"^\s+(?:\+\+|--)?[a-z_][\w.>()\[\]-]*(?:\+\+|--| [|&+-]?= .*|\(.*\));$")
CONDITION = re.compile(r"\b(if|while) \((?!constexpr)")


class Change:
    def __init__(self, path, number, begin, end, text, kind):
        self.path, self.number, self.begin, self.end, self.text, self.kind = path, number, begin, end, text, kind

    def apply(self, lines):
        line = lines[self.number]
        return line[: self.begin] + self.text + line[self.end :]


def code_of(line):
    """Returns the line with strings and comments blanked out, at the same columns."""
    line = STRING.sub(lambda found: '"' + " " * (len(found.group()) - 2) + '"', line)
    comment = line.find("//")
    return line if comment < 0 else line[:comment] + " " * (len(line) - comment)


def closing(code, begin):
    """Returns the column of the parenthesis that closes the parenthesis at `begin`, or -1 if the line has no such
    parenthesis."""
    depth = 0
    for at in range(begin, len(code)):
        depth += {"(": 1, ")": -1}.get(code[at], 0)
        if depth == 0:
            return at
    return -1


def changes_of_line(path, number, line):
    code = code_of(line)
    if not code.strip() or code.lstrip().startswith(("#", "static_assert", "template", "namespace", "using")):
        return
    for pattern, texts in SWAPS:
        for found in re.finditer(pattern, code):
            for text in texts:
                yield Change(path, number, found.start(), found.end(), text, "operator")
    for found in NUMBER.finditer(code):
        value = int(found.group(), 0)
        for other in {value + 1, max(value - 1, 0), 0} - {value}:
            yield Change(path, number, found.start(), found.end(), str(other), "constant")
    for found in CHARACTER.finditer(code):
        if len(found.group()) == 3 and found.group()[1].isalnum():
            yield Change(path, number, found.start() + 1, found.end() - 1, chr(ord(found.group()[1]) + 1), "constant")
        elif found.group() != "'~'":
            yield Change(path, number, found.start(), found.end(), "'~'", "constant")
    for found in CONDITION.finditer(code):
        end = closing(code, found.end() - 1)
        if end > 0:
            inside = line[found.end() : end]
            yield Change(path, number, found.end(), end, f"!({inside})", "condition")
    if STATEMENT.match(code) and not code.lstrip().startswith(("return", "case")):
        indent = len(line) - len(line.lstrip())
        yield Change(path, number, indent, len(line), ";", "statement")


def all_changes(only):
    for path in sorted((root / "engine").rglob("*")):
        name = path.relative_to(root).as_posix()
        if path.suffix not in (".cpp", ".hpp", ".inl") or only not in name:
            continue
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines()):
            yield from changes_of_line(name, number, line)


def limited():
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def run(command, timeout, **options):
    """Runs a command. Returns its exit code, or None on a timeout."""
    try:
        done = subprocess.run(
            command, timeout=timeout, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=limited, **options
        )
    except subprocess.TimeoutExpired:
        return None
    return done.returncode


class Tests:
    """The object files of the test programs, without the engine. The script links each program again for every
    change."""

    def __init__(self, build, folder):
        self.programs = {}
        parts = {"unit": sorted((build / "tests" / "unit.p").glob("*.o"))}
        parts["c_api"] = sorted((build / "tests" / "c" / "c_api.p").glob("*.o"))
        for replay in sorted((build / "fuzz").glob("replay_*.p")):
            parts[replay.name.removesuffix(".p")] = sorted(replay.glob("*.o"))
        if not parts["unit"] or not parts["c_api"]:
            sys.exit(f"{build} lacks the unit tests or the tests of the C API")
        for name, objects in parts.items():
            self.programs[name] = folder / f"{name}.o"
            subprocess.run([CXX, "-r", "-nostdlib", *objects, "-o", self.programs[name]], check=True)

    def steps(self):
        """Yields the steps of a test run in their order. A step is a name, a program, and the program's arguments."""
        yield "quick unit tests", "unit", ["-aa=1", f"-tce={SLOW}"]
        yield "unit tests", "unit", ["-aa=1", f"-tc={SLOW}"]
        yield "unit tests, guarded before", "unit", ["-aa=1", f"-tce={SLOW}"]
        yield "C API", "c_api", []
        for name in self.programs:
            if name not in ("unit", "c_api"):
                yield name, name, [root / "fuzz" / "corpus" / name.removeprefix("replay_")]


class Worker:
    """A copy of the engine, the engine's object files, and the names of the files from which each object file is
    compiled."""

    def __init__(self, folder, tests):
        self.folder, self.tests = folder, tests
        for part in ("engine", "include"):
            shutil.copytree(root / part, folder / part)
        self.objects, self.needs = {}, {}
        for source in sorted((folder / "engine").rglob("*.cpp")):
            name = source.relative_to(folder).as_posix()
            self.objects[name] = folder / (name.replace("/", "_") + ".o")
            self.compile(name, self.objects[name], ["-MMD", "-MF", f"{self.objects[name]}.d"], check=True)
            words = pathlib.Path(f"{self.objects[name]}.d").read_text().replace("\\\n", " ").split()[1:]
            self.needs[name] = {os.path.normpath(word) for word in words}

    def compile(self, source, target, flags=(), check=False):
        command = [CXX, *FLAGS, *flags, "-c", source, "-o", target]
        done = subprocess.run(command, cwd=self.folder, stderr=None if check else subprocess.DEVNULL, check=check)
        return done.returncode == 0

    def judge(self, objects, patience):
        """Links and runs the test programs. Returns the name of the first step that fails, or None if no step fails."""
        linked = set()
        for step, program, arguments in self.tests.steps():
            path = self.folder / program
            if program not in linked:
                command = [CXX, self.tests.programs[program], *objects.values(), "-o", path]
                subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
                linked.add(program)
            begin = time.monotonic()
            environment = {**os.environ, "WSHAKE_GUARD": "before" if step.endswith("guarded before") else "behind"}
            code = run([path, *arguments], patience.get(step, 600), cwd=self.folder, env=environment)
            if code != 0:
                return step if code is not None else f"{step}, by time"
            patience.setdefault(step, 5 + 8 * (time.monotonic() - begin))
        return None

    def attempt(self, change, patience):
        """Tries a change. Returns "invalid" (the change does not compile), "same" (it compiles to the same code),
        "survived", or the name of the step that noticed the change."""
        path = self.folder / change.path
        original = path.read_text(encoding="utf-8")
        lines = original.splitlines()
        lines[change.number] = change.apply(lines)
        objects = dict(self.objects)
        try:
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            differs = False
            for source, needs in self.needs.items():
                if change.path not in needs:
                    continue
                objects[source] = self.objects[source].with_suffix(".changed.o")
                if not self.compile(source, objects[source]):
                    return "invalid"
                differs = differs or objects[source].read_bytes() != self.objects[source].read_bytes()
            return (self.judge(objects, patience) or "survived") if differs else "same"
        finally:
            path.write_text(original, encoding="utf-8")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("build", type=pathlib.Path)
    parser.add_argument("count", type=int, nargs="?", default=100)
    parser.add_argument("seed", type=int, nargs="?", default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    wanted = parser.parse_args()

    found = list(all_changes(wanted.only))
    random.Random(wanted.seed).shuffle(found)
    print(f"{len(found):,} changes are possible; this run tries {wanted.count}, seed {wanted.seed}", flush=True)
    results = []
    with tempfile.TemporaryDirectory() as scratch:
        tests = Tests(wanted.build.resolve(), pathlib.Path(scratch))
        workers = queue.Queue()
        for number in range(wanted.jobs):
            folder = pathlib.Path(scratch, str(number))
            folder.mkdir()
            workers.put(Worker(folder, tests))
        first = workers.get()
        patience = {}
        broken = first.judge(first.objects, patience)
        workers.put(first)
        if broken:
            sys.exit(f"the {broken} fail without any change")

        def attempt(change):
            worker = workers.get()
            begin = time.monotonic()
            try:
                return change, worker.attempt(change, patience), time.monotonic() - begin
            finally:
                workers.put(worker)

        with concurrent.futures.ThreadPoolExecutor(wanted.jobs) as pool:
            pending = set()
            while (found or pending) and len(results) < wanted.count:
                while found and len(pending) < min(wanted.jobs, wanted.count - len(results)):
                    pending.add(pool.submit(attempt, found.pop()))
                done, pending = concurrent.futures.wait(pending, return_when=concurrent.futures.FIRST_COMPLETED)
                for change, what, took in (future.result() for future in done):
                    if what in ("invalid", "same"):
                        continue
                    results.append((change, what))
                    place = f"{change.path}:{change.number + 1}"
                    print(f"{len(results):4}  {took:5.1f} s  {place:40}  {change.kind:9}  {what}", flush=True)

    survivors = [change for change, what in results if what == "survived"]
    for change in sorted(survivors, key=lambda one: (one.path, one.number)):
        lines = (root / change.path).read_text(encoding="utf-8").splitlines()
        print(f"\n{change.path}:{change.number + 1}\n- {lines[change.number].strip()}\n+ {change.apply(lines).strip()}")
    by_corpora = sum(what.startswith("replay") for _, what in results)
    noticed = len(results) - len(survivors)
    print(f"\n{noticed} of {len(results)} changes were noticed, {by_corpora} only by the corpora; {len(survivors)} survived")


main()
