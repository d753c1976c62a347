/* SPDX-License-Identifier: MIT */
/* Comments that begin with an @ are read by the machine that proves this file (docs/proof.md). */
#include "apportion_inside.h"

/*@ logic integer total{L}(int64_t *units, integer count) =
      count <= 0 ? 0 : total(units, count - 1) + units[count - 1];

    predicate is_tie(bcf_tie tie) =
      tie == BCF_TIE_LARGER_WEIGHT || tie == BCF_TIE_EARLIER_PLACE;

    predicate comes_before(bcf_weights *weights, bcf_tie tie, integer i, integer j) =
      remainder(weights, i) > remainder(weights, j)
      || (remainder(weights, i) == remainder(weights, j)
          && (tie == BCF_TIE_LARGER_WEIGHT
              ? weight(weights, i) > weight(weights, j)
                || (weight(weights, i) == weight(weights, j) && i < j)
              : i < j));

    predicate are_places{L}(size_t *places, integer count) =
      \forall integer i; 0 <= i < count ==> 0 <= places[i] < count;

    predicate has_none_twice{L}(size_t *places, integer count) =
      \forall integer i, j; 0 <= i < count && 0 <= j < count && i != j ==> places[i] != places[j];

    predicate is_among{L}(size_t *places, integer low, integer high, integer place) =
      \exists integer i; low <= i < high && places[i] == place;

    predicate has_all{L}(size_t *places, integer count) =
      \forall integer place; 0 <= place < count ==> is_among(places, 0, count, place);

    predicate all_after{L}(bcf_weights *weights, bcf_tie tie, size_t *places, integer place,
                           integer low, integer high) =
      \forall integer i; low <= i < high ==> comes_before(weights, tie, place, places[i]);

    predicate all_before{L}(bcf_weights *weights, bcf_tie tie, size_t *places, integer place,
                            integer low, integer high) =
      \forall integer i; low <= i < high ==> comes_before(weights, tie, places[i], place);

    predicate keeps_order{A, B}(bcf_weights *weights, bcf_tie tie, size_t *places, integer low,
                                integer high) =
      \forall integer place;
        (all_after{A}(weights, tie, places, place, low, high) ==>
         all_after{B}(weights, tie, places, place, low, high))
        && (all_before{A}(weights, tie, places, place, low, high) ==>
            all_before{B}(weights, tie, places, place, low, high));

    predicate are_first{L}(bcf_weights *weights, bcf_tie tie, size_t *places, integer odd,
                           integer count) =
      \forall integer i, j; 0 <= i < odd <= j < count ==>
        comes_before(weights, tie, places[i], places[j]); */

/* The order is total, so that nothing but the weights and the tie decides. */

/*@ lemma order_is_total: \forall bcf_weights *weights, bcf_tie tie, integer i, j; i != j ==>
      comes_before(weights, tie, i, j) || comes_before(weights, tie, j, i);

    lemma order_has_no_circle: \forall bcf_weights *weights, bcf_tie tie, integer i, j, k;
      comes_before(weights, tie, i, j) && comes_before(weights, tie, j, k) ==>
        comes_before(weights, tie, i, k) && i != k;

    lemma order_is_one_way: \forall bcf_weights *weights, bcf_tie tie, integer i, j;
      comes_before(weights, tie, i, j) ==> !comes_before(weights, tie, j, i);

    lemma less_than_divisor: \forall integer a, b; 0 <= a && 0 < b ==> 0 <= a % b < b;

    lemma each_is_among{L}: \forall size_t *places, integer low, high, i; low <= i < high ==>
      is_among(places, low, high, places[i]); */

/* Who is served before whom: a total order, so that no sort's stability can decide a pound. */

/*@ requires is_tie(tie);
    assigns \nothing;
    ensures \result <==> comes_before(weights, tie, i, j); */
bool bcf_apportion_is_before(const bcf_weights *weights, bcf_tie tie, size_t i, size_t j)
{
    int order = bcf_weights_compare_remainders(weights, i, j);
    if (order != 0) {
        return order > 0;
    }
    switch (tie) {
    case BCF_TIE_LARGER_WEIGHT:
        order = bcf_weights_compare(weights, i, j);
        return order != 0 ? order > 0 : i < j;
    case BCF_TIE_EARLIER_PLACE:
        return i < j;
    }
    BCF_UNREACHABLE("a tie that the caller never named");
}

