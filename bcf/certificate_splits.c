/* SPDX-License-Identifier: MIT */
#include "certificate_inside.h"

/* A split, and what the lines about it need. */
typedef struct listing {
    bcf_text *out;
    const bcf_run *run;
    const bcf_split *split;
    size_t count;
    const bcf_money *floors; /* the quotas rounded down, in whole units */
} listing;

static const char *tie_text(bcf_tie tie)
{
    switch (tie) {
    case BCF_TIE_LARGER_WEIGHT:
        return "larger-weight";
    case BCF_TIE_EARLIER_PLACE:
        return "earlier-place";
    }
    BCF_UNREACHABLE("a tie that the caller never named");
}

static bool is_of_component(const listing *at)
{
    switch (at->split->kind) {
    case BCF_SPLIT_COMPONENT:
    case BCF_SPLIT_CCG:
    case BCF_SPLIT_TRANSFER:
        return true;
    case BCF_SPLIT_STRAND:
    case BCF_SPLIT_PARTS:
        return false;
    }
    BCF_UNREACHABLE("a split of a kind that is none");
}

static const bcf_component *component_of(const listing *at)
{
    return &at->run->policy->components[at->split->subject];
}

/* Whose money it was; NULL for the nation. */
static const char *source_of(const listing *at)
{
    const bcf_areas *areas = at->run->figures->areas;
    switch (at->split->kind) {
    case BCF_SPLIT_COMPONENT:
    case BCF_SPLIT_STRAND:
        return NULL;
    case BCF_SPLIT_CCG:
        return areas->ccgs[at->split->source].code;
    case BCF_SPLIT_TRANSFER:
        return areas->councils[at->split->source].code;
    case BCF_SPLIT_PARTS:
        return areas->boards[at->split->source].code;
    }
    BCF_UNREACHABLE("a split of a kind that is none");
}

static const char *party_of(const listing *at, size_t place)
{
    const bcf_areas *areas = at->run->figures->areas;
    const bcf_policy *policy = at->run->policy;
    size_t who = at->split->who == NULL ? place : at->split->who[place];
    switch (at->split->kind) {
    case BCF_SPLIT_COMPONENT:
        return bcf_figures_area(areas, bcf_route_level(component_of(at)->route), who).code;
    case BCF_SPLIT_CCG:
        return areas->councils[who].code;
    case BCF_SPLIT_TRANSFER:
        return areas->ccgs[who].code;
    case BCF_SPLIT_STRAND:
        return areas->boards[who].code;
    case BCF_SPLIT_PARTS:
        return policy->performance->parts[who].id;
    }
    BCF_UNREACHABLE("a split of a kind that is none");
}

#define NO_BOARD ((size_t)-1)

