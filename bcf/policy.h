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

/* A policy is a few thousand lines at most. */
#define BCF_POLICY_BYTES_MAX (1024 * 1024)

/* Where a figure or rule is written: "guidance", "5". */
typedef struct bcf_cite {
    const char *source;    /* id of a <source> */
    const char *paragraph; /* "5", "main 93", "not stated" */
} bcf_cite;

/* A document that a policy cites. */
typedef struct bcf_source {
    const char *id;
    const char *title;
    const char *publisher; /* who published it */
    const char *date;      /* as the file has it: "2013-12-20" */
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
    const char *setting; /* id of the setting */
    const char *is;      /* one of its values */
    const char *use;     /* id of an indicator or formula; or a weight, "3" */
    bcf_place place;
} bcf_when;

/* Each for another value; where none holds, what the element itself says. */
typedef struct bcf_whens {
    const bcf_when *items;
    size_t count;
} bcf_whens;

/* Which areas a figure is counted for. */
typedef enum bcf_level {
    BCF_LEVEL_CCG = 1,
    BCF_LEVEL_COUNCIL,
    BCF_LEVEL_HOUSING_AUTHORITY, /* districts, and councils without districts */
} bcf_level;

/* A figure that datasets state for each area of a level. */
typedef struct bcf_indicator {
    const char *id;
    const char *title;
    bcf_level level;
    const char *period; /* the one that counts, or NULL: the dataset may then have only one */
    bcf_cite cite;
    bcf_place place;
} bcf_indicator;

/* A figure of the formulas that is the same for every area. Exact: 2/37 stays 2/37. */
typedef struct bcf_constant {
    const char *id;
    const char *title;
    const bcf_ratio *value; /* may be below zero */
    const char *written;    /* as the file has it: "2/37" */
    bcf_cite cite;
    bcf_place place;
} bcf_constant;

/* What an operand stands for. */
typedef enum bcf_operand_kind {
    BCF_OPERAND_ABSENT = 0, /* an operand that the formula leaves out */
    BCF_OPERAND_INDICATOR,
    BCF_OPERAND_CONSTANT,
    BCF_OPERAND_FORMULA,
} bcf_operand_kind;

/* What a formula computes with: an indicator (over another one), a constant, another formula. */
typedef struct bcf_operand {
    bcf_operand_kind kind;
    const char *role; /* "clients": the name of its element */
    const char *id;
    const char *per; /* the indicator that it is divided by, or NULL */
    bcf_place place;
} bcf_operand;

/* coefficient x what `of` is above `above`, and nothing where it is not above it. */
typedef struct bcf_top_up {
    const char *id;
    const char *title;
    bcf_operand coefficient; /* what one unit above is worth */
    bcf_operand of;          /* what is looked at */
    bcf_operand above;       /* may be absent: zero */
} bcf_top_up;

/* clients x (basic amount + top-ups) x multipliers x scaling / divisor, rounded. */
typedef struct bcf_block {
    const char *id;
    const char *title;
    bcf_operand clients;      /* how many need the service */
    bcf_operand basic_amount; /* for each of them */
    /* Added to the basic amount. */
    const bcf_top_up *top_ups;
    size_t top_up_count;
    /* All of them multiply the sum. */
    const bcf_operand *multipliers;
    size_t multiplier_count;
    bcf_operand scaling;   /* may be absent: one */
    bcf_operand divisor;   /* may be absent: one */
    bool is_rounded;       /* the result of the block is */
    unsigned places;       /* where is_rounded: 14 */
    bcf_rounding rounding; /* the same */
    bcf_cite cite;
    bcf_place place;
} bcf_block;

/* The closed kinds of SPEC section 3. */
typedef enum bcf_formula_kind {
    BCF_FORMULA_PUBLISHED = 1,       /* an area's value of an indicator */
    BCF_FORMULA_NEEDS_INDEX,         /* blocks, added up */
    BCF_FORMULA_WEIGHTED_CAPITATION, /* population x need, a target, a pace of change */
    BCF_FORMULA_FLOOR_PLUS_INDEX,    /* an earlier amount, and a share of the increase */
} bcf_formula_kind;

/* Population x need index, a target, and how fast an area comes nearer to it. */
typedef struct bcf_weighted_capitation {
    bcf_operand population;     /* people */
    bcf_operand need;           /* what one of them weighs */
    bcf_operand total;          /* of all targets; or absent: */
    bcf_operand per_head;       /* of weighted population */
    bcf_operand current;        /* may be absent: no distance from target */
    bcf_operand minimum_growth; /* may be absent: no pace of change */
} bcf_weighted_capitation;

