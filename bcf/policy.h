/* SPDX-License-Identifier: MIT */
#ifndef BCF_POLICY_H
#define BCF_POLICY_H

/*
 * policy.h - the rules of one year, read from formulas/<year>/v<n>/policy.xml.
 *
 * Knows:       what a policy file says, and that it agrees with itself. It meets libxml2.
 * Never knows: areas, figures, results.
 *
 * Everything here is const once loaded, lives in the arena given to bcf_policy_load, and comes in
 * the file's order, which is the order of every output. No attribute has a default.
 */

#include "decimal.h"
#include "money.h"
#include "period.h"
#include "ratio.h"

#define BCF_POLICY_BYTES_MAX (1024 * 1024)

/* Where a figure or rule is written: "guidance", "5". */
typedef struct bcf_cite {
    const char *source;    /* id of a <source> */
    const char *paragraph; /* "5", "main 93", "not stated" */
} bcf_cite;

typedef struct bcf_source {
    const char *id;
    const char *title;
    const char *publisher;
    const char *date;
} bcf_source;

/* An ambiguity of the guidance with a name. values[0] is the default. */
typedef struct bcf_setting {
    const char *id;
    const char *title;
    const char *const *values;
    size_t value_count;
    bcf_cite cite;
    bcf_place place;
} bcf_setting;

/* "Where setting `setting` is `is`, take `use` instead." */
typedef struct bcf_when {
    const char *setting;
    const char *is;
    const char *use; /* id of an indicator or formula; or a weight, "3" */
    bcf_place place;
} bcf_when;

typedef struct bcf_whens {
    const bcf_when *items;
    size_t count;
} bcf_whens;

typedef enum bcf_level {
    BCF_LEVEL_CCG = 1,
    BCF_LEVEL_COUNCIL,
    BCF_LEVEL_HOUSING_AUTHORITY, /* districts, and councils without districts */
} bcf_level;

typedef struct bcf_indicator {
    const char *id;
    const char *title;
    bcf_level level;
    const char *period; /* the one that counts, or NULL: the dataset may then have only one */
    bcf_cite cite;
    bcf_place place;
} bcf_indicator;

/* The closed kind "published": each area's value of an indicator is its weight. */
typedef struct bcf_formula {
    const char *id;
    const char *title;
    const char *indicator;
    bcf_whens whens; /* `use`: another indicator */
    bcf_cite cite;
    bcf_place place;
} bcf_formula;

typedef enum bcf_route {
    BCF_ROUTE_CCG = 1,           /* CCGs, then councils by where each CCG's people live */
    BCF_ROUTE_TRANSFER,          /* councils, then their CCGs by people, back into the pool */
    BCF_ROUTE_COUNCIL,           /* councils */
    BCF_ROUTE_HOUSING_AUTHORITY, /* districts and councils; added up for a county */
} bcf_route;

typedef struct bcf_component {
    const char *id;
    const char *title;
    bcf_money amount;
    const char *formula;
    bcf_whens whens; /* `use`: another formula */
    bcf_route route;
    bool is_capital;
    bool is_new;          /* false: money that existed the year before */
    const char *decision; /* item that must be `yes` before the money is due, or NULL */
    bcf_cite cite;
    bcf_place place;
} bcf_component;

/* Inside the fund, not on top: never added to the pool. */
typedef struct bcf_earmark {
    const char *id;
    const char *title;
    bcf_money amount;
    const char *component; /* by whose shares an area's indicative part is shown */
    bcf_cite cite;
    bcf_place place;
} bcf_earmark;

typedef struct bcf_condition {
    const char *id;
    const char *title;
    bcf_cite cite;
} bcf_condition;

typedef enum bcf_better {
    BCF_BETTER_LOWER = 1,
    BCF_BETTER_HIGHER,
} bcf_better;

/* What "per" a rate is: 100 is per cent, 100000 per 100,000 people, 1 a score. */
typedef struct bcf_metric {
    const char *id;
    const char *title;
    bool is_local;     /* direction and scale are those of the menu entry or local metric */
    bcf_better better; /* not set where is_local */
    int64_t scale;     /* the same */
    bcf_cite cite;
} bcf_metric;

/* The menu of local metrics, paragraph 42. */
typedef struct bcf_menu_entry {
    const char *definition; /* "PHOF 1.18i" */
    const char *title;
    bcf_better better;
    int64_t scale;
    bcf_cite cite;
} bcf_menu_entry;

typedef struct bcf_payment {
    const char *id; /* "2015-04" */
    const char *title;
    bcf_cite cite;
} bcf_payment;

typedef enum bcf_strand_kind {
    BCF_STRAND_CONDITIONS = 1,
    BCF_STRAND_METRICS,
} bcf_strand_kind;

/* One condition or metric that money hangs on. */
typedef struct bcf_part {
    size_t payment;  /* index of its payment */
    size_t strand;   /* index of its strand */
    const char *id;  /* of the condition or metric: what the column `part` says */
    size_t subject;  /* index of the condition, or of the metric, by the strand's kind */
    int64_t weight;  /* among the parts of its strand */
    bcf_whens whens; /* `use`: another weight */
    bool has_window; /* false: the outturn's own period counts */
    bcf_period window;
    bcf_cite cite;
    bcf_place place;
} bcf_part;

