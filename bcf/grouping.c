/* SPDX-License-Identifier: MIT */
#include "grouping.h"

#include <string.h>

#include "nearest.h"
#include "sort.h"

static const char *const names[] = {"component", "hwb",    "council", "ccg",
                                    "district",  "region", "kind",    NULL};

const char *bcf_by_text(bcf_by_column column)
{
    BCF_ASSERT(column >= BCF_BY_COMPONENT && column <= BCF_BY_KIND);
    return names[column - BCF_BY_COMPONENT];
}

const char *const *bcf_by_words(void)
{
    return names;
}

bool bcf_by_is_area(bcf_by_column column)
{
    switch (column) {
    case BCF_BY_HWB:
    case BCF_BY_COUNCIL:
    case BCF_BY_CCG:
    case BCF_BY_DISTRICT:
        return true;
    case BCF_BY_COMPONENT:
    case BCF_BY_REGION:
    case BCF_BY_KIND:
        return false;
    }
    BCF_UNREACHABLE("a column that nobody groups by");
}

bool bcf_by_has(const bcf_by *by, bcf_by_column column)
{
    for (size_t i = 0; i < by->count; i++) {
        if (by->columns[i] == column) {
            return true;
        }
    }
    return false;
}

static bcf_code add_column(bcf_by *out, const char *name, bcf_error *err)
{
    for (size_t i = 0; names[i] != NULL; i++) {
        bcf_by_column column = (bcf_by_column)(BCF_BY_COMPONENT + (int)i);
        if (strcmp(names[i], name) != 0) {
            continue;
        }
        if (bcf_by_has(out, column)) {
            return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                              "--by names the column '%s' twice", name);
        }
        out->columns[out->count++] = column;
        return BCF_OK;
    }
    const char *near = bcf_nearest_word(name, names);
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "--by knows no column '%s'%s%s%s; there are component, hwb, council, ccg, "
                      "district, region and kind",
                      name, near == NULL ? "" : " (did you mean '", near == NULL ? "" : near,
                      near == NULL ? "" : "'?)");
}

bcf_code bcf_by_parse(bcf_by *out, bcf_arena *arena, const char *text, bcf_error *err)
{
    *out = (bcf_by){.count = 0};
    const char *start = text;
    for (;;) {
        size_t length = strcspn(start, ",");
        bcf_code code = add_column(out, bcf_arena_text_part(arena, start, length), err);
        if (code != BCF_OK || start[length] == '\0') {
            return code;
        }
        start += length + 1;
    }
}

static bcf_group_key nothing(void)
{
    return (bcf_group_key){0, "", ""};
}

static bcf_group_key key_of(const bcf_run *run, const bcf_grant *grant, bcf_by_column column)
{
    const bcf_areas *areas = run->figures->areas;
    const bcf_council *council = &areas->councils[grant->council];
    switch (column) {
    case BCF_BY_COMPONENT: {
        const bcf_component *component = &run->policy->components[grant->component];
        return (bcf_group_key){grant->component + 1, component->id, component->title};
    }
    case BCF_BY_HWB: {
        const bcf_board *board = &areas->boards[grant->board];
        return (bcf_group_key){grant->board + 1, board->code, board->name};
    }
    case BCF_BY_COUNCIL:
        return (bcf_group_key){grant->council + 1, council->code, council->name};
    case BCF_BY_CCG: {
        if (grant->ccg == BCF_NOWHERE) {
            return nothing();
        }
        const bcf_ccg *ccg = &areas->ccgs[grant->ccg];
        return (bcf_group_key){grant->ccg + 1, ccg->code, ccg->name};
    }
    case BCF_BY_DISTRICT: {
        if (grant->district == BCF_NOWHERE) {
            return nothing();
        }
        const bcf_district *district = &areas->districts[grant->district];
        return (bcf_group_key){grant->district + 1, district->code, district->name};
    }
    case BCF_BY_REGION:
        return (bcf_group_key){0, council->region == NULL ? "" : council->region, ""};
    case BCF_BY_KIND:
        return (bcf_group_key){0, bcf_council_kind_text(council->kind), ""};
    }
    BCF_UNREACHABLE("a column that nobody groups by");
}

