/* SPDX-License-Identifier: MIT */
#include "workbook_inside.h"

#include <string.h>

#include "report_board.h"

/* The columns of a block: a head with the whole, then a row for each that has a part. */
enum {
    COLUMN_WHAT,
    COLUMN_FROM,
    COLUMN_CODE,
    COLUMN_NAME,
    COLUMN_WEIGHT,
    COLUMN_QUOTA,
    COLUMN_DOWN,
    COLUMN_LEFT,
    COLUMN_RANK,
    COLUMN_ODD,
    COLUMN_SHARE,
    COLUMN_OURS,
    COLUMN_CHECK,
    COLUMN_COUNT
};

#define HEAD_ROW 2
#define FIRST_ROW 3

/* A spreadsheet multiplies whole numbers exactly up to 2^53; this is half of it. */
#define EXACT_MOST INT64_C(4503599627370496)

/* Weights of one split, as they stand in the workbook. */
typedef struct weighing {
    const bcf_ratio **items;
    const char **formulas; /* where each comes from; NULL: it is a plain number */
    const char *note;      /* why they are plain numbers; or NULL */
    bool is_exact;         /* products with them are */
} weighing;

typedef struct splitting {
    bcf_workbook *of;
    bcf_book_sheet *sheet;
    size_t row;
    const bcf_money *bases; /* of each board, for the strands */
    bool is_payment;
} splitting;

static const char *weight_cell(const bcf_workbook *of, const char *sheet, size_t row)
{
    return bcf_arena_print(of->arena, "=%s", bcf_book_place(of->arena, sheet, row, 4));
}

/* The row of an indicator's value for an area. */
static bool find_value(size_t *row, const bcf_workbook *of, const bcf_indicator *indicator,
                       const char *period, bcf_area_kind kind, size_t index)
{
    const bcf_figures *figures = of->run->figures;
    size_t first = 0;
    size_t count =
        bcf_indicators_of(figures->values, figures->value_count, indicator->id, period, &first);
    size_t end = first + count;
    while (first < end) { /* they come by kind and index */
        size_t middle = first + (end - first) / 2;
        const bcf_indicator_value *one = &figures->values[middle];
        if (one->kind < kind || (one->kind == kind && one->index < index)) {
            first = middle + 1;
        } else {
            end = middle;
        }
    }
    if (first == figures->value_count || figures->values[first].kind != kind
        || figures->values[first].index != index) {
        return false;
    }
    *row = of->value_rows[first];
    return true;
}

/* The period that the policy names, or else the only one that there is. */
static const char *period_of(const bcf_workbook *of, const bcf_indicator *indicator)
{
    const bcf_figures *figures = of->run->figures;
    for (size_t i = 0; indicator->period == NULL && i < figures->value_count; i++) {
        if (strcmp(figures->values[i].indicator, indicator->id) == 0) {
            return figures->values[i].period;
        }
    }
    return indicator->period;
}

static void area_of(bcf_area_kind *kind, size_t *index, const bcf_workbook *of, bcf_level level,
                    size_t place)
{
    *index = place;
    switch (level) {
    case BCF_LEVEL_CCG:
        *kind = BCF_AREA_CCG;
        return;
    case BCF_LEVEL_COUNCIL:
        *kind = BCF_AREA_COUNCIL;
        return;
    case BCF_LEVEL_HOUSING_AUTHORITY: {
        const bcf_housing_authority *one = &of->run->figures->areas->housing[place];
        *kind = one->is_district ? BCF_AREA_DISTRICT : BCF_AREA_COUNCIL;
        *index = one->is_district ? one->district : one->council;
        return;
    }
    }
    BCF_UNREACHABLE("a level of no areas");
}

