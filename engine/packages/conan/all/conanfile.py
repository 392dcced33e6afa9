import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeToolchain, cmake_layout
from conan.tools.files import copy, get, rmdir
from conan.tools.scm import Version

required_conan_version = ">=2"


class WshakeConan(ConanFile):
    name = "wshake"
    description = "The WebSocket opening handshake (RFC 6455) as a pure engine: octets in, states and response octets out"
    license = "BSL-1.0"
    url = "https://github.com/conan-io/conan-center-index"
    homepage = "@repository@"
    topics = ("websocket", "handshake", "http", "sans-io")
    package_type = "library"
    settings = "os", "arch", "compiler", "build_type"
    options = {
        "shared": [True, False],
        "fPIC": [True, False],
        "processor": ["detect", "target", "portable"],
    }
    default_options = {
        "shared": False,
        "fPIC": True,
        "processor": "detect",
    }
    implements = ["auto_shared_fpic"]

    def layout(self):
        cmake_layout(self, src_folder="src")

    def validate(self):
        check_min_cppstd(self, 20)
        compiler = self.settings.compiler
        oldest = {"gcc": "12", "clang": "14"}.get(str(compiler))
        if compiler == "msvc" or (oldest and Version(compiler.version) < oldest):
            raise ConanInvalidConfiguration(f"{self.ref} needs gcc 12 or clang 14, or newer")

    def source(self):
        get(self, **self.conan_data["sources"][self.version], strip_root=True)

    def generate(self):
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["WSHAKE_PROCESSOR"] = str(self.options.processor)
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        copy(self, "LICENSE", self.source_folder, os.path.join(self.package_folder, "licenses"))
        cmake = CMake(self)
        cmake.install()
        rmdir(self, os.path.join(self.package_folder, "lib", "cmake"))
        rmdir(self, os.path.join(self.package_folder, "share"))

    def package_info(self):
        self.cpp_info.libs = ["wshake"]
