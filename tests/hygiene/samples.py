"""samples.py ROOT COMPILER: the samples of README.md, of docs/*.md and of headers' comments compile without a warning,
in C++ and in C.

A ```cpp or ```c block with an #include is compiled on its own. A block without an #include continues the previous block
of its page, and both blocks are compiled together. A sample that includes Boost or Asio is skipped if Boost or Asio is
not installed. two_files.py tests README's program that is built with wshake.hpp and wshake.cpp. run_samples.py runs the
samples.
"""

import sys

from compilers import compile_text, require
from samples_of import TWO_FILES, comment_samples, lacking, samples

root, compiler = sys.argv[1:]
require(compiler)
missing = lacking(compiler, root)

failed, compiled, skipped = False, 0, set()
for sample in samples(root) + comment_samples(root):
    if TWO_FILES in sample.code:
        continue
    packages = {missing[include] for include in sample.needs() if include in missing}
    if packages:
        skipped |= packages
        continue
    # Inlining lets the compiler find more errors, but takes too long with Beast and Asio.
    flags = ["-fsyntax-only" if sample.needs() else "-O1", "-Wshadow"]
    complaints = compile_text(compiler, sample.code, flags, root, sample.language)
    if complaints is not None:
        failed = True
        print(f"the sample at {sample.page}:{sample.line} does not compile:\n{complaints}")
    compiled += 1
if compiled == 0:
    failed = True
    print(f"{root} has no sample")
if not failed:
    for package in sorted(skipped):
        print(f"skipped samples: {package} is not installed")
    print(f"samples compiled: {compiled}")
sys.exit(failed)
