#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Checks the texts that `wshake help` makes from the table of commands: the manual page, and the completions of bash,
zsh and fish. Each text names all commands and options of the tool, and no other.

Usage: test_manual.py WSHAKE
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

sys.dont_write_bytecode = True

from checks import GUARD, PLAIN, check, check_run, finish, runner, skip

WSHAKE = os.path.abspath(sys.argv[1])
run = runner(WSHAKE)

SHELLS = ("bash", "zsh", "fish")


def text_of(*arguments):
    return run(*arguments).stdout.decode()


def commands():
    return re.findall(r"^  (\w+)  +", text_of("--help"), re.MULTILINE)


def options(command):
    """Maps each option in a command's help to the name of the option's value, or to the empty string if it has no
    value."""
    return dict(re.findall(r"^  (--[a-z-]+)(?: ('[^']*'|[A-Z]+))?(?:  |$)", text_of(command, "--help"), re.MULTILINE))


def test_help():
    check("the help lists six commands", len(commands()) == 6, commands())
    check("the help has more than 30 options", sum(len(options(each)) for each in commands()) > 30)
    for command in commands():
        text = text_of(command, "--help")
        check(f"{command} --help fits 80 columns", max(map(len, text.splitlines())) <= 80, text)
        check(f"{command} --help has no two empty lines", "\n\n\n" not in text, text)
        check(f"{command} --help has no space at the end of a line", not re.search(r" $", text, re.MULTILINE), text)
    check_run("help help", run("help", "help"), 0, out=b"Usage: wshake help [OPTIONS] [COMMAND]\n")
    for arguments, err in (
        (("fly",), b"fly is no command"),
        (("--completion",), b"--completion needs a value"),
        (("--completion", "tcsh"), b"--completion must be bash, zsh or fish"),
        (("--man", "key"), b"key is one too many"),
        (("--fly",), b"--fly is not expected"),
    ):
        check_run("help " + " ".join(arguments), run("help", *arguments), 2, err=err)


def test_every_option_is_read():
    """The code of each command reads all options that the table of commands lists for the command."""
    values = {
        "--client-max-window-bits": "9",
        "--completion": "bash",
        "--deadline": "1",
        "--extensions": "x",
        "--field": "X: y",
        "--handshake": "1",
        "--header": "X: y",
        "--key": "dGhlIHNhbXBsZSBub25jZQ==",
        "--nonce": "00" * 16,
        "--origin": "https://a.example",
        "--product": "p",
        "--refuse": "403",
        "--rest": os.devnull,
        "--server-max-window-bits": "9",
        "--subprotocol": "p",
    }
    operands = {"connect": ["ws://a/"], "explain": ["-"], "key": ["dGhlIHNhbXBsZSBub25jZQ=="]}
    for command in commands():
        for name, value in options(command).items():
            arguments = [name, *([values[name]] if value else []), *operands.get(command, [])]
            if name == "--require-subprotocol":
                arguments += ["--subprotocol", "p"]
            result = run(command, *arguments)
            check(f"{command} {name} is read", result.returncode in (0, 1), result)
            if value:
                result = run(command, f"{name}={values[name]}", *operands.get(command, []))
                check(f"{command} {name}=VALUE is read", result.returncode in (0, 1), result)
                check_run(f"{command} {name} without a value", run(command, name), 2, err=b"needs a value")
            else:
                check_run(f"{command} {name}=x", run(command, name + "=x"), 2, err=b"takes no value")


def test_man_page():
    page = text_of("help", "--man")
    version = text_of("--version").split()[1]
    check("the man page has the version", f'"wshake {version}"' in page.splitlines()[0], page.splitlines()[0])
    plain = page.replace("\\-", "-")
    for command in commands():
        check(f"the man page has {command}", f"\n.SS wshake {command}" in plain)
        part = plain.split(f"\n.SS wshake {command}", 1)[1].split("\n.S", 1)[0]
        named = set(re.findall(r"^\.BI? (--[a-z-]+)", part, re.MULTILINE))
        check(f"the man page has the options of {command}", named == options(command).keys(), named)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "wshake.1")
        file.write_text(page, encoding="utf-8")
        for program, package, arguments in (
            ("mandoc", "mandoc", ["-T", "lint"]),
            ("groff", "groff", ["-ww", "-man", "-Tutf8", "-z"]),
            ("man", "man-db", ["--warnings", "-l"]),
        ):
            if shutil.which(program) is None:
                skip(f"{program} reads the man page: there is no {program} (Debian: {package})")
                continue
            result = subprocess.run([program, *arguments, file], capture_output=True, env={**PLAIN, "LANG": "C.UTF-8"}, timeout=GUARD)
            said = result.stderr + (result.stdout if program == "mandoc" else b"")
            check(f"{program} reads the man page without a warning", result.returncode == 0 and not said, said)
            if program == "man":
                check("man shows the section sign", "(RFC 6455 §4.2.2(5.4))" in " ".join(result.stdout.decode().split()), result)


