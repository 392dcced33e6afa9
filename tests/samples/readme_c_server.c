// SPDX-License-Identifier: BSL-1.0
// README's server in C: see readme_c_server.cpp.
#include "play.h"
//
#include "sample.inc"
