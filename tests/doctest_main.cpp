// SPDX-License-Identifier: BSL-1.0
// The runner of all doctest cases, apart because it takes longest to compile.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
