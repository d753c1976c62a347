/* SPDX-License-Identifier: MIT */
#include "certificate.h"

#include <string.h>

#include "certificate_inside.h"
#include "digest.h"
#include "wording.h"

#define FORMAT "1"

/* What could be taken for a space, a line end, the end of a name in an account, a list. */
static bool is_plain(char c)
{
    return (unsigned char)c > ' ' && c != '%' && c != '/' && c != ',' && c != 0x7F;
}

/* "001" is a code here and never a number, nor is "-", which stands for no word at all. */
static bool looks_like_number(const char *word)
{
    const char *digits = word[0] == '-' ? word + 1 : word;
    return word[0] != '\0' && digits[strspn(digits, "0123456789.")] == '\0';
}

/* What is not plain is written as %20; so is the first character of what looks like a number. */
static void add_plain(bcf_text *out, const char *word)
{
    static const char digits[] = "0123456789ABCDEF";
    const char *start = word;
    const char *odd = looks_like_number(word) ? word : NULL;
    for (; *word != '\0'; word++) {
        if (!is_plain(*word) || word == odd) {
            unsigned char c = (unsigned char)*word;
            bcf_text_add_bytes(out, start, (size_t)(word - start));
            bcf_text_add_bytes(out, (const char[]){'%', digits[c >> 4], digits[c & 0x0F]}, 3);
            start = word + 1;
        }
    }
    bcf_text_add_bytes(out, start, (size_t)(word - start));
}

void bcf_certificate_word(bcf_text *out, const char *word)
{
    bcf_text_add_char(out, ' ');
    if (word[0] == '\0') {
        bcf_text_add_char(out, '-');
        return;
    }
    add_plain(out, word);
}

void bcf_certificate_account(bcf_text *out, const char *const names[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        bcf_text_add_char(out, i == 0 ? ' ' : '/');
        add_plain(out, names[i]);
    }
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

/* Ids and words of the policy, which hold nothing that needs to be hidden. */
static void add_fact(bcf_text *out, const char *name, const char *value)
{
    bcf_text_print(out, "fact %s says %s\n", name, value);
}

/* What the run was made by, named as the facts of run.xml are. */
static void add_head(bcf_text *out, const bcf_run *run)
{
    const bcf_policy *policy = run->policy;
    bcf_text_add(out, "bcf-certificate " FORMAT "\n");
    add_fact(out, "policy", policy->id);
    add_fact(out, "policy-version", policy->version);
    if (run->order->as_at != 0) {
        add_fact(out, "as-at", bcf_wording_date(run->arena, run->order->as_at));
    }
    for (size_t i = 0; i < policy->setting_count; i++) {
        const char *id = policy->settings[i].id;
        add_fact(out, bcf_arena_print(run->arena, "setting:%s", id),
                 bcf_settings_value(run->settings, id));
    }
}

/* Where money starts from: "account fund/nhs-core amount 1900000000.00". */
static void add_account(bcf_text *out, const char *pot, const char *id, bcf_money amount)
{
    bcf_text_add(out, "account");
    bcf_certificate_account(out, (const char *[]){pot, id}, 2);
    bcf_certificate_money(out, "amount", amount);
    bcf_text_add_char(out, '\n');
}

static void add_components(bcf_text *out, const bcf_policy *policy)
{
    for (size_t i = 0; i < policy->component_count; i++) {
        add_account(out, BCF_CERTIFICATE_FUND, policy->components[i].id,
                    policy->components[i].amount);
    }
}

/* Under the rules of July 2014 all of it is shared out at once, and waits with the rest. */
static void add_strands(bcf_text *out, const bcf_performance *performance)
{
    const bcf_admissions_rules *admissions = performance->admissions;
    if (admissions != NULL) {
        size_t strand = performance->parts[admissions->rest_part].strand;
        add_account(out, BCF_CERTIFICATE_PERFORMANCE, performance->strands[strand].id,
                    admissions->areas_share);
        return;
    }
    for (size_t i = 0; i < performance->strand_count; i++) {
        add_account(out, BCF_CERTIFICATE_PERFORMANCE, performance->strands[i].id,
                    performance->strands[i].amount);
    }
}

/* "total fund amount 5.00", "total board/H1 amount 1.00". */
static void add_total(bcf_text *out, const char *of, const char *whose, bcf_money amount)
{
    bcf_text_add(out, "total");
    bcf_certificate_account(out, (const char *[]){of, whose}, whose == NULL ? 1 : 2);
    bcf_certificate_money(out, "amount", amount);
    bcf_text_add_char(out, '\n');
}

static void add_fund_totals(bcf_text *out, const bcf_run *run)
{
    const bcf_areas *areas = run->figures->areas;
    bcf_money *of_boards = BCF_NEW_ARRAY(run->arena, areas->board_count, bcf_money);
    for (size_t i = 0; i < run->allocation->grant_count; i++) {
        const bcf_grant *grant = &run->allocation->grants[i];
        of_boards[grant->board] = bcf_money_add(of_boards[grant->board], grant->amount);
    }
    for (size_t i = 0; i < areas->board_count; i++) {
        add_total(out, "board", areas->boards[i].code, of_boards[i]);
    }
    add_total(out, "fund", NULL, run->allocation->total);
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
        bcf_text_print(out, "sha256 %s of %s\n", files[i].digest, files[i].name);
    }
    const char *own = bcf_digest_of(run->arena, out->bytes, out->length);
    bcf_text_print(out, "sha256 %s of every-line-above\n", own);
}

void bcf_certificate_write(bcf_text *out, const bcf_run *run, const bcf_certified files[],
                           size_t count)
{
    BCF_ASSERT(out->length == 0 && run->allocation != NULL);
    add_head(out, run);
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
