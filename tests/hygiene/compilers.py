"""Finds a test's compiler, or skips the test and prints the reason (Meson's exit code for a skipped test is 77)."""

import shutil
import subprocess
import sys


def require(compiler):
    if shutil.which(compiler) is None:
        packages = {"g++": "g++", "clang++": "clang", "x86_64-w64-mingw32-g++": "g++-mingw-w64-x86-64"}
        package = packages.get(compiler, "g++-" + compiler.removesuffix("-g++"))
        print(f"{compiler} is not installed (Debian: {package})")
        sys.exit(77)


# The limits of library.py and two_files.py on code size hold for these versions of the compilers. With another version
# the two tests only print the size.
MEASURED_WITH = {"g++": "12", "clang++": "14", "i686-linux-gnu-g++": "12", "aarch64-linux-gnu-g++": "12"}


def is_measured(compiler):
    command = [compiler, "-dumpversion"]
    version = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return version.strip().partition(".")[0] == MEASURED_WITH.get(compiler)


def compile_text(compiler, text, flags, root, language="cpp"):
    """Returns the compiler's complaints about a source text, or None if the text compiles without a warning."""
    command = {
        "c": [compiler.replace("clang++", "clang").replace("g++", "gcc"), "-std=c99", "-pedantic", "-x", "c"],
        "cpp": [compiler, "-std=c++20", "-x", "c++"],
    }[language]
    command += ["-Wall", "-Wextra", *flags, "-Werror", f"-I{root}/include", "-c", "-", "-o", "/dev/null"]
    run = subprocess.run(command, input=text, capture_output=True, text=True, encoding="utf-8")
    return None if run.returncode == 0 else run.stderr
