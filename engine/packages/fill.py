"""fill.py REPOSITORY ARCHIVE FOLDER: fills in the packages beside this script for a release.

REPOSITORY is the project's address, https://github.com/OWNER/wshake. ARCHIVE is the project's archive of the tag
vVERSION. FOLDER gets a folder for each registry, with the files that the registry takes: see README.md.
"""

import hashlib
import pathlib
import re
import shutil
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent.parent
REGISTRIES = ("conan", "vcpkg", "wrap")


def version():
    return re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8")).group(1)


def values(repository, archive):
    """The values that replace the @names@ in the packages."""
    with tarfile.open(archive) as opened:
        top = {name.partition("/")[0] for name in opened.getnames()}
    if top != {f"wshake-{version()}"}:
        sys.exit(f"{archive} has {', '.join(sorted(top))} at its top, wanted is wshake-{version()} alone")
    octets = pathlib.Path(archive).read_bytes()
    return {
        "version": version(),
        "repository": repository.rstrip("/"),
        "owner_and_name": "/".join(repository.rstrip("/").split("/")[-2:]),
        "sha256": hashlib.sha256(octets).hexdigest(),
        "sha512": hashlib.sha512(octets).hexdigest(),
    }


def fill(repository, archive, folder):
    known = values(repository, archive)
    for registry in REGISTRIES:
        for path in sorted((HERE / registry).rglob("*")):
            if path.is_file():
                filled = folder / path.relative_to(HERE)
                filled.parent.mkdir(parents=True, exist_ok=True)
                text = path.read_text(encoding="utf-8")
                filled.write_text(re.sub(r"@(\w+)@", lambda name: known[name.group(1)], text), encoding="utf-8")
    # The project that tests Conan's package is also one of the projects of tests/consumers.
    for name in ("cmake_find_package/CMakeLists.txt", "user.c", "user.cpp"):
        shutil.copy(ROOT / "tests" / "consumers" / name, folder / "conan" / "all" / "test_package")


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    fill(*sys.argv[1:3], pathlib.Path(sys.argv[3]))