typedef struct bcf_strand {
    size_t payment;
    bcf_strand_kind kind;
    const char *id; /* "april-conditions" */
    bcf_money amount;
    size_t first_part; /* its parts are parts[first_part .. first_part + part_count) */
    size_t part_count;
    bcf_cite cite;
    bcf_place place;
} bcf_strand;

/* The performance payment, where the year has one. */
typedef struct bcf_performance {
    const bcf_payment *payments;
    size_t payment_count;
    const bcf_strand *strands;
    size_t strand_count;
    const bcf_part *parts;
    size_t part_count;
    const bcf_ratio *recovery_threshold; /* 7/10 of the ambitions */
    bcf_rounding metric_rounding;        /* of released money, to the penny */
    bool withdraws;     /* false in 2015/16 (paragraph 52): money not released is held */
    const char *notice; /* first line of people's output, or NULL */
    bcf_cite recovery_cite;
    bcf_cite rounding_cite;
    bcf_cite withdrawal_cite;
    bcf_place place;
} bcf_performance;

typedef struct bcf_policy {
    const char *id;      /* "2015-16" */
    const char *version; /* "1" */
    const char *year;    /* "2015-16": the financial year, as the letters call it */
    const char *title;
    const char *file; /* as opened, for messages */
    const char *home; /* the folder formulas/ that it came from, or NULL for a lone file */

    /* The fund as announced, rounded: never to be met by plugging a gap. */
    bcf_money headline;
    const char *headline_text; /* "£3.8bn" */
    bcf_cite headline_cite;

    const bcf_source *sources;
    size_t source_count;
    const bcf_setting *settings;
    size_t setting_count;
    const bcf_indicator *indicators;
    size_t indicator_count;
    const bcf_formula *formulas;
    size_t formula_count;
    const bcf_component *components;
    size_t component_count;
    const bcf_earmark *earmarks;
    size_t earmark_count;
    const bcf_condition *conditions;
    size_t condition_count;
    const bcf_metric *metrics;
    size_t metric_count;
    const bcf_menu_entry *menu;
    size_t menu_count;
    const bcf_performance *performance; /* NULL: no payment for performance */

    /* SHA-256 input: the document in canonical form (C14N 1.0 without comments). */
    const char *canonical;
    size_t canonical_length;
} bcf_policy;

/*
 * Reads and checks a policy file.
 *
 * Refused, with file and line: a file that is missing, not regular or larger than
 * BCF_POLICY_BYTES_MAX; XML that is not well formed; any document type declaration (so no entity
 * is ever expanded); anything the schema does not allow; then what must agree: ids that nothing
 * has, shares of a `when` that no setting offers, two parts of one id in a payment, a money
 * amount that is malformed.
 *
 * Never touches the network.
 */
BCF_MUST_USE
bcf_code bcf_policy_load(const bcf_policy **out, bcf_arena *arena, const char *path,
                         const char *schema_path, bcf_error *err);

/* NULL where there is none. */
const bcf_setting *bcf_policy_setting(const bcf_policy *policy, const char *id);
const bcf_indicator *bcf_policy_indicator(const bcf_policy *policy, const char *id);
const bcf_formula *bcf_policy_formula(const bcf_policy *policy, const char *id);
const bcf_menu_entry *bcf_policy_menu_entry(const bcf_policy *policy, const char *definition);

/* Kinds of name that a dataset may use: metric, payment, condition, indicator, component. */
typedef enum bcf_name_kind {
    BCF_NAME_METRIC = 1,
    BCF_NAME_PAYMENT,
    BCF_NAME_CONDITION,
    BCF_NAME_INDICATOR,
    BCF_NAME_COMPONENT,
} bcf_name_kind;

/* The place of the name in its list, or -1. */
int bcf_policy_find(const bcf_policy *policy, bcf_name_kind kind, const char *name);

/*
 * Sets *path to the file of `wanted`: the path itself where it names a file, or a folder with a
 * policy.xml; else HOME/<id>/v<highest>/policy.xml for an id such as "2015-16", or
 * HOME/2015-16/v1/policy.xml for "2015-16/v1".
 *
 * Refused as usage, naming the policies there are: an id that is not installed.
 */
BCF_MUST_USE
bcf_code bcf_policy_locate(const char **path, bcf_arena *arena, const char *wanted,
                           const char *home, bcf_error *err);

/*
 * True in *known if any installed policy under `home` knows the name: it is then accepted in a
 * dataset and left alone (SPEC section 7). Loads them all; ask only about names that are strange.
 */
BCF_MUST_USE
bcf_code bcf_policy_known_elsewhere(bool *known, bcf_arena *arena, const char *home,
                                    const char *schema_path, bcf_name_kind kind, const char *name,
                                    bcf_error *err);

#endif
