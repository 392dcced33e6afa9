// SPDX-License-Identifier: BSL-1.0
// Tests <wshake/format.hpp>, which prints octets unchanged and enumerators by name. A format's width applies to octets
// and names as it applies to a string.
#include <iomanip>
#include <sstream>
#include <string>

#include <wshake/format.hpp>

#include "support.hpp"

namespace wshake::test {
namespace {

template <class T>
std::string streamed(const T& value) {
  std::ostringstream out;
  out << value;
  return out.str();
}

TEST_CASE("operator<< writes octets, an accept_value and the names of enumerators") {
  CHECK(streamed(octets("a\0b")) == std::string("a\0b", 3));
  CHECK(streamed(octets()).empty());
  CHECK(streamed(accept_key(sample_key)) == sample_accept);
  CHECK(streamed(errc::bad_key) == "bad_key");
  CHECK(streamed(server_state::need_more) == "need_more");
  std::ostringstream out;
  out << std::setw(6) << std::left << octets("abc") << '|' << std::setw(5) << std::right << errc::none;
  CHECK(out.str() == "abc   | none");
}

#if defined(__cpp_lib_format)
TEST_CASE("std::format writes octets, an accept_value and enumerators like operator<<") {
  CHECK(std::format("{}", octets("abc")) == "abc");
  CHECK(std::format("{:>5}|{:.2}", octets("abc"), octets("abc")) == "  abc|ab");
  CHECK(std::format("{}", accept_key(sample_key)) == sample_accept);
  CHECK(std::format("{} in {:*^11}", errc::bad_key, server_state::failed) == "bad_key in **failed***");
}
#endif

}  // namespace
}  // namespace wshake::test
