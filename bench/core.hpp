// SPDX-License-Identifier: BSL-1.0
// The core that a program measures on, and how much of it is the program's.
//
// Where a core runs two threads at a time, the other one may be anybody's, on a virtual machine also of somebody
// unknown. It takes half of what independent instructions need, and next to nothing from instructions that wait for
// each other: times double, ratios are wrong, and nothing else shows it.
#pragma once

namespace bench {

// Binds the program to one of the cores that it may use: the one on which, for the moment, most additions are made at a
// time. (A move to another core costs its caches.)
void bind_to_core();

// Two rows, core/harness/dependent and core/harness/independent: as many additions, each of which waits for the one
// before, or not. The ratio of their times is how many are made at a time.
void register_core_rows();

}  // namespace bench
