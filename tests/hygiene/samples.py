"""samples.py ROOT COMPILER: README's C++ samples compile without a warning.

A ```cpp block that includes something is compiled as it stands; one that does not is a fragment, and only counted.
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
blocks = list(re.finditer(r"^```cpp\n(.*?)^```", text, re.DOTALL | re.MULTILINE))
samples = [block for block in blocks if re.search(r"^#include|\bint main\b", block.group(1), re.MULTILINE)]
failed = False
for sample in samples:
    line = text.count("\n", 0, sample.start(1)) + 1
    complaints = compile_text(compiler, f'#line {line} "README.md"\n{sample.group(1)}', ["-O1"], root)
    if complaints is not None:
        failed = True
        print(f"the sample at README.md:{line} does not compile:\n{complaints}")
if not failed:
    print(f"samples compiled: {len(samples)}, fragments not compiled: {len(blocks) - len(samples)}")
sys.exit(failed)
