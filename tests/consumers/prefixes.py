"""What the ways have in common: this tree as a release, and what is made of it once."""

import functools
import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path, PurePath

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
CC = os.environ.get("CC", "cc")
CXX = os.environ.get("CXX", "c++")
# Distributions and Meson's debug builds have it, and a library for C must not call what it brings along.
ASSERTIONS = "-D_GLIBCXX_ASSERTIONS"
# Nothing is fetched from there: what it would give is at hand.
REPOSITORY = "https://example.com/example/wshake"


class Failure(Exception):
    """What the command said that failed."""


def run(*command, folder=None, **environment):
    command = [str(part) for part in command]
    own = {"PYTHONDONTWRITEBYTECODE": "1", "CXXFLAGS": f"{os.environ.get('CXXFLAGS', '')} {ASSERTIONS}".strip()}
    environment = os.environ | own | environment
    done = subprocess.run(
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    if done.returncode != 0:
        raise Failure(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}")
    return done.stdout


def ninja(folder, *targets):
    run("ninja", "-C", folder, "-j2", *targets)
    return folder


def belongs(member):
    """Of the tree, what its repository has."""
    name = PurePath(member.name)
    made = name.name in (".git", "node_modules", "__pycache__") or (len(name.parts) == 2 and name.name.startswith("build"))
    return None if made else member


class Release:
    def __init__(self, scratch):
        self.scratch = scratch
        self.libraries = []  # where shared ones were installed
        self.version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8")).group(1)

    @functools.cached_property
    def archive(self):
        """As the repository offers it of a tag."""
        path = self.scratch / "archive" / f"wshake-{self.version}.tar.gz"
        path.parent.mkdir()
        with tarfile.open(path, "w:gz", compresslevel=1) as archive:
            archive.add(ROOT, f"wshake-{self.version}", filter=belongs)
        return path

    @functools.cached_property
    def tree(self):
        shutil.unpack_archive(self.archive, self.scratch / "tree")
        return self.scratch / "tree" / f"wshake-{self.version}"

    @functools.cached_property
    def packages(self):
        """For the registries."""
        folder = self.scratch / "packages"
        run(sys.executable, self.tree / "engine" / "packages" / "fill.py", REPOSITORY, self.archive, folder)
        return folder

    @functools.cached_property
    def by_meson(self):
        """An installation of both kinds of library."""
        build, prefix = self.scratch / "by_meson_build", self.scratch / "by_meson"
        options = [f"-D{part}=disabled" for part in ("tests", "fuzz", "bench", "examples")]
        # Only to be quicker.
        options += ["-Dunity=on", "-Dunity_size=1000"]
        run("meson", "setup", build, self.tree, f"--prefix={prefix}", "-Dlibdir=lib", *options)
        ninja(build, "install")
        self.libraries.append(prefix / "lib")
        return prefix

    @functools.cached_property
    def by_meson_elsewhere(self):
        return self.moved(shutil.copytree(self.by_meson, self.scratch / "copy_by_meson", symlinks=True))

    @functools.cached_property
    def by_cmake_static(self):
        return self.by_cmake("static", "OFF")

    @functools.cached_property
    def by_cmake_shared(self):
        return self.by_cmake("shared", "ON")

    def by_cmake(self, name, shared):
        build, prefix = self.scratch / f"by_cmake_{name}_build", self.scratch / f"by_cmake_{name}"
        options = [f"-DCMAKE_INSTALL_PREFIX={prefix}", "-DCMAKE_INSTALL_LIBDIR=lib", f"-DBUILD_SHARED_LIBS={shared}"]
        # Some builds put many sources together in one.
        options.append(f"-DCMAKE_UNITY_BUILD={shared}")
        run("cmake", "-G", "Ninja", "-S", self.tree, "-B", build, *options)
        ninja(build, "install")
        if name == "shared":  # the soname, and what it shows
            run(sys.executable, ROOT / "tests" / "hygiene" / "exports.py", ROOT, prefix / "lib" / "libwshake.so")
        return self.moved(prefix)

    def moved(self, prefix):
        """CMake finds a package also where it was not installed, as packages of others are made."""
        new = prefix.rename(prefix.with_name(f"{prefix.name} moved"))
        self.libraries.append(new / "lib")
        return new