/*@ requires i < count && j < count && \valid(places + (0 .. count - 1));
    requires are_places(places, count) && has_none_twice(places, count) && has_all(places, count);
    assigns places[i], places[j];
    ensures places[i] == \old(places[j]) && places[j] == \old(places[i]);
    ensures are_places(places, count);
    ensures has_none_twice(places, count);
    ensures has_all(places, count); */
static void swap(size_t places[], size_t i, size_t j) /*@ ghost (size_t count) */
{
    size_t kept = places[i];
    places[i] = places[j];
    places[j] = kept;
    /*@ assert \forall integer k; 0 <= k < count && k != i && k != j ==>
          places[k] == \at(places[k], Pre); */
    /*@ assert \forall integer k; 0 <= k < count ==>
          is_among(places, 0, count, \at(places[k], Pre)); */
    /*@ assert \forall integer place; \at(is_among(places, 0, count, place), Pre) ==>
          is_among(places, 0, count, place); */
}

/* Where places[low..high) are cut in two: those before it come first, those behind it later. */

/*@ requires is_tie(tie) && low <= pivot < high <= count;
    requires \valid(places + (0 .. count - 1));
    requires are_places(places, count) && has_none_twice(places, count) && has_all(places, count);
    assigns places[low .. high - 1];
    ensures low <= \result < high;
    ensures are_places(places, count);
    ensures has_none_twice(places, count);
    ensures has_all(places, count);
    ensures keeps_order{Pre, Post}(weights, tie, places, low, high);
    ensures all_before(weights, tie, places, places[\result], low, \result);
    ensures all_after(weights, tie, places, places[\result], \result + 1, high); */
static size_t divide(size_t places[], size_t low, size_t high, size_t pivot,
                     const bcf_weights *weights, bcf_tie tie) /*@ ghost (size_t count) */
{
    size_t last = high - 1;
    size_t chosen = places[pivot];
    swap(places, pivot, last) /*@ ghost (count) */;
    size_t cut = low;
    /*@ loop invariant low <= cut <= i <= last;
        loop invariant places[last] == chosen;
        loop invariant are_places(places, count);
        loop invariant has_none_twice(places, count);
        loop invariant has_all(places, count);
        loop invariant keeps_order{Pre, Here}(weights, tie, places, low, high);
        loop invariant all_before(weights, tie, places, chosen, low, cut);
        loop invariant all_after(weights, tie, places, chosen, cut, i);
        loop assigns i, cut, places[low .. high - 1];
        loop variant last - i; */
    for (size_t i = low; i < last; i++) {
        if (bcf_apportion_is_before(weights, tie, places[i], chosen)) {
            swap(places, i, cut) /*@ ghost (count) */;
            /*@ assert keeps_order{LoopCurrent, Here}(weights, tie, places, low, high); */
            cut++;
        }
    }
    swap(places, cut, last) /*@ ghost (count) */;
    return cut;
}

/* Some number from zero, below `width`. */

/*@ requires 0 < width;
    assigns \nothing;
    ensures \result < width; */
static size_t below(size_t width, uint64_t chance)
{
    size_t upper_half = (size_t)(chance / UINT64_C(4294967296));
    /* NOLINTNEXTLINE(clang-analyzer-core.DivideZero): the width is above zero, which is proved */
    return upper_half % width;
}

/*
 * Brings the `odd` places that are served to the front, in no order: sorting them all, or serving
 * them one by one from a heap, takes ten times as long for a million. The pivots are drawn, because
 * for any fixed choice there is a table that makes it look at everything again and again; whoever
 * is drawn, the order is total and the same places come to the front.
 */

/*@ requires is_tie(tie) && odd <= count && \valid(places + (0 .. count - 1));
    requires are_places(places, count) && has_none_twice(places, count) && has_all(places, count);
    assigns places[0 .. count - 1];
    ensures are_places(places, count);
    ensures has_none_twice(places, count);
    ensures has_all(places, count);
    ensures are_first(weights, tie, places, odd, count); */
