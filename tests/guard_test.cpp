// SPDX-License-Identifier: BSL-1.0
// Checks that the guard pages around the tests' memory exist. Without the guard pages, only a sanitizer would notice an
// access out of bounds.
#include "support.hpp"

#if defined(__unix__) && !defined(__wasi__)

#include <cerrno>
#include <cstdlib>
#include <string_view>

#include <unistd.h>

namespace wshake::test {
namespace {

// Returns true if the process may read the octet. The function asks the system, so that no signal is raised.
bool is_readable(const char* octet) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  errno = 0;
  const bool is = write(ends[1], octet, 1) == 1;
  CHECK((is || errno == EFAULT));
  close(ends[0]);
  close(ends[1]);
  return is;
}

TEST_CASE("guarded memory ends at a page that can't be touched") {
  const char* const wanted = std::getenv("WSHAKE_GUARD");
  const bool before = wanted != nullptr && std::string_view(wanted) == "before";
  for (const std::size_t size : {1U, 2U, 63U, 4095U, 4096U, 4097U, 65535U}) {
    CAPTURE(size);
    const guarded place(size);
    CHECK(is_readable(place.data()));
    CHECK(is_readable(place.data() + size - 1));
    CHECK_FALSE(is_readable(before ? place.data() - 1 : place.data() + size));
    const octets copy = place.put("x");
    CHECK_FALSE(is_readable(before ? copy.data() - 1 : copy.end()));
  }
}

}  // namespace
}  // namespace wshake::test

#else

TEST_CASE("guarded memory ends at a page that can't be touched") {
  MESSAGE("not tested: this system has no call that says whether an octet can be read");
}

#endif
