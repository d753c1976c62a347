/* SPDX-License-Identifier: MIT */
#include "cells.h"

#include "nearest.h"
#include "text.h"

#include <string.h>

static const char *const statuses[] = {"published", "derived", "illustrative", NULL};

const char *bcf_status_text(bcf_status status)
{
    BCF_ASSERT(status <= BCF_STATUS_ILLUSTRATIVE);
    return status == BCF_STATUS_NONE ? "" : statuses[status - BCF_STATUS_PUBLISHED];
}

bcf_status bcf_status_worst(bcf_status a, bcf_status b)
{
    return a > b ? a : b;
}

bcf_status bcf_status_computed(bcf_status inputs)
{
    return inputs == BCF_STATUS_PUBLISHED ? BCF_STATUS_DERIVED : inputs;
}

static bcf_code read_word(int *out, const char *const words[], const char *text, const char *what,
                          bcf_place place, bcf_error *err)
{
    for (int i = 0; words[i] != NULL; i++) {
        if (strcmp(words[i], text) == 0) {
            *out = i;
            return BCF_OK;
        }
    }
    const char *near = bcf_nearest_word(text, words);
    bcf_text list = {0};
    for (size_t i = 0; words[i] != NULL; i++) {
        bcf_text_print(&list, "%s%s", i == 0 ? "" : ", ", words[i]);
    }
    bcf_code code = bcf_refuse(err, BCF_REFUSED_DATA, place, "%s '%s' is not one of %s%s%s%s", what,
                               text, bcf_text_get(&list), near == NULL ? "" : "; did you mean '",
                               near == NULL ? "" : near, near == NULL ? "" : "'?");
    bcf_text_clear(&list);
    return code;
}

static bcf_code read_divisor(bcf_decimal *out, const char *text, const char *what, bcf_place place,
                             bcf_error *err)
{
    bcf_code code = bcf_decimal_parse(out, text, what, place, err);
    if (code == BCF_OK && bcf_decimal_is_zero(out)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s is zero ('%s')", what, text);
    }
    return code;
}

static bcf_code read_whole(bcf_decimal *out, const char *text, const char *what, bcf_place place,
                           bcf_error *err)
{
    bcf_code code = bcf_decimal_parse(out, text, what, place, err);
    if (code == BCF_OK && out->places > 0) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s '%s' is not a whole number", what,
                          text);
    }
    return code;
}

static bcf_code read_money(bcf_money *out, const char *text, const char *what, bcf_place place,
                           bcf_error *err)
{
    if (text[0] == '\0') {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "%s is empty (what is missing has no row, what is zero says 0)", what);
    }
    return bcf_money_parse(out, text, place, err);
}

/* Only free text may run over several lines: all else may have to be named in a message. */
static bool may_hold_line_ends(const bcf_column *column)
{
    return (column->type == BCF_CELL_NAME || column->type == BCF_CELL_TEXT) && !column->is_key;
}

static bcf_code read_status(bcf_status *out, const char *text, const char *what, bcf_place place,
                            bcf_error *err)
{
    int word = 0;
    bcf_code code = read_word(&word, statuses, text, what, place, err);
    if (code == BCF_OK) {
        *out = (bcf_status)(word + BCF_STATUS_PUBLISHED);
    }
    return code;
}

bcf_code bcf_cell_read(bcf_cell *cell, const bcf_column *column, bcf_place place, bcf_error *err)
{
    const char *text = cell->text;
    const char *name = column->name;
    if (strpbrk(text, "\t\r\n") != NULL && !may_hold_line_ends(column)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s holds a tab or a line end", name);
    }
    switch (column->type) {
    case BCF_CELL_CODE:
    case BCF_CELL_NAME:
        return text[0] != '\0' ? BCF_OK
                               : bcf_refuse(err, BCF_REFUSED_DATA, place, "%s is empty", name);
    case BCF_CELL_TEXT:
        return BCF_OK;
    case BCF_CELL_FIGURE:
        return bcf_decimal_parse(&cell->as.figure, text, name, place, err);
    case BCF_CELL_DIVISOR:
        return read_divisor(&cell->as.figure, text, name, place, err);
    case BCF_CELL_WHOLE:
        return read_whole(&cell->as.figure, text, name, place, err);
    case BCF_CELL_MONEY:
        return read_money(&cell->as.money, text, name, place, err);
    case BCF_CELL_MONEY_OR_NONE:
        return text[0] == '\0' ? BCF_OK : read_money(&cell->as.money, text, name, place, err);
    case BCF_CELL_PERIOD:
        return bcf_period_parse(&cell->as.period, text, name, place, err);
    case BCF_CELL_DATE:
        return text[0] == '\0' ? BCF_OK : bcf_date_parse(&cell->as.date, text, name, place, err);
    case BCF_CELL_STATUS:
        return read_status(&cell->as.status, text, name, place, err);
    case BCF_CELL_WORD:
        return read_word(&cell->as.word, column->words, text, name, place, err);
    }
    BCF_UNREACHABLE("a cell of no type");
}
