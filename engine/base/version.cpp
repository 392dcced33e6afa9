// SPDX-License-Identifier: BSL-1.0
#include <wshake/version.hpp>

namespace wshake {

namespace {

// The version as text, made from the numbers by the compiler.
struct version_text {
  constexpr version_text() noexcept {
    constexpr unsigned parts[] = {version_major, version_minor, version_patch};
    char* end = text;
    for (const unsigned part : parts) {
      if (end != text) *end++ = '.';
      if (part >= 10) *end++ = static_cast<char>('0' + part / 10);
      *end++ = static_cast<char>('0' + part % 10);
    }
  }

  char text[9] = {};  // "99.99.99"
};
static_assert(version_major < 100 && version_minor < 100 && version_patch < 100);

constexpr version_text this_version;

}  // namespace

const char* library_version() noexcept { return this_version.text; }

}  // namespace wshake
