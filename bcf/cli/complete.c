/* SPDX-License-Identifier: MIT */
#include "complete.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "words.h"

/* What is being completed. */
typedef struct completing {
    bcf_arena *arena;
    bcf_text out;
    const verb *const *verbs;
    size_t verb_count;
    const verb *verb;
    const char *kept;   /* what stays before each candidate: "--area=", "component," */
    const char *wanted; /* what it begins with */
    bcf_order order;    /* the rules and the data that the line asks for */
} completing;

static void offer(completing *at, const char *word, const char *about)
{
    if (strncasecmp(word, at->wanted, strlen(at->wanted)) == 0) {
        bcf_text_print(&at->out, "%s%s\t%s\n", at->kept, word, about);
    }
}

static void offer_all(completing *at, const char *const words[], const char *about)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        offer(at, words[i], about);
    }
}

static void offer_files(completing *at)
{
    bcf_text_add(&at->out, "\tfiles\n");
}

static void offer_folders(completing *at)
{
    bcf_text_add(&at->out, "\tfolders\n");
}

static void offer_nothing(completing *at)
{
    (void)at;
}

/* What the line asks for, as far as that can be had; NULL: who runs the line is told why. */
static const bcf_run *run_of(completing *at, bcf_stage stage)
{
    const bcf_run *run = NULL;
    bcf_error *err = BCF_NEW(at->arena, bcf_error);
    bcf_code code = bcf_run_to(&run, at->arena, &at->order, stage, at->verb->name, err);
    return code == BCF_OK ? run : NULL;
}

static void offer_policies(completing *at)
{
    bcf_home home;
    const bcf_installed_policy *items = NULL;
    size_t count = 0;
    bcf_error *err = BCF_NEW(at->arena, bcf_error);
    bcf_code code = bcf_home_find(&home, at->arena, err);
    if (code == BCF_OK) {
        code = bcf_policy_installed(&items, &count, at->arena, home.formulas, home.schema, err);
    }
    for (size_t i = 0; code == BCF_OK && i < count; i++) {
        const char *title = items[i].title == NULL ? "" : items[i].title;
        if (items[i].is_taken) {
            offer(at, items[i].id, title);
        }
        offer(at, bcf_arena_print(at->arena, "%s/%s", items[i].id, items[i].version), title);
    }
    offer_files(at);
}

/* Codes once somebody has begun one, names otherwise; with nothing typed, boards alone. */
static void offer_area(completing *at, const bcf_areas *areas, bcf_scope area)
{
    const char *code = bcf_scope_code(areas, area);
    const char *name = bcf_scope_name(areas, area);
    const char *kind = bcf_scope_kind_text(area.kind);
    bool is_empty = *at->wanted == '\0';
    if (!is_empty) {
        offer(at, code, bcf_arena_print(at->arena, "%s (%s)", name, kind));
    }
    if (!is_empty || area.kind == BCF_SCOPE_BOARD) {
        offer(at, name, bcf_arena_print(at->arena, "%s %s", kind, code));
    }
}

static void offer_areas(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_FIGURES);
    if (run == NULL) {
        return;
    }
    const bcf_areas *areas = run->figures->areas;
    for (size_t i = 0; i < areas->board_count; i++) {
        offer_area(at, areas, (bcf_scope){BCF_SCOPE_BOARD, i});
    }
    for (size_t i = 0; i < areas->council_count; i++) {
        if (bcf_areas_board(areas, areas->councils[i].code) < 0) {
            offer_area(at, areas, (bcf_scope){BCF_SCOPE_COUNCIL, i});
        }
    }
    for (size_t i = 0; i < areas->ccg_count; i++) {
        offer_area(at, areas, (bcf_scope){BCF_SCOPE_CCG, i});
    }
    for (size_t i = 0; i < areas->district_count; i++) {
        offer_area(at, areas, (bcf_scope){BCF_SCOPE_DISTRICT, i});
    }
}

static void offer_formats(completing *at)
{
    offer_all(at, options_formats, "format");
}

static void offer_results(completing *at)
{
    offer_all(at, options_fail_on, "result");
}

