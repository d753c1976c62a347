/* SPDX-License-Identifier: MIT */
#include "policy_node.h"

static const char *const no_or_yes[] = {"no", "yes", NULL};

/* The index of what a part is for, among the conditions or metrics that were read before. */
static size_t subject_of(const bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node,
                         bcf_name_kind kind, const char *id)
{
    int subject = bcf_policy_find(policy, kind, id);
    if (subject < 0) {
        bcf_node_keep(reader,
                      bcf_refuse(reader->err, BCF_REFUSED_POLICY, bcf_node_place(reader, node),
                                 "a part for '%s', which is in no list of the policy", id));
        return 0;
    }
    return (size_t)subject;
}

static void read_window(bcf_part *part, bcf_node_reader *reader, const xmlNode *node)
{
    const char *window = bcf_node_text_or_none(reader, node, "window", "any");
    part->has_window = window != NULL;
    if (window != NULL) {
        bcf_node_keep(reader, bcf_period_parse(&part->window, window, "window",
                                               bcf_node_place(reader, node), reader->err));
    }
}

static bcf_part condition_part(const bcf_policy *policy, bcf_node_reader *reader,
                               const xmlNode *node)
{
    const char *id = bcf_node_text(reader, node, "condition");
    return (bcf_part){.id = id,
                      .subject = subject_of(policy, reader, node, BCF_NAME_CONDITION, id)};
}

static bcf_part metric_part(const bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node)
{
    const char *id = bcf_node_text(reader, node, "metric");
    bcf_part part = {.id = id, .subject = subject_of(policy, reader, node, BCF_NAME_METRIC, id)};
    read_window(&part, reader, node);
    return part;
}

/* Adds the parts of a strand to those of all payments. */
static void read_parts(bcf_performance *performance, bcf_strand *strand, const bcf_policy *policy,
                       bcf_node_reader *reader, const xmlNode *parent)
{
    bool of_metrics = bcf_node_child(parent, "for-metric") != NULL;
    const char *name = of_metrics ? "for-metric" : "for-condition";
    size_t count = bcf_node_count(parent, name);
    bcf_part *parts = bcf_arena_grow(reader->arena, performance->parts, performance->part_count,
                                     performance->part_count + count, sizeof *parts);
    strand->kind = of_metrics ? BCF_STRAND_METRICS : BCF_STRAND_CONDITIONS;
    strand->first_part = performance->part_count;
    strand->part_count = count;
    const xmlNode *node = bcf_node_child(parent, name);
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        bcf_part part =
            of_metrics ? metric_part(policy, reader, node) : condition_part(policy, reader, node);
        part.payment = strand->payment;
        part.strand = performance->strand_count;
        part.weight = bcf_node_whole_number(reader, node, "weight");
        part.whens = bcf_node_whens(reader, node, "weight");
        part.cite = bcf_node_cite(reader, node);
        part.place = bcf_node_place(reader, node);
        parts[strand->first_part + i] = part;
    }
    performance->parts = parts;
    performance->part_count += count;
}

/* Adds the strands of a payment to those of all payments. */
static void read_strands(bcf_performance *performance, size_t payment, const bcf_policy *policy,
                         bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "strand");
    bcf_strand *strands =
        bcf_arena_grow(reader->arena, performance->strands, performance->strand_count,
                       performance->strand_count + count, sizeof *strands);
    performance->strands = strands;
    const xmlNode *node = bcf_node_child(parent, "strand");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        bcf_strand *strand = &strands[performance->strand_count];
        *strand = (bcf_strand){.payment = payment,
                               .id = bcf_node_text(reader, node, "id"),
                               .amount = bcf_node_money(reader, node, "amount"),
                               .cite = bcf_node_cite(reader, node),
                               .place = bcf_node_place(reader, node)};
        read_parts(performance, strand, policy, reader, node);
        performance->strand_count++;
    }
}

static void read_payments(bcf_performance *performance, const bcf_policy *policy,
                          bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "payment");
    bcf_payment *items = BCF_NEW_ARRAY(reader->arena, count, bcf_payment);
    const xmlNode *node = bcf_node_child(parent, "payment");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_payment){.id = bcf_node_text(reader, node, "id"),
                                 .title = bcf_node_text(reader, node, "title"),
                                 .cite = bcf_node_cite(reader, node)};
        read_strands(performance, i, policy, reader, node);
    }
    performance->payments = items;
    performance->payment_count = count;
}

static void read_performance(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node)
{
    const xmlNode *notice = bcf_node_child(node, "notice");
    const xmlNode *recovery = bcf_node_the_child(reader, node, "recovery");
    const xmlNode *released = bcf_node_the_child(reader, node, "released-money");
    const xmlNode *withdrawal = bcf_node_the_child(reader, node, "withdrawal");
    if (recovery == NULL || released == NULL || withdrawal == NULL) {
        return;
    }
    bcf_performance *performance = BCF_NEW(reader->arena, bcf_performance);
    performance->recovery_threshold = bcf_node_share(reader, recovery, "share");
    performance->recovery_cite = bcf_node_cite(reader, recovery);
    performance->metric_rounding = bcf_policy_read_rounding(reader, released);
    performance->rounding_cite = bcf_node_cite(reader, released);
    performance->withdraws = bcf_node_is_second(reader, withdrawal, "applies", no_or_yes);
    performance->withdrawal_cite = bcf_node_cite(reader, withdrawal);
    performance->notice = notice == NULL ? NULL : bcf_node_content(reader, notice);
    performance->place = bcf_node_place(reader, node);
    read_payments(performance, policy, reader, node);
    policy->performance = performance;
}

