"""release.py ROOT COMPILER: two runs of engine/packages/release.py write the same files, and the files are complete.

The second run is in a clone in another folder, later, with another umask, time zone and language. A user can unpack the
archive with wshake.hpp and wshake.cpp in an empty folder and build README's program with README's command.
"""

import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

from compilers import require
from readme import two_files_program

root, compiler = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
require(compiler)
if shutil.which("git") is None:
    print("git is not installed (Debian: git)")
    sys.exit(77)
if not (root / ".git").exists():
    print("this tree is not a clone of the repository")
    sys.exit(77)

failures = []


def check(what, holds):
    if not holds:
        failures.append(what)


def run(*command, cwd=None, env=(), umask=-1):
    result = subprocess.run(
        command, capture_output=True, cwd=cwd, env={**os.environ, **dict(env)}, umask=umask, text=True, encoding="utf-8"
    )
    if result.returncode != 0:
        failures.append(f"{' '.join(map(str, command))}:\n{result.stderr}{result.stdout}")
    return result.stdout


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def unpacked(folder):
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make_twice(folder):
    script = root / "engine" / "packages" / "release.py"
    run(sys.executable, "-B", script, folder / "first", umask=0o022)
    began = time.monotonic()
    clone = folder / "a clone"
    run("git", "clone", "-q", "--shared", root, clone, umask=0o077)
    shutil.copy(script, clone / "engine" / "packages" / "release.py")
    # The second run begins more than two seconds after the first, because time stamps in a zip are even seconds.
    time.sleep(max(0, 2.1 - (time.monotonic() - began)))
    env = {"TZ": "Asia/Kathmandu", "LC_ALL": "C", "HOME": str(folder)}
    run(sys.executable, "-B", "engine/packages/release.py", "deep/second", cwd=clone, env=env, umask=0o077)
    first, second = contents(folder / "first"), contents(clone / "deep" / "second")
    check("the second run makes files with other names than the first run", first.keys() == second.keys())
    for name in first:
        check(f"{name}: the second run makes other bytes than the first run", first[name] == second.get(name))
    return first


def check_two_files(folder, version, made):
    name = f"wshake-{version}-two-files"
    with zipfile.ZipFile(io.BytesIO(made[f"{name}.zip"])) as archive:
        entries = archive.infolist()
        archive.extractall(folder / "zip")
    check("the zip is not sorted", [each.filename for each in entries] == sorted(each.filename for each in entries))
    with tarfile.open(fileobj=io.BytesIO(made[f"{name}.tar.gz"])) as archive:
        members = archive.getmembers()
        check("the tar is not sorted", [each.name for each in members] == sorted(each.name for each in members))
        check("the tar's files have owners", {(each.uid, each.gid, each.uname, each.gname) for each in members} == {(0, 0, "", "")})
        check("the files of the tar have different time stamps", len({each.mtime for each in members}) == 1)
    run("tar", "xzf", folder / "first" / f"{name}.tar.gz", "-C", folder / "tar")
    files = unpacked(folder / "zip")
    check("the files of the zip and of the tar differ", files == unpacked(folder / "tar"))
    for each in ("wshake.hpp", "wshake.cpp", "wshake.h", "LICENSE", "wshake/server.hpp"):
        check(f"the archive of the two files has no {each}", f"{name}/{each}" in files)

    program, line, expected = two_files_program(folder / "source" / f"wshake-{version}")
    home = folder / "zip" / name
    (home / "hello.cpp").write_text(program, encoding="utf-8")
    said = run("sh", "-c", f"{compiler} -Wall -Wextra -Werror {line}", cwd=home)
    check(f"README's program writes\n{said}", said.rstrip() == expected.rstrip())
    return files


def check_source(folder, version, files):
    tree = folder / "source" / f"wshake-{version}"
    listed = set(run("git", "-c", "core.quotePath=off", "ls-tree", "-r", "--name-only", "HEAD", cwd=root).splitlines())
    found = {path.relative_to(tree).as_posix() for path in tree.rglob("*") if not path.is_dir() or path.is_symlink()}
    check(f"the source archive has other files than the last commit: {sorted(listed ^ found)[:9]}", listed == found)
    run(sys.executable, "-B", tree / "engine" / "amalgamate.py", folder / "made" / f"wshake-{version}-two-files")
    check("amalgamate.py of the source archive writes files that differ from the zip's", unpacked(folder / "made") == files)


with tempfile.TemporaryDirectory() as parent:
    folder = pathlib.Path(parent)
    for name in ("zip", "tar", "source", "made"):
        (folder / name).mkdir()
    made = make_twice(folder)
    if not failures:
        version = re.search(r"^  version: '(.*)',$", (root / "meson.build").read_text(encoding="utf-8"), re.MULTILINE).group(1)
        run("tar", "xzf", folder / "first" / f"wshake-{version}.tar.gz", "-C", folder / "source")
        check_source(folder, version, check_two_files(folder, version, made))
        sums = run("sha256sum", "-c", "SHA256SUMS", cwd=folder / "first")
        check("SHA256SUMS lacks a file", len(sums.splitlines()) == len(made) - 1)
        notes = made["RELEASE_NOTES.md"].decode()
        changelog = (folder / "source" / f"wshake-{version}" / "CHANGELOG.md").read_text(encoding="utf-8")
        check("RELEASE_NOTES.md is not about this version", notes.startswith(f"## [{version}]") and len(notes) > 1000)
        check("RELEASE_NOTES.md is no section of CHANGELOG.md", notes.strip() in changelog and notes.count("\n## ") == 0)

print("\n".join(failures) or f"{len(made)} files, the same in both runs")
sys.exit(bool(failures))
