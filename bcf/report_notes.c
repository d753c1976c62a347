/* SPDX-License-Identifier: MIT */
#include "report_notes.h"

#include <string.h>

#include "sort.h"

/* What follows the place in a sentence, "FILE:12: words", if it is in `file`; NULL if it is not. */
static const char *after_place(const char *sentence, const char *file)
{
    char shown[BCF_PLACE_MAX]; /* as the sentence shows it: inert, and its end where it is long */
    bcf_place_text(shown, (bcf_place){.file = file});
    size_t length = strlen(shown);
    if (length == 0 || strncmp(sentence, shown, length) != 0) {
        return NULL;
    }
    const char *end = sentence + length; /* of a sheet the cell follows: "!B7" */
    end += *end == '!' ? strcspn(end, ":") : 0;
    if (*end != ':') {
        return NULL;
    }
    const char *rest = end + 1;
    size_t digits = strspn(rest, "0123456789");
    rest = digits > 0 && rest[digits] == ':' ? rest + digits + 1 : rest;
    return rest + strspn(rest, " ");
}

/* A note without folder and line: whatever a file is called and however its rows are ordered. */
static const char *placeless(const bcf_run *run, const char *sentence)
{
    const char *rest = after_place(sentence, run->policy->file);
    if (rest != NULL) {
        return bcf_arena_print(run->arena, "policy: %s", rest);
    }
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        const bcf_table *table = &run->tables->table[i];
        rest = table->is_there ? after_place(sentence, table->file) : NULL;
        if (rest != NULL) {
            return bcf_arena_print(run->arena, "%s.csv: %s", bcf_table_name((bcf_table_id)i), rest);
        }
    }
    rest = after_place(sentence, run->tables->folder);
    return rest != NULL ? rest : sentence;
}

static int compare_sentences(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The notes of a run, in an order that no file decides, each once. */
const char *const *bcf_report_kept_notes(const bcf_run *run, size_t *count)
{
    const bcf_kept_inputs *kept = run->order->kept;
    size_t own = kept != NULL && kept->are_all_notes ? 0 : run->notes.count;
    size_t all = own + (kept == NULL ? 0 : kept->note_count);
    const char **notes = BCF_NEW_ARRAY(run->arena, all, const char *);
    for (size_t i = 0; i < all; i++) {
        notes[i] = i < own ? placeless(run, run->notes.items[i].sentence) : kept->notes[i - own];
    }
    bcf_sort(notes, all, sizeof *notes, compare_sentences);
    *count = 0;
    for (size_t i = 0; i < all; i++) {
        if (*count == 0 || strcmp(notes[*count - 1], notes[i]) != 0) {
            notes[(*count)++] = notes[i];
        }
    }
    return notes;
}
