// SPDX-License-Identifier: BSL-1.0
// version: the version of the headers that a program was compiled with, and of the library that it runs with.
#pragma once

#include <wshake/detail/attributes.hpp>

namespace wshake {

// The version of these headers, 0.1.0, by the rules of https://semver.org.
inline constexpr unsigned version_major = 0;
inline constexpr unsigned version_minor = 1;
inline constexpr unsigned version_patch = 0;

// The version as one number, for comparisons: 10203 for 1.2.3.
inline constexpr unsigned version_number = version_major * 10000 + version_minor * 100 + version_patch;

// The version of the library that the program runs with: "0.1.0", in static memory, ended by a NUL. A shared library
// may have another version than the headers.
[[nodiscard]] WSHAKE_API const char* library_version() noexcept;

}  // namespace wshake
