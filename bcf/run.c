/* SPDX-License-Identifier: MIT */
#include "run.h"

#include "home.h"
#include "nearest.h"

#define DEFAULT_DATASET "england"

static bcf_code read_policy(bcf_run *run, const bcf_home *home, bcf_error *err)
{
    if (run->order->read != NULL) {
        run->policy = run->order->read->policy;
        return BCF_OK;
    }
    if (run->order->kept != NULL) {
        return bcf_policy_load_text(&run->policy, run->arena, &run->order->kept->policy,
                                    home->schema, err);
    }
    const char *wanted = run->order->policy != NULL ? run->order->policy : BCF_RUN_POLICY;
    const char *path = NULL;
    bcf_code code = bcf_policy_locate(&path, run->arena, wanted, home->formulas, err);
    if (code != BCF_OK) {
        return code;
    }
    return bcf_policy_load(&run->policy, run->arena, path, home->schema, err);
}

/* Every assignment is tried, so that all wrong ones are named at once. */
static bcf_code take_settings(bcf_run *run, bcf_error *err)
{
    run->settings = bcf_settings_new(run->arena, run->policy);
    bcf_code first = BCF_OK;
    for (size_t i = 0; i < run->order->assignment_count; i++) {
        bcf_code code = bcf_settings_set(run->settings, run->order->assignments[i], err);
        first = first == BCF_OK ? code : first;
    }
    return first;
}

static bcf_code need_performance(const bcf_run *run, bcf_stage stage, const char *verb,
                                 bcf_error *err)
{
    bool is_needed = stage == BCF_STAGE_SCORES || stage == BCF_STAGE_RELEASE;
    if (!is_needed || run->policy->performance != NULL) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has no payment for performance, so there is nothing to %s",
                      run->policy->id, verb);
}

static bcf_code need_checks(const bcf_run *run, bcf_stage stage, bcf_error *err)
{
    if (stage != BCF_STAGE_ASSURANCE || run->policy->assurance != NULL) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s, version %s, has no checks of plans", run->policy->id,
                      run->policy->version);
}

/* A policy of formulas alone has nothing to share out. */
static bcf_code need_fund(const bcf_run *run, bcf_stage stage, bcf_error *err)
{
    bool is_needed =
        stage == BCF_STAGE_ALLOCATION || stage == BCF_STAGE_MONEY || stage == BCF_STAGE_SETTLEMENT;
    if (!is_needed || run->policy->component_count > 0) {
        return BCF_OK;
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has formulas and no fund to share out; see 'bcf formulas -p %s'",
                      run->policy->id, run->order->policy);
}

static bcf_code read_tables(bcf_run *run, const bcf_home *home, bcf_error *err)
{
    if (run->order->read != NULL && run->order->read->tables != NULL) {
        run->tables = run->order->read->tables;
        return BCF_OK;
    }
    if (run->order->kept != NULL) {
        return bcf_tables_read_texts(&run->tables, run->arena, run->order->kept->tables,
                                     &run->notes, err);
    }
    const char *folder = run->order->dataset;
    if (folder == NULL) {
        folder = bcf_arena_print(run->arena, "%s/%s", home->fixtures, DEFAULT_DATASET);
    }
    return bcf_tables_read(&run->tables, run->arena, folder, &run->notes, err);
}

static bcf_code read_dataset(bcf_run *run, const bcf_home *home, bcf_stage stage, bcf_error *err)
{
    bcf_code code = read_tables(run, home, err);
    if (code != BCF_OK) {
        return code;
    }
    /* what is odd about an ambition or a local metric is no news to who asks for allocations */
    bcf_notes unheard = {.arena = run->arena};
    bcf_figures_options options = {
        .formulas_home = home->formulas,
        .schema_path = home->schema,
        .as_at = run->order->as_at,
        .plan_notes = stage == BCF_STAGE_ALLOCATION ? &unheard : NULL,
    };
    return bcf_figures_read(&run->figures, run->arena, run->tables, run->policy, &options,
                            &run->notes, err);
}