static void weigh_component(weighing *made, const bcf_workbook *of, const bcf_split *split)
{
    const bcf_component_basis *basis = &of->run->allocation->bases[split->subject];
    const bcf_formula *formula = basis->values.formula;
    if (basis->limits != NULL) {
        made->note = "weights bent by floors and caps: worked out by bcf explain";
        return;
    }
    for (size_t i = 0; i < basis->values.count; i++) {
        made->items[i] = basis->values.items[i];
    }
    if (formula->kind != BCF_FORMULA_PUBLISHED) {
        made->note =
            bcf_arena_print(of->arena, "weights worked out by: bcf formulas %s", formula->id);
        return;
    }
    const char *id = bcf_settings_choose(of->run->settings, &formula->as.published.whens,
                                         formula->as.published.indicator);
    const bcf_indicator *indicator = bcf_policy_indicator(of->run->policy, id);
    const char *period = period_of(of, indicator);
    for (size_t i = 0; i < basis->values.count; i++) {
        bcf_area_kind kind = BCF_AREA_CCG;
        size_t index = 0;
        size_t row = 0;
        area_of(&kind, &index, of, indicator->level, i);
        if (find_value(&row, of, indicator, period, kind, index)) {
            made->formulas[i] = weight_cell(of, INDICATORS, row);
        }
    }
}

/* People of a CCG who live in a council. */
static size_t resident_of(const bcf_workbook *of, size_t ccg, size_t council)
{
    for (size_t i = of->people->first_of_ccg[ccg]; i < of->people->first_of_ccg[ccg + 1]; i++) {
        if (of->run->figures->residents[i].council == council) {
            return i;
        }
    }
    return SIZE_MAX;
}

/* The weight of a place is so far its people: now the CCG's allocation x these / all its people. */
static void weigh_by_allocation(weighing *made, size_t place, const bcf_workbook *of, size_t ccg)
{
    const bcf_figures *figures = of->run->figures;
    const bcf_indicator *indicator = bcf_policy_indicator(figures->policy, "programme-allocation");
    size_t first = 0;
    size_t count = bcf_indicators_of(figures->values, figures->value_count, indicator->id,
                                     period_of(of, indicator), &first);
    size_t from = of->people->first_of_ccg[ccg];
    size_t end = of->people->first_of_ccg[ccg + 1];
    bcf_ratio *weight = bcf_ratio_new(of->arena);
    for (size_t i = from; i < end; i++) {
        bcf_ratio_add(weight, weight, figures->residents[i].people);
    }
    for (size_t i = first; i < first + count; i++) {
        if (figures->values[i].kind == BCF_AREA_CCG && figures->values[i].index == ccg) {
            bcf_ratio_divide(weight, made->items[place], weight);
            bcf_ratio_multiply(weight, weight, figures->values[i].value);
            made->items[place] = weight;
            made->formulas[place] =
                bcf_arena_print(of->arena, "%s*%s/SUM(%s)", made->formulas[place],
                                bcf_book_place(of->arena, INDICATORS, of->value_rows[i], 4),
                                bcf_book_range(of->arena, PEOPLE, of->person_rows[from],
                                               of->person_rows[end - 1], 4));
            return;
        }
    }
}

static void weigh_people(weighing *made, const bcf_workbook *of, const bcf_split *split)
{
    bool is_transfer = split->kind == BCF_SPLIT_TRANSFER;
    bool is_by_allocation =
        is_transfer && bcf_settings_is(of->run->settings, "transfer-split", "programme-allocation");
    if (is_by_allocation) {
        made->note = "weights: the CCG's allocation x its people here / all its people";
    }
    for (size_t i = 0; i < bcf_weights_count(split->weights); i++) {
        size_t who = split->who[i];
        size_t at =
            is_transfer ? resident_of(of, who, split->source) : resident_of(of, split->source, who);
        if (at != SIZE_MAX) {
            made->items[i] = of->run->figures->residents[at].people;
            made->formulas[i] = weight_cell(of, PEOPLE, of->person_rows[at]);
        }
        if (at != SIZE_MAX && is_by_allocation) {
            weigh_by_allocation(made, i, of, who);
        }
    }
}

static void weigh_boards(weighing *made, const splitting *at, const bcf_split *split)
{
    const bcf_workbook *of = at->of;
    if (bcf_settings_is(of->run->settings, "p4p-share-basis", "published")) {
        made->note = "weights: what the allocation letters state";
        return;
    }
    size_t last = of->run->allocation->grant_count + FIRST_ROW - 1;
    const char *amounts = bcf_book_range(of->arena, ALLOCATE, FIRST_ROW, last, ALLOCATE_AMOUNT);
    const char *boards = bcf_book_range(of->arena, ALLOCATE, FIRST_ROW, last, ALLOCATE_BOARD);
    const char *counts = bcf_book_range(of->arena, ALLOCATE, FIRST_ROW, last, ALLOCATE_COUNTS);
    for (size_t i = 0; i < bcf_weights_count(split->weights); i++) {
        made->items[i] = bcf_ratio_of(of->arena, at->bases[i].pence, 100);
        made->formulas[i] =
            bcf_arena_print(of->arena, "=ROUND(SUMIFS(%s,%s,%s,%s,1),2)", amounts, boards,
                            bcf_book_cell(of->arena, at->row + 1 + i, COLUMN_CODE), counts);
    }
}

