/* SPDX-License-Identifier: MIT */
#include "template.h"

#include <string.h>

#include "book.h"

/* Rows that lists of words are offered in. */
#define ROWS_OFFERED 2000
#define WORDS_MAX 48
#define HEAD_ROW 0
#define EXAMPLE_ROW 1
#define FIRST_ROW 2

typedef struct filling {
    bcf_arena *arena;
    bcf_book *book;
    const bcf_policy *policy;
} filling;

/* What each table is for. */
static const char *purpose_of(bcf_table_id id)
{
    static const char *const purposes[BCF_TABLE_COUNT] = {
        [BCF_TABLE_MANIFEST] =
            "where each table comes from, how real it is; row 'dataset': its title",
        [BCF_TABLE_BOARDS] = "the Health and Wellbeing Boards",
        [BCF_TABLE_COUNCILS] = "the councils with social care, and the board of each",
        [BCF_TABLE_DISTRICTS] = "the districts of counties: each gets a part of the housing grant",
        [BCF_TABLE_CCGS] = "the clinical commissioning groups",
        [BCF_TABLE_RESIDENTS] = "how many people of each CCG live in each council",
        [BCF_TABLE_INDICATORS] = "the figures that the fund is shared out by",
        [BCF_TABLE_CONTROLS] = "national totals that the indicators must come to",
        [BCF_TABLE_SUCCESSORS] = "codes that ended, and who took over which part",
        [BCF_TABLE_CONDITIONS] = "the state of the national conditions",
        [BCF_TABLE_DECISIONS] = "what was decided about each board's plan",
        [BCF_TABLE_AMBITIONS] = "baseline and ambition of each metric",
        [BCF_TABLE_OUTTURN] = "what became of each metric",
        [BCF_TABLE_HISTORY] = "the same metrics in earlier years",
        [BCF_TABLE_LOCAL_METRICS] = "local metrics that are not on the menu",
        [BCF_TABLE_CCG_AMBITIONS] = "the ambitions of CCGs for the same metrics",
        [BCF_TABLE_ACTIVITY] = "admissions, by CCG and month",
        [BCF_TABLE_POOLED] = "what each contributor puts into the pool",
        [BCF_TABLE_SPEND] = "what the plan spends on a purpose",
        [BCF_TABLE_DISTRICT_PLANS] = "what is planned for each district, and when it was passed on",
        [BCF_TABLE_LETTERS] = "what the allocation letters say",
        [BCF_TABLE_PAID] = "what was paid already",
    };
    return purposes[id];
}

/* What belongs in a cell of a type. */
static const char *meaning_of(bcf_cell_type type)
{
    switch (type) {
    case BCF_CELL_CODE:
        return "The code of an area, as text: E06000001.";
    case BCF_CELL_NAME:
        return "A name, as it is written everywhere else.";
    case BCF_CELL_TEXT:
        return "Any text; it may stay empty.";
    case BCF_CELL_FIGURE:
        return "A number, 0 or more: digits, or digits.digits.";
    case BCF_CELL_DIVISOR:
        return "A number above 0.";
    case BCF_CELL_WHOLE:
        return "A whole number, 0 or more.";
    case BCF_CELL_MONEY:
        return "Pounds, with at most two decimals; no sign and no separators.";
    case BCF_CELL_MONEY_OR_NONE:
        return "Pounds, with at most two decimals; empty where there is none.";
    case BCF_CELL_PERIOD:
        return "Months: 2014-04, or 2014-04..2014-12.";
    case BCF_CELL_DATE:
        return "A day, 2014-04-04; empty where there is none.";
    case BCF_CELL_STATUS:
        return "How real it is: published, derived or illustrative.";
    case BCF_CELL_WORD:
        return "One of the words of the list.";
    }
    BCF_UNREACHABLE("a column of no type");
}

static bool is_figure(bcf_cell_type type)
{
    return type == BCF_CELL_FIGURE || type == BCF_CELL_DIVISOR || type == BCF_CELL_WHOLE
           || type == BCF_CELL_MONEY || type == BCF_CELL_MONEY_OR_NONE;
}

