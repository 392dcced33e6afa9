"""run.py BUILD TARGET...: compiles the library and its tests for other processors and systems, and runs the tests on
this system or in an emulator.

A target is a Meson cross file beside this script. If this machine has no emulator for a target, the script compiles and
links the target's tests, but does not run them. For a target of macOS the script checks that the dylib exports exactly
the symbols of engine/wshake.map. A cross file may name a package of npm: the script installs the package in the folder
BUILD. If npm cannot install the package, the target is skipped. The tests of one target run while the script compiles
the next target. The last line is "N passed, N failed", or "N passed, N failed, N skipped". The exit code is 1 if a test
failed or no test ran.
"""

import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

here = pathlib.Path(__file__).resolve().parent
root = here.parent.parent
sys.path.insert(0, str(here.parent))
sys.dont_write_bytecode = True

import results  # noqa: E402

# The script multiplies the tests' time limits by this factor, because an emulator is slower than a processor.
PATIENCE = 10
NPM_LIMIT = 600  # seconds; if the installation of a package takes longer, the script ends it


@dataclasses.dataclass
class Target:
    name: str
    folder: pathlib.Path
    compiler: str = ""
    build_seconds: float = 0
    run_seconds: float = 0
    results: list = dataclasses.field(default_factory=list)
    complaint: str = ""
    skipped: str = ""  # the reason why the target is not compiled

    @property
    def cross_file(self):
        return here / f"{self.name}.ini"

    @property
    def text(self):
        return self.cross_file.read_text(encoding="utf-8")

    @property
    def emulator(self):
        """Returns the program that runs the target's tests, or an empty string if the cross file names no program."""
        found = re.search(r"^exe_wrapper = \[?(here / )?'([^']*)'", self.text, re.MULTILINE)
        return "" if found is None else str(here / found[2]) if found[1] else found[2]

    def needs(self, kind):
        """Returns the packages that comments of the cross file name. `kind` is the beginning of the comment:
        "Debian" in "# Debian: g++"."""
        return " ".join(re.findall(rf"^# {kind}: (.*)", self.text, re.MULTILINE))

    @property
    def cannot_run(self):
        """Returns the reason why the target's tests cannot run, or an empty string if the tests can run."""
        if not self.emulator:
            return "compiled only, because there is no emulator" if "needs_exe_wrapper = true" in self.text else ""
        if not shutil.which(self.emulator):
            return f"compiled only, because {self.emulator} is missing (Debian: {self.needs('Debian')})"
        return ""

    @property
    def good(self):
        return not self.complaint and results.count_line(self.results)[1]

    @property
    def verdict(self):
        return "skipped" if self.skipped else "FAILED" if not self.good else "compiled" if self.cannot_run else "ok"


def run(*command):
    """Returns a command's output. Raises an exception with the output if the command fails."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise RuntimeError(done.stdout)
    return done.stdout


def say(target, text):
    print(f"{target.name:<13} {text}", flush=True)


def places(folder):
    """Writes a Meson file of constants and options that each cross file may use or replace. `here` is the folder of the
    cross files, `include` is a folder that contains only doctest, and `npm` is the folder of npm's packages."""
    include = folder / "include"
    include.mkdir(parents=True, exist_ok=True)
    doctest = include / "doctest"
    if not doctest.is_symlink():
        doctest.symlink_to("/usr/include/doctest")
    file = folder / "places.ini"
    constants = f"[constants]\nhere = '{here}'\ninclude = '{include}'\nnpm = '{folder / 'npm' / 'node_modules'}'\n"
    options = "[project options]\nexamples = 'disabled'\n[built-in options]\ndefault_library = 'static'\n"
    file.write_text(constants + options, encoding="utf-8")
    return file


def lacks_npm_package(target):
    """Installs the package of npm that a cross file names. Returns an empty string, or the reason why the installation
    failed."""
    package = target.needs("npm")
    folder = target.folder.parent / "npm"
    name, _, version = package.rpartition("@")
    installed = folder / "node_modules" / name / "package.json"
    if not package or (installed.exists() and json.loads(installed.read_text(encoding="utf-8"))["version"] == version):
        return ""
    if not shutil.which("npm"):
        return "npm is missing (Debian: npm)"
    folder.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", folder, "--no-audit", "--no-fund", package]
    try:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=NPM_LIMIT)
    except subprocess.TimeoutExpired:
        return f"npm did not install {package} within {NPM_LIMIT} s"
    code = re.search(r"^npm (?:ERR!|error) code (\w+)", done.stdout, re.MULTILINE)
    return "" if done.returncode == 0 else f"npm cannot install {package}{': ' + code[1] if code else ''}"


