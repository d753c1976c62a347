/* SPDX-License-Identifier: MIT */
#include "certificate.h"

#include <string.h>

#include "certificate_inside.h"
#include "digest.h"
#include "wording.h"

#define FORMAT "1"

static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != '%' && c != 0x7F;
}

void bcf_certificate_word(bcf_text *out, const char *word)
{
    static const char digits[] = "0123456789ABCDEF";
    bcf_text_add_char(out, ' ');
    if (word[0] == '\0') {
        bcf_text_add_char(out, '-');
        return;
    }
    bool is_alone = strcmp(word, "-") == 0; /* which stands for no word at all */
    const char *start = word;
    for (; *word != '\0'; word++) {
        if (is_plain(*word) && !is_alone) {
            continue;
        }
        unsigned char c = (unsigned char)*word;
        bcf_text_add_bytes(out, start, (size_t)(word - start));
        bcf_text_add_bytes(out, (const char[]){'%', digits[c >> 4], digits[c & 0x0F]}, 3);
        start = word + 1;
    }
    bcf_text_add_bytes(out, start, (size_t)(word - start));
}

static void add_key(bcf_text *out, const char *key)
{
    bcf_text_add_char(out, ' ');
    bcf_text_add(out, key);
}

void bcf_certificate_pair(bcf_text *out, const char *key, const char *word)
{
    add_key(out, key);
    bcf_certificate_word(out, word == NULL ? "" : word);
}

void bcf_certificate_money(bcf_text *out, const char *key, bcf_money amount)
{
    char text[BCF_MONEY_TEXT_MAX];
    add_key(out, key);
    add_key(out, bcf_money_text(text, amount, BCF_MONEY_PLAIN));
}

void bcf_certificate_ratio(bcf_text *out, const char *key, const bcf_run *run,
                           const bcf_ratio *ratio)
{
    add_key(out, key);
    add_key(out, ratio == NULL ? "-" : bcf_ratio_exact_text(run->arena, ratio));
}

void bcf_certificate_count(bcf_text *out, const char *key, int64_t count)
{
    BCF_ASSERT(count >= 0);
    char digits[24]; /* by hand: a certificate has tens of thousands of them */
    size_t first = sizeof digits;
    do {
        digits[--first] = (char)('0' + (int)(count % 10));
        count /= 10;
    } while (count > 0);
    add_key(out, key);
    bcf_text_add_char(out, ' ');
    bcf_text_add_bytes(out, digits + first, sizeof digits - first);
}

static const char *route_text(bcf_route route)
{
    switch (route) {
    case BCF_ROUTE_CCG:
        return "ccg";
    case BCF_ROUTE_TRANSFER:
        return "transfer";
    case BCF_ROUTE_COUNCIL:
        return "council";
    case BCF_ROUTE_HOUSING_AUTHORITY:
        return "housing-authority";
    }
    BCF_UNREACHABLE("a route that the policy never named");
}

static void add_head(bcf_text *out, const bcf_run *run)
{
    const bcf_policy *policy = run->policy;
    bcf_text_add(out, "bcf-certificate " FORMAT "\npolicy");
    bcf_certificate_word(out, policy->id);
    bcf_certificate_pair(out, "version", policy->version);
    bcf_certificate_pair(out, "year", policy->year);
    bcf_text_add_char(out, '\n');
    if (run->order->as_at != 0) {
        bcf_text_print(out, "as-at %s\n", bcf_wording_date(run->arena, run->order->as_at));
    }
    for (size_t i = 0; i < policy->setting_count; i++) {
        const char *id = policy->settings[i].id;
        bcf_text_add(out, "setting");
        bcf_certificate_word(out, id);
        bcf_certificate_word(out, bcf_settings_value(run->settings, id));
        bcf_text_add_char(out, '\n');
    }
}

/* Whose councils and districts are whose: the mappings of a chain, where nothing is split. */
static void add_places(bcf_text *out, const bcf_areas *areas)
{
    for (size_t i = 0; i < areas->council_count; i++) {
        bcf_text_add(out, "council");
        bcf_certificate_word(out, areas->councils[i].code);
        bcf_certificate_pair(out, "board", areas->boards[areas->councils[i].board].code);
        bcf_text_add_char(out, '\n');
    }
    for (size_t i = 0; i < areas->district_count; i++) {
        bcf_text_add(out, "district");
        bcf_certificate_word(out, areas->districts[i].code);
        bcf_certificate_pair(out, "council", areas->councils[areas->districts[i].council].code);
        bcf_text_add_char(out, '\n');
    }
}