static void bring_forward(size_t places[], size_t count, size_t odd, const bcf_weights *weights,
                          bcf_tie tie)
{
    uint64_t chance = 1;
    size_t low = 0;
    size_t high = count;
    /*@ loop invariant low <= odd <= high <= count;
        loop invariant are_places(places, count);
        loop invariant has_none_twice(places, count);
        loop invariant has_all(places, count);
        loop invariant are_first(weights, tie, places, low, count);
        loop invariant are_first(weights, tie, places, high, count);
        loop assigns chance, low, high, places[0 .. count - 1];
        loop variant high - low; */
    while (low < odd && odd < high) {
        chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t pivot = low + below(high - low, chance);
        /*@ assert low <= pivot < high; */
        /*@ assert \forall integer i; 0 <= i < low ==>
              all_after(weights, tie, places, places[i], low, high); */
        /*@ assert \forall integer i; high <= i < count ==>
              all_before(weights, tie, places, places[i], low, high); */
        /*@ assert \forall integer i, j; 0 <= i < low && high <= j < count ==>
              comes_before(weights, tie, places[i], places[j]); */
        size_t cut = divide(places, low, high, pivot, weights, tie) /*@ ghost (count) */;
        /*@ assert \forall integer i; 0 <= i < low ==>
              all_after(weights, tie, places, places[i], low, high); */
        /*@ assert \forall integer i; high <= i < count ==>
              all_before(weights, tie, places, places[i], low, high); */
        /*@ assert \forall integer i, j; 0 <= i < low && high <= j < count ==>
              comes_before(weights, tie, places[i], places[j]); */
        /*@ assert \forall integer i; low <= i < cut ==>
              all_after(weights, tie, places, places[i], cut + 1, high); */
        /*@ assert \forall integer j; cut < j < count ==>
              comes_before(weights, tie, places[cut], places[j]); */
        /*@ assert are_first(weights, tie, places, low, count); */
        /*@ assert are_first(weights, tie, places, high, count); */
        /*@ assert are_first(weights, tie, places, cut, count); */
        /*@ assert are_first(weights, tie, places, cut + 1, count); */
        if (odd <= cut) {
            high = cut;
        } else {
            low = cut + 1;
        }
    }
}

/* What is left of `whole` when every place has its units. */

/*@ requires 0 <= whole && \valid_read(units + (0 .. count - 1));
    assigns \nothing;
    ensures 0 <= \result <= whole && \result == whole - total(units, count);
    ensures \forall integer i; 0 <= i < count ==> 0 <= units[i] <= whole;
    ensures \forall integer i; 0 <= i < count && weight(weights, i) == 0 ==> units[i] == 0; */
static int64_t left_over(const int64_t units[], size_t count, const bcf_weights *weights,
                         int64_t whole)
{
    int64_t left = whole;
    /*@ loop invariant i <= count;
        loop invariant 0 <= left <= whole && left == whole - total(units, i);
        loop invariant \forall integer k; 0 <= k < i ==> 0 <= units[k] <= whole;
        loop invariant \forall integer k; 0 <= k < i && weight(weights, k) == 0 ==> units[k] == 0;
        loop assigns i, left;
        loop variant count - i; */
    for (size_t i = 0; i < count; i++) {
        BCF_ASSERT(units[i] >= 0 && units[i] <= left);
        BCF_ASSERT(units[i] == 0 || !bcf_weights_is_zero(weights, i));
        left -= units[i];
    }
    return left;
}

/* The places in the order of the table. */

/*@ requires \valid(places + (0 .. count - 1));
    assigns places[0 .. count - 1];
    ensures are_places(places, count);
    ensures has_none_twice(places, count);
    ensures has_all(places, count); */
static void number(size_t places[], size_t count)
{
    /*@ loop invariant i <= count;
        loop invariant \forall integer k; 0 <= k < i ==> places[k] == k;
        loop assigns i, places[0 .. count - 1];
        loop variant count - i; */
    for (size_t i = 0; i < count; i++) {
        places[i] = i;
    }
    /*@ assert \forall integer i; 0 <= i < count ==> places[i] == i; */
    /*@ ghost
        size_t k = 0;
        /@ loop invariant k <= count;
           loop invariant \forall integer i; 0 <= i < k ==> is_among(places, 0, count, i);
           loop assigns k;
           loop variant count - k; @/
        while (k < count) {
            /@ assert places[k] == k; @/
            /@ assert is_among(places, 0, count, places[k]); @/
            k++;
        } */
}

/* One more unit for one place. */

/*@ requires \valid(units + (0 .. count - 1)) && place < count && units[place] < INT64_MAX;
    assigns units[place];
    ensures units[place] == \old(units[place]) + 1;
    ensures total(units, count) == \old(total(units, count)) + 1; */
