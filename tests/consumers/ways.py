"""Defines the ways in which a user's project can get the library. The function of each way builds a project in a folder
and returns the folder with the project's programs."""

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Callable

from prefixes import ASSERTIONS, CC, CXX, HERE, ROOT, Failure, ninja, run

WARNINGS = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow", "-Werror"]
WAYS = []


@dataclass
class Way:
    name: str
    kind: str  # "static" or "shared": the kind of the library that the programs link
    programs: tuple  # the build programs that this way needs
    by_c_compiler: bool  # true if the C compiler links the C program, false if the C++ compiler does
    build: Callable


def way(name, kind, *programs, by_c_compiler=True):
    def add(function):
        WAYS.append(Way(f"{name}, {kind}", kind, programs, by_c_compiler, function))
        return function

    return add


def project(folder, name=None):
    """Makes a user's project in a folder: user.cpp, user.c, and the build files of the folder `name`."""
    folder.mkdir(parents=True)
    files = [HERE / "user.cpp", HERE / "user.c", *((HERE / name).iterdir() if name else ())]
    for file in files:
        shutil.copy(file, folder)
    return folder


def by_meson(folder, *options, **environment):
    run("meson", "setup", folder / "build", folder, *options, **environment)
    return ninja(folder / "build")


def by_cmake(folder, *options):
    flags = [f"-DCMAKE_C_FLAGS={' '.join(WARNINGS)}", f"-DCMAKE_CXX_FLAGS={' '.join(WARNINGS)} {ASSERTIONS}"]
    run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / "build", *flags, *options)
    return ninja(folder / "build")


@way("two files", "static")
def two_files(folder, release):
    project(folder)
    copy = folder / "wshake"
    copy.mkdir()
    run(sys.executable, release.tree / "engine" / "amalgamate.py", copy)
    run(CXX, "-std=c++20", *WARNINGS, ASSERTIONS, "-I.", "user.cpp", "wshake/wshake.cpp", "-o", "user_cpp", folder=folder)
    run(CXX, "-std=c++20", ASSERTIONS, "-fno-exceptions", "-c", "wshake/wshake.cpp", "-o", "wshake.o", folder=folder)
    run(CC, "-std=c99", *WARNINGS, "-I.", "user.c", "wshake.o", "-o", "user_c", folder=folder)
    return folder


def of_wrap(folder, release, kind):
    project(folder, "meson")
    # Meson uses the copied archive as if Meson had downloaded it earlier, and compares its hash with the wrap's hash.
    shutil.copytree(release.archive.parent, folder / "subprojects" / "packagecache")
    shutil.copy(release.packages / "wrap" / "wshake.wrap", folder / "subprojects")
    # Without default_library the subproject would build the static and the shared library, and the programs would use
    # the shared library.
    return by_meson(folder, f"-Dwshake:default_library={kind}", "-Dunity=subprojects", "-Dunity_size=1000")


@way("Meson, a wrap", "static", "meson", "ninja")
def wrap_static(folder, release):
    return of_wrap(folder, release, "static")


@way("Meson, a wrap", "shared", "meson", "ninja")
def wrap_shared(folder, release):
    return of_wrap(folder, release, "shared")


def pkg_config_path(release):
    return {"PKG_CONFIG_PATH": str(release.by_meson / "lib" / "pkgconfig")}


@way("Meson, pkg-config", "static", "meson", "ninja", "pkg-config")
def meson_static(folder, release):
    return by_meson(project(folder, "meson"), "-Dprefer_static=true", **pkg_config_path(release))


@way("Meson, pkg-config", "shared", "meson", "ninja", "pkg-config")
def meson_shared(folder, release):
    return by_meson(project(folder, "meson"), **pkg_config_path(release))


@way("a shell, pkg-config", "shared", "meson", "ninja", "pkg-config")
def compile_line(folder, release):
    project(folder)
    flags = f"{' '.join(WARNINGS)} $(pkg-config --cflags --libs 'wshake >= {release.version}')"
    for line in (f"{CXX} -std=c++20 user.cpp -o user_cpp", f"{CC} -std=c99 user.c -o user_c"):
        run("sh", "-c", f"{line} {flags}", folder=folder, **pkg_config_path(release))
    return folder


# If a C program uses a library target that the same CMake build compiles from C++ sources, CMake links the program with
# the C++ compiler.
@way("CMake, add_subdirectory", "static", "cmake", "ninja", by_c_compiler=False)
def add_subdirectory(folder, release):
    project(folder, "cmake_add_subdirectory")
    shutil.copytree(release.tree, folder / "wshake")
    return by_cmake(folder, "-DCMAKE_UNITY_BUILD=ON")


@way("CMake, FetchContent", "shared", "cmake", "ninja")
def fetch_content(folder, release):
    source = f"-DFETCHCONTENT_SOURCE_DIR_WSHAKE={release.tree}"
    options = ["-DBUILD_SHARED_LIBS=ON", "-DWSHAKE_PROCESSOR=portable", "-DCMAKE_UNITY_BUILD=ON"]
    build = by_cmake(project(folder, "cmake_fetch_content"), source, *options)
    (library,) = (path for path in build.rglob("libwshake.so.*") if not path.is_symlink())
    if re.search(r"::(avx2|avx512|sse2|neon)::", run("nm", "-C", library)):
        raise Failure("the library has code for special processors, but was configured as portable")
    return build