static void add_components(bcf_text *out, const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        bcf_text_add(out, "component");
        bcf_certificate_word(out, policy->components[i].id);
        bcf_certificate_money(out, "amount", policy->components[i].amount);
        bcf_certificate_pair(out, "route", route_text(policy->components[i].route));
        bcf_text_add_char(out, '\n');
    }
}

static void add_strands(bcf_text *out, const bcf_performance *performance)
{
    bcf_text_add(out, "performance");
    bcf_certificate_pair(out, "withdraws", performance->withdraws ? "yes" : "no");
    bcf_text_add_char(out, '\n');
    for (size_t i = 0; i < performance->strand_count; i++) {
        const bcf_strand *strand = &performance->strands[i];
        bcf_text_add(out, "strand");
        bcf_certificate_word(out, strand->id);
        bcf_certificate_pair(out, "payment", performance->payments[strand->payment].id);
        bcf_certificate_money(out, "amount", strand->amount);
        bcf_text_add_char(out, '\n');
    }
}

static void add_total(bcf_text *out, const char *of, const char *whose, bcf_money amount)
{
    bcf_text_add(out, "total");
    add_key(out, of);
    bcf_certificate_word(out, whose);
    bcf_certificate_money(out, "amount", amount);
    bcf_text_add_char(out, '\n');
}

static void add_fund_totals(bcf_text *out, const bcf_run *run)
{
    const bcf_areas *areas = run->figures->areas;
    bcf_money *of_boards = BCF_NEW_ARRAY(run->arena, areas->board_count, bcf_money);
    bcf_money *of_components = BCF_NEW_ARRAY(run->arena, run->policy->component_count, bcf_money);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        of_boards[grant->board] = bcf_money_add(of_boards[grant->board], grant->amount);
        of_components[grant->component] =
            bcf_money_add(of_components[grant->component], grant->amount);
    }
    for (size_t i = 0; i < run->policy->component_count; i++) {
        add_total(out, "component", run->policy->components[i].id, of_components[i]);
    }
    for (size_t i = 0; i < areas->board_count; i++) {
        add_total(out, "board", areas->boards[i].code, of_boards[i]);
    }
    add_total(out, "fund", "", run->allocation->total);
}

static void add_payment_totals(bcf_text *out, const bcf_run *run)
{
    const bcf_performance *performance = run->policy->performance;
    for (size_t payment = 0; payment < performance->payment_count; payment++) {
        bcf_money available = {0};
        bcf_money released = {0};
        for (size_t i = 0; i < run->release->row_count; i++) {
            const bcf_release_row *row = &run->release->rows[i];
            if (performance->parts[row->part].payment == payment) {
                available = bcf_money_add(available, row->available);
                released = bcf_money_add(released, row->released);
            }
        }
        add_total(out, "available", performance->payments[payment].id, available);
        add_total(out, "released", performance->payments[payment].id, released);
    }
}

static void add_digests(bcf_text *out, const bcf_run *run, const bcf_certified files[],
                        size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_text_print(out, "sha256 %s %s\n", files[i].name, files[i].digest);
    }
    const char *own = bcf_digest_of(run->arena, out->bytes, out->length);
    bcf_text_print(out, "sha256 every-line-above %s\n", own);
}

void bcf_certificate_write(bcf_text *out, const bcf_run *run, const bcf_certified files[],
                           size_t count)
{
    BCF_ASSERT(out->length == 0 && run->allocation != NULL);
    add_head(out, run);
    add_places(out, run->figures->areas);
    add_components(out, run->policy);
    bcf_certificate_splits(out, run, run->allocation->ledger);
    if (run->release != NULL) {
        add_strands(out, run->policy->performance);
        bcf_certificate_splits(out, run, run->release->ledger);
        bcf_certificate_payments(out, run);
    }
    add_fund_totals(out, run);
    if (run->release != NULL) {
        add_payment_totals(out, run);
    }
    add_digests(out, run, files, count);
}
