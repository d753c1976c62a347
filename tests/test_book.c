/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "archive.h"
#include "book_inside.h"

#include <dirent.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "support/rows.h"

#define MEMBER_MAX (8 * 1024 * 1024)

static bcf_arena *arena;
static bcf_error err;
static char scratch[64];

static void open_case(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
    strcpy(scratch, "/tmp/bcf-test-book-XXXXXX");
    ck_assert_ptr_nonnull(mkdtemp(scratch));
    setenv("TMPDIR", scratch, 1);
}

/* How many files and folders are left where temporary ones go. */
static int left_over(void)
{
    DIR *folder = opendir(scratch);
    ck_assert_ptr_nonnull(folder);
    int count = 0;
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder)) {
        count += entry->d_name[0] != '.';
    }
    closedir(folder);
    return count;
}

static void close_case(void)
{
    ck_assert_int_eq(left_over(), 0);
    ck_assert_int_eq(rmdir(scratch), 0);
    bcf_arena_free(arena);
}

static bcf_book *begin(void)
{
    bcf_book *book = NULL;
    bcf_code code = bcf_book_new(&book, arena, "A workbook", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return book;
}

static void finish(bcf_text *bytes, bcf_book *book)
{
    bcf_code code = bcf_book_finish(bytes, book, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    bcf_book_free(book);
}

/* What a member of a finished workbook says. */
static const char *member(const bcf_text *bytes, const char *name)
{
    bcf_archive *archive = NULL;
    const char *text = NULL;
    size_t length = 0;
    bcf_code code =
        bcf_archive_open(&archive, arena, "book.xlsx", bytes->bytes, bytes->length, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    code = bcf_archive_read(&text, &length, archive, arena, name, MEMBER_MAX, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return text;
}

#define SHEET_1 "xl/worksheets/sheet1.xml"
#define STRINGS "xl/sharedStrings.xml"

static void says(const char *text, const char *wanted)
{
    ck_assert_msg(strstr(text, wanted) != NULL, "\"%s\" is not in: %s", wanted, text);
}

static void says_not(const char *text, const char *unwanted)
{
    ck_assert_msg(strstr(text, unwanted) == NULL, "\"%s\" is in: %s", unwanted, text);
}

/* A sheet that is some megabyte of XML, and packs to a fiftieth of it. */
static bcf_book *begin_large(void)
{
    bcf_book *book = begin();
    bcf_book_sheet *sheet = bcf_book_add_sheet(book, "Large");
    for (size_t row = 0; row < 20000; row++) {
        bcf_book_formula(sheet, row, 0, "=SUM($B$1:$B$9)+SUM($C$1:$C$9)", "1", BCF_BOOK_POUNDS);
    }
    return book;
}

/* No file may grow past so many bytes, as on a disk that has no more. */
static void limit_files(rlim_t bytes)
{
    signal(SIGXFSZ, SIG_IGN);
    struct rlimit limit;
    ck_assert_int_eq(getrlimit(RLIMIT_FSIZE, &limit), 0);
    limit.rlim_cur = bytes;
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

static const rlim_t limits[] = {0, 4096, 65536, 200000, 1000000};

START_TEST(a_full_disk_is_the_machines_failure)
{
    bcf_book *book = begin_large();
    bcf_text bytes = {0};
    limit_files(limits[_i]);
    bcf_code code = bcf_book_finish(&bytes, book, &err);
    limit_files(RLIM_INFINITY);
    bcf_book_free(book);
    bcf_text_clear(&bytes);
    ck_assert_int_eq(code, BCF_FAILED_MACHINE);
    ck_assert_uint_eq(err.count, 1);
    says(err.messages[0], scratch);
    says(err.messages[0], "could not be written");
}
END_TEST

START_TEST(without_a_place_for_temporary_files_nothing_begins)
{
    char missing[96];
    snprintf(missing, sizeof missing, "%s/none", scratch);
    setenv("TMPDIR", missing, 1);
    bcf_book *book = NULL;
    ck_assert_int_eq(bcf_book_new(&book, arena, "A workbook", &err), BCF_FAILED_MACHINE);
    ck_assert_ptr_null(book);
    says(err.messages[0], missing);
}
END_TEST

START_TEST(a_workbook_that_is_given_up_leaves_nothing)
{
    bcf_book_free(begin_large());
    ck_assert_int_eq(left_over(), 0);
}
END_TEST

START_TEST(a_large_workbook_is_whole)
{
    bcf_text bytes = {0};
    finish(&bytes, begin_large());
    says(member(&bytes, SHEET_1), "<c r=\"A20000\"");
    bcf_text_clear(&bytes);
}
END_TEST

static const char *const inert[][2] = {
    {"=1+1", "<t>=1+1</t>"},
    {"+cmd|' /C calc'!A0", "<t>+cmd|' /C calc'!A0</t>"},
    {"-2", "<t>-2</t>"},
    {"@SUM(1)", "<t>@SUM(1)</t>"},
    {"{=1}", "<t>{=1}</t>"},
    {"1e3", "<t>1e3</t>"},
    {"http://example.org", "<t>http://example.org</t>"},
    {"internal:Sheet!A1", "<t>internal:Sheet!A1</t>"},
    {"<script>", "<t>&lt;script&gt;</t>"},
};

START_TEST(words_are_text_whatever_they_begin_with)
{
    bcf_book *book = begin();
    bcf_book_words(bcf_book_add_sheet(book, "One"), 0, 0, inert[_i][0], BCF_BOOK_PLAIN);
    bcf_text bytes = {0};
    finish(&bytes, book);
    says(member(&bytes, STRINGS), inert[_i][1]);
    says(member(&bytes, SHEET_1), "t=\"s\"");
    says_not(member(&bytes, SHEET_1), "<f>");
    says_not(member(&bytes, SHEET_1), "<hyperlink");
    bcf_text_clear(&bytes);
}
END_TEST

/* What a spreadsheet reads must be the number nearest to the decimal. */
static const char *const figures[][2] = {
    {"0", "<v>0</v>"},
    {"9459245.00", "<v>9459245</v>"},
    {"0.10", "<v>0.1</v>"},
    {"0.57", "<v>0.57</v>"},
    {"-0.01", "<v>-0.01</v>"},
    {"-111750.00", "<v>-111750</v>"},
    {"3784000000.05", "<v>3784000000.05</v>"},
    {"9007199254740991", "<v>9007199254740991</v>"},
    {"0.33333333333333333333", "<v>0.3333333333333333</v>"},
};

START_TEST(a_figure_is_the_decimal_that_was_given)
{
    bcf_book *book = begin();
    bcf_book_sheet *sheet = bcf_book_add_sheet(book, "One");
    bcf_book_figure(sheet, 0, 0, figures[_i][0], BCF_BOOK_POUNDS);
    bcf_book_formula(sheet, 0, 1, "=A1", figures[_i][0], BCF_BOOK_POUNDS);
    bcf_text bytes = {0};
    finish(&bytes, book);
    const char *text = member(&bytes, SHEET_1);
    says(text, figures[_i][1]);
    says(text, "<f>A1</f>");
    says(strstr(text, "<f>A1</f>"), figures[_i][1]);
    bcf_text_clear(&bytes);
}
END_TEST

/* Everything that can be asked for at once. */
static bcf_book *begin_full(void)
{
    static const char *const states[] = {"met", "not-met", NULL};
    static const size_t columns[] = {1};
    static const char *const names[] = {"Pounds"};
    bcf_book *book = begin();
    bcf_book_sheet *sheet = bcf_book_add_sheet(book, "One");
    bcf_book_sheet *other = bcf_book_add_sheet(book, "Other");
    for (size_t row = 0; row < 3; row++) {
        bcf_book_words(sheet, row, 0, "Rotherham", BCF_BOOK_TEXT);
        bcf_book_figure(sheet, row, 1, "12.50", BCF_BOOK_INPUT);
    }
    bcf_book_formula_words(sheet, 0, 2, "=IF(B1=B2,\"ok\",\"differs\")", "ok", BCF_BOOK_CHECK);
    bcf_book_words(sheet, 1, 2, "", BCF_BOOK_BLOCK);
    bcf_book_blank(sheet, 2, 2, BCF_BOOK_INPUT_TEXT);
    bcf_book_allow(sheet, 2, 2, 2, states);
    bcf_book_remark(sheet, 0, 0, "A board.");
    bcf_book_link(sheet, 4, 0, "Other", "To the other");
    bcf_book_width(sheet, 0, 1, 20);
    bcf_book_frame(sheet, 1, 1, 5, 3);
    bcf_book_mark_differences(sheet, 0, 2, 2);
    bcf_book_name(book, "a_board", sheet, 0, 0);
    bcf_book_add_chart(book, sheet,
                       &(bcf_book_chart){.title = "Pounds",
                                         .last_row = 2,
                                         .figures_columns = columns,
                                         .names = names,
                                         .figures_count = 1,
                                         .at_row = 6});
    bcf_book_words(other, 0, 0, "Rotherham", BCF_BOOK_TITLE);
    bcf_book_hide(other);
    return book;
}

static const char *const features[][2] = {
    {SHEET_1, "<f>IF(B1=B2,\"ok\",\"differs\")</f><v>ok</v>"},
    {SHEET_1, "state=\"frozen\""},
    {SHEET_1, "orientation=\"landscape\""},
    {SHEET_1, "fitToHeight=\"0\""},
    {SHEET_1, "paperSize=\"9\""},
    {SHEET_1, "<formula1>\"met,not-met\"</formula1>"},
    {SHEET_1, "location=\"'Other'!A1\""},
    {SHEET_1, "<cfRule type=\"cellIs\""},
    {"xl/workbook.xml", "state=\"hidden\""},
    {"xl/workbook.xml", "<definedName name=\"a_board\">One!$A$1</definedName>"},
    {"xl/workbook.xml", "_xlnm.Print_Titles"},
    {"xl/workbook.xml", "One!$A$1:$C$5</definedName>"},
    {"xl/comments1.xml", "A board."},
    {"xl/charts/chart1.xml", "One!$B$1:$B$3"},
    {"docProps/core.xml", "2015-01-01T12:00:00Z"},
};

START_TEST(what_is_asked_for_is_in_the_file)
{
    bcf_text bytes = {0};
    finish(&bytes, begin_full());
    says(member(&bytes, features[_i][0]), features[_i][1]);
    bcf_text_clear(&bytes);
}
END_TEST

START_TEST(the_same_calls_give_the_same_bytes)
{
    bcf_text first = {0};
    bcf_text second = {0};
    finish(&first, begin_full());
    finish(&second, begin_full());
    ck_assert_uint_eq(first.length, second.length);
    ck_assert_mem_eq(first.bytes, second.bytes, first.length);
    bcf_text_clear(&first);
    bcf_text_clear(&second);
}
END_TEST

START_TEST(a_cell_that_is_written_twice_is_one)
{
    bcf_book *book = begin();
    bcf_book_sheet *sheet = bcf_book_add_sheet(book, "One");
    bcf_book_blank(sheet, 0, 0, BCF_BOOK_INPUT);
    bcf_book_figure(sheet, 0, 0, "1", BCF_BOOK_INPUT);
    bcf_book_add_sheet(book, "Empty");
    bcf_text bytes = {0};
    finish(&bytes, book);
    says(member(&bytes, SHEET_1), "<v>1</v>");
    bcf_text_clear(&bytes);
}
END_TEST

START_TEST(words_longer_than_a_cell_are_cut)
{
    bcf_text words = {0};
    for (int i = 0; i < 40000; i++) {
        bcf_text_add_char(&words, 'a');
    }
    bcf_book *book = begin();
    bcf_book_words(bcf_book_add_sheet(book, "One"), 0, 0, bcf_text_get(&words), BCF_BOOK_PLAIN);
    bcf_text bytes = {0};
    finish(&bytes, book);
    says(member(&bytes, STRINGS), "<t>aaaa");
    bcf_text_clear(&bytes);
    bcf_text_clear(&words);
}
END_TEST

START_TEST(a_list_that_no_cell_can_hold_is_left_out)
{
    char word[200];
    memset(word, 'a', sizeof word - 1);
    word[sizeof word - 1] = '\0';
    const char *const list[] = {word, word, NULL};
    bcf_book *book = begin();
    bcf_book_sheet *sheet = bcf_book_add_sheet(book, "One");
    bcf_book_blank(sheet, 0, 0, BCF_BOOK_INPUT_TEXT);
    bcf_book_allow(sheet, 0, 0, 0, list);
    bcf_text bytes = {0};
    finish(&bytes, book);
    says_not(member(&bytes, SHEET_1), "dataValidation");
    bcf_text_clear(&bytes);
}
END_TEST

static const struct {
    const char *what;
    const char *is;
    size_t row;
    size_t column;
} places[] = {
    {"the first cell", "$A$1", 0, 0},
    {"the last column of one letter", "$Z$3", 2, 25},
    {"the first of two", "$AA$10", 9, 26},
};

START_TEST(a_cell_is_named_as_formulas_name_it)
{
    ck_assert_str_eq(bcf_book_cell(arena, places[_i].row, places[_i].column), places[_i].is);
    char wanted[32];
    snprintf(wanted, sizeof wanted, "One!%s", places[_i].is);
    ck_assert_str_eq(bcf_book_place(arena, "One", places[_i].row, places[_i].column), wanted);
}
END_TEST

/* One more or one less than there are: a piece out of the middle is missed, too. */
static const struct {
    const char *what;
    size_t cells;
    size_t strings;
    bool is_whole;
} counted[] = {
    {"as it is", 10, 2, true},
    {"a cell is missing", 11, 2, false},
    {"a cell too many", 9, 2, false},
    {"words are missing", 10, 3, false},
};

START_TEST(a_piece_that_is_missing_is_missed)
{
    bcf_book *book = begin_full();
    bcf_book_counts counts = bcf_book_count(book);
    ck_assert_uint_eq(counts.sheets, 2);
    ck_assert_uint_eq(counts.cells[0], 10);
    ck_assert_uint_eq(counts.cells[1], 1);
    ck_assert_uint_eq(counts.strings, 2);
    bcf_text bytes = {0};
    finish(&bytes, book);
    counts.cells[0] = counted[_i].cells;
    counts.strings = counted[_i].strings;
    ck_assert_int_eq(bcf_book_is_whole(bytes.bytes, bytes.length, &counts), counted[_i].is_whole);
    bcf_text_clear(&bytes);
}
END_TEST

static TCase *refusals(void)
{
    TCase *tcase = tcase_create("refusals");
    tcase_add_checked_fixture(tcase, open_case, close_case);
    tcase_add_test(tcase, without_a_place_for_temporary_files_nothing_begins);
    ADD_ROWS(tcase, a_full_disk_is_the_machines_failure, limits);
    tcase_add_test(tcase, a_workbook_that_is_given_up_leaves_nothing);
    return tcase;
}

static TCase *cells(void)
{
    TCase *tcase = tcase_create("cells");
    tcase_add_checked_fixture(tcase, open_case, close_case);
    ADD_ROWS(tcase, words_are_text_whatever_they_begin_with, inert);
    ADD_ROWS(tcase, a_figure_is_the_decimal_that_was_given, figures);
    ADD_ROWS(tcase, what_is_asked_for_is_in_the_file, features);
    ADD_ROWS(tcase, a_cell_is_named_as_formulas_name_it, places);
    ADD_ROWS(tcase, a_piece_that_is_missing_is_missed, counted);
    tcase_add_test(tcase, a_large_workbook_is_whole);
    tcase_add_test(tcase, the_same_calls_give_the_same_bytes);
    tcase_add_test(tcase, a_cell_that_is_written_twice_is_one);
    tcase_add_test(tcase, words_longer_than_a_cell_are_cut);
    tcase_add_test(tcase, a_list_that_no_cell_can_hold_is_left_out);
    return tcase;
}

static Suite *book_suite(void)
{
    Suite *suite = suite_create("book");
    suite_add_tcase(suite, refusals());
    suite_add_tcase(suite, cells());
    return suite;
}

RUN_SUITE(book_suite)
