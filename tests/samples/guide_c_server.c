// SPDX-License-Identifier: BSL-1.0
// The guide's server in C: see guide_c_server.cpp.
#include "play.h"
//
#include "sample.inc"