const bcf_people *bcf_run_people(const bcf_run *run)
{
    return run->people != NULL ? run->people : bcf_people_count(run->arena, run->figures);
}

const bcf_table_id *bcf_run_tables(const bcf_policy *policy, bcf_stage stage, size_t *count)
{
    static const bcf_table_id tables[] = {BCF_TABLE_AMBITIONS, BCF_TABLE_OUTTURN,
                                          BCF_TABLE_CONDITIONS};
    static const bcf_table_id activity[] = {BCF_TABLE_ACTIVITY};
    bool counts_admissions = policy->performance != NULL && policy->performance->admissions != NULL;
    switch (stage) {
    case BCF_STAGE_POLICY:
    case BCF_STAGE_FIGURES:
    case BCF_STAGE_FORMULA:
    case BCF_STAGE_ALLOCATION:
    case BCF_STAGE_ASSURANCE: /* a table that is missing is a plan without it */
    case BCF_STAGE_CHECK:
        *count = 0;
        return tables;
    case BCF_STAGE_SCORES:
        *count = counts_admissions ? 1 : 2;
        return counts_admissions ? activity : tables;
    case BCF_STAGE_RELEASE:
    case BCF_STAGE_MONEY:
    case BCF_STAGE_SETTLEMENT:
        *count = counts_admissions ? 1 : 3;
        return counts_admissions ? activity : tables;
    }
    BCF_UNREACHABLE("a stage that no verb asks for");
}

bool bcf_run_has_tables(const bcf_policy *policy, const bcf_tables *tables, bcf_stage stage)
{
    size_t count = 0;
    const bcf_table_id *needed = bcf_run_tables(policy, stage, &count);
    for (size_t i = 0; i < count; i++) {
        if (!tables->table[needed[i]].is_there) {
            return false;
        }
    }
    return true;
}

static bcf_code need_tables(const bcf_run *run, bcf_stage stage, const char *verb, bcf_error *err)
{
    size_t count = 0;
    const bcf_table_id *needed = bcf_run_tables(run->policy, stage, &count);
    bcf_code first = BCF_OK;
    for (size_t i = 0; i < count; i++) {
        bcf_code code = bcf_tables_need(run->tables, needed[i], verb, err);
        first = first == BCF_OK ? code : first;
    }
    return first;
}

/* The stages proper that are behind what was asked for. */
static bcf_stage last_stage(const bcf_run *run, bcf_stage stage)
{
    if (stage == BCF_STAGE_ASSURANCE) {
        return BCF_STAGE_RELEASE;
    }
    bool is_all = stage == BCF_STAGE_MONEY || stage == BCF_STAGE_SETTLEMENT;
    if (!is_all && stage != BCF_STAGE_CHECK) {
        return stage;
    }
    if (run->policy->component_count == 0) {
        return BCF_STAGE_FIGURES;
    }
    if (run->policy->performance == NULL) {
        return BCF_STAGE_ALLOCATION;
    }
    if (is_all || bcf_run_has_tables(run->policy, run->tables, BCF_STAGE_RELEASE)) {
        return BCF_STAGE_RELEASE;
    }
    return BCF_STAGE_ALLOCATION;
}

static bcf_code compute(bcf_run *run, bool is_allocated, bool is_scored, bool is_released,
                        bcf_error *err)
{
    bcf_code code = BCF_OK;
    if (is_allocated) {
        code = bcf_allocate(&run->allocation, run->arena, run->figures, run->settings, &run->notes,
                            err);
    }
    if (code == BCF_OK && is_scored && run->policy->performance->admissions != NULL) {
        code = bcf_admissions_count(&run->admissions, run->arena, run->figures, &run->notes, err);
    }
    if (code == BCF_OK && is_scored) {
        code = bcf_score_boards(&run->scores, run->arena, run->figures, run->settings,
                                run->admissions, &run->notes, err);
    }
    if (code == BCF_OK && is_released) {
        code =
            bcf_release_payments(&run->release, run->arena, run->figures, run->settings,
                                 run->allocation, run->scores, run->admissions, &run->notes, err);
    }
    return code;
}

