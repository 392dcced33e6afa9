#!/usr/bin/env python3
# SPDX-License-Identifier: BSL-1.0
"""Builds the page that explains handshakes in a browser.

Usage:
  page.py check             prints the Debian packages that the module needs and that are missing; exit code 1 if any
  page.py module OUT        compiles the library, examples/tool/explain and page.cpp to WebAssembly
  page.py page MODULE OUT   puts template, style, script, examples and module into one file
"""

import base64
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CLANG = os.environ.get("WASM_CXX", "clang++")
TARGET = ["--target=wasm32-wasi"]
# The module is compiled without exceptions, because the C++ library for WASI does not support exceptions.
COMPILE = ["-std=c++20", "-Oz", "-flto", "-fno-exceptions", "-fno-rtti", "-DNDEBUG", f"-I{ROOT / 'include'}"]
# A reactor is a library: it has _initialize() in place of main(). The stack is first in memory, so that a stack
# overflow is a trap.
LINK = ["-mexec-model=reactor", "-Oz", "-flto", "-Wl,--strip-all,--gc-sections,--stack-first,-z,stack-size=262144"]


def missing_packages():
    """Returns the missing packages. A package is missing if its program or its file is missing."""
    if not shutil.which(CLANG):
        return ["clang", "lld", "wasi-libc", "libc++-dev-wasm32", "libclang-rt-dev-wasm32"]
    out = [] if shutil.which("wasm-ld") else ["lld"]

    def compiles(source, *options):
        command = [CLANG, *TARGET, "-std=c++20", "-x", "c++", "-", *options]
        return subprocess.run(command, input=source, text=True, capture_output=True).returncode == 0

    out += [] if compiles("#include <stdlib.h>", "-fsyntax-only") else ["wasi-libc"]
    out += [] if compiles("#include <string>", "-fsyntax-only") else ["libc++-dev-wasm32"]
    if not out:
        with tempfile.TemporaryDirectory() as folder:
            linked = compiles("", "-mexec-model=reactor", "-o", f"{folder}/empty.wasm")
        out += [] if linked else ["libclang-rt-dev-wasm32"]
    return out


def check():
    missing = missing_packages()
    print(" ".join(missing))
    return 1 if missing else 0


def run(*command):
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(map(str, command))}\n{done.stdout}")


def write_inputs(out, paths):
    """Tells Ninja the files that `out` is made of."""
    names = " ".join(str(path).replace(" ", "\\ ") for path in paths)
    pathlib.Path(f"{out}.d").write_text(f"{out}: {names}\n", encoding="utf-8")


def sources_in(*folders):
    return [path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".hpp", ".h", ".cpp", ".inl")]


def is_fresh(target, inputs):
    """Returns whether no input was changed after the target was made."""
    return target.exists() and all(path.exists() and path.stat().st_mtime <= target.stat().st_mtime for path in inputs)


def compiled(source, folder):
    """Compiles a source unless its object is fresh. Returns the object."""
    target = folder / f"{source.parent.name}_{source.stem}.o"
    inputs = target.with_suffix(".d")
    if inputs.exists():
        names = inputs.read_text(encoding="utf-8").partition(":")[2].replace("\\\n", " ").split()
        if is_fresh(target, [pathlib.Path(__file__), *map(pathlib.Path, names)]):
            return target
    run(CLANG, *TARGET, *COMPILE, "-MMD", "-MF", inputs, "-c", source, "-o", target)
    return target


def module(out):
    folder = pathlib.Path(f"{out}.p")
    folder.mkdir(parents=True, exist_ok=True)
    library = sources_in(ROOT / "include", ROOT / "engine")
    # The library is compiled as one source.
    whole = folder / "wshake.cpp"
    if not is_fresh(whole, library):
        run(sys.executable, "-B", ROOT / "engine" / "amalgamate.py", folder, "--files-only")
    explaining = ROOT / "examples" / "tool" / "explain"
    sources = [whole, *sorted(explaining.glob("*.cpp")), *sorted(HERE.glob("*.cpp"))]
    with concurrent.futures.ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:
        objects = list(pool.map(lambda source: compiled(source, folder), sources))
    run(CLANG, *TARGET, *LINK, *objects, "-o", out)
    shared = ROOT / "examples" / "shared" / "written.hpp"
    write_inputs(out, [*library, *sources_in(explaining.parent, HERE), shared, pathlib.Path(__file__).resolve()])


def presets():
    """Returns the examples of presets.json, then each captured handshake of the tests."""
    listed = json.loads((HERE / "presets" / "presets.json").read_text(encoding="utf-8"))
    for path in sorted((ROOT / "tests" / "data" / "captures").iterdir()):
        file = path.relative_to(ROOT).as_posix()
        listed.append({"group": "Captures", "name": path.name, "label": path.name, "file": file})
    for each in listed:
        each.setdefault("options", [])
        each["bytes"] = base64.b64encode((ROOT / each["file"]).read_bytes()).decode()
        each["file"] = pathlib.PurePosixPath(each["file"]).name
    return listed


def page(wasm, out):
    text = {kind: (HERE / f"page.{kind}").read_text(encoding="utf-8") for kind in ("html", "css", "js")}
    version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8"))[1]

    def hash_of(content):
        return "'sha256-" + base64.b64encode(hashlib.sha256(content.encode()).digest()).decode() + "'"

    parts = {
        # The page loads nothing from a network, and runs no script but page.js.
        "policy": f"default-src 'none'; img-src data:; style-src {hash_of(text['css'])}; "
        f"script-src {hash_of(text['js'])} 'wasm-unsafe-eval'; base-uri 'none'; form-action 'none'",
        "style": text["css"],
        "script": text["js"],
        "version": version,
        "presets": json.dumps(presets()).replace("<", "\\u003c"),
        "module": base64.b64encode(pathlib.Path(wasm).read_bytes()).decode(),
    }
    filled = re.sub(r"@(\w+)@", lambda found: parts[found[1]], text["html"])
    pathlib.Path(out).write_text(filled, encoding="utf-8")
    folders = (HERE / "presets", ROOT / "tests" / "data" / "captures", ROOT / "tests" / "data" / "requests")
    files = [path for folder in folders for path in sorted(folder.iterdir())]
    parts = [HERE / f"page.{kind}" for kind in (*text, "py")]
    write_inputs(out, [pathlib.Path(wasm).resolve(), *parts, *files, ROOT / "meson.build"])


def main(arguments):
    verbs = {"check": (check, 0), "module": (module, 1), "page": (page, 2)}
    verb, count = verbs.get(arguments[0] if arguments else "", (None, 0))
    if verb is None or len(arguments) != count + 1:
        print(__doc__, file=sys.stderr)
        return 2
    return verb(*arguments[1:]) or 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