/* True if the product of every weight and the units is exact in a spreadsheet. */
static bool is_exact(const bcf_workbook *of, const weighing *made, size_t count, int64_t units)
{
    for (size_t i = 0; i < count; i++) {
        bcf_ratio *twice = bcf_ratio_of(of->arena, 2, 1);
        bcf_ratio_multiply(twice, twice, made->items[i]);
        int64_t most = EXACT_MOST / (units > 0 ? units : 1);
        if (!bcf_ratio_ends_within(twice, 0)
            || bcf_ratio_compare_whole(made->items[i], most, 1) > 0) {
            return false;
        }
    }
    return true;
}

static weighing weigh(const splitting *at, const bcf_split *split)
{
    const bcf_workbook *of = at->of;
    size_t count = bcf_weights_count(split->weights);
    weighing made = {.items = BCF_NEW_ARRAY(of->arena, count, const bcf_ratio *),
                     .formulas = BCF_NEW_ARRAY(of->arena, count, const char *)};
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT:
        weigh_component(&made, of, split);
        break;
    case BCF_SPLIT_CCG:
    case BCF_SPLIT_TRANSFER:
        weigh_people(&made, of, split);
        break;
    case BCF_SPLIT_STRAND:
        weigh_boards(&made, at, split);
        break;
    case BCF_SPLIT_PARTS:
        break;
    }
    for (size_t i = 0; i < count; i++) {
        if (made.items[i] == NULL) {
            made.items[i] = bcf_weights_weight(of->arena, split->weights, i);
        }
    }
    made.is_exact = is_exact(of, &made, count, split->whole.pence / split->unit.pence);
    return made;
}

/* Code and name of whose part a row is. */
static void name_place(const char **code, const char **name, const bcf_workbook *of,
                       const bcf_split *split, size_t place)
{
    const bcf_areas *areas = of->run->figures->areas;
    size_t who = split->who == NULL ? place : split->who[place];
    bcf_area_kind kind = BCF_AREA_COUNCIL;
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT:
        area_of(&kind, &who, of, bcf_route_level(of->run->policy->components[split->subject].route),
                place);
        break;
    case BCF_SPLIT_CCG:
        break;
    case BCF_SPLIT_TRANSFER:
        kind = BCF_AREA_CCG;
        break;
    case BCF_SPLIT_STRAND:
        *code = areas->boards[who].code;
        *name = areas->boards[who].name;
        return;
    case BCF_SPLIT_PARTS:
        *code = of->run->policy->performance->parts[who].id;
        *name = "";
        return;
    }
    *code = bcf_areas_code(areas, kind, who);
    *name = bcf_areas_name(areas, kind, who);
}

/* What is split, and whose money it was. */
static void name_head(const char **what, const char **code, const char **name,
                      const bcf_workbook *of, const bcf_split *split)
{
    const bcf_run *run = of->run;
    const bcf_areas *areas = run->figures->areas;
    *code = "";
    *name = "";
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT:
        *what = run->policy->components[split->subject].id;
        return;
    case BCF_SPLIT_CCG:
    case BCF_SPLIT_TRANSFER: {
        bcf_area_kind kind = split->kind == BCF_SPLIT_CCG ? BCF_AREA_CCG : BCF_AREA_COUNCIL;
        *what = run->policy->components[split->subject].id;
        *code = bcf_areas_code(areas, kind, split->source);
        *name = bcf_areas_name(areas, kind, split->source);
        return;
    }
    case BCF_SPLIT_STRAND:
        *what = run->policy->performance->strands[split->subject].id;
        return;
    case BCF_SPLIT_PARTS:
        *what = run->policy->performance->strands[split->subject].id;
        *code = areas->boards[split->source].code;
        *name = areas->boards[split->source].name;
        return;
    }
    BCF_UNREACHABLE("a split of no kind");
}

