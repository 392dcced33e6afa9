"""update.py TABLES [--check]: writes the tables and the diagrams of this folder's pages. The program TABLES prints them
from the library's own data.

The script writes the output of `TABLES NAME` between the lines `<!-- tables NAME writes from here -->` and `<!-- to
here -->` of a page. Each diagram is a file of its own. People write the rows of limits.md: the script only compares the
value in the second cell of each row. With --check the script writes nothing, and a table or diagram that differs from
the output is a failure.
"""

import pathlib
import re
import subprocess
import sys

FOLDER = pathlib.Path(__file__).resolve().parent
SECTION = re.compile(r"(<!-- tables (\w+) writes from here -->\n)(.*?)(<!-- to here -->\n)", re.DOTALL)
DIAGRAMS = {"states_server.svg": "server_diagram", "states_client.svg": "client_diagram"}
ROW = re.compile(r"^\| `([^`]+)` \| ([\d,]+) \|", re.MULTILINE)


def output(program, name):
    result = subprocess.run([program, name], stdout=subprocess.PIPE, text=True, encoding="utf-8")
    if result.returncode != 0:
        sys.exit(f"update.py: tables {name} fails")
    return result.stdout


def check_limits(program):
    values = dict(line.rsplit(" ", 1) for line in output(program, "limits").splitlines())
    rows = ROW.findall((FOLDER / "limits.md").read_text(encoding="utf-8"))
    failures = [f"limits.md: {name} is {int(values[name]):,}, not {value}" for name, value in rows
                if name in values and f"{int(values[name]):,}" != value]
    failures += [f"limits.md: the library has no {name}" for name, _ in rows if name not in values]
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
            failures.append(f"{page.name}: a table differs from the library ({', '.join(names)}): run ./dev docs")
        else:
            page.write_text(written, encoding="utf-8")
    pages = "".join(page.read_text(encoding="utf-8") for page in FOLDER.glob("*.md"))
    for name, diagram in DIAGRAMS.items():
        count += 1
        path, drawn = FOLDER / name, output(program, diagram)
        if f"({name})" not in pages:
            failures.append(f"no page shows {name}")
        if path.exists() and path.read_text(encoding="utf-8") == drawn:
            continue
        if check:
            failures.append(f"{name}: the diagram differs from the library ({diagram}): run ./dev docs")
        else:
            path.write_text(drawn, encoding="utf-8")
    if count == 0:
        failures.append("no page has a table")
    print("\n".join(failures) or f"{count} tables, diagrams and values")
    return bool(failures)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3) or sys.argv[2:] not in ([], ["--check"]):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
