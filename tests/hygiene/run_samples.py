"""run_samples.py ROOT COMPILER: the samples of README.md and of docs/*.md run under AddressSanitizer and UBSan.

Each sample has a driver, tests/samples/NAME.cpp, which includes the sample as "sample.inc" and runs the sample with
buffers that are too small, requests in pieces, broken requests, and a configuration with values that no field can
contain. The driver compares the octets that the sample sends with the octets that a server or client with enough room
sends. A sample in C is included by NAME.c, a file beside the driver. The driver's first lines are:

    // Plays PAGE: TEXT            names the sample: the sample of PAGE that contains TEXT
    // Replaces: OLD -> NEW        replaces OLD everywhere in the sample, such as an array's size, or read() by
    // peer.read()

A sample with an endless loop ends at a limit on CPU time. CPU time does not depend on how busy the machine is.
"""

import concurrent.futures
import os
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

from compilers import require
from samples_of import lacking, samples

root, compiler = sys.argv[1:]
require(compiler)

DRIVERS = pathlib.Path(root, "tests", "samples")
SANITIZERS = ["-fsanitize=address,undefined", "-fno-sanitize-recover=all"]
COMMON = ["-O1", "-g1", "-pthread", *SANITIZERS]
# g++ 12 loses the pragmas of a precompiled header that switch off the warning init-list-lifetime.
WARNINGS = ["-Wall", "-Wextra", "-Wno-init-list-lifetime", "-Werror", "-D_GLIBCXX_ASSERTIONS", f"-I{root}/include"]
SHARED = DRIVERS / "play"
CPU_SECONDS = 30  # the limit for one driver; a driver without a fault takes less than two seconds
AT_ONCE = 2
CPP, C = ["c++", "-std=c++20"], ["c", "-std=c99"]

# Samples that no driver runs: other tests only compile these samples. The key is a text that the sample contains, and
# the value is the reason.
ONLY_COMPILED = {
    "void accept(stream& ws, beast::error_code& error)": "Beast's own",
    "bool shake_hands(websocket::stream<beast::tcp_stream>& ws": "Beast's own",
}

ENVIRONMENT = {
    **os.environ,
    "ASAN_OPTIONS": "detect_stack_use_after_return=1:detect_leaks=0:quarantine_size_mb=16:hard_rss_limit_mb=1024",
    "UBSAN_OPTIONS": "print_stacktrace=1",
}


def run(*command, **more):
    return subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", **more)


def compiler_says(*arguments):
    """Runs the compiler and returns its complaints, or an empty text if it succeeds."""
    result = run(compiler, *arguments)
    return "" if result.returncode == 0 else f"does not compile:\n{result.stderr}"


def compile_one(source, target, language, *flags):
    flags = [each for one in flags for each in (one if isinstance(one, list) else [one])]
    return compiler_says("-x", *language, *COMMON, *flags, "-c", str(source), "-o", str(target))


def compile_shared(pool, folder):
    """Compiles the library, play.cpp and play.hpp once for all drivers. Returns the compiler's complaints. play.hpp is
    a precompiled header, because it takes longer to compile than a sample."""
    subprocess.run([sys.executable, "-B", f"{root}/engine/amalgamate.py", str(folder), "--files-only"], check=True)
    header = folder / "play.hpp"
    header.write_text(f'#include "{SHARED}/play.hpp"\n', encoding="utf-8")
    tasks = [
        pool.submit(compile_one, folder / "wshake.cpp", folder / "wshake.o", CPP),
        pool.submit(compile_one, header, f"{header}.gch", ["c++-header", CPP[1]], WARNINGS),
        pool.submit(compile_one, SHARED / "play.cpp", folder / "play.o", CPP, WARNINGS, f"-I{SHARED}"),
    ]
    return "".join(task.result() for task in tasks)


