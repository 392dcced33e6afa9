"""Shared by all ways of getting the library (ways.py): this tree packed as a release, and installations of the release.
Each installation is made once, for all ways."""

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
# Distributions and Meson's debug builds define _GLIBCXX_ASSERTIONS. A failed assertion of libstdc++ calls a function of
# libstdc++, but a C program that uses wshake must not need libstdc++.
ASSERTIONS = "-D_GLIBCXX_ASSERTIONS"
# The repository's address, which the packages name. The tests fetch nothing from it, because they have the release's
# archive locally.
REPOSITORY = "https://example.com/example/wshake"


class Failure(Exception):
    """The failure of a command, with the command's output."""


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
    """A filter for tarfile: returns None for a member that is no file of the repository, such as a build folder."""
    name = PurePath(member.name)
    made = name.name in (".git", "node_modules", "__pycache__") or (len(name.parts) == 2 and name.name.startswith("build"))
    return None if made else member


class Release:
    def __init__(self, scratch):
        self.scratch = scratch
        self.libraries = []  # folders with installed shared libraries
        self.version = re.search(r"version: '([^']+)'", (ROOT / "meson.build").read_text(encoding="utf-8")).group(1)

    @functools.cached_property
    def archive(self):
        """Returns the path of an archive like the archive that the repository offers for a tag."""
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
        """Returns the folder of the packages, in the form in which the project submits them to registries."""
        folder = self.scratch / "packages"
        run(sys.executable, self.tree / "engine" / "packages" / "fill.py", REPOSITORY, self.archive, folder)
        return folder

    @functools.cached_property
    def by_meson(self):
        """Returns the folder of an installation with the static and the shared library."""
        build, prefix = self.scratch / "by_meson_build", self.scratch / "by_meson"
        options = [f"-D{part}=disabled" for part in ("tests", "fuzz", "bench", "examples")]
        # The unity build compiles the same code in less time.
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
        # Only the build of the shared library is a unity build, so that the tests cover both kinds of builds.
        options.append(f"-DCMAKE_UNITY_BUILD={shared}")
        run("cmake", "-G", "Ninja", "-S", self.tree, "-B", build, *options)
        ninja(build, "install")
        if name == "shared":  # checks the soname and the exported symbols
            run(sys.executable, ROOT / "tests" / "hygiene" / "exports.py", ROOT, prefix / "lib" / "libwshake.so")
        return self.moved(prefix)

    def moved(self, prefix):
        """Moves an installation and returns its new folder, because packagers move packages after the installation and
        CMake must find such a package, too."""
        new = prefix.rename(prefix.with_name(f"{prefix.name} moved"))
        self.libraries.append(new / "lib")
        return new
