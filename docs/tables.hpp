// SPDX-License-Identifier: BSL-1.0
// Each function prints the content of one table in the pages of this folder.
#pragma once

namespace tables {

void print_errors();
void print_limits();
void print_server_states();
void print_client_states();
void print_socks_states();

// Each function prints a diagram as SVG. It returns false if the diagram lacks a transition of the role's table, or has
// another transition.
bool print_server_diagram();
bool print_client_diagram();

}  // namespace tables