/* Where the whole of a split comes from: an amount of the policy, or a share of the split before.
 */
static const char *whole_of(const bcf_workbook *of, const bcf_split *split)
{
    const bcf_ledger *allocated = of->run->allocation->ledger;
    size_t row = 0;
    bool has_row = false;
    switch (split->kind) {
    case BCF_SPLIT_COMPONENT:
    case BCF_SPLIT_STRAND:
        return bcf_arena_print(of->arena, "=%s",
                               bcf_workbook_amount(of, split->kind, split->subject));
    case BCF_SPLIT_CCG:
    case BCF_SPLIT_TRANSFER:
        has_row = bcf_workbook_share(&row, of, allocated, of->split_rows, BCF_SPLIT_COMPONENT,
                                     split->subject, BCF_SPLIT_NATIONAL, split->source);
        break;
    case BCF_SPLIT_PARTS:
        has_row =
            bcf_workbook_share(&row, of, of->run->release->ledger, of->payment_rows,
                               BCF_SPLIT_STRAND, split->subject, BCF_SPLIT_NATIONAL, split->source);
        break;
    }
    BCF_ASSERT(has_row);
    return bcf_arena_print(of->arena, "=%s", bcf_book_cell(of->arena, row, COLUMN_SHARE));
}

static const char *cell(const splitting *at, size_t row, size_t column)
{
    return bcf_book_cell(at->of->arena, row, column);
}

static const char *range(const splitting *at, size_t first, size_t last, size_t column)
{
    return bcf_arena_print(at->of->arena, "%s:%s", cell(at, first, column), cell(at, last, column));
}

static void add_head(const splitting *at, const bcf_split *split, const weighing *weights,
                     const bcf_split_order *order)
{
    bcf_arena *arena = at->of->arena;
    size_t row = at->row;
    size_t last = row + bcf_weights_count(split->weights);
    const char *what = NULL;
    const char *code = NULL;
    const char *name = NULL;
    name_head(&what, &code, &name, at->of, split);
    bcf_book_words(at->sheet, row, COLUMN_WHAT, what, BCF_BOOK_BLOCK);
    bcf_book_words(at->sheet, row, COLUMN_FROM, code, BCF_BOOK_BLOCK);
    bcf_book_words(at->sheet, row, COLUMN_CODE, "", BCF_BOOK_BLOCK);
    bcf_book_words(at->sheet, row, COLUMN_NAME, weights->note != NULL ? weights->note : name,
                   BCF_BOOK_BLOCK);
    bcf_ratio *sum = bcf_ratio_new(arena);
    for (size_t i = 0; i < last - row; i++) {
        bcf_ratio_add(sum, sum, weights->items[i]);
    }
    bcf_book_formula(at->sheet, row, COLUMN_WEIGHT,
                     bcf_arena_print(arena, "=SUM(%s)", range(at, row + 1, last, COLUMN_WEIGHT)),
                     bcf_workbook_decimal(at->of, sum), BCF_BOOK_BLOCK_COUNT);
    int64_t units = split->whole.pence / split->unit.pence;
    bcf_book_formula(at->sheet, row, COLUMN_QUOTA,
                     bcf_arena_print(arena, "=ROUND(%s/%s,0)", cell(at, row, COLUMN_SHARE),
                                     bcf_wording_plain(arena, split->unit)),
                     bcf_arena_print(arena, "%lld", (long long)units), BCF_BOOK_BLOCK_COUNT);
    bcf_book_formula(at->sheet, row, COLUMN_DOWN,
                     bcf_arena_print(arena, "=SUM(%s)", range(at, row + 1, last, COLUMN_DOWN)),
                     bcf_arena_print(arena, "%lld", (long long)units - (long long)order->odd_units),
                     BCF_BOOK_BLOCK_COUNT);
    bcf_book_words(at->sheet, row, COLUMN_LEFT, weights->is_exact ? "x weight / sum" : "of a unit",
                   BCF_BOOK_BLOCK);
    bcf_book_words(at->sheet, row, COLUMN_RANK, "", BCF_BOOK_BLOCK);
    bcf_book_formula(
        at->sheet, row, COLUMN_ODD,
        bcf_arena_print(arena, "=%s-%s", cell(at, row, COLUMN_QUOTA), cell(at, row, COLUMN_DOWN)),
        bcf_arena_print(arena, "%zu", order->odd_units), BCF_BOOK_BLOCK_COUNT);
    bcf_book_formula(at->sheet, row, COLUMN_SHARE, whole_of(at->of, split),
                     bcf_wording_plain(arena, split->whole), BCF_BOOK_BLOCK_POUNDS);
    bcf_book_figure(at->sheet, row, COLUMN_OURS, bcf_wording_plain(arena, split->whole),
                    BCF_BOOK_BLOCK_POUNDS);
    bcf_book_formula_words(
        at->sheet, row, COLUMN_CHECK,
        bcf_arena_print(arena, "=IF(AND(ROUND(SUM(%s)-%s,2)=0,%s=%s),\"ok\",\"differs\")",
                        range(at, row + 1, last, COLUMN_SHARE), cell(at, row, COLUMN_SHARE),
                        cell(at, row, COLUMN_SHARE), cell(at, row, COLUMN_OURS)),
        "ok", BCF_BOOK_CHECK);
}

