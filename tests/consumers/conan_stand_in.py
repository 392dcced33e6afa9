"""conan_stand_in.py RECIPE ARCHIVE FOLDER: does in FOLDER what `conan create` does with a recipe and its test_package.

The script replaces Conan as far as the recipe of engine/packages needs Conan: the classes and functions that the recipe
imports behave like Conan's, but get() unpacks ARCHIVE instead of the archive that the recipe names. The last line of
output names the folder of the programs that test_package builds.
"""

import fnmatch
import hashlib
import importlib.util
import os
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import types

recipe_folder, archive, folder = map(pathlib.Path, sys.argv[1:])
CXX = os.environ.get("CXX", "c++")


class ConanFile:
    pass


class ConanInvalidConfiguration(Exception):
    pass


class Setting(str):
    """A setting that has sub-settings, such as `compiler`, which has compiler.version."""


class Version:
    def __init__(self, text):
        self.parts = [int(part) for part in str(text).split(".")]

    def __lt__(self, other):
        return self.parts < Version(other).parts


class CMakeToolchain:
    def __init__(self, conanfile):
        self.conanfile, self.cache_variables = conanfile, {}

    def generate(self):
        self.conanfile.cache_variables = self.cache_variables


class CMake:
    def __init__(self, conanfile):
        self.conanfile = conanfile

    def configure(self):
        one = self.conanfile
        # The unity build compiles the same code in less time.
        variables = {"CMAKE_BUILD_TYPE": "Release", "CMAKE_CXX_STANDARD": 20, "CMAKE_UNITY_BUILD": "ON"}
        variables |= getattr(one, "cache_variables", {})
        if hasattr(one, "options"):
            variables |= {"BUILD_SHARED_LIBS": one.options.shared, "CMAKE_INSTALL_LIBDIR": "lib"}
            variables |= {"CMAKE_INSTALL_PREFIX": one.package_folder}
        if hasattr(one, "tested_reference_str"):
            variables |= {"CMAKE_PREFIX_PATH": one.generators_folder}
        options = [f"-D{name}={value}" for name, value in variables.items()]
        run("cmake", "-G", "Ninja", "-S", one.source_folder, "-B", one.build_folder, *options)

    def build(self, *more):
        run("cmake", "--build", self.conanfile.build_folder, "-j", "2", *more)

    def install(self):
        self.build("--target", "install")


def run(*command):
    subprocess.run([str(part) for part in command], check=True)


def check_min_cppstd(conanfile, standard):
    assert standard <= 20


def cmake_layout(conanfile, src_folder="."):
    conanfile.source_folder = str(pathlib.Path(conanfile.source_folder, src_folder))
    conanfile.build_folder += "/build/Release"
    conanfile.cpp = types.SimpleNamespace(build=types.SimpleNamespace(bindir="."))


def get(conanfile, url, sha256, strip_root):
    assert url.startswith("https://") and url.endswith(".tar.gz") and strip_root, url
    assert hashlib.sha256(archive.read_bytes()).hexdigest() == sha256, "the archive has another hash than the recipe says"
    shutil.unpack_archive(archive, folder / "unpacked")
    next((folder / "unpacked").iterdir()).rename(conanfile.source_folder)


def copy(conanfile, pattern, src, dst):
    found = fnmatch.filter(os.listdir(src), pattern)
    os.makedirs(dst, exist_ok=True)
    for name in found:
        shutil.copy(pathlib.Path(src, name), dst)


def rmdir(conanfile, path):
    shutil.rmtree(path, ignore_errors=True)


MODULES = {
    "conan": {"ConanFile": ConanFile},
    "conan.errors": {"ConanInvalidConfiguration": ConanInvalidConfiguration},
    "conan.tools": {},
    "conan.tools.build": {"can_run": lambda conanfile: True, "check_min_cppstd": check_min_cppstd},
    "conan.tools.cmake": {"CMake": CMake, "CMakeToolchain": CMakeToolchain, "cmake_layout": cmake_layout},
    "conan.tools.files": {"copy": copy, "get": get, "rmdir": rmdir},
    "conan.tools.scm": {"Version": Version},
}
for name, content in MODULES.items():
    sys.modules[name] = types.ModuleType(name)
    vars(sys.modules[name]).update(content)


