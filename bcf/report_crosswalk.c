/* SPDX-License-Identifier: MIT */
#include "report_crosswalk.h"

#include <string.h>

static const char *people_text(const bcf_changes *of, const bcf_ratio *people)
{
    return people == NULL ? "" : bcf_wording_exact(of->arena, people);
}

#define CROSS_COLUMNS 6

/* Codes that ended between the runs: who stands for them, people in and people out. */
void bcf_changes_crosswalk(const bcf_changes *of)
{
    static const bcf_page_column columns[CROSS_COLUMNS] = {
        {"Code of the old run", BCF_PAGE_LEFT}, {"", BCF_PAGE_LEFT},
        {"In the new run", BCF_PAGE_LEFT},      {"Share", BCF_PAGE_RIGHT},
        {"People in", BCF_PAGE_RIGHT},          {"People out", BCF_PAGE_RIGHT},
    };
    if (of->in->crossing_count == 0) {
        return;
    }
    bcf_page_table *table = bcf_page_table_new(of->arena, columns, CROSS_COLUMNS);
    bcf_ratio *in = bcf_ratio_new(of->arena);
    bcf_ratio *out = bcf_ratio_new(of->arena);
    for (size_t i = 0; i < of->in->crossing_count; i++) {
        const bcf_crossing *one = &of->in->crosswalk[i];
        bool is_first = i == 0 || strcmp(one->code, of->in->crosswalk[i - 1].code) != 0;
        if (one->people_in != NULL && is_first) {
            bcf_ratio_add(in, in, one->people_in);
        }
        if (one->people_out != NULL) {
            bcf_ratio_add(out, out, one->people_out);
        }
        bcf_page_table_row(
            table,
            (const char *[]){
                bcf_arena_print(of->arena, "%s (%s)", one->name, one->code),
                one->is_backwards ? "<-" : "->",
                bcf_arena_print(of->arena, "%s (%s)", one->successor_name, one->successor),
                one->share == NULL ? "" : bcf_ratio_exact_text(of->arena, one->share),
                is_first ? people_text(of, one->people_in) : "", people_text(of, one->people_out)});
    }
    bcf_page_table_total(table, (const char *[]){"People of these codes", "", "", "",
                                                 bcf_wording_exact(of->arena, in),
                                                 bcf_wording_exact(of->arena, out)});
    bcf_page_add_heading(of->page, "Crosswalk: codes that are not in the new run");
    bcf_page_add_table(of->page, table);
}
