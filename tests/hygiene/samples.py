"""samples.py ROOT COMPILER: README's samples compile without a warning, in C++ and in C.

A ```cpp or ```c block that includes something is compiled as it stands; one that does not is a fragment, and only counted. The
program of two files is for two_files.py.
"""

import pathlib
import re
import sys

from compilers import compile_text, require

root, compiler = sys.argv[1:]
require(compiler)

readme = pathlib.Path(root, "README.md")
if not readme.exists():
    print("there is no README.md")
    sys.exit(77)

text = readme.read_text(encoding="utf-8")
blocks = list(re.finditer(r"^```(cpp|c)\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
blocks = [block for block in blocks if '#include "wshake.hpp"' not in block.group(2)]
samples = [block for block in blocks if re.search(r"^#include|\bint main\b", block.group(2), re.MULTILINE)]
failed = False
for sample in samples:
    language, code = sample.groups()
    line = text.count("\n", 0, sample.start(2)) + 1
    complaints = compile_text(compiler, f'#line {line} "README.md"\n{code}', ["-O1"], root, language)
    if complaints is not None:
        failed = True
        print(f"the sample at README.md:{line} does not compile:\n{complaints}")
if not failed:
    print(f"samples compiled: {len(samples)}, fragments not compiled: {len(blocks) - len(samples)}")
sys.exit(failed)