def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def play(folder, driver, sample, replaced):
    """Compiles and runs a driver with its sample. Returns the complaints about the sample, and the number of the
    sample's runs, which the driver prints."""
    code = sample.code
    for old, new in replaced:
        if old not in code:
            return f'has no "{old}" to replace', 0
        code = code.replace(old, new)
    place = folder / driver.stem
    place.mkdir()
    (place / "sample.inc").write_text(code, encoding="utf-8")
    (place / "wshake.hpp").write_text("#include <wshake/wshake.hpp>\n", encoding="utf-8")
    objects = [str(folder / "wshake.o"), str(folder / "play.o")]
    for source, language in (driver, CPP), (driver.with_suffix(".c"), C):
        if not source.exists():
            continue
        objects.append(str(place / (source.name + ".o")))
        wrong = compile_one(source, objects[-1], language, WARNINGS, f"-I{place}", f"-I{folder}", f"-I{SHARED}")
        if wrong:
            return wrong, 0
    wrong = compiler_says(*SANITIZERS, *objects, "-pthread", "-o", str(place / "driver"))
    if wrong:
        return wrong, 0
    result = run(str(place / "driver"), env=ENVIRONMENT, preexec_fn=limit)
    said = result.stdout + result.stderr
    if result.returncode in (-24, -9):  # SIGXCPU, or SIGKILL one second later
        return f"does not end within {CPU_SECONDS} s of CPU time\n{said}", 0
    counted = re.search(r"^(\d+) runs$", result.stdout, re.MULTILINE)
    if result.returncode != 0 or counted is None:
        return f"fails:\n{said}", 0
    return "", int(counted.group(1))


def header_of(driver):
    """Returns the page and the text that name the driver's sample, and the pairs of old and new text to replace in the
    sample."""
    text = driver.read_text(encoding="utf-8")
    plays = re.findall(r"^// Plays (\S+): (.*)$", text, re.MULTILINE)
    replaced = re.findall(r"^// Replaces: (.*) -> (.*)$", text, re.MULTILINE)
    return plays[0] if len(plays) == 1 else None, replaced


def assign():
    """Returns the driver of each sample, and complaints if a sample has no driver or a driver has no sample."""
    failures, assigned = [], {}
    everything = samples(root)
    if not everything:
        failures.append(f"{root} has no sample")
    for driver in sorted(DRIVERS.glob("*.cpp")):
        plays, replaced = header_of(driver)
        if plays is None:
            failures.append(f"{driver.name} names no sample")
            continue
        found = [one for one in everything if one.page == plays[0] and plays[1] in one.code]
        if len(found) != 1:
            failures.append(f"{driver.name} names {len(found)} samples of {plays[0]}")
        for sample in found:
            if sample in assigned:
                failures.append(f"{driver.name} names {sample.page}:{sample.line}, which another driver names, too")
            assigned[sample] = driver, replaced
    for text in ONLY_COMPILED:
        if not any(text in sample.code for sample in everything):
            failures.append(f"there is no sample with {text}")
    for sample in everything:
        if sample not in assigned and not any(text in sample.code for text in ONLY_COMPILED):
            failures.append(f"the sample at {sample.page}:{sample.line} has no driver")
    return assigned, failures


def can_sanitize(folder):
    """Returns whether the sanitizers' runtime is installed and a program with this runtime runs."""
    program = str(folder / "nothing")
    built = subprocess.run([compiler, *SANITIZERS, "-x", "c++", "-", "-o", program], input="int main() {}\n",
                           capture_output=True, text=True, encoding="utf-8")
    return built.returncode == 0 and run(program, env=ENVIRONMENT).returncode == 0


def main(folder):
    if not can_sanitize(folder):
        why = "" if os.path.exists("/proc/self/maps") else ": /proc is not mounted"
        print(f"programs built by {compiler} with {SANITIZERS[0]} do not run here{why}")
        return 77
    assigned, failures = assign()
    if failures:
        print(*failures, sep="\n")
        return 1
    missing = lacking(compiler, root)
    skipped = {missing[include] for sample in assigned for include in sample.needs() if include in missing}
    runs = played = 0
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        wrong = compile_shared(pool, folder)
        if wrong:
            print(wrong)
            return 1
        tasks = {
            pool.submit(play, folder, driver, sample, replaced): (driver, sample)
            for sample, (driver, replaced) in assigned.items()
            if not any(include in missing for include in sample.needs())
        }
        for task, (driver, sample) in tasks.items():
            wrong, count = task.result()
            played += 1
            runs += count
            if wrong:
                failures.append(f"the sample at {sample.page}:{sample.line}, played by {driver.name}, {wrong}")
    print(*failures, sep="\n", end="\n" if failures else "")
    if not failures:
        for package in sorted(skipped):
            print(f"skipped samples: {package} is not installed")
        print(f"samples played: {played}, {runs:,} runs")
    return bool(failures)


with tempfile.TemporaryDirectory() as scratch:
    sys.exit(main(pathlib.Path(scratch)))
