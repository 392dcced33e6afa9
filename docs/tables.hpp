// SPDX-License-Identifier: BSL-1.0
// Each function prints one table of the pages in this folder.
#pragma once

namespace tables {

void print_errors();
void print_limits();
void print_server_states();
void print_client_states();
void print_socks_states();

}  // namespace tables
