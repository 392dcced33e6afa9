// SPDX-License-Identifier: BSL-1.0
// The core that a program measures on, and how much of it is the program's.
//
// Where a core runs two threads at a time, the other one may be anybody's, on a virtual machine also of somebody
// unknown. It takes half of what independent instructions need, and next to nothing from instructions that wait for
// each other: times double, ratios are wrong, and nothing else shows it.
#pragma once

namespace bench {

// Binds the program to one of the cores that it may use: the one that currently makes most additions at a time. (A move
// to another core would lose the content of the caches.)
void bind_to_core();

// Adds two rows, core/harness/dependent and core/harness/independent. Both make the same number of additions. In the
// first, each addition waits for the one before. The ratio of their times is the number of additions at a time.
void register_core_rows();

}  // namespace bench
