"""reference.py ROOT: Doxygen makes the reference without a warning, and the reference has every public symbol with a
description.

Types, functions, members, enumerators, macros and headers must have a description. All public symbols of
engine/wshake.map and all declarations of wshake.h must be in the reference. The links in the reference's pages must
have targets.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree

root = pathlib.Path(sys.argv[1]).resolve()
if shutil.which("doxygen") is None:
    print("doxygen is not installed (Debian: doxygen)")
    sys.exit(77)


def is_described(element):
    return any("".join(text.itertext()).strip() for name in ("briefdescription", "detaileddescription")
               for text in element.findall(name))


def symbols(folder):
    """Yields the kind, the qualified name and the XML element of every public symbol in the reference. Pages and
    folders are no symbols."""
    for path in sorted(folder.glob("*.xml")):
        for compound in xml.etree.ElementTree.parse(path).getroot().findall("compounddef"):
            kind, name = compound.get("kind"), compound.findtext("compoundname")
            if kind in ("page", "dir") or name.endswith((".md", ".dox")) or name == "detail" or "::detail" in name:
                continue
            yield kind, name, compound
            scope = "" if kind == "file" else name + "::"
            for member in compound.iter("memberdef"):
                if member.get("prot") != "public":
                    continue
                full = scope + member.findtext("name")
                # Several public types use the types in detail::, whose members are internal.
                if member.get("kind") == "friend" or "detail::" in full:
                    continue
                yield member.get("kind"), full, member
                for value in member.findall("enumvalue"):
                    yield "enumvalue", f"{full}::{value.findtext('name')}", value


def dead_links(folder):
    """Yields a message for each link without a target, in the reference's pages that Doxygen made from docs/*.md."""
    texts = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.html")}
    for name in sorted(name for name in texts if name.startswith(("index", "md_docs_"))):
        for target in re.findall(r'href="(?!https?://|javascript:)([^"]+)"', texts[name]):
            file, _, anchor = target.partition("#")
            there = texts.get(file or name, "") if not file or file.endswith(".html") else None
            if not (folder / (file or name)).exists():
                yield f"{name}: {file} does not exist"
            elif anchor and there is not None and not re.search(rf'(?:id|name)="{re.escape(anchor)}"', there):
                yield f"{name}: {file} has no {anchor}"


with tempfile.TemporaryDirectory() as folder:
    version = re.search(r"version: '([^']+)'", (root / "meson.build").read_text(encoding="utf-8")).group(1)
    run = subprocess.run(
        ["doxygen", "docs/Doxyfile"],
        cwd=root,
        env={**os.environ, "OUTPUT": folder, "VERSION": version},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    failures = run.stdout.replace(f"{root}/", "").splitlines()
    if run.returncode != 0 and not failures:
        failures.append(f"doxygen exited with {run.returncode}")
    found = list(symbols(pathlib.Path(folder, "xml")))
    failures += dead_links(pathlib.Path(folder, "html"))

failures += [f"{kind} {name} is not described" for kind, name, element in found if not is_described(element)]

names = {name for _, name, _ in found}
header = (root / "include/wshake/wshake.h").read_text(encoding="utf-8")
gone = set(re.findall(r"^#undef (\w+)", header, re.MULTILINE))
declared = set(re.findall(r"\b(wshake_\w+|WSHAKE_\w+)\b", re.sub(r"//.*", "", header))) - gone - {"WSHAKE_WSHAKE_H", "WSHAKE_BUILDS_SHARED"}
failures += [f"{name} of wshake.h is not in the reference" for name in sorted(declared)
             if not any(one == name or one.endswith(f"::{name}") for one in names)]

shown = (root / "engine/wshake.map").read_text(encoding="utf-8")
exported = set(re.findall(r'^ +"?(wshake::[\w:]+?)(?:\(|\*)', shown, re.MULTILINE))
exported = {name for name in exported if not name.startswith("wshake::detail::")}
exported -= {"wshake::server::feed_piece", "wshake::client::feed_piece"}  # private: only the inline feed() calls them
exported.remove("wshake::server::leave")  # a private function that the inline move assignment calls
failures += [f"{name} is exported but not in the reference" for name in sorted(exported - names)]

if not (found and declared and exported):
    failures.append(f"nothing to compare: {len(found)} symbols, {len(declared)} in wshake.h, {len(exported)} exported")

if not failures:
    print(f"{len(names)} symbols, all described")
print(*failures, sep="\n", end="")
sys.exit(bool(failures))
