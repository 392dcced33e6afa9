"""results.py LOG...: prints the results of `meson test` from its testlog.json for a person to read.

The script prints the failures first, then each test on a line, then the skipped tests with the packages that they need.
The last line is "N passed, N failed", or "N passed, N failed, N skipped". The exit code is 1 if a test failed or no
test ran.

The cases of a doctest program count one by one. The cases of a test whose output ends with "N passed, N failed" count
one by one, too. A test without such a count counts as one. If a test "NAME, ANYTHING" runs the cases of the test NAME
on another build, the script counts only the failures of "NAME, ANYTHING" and the cases that NAME lacks.
"""

import dataclasses
import json
import os
import re
import sys

MOST_LINES = 200  # lines of a failed test's output that the script keeps; meson-logs/testlog.txt has the whole output
MOST_SHORT = 12  # lines of a failed test's output that the script prints
LONGEST = 300  # characters that the script prints of each of these lines
MARK = {"OK": "ok", "SKIP": "skipped", "TIMEOUT": "FAILED (timeout)"}
CASES = re.compile(r"\[doctest\] test cases: +\d+ \| +(\d+) passed \| +(\d+) failed \| +(\d+) skipped")
OWN_COUNT = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")
ASSERTIONS = re.compile(r"\[doctest\] assertions: +(\d+)")
NOT_TESTED = re.compile(r"MESSAGE: (.*\bnot tested\b.*)")
SKIPPED = re.compile(r"^skipped (.*)", re.MULTILINE)  # a line that tests/tool/checks.py prints for a skipped part
SAYS_WHY = re.compile(r"FAILED|ERROR|[Ee]rror:|Traceback")
PACKAGES = re.compile(r"\(Debian: ([^)]*)\)")


@dataclasses.dataclass
class Result:
    name: str
    mark: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    assertions: int = 0
    detail: str = ""  # the last line of the test's output
    not_tested: tuple = ()  # a doctest program's messages about parts that it does not test
    reasons: tuple = ()  # the reasons why the test, or parts of the test, were skipped
    complaint: str = ""  # all output of a failed test
    again: int = 0  # number of passed cases that a test of another build already counts


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def read(test):
    """Returns the result of one test. `test` is the parsed JSON of the test's line in testlog.json."""
    out, err = test.get("stdout", ""), test.get("stderr", "")
    name = re.sub(r"^.* / |^.*:", "", test["name"])
    result = Result(name, MARK.get(test["result"], "FAILED"), test["duration"], detail=last_line(out))
    good = test["result"] == "OK"
    result.reasons = tuple(SKIPPED.findall(out))
    cases = CASES.search(out) or OWN_COUNT.fullmatch(result.detail)
    if cases:
        result.passed, result.failed, result.skipped = (int(count or 0) for count in cases.groups())
        if not good and result.failed == 0:
            result.failed = 1  # the program crashed after the last case
        assertions = ASSERTIONS.search(out)
        result.assertions = int(assertions.group(1)) if assertions else 0
        result.detail = f"{result.passed} cases" + (f", {result.assertions:,} assertions" if assertions else "")
        result.not_tested = tuple(NOT_TESTED.findall(out))
    elif test["result"] == "SKIP":
        result.skipped = 1
        result.reasons = (result.detail,)
    elif good:
        result.passed = 1
        result.skipped = len(result.reasons)
    else:
        result.failed = 1
    if not good and test["result"] != "SKIP":
        lines = (out + err).rstrip().splitlines()
        if len(lines) > MOST_LINES:
            lines[MOST_LINES // 2 : -MOST_LINES // 2] = ["[...]"]
        result.detail = ""
        result.complaint = "\n".join([f"--- {name}, exit code {test['returncode']}", *lines])
    return result


def read_log(path):
    results = [read(json.loads(line)) for line in open(path, encoding="utf-8")]
    firsts = {result.name: result for result in results if result.assertions or result.name == "C API"}
    for result in results:
        first = firsts.get(result.name.partition(",")[0])
        # Only doctest programs and `C API` run again on another build. Other tests with a comma in their names, such as
        # `loops, copied`, have cases of their own.
        if first and first is not result and (result.assertions or first.name == "C API"):
            result.again = min(result.passed, first.passed)
            result.passed -= result.again
            result.detail += f"{', ' * bool(result.detail)}cases of {first.name}, not counted again"
    return results


def count_line(results):
    """Returns the last line of the script's output, and True if a test passed and no test failed."""
    passed, failed, skipped = (
        sum(getattr(result, count) for result in results) for count in ("passed", "failed", "skipped")
    )
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), failed == 0 < passed


def short(complaint):
    """Returns the lines of a complaint (the output of a failed test) that give the reason, or the complaint's last
    lines if no line gives a reason."""
    head, *lines = complaint.splitlines()
    why = [at for at, line in enumerate(lines) if SAYS_WHY.search(line)]
    # doctest prints the details in the two lines below a line with ERROR.
    shown = sorted({at + more for at in why for more in range(3 if "ERROR" in lines[at] else 1) if at + more < len(lines)})
    chosen = [lines[at] for at in shown[:MOST_SHORT]] or lines[-MOST_SHORT:]
    left = f"  [{len(shown) - MOST_SHORT} more lines]" if len(shown) > MOST_SHORT else ""
    return "\n".join([head, *(f"  {line[:LONGEST]}" for line in chosen)] + [left] * bool(left))


def print_skipped(results):
    # A test that ran, but printed reasons for skipping, skipped only a part of its cases.
    skipped = [f"skipped: {result.name}{'' if result.mark == 'skipped' else ', a part'}: {reason}"
               for result in results for reason in result.reasons]
    print(*skipped, sep="\n", end="\n" if skipped else "")
    packages = sorted({one for text in skipped for found in PACKAGES.findall(text) for one in found.split()})
    if packages:
        print(f"to run the tests that lack a package: apt-get install {' '.join(packages)}")
    lacking = [folder for folder in ("/proc", "/dev/pts") if any(folder in text for text in skipped)]
    if lacking:
        print(f"to run the tests that lack a mounted file system: mount {' and '.join(lacking)}")


def main(*logs):
    results = [result for log in logs for result in read_log(log)]
    failures = [result for result in results if result.complaint]
    for result in failures:
        print(short(result.complaint))
    if failures:
        print(f"full logs: {', '.join(os.path.join(os.path.dirname(log), 'testlog.txt') for log in logs)}\n")
    for result in results:
        print(f"{result.name:<32} {result.mark:<8} {result.seconds:6.1f} s  {result.detail}".rstrip())
        for text in result.not_tested:
            print(f"  {text}")
    print_skipped(results)
    if failures:
        print(f"failed: {', '.join(result.name for result in failures)}")
    line, good = count_line(results)
    cases = sum(result.passed for result in results if result.passed > 1)
    others = sum(result.passed for result in results if result.passed == 1)
    again = sum(result.again for result in results)
    print(f"counted: {cases:,} cases, and {others} tests without cases; not counted: {again:,} cases on other builds")
    print(line)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