/* What an area had, and a share of the increase of the total. */
typedef struct bcf_floor_plus_index {
    bcf_operand earlier; /* the amount that it had */
    bcf_operand total;   /* what all are to have together */
    bcf_operand index;   /* by which the increase is shared */
} bcf_floor_plus_index;

/* One of a few closed kinds; what stands in `as` follows the kind. */
typedef struct bcf_formula {
    const char *id;
    const char *title;
    bcf_formula_kind kind;
    bcf_level level; /* its areas; of the kind "published", those of its indicator */
    union {
        struct {
            const char *indicator;
            bcf_whens whens; /* `use`: another indicator */
        } published;
        struct {
            const bcf_block *blocks;
            size_t count;
        } needs_index;
        bcf_weighted_capitation weighted_capitation;
        bcf_floor_plus_index floor_plus_index;
    } as; /* by the kind */
    bcf_cite cite;
    bcf_place place;
} bcf_formula;

/* Through whom a component reaches the pool of a board. */
typedef enum bcf_route {
    BCF_ROUTE_CCG = 1,           /* CCGs, then councils by where each CCG's people live */
    BCF_ROUTE_TRANSFER,          /* councils, then their CCGs by people, back into the pool */
    BCF_ROUTE_COUNCIL,           /* councils */
    BCF_ROUTE_HOUSING_AUTHORITY, /* districts and councils; added up for a county */
} bcf_route;

/* Which level of area a route begins with. */
bcf_level bcf_route_level(bcf_route route);

/* Whether money existed the year before. */
typedef enum bcf_origin {
    BCF_ORIGIN_EXISTING = 1,
    BCF_ORIGIN_NEW,
    BCF_ORIGIN_NOT_STATED,
} bcf_origin;

/* Floors and caps of what the areas of a component's formula get of it (SPEC section 3). */
typedef struct bcf_bounds {
    const char *minimum_share;           /* constant: of the component; or NULL */
    const char *hold_harmless;           /* indicator, in pounds: what an area had; or NULL */
    const char *hold_harmless_times;     /* constant */
    const char *maximum_growth;          /* indicator, in pounds; or NULL */
    const char *maximum_growth_constant; /* 0.1: at most a tenth more */
    bcf_cite minimum_share_cite;
    bcf_cite hold_harmless_cite;
    bcf_cite maximum_growth_cite;
} bcf_bounds;

