"""cost.py ROOT: including <wshake/server.hpp> stays cheap: the compiler reads at most LARGEST lines. No public header
includes one of the standard headers in the set NOT_REACHED, directly or through other headers.

The test counts lines instead of time, because a busy machine does not change the number of lines. The number of the
standard library's lines differs between its versions, so LARGEST holds only for g++ 12 (Debian 12). LARGEST_OWN, the
limit for the lines of wshake's own headers, holds for every version.
"""

import pathlib
import subprocess
import sys

from compilers import require

root = sys.argv[1]
COMPILER = "g++"
require(COMPILER)

LARGEST = 17100  # lines of all headers, including the standard library's
LARGEST_OWN = 1600  # lines of all headers except the standard headers in MAY_INCLUDE

MAY_INCLUDE = {"array", "bit", "compare", "concepts", "cstddef", "cstdint", "cstring", "initializer_list", "optional"}
MAY_INCLUDE |= {"string_view", "type_traits"}
NOT_REACHED = {"algorithm", "functional", "iterator", "memory", "ranges", "span", "string", "vector"}


def preprocess(text, *flags):
    command = [COMPILER, "-std=c++20", "-E", *flags, f"-I{root}/include", "-x", "c++", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def includes(headers):
    return "".join(f"#include <{header}>\n" for header in sorted(headers))


failures = []
lines = preprocess(includes({"wshake/server.hpp"}), "-P").count("\n")
own = lines - preprocess(includes(MAY_INCLUDE), "-P").count("\n")
major = int(subprocess.run([COMPILER, "-dumpversion"], capture_output=True, text=True, check=True).stdout.split(".")[0])
if major == 12 and lines > LARGEST:
    failures.append(f"<wshake/server.hpp> has {lines} lines, the limit is {LARGEST}")
if own > LARGEST_OWN:
    failures.append(f"<wshake/server.hpp> has {own} lines beyond the standard library's, the limit is {LARGEST_OWN}")

# The standard headers that any public header reaches. A header in an internal folder of the standard library, such as
# bits/, is not a standard header.
reached = preprocess(includes({"wshake/wshake.hpp"}), "-M").replace("\\\n", " ").split()
standard = {path.name for path in map(pathlib.PurePath, reached) if path.parent.name == str(major)}
if "string_view" not in standard:
    failures.append("the compiler listed no headers")
failures += [f"<wshake/wshake.hpp> includes <{header}>" for header in sorted(standard & NOT_REACHED)]

if not failures:
    print(f"{lines} lines, {own} of them beyond the standard library's")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
