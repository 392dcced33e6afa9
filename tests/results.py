"""results.py LOG...: what `meson test` found, from its testlog.json, for a person to read.

The cases of a doctest program count one by one, so do those of a test that ends with "N passed, N failed"; every other
test counts as one. The last line is "N passed, N failed", with ", N skipped" if there are any.
Exit code 1 if anything failed, or if nothing ran.
"""

import json
import re
import sys

MOST_LINES = 200  # of what a failed test says; meson-logs/testlog.txt has all of it
MARK = {"OK": "ok", "SKIP": "skipped", "TIMEOUT": "FAILED (timeout)"}
CASES = re.compile(r"\[doctest\] test cases: +\d+ \| +(\d+) passed \| +(\d+) failed \| +(\d+) skipped")
OWN_COUNT = re.compile(r"(\d+) passed, (\d+) failed(?:, (\d+) skipped)?")
ASSERTIONS = re.compile(r"\[doctest\] assertions: +(\d+)")


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else ""


passed = failed = skipped = 0
complaints = []
for log in sys.argv[1:]:
    for line in open(log, encoding="utf-8"):
        test = json.loads(line)
        name = re.sub(r"^.* / |^.*:", "", test["name"])
        out, err = test.get("stdout", ""), test.get("stderr", "")
        detail = last_line(out)
        good = test["result"] == "OK"
        cases = CASES.search(out) or OWN_COUNT.fullmatch(detail)
        if cases:
            case_passed, case_failed, case_skipped = (int(count or 0) for count in cases.groups())
            if not good and case_failed == 0:
                case_failed = 1  # it died after the last case
            passed, failed, skipped = passed + case_passed, failed + case_failed, skipped + case_skipped
            assertions = ASSERTIONS.search(out)
            detail = f"{case_passed} cases" + (f", {int(assertions.group(1)):,} assertions" if assertions else "")
        elif test["result"] == "SKIP":
            skipped += 1
        elif good:
            passed += 1
        else:
            failed += 1
        if not good and test["result"] != "SKIP":
            detail = ""
            lines = (out + err).rstrip().splitlines()
            if len(lines) > MOST_LINES:
                lines[MOST_LINES // 2 : -MOST_LINES // 2] = ["[...]"]
            complaints.append("\n".join([f"--- {name}, exit code {test['returncode']}", *lines]))
        print(f"{name:<32} {MARK.get(test['result'], 'FAILED'):<8} {test['duration']:6.1f} s  {detail}".rstrip())

for complaint in complaints:
    print(complaint)
print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
sys.exit(failed > 0 or passed == 0)
