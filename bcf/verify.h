/* SPDX-License-Identifier: MIT */
#ifndef BCF_VERIFY_H
#define BCF_VERIFY_H
#endif