static void serve(int64_t units[], size_t place) /*@ ghost (size_t count) */
{
    units[place]++;
    /*@ ghost
        size_t i = 0;
        /@ loop invariant i <= count;
           loop invariant total(units, i)
             == \at(total(units, \at(i, Here)), Pre) + (place < i ? 1 : 0);
           loop assigns i;
           loop variant count - i; @/
        while (i < count) {
            i++;
        } */
}

/* One more unit for each of the first `odd` places. */

/*@ requires 0 <= odd <= count && 0 <= whole < INT64_MAX;
    requires \valid(units + (0 .. count - 1)) && \valid_read(places + (0 .. count - 1));
    requires are_places(places, count) && has_none_twice(places, count);
    requires \forall integer i; 0 <= i < count ==> 0 <= units[i] <= whole;
    assigns units[0 .. count - 1];
    ensures total(units, count) == \old(total(units, count)) + odd;
    ensures \forall integer k; 0 <= k < odd ==> units[places[k]] == \old(units[places[k]]) + 1;
    ensures \forall integer k; 0 <= k < odd ==>
      remainder(weights, places[k]) != 0 && weight(weights, places[k]) != 0;
    ensures \forall integer k; odd <= k < count ==> units[places[k]] == \old(units[places[k]]); */
static void hand_out(int64_t units[], const size_t places[], int64_t odd,
                     const bcf_weights *weights) /*@ ghost (size_t count, int64_t whole) */
{
    /*@ loop invariant 0 <= i <= odd;
        loop invariant total(units, count) == \at(total(units, count), Pre) + i;
        loop invariant \forall integer k; 0 <= k < i ==>
          units[places[k]] == \at(units[places[k]], Pre) + 1;
        loop invariant \forall integer k; 0 <= k < i ==>
          remainder(weights, places[k]) != 0 && weight(weights, places[k]) != 0;
        loop invariant \forall integer k; i <= k < count ==>
          units[places[k]] == \at(units[places[k]], Pre);
        loop assigns i, units[0 .. count - 1];
        loop variant odd - i; */
    for (int64_t i = 0; i < odd; i++) {
        size_t place = places[i];
        /* nothing left over comes from nothing */
        BCF_ASSERT(bcf_weights_has_remainder(weights, place));
        BCF_ASSERT(!bcf_weights_is_zero(weights, place));
        /*@ assert \forall integer k; 0 <= k < count && k != i ==> places[k] != place; */
        serve(units, place) /*@ ghost (count) */;
        /*@ assert \forall integer k; 0 <= k < count && k != i ==>
              units[places[k]] == \at(units[places[k]], LoopCurrent); */
    }
}

/* Two splits that keep to the quota rule, the award rule and the sum are one and the same: so no
 * order of the rows, of the work or of the pivots can change a share. */

/*@ ghost
    /@ requires is_tie(tie);
       requires \valid_read(quotas + (0 .. count - 1));
       requires \valid_read(one + (0 .. count - 1)) && \valid_read(other + (0 .. count - 1));
       requires \forall integer i; 0 <= i < count ==>
         (one[i] == quotas[i] || one[i] == quotas[i] + 1)
         && (other[i] == quotas[i] || other[i] == quotas[i] + 1);
       requires \forall integer i, j; 0 <= i < count && 0 <= j < count
         && one[i] == quotas[i] + 1 && one[j] == quotas[j] ==> comes_before(weights, tie, i, j);
       requires \forall integer i, j; 0 <= i < count && 0 <= j < count
         && other[i] == quotas[i] + 1 && other[j] == quotas[j] ==>
           comes_before(weights, tie, i, j);
       requires total(one, count) == total(other, count);
       assigns \nothing;
       ensures one_answer: \forall integer i; 0 <= i < count ==> one[i] == other[i]; @/
    void show_one_answer(const int64_t *quotas, const int64_t *one, const int64_t *other,
                         size_t count, const bcf_weights *weights, bcf_tie tie)
    {
        size_t more = count;
        size_t fewer = count;
        size_t i = 0;
        /@ loop invariant i <= count && more <= count && fewer <= count;
           loop invariant more < count ==> one[more] > other[more];
           loop invariant fewer < count ==> one[fewer] < other[fewer];
           loop invariant more == count ==> \forall integer k; 0 <= k < i ==> one[k] <= other[k];
           loop invariant fewer == count ==> \forall integer k; 0 <= k < i ==> other[k] <= one[k];
           loop assigns i, more, fewer;
           loop variant count - i; @/
        while (i < count) {
            if (one[i] > other[i]) {
                more = i;
            }
            if (one[i] < other[i]) {
                fewer = i;
            }
            i++;
        }
        if (more < count && fewer < count) {
            /@ assert comes_before(weights, tie, more, fewer); @/
            /@ assert comes_before(weights, tie, fewer, more); @/
            /@ assert \false; @/
        }
        size_t k = 0;
        /@ loop invariant k <= count;
           loop invariant (\forall integer i; 0 <= i < count ==> one[i] <= other[i]) ==>
             total(one, k) <= total(other, k);
           loop invariant (\forall integer i; 0 <= i < count ==> one[i] <= other[i])
             && total(one, k) == total(other, k) ==>
               \forall integer i; 0 <= i < k ==> one[i] == other[i];
           loop invariant (\forall integer i; 0 <= i < count ==> other[i] <= one[i]) ==>
             total(other, k) <= total(one, k);
           loop invariant (\forall integer i; 0 <= i < count ==> other[i] <= one[i])
             && total(one, k) == total(other, k) ==>
               \forall integer i; 0 <= i < k ==> one[i] == other[i];
           loop assigns k;
           loop variant count - k; @/
        while (k < count) {
            k++;
        }
    } */

