"""Checks in the compiled program that SHA instructions run with clean upper halves of the vector registers.

The check reads the instructions, because on some processors dirty upper halves cost no time.
"""

import re
import subprocess


def functions(text):
    """Yields the name and the instructions of each function in objdump's output."""
    for part in re.split(r"^(?=[0-9a-f]+ <)", text, flags=re.MULTILINE):
        found = re.match(r"[0-9a-f]+ <(.*)>:\n", part)
        if found:
            yield found.group(1), part[found.end() :].splitlines()


def fault(lines):
    """Returns the fault of a function, or None."""
    first_sha = next(number for number, line in enumerate(lines) if "\tsha1" in line)
    if not any("\tvzeroupper" in line for line in lines[:first_sha]):
        return "no vzeroupper before the first SHA instruction"
    if any(re.search(r"%[yz]mm", line) for line in lines):
        return "wide registers in the same function"
    return None


def look_at(program):
    """Returns the fault or None of each function with SHA instructions, except unprotected() of uppers.cpp, whose fault
    is intended."""
    command = ["objdump", "--disassemble", "--no-show-raw-insn", "--demangle", str(program)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {
        name.partition("(")[0]: fault(lines)
        for name, lines in functions(text)
        if "unprotected" not in name and any("\tsha1" in line for line in lines)
    }