/* The quota rounded down, put right where the quotient of two binary numbers was not; and what is
 * left over: of the sum of the weights where that is exact, else of a unit. */
static void add_quota(const splitting *at, const bcf_split *split, const weighing *weights,
                      size_t place, const bcf_account *account)
{
    bcf_arena *arena = at->of->arena;
    size_t row = at->row + 1 + place;
    const char *units = cell(at, at->row, COLUMN_QUOTA);
    const char *sum = cell(at, at->row, COLUMN_WEIGHT);
    const char *weight = cell(at, row, COLUMN_WEIGHT);
    const char *quota = cell(at, row, COLUMN_QUOTA);
    const char *down = cell(at, row, COLUMN_DOWN);
    bcf_ratio *in_units = bcf_ratio_of(arena, 100, split->unit.pence);
    bcf_ratio_multiply(in_units, in_units, account->quota);
    bcf_book_formula(at->sheet, row, COLUMN_QUOTA,
                     bcf_arena_print(arena, "=%s*%s/%s", units, weight, sum),
                     bcf_workbook_decimal(at->of, in_units), BCF_BOOK_COUNT);
    const char *down_formula =
        weights->is_exact
            ? bcf_arena_print(arena,
                              "=INT(%s)+IF(%s*%s-INT(%s)*%s<0,-1,IF(%s*%s-INT(%s)*%s>=%s,1,0))",
                              quota, units, weight, quota, sum, units, weight, quota, sum, sum)
            : bcf_arena_print(arena, "=INT(%s)", quota);
    bcf_book_formula(at->sheet, row, COLUMN_DOWN, down_formula,
                     bcf_arena_print(arena, "%lld",
                                     (long long)(account->rounded_down.pence / split->unit.pence)),
                     BCF_BOOK_COUNT);
    bcf_ratio *left = bcf_ratio_new(arena);
    bcf_ratio_set(left, account->remainder);
    if (weights->is_exact) {
        bcf_ratio_multiply(left, left, account->sum);
        /* in the unit of the weights that stand here, which may be smaller than ours */
        if (bcf_ratio_sign(account->weight) > 0) {
            bcf_ratio_multiply(left, left, weights->items[place]);
            bcf_ratio_divide(left, left, account->weight);
        }
    }
    bcf_book_formula(at->sheet, row, COLUMN_LEFT,
                     weights->is_exact
                         ? bcf_arena_print(arena, "=%s*%s-%s*%s", units, weight, down, sum)
                         : bcf_arena_print(arena, "=ROUND(%s-%s,8)", quota, down),
                     bcf_workbook_decimal(at->of, left), BCF_BOOK_COUNT);
}

