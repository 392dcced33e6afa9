"""headers.py ROOT COMPILER: a source that includes only one public header, twice, compiles without a warning.
The C header compiles as C, too."""

import pathlib
import sys

from compilers import compile_text, require

root, compiler = sys.argv[1:]
require(compiler)

include = pathlib.Path(root, "include")
headers = sorted(path.relative_to(include).as_posix() for path in include.rglob("*.h*"))
failed = False
for header in headers:
    text = f"#include <{header}>\n#include <{header}>\n"
    for language in ["cpp"] + ["c"] * header.endswith(".h"):
        complaints = compile_text(compiler, text, ["-Wconversion", "-Wsign-conversion", "-Wshadow"], root, language)
        if complaints is not None:
            failed = True
            print(f"{header} does not compile alone:\n{complaints}")
if not headers:
    failed = True
    print(f"{include} has no header")
if not failed:
    print(f"{len(headers)} headers")
sys.exit(failed)
