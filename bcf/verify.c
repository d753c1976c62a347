/* SPDX-License-Identifier: MIT */
#include "verify.h"