/* How many come before it: more left over; among equals the larger weight, then the row above. */
static const char *rank_formula(const splitting *at, const bcf_split *split, size_t row,
                                size_t first, size_t last)
{
    bcf_arena *arena = at->of->arena;
    const char *lefts = range(at, first, last, COLUMN_LEFT);
    const char *left = cell(at, row, COLUMN_LEFT);
    const char *weights = range(at, first, last, COLUMN_WEIGHT);
    const char *weight = cell(at, row, COLUMN_WEIGHT);
    const char *above =
        bcf_arena_print(arena, "(ROW(%s)<%zu)", range(at, first, last, COLUMN_LEFT), row + 1);
    if (split->tie == BCF_TIE_EARLIER_PLACE) {
        return bcf_arena_print(arena, "=1+SUMPRODUCT((%s>%s)+(%s=%s)*%s)", lefts, left, lefts, left,
                               above);
    }
    return bcf_arena_print(arena, "=1+SUMPRODUCT((%s>%s)+(%s=%s)*((%s>%s)+(%s=%s)*%s))", lefts,
                           left, lefts, left, weights, weight, weights, weight, above);
}

static void add_place(const splitting *at, const bcf_split *split, const weighing *weights,
                      size_t place, const bcf_account *account)
{
    bcf_arena *arena = at->of->arena;
    size_t row = at->row + 1 + place;
    const char *code = NULL;
    const char *name = NULL;
    name_place(&code, &name, at->of, split, place);
    bcf_book_words(at->sheet, row, COLUMN_CODE, code, BCF_BOOK_TEXT);
    bcf_book_words(at->sheet, row, COLUMN_NAME, name, BCF_BOOK_PLAIN);
    const char *decimal = bcf_workbook_decimal(at->of, weights->items[place]);
    if (weights->formulas[place] != NULL) {
        bcf_book_formula(at->sheet, row, COLUMN_WEIGHT, weights->formulas[place], decimal,
                         BCF_BOOK_COUNT);
    } else {
        bcf_book_figure(at->sheet, row, COLUMN_WEIGHT, decimal, BCF_BOOK_INPUT);
    }
    add_quota(at, split, weights, place, account);
    bcf_book_formula(
        at->sheet, row, COLUMN_RANK,
        rank_formula(at, split, row, at->row + 1, at->row + bcf_weights_count(split->weights)),
        bcf_arena_print(arena, "%zu", account->rank), BCF_BOOK_PLAIN);
    bcf_book_formula(at->sheet, row, COLUMN_ODD,
                     bcf_arena_print(arena, "=IF(%s<=%s,1,0)", cell(at, row, COLUMN_RANK),
                                     cell(at, at->row, COLUMN_ODD)),
                     account->is_served ? "1" : "0", BCF_BOOK_PLAIN);
    const char *ours = bcf_wording_plain(arena, account->amount);
    bcf_book_formula(at->sheet, row, COLUMN_SHARE,
                     bcf_arena_print(arena, "=ROUND((%s+%s)*%s,2)", cell(at, row, COLUMN_DOWN),
                                     cell(at, row, COLUMN_ODD),
                                     bcf_wording_plain(arena, split->unit)),
                     ours, BCF_BOOK_POUNDS);
    bcf_book_figure(at->sheet, row, COLUMN_OURS, ours, BCF_BOOK_POUNDS);
    bcf_workbook_check(at->of, at->sheet, row, COLUMN_SHARE, COLUMN_OURS, COLUMN_CHECK);
}

static void add_split(splitting *at, const bcf_split *split)
{
    weighing weights = weigh(at, split);
    bcf_arena *arena = at->of->arena;
    bcf_split_order order = bcf_split_rank(arena, split);
    add_head(at, split, &weights, &order);
    size_t count = bcf_weights_count(split->weights);
    for (size_t place = 0; place < count; place++) {
        bcf_account account = bcf_split_account(arena, split, &order, place);
        add_place(at, split, &weights, place, &account);
    }
    at->row += 1 + count;
}

#define NO_SPLIT SIZE_MAX

/* How many areas, boards and strands there can be, and one more for the nation. */
static size_t sources_of(const bcf_workbook *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    return areas->ccg_count + areas->council_count + areas->board_count + 1;
}

static size_t subjects_of(const bcf_workbook *of)
{
    const bcf_performance *performance = of->run->policy->performance;
    return of->run->policy->component_count + (performance == NULL ? 0 : performance->strand_count);
}

static size_t index_of(const bcf_workbook *of, bcf_split_kind kind, size_t subject, size_t source)
{
    size_t own = source == BCF_SPLIT_NATIONAL ? sources_of(of) - 1 : source;
    return (kind * subjects_of(of) + subject) * sources_of(of) + own;
}