/* The names that the policy has for what stands in a column; NULL where it has none. */
static const char *const *names_of(const filling *of, const char *column)
{
    const bcf_policy *policy = of->policy;
    const bcf_performance *performance = policy->performance;
    const char **names = BCF_NEW_ARRAY(of->arena, WORDS_MAX + 1, const char *);
    size_t count = 0;
    if (strcmp(column, "condition") == 0) {
        for (; count < policy->condition_count && count < WORDS_MAX; count++) {
            names[count] = policy->conditions[count].id;
        }
    } else if (strcmp(column, "metric") == 0) {
        for (; count < policy->metric_count && count < WORDS_MAX; count++) {
            names[count] = policy->metrics[count].id;
        }
    } else if (strcmp(column, "indicator") == 0) {
        for (; count < policy->indicator_count && count < WORDS_MAX; count++) {
            names[count] = policy->indicators[count].id;
        }
    } else if (strcmp(column, "component") == 0) {
        for (; count < policy->component_count && count < WORDS_MAX; count++) {
            names[count] = policy->components[count].id;
        }
    } else if (strcmp(column, "payment") == 0 && performance != NULL) {
        for (; count < performance->payment_count && count < WORDS_MAX; count++) {
            names[count] = performance->payments[count].id;
        }
    }
    return count == 0 ? NULL : names;
}

static const char *const *words_of(const filling *of, const bcf_column *column)
{
    static const char *const statuses[] = {"published", "derived", "illustrative", NULL};
    return column->type == BCF_CELL_STATUS ? statuses
           : column->type == BCF_CELL_WORD ? column->words
                                           : names_of(of, column->name);
}

/* What an example has in a cell: it shows the form alone. */
static const char *example_of(const filling *of, const bcf_column *column)
{
    const char *const *words = words_of(of, column);
    if (words != NULL) {
        return words[0];
    }
    switch (column->type) {
    case BCF_CELL_CODE:
        return strcmp(column->name, "ccg") == 0 ? "03L" : "E08000018";
    case BCF_CELL_NAME:
        return strcmp(column->name, "table") == 0    ? "boards"
               : strcmp(column->name, "name") == 0   ? "Name of the area"
               : strcmp(column->name, "period") == 0 ? "2015-16"
                                                     : "name";
    case BCF_CELL_TEXT:
        return "text";
    case BCF_CELL_FIGURE:
    case BCF_CELL_DIVISOR:
        return "1234.5";
    case BCF_CELL_WHOLE:
        return "12";
    case BCF_CELL_MONEY:
    case BCF_CELL_MONEY_OR_NONE:
        return "1234.50";
    case BCF_CELL_PERIOD:
        return "2014-04..2014-12";
    case BCF_CELL_DATE:
        return "2014-04-04";
    case BCF_CELL_STATUS:
    case BCF_CELL_WORD:
        break;
    }
    BCF_UNREACHABLE("a list without words");
}

