/* SPDX-License-Identifier: MIT */
#ifndef BCF_TEST_MEMORY_H
#define BCF_TEST_MEMORY_H

/*
 * memory.h - whose malloc a test runs on. A sanitizer's ends the program in its own way, and has
 * addresses by the terabyte: no limit of them can be set.
 */

#include <stdbool.h>

#if defined(__SANITIZE_ADDRESS__)
#define HAS_OWN_MALLOC true
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define HAS_OWN_MALLOC true
#endif
#endif
#ifndef HAS_OWN_MALLOC
#define HAS_OWN_MALLOC false
#endif

#endif
