"""run.py BUILD AMOUNT [TARGET...]: runs all libFuzzer targets of the build folder, or the named targets, and prints a
table of their executions and findings. A finding is an input that makes a target fail.

AMOUNT is the time for each target in seconds, such as 60, or the number of executions of each target, such as 20000x.
With a number of executions, a run starts from a fixed seed and from the corpus of the repository alone. If setarch can
give the target fixed addresses, another run makes the same inputs: libFuzzer's choices depend on addresses.

At most as many targets run at the same time as there are processors. libFuzzer writes findings to
BUILD/findings/TARGET/ and, if AMOUNT is a time, new inputs to BUILD/corpus/TARGET/. The exit code is 1 if there are
findings."""

import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading
import time

here = pathlib.Path(__file__).resolve().parent
build = pathlib.Path(sys.argv[1]).resolve()
is_count = sys.argv[2].endswith("x")
amount = int(sys.argv[2].removesuffix("x"))
at_fixed_addresses = ["setarch", "-R"]
if not is_count or subprocess.run("setarch -R true", shell=True, stderr=subprocess.DEVNULL).returncode != 0:
    at_fixed_addresses = []
scratch = tempfile.TemporaryDirectory()
corpora = pathlib.Path(scratch.name) if is_count else build / "corpus"
targets = sorted(path for path in (build / "fuzz").glob("fuzz_*") if path.is_file())
if not targets:
    sys.exit(f"{build} has no fuzz targets")
wanted = set(sys.argv[3:])
unknown = wanted - {path.name.removeprefix("fuzz_") for path in targets}
if unknown:
    sys.exit(f"unknown fuzz target {', '.join(sorted(unknown))}")
if wanted:
    targets = [path for path in targets if path.name.removeprefix("fuzz_") in wanted]

rows = {}
at_once = threading.Semaphore(os.cpu_count() or 1)


def files(folder):
    return [path for path in folder.iterdir() if path.is_file()]


def fuzz(target):
    name = target.name.removeprefix("fuzz_")
    corpus, findings = corpora / name, build / "findings" / name
    corpus.mkdir(parents=True, exist_ok=True)
    findings.mkdir(parents=True, exist_ok=True)
    known = set(files(findings))
    command = [*at_fixed_addresses, target, f"-artifact_prefix={findings}/", "-print_final_stats=1"]
    command += ["-timeout=120", "-rss_limit_mb=2048"]
    command += ["-seed=1", "-reload=0", f"-runs={amount}"] if is_count else [f"-max_total_time={amount}"]
    command.append(corpus)  # libFuzzer writes new inputs to the first folder that it reads
    seeds = here / "corpus" / name
    if seeds.exists():
        command.append(seeds)
    # All targets share one dictionary, unless a target has its own.
    for dictionary in (here / f"{name}.dict", here / "wshake.dict"):
        if dictionary.exists():
            command.append(f"-dict={dictionary}")
            break
    log = findings.parent / f"{name}.log"
    with at_once:
        begin = time.monotonic()
        with open(log, "wb") as file:
            code = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=file, stderr=file).returncode
        took = time.monotonic() - begin
    text = log.read_text(errors="replace")
    done = re.search(r"stat::number_of_executed_units: +(\d+)", text)
    # If the log has no final statistics, its last progress line has the number of executions.
    progress = re.findall(r"^#(\d+)", text, re.MULTILINE)
    executions = int(done.group(1)) if done else int(progress[-1]) if progress else 0
    inputs = re.findall(r" corp: (\d+)/", text)  # the inputs that libFuzzer keeps, because each reaches new code
    found = sorted(set(files(findings)) - known)
    rows[name] = (took, executions, int(inputs[-1]) if inputs else 0, len(found) or int(code != 0))
    if found or code != 0:
        print(f"{name}: exit code {code}, see {log}", *found, sep="\n  ", flush=True)
        print("\n".join(text.splitlines()[-40:]), flush=True)
    else:
        print(f"{name}: no findings in {took:.0f} s, {executions:,} executions", flush=True)


names = ", ".join(target.name.removeprefix("fuzz_") for target in targets)
print(f"{amount:,} {'executions' if is_count else 's'} for each of: {names}", flush=True)
threads = [threading.Thread(target=fuzz, args=(target,)) for target in targets]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()

head = ("target", "seconds", "executions", "exec/s", "corpus", "findings")
table = [head]
for name, (took, executions, corpus, found) in sorted(rows.items()):
    table.append((name, f"{took:.0f}", f"{executions:,}", f"{executions / took:,.0f}", f"{corpus:,}", str(found)))
widths = [max(len(row[column]) for row in table) for column in range(len(head))]
print()
for row in table:
    print(row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:])), sep="  ")
sys.exit(len(rows) < len(targets) or any(row[3] for row in rows.values()))
