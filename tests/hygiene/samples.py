"""samples.py ROOT COMPILER: the samples of README.md and of docs/*.md compile without a warning, in C++ and in C.

A ```cpp or ```c block that includes something is compiled as it stands; one that does not goes on where the one before it on its
page ended, and is compiled with it. A sample that includes Boost or Asio is skipped if that is not installed. The program of two
files is for two_files.py.
"""

import pathlib
import re
import sys

from compilers import compile_text, require

root, compiler = sys.argv[1:]
require(compiler)



def lacks(header):
    return compile_text(compiler, f"#include <{header}>\n", ["-fsyntax-only"], root) is not None


# By the include that needs it: the header that shows that it is there, and Debian's package.
OTHERS = {
    "#include <boost/": ("boost/beast/version.hpp", "libboost-dev"),
    "#include <asio": ("asio.hpp", "libasio-dev"),
}
LACKING = {include: package for include, (header, package) in OTHERS.items() if lacks(header)}


def samples(page):
    """Of each sample: language, line, text."""
    text = page.read_text(encoding="utf-8")
    found = []
    for block in re.finditer(r"^```(cpp|c)\n(.*?)^```", text, re.DOTALL | re.MULTILINE):
        language, code = block.groups()
        line = text.count("\n", 0, block.start(2)) + 1
        code = f'#line {line} "{page.name}"\n{code}'
        if found and found[-1][0] == language and not re.search(r"^#include", code, re.MULTILINE):
            found[-1] = (language, found[-1][1], found[-1][2] + code)
        else:
            found.append((language, line, code))
    return [one for one in found if '#include "wshake.hpp"' not in one[2]]


failed, compiled, skipped = False, 0, set()
for page in [pathlib.Path(root, "README.md"), *sorted(pathlib.Path(root, "docs").glob("*.md"))]:
    for language, line, code in samples(page):
        others = [include for include in OTHERS if include in code]
        lacking = [LACKING[include] for include in others if include in LACKING]
        if lacking:
            skipped.update(lacking)
            continue
        # Inlining finds more; Beast and Asio take their time.
        complaints = compile_text(compiler, code, ["-fsyntax-only" if others else "-O1"], root, language)
        if complaints is not None:
            failed = True
            print(f"the sample at {page.name}:{line} does not compile:\n{complaints}")
        compiled += 1
if compiled == 0:
    failed = True
    print(f"{root} has no sample")
if not failed:
    for package in sorted(skipped):
        print(f"skipped samples: {package} is not installed")
    print(f"samples compiled: {compiled}")
sys.exit(failed)
