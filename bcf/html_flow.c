/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include <string.h>

#include "held.h"
#include "report_fund.h"
#include "report_release.h"

/* Who puts money in, of which kind; and what it ends as. */
#define NODES_MAX 32

typedef struct node {
    const char *label;
    bcf_money amount;
    bcf_status status;
    bcf_money taken; /* of it, by the links that were drawn so far */
} node;

typedef struct side {
    node items[NODES_MAX];
    size_t count;
} side;

/* The node of that label: a new one where there is none yet. */
static node *node_of(side *of, const char *label)
{
    for (size_t i = 0; i < of->count; i++) {
        if (strcmp(of->items[i].label, label) == 0) {
            return &of->items[i];
        }
    }
    BCF_ASSERT(of->count < NODES_MAX);
    of->items[of->count] = (node){.label = label, .status = BCF_STATUS_NONE};
    return &of->items[of->count++];
}

static void add_to(node *to, bcf_money amount, bcf_status status)
{
    to->amount = bcf_money_add(to->amount, amount);
    to->status = bcf_status_worst(to->status, status);
}

static const char *source_of(const bcf_html *of, const bcf_component *component)
{
    const char *by = bcf_report_contributor(of->run->policy, component);
    switch (component->origin) {
    case BCF_ORIGIN_EXISTING:
        return bcf_arena_print(of->arena, "%s, existing money", by);
    case BCF_ORIGIN_NEW:
        return bcf_arena_print(of->arena, "%s, new money", by);
    case BCF_ORIGIN_NOT_STATED:
        return by;
    }
    BCF_UNREACHABLE("money without an origin");
}

static const char *use_of(const bcf_html *of, const bcf_component *component,
                          const bcf_grant *grant)
{
    bool is_pooled = bcf_report_is_pooled(of->run->policy);
    if (grant->district != BCF_NOWHERE) {
        return "Passed on to districts, capital";
    }
    return component->is_capital ? "Pooled budgets, capital"
           : is_pooled           ? "Pooled budgets, revenue"
                                 : "Councils, revenue";
}

/* A band from one node to another: where it begins and ends on the scale of the fund. */
static void add_link(bcf_text *model, size_t from, size_t to, node *left, node *right,
                     size_t column, bcf_money amount, bcf_money total)
{
    bcf_markup_open(model, "link");
    bcf_html_number(model, "column", (int64_t)column);
    bcf_html_number(model, "from", (int64_t)from);
    bcf_html_number(model, "to", (int64_t)to);
    bcf_html_number(model, "leaves", bcf_html_scaled(left->taken, total));
    bcf_html_number(model, "enters", bcf_html_scaled(right->taken, total));
    bcf_html_number(model, "size", bcf_html_scaled(amount, total));
    bcf_markup_end(model);
    left->taken = bcf_money_add(left->taken, amount);
    right->taken = bcf_money_add(right->taken, amount);
}

static void add_nodes(bcf_text *model, const bcf_html *of, const side *nodes, size_t column,
                      bcf_money total)
{
    bcf_money before = {0};
    for (size_t i = 0; i < nodes->count; i++) {
        const node *one = &nodes->items[i];
        bcf_markup_open(model, "node");
        bcf_html_number(model, "column", (int64_t)column);
        bcf_html_number(model, "place", (int64_t)i);
        bcf_html_number(model, "from", bcf_html_scaled(before, total));
        bcf_html_number(model, "size", bcf_html_scaled(one->amount, total));
        bcf_markup_attribute(model, "label", one->label);
        bcf_markup_attribute(model, "amount", bcf_html_pounds(of, one->amount, one->status));
        bcf_markup_end(model);
        before = bcf_money_add(before, one->amount);
    }
}