/*@ requires is_tie(tie) && 0 <= whole < INT64_MAX;
    requires \valid(units + (0 .. count - 1)) && \valid(places + (0 .. count - 1));
    assigns units[0 .. count - 1], places[0 .. count - 1];
    ensures sum_is_whole: total(units, count) == whole;
    ensures none_below_zero: \forall integer i; 0 <= i < count ==> 0 <= units[i];
    ensures quota_rule: \forall integer i; 0 <= i < count ==>
      units[i] == \old(units[i])
      || (units[i] == \old(units[i]) + 1 && remainder(weights, i) != 0);
    ensures zero_gets_zero: \forall integer i; 0 <= i < count && weight(weights, i) == 0 ==>
      units[i] == 0;
    ensures award_rule: \forall integer i, j; 0 <= i < count && 0 <= j < count
      && units[i] == \old(units[i]) + 1 && units[j] == \old(units[j]) ==>
        comes_before(weights, tie, i, j); */
void bcf_apportion_award(int64_t units[], size_t places[], size_t count, const bcf_weights *weights,
                         bcf_tie tie, int64_t whole)
{
    int64_t odd = left_over(units, count, weights, whole);
    BCF_ASSERT((uint64_t)odd < count); /* each remainder is under a unit */
    if (odd == 0) {
        return;
    }
    number(places, count);
    bring_forward(places, count, (size_t)odd, weights, tie);
    hand_out(units, places, odd, weights) /*@ ghost (count, whole) */;
    /*@ assert \forall integer i; 0 <= i < count ==> is_among(places, 0, count, i); */
    /*@ assert \forall integer i; is_among(places, 0, count, i) ==>
          is_among(places, 0, odd, i) || is_among(places, odd, count, i); */
    /*@ assert \forall integer i; is_among(places, 0, odd, i) ==>
          units[i] == \at(units[i], Pre) + 1 && remainder(weights, i) != 0
          && weight(weights, i) != 0; */
    /*@ assert \forall integer i; is_among(places, odd, count, i) ==>
          units[i] == \at(units[i], Pre); */
    /*@ assert \forall integer i, j; is_among(places, 0, odd, i)
          && is_among(places, odd, count, j) ==> comes_before(weights, tie, i, j); */
}

/*@ requires 0 < unit && \valid(shares + (0 .. count - 1)) && \valid_read(units + (0 .. count - 1));
    requires \separated(shares + (0 .. count - 1), units + (0 .. count - 1));
    requires \forall integer i; 0 <= i < count ==> 0 <= units[i] * unit <= BCF_MONEY_PENCE_MAX;
    assigns shares[0 .. count - 1];
    ensures \forall integer i; 0 <= i < count ==> shares[i].pence == \old(units[i]) * unit; */
void bcf_apportion_price(bcf_money shares[], const int64_t units[], size_t count, int64_t unit)
{
    /*@ loop invariant i <= count;
        loop invariant \forall integer k; 0 <= k < count ==> units[k] == \at(units[k], Pre);
        loop invariant \forall integer k; 0 <= k < i ==>
          shares[k].pence == \at(units[k], Pre) * unit;
        loop assigns i, shares[0 .. count - 1];
        loop variant count - i; */
    for (size_t i = 0; i < count; i++) {
        shares[i].pence = units[i] * unit;
    }
}
