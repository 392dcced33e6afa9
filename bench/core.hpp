// SPDX-License-Identifier: BSL-1.0
// The core on which a program measures, and the program's share of this core.
//
// If a core runs two threads at a time, the second thread may belong to any program, on a virtual machine also to a
// program outside of the machine. The second thread takes half of the resources from independent instructions, and next
// to nothing from instructions that wait for each other. Then times double and ratios are wrong. Only the rows of
// register_core_rows() show that a second thread runs.
#pragma once

namespace bench {

// Binds the program to one of the cores that it may use: the core that currently makes the most additions at a time.
// (If the program moved to another core, it would lose the content of the caches.)
void bind_to_core();

// Adds two rows, core/harness/dependent and core/harness/independent. Both make the same number of additions. In the
// first row, each addition waits for the result of the addition before. The ratio of the two times is the number of
// additions at a time.
void register_core_rows();

}  // namespace bench
