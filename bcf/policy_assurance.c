/* SPDX-License-Identifier: MIT */
#include <string.h>

#include "policy_node.h"

/* In the order of bcf_check_kind, which begins at 1. */
static const char *const checks[] = {
    "minimum-pool",
    "district-minimum",
    "district-passed-down",
    "earmarks",
    "conditions-answered",
    "conditions-met",
    "metrics-complete",
    "definition",
    "season",
    "direction",
    "trend",
    "significance",
    "local-metric",
    "ccg-consistency",
    "signed-off",
    "in-time",
    "contingency-plan",
    "risk-register",
    "plausible",
    NULL,
};

static int read_date(bcf_node_reader *reader, const xmlNode *node, const char *name)
{
    int date = 0;
    bcf_node_keep(reader, bcf_date_parse(&date, bcf_node_text(reader, node, name), name,
                                         bcf_node_place(reader, node), reader->err));
    return date;
}

static void read_checks(bcf_assurance_rules *rules, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "check");
    bcf_check *items = BCF_NEW_ARRAY(reader->arena, count, bcf_check);
    const xmlNode *node = bcf_node_child(parent, "check");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_check){
            .kind = (bcf_check_kind)bcf_node_word(reader, node, "id", checks),
            .id = bcf_node_text(reader, node, "id"),
            .title = bcf_node_text(reader, node, "title"),
            .cite = bcf_node_cite(reader, node),
        };
    }
    rules->checks = items;
    rules->check_count = count;
}

static const bcf_earmark *earmark_of(const bcf_policy *policy, const char *id)
{
    for (size_t i = 0; i < policy->earmark_count; i++) {
        if (strcmp(policy->earmarks[i].id, id) == 0) {
            return &policy->earmarks[i];
        }
    }
    return NULL;
}

/* The index of a component; refused where it is in no list. */
static size_t component_of(const bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node,
                           const char *id)
{
    int place = bcf_policy_find(policy, BCF_NAME_COMPONENT, id);
    if (place < 0) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                 "planned spend on '%s', which is no component", id));
        return 0;
    }
    return (size_t)place;
}

static bcf_purpose purpose_of(const bcf_policy *policy, bcf_node_reader *reader,
                              const xmlNode *node)
{
    bool has_earmark = bcf_node_has(node, "earmark");
    if (has_earmark == bcf_node_has(node, "component")) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                 "planned spend is on an earmark or on a component, one of them"));
        return (bcf_purpose){.id = ""};
    }
    bcf_cite cite = bcf_node_cite(reader, node);
    if (has_earmark) {
        const char *id = bcf_node_text(reader, node, "earmark");
        const bcf_earmark *earmark = earmark_of(policy, id);
        if (earmark == NULL) {
            bcf_node_keep(reader,
                          bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                     "planned spend on '%s', which is no earmark", id));
            return (bcf_purpose){.id = id};
        }
        return (bcf_purpose){.id = id,
                             .title = earmark->title,
                             .amount = earmark->amount,
                             .component = component_of(policy, reader, node, earmark->component),
                             .cite = cite};
    }
    const char *id = bcf_node_text(reader, node, "component");
    bcf_purpose purpose = {.id = id, .component = component_of(policy, reader, node, id)};
    if (purpose.component < policy->component_count) {
        const bcf_component *component = &policy->components[purpose.component];
        purpose.title = component->title;
        purpose.amount = component->amount;
    }
    purpose.cite = cite;
    return purpose;
}

static void read_purposes(bcf_assurance_rules *rules, const bcf_policy *policy,
                          bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "planned-spend");
    bcf_purpose *items = BCF_NEW_ARRAY(reader->arena, count, bcf_purpose);
    const xmlNode *node = bcf_node_child(parent, "planned-spend");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = purpose_of(policy, reader, node);
    }
    rules->purposes = items;
    rules->purpose_count = count;
}

static void read_shared_metrics(bcf_assurance_rules *rules, const bcf_policy *policy,
                                bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "shared-with-ccgs");
    size_t *items = BCF_NEW_ARRAY(reader->arena, count, size_t);
    const xmlNode *node = bcf_node_child(parent, "shared-with-ccgs");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        const char *id = bcf_node_text(reader, node, "metric");
        int metric = bcf_policy_find(policy, BCF_NAME_METRIC, id);
        if (metric < 0) {
            bcf_node_keep(reader,
                          bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                     "CCGs share '%s', which is in no list of the policy", id));
        }
        items[i] = metric < 0 ? 0 : (size_t)metric;
    }
    rules->shared_metrics = items;
    rules->shared_metric_count = count;
}

/* What the checks rest on besides the plan: refused where a plan could not be looked at at all. */
static void read_figures(bcf_assurance_rules *rules, bcf_node_reader *reader, const xmlNode *node)
{
    const xmlNode *significance = bcf_node_the_child(reader, node, "significance");
    const xmlNode *trend = bcf_node_the_child(reader, node, "trend");
    const xmlNode *hole = bcf_node_the_child(reader, node, "hole");
    const xmlNode *first_cut = bcf_node_the_child(reader, node, "first-cut");
    const xmlNode *revised = bcf_node_the_child(reader, node, "revised");
    const xmlNode *year = bcf_node_the_child(reader, node, "grant-year");
    if (significance == NULL || trend == NULL || hole == NULL || first_cut == NULL
        || revised == NULL || year == NULL) {
        return;
    }
    rules->level = bcf_node_share(reader, significance, "level");
    rules->critical = bcf_node_number(reader, significance, "critical-value");
    rules->trend_points = bcf_node_whole_number(reader, trend, "points");
    rules->hole_measure = bcf_node_text(reader, hole, "measure");
    rules->hole_fall = bcf_node_number(reader, hole, "fall");
    rules->hole_people = bcf_node_number(reader, hole, "people");
    rules->first_cut = read_date(reader, first_cut, "date");
    rules->revised = read_date(reader, revised, "date");
    rules->grant_first = read_date(reader, year, "first");
    rules->grant_last = read_date(reader, year, "last");
}

void bcf_policy_read_assurance(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root)
{
    const xmlNode *node = bcf_node_child(root, "assurance");
    if (node == NULL) {
        return;
    }
    bcf_assurance_rules *rules = BCF_NEW(reader->arena, bcf_assurance_rules);
    rules->place = bcf_node_place(reader, node);
    read_figures(rules, reader, node);
    read_purposes(rules, policy, reader, node);
    read_shared_metrics(rules, policy, reader, node);
    read_checks(rules, reader, node);
    policy->assurance = rules;
}
