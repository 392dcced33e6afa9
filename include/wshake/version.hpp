// SPDX-License-Identifier: BSL-1.0
// version: of the headers that a program was compiled with, and of the library that it runs with.
#pragma once

namespace wshake {

// The version of these headers, 0.1.0, in the sense of https://semver.org.
inline constexpr unsigned version_major = 0;
inline constexpr unsigned version_minor = 1;
inline constexpr unsigned version_patch = 0;

// The three as one number that grows from version to version: of 1.2.3 it is 10203.
inline constexpr unsigned version_number = version_major * 10000 + version_minor * 100 + version_patch;

// The version of the library that the program runs with, "0.1.0", in static memory, ended by NUL. A shared library may
// be another one than that of the headers.
[[nodiscard]] const char* library_version() noexcept;

}  // namespace wshake
