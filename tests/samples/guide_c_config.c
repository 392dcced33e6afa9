// SPDX-License-Identifier: BSL-1.0
// The guide's configuration in C: see guide_c_config.cpp.
#include "play.h"
//
#include "sample.inc"
