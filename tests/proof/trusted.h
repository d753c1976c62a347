/* SPDX-License-Identifier: MIT */
/*
 * trusted.h - what the proof takes for granted, all of it: two functions that do not come back, and
 * what the room weights, which is GMP's arithmetic, says of its weights. The tests hold weights to
 * this; nothing here is proved.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "weights.h"

/*@ axiomatic Weights {
      logic integer weight(bcf_weights *weights, integer place) reads \nothing;
      logic integer remainder(bcf_weights *weights, integer place) reads \nothing;
    } */

/* A sign: below, at or above zero. */

/*@ assigns \nothing;
    ensures \result < 0 <==> remainder(weights, i) < remainder(weights, j);
    ensures \result > 0 <==> remainder(weights, i) > remainder(weights, j); */
int bcf_weights_compare_remainders(const bcf_weights *weights, size_t i, size_t j);

/*@ assigns \nothing;
    ensures \result < 0 <==> weight(weights, i) < weight(weights, j);
    ensures \result > 0 <==> weight(weights, i) > weight(weights, j); */
int bcf_weights_compare(const bcf_weights *weights, size_t i, size_t j);

/*@ assigns \nothing;
    ensures \result <==> weight(weights, i) == 0; */
bool bcf_weights_is_zero(const bcf_weights *weights, size_t i);

/*@ assigns \nothing;
    ensures \result <==> remainder(weights, i) != 0; */
bool bcf_weights_has_remainder(const bcf_weights *weights, size_t i);

/* The program ends with a sentence. */

/*@ assigns \nothing;
    ensures \false; */
_Noreturn void bcf_stop(const char *file, int line, const char *what);

/* A refusal is told to nobody but `err`. */

/*@ assigns *err;
    ensures \result == code; */
bcf_code bcf_refuse(bcf_error *err, bcf_code code, bcf_place place, const char *format, ...);
