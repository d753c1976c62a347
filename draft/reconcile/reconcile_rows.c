/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "nearest.h"
#include "reconcile_inside.h"

/* Items of a letter that are no component, payment or area. */
static const char *const other_items[] = {"payment-for-performance", "minimum-pool",
                                          "minimum-from-ccgs", "minimum-from-councils"};
#define OTHER_ITEM_COUNT (sizeof other_items / sizeof other_items[0])

static meaning itself(bcf_arena *arena, const char *text)
{
    const char **texts = BCF_NEW_ARRAY(arena, 1, const char *);
    texts[0] = text;
    return (meaning){texts, NULL, 1};
}

static meaning nothing(void)
{
    return (meaning){NULL, NULL, 0};
}

static const char *code_of(const bcf_areas *areas, const bcf_heir *heir)
{
    switch (heir->kind) {
    case BCF_AREA_CCG:
        return areas->ccgs[heir->index].code;
    case BCF_AREA_COUNCIL:
        return areas->councils[heir->index].code;
    case BCF_AREA_DISTRICT:
        return areas->districts[heir->index].code;
    }
    BCF_UNREACHABLE("an area of no kind");
}

/* Whom a code of a CCG, council or district stands for; nobody where it is of another kind. */
static meaning area_meaning(bcf_arena *arena, const bcf_areas *areas, const char *code,
                            const bcf_area_kind *wanted)
{
    bcf_heirs heirs = bcf_areas_heirs(areas, code);
    if (heirs.count == 0 || (wanted != NULL && heirs.items[0].kind != *wanted)) {
        return nothing();
    }
    meaning out = {BCF_NEW_ARRAY(arena, heirs.count, const char *),
                   BCF_NEW_ARRAY(arena, heirs.count, const bcf_ratio *), heirs.count};
    for (size_t i = 0; i < heirs.count; i++) {
        out.texts[i] = code_of(areas, &heirs.items[i]);
        out.shares[i] = heirs.items[i].share;
    }
    return out;
}

static bool is_other_item(const char *item)
{
    for (size_t i = 0; i < OTHER_ITEM_COUNT; i++) {
        if (strcmp(other_items[i], item) == 0) {
            return true;
        }
    }
    return false;
}

static meaning item_meaning(bcf_arena *arena, const bcf_policy *policy, const bcf_areas *areas,
                            const char *item)
{
    if (is_other_item(item) || bcf_policy_find(policy, BCF_NAME_COMPONENT, item) >= 0
        || bcf_policy_find(policy, BCF_NAME_PAYMENT, item) >= 0) {
        return itself(arena, item);
    }
    return area_meaning(arena, areas, item, NULL);
}