static void offer_pounds(completing *at)
{
    offer_all(at, options_printed_in, "pounds");
}

/* Settings, each with what stands behind the name; once that is typed, its values. */
static void offer_settings(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_POLICY);
    for (size_t i = 0; run != NULL && i < run->policy->setting_count; i++) {
        const bcf_setting *setting = &run->policy->settings[i];
        const char *name = bcf_arena_print(at->arena, "%s=", setting->id);
        if (strchr(at->wanted, '=') == NULL) {
            offer(at, name, "setting");
            continue;
        }
        for (size_t j = 0; j < setting->value_count; j++) {
            offer(at, bcf_arena_print(at->arena, "%s%s", name, setting->values[j]),
                  j == 0 ? "taken unless another is" : "");
        }
    }
}

/* Of several columns with commas between, the last is to be completed. */
static void offer_columns(completing *at)
{
    const char *comma = strrchr(at->wanted, ',');
    if (comma != NULL) {
        size_t length = (size_t)(comma + 1 - at->wanted);
        const char *before = bcf_arena_text_part(at->arena, at->wanted, length);
        at->kept = bcf_arena_print(at->arena, "%s%s", at->kept, before);
        at->wanted = comma + 1;
    }
    bool is_of_runs = at->verb == &verb_compare;
    offer_all(at, is_of_runs ? bcf_compare_by_words() : bcf_by_words(), "column");
}

static void offer_views(completing *at)
{
    offer_all(at, bcf_assure_view_words(), "view");
}

static void offer_checks(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_POLICY);
    const bcf_assurance_rules *rules = run == NULL ? NULL : run->policy->assurance;
    for (size_t i = 0; rules != NULL && i < rules->check_count; i++) {
        offer(at, rules->checks[i].id, rules->checks[i].title);
    }
}

static void offer_items(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_POLICY);
    if (run == NULL) {
        return;
    }
    offer_all(at, bcf_explain_words(at->arena, run->policy), "item");
    const bcf_performance *performance = run->policy->performance;
    bool is_of_payment = performance != NULL && strchr(at->wanted, ':') != NULL;
    for (size_t i = 0; is_of_payment && i < performance->part_count; i++) {
        const bcf_part *part = &performance->parts[i];
        const char *payment = performance->payments[performance->strands[part->strand].payment].id;
        offer(at, bcf_arena_print(at->arena, "%s:%s", payment, part->id), "part of a payment");
    }
}

/* Beginnings of what a sweep can be asked for. */
static void offer_outputs(completing *at)
{
    static const char *const words[] = {"allocated", "released", "held",
                                        "allocate",  "release",  NULL};
    offer_all(at, words, "item");
}

/* Readings alone: a dataset has more cells than anybody wants to be offered. */
static void offer_inputs(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_POLICY);
    for (size_t i = 0; run != NULL && i < run->policy->setting_count; i++) {
        const bcf_setting *setting = &run->policy->settings[i];
        offer(at, bcf_arena_print(at->arena, "setting:%s=", setting->id), "reading");
    }
}

static void offer_formulas(completing *at)
{
    const bcf_run *run = run_of(at, BCF_STAGE_POLICY);
    for (size_t i = 0; run != NULL && i < run->policy->formula_count; i++) {
        offer(at, run->policy->formulas[i].id, run->policy->formulas[i].title);
    }
}

/* By what an option, or a verb's own word, is called where --help speaks of it. */
static const struct {
    const char *name;
    void (*offer)(completing *at);
} values[] = {
    {"AREA", offer_areas},          {"POLICY", offer_policies},
    {"FOLDER", offer_folders},      {"FORMAT", offer_formats},
    {"NAME=VALUE", offer_settings}, {"COLUMN,...", offer_columns},
    {"VIEW", offer_views},          {"CHECK", offer_checks},
    {"RESULT", offer_results},      {"POUNDS", offer_pounds},
    {"ITEM", offer_items},          {"ID", offer_formulas},
    {"WHAT=RANGE", offer_inputs},   {"I/N", offer_nothing},
    {"NUMBER", offer_nothing},      {"BEGINNING,...", offer_outputs},
    {"AMOUNT", offer_nothing},      {"NAME", offer_nothing},
    {"YYYY-MM-DD", offer_nothing},
};