/* Plans are looked at where they were asked about, and where everything is. */
static bcf_code look_at_plans(bcf_run *run, bcf_stage stage, bcf_error *err)
{
    bool is_asked = stage == BCF_STAGE_ASSURANCE || stage == BCF_STAGE_SETTLEMENT;
    if (!is_asked || run->policy->assurance == NULL) {
        return BCF_OK;
    }
    return bcf_assure(&run->assurance, run->arena, run->figures, run->allocation, run->release,
                      &run->notes, err);
}

static bcf_code refuse_formula(const bcf_run *run, bcf_error *err)
{
    const char **words = BCF_NEW_ARRAY(run->arena, run->policy->formula_count + 1, const char *);
    const char *list = "";
    for (size_t i = 0; i < run->policy->formula_count; i++) {
        words[i] = run->policy->formulas[i].id;
        list = bcf_arena_print(run->arena, "%s%s%s", list, i == 0 ? "" : ", ",
                               run->policy->formulas[i].id);
    }
    return bcf_refuse(err, BCF_REFUSED_USAGE, (bcf_place){0},
                      "policy %s has no formula '%s'%s; there is: %s", run->policy->id,
                      run->order->formula, bcf_nearest_hint(run->arena, run->order->formula, words),
                      list);
}

static bcf_code need_formula(const bcf_run *run, bcf_stage stage, bcf_error *err)
{
    return stage != BCF_STAGE_FORMULA
                   || bcf_policy_formula(run->policy, run->order->formula) != NULL
               ? BCF_OK
               : refuse_formula(run, err);
}

static bcf_code compute_formula(bcf_run *run, bcf_error *err)
{
    bcf_formula_values *values = BCF_NEW(run->arena, bcf_formula_values);
    run->formula = values;
    return bcf_formula_evaluate(values, run->arena, run->figures, run->settings,
                                bcf_policy_formula(run->policy, run->order->formula), &run->notes,
                                err);
}

static bcf_code go(bcf_run *run, bcf_stage stage, const char *verb, bcf_error *err)
{
    bcf_stage last = last_stage(run, stage);
    bcf_code code = need_tables(run, stage == BCF_STAGE_ASSURANCE ? stage : last, verb, err);
    if (code != BCF_OK) {
        return code;
    }
    if (stage == BCF_STAGE_FORMULA) {
        return compute_formula(run, err);
    }
    bool is_scored = last == BCF_STAGE_SCORES || last == BCF_STAGE_RELEASE;
    if (stage == BCF_STAGE_CHECK) {
        is_scored = run->policy->performance != NULL
                    && bcf_run_has_tables(run->policy, run->tables, BCF_STAGE_SCORES);
    }
    bool is_allocated = last == BCF_STAGE_ALLOCATION || last == BCF_STAGE_RELEASE;
    code = compute(run, is_allocated, is_scored, last == BCF_STAGE_RELEASE, err);
    return code == BCF_OK ? look_at_plans(run, stage, err) : code;
}

bcf_code bcf_run_to(const bcf_run **out, bcf_arena *arena, const bcf_order *order, bcf_stage stage,
                    const char *verb, bcf_error *err)
{
    bcf_run *run = BCF_NEW(arena, bcf_run);
    run->arena = arena;
    run->order = order;
    run->notes.arena = arena;

    bcf_home home = {0};
    bcf_code code = bcf_home_find(&home, arena, err);
    if (code == BCF_OK) {
        code = read_policy(run, &home, err);
    }
    if (code == BCF_OK) {
        code = take_settings(run, err);
    }
    if (code == BCF_OK) {
        code = need_performance(run, stage, verb, err);
    }
    if (code == BCF_OK) {
        code = need_fund(run, stage, err);
    }
    if (code == BCF_OK) {
        code = need_checks(run, stage, err);
    }
    if (code == BCF_OK) {
        code = need_formula(run, stage, err);
    }
    *out = run;
    if (code != BCF_OK || stage == BCF_STAGE_POLICY) {
        return code;
    }
    code = read_dataset(run, &home, stage, err);
    return code == BCF_OK ? go(run, stage, verb, err) : code;
}
