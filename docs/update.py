"""update.py TABLES [--check]: writes the tables of this folder's pages, which the program TABLES prints from the library.

Between `<!-- tables NAME writes from here -->` and `<!-- to here -->` a page has the output of `TABLES NAME`. With --check
a difference is a failure and nothing is written. In limits.md people write the rows, and the value in the second cell of
each row is compared.
"""

import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
SECTION = re.compile(r"(<!-- tables (\w+) writes from here -->\n)(.*?)(<!-- to here -->\n)", re.DOTALL)
ROW = re.compile(r"^\| `([^`]+)` \| ([\d,]+) \|", re.MULTILINE)


def output(program, name):
    return subprocess.run([program, name], capture_output=True, check=True, text=True, encoding="utf-8").stdout


def check_limits(program):
    values = dict(line.rsplit(" ", 1) for line in output(program, "limits").splitlines())
    rows = ROW.findall((FOLDER / "limits.md").read_text(encoding="utf-8"))
    failures = [f"limits.md: {name} is {int(values[name]):,}, not {value}" for name, value in rows
                if name in values and f"{int(values[name]):,}" != value]
    failures += [f"limits.md: there is no {name}" for name, _ in rows if name not in values]
    failures += [f"limits.md: {name} is missing" for name in sorted(values.keys() - {name for name, _ in rows})]
    return failures, len(rows)


def main(program, check=None):
    failures, count = check_limits(program)
    for page in sorted(FOLDER.glob("*.md")):
        text = page.read_text(encoding="utf-8")
        names = [match.group(2) for match in SECTION.finditer(text)]
        count += len(names)
        written = SECTION.sub(lambda match: f"{match.group(1)}\n{output(program, match.group(2))}\n{match.group(4)}", text)
        if written == text:
            continue
        if check:
            failures.append(f"{page.name}: the library has other {' or '.join(names)}: see ./dev docs")
        else:
            page.write_text(written, encoding="utf-8")
    if count == 0:
        failures.append("no page has a table")
    print("\n".join(failures) or f"{count} tables and values")
    return bool(failures)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
