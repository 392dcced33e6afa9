// SPDX-License-Identifier: BSL-1.0
// This header chooses the core on which a program measures, and adds rows that show the program's share of this core.
//
// If a core runs two threads at a time, the second thread may belong to any other program. On a virtual machine, the
// second thread may even belong to a program outside of the machine. The second thread doubles the time of instructions
// that are independent of each other. It hardly changes the time of instructions that wait for each other. Ratios of
// times are then wrong. Only the rows of register_core_rows() show that a second thread runs.
#pragma once

namespace bench {

// Binds the program to one of the cores that it may use: the core that currently makes the most additions at a time.
// (If the program moved to another core, it would lose the content of the caches.)
void bind_to_core();

// Adds two rows, core/harness/dependent and core/harness/independent. Both make the same number of additions. In the
// first row, each addition waits for the result of the previous addition. The ratio of the two times is the number of
// additions that the core makes at a time.
void register_core_rows();

}  // namespace bench