/* A component of the fund (SPEC section 2). */
typedef struct bcf_component {
    const char *id;
    const char *title;
    bcf_money amount;
    const char *formula; /* id of the formula that shares it out */
    bcf_whens whens;     /* `use`: another formula */
    bcf_bounds bounds;
    bcf_route route;      /* through whom it goes */
    bool is_capital;      /* it may pay for buildings alone */
    bcf_origin origin;    /* whether it is new money */
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

/* A national condition (paragraph 31). */
typedef struct bcf_condition {
    const char *id;
    const char *title;
    bcf_cite cite;
} bcf_condition;

/* Which way a metric should move. */
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

/* A date of the performance payment. */
typedef struct bcf_payment {
    const char *id; /* "2015-04" */
    const char *title;
    bcf_cite cite;
} bcf_payment;

/* What a strand pays for. */
typedef enum bcf_strand_kind {
    BCF_STRAND_CONDITIONS = 1,
    BCF_STRAND_METRICS,
    BCF_STRAND_REST,     /* July 2014: what of an area's share does not hang on admissions */
    BCF_STRAND_QUARTERS, /* July 2014: a quarter's admissions */
} bcf_strand_kind;

/* One condition or metric that money hangs on. */
typedef struct bcf_part {
    size_t payment;    /* index of its payment */
    size_t strand;     /* index of its strand */
    const char *id;    /* of the condition or metric: what the column `part` says */
    size_t subject;    /* index of the condition, or of the metric, by the strand's kind */
    int64_t weight;    /* among the parts of its strand; not set under the rules of July 2014 */
    bcf_whens whens;   /* `use`: another weight */
    bool has_window;   /* false: the outturn's own period counts */
    bcf_period window; /* what the outturn must be of, where has_window */
    bcf_cite cite;
    bcf_place place;
} bcf_part;

/* A national amount of one payment, split among the boards. */
typedef struct bcf_strand {
    size_t payment; /* its place in the list of payments */
    bcf_strand_kind kind;
    const char *id;    /* "april-conditions" */
    bcf_money amount;  /* for England; nothing where it follows from admissions */
    size_t first_part; /* its parts are parts[first_part .. first_part + part_count) */
    size_t part_count;
    bcf_cite cite;
    bcf_place place;
} bcf_strand;

/* One quarter's admissions against the same quarter a year before, and what is paid for it. */
typedef struct bcf_quarter {
    bcf_period baseline; /* the same months a year before */
    bcf_period actual;   /* the months that are paid for */
    size_t part;
} bcf_quarter;

/* The rules of July 2014 (SPEC section 6). */
typedef struct bcf_admissions_rules {
    const char *measure;         /* of the table `activity` */
    size_t metric;               /* its index */
    bcf_money areas_share;       /* for England, split among the boards */
    bcf_money cost;              /* of one admission */
    const bcf_ratio *reduction;  /* planned in every quarter, unless an ambition says otherwise */
    size_t rest_part;            /* the part that does not hang on admissions */
    const bcf_quarter *quarters; /* in order of time */
    size_t quarter_count;
    bcf_cite areas_share_cite;
    bcf_cite cost_cite;
    bcf_cite reduction_cite;
} bcf_admissions_rules;

/* The performance payment, where the year has one. */
typedef struct bcf_performance {
    const bcf_payment *payments;
    size_t payment_count;
    /* By payment, as in the file. */
    const bcf_strand *strands;
    size_t strand_count;
    const bcf_part *parts;
    size_t part_count;
    const bcf_admissions_rules *admissions; /* or NULL: the rules of December 2013 */
    const char *from_memory;                /* what of the rules comes from no document, or NULL */
    const bcf_ratio *recovery_threshold;    /* 7/10 of the ambitions; NULL where admissions count */
    bcf_rounding metric_rounding;           /* of released money, to the penny */
    bool withdraws;     /* false in 2015/16 (paragraph 52): money not released is held */
    const char *notice; /* first line of people's output, or NULL */
    bcf_cite recovery_cite;
    bcf_cite rounding_cite;
    bcf_cite withdrawal_cite;
    bcf_place place;
} bcf_performance;

/* What a plan is looked at for; docs/rules/assurance.md tells what each looks at. */
typedef enum bcf_check_kind {
    BCF_CHECK_MINIMUM_POOL = 1,
    BCF_CHECK_DISTRICT_MINIMUM,
    BCF_CHECK_DISTRICT_PASSED_DOWN,
    BCF_CHECK_EARMARKS,
    BCF_CHECK_CONDITIONS_ANSWERED,
    BCF_CHECK_CONDITIONS_MET,
    BCF_CHECK_METRICS_COMPLETE,
    BCF_CHECK_DEFINITION,
    BCF_CHECK_SEASON,
    BCF_CHECK_DIRECTION,
    BCF_CHECK_TREND,
    BCF_CHECK_SIGNIFICANCE,
    BCF_CHECK_LOCAL_METRIC,
    BCF_CHECK_CCG_CONSISTENCY,
    BCF_CHECK_SIGNED_OFF,
    BCF_CHECK_IN_TIME,
    BCF_CHECK_CONTINGENCY_PLAN,
    BCF_CHECK_RISK_REGISTER,
    BCF_CHECK_PLAUSIBLE,
} bcf_check_kind;

/* Room for a figure of each kind, by its number. */
#define BCF_CHECK_KINDS_END (BCF_CHECK_PLAUSIBLE + 1)

/* A check of plans. */
typedef struct bcf_check {
    bcf_check_kind kind;
    const char *id;
    const char *title;
    bcf_cite cite;
} bcf_check;

/* A purpose on which plans must show spend: an earmark, or a whole component. */
typedef struct bcf_purpose {
    const char *id; /* as in the table `spend` */
    const char *title;
    bcf_money amount; /* for England */
    size_t component; /* by whose shares an area's indicative part is shown */
    bcf_cite cite;
} bcf_purpose;

/* What makes a plan good: the checks in their order, and the figures that they need. */
typedef struct bcf_assurance_rules {
    /* In the order in which they are told. */
    const bcf_check *checks;
    size_t check_count;
    const bcf_ratio *level;       /* 19/20: what the critical value stands for, two-sided */
    const bcf_ratio *critical;    /* standard errors that an improvement must be wide, at least */
    int64_t trend_points;         /* that a trend needs, at least */
    const char *hole_measure;     /* of the table `activity` */
    const bcf_ratio *hole_fall;   /* from one month to the next: a hole begins, at this or more */
    const bcf_ratio *hole_people; /* of a board's people: from this share on it is concerned */
    int first_cut;                /* days as YYYYMMDD */
    int revised;                  /* the plans are handed in again */
    int grant_first;              /* districts have their grant from this day on */
    int grant_last;               /* and by this day */
    /* As in the file. */
    const bcf_purpose *purposes;
    size_t purpose_count;
    const size_t *shared_metrics; /* for which CCGs set ambitions of their own */
    size_t shared_metric_count;
    bcf_place place;
} bcf_assurance_rules;

/* The rules of one year. Lives in the arena. */
typedef struct bcf_policy {
    const char *id;      /* "2015-16" */
    const char *version; /* "1" */
    const char *year;    /* "2015-16": the financial year, as the letters call it */
    const char *title;
    const char *file; /* as opened, for messages */
    const char *home; /* the folder formulas/ that it came from, or NULL for a lone file */

    /* The fund as announced, rounded: never to be met by plugging a gap. */
    bcf_money headline;
    const char *headline_text; /* "£3.8bn"; NULL for a policy of formulas alone */
    bcf_cite headline_cite;

    /* What stands in the file, in its order. */
    const bcf_source *sources;
    size_t source_count;
    const bcf_setting *settings;
    size_t setting_count;
    const bcf_indicator *indicators;
    size_t indicator_count;
    const bcf_constant *constants;
    size_t constant_count;
    const bcf_formula *formulas;
    size_t formula_count;
    const size_t *formula_order; /* their places; each after the formulas that it refers to */
    /* The same. */
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
    const bcf_performance *performance;   /* NULL: no payment for performance */
    const bcf_assurance_rules *assurance; /* NULL: the policy says nothing about plans */

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
 * amount that is malformed; an operand that names nothing, or several things; formulas that refer
 * to one another in a circle, or to areas of another level.
 *
 * Never touches the network.
 */
BCF_MUST_USE
bcf_code bcf_policy_load(const bcf_policy **out, bcf_arena *arena, const char *path,
                         const char *schema_path, bcf_error *err);

/* A policy as bytes that are no file. */
typedef struct bcf_policy_text {
    const char *path; /* the file; what refusals call it, where there are bytes */
    const char *bytes;
    size_t length;
} bcf_policy_text;

/* The same of a policy that is no file: it belongs to no folder of policies. */
BCF_MUST_USE
bcf_code bcf_policy_load_text(const bcf_policy **out, bcf_arena *arena, const bcf_policy_text *from,
                              const char *schema_path, bcf_error *err);

/* NULL where there is none. */
const bcf_setting *bcf_policy_setting(const bcf_policy *policy, const char *id);
const bcf_indicator *bcf_policy_indicator(const bcf_policy *policy, const char *id);
const bcf_formula *bcf_policy_formula(const bcf_policy *policy, const char *id);
const bcf_constant *bcf_policy_constant(const bcf_policy *policy, const char *id);
const bcf_menu_entry *bcf_policy_menu_entry(const bcf_policy *policy, const char *definition);

const char *bcf_formula_kind_text(bcf_formula_kind kind); /* "needs-index": as in the file */
const char *bcf_level_text(bcf_level level);              /* "housing-authority" */
const char *bcf_level_spoken(bcf_level level);            /* "CCG", "housing authority" */

/* The operands of a formula in the order of the file, without those that are absent. */
size_t bcf_formula_operands(const bcf_operand ***out, bcf_arena *arena, const bcf_formula *formula);

/* What the strand that a part belongs to pays for. */
bcf_strand_kind bcf_policy_part_kind(const bcf_performance *performance, size_t part);

/* Kinds of name that a dataset may use. */
typedef enum bcf_name_kind {
    BCF_NAME_METRIC = 1,
    BCF_NAME_PAYMENT,
    BCF_NAME_CONDITION,
    BCF_NAME_INDICATOR,
    BCF_NAME_COMPONENT,
    BCF_NAME_PART, /* of the performance payment: "delayed-transfers", "out-of-hospital" */
} bcf_name_kind;

/* The place of the name in its list, or -1. */
int bcf_policy_find(const bcf_policy *policy, bcf_name_kind kind, const char *name);

/* The list itself, ended by NULL. */
const char *const *bcf_policy_names(bcf_arena *arena, const bcf_policy *policy, bcf_name_kind kind);

/* A policy that comes with the program, for a list of them. */
typedef struct bcf_installed_policy {
    const char *id;      /* "2015-16" */
    const char *version; /* "v3" */
    const char *title;   /* NULL: the file is refused; who uses it is told why */
    bool is_taken;       /* what the id alone means */
} bcf_installed_policy;

/* All that are under `home`, by id and version. Refused: a schema that cannot be read. */
BCF_MUST_USE
bcf_code bcf_policy_installed(const bcf_installed_policy **items, size_t *count, bcf_arena *arena,
                              const char *home, const char *schema_path, bcf_error *err);

/*
 * Sets *path to the file of `wanted`: the path itself where it names a file, or a folder with a
 * policy.xml; else HOME/2015-16/v1/policy.xml for "2015-16/v1"; for an id alone, such as "2015-16",
 * the version that the file HOME/2015-16/default names, or without that file the highest.
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
