"""What the compiler made of the promise that SHA instructions run with clean upper halves: a processor on which dirty ones
cost nothing can't show it, the instructions can."""

import re
import subprocess


def functions(text):
    """Name and instructions of each function in what objdump prints."""
    for part in re.split(r"^(?=[0-9a-f]+ <)", text, flags=re.MULTILINE):
        found = re.match(r"[0-9a-f]+ <(.*)>:\n", part)
        if found:
            yield found.group(1), part[found.end() :].splitlines()


def fault(lines):
    """What is wrong with a function, or None."""
    first_sha = next(number for number, line in enumerate(lines) if "\tsha1" in line)
    if not any("\tvzeroupper" in line for line in lines[:first_sha]):
        return "no vzeroupper before the first SHA instruction"
    if any(re.search(r"%[yz]mm", line) for line in lines):
        return "wide registers in the same function"
    return None


def look_at(program):
    """For each function with SHA instructions, but the one that is unprotected on purpose: what is wrong, or None."""
    command = ["objdump", "--disassemble", "--no-show-raw-insn", "--demangle", str(program)]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return {
        name.partition("(")[0]: fault(lines)
        for name, lines in functions(text)
        if "unprotected" not in name and any("\tsha1" in line for line in lines)
    }