/* What nobody listed is a file: FILE, RUN, OLD, NEW. */
static void offer_value(completing *at, const char *name)
{
    for (size_t i = 0; i < sizeof values / sizeof values[0]; i++) {
        if (strcmp(values[i].name, name) == 0) {
            values[i].offer(at);
            return;
        }
    }
    offer_files(at);
}

static void offer_options(completing *at, const struct argp_option list[])
{
    for (const struct argp_option *option = list; !words_is_end(option); option++) {
        if (!words_is_shown(option)) {
            continue;
        }
        offer(at, bcf_arena_print(at->arena, "--%s", option->name), option->doc);
        if (option->key > 0 && option->key < KEY_SET) {
            offer(at, bcf_arena_print(at->arena, "-%c", option->key), option->doc);
        }
    }
}

static void offer_verbs(completing *at)
{
    for (size_t i = 0; i < at->verb_count; i++) {
        offer(at, at->verbs[i]->name, at->verbs[i]->summary);
    }
}

/* A word of the verb's own, by its place: "AREA [ITEM]". */
static void offer_word(completing *at, size_t place)
{
    const char *next = at->verb->argp->args_doc == NULL ? "" : at->verb->argp->args_doc;
    next += strspn(next, " []");
    for (; place > 0 && *next != '\0'; place--) {
        next += strcspn(next, " ");
        next += strspn(next, " []");
    }
    if (*next != '\0') {
        offer_value(at, bcf_arena_text_part(at->arena, next, strcspn(next, " []")));
    }
}

/* "--area=Ke", "-aKe", "--ar", "-". */
static void offer_for_dash(completing *at)
{
    const struct argp_option *list = at->verb->argp->options;
    const char *word = at->wanted;
    size_t length = strcspn(word, "=");
    const struct argp_option *option = NULL;
    if (word[1] == '-' && word[length] == '=') {
        option = words_named(list, word + 2, length - 2);
        length++;
    } else if (word[1] != '-' && word[1] != '\0') {
        option = words_letter(list, word[1]);
        length = 2;
    }
    if (option != NULL && option->arg != NULL) {
        at->kept = bcf_arena_text_part(at->arena, word, length);
        at->wanted = word + length;
        offer_value(at, option->arg);
        return;
    }
    offer_options(at, list);
    offer_options(at, words_of_argp);
}

static void complete_verb(completing *at, const char *const words[], size_t count)
{
    words_read read = words_tell_apart(at->verb->argp->options, words, count - 1);
    at->wanted = words[count - 1];
    at->order = (bcf_order){.policy = read.policy, .dataset = read.data};
    if (read.awaits != NULL) {
        offer_value(at, read.awaits->arg);
    } else if (at->wanted[0] == '-' && !read.is_past_options) {
        offer_for_dash(at);
    } else {
        offer_word(at, read.others);
    }
}

static void complete(completing *at, const char *const words[], size_t count)
{
    at->wanted = words[count - 1];
    if (count == 1) {
        offer_verbs(at);
        offer(at, "help", "what a verb does");
        if (at->wanted[0] == '-') {
            offer_options(at, words_of_argp);
        }
        return;
    }
    if (strcmp(words[0], "help") == 0) {
        if (count == 2) {
            offer_verbs(at);
        }
        return;
    }
    for (size_t i = 0; i < at->verb_count; i++) {
        if (strcmp(at->verbs[i]->name, words[0]) == 0) {
            at->verb = at->verbs[i];
            complete_verb(at, words + 1, count - 1);
        }
    }
}

int complete_line(const verb *const verbs[], size_t verb_count, const char *const words[],
                  size_t count)
{
    completing at = {
        .arena = bcf_arena_new(), .verbs = verbs, .verb_count = verb_count, .kept = ""};
    if (count > 0) {
        complete(&at, words, count);
    }
    fputs(bcf_text_get(&at.out), stdout);
    bcf_text_clear(&at.out);
    bcf_arena_free(at.arena);
    return 0;
}