/* A grant beside the keys that it is sorted by: qsort passes a comparator nothing else. */
typedef struct entry {
    bcf_group_key keys[BCF_BY_MAX];
    const bcf_grant *grant;
} entry;

static int compare_keys(const entry *a, const entry *b)
{
    for (size_t i = 0; i < BCF_BY_MAX && a->keys[i].text != NULL; i++) {
        const bcf_group_key *one = &a->keys[i];
        const bcf_group_key *other = &b->keys[i];
        if (one->place != other->place) {
            return one->place < other->place ? -1 : 1;
        }
        int order = one->place > 0 ? 0 : strcmp(one->text, other->text);
        if (order != 0) {
            return order;
        }
    }
    return (a->grant->state > b->grant->state) - (a->grant->state < b->grant->state);
}

static int compare_entries(const void *a, const void *b)
{
    return compare_keys(a, b);
}

static entry *sort_grants(const bcf_run *run, bcf_scope scope, const bcf_by *by, size_t *count)
{
    const bcf_allocation *allocation = run->allocation;
    entry *entries = BCF_NEW_ARRAY(run->arena, allocation->grant_count, entry);
    for (size_t i = 0; i < allocation->grant_count; i++) {
        const bcf_grant *grant = &allocation->grants[i];
        if (!bcf_scope_has_grant(scope, grant)) {
            continue;
        }
        entry *next = &entries[(*count)++];
        next->grant = grant;
        for (size_t column = 0; column < by->count; column++) {
            next->keys[column] = key_of(run, grant, by->columns[column]);
        }
    }
    bcf_sort(entries, *count, sizeof *entries, compare_entries);
    return entries;
}

static bcf_code need_regions(const bcf_run *run, const bcf_by *by, bcf_error *err)
{
    const bcf_areas *areas = run->figures->areas;
    for (size_t i = 0; bcf_by_has(by, BCF_BY_REGION) && i < areas->council_count; i++) {
        if (areas->councils[i].region == NULL || *areas->councils[i].region == '\0') {
            return bcf_refuse(err, BCF_REFUSED_DATA, areas->councils[i].place,
                              "council '%s' has no region, which --by region needs",
                              areas->councils[i].code);
        }
    }
    return BCF_OK;
}

/* What each component's grants hang on: the same for all of them. */
static bcf_readings **readings_of_components(const bcf_run *run)
{
    bcf_readings **readings =
        BCF_NEW_ARRAY(run->arena, run->policy->component_count, bcf_readings *);
    for (size_t i = 0; i < run->policy->component_count; i++) {
        readings[i] = bcf_readings_new(run->arena, run->policy, run->settings);
        bcf_readings_add_component(readings[i], i);
    }
    return readings;
}

bcf_code bcf_group_grants(bcf_groups *out, const bcf_run *run, bcf_scope scope, const bcf_by *by,
                          bcf_error *err)
{
    bcf_code code = need_regions(run, by, err);
    if (code != BCF_OK) {
        return code;
    }
    size_t count = 0;
    const entry *entries = sort_grants(run, scope, by, &count);
    bcf_readings **readings = readings_of_components(run);
    bcf_group *groups = BCF_NEW_ARRAY(run->arena, count, bcf_group);
    bcf_group *group = NULL;
    size_t made = 0;
    for (size_t i = 0; i < count; i++) {
        const bcf_grant *grant = entries[i].grant;
        if (i == 0 || compare_keys(&entries[i - 1], &entries[i]) != 0) {
            group = &groups[made++];
            memcpy(group->keys, entries[i].keys, sizeof group->keys);
            group->state = grant->state;
            group->readings = bcf_readings_new(run->arena, run->policy, run->settings);
        }
        group->amount = bcf_money_add(group->amount, grant->amount);
        group->status = bcf_status_worst(group->status, grant->status);
        bcf_readings_join(group->readings, readings[grant->component]);
    }
    *out = (bcf_groups){groups, made};
    return BCF_OK;
}