/* What of an area's share does not hang on admissions: a payment, a strand and a part of its own.
 */
static bcf_part rest_part(const bcf_admissions_rules *rules, bcf_node_reader *reader,
                          const xmlNode *node)
{
    return (bcf_part){.id = bcf_node_text(reader, node, "part"), .subject = rules->metric};
}

static bcf_part quarter_part(const bcf_policy *policy, const bcf_admissions_rules *rules,
                             bcf_quarter *quarter, bcf_node_reader *reader, const xmlNode *node)
{
    quarter->baseline = bcf_node_period(reader, node, "baseline");
    quarter->actual = bcf_node_period(reader, node, "actual");
    return (bcf_part){.id = policy->metrics[rules->metric].id,
                      .subject = rules->metric,
                      .has_window = true,
                      .window = quarter->actual};
}

/* Each payment of these rules is one strand, and each strand one part. */
static void add_payment(bcf_performance *performance, bcf_node_reader *reader, const xmlNode *node,
                        bcf_strand_kind kind, bcf_part part)
{
    size_t i = performance->payment_count;
    bcf_arena *arena = reader->arena;
    bcf_payment *payments =
        bcf_arena_grow(arena, performance->payments, i, i + 1, sizeof *payments);
    bcf_strand *strands = bcf_arena_grow(arena, performance->strands, i, i + 1, sizeof *strands);
    bcf_part *parts = bcf_arena_grow(arena, performance->parts, i, i + 1, sizeof *parts);
    const char *id = bcf_node_text(reader, node, "payment");
    bcf_cite cite = bcf_node_cite(reader, node);
    payments[i] =
        (bcf_payment){.id = id, .title = bcf_node_text(reader, node, "title"), .cite = cite};
    strands[i] = (bcf_strand){.payment = i,
                              .kind = kind,
                              .id = id,
                              .first_part = i,
                              .part_count = 1,
                              .cite = cite,
                              .place = bcf_node_place(reader, node)};
    part.payment = i;
    part.strand = i;
    part.cite = cite;
    part.place = bcf_node_place(reader, node);
    parts[i] = part;
    performance->payments = payments;
    performance->strands = strands;
    performance->parts = parts;
    performance->payment_count = i + 1;
    performance->strand_count = i + 1;
    performance->part_count = i + 1;
}

static void read_quarters(bcf_performance *performance, bcf_admissions_rules *rules,
                          const bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "quarter");
    bcf_quarter *quarters = BCF_NEW_ARRAY(reader->arena, count, bcf_quarter);
    const xmlNode *node = bcf_node_child(parent, "quarter");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        quarters[i].part = performance->part_count;
        add_payment(performance, reader, node, BCF_STRAND_QUARTERS,
                    quarter_part(policy, rules, &quarters[i], reader, node));
    }
    rules->quarters = quarters;
    rules->quarter_count = count;
}

static void read_admissions(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node)
{
    const xmlNode *share = bcf_node_the_child(reader, node, "areas-share");
    const xmlNode *cost = bcf_node_the_child(reader, node, "cost");
    const xmlNode *reduction = bcf_node_the_child(reader, node, "reduction");
    const xmlNode *released = bcf_node_the_child(reader, node, "released-money");
    const xmlNode *rest = bcf_node_the_child(reader, node, "rest");
    const char *metric = bcf_node_text(reader, node, "metric");
    size_t subject = subject_of(policy, reader, node, BCF_NAME_METRIC, metric);
    if (share == NULL || cost == NULL || reduction == NULL || released == NULL || rest == NULL
        || subject >= policy->metric_count) {
        return;
    }
    bcf_admissions_rules *rules = BCF_NEW(reader->arena, bcf_admissions_rules);
    *rules = (bcf_admissions_rules){.measure = bcf_node_text(reader, node, "measure"),
                                    .metric = subject,
                                    .areas_share = bcf_node_money(reader, share, "amount"),
                                    .cost = bcf_node_money(reader, cost, "amount"),
                                    .reduction = bcf_node_share(reader, reduction, "share"),
                                    .areas_share_cite = bcf_node_cite(reader, share),
                                    .cost_cite = bcf_node_cite(reader, cost),
                                    .reduction_cite = bcf_node_cite(reader, reduction)};
    bcf_performance *performance = BCF_NEW(reader->arena, bcf_performance);
    const xmlNode *notice = bcf_node_child(node, "notice");
    const xmlNode *memory = bcf_node_child(node, "from-memory");
    performance->admissions = rules;
    performance->notice = notice == NULL ? NULL : bcf_node_content(reader, notice);
    performance->from_memory = memory == NULL ? NULL : bcf_node_content(reader, memory);
    performance->metric_rounding = bcf_policy_read_rounding(reader, released);
    performance->rounding_cite = bcf_node_cite(reader, released);
    performance->place = bcf_node_place(reader, node);
    add_payment(performance, reader, rest, BCF_STRAND_REST, rest_part(rules, reader, rest));
    read_quarters(performance, rules, policy, reader, node);
    policy->performance = performance;
}

void bcf_policy_read_payments(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *root)
{
    const xmlNode *strands = bcf_node_child(root, "performance");
    const xmlNode *admissions = bcf_node_child(root, "admissions-performance");
    if (strands != NULL) {
        read_performance(policy, reader, strands);
    } else if (admissions != NULL) {
        read_admissions(policy, reader, admissions);
    }
}
