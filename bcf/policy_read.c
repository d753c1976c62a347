/* SPDX-License-Identifier: MIT */
#include "policy_node.h"

/* In the order of their enums, which begin at 1. */
static const char *const routes[] = {"ccg", "transfer", "council", "housing-authority", NULL};
static const char *const betters[] = {"lower", "higher", NULL};
static const char *const kinds[] = {"revenue", "capital", NULL};
static const char *const origins[] = {"existing", "new", "not-stated", NULL};

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

/* The floors and caps of a component, whose elements are there or not. */
static bcf_bounds read_bounds(bcf_node_reader *reader, const xmlNode *parent)
{
    bcf_bounds bounds = {0};
    const xmlNode *node = bcf_node_child(parent, "minimum-share");
    if (node != NULL) {
        bounds.minimum_share = bcf_node_text(reader, node, "constant");
        bounds.minimum_share_cite = bcf_node_cite(reader, node);
    }
    node = bcf_node_child(parent, "hold-harmless");
    if (node != NULL) {
        bounds.hold_harmless = bcf_node_text(reader, node, "indicator");
        bounds.hold_harmless_times = bcf_node_text(reader, node, "constant");
        bounds.hold_harmless_cite = bcf_node_cite(reader, node);
    }
    node = bcf_node_child(parent, "maximum-growth");
    if (node != NULL) {
        bounds.maximum_growth = bcf_node_text(reader, node, "indicator");
        bounds.maximum_growth_constant = bcf_node_text(reader, node, "constant");
        bounds.maximum_growth_cite = bcf_node_cite(reader, node);
    }
    return bounds;
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
            .bounds = read_bounds(reader, node),
            .route = (bcf_route)bcf_node_word(reader, node, "route", routes),
            .is_capital = bcf_node_is_second(reader, node, "kind", kinds),
            .origin = (bcf_origin)bcf_node_word(reader, node, "origin", origins),
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

static void read_indicators(bcf_policy *policy, bcf_node_reader *reader, const xmlNode *parent)
{
    size_t count = bcf_node_count(parent, "indicator");
    bcf_indicator *items = BCF_NEW_ARRAY(reader->arena, count, bcf_indicator);
    const xmlNode *node = bcf_node_child(parent, "indicator");
    for (size_t i = 0; i < count; i++, node = bcf_node_next(node)) {
        items[i] = (bcf_indicator){.id = bcf_node_text(reader, node, "id"),
                                   .title = bcf_node_text(reader, node, "title"),
                                   .level = bcf_policy_read_level(reader, node),
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
    if (fund != NULL) {
        read_headline(policy, &reader, bcf_node_the_child(&reader, fund, "headline"));
    }
    read_components(policy, &reader, fund);
    read_earmarks(policy, &reader, fund);
    read_indicators(policy, &reader, bcf_node_child(root, "indicators"));
    bcf_policy_read_formulas(policy, &reader, root);
    read_settings(policy, &reader, bcf_node_child(root, "settings"));
    read_conditions(policy, &reader, bcf_node_child(root, "conditions"));
    read_metrics(policy, &reader, bcf_node_child(root, "metrics"));
    bcf_policy_read_payments(policy, &reader, root);
    bcf_policy_read_assurance(policy, &reader, root);
    return reader.found;
}
