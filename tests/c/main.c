// SPDX-License-Identifier: BSL-1.0
// Runs the tests of the C API, which are in C99. The C compiler links this program, without a C++ library.
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
  test_socks();
  test_field_answer();
  test_field_request();
  test_forward();
  printf("%u checks, %u failed\n", checks_made, checks_failed);
  return checks_failed != 0;
}