def build(target):
    """Compiles a target. If the compilation fails, the compiler's output is the target's complaint."""
    begin = time.monotonic()
    ninja_file = target.folder / "build.ninja"
    try:
        if not ninja_file.exists() or ninja_file.stat().st_mtime < target.cross_file.stat().st_mtime:
            wipe = ["--wipe"] if target.folder.exists() else []
            files = [f"--cross-file={file}" for file in (places(target.folder.parent), target.cross_file)]
            options = ["-Dtests=enabled", "-Dbench=disabled"]
            # The unity build compiles the engine as one source, because compiling takes most of the time of this
            # script.
            options += ["-Doptimization=1", "-Dunity=on", "-Dunity_size=1000"]
            run("meson", "setup", *wipe, target.folder, root, *files, *options)
        run("ninja", "-C", target.folder)
        compiled = json.loads((target.folder / "compile_commands.json").read_text(encoding="utf-8"))
        compiler = compiled[0]["command"].partition(" -I")[0].split()
        target.compiler = run(*compiler, "--version").splitlines()[0]
    except RuntimeError as failed:
        target.complaint = str(failed)
    target.build_seconds = time.monotonic() - begin


def test_exports(target, library):
    begin = time.monotonic()
    command = [sys.executable, root / "tests" / "hygiene" / "exports.py", root, library]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    seconds = time.monotonic() - begin
    if done.returncode in (0, 77):
        say(target, done.stdout.rstrip())
    if done.returncode == 0:
        return results.Result("exports", "ok", seconds, passed=1)
    if done.returncode == 77:
        return results.Result("exports", "skipped", seconds, skipped=1)
    target.complaint = done.stdout
    return results.Result("exports", "FAILED", seconds, failed=1)


def test(target):
    begin = time.monotonic()
    if target.cannot_run:
        tests_are_skipped = int(bool(target.emulator))
        target.results = [results.Result("compiled", "ok", target.build_seconds, passed=1, skipped=tests_are_skipped)]
        dylib = target.folder / "engine" / "libwshake.dylib"
        if "system = 'darwin'" in target.text:
            target.results.append(test_exports(target, dylib))
        return
    if target.emulator.endswith("wine64"):
        # At its first start Wine creates its folder and prints messages. These messages must not be in the output of a
        # test.
        subprocess.run([target.emulator, "wineboot"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
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
    columns = f"{'cases':>6} {'assertions':>11} {'inputs':>6} {'build':>6} {'run':>6}  {'result':<8}  compiler"
    print(f"\n{'target':<13} {columns}")
    for target in targets:
        cases = sum(result.passed + result.failed for result in target.results if result.assertions)
        assertions = sum(result.assertions for result in target.results)
        replayed = sum(map(inputs, target.results))
        print(
            f"{target.name:<13} {cases:>6} {assertions:>11,} {replayed:>6,} {target.build_seconds:>4.0f} s "
            f"{target.run_seconds:>4.0f} s  {target.verdict:<8}  {target.compiler}"
        )
    for target in targets:
        for text in dict.fromkeys(text for result in target.results for text in result.not_tested):
            print(f"{target.name}: {text}")
        reason = target.skipped or target.cannot_run
        if reason:
            print(f"{target.name}: {reason}")
    for target in targets:
        if target.complaint:
            lines = target.complaint.rstrip().splitlines()[-results.MOST_LINES :]
            print("\n".join([f"=== {target.name}", *lines]))


def main(build_folder, *names):
    folder = pathlib.Path(build_folder).resolve()
    targets = [Target(name, folder / name) for name in names]
    # Wine keeps the files of the Windows system in the folder that WINEPREFIX names.
    os.environ.update(WINEPREFIX=str(folder / "wine"), WINEDEBUG="-all")
    os.environ.update(ZIG_GLOBAL_CACHE_DIR=str(folder / "zig"), ZIG_LOCAL_CACHE_DIR=str(folder / "zig"))
    with concurrent.futures.ThreadPoolExecutor(max_workers=1) as tester:
        for target in targets:
            target.skipped = lacks_npm_package(target)
            if target.skipped:
                target.results = [results.Result(target.name, "skipped", 0, skipped=1)]
                continue
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