/* Where each split stands in its ledger: looking through all of them for every row is too slow for
 * ten thousand boards. */
static size_t *index_ledger(const bcf_workbook *of, const bcf_ledger *ledger)
{
    size_t count = (BCF_SPLIT_PARTS + 1) * subjects_of(of) * sources_of(of);
    size_t *found = BCF_NEW_ARRAY(of->arena, count, size_t);
    for (size_t i = 0; i < count; i++) {
        found[i] = NO_SPLIT;
    }
    for (size_t i = 0; i < ledger->count; i++) {
        const bcf_split *one = &ledger->items[i];
        found[index_of(of, one->kind, one->subject, one->source)] = i;
    }
    return found;
}

static size_t *add_ledger(splitting *at, const bcf_ledger *ledger)
{
    size_t *rows = BCF_NEW_ARRAY(at->of->arena, ledger->count, size_t);
    if (at->is_payment) {
        at->of->payment_rows = rows;
        at->of->payment_index = index_ledger(at->of, ledger);
    } else {
        at->of->split_rows = rows;
        at->of->split_index = index_ledger(at->of, ledger);
    }
    for (size_t i = 0; i < ledger->count; i++) {
        rows[i] = at->row;
        add_split(at, &ledger->items[i]);
    }
    return rows;
}

bool bcf_workbook_share(size_t *row, const bcf_workbook *of, const bcf_ledger *ledger,
                        const size_t rows[], bcf_split_kind kind, size_t subject, size_t source,
                        size_t who)
{
    const size_t *found =
        ledger == of->run->allocation->ledger ? of->split_index : of->payment_index;
    size_t item = found[index_of(of, kind, subject, source)];
    size_t place = 0;
    if (item == NO_SPLIT || !bcf_split_place(&ledger->items[item], who, &place)) {
        return false;
    }
    *row = rows[item] + 1 + place;
    return true;
}

/* What each board gets of the components that the payment is in proportion to. */
static const bcf_money *bases_of(const bcf_workbook *of)
{
    const bcf_run *run = of->run;
    bool is_whole_pool = bcf_settings_is(run->settings, "p4p-share-basis", "whole-pool");
    bcf_money *bases = BCF_NEW_ARRAY(of->arena, run->figures->areas->board_count, bcf_money);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        if (is_whole_pool || run->policy->components[grant->component].route == BCF_ROUTE_CCG) {
            bases[grant->board] = bcf_money_add(bases[grant->board], grant->amount);
        }
    }
    return bases;
}

void bcf_workbook_add_splits(bcf_workbook *of)
{
    static const char *const headings[] = {
        "Money",     "From", "Code",     "Name",    "Weight", "Quota, in units", "Rounded down",
        "Left over", "Rank", "Odd unit", "Share £", "bcf £",  "Check",           NULL};
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, SPLITS);
    bcf_book_words(sheet, 0, 0,
                   "Every split, as it was made: whole x weight / sum of weights, rounded down; "
                   "what is left over goes, a unit each, to the largest remainders; among equals "
                   "to the larger weight, then to the row above. The first line of a block is its "
                   "whole.",
                   BCF_BOOK_NOTE);
    bcf_workbook_headings(sheet, HEAD_ROW, headings);
    splitting at = {.of = of, .sheet = sheet, .row = FIRST_ROW, .bases = bases_of(of)};
    add_ledger(&at, of->run->allocation->ledger);
    if (of->run->release != NULL) {
        at.is_payment = true;
        add_ledger(&at, of->run->release->ledger);
    }
    bcf_book_width(sheet, COLUMN_WHAT, COLUMN_WHAT, 20);
    bcf_book_width(sheet, COLUMN_FROM, COLUMN_CODE, 12);
    bcf_book_width(sheet, COLUMN_NAME, COLUMN_NAME, 38);
    bcf_book_width(sheet, COLUMN_WEIGHT, COLUMN_LEFT, 17);
    bcf_book_width(sheet, COLUMN_SHARE, COLUMN_OURS, 18);
    bcf_book_frame(sheet, FIRST_ROW, COLUMN_WEIGHT, at.row, COLUMN_COUNT);
    bcf_workbook_count_checks(of, sheet, SPLITS, FIRST_ROW, at.row - 1, COLUMN_CHECK);
}