# Each row has the words behind `wshake`, of which the last is incomplete, and the words that the completion offers.
# {folder} has the files `capture` and `captured text`.
COMPLETED = (
    ("con", {"connect"}),
    ("e", {"explain"}),
    ("connect --sub", {"--subprotocol"}),
    ("connect --de", {"--deflate", "--deadline"}),
    ("connect --subprotocol ", set()),
    ("connect --deflate --no", {"--nonce"}),
    ("accept --require", {"--require-origin", "--require-subprotocol"}),
    ("accept --rest {folder}/cap", {"{folder}/capture", "{folder}/captured text"}),
    ("explain {folder}/cap", {"{folder}/capture", "{folder}/captured text"}),
    ("explain --j", {"--json"}),
    ("help --completion ", set(SHELLS)),
    ("help --completion z", {"zsh"}),
    ("help ac", {"accept"}),
)


def in_bash(script, words):
    """Returns the words that the bash completion offers. As bash does, the function splits a word at `=`."""
    split = ["wshake"]
    for word in words:
        split += [part for part in re.split(r"(=)", word) if part] or [""]
    program = f"source '{script}'\nCOMP_WORDS=(\"$@\")\nCOMP_CWORD=$(($# - 1))\n_wshake\nprintf '%s\\n' \"${{COMPREPLY[@]}}\""
    result = subprocess.run(["bash", "--norc", "-c", program, "bash", *split], capture_output=True, timeout=GUARD)
    check("bash reports no error for " + " ".join(words), not result.stderr, result.stderr)
    return {line for line in result.stdout.decode().splitlines() if line}


def in_fish(script, words):
    line = " ".join(["wshake", *words])
    program = f"source '{script}'; complete -C '{line}'"
    env = {**PLAIN, "HOME": os.path.dirname(script), "LANG": "C.UTF-8"}
    result = subprocess.run(["fish", "--no-config", "-c", program], capture_output=True, env=env, timeout=GUARD)
    check("fish reports no error for " + " ".join(words), not result.stderr, result.stderr)
    found = {line.split("\t")[0].replace("\\ ", " ") for line in result.stdout.decode().splitlines()}
    # If words begin with the typed letters, fish inserts one of those words. Newer versions also print other words that
    # contain the letters.
    return {word for word in found if word.startswith(words[-1])} or found


def test_completions():
    readers = {"bash": in_bash, "fish": in_fish}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("capture", "captured text"):
            Path(folder, name).touch()
        for shell in SHELLS:
            text = text_of("help", "--completion", shell)
            names = {name for command in commands() for name in options(command)} | set(commands())
            written = names if shell != "fish" else {name.removeprefix("--") for name in names}
            lacking = {name for name in written if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", text)}
            check(f"the completions for {shell} have all names", not lacking, lacking)
            if shutil.which(shell) is None:
                skip(f"{shell} reads its completions: there is no {shell} (Debian: {shell})")
                continue
            script = os.path.join(folder, f"script.{shell}")
            Path(script).write_text(text, encoding="utf-8")
            result = subprocess.run([shell, "-n", script], capture_output=True, timeout=GUARD)
            check(f"{shell} finds no error in its completions", result.returncode == 0 and not result.stderr, result)
            for line, expected in COMPLETED if shell in readers else ():
                words = line.replace("{folder}", folder).split(" ")
                found = readers[shell](script, words)
                wanted = {each.replace("{folder}", folder) for each in expected}
                check(f"{shell} completes: wshake {line}", found == wanted, (found, wanted))
            if shell == "bash":
                check("bash completes a value behind =", in_bash(script, ["help", "--completion=b"]) == {"bash"})
                check("bash completes commands", in_bash(script, [""]) == {*commands(), "--help", "--version"})


finish(test_help, test_every_option_is_read, test_man_page, test_completions)
