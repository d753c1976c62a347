/* SPDX-License-Identifier: MIT */
#include "policy_inside.h"
#include "policy_node.h"

/* In the order of their enums, which begin at 1. */
static const char *const levels[] = {"ccg", "council", "housing-authority", NULL};
static const char *const routes[] = {"ccg", "transfer", "council", "housing-authority", NULL};
static const char *const betters[] = {"lower", "higher", NULL};
static const char *const roundings[] = {"half-away", "half-even", "down", NULL};
static const char *const kinds[] = {"revenue", "capital", NULL};
static const char *const origins[] = {"existing", "new", NULL};
static const char *const no_or_yes[] = {"no", "yes", NULL};

static void read_sources(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "source");
    bcf_source *items = BCF_NEW_ARRAY(reader->arena, count, bcf_source);
    const xmlNode *node = bcf_node_child(parent, "source");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_source){
            .id = bcf_node_text(reader, node, "id"),
            .title = bcf_node_content(reader, bcf_node_the_child(reader, node, "title")),
            .publisher = bcf_node_text(reader, node, "publisher"),
            .date = bcf_node_text(reader, node, "date")};
    }
    policy->sources = items;
    policy->source_count = count;
}

static void read_headline(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *node)
{
    if (node != NULL) {
        policy->headline = bcf_node_money(reader, node, "amount");
        policy->headline_text = bcf_node_text(reader, node, "text");
        policy->headline_cite = bcf_node_cite(reader, node);
    }
}

static void read_components(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "component");
    bcf_component *items = BCF_NEW_ARRAY(reader->arena, count, bcf_component);
    const xmlNode *node = bcf_node_child(parent, "component");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_component){
            .id = bcf_node_text(reader, node, "id"),
            .title = bcf_node_text(reader, node, "title"),
            .amount = bcf_node_money(reader, node, "amount"),
            .formula = bcf_node_text(reader, node, "formula"),
            .whens = bcf_node_whens(reader, node, "formula"),
            .route = (bcf_route)bcf_node_word(reader, node, "route", routes),
            .is_capital = bcf_node_is_second(reader, node, "kind", kinds),
            .is_new = bcf_node_is_second(reader, node, "origin", origins),
            .decision = bcf_node_text_or_none(reader, node, "waits-for", "nothing"),
            .cite = bcf_node_cite(reader, node),
            .place = bcf_node_place(reader, node),
        };
    }
    policy->components = items;
    policy->component_count = count;
}

static void read_earmarks(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "earmark");
    bcf_earmark *items = BCF_NEW_ARRAY(reader->arena, count, bcf_earmark);
    const xmlNode *node = bcf_node_child(parent, "earmark");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_earmark){.id = bcf_node_text(reader, node, "id"),
                                 .title = bcf_node_text(reader, node, "title"),
                                 .amount = bcf_node_money(reader, node, "amount"),
                                 .component = bcf_node_text(reader, node, "component"),
                                 .cite = bcf_node_cite(reader, node),
                                 .place = bcf_node_place(reader, node)};
    }
    policy->earmarks = items;
    policy->earmark_count = count;
}

static void read_formulas(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "published");
    bcf_formula *items = BCF_NEW_ARRAY(reader->arena, count, bcf_formula);
    const xmlNode *node = bcf_node_child(parent, "published");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_formula){.id = bcf_node_text(reader, node, "id"),
                                 .title = bcf_node_text(reader, node, "title"),
                                 .indicator = bcf_node_text(reader, node, "indicator"),
                                 .whens = bcf_node_whens(reader, node, "indicator"),
                                 .cite = bcf_node_cite(reader, node),
                                 .place = bcf_node_place(reader, node)};
    }
    policy->formulas = items;
    policy->formula_count = count;
}

static void read_indicators(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "indicator");
    bcf_indicator *items = BCF_NEW_ARRAY(reader->arena, count, bcf_indicator);
    const xmlNode *node = bcf_node_child(parent, "indicator");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_indicator){.id = bcf_node_text(reader, node, "id"),
                                   .title = bcf_node_text(reader, node, "title"),
                                   .level = (bcf_level)bcf_node_word(reader, node, "level", levels),
                                   .period = bcf_node_text_or_none(reader, node, "period", "any"),
                                   .cite = bcf_node_cite(reader, node),
                                   .place = bcf_node_place(reader, node)};
    }
    policy->indicators = items;
    policy->indicator_count = count;
}

static void read_values(bcf_setting *setting, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "value");
    const char **values = BCF_NEW_ARRAY(reader->arena, count, const char *);
    const xmlNode *node = bcf_node_child(parent, "value");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        values[i] = bcf_node_text(reader, node, "id");
    }
    setting->values = values;
    setting->value_count = count;
}

