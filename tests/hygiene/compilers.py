"""A test's compiler: found, or the test is skipped with the reason (exit code 77 is Meson's for that)."""

import shutil
import subprocess
import sys


def require(compiler):
    if shutil.which(compiler) is None:
        package = {"g++": "g++", "clang++": "clang"}.get(compiler, "g++-" + compiler.removesuffix("-g++"))
        print(f"{compiler} is not installed (Debian: {package})")
        sys.exit(77)


def compile_text(compiler, text, flags, root):
    """The compiler's complaints about a source text; None where there is none."""
    command = [compiler, "-std=c++20", "-Wall", "-Wextra", *flags, "-Werror", f"-I{root}/include"]
    command += ["-x", "c++", "-c", "-", "-o", "/dev/null"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    return None if run.returncode == 0 else run.stderr
