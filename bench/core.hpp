// SPDX-License-Identifier: BSL-1.0
// The core that a program measures on, and the share of it that the program gets.
//
// If a core runs two threads at a time, the other thread may belong to any program, on a virtual machine also to one
// outside of it. It takes half of the resources from independent instructions, and next to nothing from instructions
// that wait for each other. Times double, ratios are wrong, and no other figure shows it.
#pragma once

namespace bench {

// Binds the program to one of the cores that it may use: the one that currently makes most additions at a time. (A move
// to another core would lose the content of the caches.)
void bind_to_core();

// Adds two rows, core/harness/dependent and core/harness/independent. Both make the same number of additions. In the
// first, each addition waits for the one before. The ratio of their times is the number of additions at a time.
void register_core_rows();

}  // namespace bench