static void read_settings(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "setting");
    bcf_setting *items = BCF_NEW_ARRAY(reader->arena, count, bcf_setting);
    const xmlNode *node = bcf_node_child(parent, "setting");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_setting){.id = bcf_node_text(reader, node, "id"),
                                 .title = bcf_node_text(reader, node, "title"),
                                 .cite = bcf_node_cite(reader, node),
                                 .place = bcf_node_place(reader, node)};
        read_values(&items[i], reader, node);
    }
    policy->settings = items;
    policy->setting_count = count;
}

static void read_conditions(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "condition");
    bcf_condition *items = BCF_NEW_ARRAY(reader->arena, count, bcf_condition);
    const xmlNode *node = bcf_node_child(parent, "condition");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_condition){.id = bcf_node_text(reader, node, "id"),
                                   .title = bcf_node_text(reader, node, "title"),
                                   .cite = bcf_node_cite(reader, node)};
    }
    policy->conditions = items;
    policy->condition_count = count;
}

static void read_menu(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "menu-entry");
    bcf_menu_entry *items = BCF_NEW_ARRAY(reader->arena, count, bcf_menu_entry);
    const xmlNode *node = bcf_node_child(parent, "menu-entry");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] =
            (bcf_menu_entry){.definition = bcf_node_text(reader, node, "definition"),
                             .title = bcf_node_text(reader, node, "title"),
                             .better = (bcf_better)bcf_node_word(reader, node, "better", betters),
                             .scale = bcf_node_whole_number(reader, node, "scale"),
                             .cite = bcf_node_cite(reader, node)};
    }
    policy->menu = items;
    policy->menu_count = count;
}

static bcf_metric local_metric(bcf_node_reader *reader, const xmlNode *node)
{
    return (bcf_metric){.id = bcf_node_text(reader, node, "id"),
                        .title = bcf_node_text(reader, node, "title"),
                        .is_local = true,
                        .cite = bcf_node_cite(reader, node)};
}

/* The national metrics, and the local one last where there is one. */
static void read_metrics(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "metric");
    bcf_metric *items = BCF_NEW_ARRAY(reader->arena, count + 1, bcf_metric);
    const xmlNode *node = bcf_node_child(parent, "metric");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] =
            (bcf_metric){.id = bcf_node_text(reader, node, "id"),
                         .title = bcf_node_text(reader, node, "title"),
                         .better = (bcf_better)bcf_node_word(reader, node, "better", betters),
                         .scale = bcf_node_whole_number(reader, node, "scale"),
                         .cite = bcf_node_cite(reader, node)};
    }
    const xmlNode *local = bcf_node_child(parent, "local-metric");
    if (local != NULL) {
        items[count++] = local_metric(reader, local);
        read_menu(policy, reader, local);
    }
    policy->metrics = items;
    policy->metric_count = count;
}

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
    if (node == NULL) {
        return;
    }
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
    performance->metric_rounding =
        (bcf_rounding)bcf_node_word(reader, released, "rounding", roundings);
    performance->rounding_cite = bcf_node_cite(reader, released);
    performance->withdraws = bcf_node_is_second(reader, withdrawal, "applies", no_or_yes);
    performance->withdrawal_cite = bcf_node_cite(reader, withdrawal);
    performance->notice = notice == NULL ? NULL : bcf_node_content(reader, notice);
    performance->place = bcf_node_place(reader, node);
    read_payments(performance, policy, reader, node);
    policy->performance = performance;
}

bcf_code bcf_policy_read(bcf_policy *policy, bcf_arena *arena, xmlDocPtr document, bcf_error *err)
{
    bcf_node_reader reader = {.arena = arena, .file = policy->file, .err = err};
    const xmlNode *root = xmlDocGetRootElement(document);
    policy->id = bcf_node_text(&reader, root, "id");
    policy->version = bcf_node_text(&reader, root, "version");
    policy->year = bcf_node_text(&reader, root, "year");
    policy->title = bcf_node_content(&reader, bcf_node_the_child(&reader, root, "title"));
    read_sources(policy, &reader, bcf_node_child(root, "sources"));

    const xmlNode *fund = bcf_node_child(root, "fund");
    read_headline(policy, &reader, bcf_node_the_child(&reader, fund, "headline"));
    read_components(policy, &reader, fund);
    read_earmarks(policy, &reader, fund);
    read_formulas(policy, &reader, bcf_node_child(root, "formulas"));
    read_indicators(policy, &reader, bcf_node_child(root, "indicators"));
    read_settings(policy, &reader, bcf_node_child(root, "settings"));
    read_conditions(policy, &reader, bcf_node_child(root, "conditions"));
    read_metrics(policy, &reader, bcf_node_child(root, "metrics"));
    read_performance(policy, &reader, bcf_node_child(root, "performance"));
    return reader.found;
}
