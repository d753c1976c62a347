/* SPDX-License-Identifier: MIT */
#include <inttypes.h>
#include <string.h>

#include "scenarios_inside.h"

/* Digits of the ends and the step of a range, written in the places of the longest. */
#define RANGE_DIGITS_MAX 18

/* One input and the values that it takes. */
typedef struct variation {
    bcf_override override; /* its value is not set */
    bcf_override *values;  /* the same, with each value */
    size_t count;
} variation;

/* Variations, while they are read. A refusal on the command line is wrong usage. */
typedef struct varying {
    bcf_arena *arena;
    bcf_finder finder;
    const char *words; /* the variation at hand, as written */
    bcf_error *err;
} varying;

static bcf_code refuse(const varying *reading, const char *why)
{
    return bcf_refuse(reading->err, BCF_REFUSED_USAGE, (bcf_place){0}, "--vary '%s': %s",
                      reading->words, why);
}

static bcf_code refuse_all(const varying *reading, const bcf_error *why)
{
    bcf_code code = BCF_REFUSED_USAGE;
    for (size_t i = 0; i < why->count; i++) {
        code = refuse(reading, why->messages[i]);
    }
    return code;
}

static bcf_code add_value(variation *to, const varying *reading, const char *value)
{
    if (to->count >= BCF_SCENARIOS_MAX) {
        return bcf_scenarios_refuse_count(BCF_REFUSED_USAGE, (bcf_place){0}, reading->err);
    }
    bcf_override taken = to->override;
    taken.value = value;
    bcf_error why = {0};
    if (bcf_finder_take(&taken, &reading->finder, &why) != BCF_OK) {
        return refuse_all(reading, &why);
    }
    BCF_MAKE_ROOM(reading->arena, to->values, to->count);
    to->values[to->count++] = taken;
    return BCF_OK;
}

static bcf_code add_list(variation *to, const varying *reading, const char *values)
{
    bcf_code code = BCF_OK;
    while (code == BCF_OK && values != NULL) {
        const char *value = bcf_finder_part(reading->arena, values, ',', &values);
        value = bcf_finder_plain(reading->arena, value, ',');
        for (size_t i = 0; code == BCF_OK && i < to->count; i++) {
            code = strcmp(to->values[i].value, value) == 0
                       ? refuse(reading, "the same value is there twice")
                       : BCF_OK;
        }
        code = code == BCF_OK ? add_value(to, reading, value) : code;
    }
    return code;
}

static bool is_number(const variation *of)
{
    if (of->override.table == BCF_TABLE_COUNT) {
        return false;
    }
    size_t count = 0;
    bcf_cell_type type = bcf_table_columns(of->override.table, &count)[of->override.column].type;
    return type == BCF_CELL_FIGURE || type == BCF_CELL_DIVISOR || type == BCF_CELL_WHOLE
           || type == BCF_CELL_MONEY || type == BCF_CELL_MONEY_OR_NONE;
}

/* A range: whole numbers of the last of `places` decimals. */
typedef struct range {
    int64_t low;
    int64_t high;
    int64_t step;
    unsigned places;
} range;

/* The decimal in so many places. False where it has too many digits. */
static bool in_places(int64_t *out, const bcf_decimal *decimal, unsigned places)
{
    uint64_t most = 1;
    for (int i = 0; i < RANGE_DIGITS_MAX; i++) {
        most *= 10;
    }
    uint64_t units = decimal->units;
    bool fits = decimal->written == NULL && units < most;
    for (unsigned i = decimal->places; fits && i < places; i++) {
        fits = units < most / 10;
        units *= 10;
    }
    *out = fits ? (int64_t)units : 0;
    return fits;
}

static bcf_code read_range(range *out, const varying *reading, const char *low, const char *high,
                           const char *step)
{
    bcf_decimal ends[3];
    const char *const texts[] = {low, high, step};
    static const char *const what[] = {"the low end", "the high end", "the step"};
    bcf_error why = {0};
    out->places = 0;
    for (size_t i = 0; i < 3; i++) {
        if (bcf_decimal_parse(&ends[i], texts[i], what[i], (bcf_place){0}, &why) == BCF_OK) {
            out->places = ends[i].places > out->places ? ends[i].places : out->places;
        }
    }
    if (why.count > 0) {
        return refuse_all(reading, &why);
    }
    if (!in_places(&out->low, &ends[0], out->places)
        || !in_places(&out->high, &ends[1], out->places)
        || !in_places(&out->step, &ends[2], out->places)) {
        return refuse(reading, "a range of more than 18 digits");
    }
    if (out->step == 0) {
        return refuse(reading, "the step is zero");
    }
    return out->low <= out->high ? BCF_OK : refuse(reading, "the low end is above the high end");
}