def is_licence(path):
    return path.is_file() and path.read_bytes() == (ROOT / "LICENSE").read_bytes()


def of_package(folder, release, prefix, *options):
    versions(folder.with_name(f"{folder.name}_versions"), release.version, prefix)
    licences = [path.relative_to(prefix) for path in sorted(prefix.glob("share/**/*")) if is_licence(path)]
    if len(licences) != 1:
        raise Failure(f"the package has {len(licences)} copies of the licence, not one: {', '.join(map(str, licences))}")
    return by_cmake(project(folder, "cmake_find_package"), f"-DCMAKE_PREFIX_PATH={prefix}", *options)


@way("CMake, find_package, by CMake", "static", "cmake", "ninja")
def cmake_static(folder, release):
    return of_package(folder, release, release.by_cmake_static)


@way("CMake, find_package, by CMake", "shared", "cmake", "ninja")
def cmake_shared(folder, release):
    return of_package(folder, release, release.by_cmake_shared)


@way("CMake, find_package, by Meson", "static", "cmake", "meson", "ninja")
def cmake_of_meson_static(folder, release):
    return of_package(folder, release, release.by_meson_elsewhere, "-Dwshake_USE_STATIC_LIBS=ON")


@way("CMake, find_package, by Meson", "shared", "cmake", "meson", "ninja")
def cmake_of_meson_shared(folder, release):
    return of_package(folder, release, release.by_meson_elsewhere)


# --- Packages of registries, built from the files that the project submits. Stand-ins replace the registries' programs.


@way("CMake, find_package, a vcpkg port", "static", "cmake", "ninja")
def vcpkg(folder, release):
    check_manifest(release.packages / "vcpkg" / "vcpkg.json", release.version)
    prefix = folder.with_name(f"{folder.name}_vcpkg")
    values = {"port": release.packages / "vcpkg", "archive": release.archive, "folder": prefix}
    run("cmake", *(f"-D{name}={value}" for name, value in values.items()), "-P", HERE / "vcpkg_stand_in.cmake")
    return of_package(folder, release, prefix / "packages")


def check_manifest(path, version):
    """Checks that vcpkg accepts a vcpkg.json, and that the file has the format that `vcpkg format-manifest` writes."""
    text = path.read_text(encoding="utf-8")
    manifest = json.loads(text)
    known = ["name", "version", "description", "homepage", "license", "supports", "dependencies"]
    good = {
        "the order of its members": list(manifest) == [name for name in known if name in manifest],
        "its layout": text == json.dumps(manifest, indent=2, ensure_ascii=False) + "\n",
        "its name": re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", manifest["name"]) is not None,
        "its version": manifest["version"] == version,
        "its license": manifest["license"] == "BSL-1.0",
        "its dependencies": all(one.keys() == {"name", "host"} for one in manifest["dependencies"]),
    }
    bad = [what for what, holds in good.items() if not holds]
    if bad:
        raise Failure(f"vcpkg.json: vcpkg rejects {', '.join(bad)}")


@way("CMake, find_package, a Conan recipe", "shared", "cmake", "ninja")
def conan(folder, release):
    prefix = folder.with_name(f"{folder.name}_conan")
    # The recipe's folder contains test_package, the project that tests the recipe. engine/packages/fill.py has copied
    # the CMakeLists.txt and the sources of test_package from tests/consumers.
    said = run(sys.executable, HERE / "conan_stand_in.py", release.packages / "conan", release.archive, prefix)
    return Path(said.splitlines()[-1])


def versions(folder, version, prefix):
    """Checks that CMake finds the package if a project requests a compatible version, and does not find the package if
    the project requests another version or has pointers of another size."""
    major = int(version.partition(".")[0])
    asked = {"": True, version: True, f"{version} EXACT": True, f"{major}": True, f"{major}...{version}": True}
    asked |= {f"{major}...<{version}": False, f"{major}.999": False, f"{major + 1}": False}
    asked |= {f"{major}.999...{major + 1}": False} | ({f"{major - 1}": False} if major else {})
    folder.mkdir()
    for size in ("", "1"):  # the pointer size that the project claims; no library has the pointer size "1"
        lines = ["cmake_minimum_required(VERSION 3.21)", "project(user LANGUAGES NONE)"]
        for text, good in asked.items():
            lines += [f"find_package(wshake {text} QUIET)", f"if({'' if good and not size else 'NOT '}wshake_FOUND)"]
            lines += ["else()", f'  message(SEND_ERROR "find_package(wshake {text}) has the wrong result")', "endif()"]
        (folder / "CMakeLists.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
        options = [f"-DCMAKE_PREFIX_PATH={prefix}"] + [f"-DCMAKE_SIZEOF_VOID_P={size}"] * bool(size)
        run("cmake", "-G", "Ninja", "-S", folder, "-B", folder / f"build{size}", *options)
