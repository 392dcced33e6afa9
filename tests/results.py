"""results.py LOG...: what `meson test` found, from its testlog.json, for a person to read.

The cases of a doctest program count one by one, so do those of a test that ends with "N passed, N failed"; every other
test counts as one. The last line is "N passed, N failed", with ", N skipped" if there are any.
Exit code 1 if anything failed, or if nothing ran.
"""

import dataclasses
import json
import re
import sys

MOST_LINES = 200  # of what a failed test says; meson-logs/testlog.txt has all of it
MARK = {"OK": "ok", "SKIP": "skipped", "TIMEOUT": "FAILED (timeout)"}
CASES = re.compile(r"\[doctest\] test cases: +\d+ \| +(\d+) passed \| +(\d+) failed \| +(\d+) skipped")
OWN_COUNT = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")
ASSERTIONS = re.compile(r"\[doctest\] assertions: +(\d+)")
NOT_TESTED = re.compile(r"MESSAGE: (.*\bnot tested\b.*)")


@dataclasses.dataclass
class Result:
    name: str
    mark: str
    seconds: float
    passed: int = 0
    failed: int = 0
    skipped: int = 0
    assertions: int = 0
    detail: str = ""  # the last line of what it said
    not_tested: tuple = ()  # what a doctest program says that it left out
    complaint: str = ""  # all that a failed test said


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


def read(test):
    """The result of one test, from its line in the log."""
    out, err = test.get("stdout", ""), test.get("stderr", "")
    name = re.sub(r"^.* / |^.*:", "", test["name"])
    result = Result(name, MARK.get(test["result"], "FAILED"), test["duration"], detail=last_line(out))
    good = test["result"] == "OK"
    cases = CASES.search(out) or OWN_COUNT.fullmatch(result.detail)
    if cases:
        result.passed, result.failed, result.skipped = (int(count or 0) for count in cases.groups())
        if not good and result.failed == 0:
            result.failed = 1  # it died after the last case
        assertions = ASSERTIONS.search(out)
        result.assertions = int(assertions.group(1)) if assertions else 0
        result.detail = f"{result.passed} cases" + (f", {result.assertions:,} assertions" if assertions else "")
        result.not_tested = tuple(NOT_TESTED.findall(out))
    elif test["result"] == "SKIP":
        result.skipped = 1
    elif good:
        result.passed = 1
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
    return [read(json.loads(line)) for line in open(path, encoding="utf-8")]


def count_line(results):
    """ "N passed, N failed", and whether that is good."""
    passed, failed, skipped = (
        sum(getattr(result, count) for result in results) for count in ("passed", "failed", "skipped")
    )
    return f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""), failed == 0 < passed


def main(*logs):
    results = [result for log in logs for result in read_log(log)]
    for result in results:
        print(f"{result.name:<32} {result.mark:<8} {result.seconds:6.1f} s  {result.detail}".rstrip())
        for text in result.not_tested:
            print(f"  {text}")
    for result in results:
        if result.complaint:
            print(result.complaint)
    line, good = count_line(results)
    print(line)
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
