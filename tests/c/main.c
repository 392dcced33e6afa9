// SPDX-License-Identifier: BSL-1.0
// The C API from C99, linked by the C compiler: there is no C++ library in this program.
#include "checks.h"

unsigned checks_made;
unsigned checks_failed;

int main(void) {
  test_values();
  test_options();
  test_functions();
  test_server();
  test_client();
  test_tunnel();
  printf("%u checks, %u failed\n", checks_made, checks_failed);
  return checks_failed != 0;
}
