// SPDX-License-Identifier: BSL-1.0
// Checks that the library's version is the same in every file that names the version.
#include <string>

#include <wshake/wshake.h>
#include <wshake/version.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

// The text in a file of the source tree between the first `before` and the next `behind`.
std::string between(const std::string& path, const std::string& before, const std::string& behind) {
  const std::string text = read_file(source_root() + path);
  const std::size_t found = text.find(before);
  REQUIRE(found != std::string::npos);
  const std::size_t begin = found + before.size();
  return text.substr(begin, text.find(behind, begin) - begin);
}

TEST_CASE("version: headers, library, build file and changelog agree") {
  const std::string text = library_version();
  CHECK(text == std::to_string(version_major) + '.' + std::to_string(version_minor) + '.' + std::to_string(version_patch));
  CHECK(text == between("/meson.build", "version: '", "'"));
  CHECK(text == between("/CHANGELOG.md", "\n## [", "]"));
  CHECK(text == wshake_library_version());
  CHECK(version_number == WSHAKE_VERSION);
}

}  // namespace
}  // namespace wshake::test
