// SPDX-License-Identifier: BSL-1.0
// This program compares wshake with other implementations of the handshake, which are in peers/.
#include "rows.hpp"

void bench::register_rows() {
  register_own_rows();
  register_list_rows();
  register_copy_rows();
  register_peer_rows();
  register_client_rows();
  register_cold_rows();
}
