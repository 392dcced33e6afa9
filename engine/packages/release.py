"""release.py FOLDER [--commit COMMIT]: makes the files of a release from a commit (HEAD), in FOLDER:

- wshake-VERSION.tar.gz: the source tree.
- wshake-VERSION-two-files.zip and .tar.gz: the output of engine/amalgamate.py: wshake.hpp, wshake.cpp, wshake.h, the
  headers that samples include as <wshake/...>, and the licence.
- RELEASE_NOTES.md: the section of the version in CHANGELOG.md.
- SHA256SUMS: the sums of the other files, for `sha256sum -c`.

The files depend on the commit alone, not on the folder, the time, the user or the umask: names are sorted, and every
time stamp is the commit's time, which engine/amalgamate.py also gets as SOURCE_DATE_EPOCH.
"""

import argparse
import gzip
import hashlib
import io
import os
import pathlib
import re
import subprocess
import sys
import tarfile
import tempfile
import time
import zipfile

ROOT = pathlib.Path(__file__).resolve().parents[2]


def git(*arguments):
    # tar.umask decides the permissions in an archive.
    command = ["git", "-C", str(ROOT), "-c", "tar.umask=0022", *arguments]
    result = subprocess.run(command, capture_output=True)
    if result.returncode != 0:
        sys.exit(f"release.py: git {arguments[0]}: {result.stderr.decode().strip()}")
    return result.stdout


def compressed(data, epoch):
    out = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=9, fileobj=out, mtime=epoch) as file:
        file.write(data)
    return out.getvalue()


def as_tar(files, epoch):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.USTAR_FORMAT) as archive:
        for name, data in files:
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            entry.mtime = epoch
            entry.mode = 0o644
            archive.addfile(entry, io.BytesIO(data))
    return compressed(out.getvalue(), epoch)


def as_zip(files, epoch):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name, time.gmtime(epoch)[:6])
            entry.create_system = 3  # made on Unix, so that programs apply the permissions
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, data)
    return out.getvalue()


def two_files(tree, name, epoch):
    """The files that the commit's own amalgamate.py writes, sorted, below the folder `name`."""
    with tempfile.TemporaryDirectory() as parent:
        folder = pathlib.Path(parent, name)
        command = [sys.executable, "-B", tree / "engine" / "amalgamate.py", folder]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=environment)
        paths = sorted((path for path in folder.rglob("*") if path.is_file()), key=lambda path: path.as_posix())
        return [(path.relative_to(parent).as_posix(), path.read_bytes()) for path in paths]


def notes_of(changelog, version):
    """The section of a version, without empty lines around it."""
    section = re.search(rf"^## \[{re.escape(version)}\].*?(?=^## |\Z)", changelog, re.DOTALL | re.MULTILINE)
    if section is None:
        sys.exit(f"release.py: CHANGELOG.md has no section [{version}]")
    return section.group(0).strip() + "\n"


def make(commit):
    """Returns the release's files by name, and remarks: texts about faults of the commit or of the working tree."""
    epoch = int(git("show", "--no-patch", "--format=%ct", commit).split()[-1])
    source = git("archive", "--format=tar", commit)
    with tempfile.TemporaryDirectory() as folder:
        tree = pathlib.Path(folder)
        with tarfile.open(fileobj=io.BytesIO(source)) as archive:
            archive.extractall(tree, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
        version = re.search(r"^  version: '(.*)',$", (tree / "meson.build").read_text(encoding="utf-8"), re.MULTILINE).group(1)
        name = f"wshake-{version}"
        files = two_files(tree, f"{name}-two-files", epoch)
        notes = notes_of((tree / "CHANGELOG.md").read_text(encoding="utf-8"), version)
    made = {
        f"{name}.tar.gz": compressed(git("archive", "--format=tar", f"--prefix={name}/", commit), epoch),
        f"{name}-two-files.tar.gz": as_tar(files, epoch),
        f"{name}-two-files.zip": as_zip(files, epoch),
        "RELEASE_NOTES.md": notes.encode(),
    }
    sums = (f"{hashlib.sha256(data).hexdigest()}  {each}\n" for each, data in sorted(made.items()))
    made["SHA256SUMS"] = "".join(sums).encode()
    remarks = ["CHANGELOG.md says that this version is unreleased"] if "unreleased" in notes.splitlines()[0] else []
    if git("status", "--porcelain", "--untracked-files=no"):
        remarks.append("changes that are not committed are not in these files")
    return made, remarks


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", metavar="FOLDER", type=pathlib.Path)
    parser.add_argument("--commit", default="HEAD")
    arguments = parser.parse_args()
    made, remarks = make(arguments.commit)
    arguments.folder.mkdir(parents=True, exist_ok=True)
    for name, data in sorted(made.items()):
        (arguments.folder / name).write_bytes(data)
        print(f"{arguments.folder / name}: {len(data):,} bytes")
    for remark in remarks:
        print(f"release.py: {remark}", file=sys.stderr)


if __name__ == "__main__":
    main()
