"""run.py BUILD [--quick] [--write] [--benchmark_...]: runs all benchmarks of the build folder, then prints a report.

--quick: one short pass, to see that the benchmarks work; the figures mean little. --write: writes the table in
docs/speed.md and bench/figures/ anew. Further options go to Google Benchmark, for instance
--benchmark_filter=handshake/wshake; then only rows with this name run. All figures are stored in BUILD/bench/run.json.
The exit code is 1 if a result is wrong, or if SHA instructions may run with dirty upper halves of vector registers
(vzeroupper.py), but not if a figure is beyond its limit in report.py.
"""

import collections
import concurrent.futures
import json
import os
import pathlib
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

import page
import report
import vzeroupper

# The addresses of code and data differ between processes. In some processes whole handshakes take an eighth longer. So
# each program runs in several processes.
PASSES, MOST_PASSES, REPETITIONS, SECONDS = 11, 33, 5, 0.01
CONNECTIONS = 1_000_000
INSTRUCTION_COUNTS = 256, 512  # the mix has 256 requests

options = sys.argv[2:]
google_options = [option for option in options if option.startswith("--benchmark_")]
if len(sys.argv) < 2 or set(options) - {"--quick", "--write", *google_options}:
    sys.exit(__doc__)
if {"--quick", "--write"} <= set(options):
    sys.exit("run.py: --write needs a run without --quick")
build = pathlib.Path(sys.argv[1]).resolve() / "bench"
if "--quick" in options:
    PASSES, MOST_PASSES, REPETITIONS, SECONDS = 1, 1, 3, 0.001
    CONNECTIONS = 100_000


def say(text):
    print(f"bench: {text}", file=sys.stderr, flush=True)


def execute(*command):
    run = subprocess.run([str(part) for part in command], capture_output=True, text=True)
    if run.returncode != 0:
        sys.exit(f"{' '.join(map(str, command))}: exit code {run.returncode}\n{run.stdout}{run.stderr}")
    return run


def processor():
    cpuinfo = pathlib.Path("/proc/cpuinfo")
    text = cpuinfo.read_text() if cpuinfo.exists() else ""
    entries = dict(re.findall(r"^(model name|cpu family|model)\s*: (.*)$", text, re.MULTILINE))
    if len(entries) < 3:
        return platform.machine()
    return f"{entries['model name']} (family {entries['cpu family']}, model {entries['model']})"


def run_once(program):
    """Runs one process. Returns the rows, with the nanoseconds of every repetition, and the context: what Google
    Benchmark reports about the machine and the program."""
    out = build / f"{program}.json"
    command = [build / program, f"--benchmark_out={out}"]
    command += [f"--benchmark_repetitions={REPETITIONS}", f"--benchmark_min_time={SECONDS}", *google_options]
    out.unlink(missing_ok=True)
    execute(*command)
    if not out.exists() or not out.stat().st_size:  # --benchmark_filter excludes all rows
        return {}, {}
    found = json.loads(out.read_text())
    runs = [run for run in found["benchmarks"] if run["run_type"] == "iteration"]
    rows = {}
    for run in sorted(runs, key=lambda run: run["family_index"]):
        name = "/".join(run["run_name"].split("/")[:3])
        if run.get("error_occurred"):
            sys.exit(f"{name}: {run['error_message']}")
        # Processor time leaves out the machine's other work. Rows that measure time themselves report real time.
        own_time = run["run_name"].endswith("/manual_time")
        rows.setdefault(name, []).append(run["real_time" if own_time else "cpu_time"])
    return rows, found["context"]


def additions_at_a_time(rows):
    """Removes the two rows of register_core_rows() from `rows`. Returns the number of additions that the core makes at
    a time, or 1 if --benchmark_filter excludes these rows."""
    dependent, independent = (rows.pop(f"core/harness/{what}", [1]) for what in ("dependent", "independent"))
    return statistics.median(dependent) / statistics.median(independent)


def measure(program):
    """Returns the program's rows, its context, and how many additions the core of each process made at a time.

    If a process had a smaller share of its core than others, another process runs, up to MOST_PASSES. The
    results are those of the PASSES processes with the largest shares.
    """
    passes = []
    while True:
        say(f"{program}, pass {len(passes) + 1}")
        rows, context = run_once(program)
        if not rows:
            return {}, {}, []
        passes.append((additions_at_a_time(rows), rows))
        passes.sort(key=lambda one: one[0], reverse=True)
        alone = sum(at_a_time >= 0.95 * passes[0][0] for at_a_time, _ in passes)
        if alone == PASSES or len(passes) == MOST_PASSES:
            break
    together = {}
    for _, rows in passes[:PASSES]:
        for name, times in rows.items():
            together.setdefault(name, []).extend(times)
    return together, context, [at_a_time for at_a_time, _ in passes]


