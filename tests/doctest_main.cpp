// SPDX-License-Identifier: BSL-1.0
// Runs all doctest cases. The main function is in a file of its own, because doctest's implementation takes long to
// compile.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>
