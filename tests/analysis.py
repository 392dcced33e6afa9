"""analysis.py: runs three analysers over the engine, one after the other: g++ -fanalyzer, clang-tidy with the file
.clang-tidy, which includes clang's analyser, and cppcheck.

A source passes an analyser if the analyser prints nothing about the source. The last line of the output is
"N passed, N failed".
"""

import concurrent.futures
import os
import pathlib
import subprocess
import sys
import time

root = pathlib.Path(__file__).resolve().parent.parent
INCLUDES = ["-Iinclude", "-Iengine"]
LANGUAGE = ["-std=c++20", "-fno-exceptions", "-fno-rtti"]

# g++ 12 overlooks member initialisers, and cppcheck 2.10 overlooks that a union is initialised, so both report
# uninitialised values wrongly. MemorySanitizer finds uninitialised values instead.
GCC = ["-O1", "-fanalyzer", "-Wno-analyzer-use-of-uninitialized-value", "-Wall", "-Wextra", "-Werror"]
CPPCHECK = ["--enable=warning,performance,portability", "--std=c++20", "--quiet", "--error-exitcode=1", "--force"]
CPPCHECK += ["--suppress=missingIncludeSystem", "--suppress=toomanyconfigs"]
CPPCHECK += ["--suppress=uninitMemberVar"]
# Suppresses three reports of cppcheck: client and tunnel make functions of their private base public
# (duplInheritedMember), begin() copies an iterator (returnByReference), and cppcheck has not checked all branches
# (normalCheckLevelMaxBranches).
CPPCHECK += ["--suppress=duplInheritedMember", "--suppress=returnByReference", "--suppress=normalCheckLevelMaxBranches"]

ANALYSERS = {
    "g++ -fanalyzer": lambda source: ["g++", *LANGUAGE, *GCC, *INCLUDES, "-c", source, "-o", os.devnull],
    "clang-tidy": lambda source: ["clang-tidy-19", "--quiet", source, "--", *LANGUAGE, *INCLUDES],
    "cppcheck": lambda source: ["cppcheck", *CPPCHECK, *INCLUDES, source],
}


def complaint(command):
    """Runs an analyser on a source. Returns the analyser's output, or an empty text if the analyser has no
    complaint."""
    done = subprocess.run(command, cwd=root, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return "" if done.returncode == 0 else done.stdout or f"exit code {done.returncode}"


def main():
    sources = sorted(str(path.relative_to(root)) for path in root.glob("engine/*/*.cpp"))
    if not sources:
        sys.exit("engine/ has no source")
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        for name, command in ANALYSERS.items():
            begin = time.monotonic()
            bad = 0
            for source, said in zip(sources, pool.map(lambda source: complaint(command(source)), sources)):
                if said:
                    bad += 1
                    print(f"--- {name}, {source}\n{said}", flush=True)
            passed += len(sources) - bad
            failed += bad
            good = f"{len(sources) - bad} of {len(sources)} sources without a report"
            print(f"{name:<16} {'ok' if bad == 0 else 'FAILED':<8} {time.monotonic() - begin:6.1f} s  {good}", flush=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