static void fill(side nodes[3], const bcf_html *of)
{
    const bcf_run *run = of->run;
    for (size_t i = 0; i < run->policy->component_count; i++) {
        nodes[1].items[nodes[1].count++] = (node){.label = run->policy->components[i].title};
    }
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        const bcf_component *component = &run->policy->components[grant->component];
        /* what a whole component comes to is the policy's; how it is divided may not be */
        add_to(node_of(&nodes[0], source_of(of, component)), grant->amount, BCF_STATUS_NONE);
        add_to(&nodes[1].items[grant->component], grant->amount, BCF_STATUS_NONE);
        bcf_status status =
            component->route == BCF_ROUTE_HOUSING_AUTHORITY ? grant->status : BCF_STATUS_NONE;
        add_to(node_of(&nodes[2], use_of(of, component, grant)), grant->amount, status);
    }
}

static void add_links(bcf_text *model, side nodes[3], const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_money total = run->allocation->total;
    for (size_t i = 0; i < run->policy->component_count; i++) {
        const bcf_component *component = &run->policy->components[i];
        node *source = node_of(&nodes[0], source_of(of, component));
        node *middle = &nodes[1].items[i];
        add_link(model, (size_t)(source - nodes[0].items), i, source, middle, 0, middle->amount,
                 total);
        middle->taken = (bcf_money){0};
        for (size_t use = 0; use < nodes[2].count; use++) {
            bcf_money amount = {0};
            for (size_t j = 0; j < run->allocation->grant_count; j++) {
                const bcf_grant *grant = &run->allocation->grants[j];
                if (grant->component == i
                    && strcmp(use_of(of, component, grant), nodes[2].items[use].label) == 0) {
                    amount = bcf_money_add(amount, grant->amount);
                }
            }
            if (amount.pence > 0) {
                add_link(model, i, use, middle, &nodes[2].items[use], 1, amount, total);
            }
        }
    }
}

void bcf_html_add_flow(bcf_text *model, const bcf_html *of)
{
    side *nodes = BCF_NEW_ARRAY(of->arena, 3, side);
    if (of->run->policy->component_count > NODES_MAX || of->run->allocation->total.pence == 0) {
        return; /* a policy of so many parts is better read as a table */
    }
    fill(nodes, of);
    bcf_markup_open(model, "flow");
    bcf_markup_body(model);
    for (size_t column = 0; column < 3; column++) {
        add_nodes(model, of, &nodes[column], column, of->run->allocation->total);
    }
    add_links(model, nodes, of);
    bcf_markup_close(model, "flow");
}

static void add_bar(bcf_text *model, const bcf_html *of, const char *label, bcf_money amount,
                    bcf_money whole, bcf_status status, bool is_released)
{
    bcf_markup_open(model, "bar");
    bcf_markup_attribute(model, "label", label);
    bcf_markup_attribute(model, "amount", bcf_html_pence(of, amount, status));
    bcf_markup_attribute(model, "share", bcf_wording_share(of->arena, amount, whole));
    bcf_html_number(model, "size", bcf_html_scaled(amount, whole));
    bcf_markup_attribute(model, "kind", is_released ? "released" : "held");
    bcf_markup_end(model);
}

void bcf_html_add_bars(bcf_text *model, const bcf_html *of)
{
    const bcf_run *run = of->run;
    bcf_release_sums all = bcf_held_in(run, (bcf_scope){BCF_SCOPE_ALL, 0});
    if (all.available.pence == 0) {
        return;
    }
    bcf_markup_open(model, "bars");
    bcf_markup_body(model);
    add_bar(model, of, "released", all.released, all.available, all.status, true);
    for (const bcf_held_for *reason = bcf_report_reasons(); *reason != BCF_HELD_FOR_NOTHING;
         reason++) {
        size_t boards = 0;
        bcf_money held = bcf_held_for_reason(run, *reason, &boards);
        if (boards > 0) {
            add_bar(model, of,
                    bcf_arena_print(of->arena, "held: %s",
                                    bcf_wording_spoken(of->arena, bcf_held_for_text(*reason))),
                    held, all.available, bcf_held_reason_status(run, *reason), false);
        }
    }
    bcf_markup_close(model, "bars");
}