/* The board where the party's money arrives; NO_BOARD where it is split or paid further on. */
static size_t board_of(const listing *at, size_t place)
{
    const bcf_areas *areas = at->run->figures->areas;
    size_t who = at->split->who == NULL ? place : at->split->who[place];
    switch (at->split->kind) {
    case BCF_SPLIT_CCG:
        return areas->councils[who].board;
    case BCF_SPLIT_TRANSFER:
        return areas->councils[at->split->source].board;
    case BCF_SPLIT_STRAND:
    case BCF_SPLIT_PARTS:
        return NO_BOARD;
    case BCF_SPLIT_COMPONENT:
        break;
    }
    switch (component_of(at)->route) {
    case BCF_ROUTE_CCG:
    case BCF_ROUTE_TRANSFER:
        return NO_BOARD;
    case BCF_ROUTE_COUNCIL:
        return areas->councils[who].board;
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return areas->councils[areas->housing[who].council].board;
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

static bool is_served(const listing *at, size_t place)
{
    return at->split->shares[place].pence > at->floors[place].pence;
}

/* The smallest remainder that was served, how many have it, and how many of these were served:
 * where not all were, the tie rule decided. */
static void add_cut_off(const listing *at)
{
    const bcf_weights *weights = at->split->weights;
    int64_t odd = 0;
    size_t last = at->count;
    for (size_t i = 0; i < at->count; i++) {
        if (is_served(at, i)) {
            odd++;
            bool is_smaller =
                last == at->count || bcf_weights_compare_remainders(weights, i, last) < 0;
            last = is_smaller ? i : last;
        }
    }
    int64_t sharing = 0;
    int64_t served = 0;
    for (size_t i = 0; last < at->count && i < at->count; i++) {
        if (bcf_weights_compare_remainders(weights, i, last) == 0) {
            sharing++;
            served += is_served(at, i);
        }
    }
    bcf_certificate_count(at->out, "odd", odd);
    bcf_text_add(at->out, " cut_off ");
    if (last < at->count) {
        bcf_weights_add_remainder(at->out, weights, last);
    } else {
        bcf_text_add_char(at->out, '-');
    }
    bcf_certificate_count(at->out, "tied", sharing);
    bcf_certificate_count(at->out, "served", served);
}

/* The components whose totals are a strand's weights: what a board got of them. */
static void add_basis(const listing *at)
{
    const bcf_policy *policy = at->run->policy;
    const bcf_settings *settings = at->run->settings;
    bool is_whole = bcf_settings_is(settings, "p4p-share-basis", "whole-pool");
    bool is_of_pool = at->split->kind == BCF_SPLIT_STRAND
                      && !bcf_settings_is(settings, "p4p-share-basis", "published");
    size_t count = 0;
    bcf_text_add(at->out, " basis");
    for (size_t i = 0; is_of_pool && i < policy->component_count; i++) {
        if (is_whole || policy->components[i].route == BCF_ROUTE_CCG) {
            bcf_text_add_char(at->out, count++ == 0 ? ' ' : ',');
            bcf_text_add(at->out, policy->components[i].id);
        }
    }
    if (count == 0) {
        bcf_text_add(at->out, " -");
    }
}

static void add_head(const listing *at)
{
    bool is_fund = is_of_component(at);
    const char *root = is_fund ? component_of(at)->id
                               : at->run->policy->performance->strands[at->split->subject].id;
    const char *source = source_of(at);
    bcf_text_add(at->out, "split");
    bcf_certificate_account(
        at->out,
        (const char *[]){is_fund ? BCF_CERTIFICATE_FUND : BCF_CERTIFICATE_PERFORMANCE, root,
                         source},
        source == NULL ? 2 : 3);
    bcf_certificate_money(at->out, "whole", at->split->whole);
    bcf_certificate_money(at->out, "unit", at->split->unit);
    bcf_certificate_pair(at->out, "ties", tie_text(at->split->tie));
    add_basis(at);
    bcf_text_add(at->out, " sum ");
    bcf_weights_add_sum(at->out, at->split->weights);
    add_cut_off(at);
    bcf_text_add_char(at->out, '\n');
}

static void add_party(const listing *at, size_t place)
{
    bcf_text_add(at->out, "party");
    bcf_certificate_word(at->out, party_of(at, place));
    bcf_text_add(at->out, " weight ");
    bcf_weights_add_weight(at->out, at->split->weights, place);
    bcf_certificate_money(at->out, "floor", at->floors[place]);
    bcf_text_add(at->out, is_served(at, place) ? " odd 1" : " odd 0");
    bcf_certificate_money(at->out, "amount", at->split->shares[place]);
    size_t board = board_of(at, place);
    if (board != NO_BOARD) {
        bcf_certificate_pair(at->out, "board", at->run->figures->areas->boards[board].code);
    }
    bcf_text_add_char(at->out, '\n');
}

static void add_split(bcf_text *out, const bcf_run *run, const bcf_split *split, bcf_money floors[])
{
    listing at = {.out = out,
                  .run = run,
                  .split = split,
                  .count = bcf_weights_count(split->weights),
                  .floors = floors};
    int64_t units = split->whole.pence / split->unit.pence;
    for (size_t i = 0; i < at.count; i++) {
        floors[i].pence = bcf_weights_quota(split->weights, i, units) * split->unit.pence;
    }
    add_head(&at);
    for (size_t i = 0; i < at.count; i++) {
        add_party(&at, i);
    }
}

void bcf_certificate_splits(bcf_text *out, const bcf_run *run, const bcf_ledger *ledger)
{
    size_t most = 0;
    for (size_t i = 0; i < ledger->count; i++) {
        size_t count = bcf_weights_count(ledger->items[i].weights);
        most = count > most ? count : most;
    }
    bcf_money *floors = BCF_NEW_ARRAY(run->arena, most, bcf_money);
    for (size_t i = 0; i < ledger->count; i++) {
        add_split(out, run, &ledger->items[i], floors);
    }
}