def read_yaml(path):
    """Reads a YAML file of nested mappings, whose innermost values are text. The recipe needs no other YAML."""
    top = {}
    stack = [(-1, top)]
    for line in path.read_text(encoding="utf-8").splitlines():
        indent, key, value = re.fullmatch(r'( *)"?([\w.]+)"?:(?: "?([^"]*)"?)?', line).groups()
        while stack[-1][0] >= len(indent):
            stack.pop()
        stack[-1][1][key] = value or {}
        stack.append((len(indent), stack[-1][1][key]))
    return top


def load(path):
    """Loads the recipe from a file."""
    spec = importlib.util.spec_from_file_location(path.parent.name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return next(value for value in vars(module).values() if isinstance(value, type) and value.__module__ == spec.name)()


def write_cmake_deps(generators, recipe):
    """Writes the files that CMakeDeps generates from package_info()."""
    generators.mkdir()
    libraries = ";".join(f"{recipe.package_folder}/lib/lib{name}.so" for name in recipe.cpp_info.libs)
    (generators / f"{recipe.name}-config.cmake").write_text(
        f"add_library({recipe.name}::{recipe.name} INTERFACE IMPORTED)\n"
        f"set_target_properties({recipe.name}::{recipe.name} PROPERTIES\n"
        f'  INTERFACE_INCLUDE_DIRECTORIES "{recipe.package_folder}/include"\n'
        f'  INTERFACE_LINK_LIBRARIES "{libraries}")\n'
    )
    (generators / f"{recipe.name}-config-version.cmake").write_text("set(PACKAGE_VERSION_COMPATIBLE TRUE)\n")


def create():
    recipe = load(recipe_folder / "all" / "conanfile.py")
    ((recipe.version, place),) = read_yaml(recipe_folder / "config.yml")["versions"].items()
    recipe.conan_data = read_yaml(recipe_folder / place["folder"] / "conandata.yml")
    recipe.ref = f"{recipe.name}/{recipe.version}"
    compiler = Setting("gcc")
    compiler.version = subprocess.run([CXX, "-dumpversion"], capture_output=True, text=True, check=True).stdout.strip()
    if "clang" in subprocess.run([CXX, "--version"], capture_output=True, text=True, check=True).stdout:
        compiler = Setting("clang")
        compiler.version = "14"
    settings = {"os": platform.system(), "arch": platform.machine(), "compiler": compiler, "build_type": "Release"}
    assert set(recipe.settings) == set(settings)
    recipe.settings = types.SimpleNamespace(**settings)
    assert all(recipe.default_options[name] in values for name, values in recipe.options.items())
    recipe.options = types.SimpleNamespace(**recipe.default_options | {"shared": True})
    recipe.cpp_info = types.SimpleNamespace(libs=[])
    recipe.source_folder = recipe.build_folder = str(folder)
    recipe.package_folder = str(folder / "package")
    for step in ("layout", "validate", "source", "generate", "build", "package", "package_info"):
        getattr(recipe, step)()
    package = folder / "package"
    assert (package / "licenses" / "LICENSE").exists() and not (package / "lib" / "cmake").exists()
    assert not (package / "share").exists()
    return recipe


def try_it(recipe):
    test = load(recipe_folder / "all" / "test_package" / "conanfile.py")
    test.source_folder, test.build_folder = str(recipe_folder / "all" / "test_package"), str(folder / "test_package")
    test.tested_reference_str, required = recipe.ref, []
    test.requires = required.append
    test.generators_folder = str(folder / "generators")
    test.run = lambda command, env: subprocess.run([command], cwd=test.build_folder, check=True)
    write_cmake_deps(folder / "generators", recipe)
    for step in ("layout", "requirements", "build", "test"):
        getattr(test, step)()
    assert required == [recipe.ref]
    return test.build_folder


folder.mkdir(parents=True)
programs = try_it(create())
sys.stdout.flush()
print(programs)