static bool is_state(const char *cell)
{
    for (int state = BCF_GRANT_ALLOCATED; state <= BCF_GRANT_PENDING; state++) {
        if (strcmp(cell, bcf_grant_state_text((bcf_grant_state)state)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_held_for(const char *cell)
{
    for (int reason = BCF_HELD_FOR_NOTHING; reason <= BCF_HELD_FOR_NHS_SERVICES; reason++) {
        if (strcmp(cell, bcf_held_for_text((bcf_held_for)reason)) == 0) {
            return true;
        }
    }
    return false;
}

static bool is_kind(const char *cell)
{
    for (int kind = BCF_KIND_COUNTY; kind <= BCF_KIND_LONDON; kind++) {
        if (strcmp(cell, bcf_council_kind_text((bcf_council_kind)kind)) == 0) {
            return true;
        }
    }
    return false;
}

/* True if a column of names (not of codes) may say this. */
static bool is_name(const bcf_policy *policy, const bcf_areas *areas, claim_key key,
                    const char *cell)
{
    switch (key) {
    case KEY_COMPONENT:
        return bcf_policy_find(policy, BCF_NAME_COMPONENT, cell) >= 0;
    case KEY_PAYMENT:
        return bcf_policy_find(policy, BCF_NAME_PAYMENT, cell) >= 0;
    case KEY_PART:
        return bcf_policy_find(policy, BCF_NAME_PART, cell) >= 0;
    case KEY_HWB:
        return bcf_areas_board(areas, cell) >= 0;
    case KEY_STATE:
        return is_state(cell);
    case KEY_HELD_FOR:
        return is_held_for(cell);
    case KEY_KIND:
        return is_kind(cell);
    case KEY_REGION:
    case KEY_YEAR:
        return *cell != '\0';
    case KEY_COUNCIL:
    case KEY_CCG:
    case KEY_DISTRICT:
    case KEY_ITEM:
        break;
    }
    BCF_UNREACHABLE("a column of codes");
}

meaning bcf_reconcile_meaning(bcf_arena *arena, const bcf_policy *policy, const bcf_areas *areas,
                              claim_key key, const char *cell)
{
    static const bcf_area_kind ccg = BCF_AREA_CCG;
    static const bcf_area_kind council = BCF_AREA_COUNCIL;
    static const bcf_area_kind district = BCF_AREA_DISTRICT;
    bool is_area = key == KEY_COUNCIL || key == KEY_CCG || key == KEY_DISTRICT;
    if (key == KEY_ITEM) {
        return item_meaning(arena, policy, areas, cell);
    }
    if (!is_area) {
        return is_name(policy, areas, key, cell) ? itself(arena, cell) : nothing();
    }
    if (*cell == '\0' && key != KEY_COUNCIL) {
        return itself(arena, cell); /* money that no CCG, or no district, stands between */
    }
    return area_meaning(arena, areas, cell,
                        key == KEY_CCG ? &ccg : key == KEY_COUNCIL ? &council : &district);
}

const char *bcf_reconcile_key(bcf_arena *arena, const char *const cells[], size_t count)
{
    size_t length = count;
    for (size_t i = 0; i < count; i++) {
        length += strlen(cells[i]);
    }
    char *key = BCF_NEW_ARRAY(arena, length + 1, char);
    char *end = key;
    for (size_t i = 0; i < count; i++) {
        size_t bytes = strlen(cells[i]);
        memcpy(end, cells[i], bytes);
        end += bytes;
        *end++ = BCF_KEY_SEPARATOR;
    }
    *end = '\0';
    return key;
}

static void refuse(reconciler *of, bcf_place place, const char *words)
{
    of->code = bcf_refuse(of->err, BCF_REFUSED_DATA, place, "%s", words);
}

static const char *what_items(const reconciler *of)
{
    const char *list = "";
    for (size_t i = 0; i < OTHER_ITEM_COUNT; i++) {
        list = bcf_arena_print(of->arena, "%s%s, ", list, other_items[i]);
    }
    for (size_t i = 0; i < of->policy->component_count; i++) {
        list = bcf_arena_print(of->arena, "%s%s, ", list, of->policy->components[i].id);
    }
    return bcf_arena_print(of->arena, "%sa payment, or the code of a contributor or district",
                           list);
}

/* Which column a cell is in, and what is wrong with it. */
static void refuse_cell(reconciler *of, bcf_place place, size_t column, const char *cell)
{
    const bcf_claims *claims = of->claims;
    claim_key key = claims->keys[column];
    const char *name = claims->key_names[column];
    const bcf_known_code *known = bcf_codes_find(&of->main.figures->areas->codes, cell);
    const char *words = NULL;
    if (key == KEY_ITEM) {
        words = bcf_arena_print(of->arena, "item '%s' is not known (there is: %s)", cell,
                                what_items(of));
    } else if (key == KEY_HWB) {
        words = bcf_arena_print(of->arena, "board '%s' is not known", cell);
    } else if (key != KEY_CCG && key != KEY_COUNCIL && key != KEY_DISTRICT) {
        words = bcf_arena_print(of->arena, "%s '%s' is not known to policy %s", name, cell,
                                of->policy->id);
    } else if (known == NULL || known->heirs.count == 0) {
        words = bcf_arena_print(of->arena,
                                "%s '%s' is not known: neither current nor ended with successors",
                                name, cell);
    } else {
        words = bcf_arena_print(of->arena, "'%s' is a %s, and stands in column '%s'", cell,
                                bcf_area_kind_text(known->heirs.items[0].kind), name);
    }
    refuse(of, place, words);
}

/* True where a row adds up other rows of the file. */
static bool is_total(const reconciler *of, const claim *row)
{
    for (size_t i = 0; i < of->claims->key_count; i++) {
        if (bcf_nearest_is_same(bcf_reconcile_total_name(of->claims), row->cells[i])) {
            return true;
        }
    }
    return false;
}

/* At most one cell of a row may stand for several areas: shares of shares are nobody's ledger. */
static void check_cells(reconciler *of, const claim *row)
{
    size_t split = 0;
    for (size_t i = 0; i < of->claims->key_count; i++) {
        meaning is = bcf_reconcile_meaning(of->arena, of->policy, of->main.figures->areas,
                                           of->claims->keys[i], row->cells[i]);
        if (is.count == 0) {
            refuse_cell(of, row->place, i, row->cells[i]);
        }
        split += is.count > 1 ? 1 : 0;
    }
    if (split > 1) {
        refuse(of, row->place, "two codes of this row were split among several: write today's");
    }
}

/* Pounds times what they are printed in. */
static bool read_printed(reconciler *of, claim *row, size_t column, const char *text)
{
    int64_t unit = of->claims->options.printed_in;
    bcf_decimal decimal;
    if (bcf_decimal_parse(&decimal, text, of->claims->figure_names[column], row->place, of->err)
        != BCF_OK) {
        of->code = BCF_REFUSED_DATA;
        return false;
    }
    bcf_ratio *pence = bcf_ratio_of_decimal(of->arena, &decimal);
    bcf_ratio_multiply(pence, pence, bcf_ratio_of(of->arena, unit * 100, 1));
    if (!bcf_ratio_ends_within(pence, 0)) {
        refuse(of, row->place, bcf_arena_print(of->arena, "'%s' is finer than a penny", text));
        return false;
    }
    if (bcf_ratio_compare_whole(pence, BCF_MONEY_PENCE_MAX, 1) > 0) {
        refuse(of, row->place,
               bcf_arena_print(of->arena, "'%s' is more than any budget can hold", text));
        return false;
    }
    row->theirs[column].pence = bcf_ratio_whole(pence, BCF_MONEY_PENCE_MAX);
    row->steps[column] = unit * 100;
    for (unsigned i = 0; i < decimal.places && row->steps[column] % 10 == 0; i++) {
        row->steps[column] /= 10;
    }
    return true;
}

/* Money that was paid may be taken back where the rules claw back. */
static void read_figure(reconciler *of, claim *row, size_t column, const char *text)
{
    bool may_be_negative = of->claims->kind == BCF_CLAIM_RELEASE
                           && bcf_policy_setting(of->policy, "clawback") != NULL;
    bool is_negative = may_be_negative && text[0] == '-';
    const char *digits = is_negative ? text + 1 : text;
    bool is_read = true;
    if (of->claims->options.printed_in > 0) {
        is_read = read_printed(of, row, column, digits);
    } else if (bcf_money_parse(&row->theirs[column], digits, row->place, of->err) != BCF_OK) {
        of->code = BCF_REFUSED_DATA;
        is_read = false;
    } else {
        row->steps[column] = 1;
    }
    if (is_read && is_negative) {
        row->theirs[column].pence = -row->theirs[column].pence;
    }
}

/* Sums of theirs, and differences from ours, must stay what 64 bits hold. */
#define THEIRS_MAX (BCF_MONEY_PENCE_MAX / 4)

static void add_up(reconciler *of, const claim *row, int64_t *sum)
{
    for (size_t i = 0; i < of->claims->figure_count; i++) {
        int64_t pence = row->theirs[i].pence;
        pence = pence < 0 ? -pence : pence;
        if (pence > THEIRS_MAX - *sum) {
            refuse(of, row->place, "amounts add up to more than any budget can hold");
            return;
        }
        *sum += pence;
    }
}

/* The scope's own column: rows of other areas are not what was asked about. */
static claim_key key_of_scope(bcf_scope scope)
{
    switch (scope.kind) {
    case BCF_SCOPE_ALL:
        return KEY_YEAR;
    case BCF_SCOPE_BOARD:
        return KEY_HWB;
    case BCF_SCOPE_COUNCIL:
        return KEY_COUNCIL;
    case BCF_SCOPE_CCG:
        return KEY_CCG;
    case BCF_SCOPE_DISTRICT:
        return KEY_DISTRICT;
    }
    BCF_UNREACHABLE("a scope of no kind");
}

/* Rows of another year's letter, or of an area that nobody asked about. */
static bool is_beside(const reconciler *of, const claim *row, size_t beside[2])
{
    const bcf_areas *areas = of->main.figures->areas;
    for (size_t i = 0; i < of->claims->key_count; i++) {
        claim_key key = of->claims->keys[i];
        if (key == KEY_YEAR && strcmp(row->cells[i], of->policy->year) != 0) {
            beside[0]++;
            return true;
        }
        if (of->main.scope.kind == BCF_SCOPE_ALL || key != key_of_scope(of->main.scope)) {
            continue;
        }
        meaning is =
            bcf_reconcile_meaning(of->arena, of->policy, areas, key, row->cells[i]);
        const char *wanted = bcf_scope_code(areas, of->main.scope);
        bool is_wanted = false;
        for (size_t j = 0; j < is.count; j++) {
            is_wanted = is_wanted || strcmp(is.texts[j], wanted) == 0;
        }
        if (!is_wanted) {
            beside[1]++;
            return true;
        }
    }
    return false;
}

static void note_beside(const reconciler *of, const size_t beside[2])
{
    bcf_place place = {of->claims->csv->file, 0};
    if (beside[0] > 0) {
        bcf_notes_add(of->notes, place, "rows of other years than %s were left alone: %zu",
                      of->policy->year, beside[0]);
    }
    if (beside[1] > 0) {
        bcf_notes_add(of->notes, place, "rows of other areas were left alone: %zu", beside[1]);
    }
}

void bcf_reconcile_read_rows(reconciler *of)
{
    const bcf_csv *csv = of->claims->csv;
    of->rows = BCF_NEW_ARRAY(of->arena, csv->row_count, claim);
    size_t beside[2] = {0, 0};
    int64_t sum = 0;
    for (size_t i = 0; i < csv->row_count; i++) {
        claim *row = &of->rows[of->row_count];
        *row = (claim){.place = {csv->file, csv->rows[i].line}};
        for (size_t j = 0; j < of->claims->key_count; j++) {
            row->cells[j] = csv->rows[i].cells[of->claims->key_places[j]];
        }
        row->is_total = is_total(of, row);
        bcf_code before = of->code;
        of->code = BCF_OK;
        if (!row->is_total) {
            check_cells(of, row);
        }
        for (size_t j = 0; j < of->claims->figure_count; j++) {
            read_figure(of, row, j, csv->rows[i].cells[of->claims->figure_places[j]]);
        }
        add_up(of, row, &sum);
        bool is_good = of->code == BCF_OK;
        of->code = is_good ? before : of->code;
        bool is_kept = is_good && (row->is_total || !is_beside(of, row, beside));
        of->row_count += is_kept ? 1 : 0;
    }
    note_beside(of, beside);
    if (of->code == BCF_OK && of->row_count == 0) {
        refuse(of, (bcf_place){csv->file, 0}, "there is no row to compare");
    }
}

/* Columns of which the file may hold one value by accident, or because nothing else happened. */
static bool is_outcome(claim_key key)
{
    return key == KEY_STATE || key == KEY_HELD_FOR || key == KEY_REGION || key == KEY_KIND;
}

void bcf_reconcile_fix_columns(const reconciler *of, vintage *in)
{
    for (size_t column = 0; column < of->claims->key_count; column++) {
        const char *only = NULL;
        bool is_one = !is_outcome(of->claims->keys[column]);
        for (size_t i = 0; i < of->row_count && is_one; i++) {
            if (of->rows[i].is_total) {
                continue;
            }
            meaning is =
                bcf_reconcile_meaning(of->arena, of->policy, in->figures->areas,
                                      of->claims->keys[column], of->rows[i].cells[column]);
            is_one = is.count == 1 && (only == NULL || strcmp(only, is.texts[0]) == 0);
            only = is_one ? is.texts[0] : only;
        }
        in->fixed[column] = is_one ? only : NULL;
    }
}
