"""run.py BUILD TARGET...: compiles the unit tests and the fuzz corpora's replays for other processors and systems, and
runs the tests on this system or in an emulator. A target is a Meson cross file beside this script.

The tests of one target run while the next one is compiled. The last line is "N passed, N failed", with ", N skipped" if there are
any. Exit code 1 if a test failed or none ran.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys
import time

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
sys.path.insert(0, str(here.parent))
sys.dont_write_bytecode = True

import results  # noqa: E402

# Time limits are multiplied by this factor, because emulators are slower than the tests' own limits allow.
PATIENCE = 10


@dataclasses.dataclass
class Target:
    name: str
    folder: pathlib.Path
    compiler: str = ""
    build_seconds: float = 0
    run_seconds: float = 0
    results: list = dataclasses.field(default_factory=list)
    complaint: str = ""

    @property
    def cross_file(self):
        return here / f"{self.name}.ini"

    @property
    def good(self):
        return not self.complaint and results.count_line(self.results)[1]


def run(*command):
    """Returns a command's output. Raises an exception with the output if the command fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stdout)
    return done.stdout


def say(target, text):
    print(f"{target.name:<9} {text}", flush=True)


def places(folder):
    """Writes a file of constants for the cross files: `here` is the folder of the cross files, `include` is a folder
    with nothing but doctest."""
    include = folder / "include"
    include.mkdir(parents=True, exist_ok=True)
    doctest = include / "doctest"
    if not doctest.is_symlink():
        doctest.symlink_to("/usr/include/doctest")
    file = folder / "places.ini"
    file.write_text(f"[constants]\nhere = '{here}'\ninclude = '{include}'\n", encoding="utf-8")
    return file


def build(target):
    """Compiles a target. If that fails, the compiler's output is the target's complaint."""
    begin = time.monotonic()
    ninja_file = target.folder / "build.ninja"
    try:
        if not ninja_file.exists() or ninja_file.stat().st_mtime < target.cross_file.stat().st_mtime:
            wipe = ["--wipe"] if target.folder.exists() else []
            files = [f"--cross-file={file}" for file in (places(target.folder.parent), target.cross_file)]
            options = ["-Dtests=enabled", "-Dexamples=disabled", "-Dbench=disabled", "-Ddefault_library=static"]
            # The unity build makes the engine one source, because most of the time goes into compiling.
            options += ["-Doptimization=1", "-Dunity=on", "-Dunity_size=1000"]
            run("meson", "setup", *wipe, target.folder, root, *files, *options)
        run("ninja", "-C", target.folder)
        compiled = json.loads((target.folder / "compile_commands.json").read_text(encoding="utf-8"))
        command = compiled[0]["command"].split()[0]
        target.compiler = run(command, "--version").splitlines()[0]
    except RuntimeError as failed:
        target.complaint = str(failed)
    target.build_seconds = time.monotonic() - begin


def test(target):
    begin = time.monotonic()
    log = target.folder / "meson-logs" / "testlog.json"
    log.unlink(missing_ok=True)
    command = ["meson", "test", "-C", target.folder, "--no-rebuild", "--no-suite", "hygiene"]
    command += ["--timeout-multiplier", str(PATIENCE)]
    ran = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if log.exists():
        target.results = results.read_log(log)
        target.complaint = "\n".join(result.complaint for result in target.results if result.complaint)
    else:
        target.complaint = ran.stdout
    target.run_seconds = time.monotonic() - begin
    say(target, f"tested, {target.run_seconds:.0f} s: {'ok' if target.good else 'FAILED'}")


def inputs(result):
    found = re.fullmatch(r"(\d+) inputs", result.detail)
    return int(found.group(1)) if found else 0


def print_table(targets):
    print(f"\n{'target':<9} {'cases':>6} {'assertions':>11} {'inputs':>6} {'build':>6} {'run':>6}  {'result':<6}  compiler")
    for target in targets:
        cases = sum(result.passed + result.failed for result in target.results if result.assertions)
        assertions = sum(result.assertions for result in target.results)
        replayed = sum(map(inputs, target.results))
        result = "ok" if target.good else "FAILED"
        print(
            f"{target.name:<9} {cases:>6} {assertions:>11,} {replayed:>6,} {target.build_seconds:>4.0f} s "
            f"{target.run_seconds:>4.0f} s  {result:<6}  {target.compiler}"
        )
    for target in targets:
        for text in dict.fromkeys(text for result in target.results for text in result.not_tested):
            print(f"{target.name}: {text}")
    for target in targets:
        if target.complaint:
            lines = target.complaint.rstrip().splitlines()[-results.MOST_LINES :]
            print("\n".join([f"=== {target.name}", *lines]))


def main(build_folder, *names):
    folder = pathlib.Path(build_folder).resolve()
    targets = [Target(name, folder / name) for name in names]
    # Wine needs a folder of its own for Windows programs, which represents a computer.
    os.environ.update(WINEPREFIX=str(folder / "wine"), WINEDEBUG="-all")
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as tester:
        for target in targets:
            say(target, "compiling")
            build(target)
            say(target, f"compiled, {target.build_seconds:.0f} s" + (": FAILED" if target.complaint else ""))
            if not target.complaint:
                tester.submit(test, target)
    print_table(targets)
    unbuilt = [results.Result(target.name, "FAILED", 0, failed=1) for target in targets if not target.results]
    line, good = results.count_line([result for target in targets for result in target.results] + unbuilt)
    print(line)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