def instructions():
    """Returns the number of instructions that each of the engine's copies takes for one handshake."""
    if shutil.which("valgrind") is None:
        say("instructions: skipped, valgrind is not installed")
        return None
    if not pathlib.Path("/proc/self/maps").exists():
        say("instructions: skipped, valgrind reads /proc, which is not mounted")
        return None
    say("instructions, under valgrind")
    program = build / "instructions"
    listed = execute("valgrind", "-q", "--tool=none", program).stdout
    found = dict(line.partition(" ")[::2] for line in listed.splitlines())
    copies, inputs = found["copies"].split(), found["inputs"].split()

    def count(task):
        copy, load, times = task
        tool = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
        return int(re.search(r"Collected : (\d+)", execute(*tool, program, copy, load, times).stderr)[1])

    tasks = [(copy, load, times) for copy in copies for load in inputs for times in INSTRUCTION_COUNTS]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        counts = dict(zip(tasks, pool.map(count, tasks)))
    few, many = INSTRUCTION_COUNTS

    def of_one(copy, load):
        return (counts[copy, load, many] - counts[copy, load, few]) / (many - few)

    return {
        "processor": found["processor"],
        "copies": {copy: {load: of_one(copy, load) for load in inputs} for copy in copies},
    }


def profile():
    """Returns the number of instructions of Chrome's handshake in each of the library's functions."""
    if shutil.which("callgrind_annotate") is None or not pathlib.Path("/proc/self/maps").exists():
        return None
    say("profile, under valgrind")

    def counts(times):
        with tempfile.NamedTemporaryFile() as out:
            tool = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={out.name}"]
            execute(*tool, build / "instructions", "library", "chrome", times)
            listed = execute("callgrind_annotate", "--threshold=100", out.name).stdout
        found = collections.Counter()
        # A line is "COUNT (PERCENT%)  FILE:FUNCTION(ARGUMENTS) [OBJECT]"
        for count, function in re.findall(r"^ *([\d,]+) \( *[\d.]+%\)  [^:\n]+:(\S.*)$", listed, re.MULTILINE):
            found[function] += int(count.replace(",", ""))
        return found

    few, many = map(counts, INSTRUCTION_COUNTS)
    times = INSTRUCTION_COUNTS[1] - INSTRUCTION_COUNTS[0]
    found = collections.Counter()
    for function, count in many.items():
        name = re.sub(r" \[[^\]]*\]| \[clone.*", "", function)
        name = re.sub(r"\(anonymous namespace\)::|wshake::", "", name)
        name = (re.sub(r"<.*>", "", name).partition("(")[0].split() or [name])[-1]
        found["memcpy" if "memcpy" in name or "memmove" in name else name] += (count - few[function]) / times
    return [[name, count] for name, count in found.most_common() if count >= 1]


def memory():
    program = build / "half_open"
    if not program.exists():
        say("memory: skipped, it is measured on Linux only")
        return None
    if not pathlib.Path("/proc/self/statm").exists():
        say("memory: skipped, it is read from /proc, which is not mounted")
        return None
    say(f"memory, {CONNECTIONS:,} connections")
    return json.loads(execute(program, CONNECTIONS).stdout)


rows, context, at_a_time = measure("bench")
run = {"processor": processor(), "context": context, "rows": rows, "additions_at_a_time": at_a_time}
if (build / "uppers").exists():
    uppers, its_context, _ = measure("uppers")
    rows |= uppers
    context |= its_context if not context else {}
    run["vzeroupper"] = vzeroupper.look_at(build / "uppers")
if not rows:
    sys.exit("run.py: no benchmark has such a name")
run["is_whole"] = not google_options
run["passes"] = PASSES
run["repetitions"] = max(map(len, rows.values())) // PASSES
if run["is_whole"]:
    run["instructions"] = instructions()
    run["profile"] = profile()
    run["memory"] = memory()

(build / "run.json").write_text(json.dumps(run, indent=1))
report.show(run)
if "--write" in options:
    page.write(run)
    say("docs/speed.md and bench/figures/ show this run")
say(f"all figures are in {build / 'run.json'}")
if any(run.get("vzeroupper", {}).values()):
    sys.exit("bench: SHA instructions run while upper halves may be dirty, see above")