static const char *remark_of(const filling *of, const bcf_column *column)
{
    const char *const *words = words_of(of, column);
    bcf_text text = {0};
    bcf_text_add(&text, meaning_of(column->type));
    for (size_t i = 0; words != NULL && words[i] != NULL; i++) {
        bcf_text_print(&text, "%s%s", i == 0 ? " In this policy: " : ", ", words[i]);
    }
    bcf_text_add(&text, words != NULL ? "." : "");
    bcf_text_add(&text, column->is_key ? " Part of what tells one row from another." : "");
    bcf_text_add(&text, column->is_optional ? " The column may be left out." : "");
    const char *kept = bcf_arena_text(of->arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

static void add_column(const filling *of, bcf_book_sheet *sheet, size_t place,
                       const bcf_column *column)
{
    const char *const *words = words_of(of, column);
    const char *example = example_of(of, column);
    bcf_book_column_look(sheet, place, place == 0 ? 22 : 20,
                         is_figure(column->type) ? BCF_BOOK_PLAIN : BCF_BOOK_TEXT);
    bcf_book_words(sheet, HEAD_ROW, place, column->name,
                   column->is_optional ? BCF_BOOK_OPTIONAL : BCF_BOOK_HEADING);
    bcf_book_remark(sheet, HEAD_ROW, place, remark_of(of, column));
    bcf_book_words(sheet, EXAMPLE_ROW, place,
                   place == 0 ? bcf_arena_print(of->arena, BCF_TABLES_EXAMPLE "%s", example)
                              : example,
                   BCF_BOOK_EXAMPLE);
    if (words != NULL) {
        bcf_book_allow(sheet, FIRST_ROW, ROWS_OFFERED, place, words);
    }
}

/* The manifest begins with the rows that every dataset has. */
static void add_manifest_rows(bcf_book_sheet *sheet)
{
    size_t row = FIRST_ROW;
    bcf_book_words(sheet, row++, 0, "dataset", BCF_BOOK_TEXT);
    for (size_t i = BCF_TABLE_MANIFEST + 1; i < BCF_TABLE_COUNT; i++) {
        if (bcf_table_is_needed((bcf_table_id)i)) {
            bcf_book_words(sheet, row++, 0, bcf_table_name((bcf_table_id)i), BCF_BOOK_TEXT);
        }
    }
}

static void add_table(const filling *of, bcf_table_id id)
{
    size_t count = 0;
    const bcf_column *columns = bcf_table_columns(id, &count);
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, bcf_table_name(id));
    for (size_t i = 0; i < count; i++) {
        add_column(of, sheet, i, &columns[i]);
    }
    if (id == BCF_TABLE_MANIFEST) {
        add_manifest_rows(sheet);
    }
    bcf_book_frame(sheet, HEAD_ROW + 1, 1, 0, 0);
}

static void add_notes(const filling *of)
{
    static const char *const sentences[] = {
        "How to fill it in",
        "Each sheet is a table. Write your rows below its headings, and delete the grey example "
        "row "
        "or write over it: as long as it is there, the sheet is refused.",
        "A sheet with its example alone is a table that you do not have; the sheets that every "
        "command needs are marked below. A whole sheet may be deleted, too.",
        "Leave a cell empty only where its remark says so. A figure that is not known is a row "
        "that "
        "is not there, never a 0.",
        "A heading in slanted letters may be left out. Codes and months stay text: their columns "
        "are "
        "set so.",
        "The sheet manifest needs a row for each table that you filled in, with its status, and "
        "the "
        "row dataset.",
        "Then: bcf check -d FILE.xlsx names what is still wrong, cell by cell; "
        "bcf settle -d FILE.xlsx -o FOLDER computes everything.",
        "This sheet is for you: it is not read.",
    };
    bcf_book_sheet *sheet = bcf_book_add_sheet(of->book, BCF_TABLES_NOTES);
    size_t row = 0;
    for (size_t i = 0; i < sizeof sentences / sizeof sentences[0]; i++) {
        bcf_book_words(sheet, row++, 0, sentences[i], i == 0 ? BCF_BOOK_TITLE : BCF_BOOK_PLAIN);
    }
    bcf_book_words(sheet, row++, 0,
                   bcf_arena_print(of->arena, "Names are those of policy %s, version %s: %s.",
                                   of->policy->id, of->policy->version, of->policy->title),
                   BCF_BOOK_NOTE);
    row++;
    static const char *const headings[] = {"Sheet", "Needed", "What it is for"};
    for (size_t i = 0; i < 3; i++) {
        bcf_book_words(sheet, row, i, headings[i], BCF_BOOK_HEADING);
    }
    for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
        bcf_table_id id = (bcf_table_id)i;
        row++;
        bcf_book_link(sheet, row, 0, bcf_table_name(id), bcf_table_name(id));
        bcf_book_words(sheet, row, 1, bcf_table_is_needed(id) ? "always" : "", BCF_BOOK_PLAIN);
        bcf_book_words(sheet, row, 2, purpose_of(id), BCF_BOOK_PLAIN);
    }
    bcf_book_width(sheet, 0, 1, 18);
    bcf_book_width(sheet, 2, 2, 90);
}

bcf_code bcf_template_write(bcf_text *out, const bcf_policy *policy, bcf_error *err)
{
    bcf_arena *arena = bcf_arena_new();
    filling of = {.arena = arena, .policy = policy};
    bcf_code code = bcf_book_new(&of.book, arena, "Better Care Fund: a dataset to fill in", err);
    if (code == BCF_OK) {
        add_notes(&of);
        for (size_t i = 0; i < BCF_TABLE_COUNT; i++) {
            add_table(&of, (bcf_table_id)i);
        }
        code = bcf_book_finish(out, of.book, err);
        bcf_book_free(of.book);
    }
    bcf_arena_free(arena);
    return code;
}