static const char *in_words(bcf_arena *arena, int64_t value, unsigned places)
{
    const char *digits = bcf_arena_print(arena, "%0*" PRId64, (int)places + 1, value);
    size_t whole = strlen(digits) - places;
    return places == 0 ? digits
                       : bcf_arena_print(arena, "%.*s.%s", (int)whole, digits, digits + whole);
}

/* "LOW..HIGH/STEP": `high` begins after the points. */
static bcf_code add_range(variation *to, const varying *reading, const char *values,
                          const char *high)
{
    bcf_arena *arena = reading->arena;
    const char *stroke = strchr(high, '/');
    if (!is_number(to)) {
        return refuse(reading, "a range is for numbers; write the values, with commas between");
    }
    if (stroke == NULL) {
        return refuse(reading, "a range has a step: LOW..HIGH/STEP");
    }
    range steps = {.places = 0};
    bcf_code code =
        read_range(&steps, reading, bcf_arena_text_part(arena, values, (size_t)(high - values) - 2),
                   bcf_arena_text_part(arena, high, (size_t)(stroke - high)), stroke + 1);
    for (int64_t value = steps.low; code == BCF_OK && value <= steps.high; value += steps.step) {
        code = add_value(to, reading, in_words(arena, value, steps.places));
    }
    return code;
}

static bcf_code read_variation(variation *out, varying *reading, const char *words)
{
    reading->words = words;
    if (!bcf_text_is_harmless(words, strlen(words))) {
        reading->words = "...";
        return refuse(reading, "it holds characters that nobody can see, or is no UTF-8");
    }
    const char *values = NULL;
    const char *what = bcf_finder_part(reading->arena, words, '=', &values);
    if (values == NULL) {
        return refuse(reading, "it is not WHAT=LOW..HIGH/STEP nor WHAT=VALUE,VALUE");
    }
    out->override.what = bcf_finder_plain(reading->arena, what, '=');
    bcf_error why = {0};
    if (bcf_finder_find(&out->override, &reading->finder, out->override.what, (bcf_place){0}, &why)
        != BCF_OK) {
        return refuse_all(reading, &why);
    }
    const char *points =
        is_number(out) || strchr(values, '/') != NULL ? strstr(values, "..") : NULL;
    return points != NULL ? add_range(out, reading, values, points + 2)
                          : add_list(out, reading, values);
}

/* The combination that `which` counts, the last variation fastest. */
static bcf_scenario combine(bcf_arena *arena, const variation of[], size_t count, size_t which)
{
    bcf_override *overrides = BCF_NEW_ARRAY(arena, count, bcf_override);
    for (size_t i = count; i-- > 0;) {
        overrides[i] = of[i].values[which % of[i].count];
        which /= of[i].count;
    }
    const char *name = overrides[0].value;
    for (size_t i = 1; i < count; i++) {
        name = bcf_arena_print(arena, "%s; %s", name, overrides[i].value);
    }
    return (bcf_scenario){.name = name, .overrides = overrides, .count = count};
}

static bcf_code check_twins(varying *reading, const variation of[], size_t count)
{
    for (size_t i = 1; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (bcf_override_order(&of[i].override, &of[j].override) == 0) {
                reading->words = of[i].override.what;
                return refuse(reading, "it is varied twice");
            }
        }
    }
    return BCF_OK;
}

bcf_code bcf_scenarios_vary(const bcf_scenarios **out, bcf_arena *arena, const bcf_run *run,
                            const char *const variations[], size_t count, bcf_error *err)
{
    varying reading = {.arena = arena, .finder = {.arena = arena, .run = run}, .err = err};
    variation *all = BCF_NEW_ARRAY(arena, count, variation);
    bcf_code code = BCF_OK;
    for (size_t i = 0; i < count; i++) {
        bcf_code one = read_variation(&all[i], &reading, variations[i]);
        code = code == BCF_OK ? one : code;
    }
    if (code == BCF_OK) {
        code = check_twins(&reading, all, count);
    }
    size_t combinations = 1;
    for (size_t i = 0; code == BCF_OK && i < count; i++) {
        combinations *= all[i].count;
        if (combinations >= BCF_SCENARIOS_MAX) {
            code = bcf_scenarios_refuse_count(BCF_REFUSED_USAGE, (bcf_place){0}, err);
        }
    }
    if (code != BCF_OK) {
        return code;
    }
    bcf_scenario *items = BCF_NEW_ARRAY(arena, combinations, bcf_scenario);
    for (size_t i = 0; i < combinations; i++) {
        items[i] = combine(arena, all, count, i);
    }
    *out = bcf_scenarios_new(arena, run, items, combinations);
    return BCF_OK;
}
