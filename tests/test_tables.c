/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, mkfifo */

#include "tables.h"

#include "support/rows.h"

#include <fcntl.h>
#include <glob.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIXTURES BCF_ROOT "/fixtures/refused"

/* A folder that moves must not empty these tests: how many files they find is stated here. */
#define GOOD_TABLES 7
#define REFUSED_TABLES 157

static char folder[] = "/tmp/bcf-test-tables-XXXXXX";
static bcf_error err;
static bcf_arena *arena;
static bcf_notes notes;

static void find(glob_t *found, const char *pattern, size_t count)
{
    ck_assert_int_eq(glob(pattern, 0, NULL, found), 0);
    ck_assert_uint_eq(found->gl_pathc, count);
}

/* The whole file, which must be smaller than anybody's fixture. */
static bcf_text slurp(const char *path)
{
    bcf_text text = {0};
    char chunk[4096];
    FILE *file = fopen(path, "rb");
    ck_assert_msg(file != NULL, "%s", path);
    for (size_t got = 1; got > 0;) {
        got = fread(chunk, 1, sizeof chunk, file);
        bcf_text_add_bytes(&text, chunk, got);
    }
    fclose(file);
    return text;
}

static const char *in_folder(const char *name)
{
    return bcf_arena_print(arena, "%s/%s", folder, name);
}

static void write_bytes(const char *name, const char *bytes, size_t count)
{
    FILE *file = fopen(in_folder(name), "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, count, file), count);
    ck_assert_int_eq(fclose(file), 0);
}

static void write_table(const char *name, const char *text)
{
    write_bytes(name, text, strlen(text));
}

static void copy_table(const char *from, const char *name)
{
    bcf_text text = slurp(from);
    write_bytes(name, text.bytes, text.length);
    bcf_text_clear(&text);
}

static void make_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
}

static void empty_folder(void)
{
    char pattern[sizeof folder + 2];
    snprintf(pattern, sizeof pattern, "%s/*", folder);
    glob_t found;
    if (glob(pattern, GLOB_PERIOD, NULL, &found) == 0) {
        for (size_t i = 0; i < found.gl_pathc; i++) {
            remove(found.gl_pathv[i]);
        }
        globfree(&found);
    }
}

static void remove_folder(void)
{
    empty_folder();
    ck_assert_int_eq(rmdir(folder), 0);
}

/* A copy of the good dataset, for a test to spoil. */
static void set_up(void)
{
    empty_folder();
    err = (bcf_error){0};
    arena = bcf_arena_new();
    notes = (bcf_notes){.arena = arena};
    glob_t found;
    find(&found, FIXTURES "/good/*.csv", GOOD_TABLES);
    for (size_t i = 0; i < found.gl_pathc; i++) {
        copy_table(found.gl_pathv[i], strrchr(found.gl_pathv[i], '/') + 1);
    }
    globfree(&found);
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static const bcf_tables *read_accepted(void)
{
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, folder, &notes, &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(tables);
    return tables;
}

static void refuse(bcf_code code, size_t problems)
{
    const bcf_tables *tables = NULL;
    ck_assert_int_eq(bcf_tables_read(&tables, arena, folder, &notes, &err), code);
    ck_assert_msg(err.count == problems, "%zu problems: %s; %s", err.count, err.messages[0],
                  err.messages[1]);
}

static void say(size_t i, const char *name, const char *words)
{
    const char *start = bcf_arena_print(arena, "%s%s%s", folder, name[0] == '\0' ? "" : "/", name);
    ck_assert_msg(strncmp(err.messages[i], start, strlen(start)) == 0
                      && strstr(err.messages[i], words) != NULL,
                  "got %s, want %s ... %s", err.messages[i], start, words);
}

/* Files that are wrong in one way: fixtures/refused/tables/<table>--<fault>.csv, and beside each
 * its .expect: the line of the problem (0: the file as a whole), then words of the message. */
START_TEST(a_faulty_file_is_refused_once_and_where)
{
    glob_t found;
    find(&found, FIXTURES "/tables/*.csv", REFUSED_TABLES);
    const char *file = found.gl_pathv[_i];
    const char *name = strrchr(file, '/') + 1;
    const char *dash = strstr(name, "--");
    ck_assert_msg(dash != NULL, "%s", file);
    const char *table = bcf_arena_print(arena, "%.*s.csv", (int)(dash - name), name);
    copy_table(file, table);

    const char *stem = bcf_arena_text_part(arena, file, strlen(file) - strlen(".csv"));
    bcf_text expected = slurp(bcf_arena_print(arena, "%s.expect", stem));
    char *words = strchr(expected.bytes, '\n');
    ck_assert_msg(words != NULL && words[1] != '\0', "%s expects nothing", name);
    *words++ = '\0';
    words[strcspn(words, "\n")] = '\0';
    const char *line = strcmp(expected.bytes, "0") == 0 ? "" : expected.bytes;
    const char *start =
        bcf_arena_print(arena, "%s/%s:%s%s ", folder, table, line, line[0] == '\0' ? "" : ":");

    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, folder, &notes, &err);
    ck_assert_msg(code != BCF_OK, "%s was accepted", name);
    ck_assert_msg(err.count == 1, "%s: %s, but also %s", name, err.messages[0], err.messages[1]);
    ck_assert_msg(strncmp(err.messages[0], start, strlen(start)) == 0
                      && strstr(err.messages[0], words) != NULL,
                  "%s: got %s, want %s", name, err.messages[0], words);
    ck_assert_msg(strpbrk(err.messages[0], "\r\n") == NULL, "%s: more than one line", name);
    bcf_text_clear(&expected);
    globfree(&found);
}
END_TEST

START_TEST(the_good_dataset_is_read)
{
    const bcf_tables *tables = read_accepted();
    ck_assert_str_eq(tables->folder, folder);
    ck_assert_str_eq(tables->title, "Two boards, invented");
    ck_assert_str_eq(tables->vintage, "2015-12-31");
    const bcf_table *residents = &tables->table[BCF_TABLE_RESIDENTS];
    ck_assert(residents->is_there);
    ck_assert_int_eq(residents->status, BCF_STATUS_ILLUSTRATIVE);
    ck_assert_uint_eq(residents->row_count, 4);
    ck_assert_int_eq(residents->rows[1].place.line, 3);
    ck_assert_str_eq(residents->rows[1].place.file, in_folder("residents.csv"));
    const bcf_cell *cells = residents->rows[1].cells;
    ck_assert_str_eq(cells[0].text, "G1");
    ck_assert_str_eq(cells[1].text, "C2");
    ck_assert_uint_eq(cells[2].as.figure.units, 1005);
    ck_assert_uint_eq(cells[2].as.figure.places, 1);
    ck_assert(!tables->table[BCF_TABLE_AMBITIONS].is_there);
}
END_TEST

START_TEST(tables_of_the_manifest_that_are_absent_are_noted)
{
    read_accepted();
    ck_assert_uint_eq(notes.count, BCF_TABLE_COUNT - GOOD_TABLES);
    ck_assert_str_eq(notes.items[0].sentence,
                     bcf_arena_print(arena, "%s:9: table 'controls' is not in the folder",
                                     in_folder("manifest.csv")));
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
} same_boards[] = {
    {"a byte-order mark", "\xEF\xBB\xBFhwb,name\nH1,Shire\nH2,Port\n"},
    {"line ends of Windows", "hwb,name\r\nH1,Shire\r\nH2,Port\r\n"},
    {"quoted cells", "\"hwb\",\"name\"\n\"H1\",\"Shire\"\n\"H2\",\"Port\"\n"},
    {"another order of columns", "name,hwb\nShire,H1\nPort,H2\n"},
    {"another order of rows", "hwb,name\nH2,Port\nH1,Shire\n"},
    {"no line end at the end", "hwb,name\nH1,Shire\nH2,Port"},
    {"empty lines", "hwb,name\n\nH1,Shire\n\nH2,Port\n\n"},
    {"a column that nobody knows", "hwb,colour,name\nH1,red,Shire\nH2,blue,Port\n"},
};

static const char *canonical(const bcf_tables *tables, bcf_table_id id)
{
    bcf_text text = {0};
    bcf_tables_canonical(&text, tables, id);
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

START_TEST(the_way_a_table_is_written_does_not_count)
{
    const char *want = canonical(read_accepted(), BCF_TABLE_BOARDS);
    ck_assert_str_eq(want, "hwb,name\nH1,Shire\nH2,Port\n");
    write_table("boards.csv", same_boards[_i].bytes);
    const char *got = canonical(read_accepted(), BCF_TABLE_BOARDS);
    ck_assert_msg(strcmp(got, want) == 0, "%s: got %s", same_boards[_i].name, got);
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
} other_boards[] = {
    {"a letter", "hwb,name\nH1,Shire\nH2,Fort\n"},
    {"a space", "hwb,name\nH1,Shire\nH2,Port \n"},
    {"a row more", "hwb,name\nH1,Shire\nH2,Port\nH3,Bay\n"},
    {"a row fewer", "hwb,name\nH1,Shire\n"},
    {"the border between cells", "hwb,name\nH1,Shire\nH,2Port\n"},
    {"a row inside a cell", "hwb,name\nH1,\"Shire\nH2,Port\"\n"},
};

START_TEST(what_a_table_says_counts)
{
    const char *before = canonical(read_accepted(), BCF_TABLE_BOARDS);
    write_table("boards.csv", other_boards[_i].bytes);
    const char *after = canonical(read_accepted(), BCF_TABLE_BOARDS);
    ck_assert_msg(strcmp(before, after) != 0, "%s does not count", other_boards[_i].name);
}
END_TEST

START_TEST(an_optional_column_counts_only_where_it_is)
{
    const bcf_tables *tables = read_accepted();
    const char *head = "council,name,kind,hwb\n";
    ck_assert_int_eq(strncmp(canonical(tables, BCF_TABLE_COUNCILS), head, strlen(head)), 0);
    ck_assert_int_eq(tables->table[BCF_TABLE_COUNCILS].column_is_there[4], 0);
    write_table("councils.csv", "region,council,name,kind,hwb\nSouth,C1,Shire,county,H1\n");
    tables = read_accepted();
    ck_assert_str_eq(canonical(tables, BCF_TABLE_COUNCILS), "council,name,kind,hwb,region\n"
                                                            "C1,Shire,county,H1,South\n");
    ck_assert_int_eq(tables->table[BCF_TABLE_COUNCILS].column_is_there[4], 1);
}
END_TEST

START_TEST(a_table_that_is_absent_has_no_canonical_form)
{
    ck_assert_str_eq(canonical(read_accepted(), BCF_TABLE_PAID), "");
}
END_TEST

START_TEST(a_column_that_is_not_known_is_noted)
{
    write_table("boards.csv", "hwb,nmae,name\nH1,x,Shire\nH2,y,Port\n");
    read_accepted();
    ck_assert_str_eq(notes.items[0].sentence,
                     bcf_arena_print(arena, "%s:1: column 'nmae' is not known and was left alone",
                                     in_folder("boards.csv")));
}
END_TEST

START_TEST(names_may_run_over_lines)
{
    write_table("boards.csv", "hwb,name\nH1,\"The\nShire\"\nH2,\"=Port, <script>\"\n");
    const bcf_table *boards = &read_accepted()->table[BCF_TABLE_BOARDS];
    ck_assert_str_eq(boards->rows[0].cells[1].text, "The\nShire");
    ck_assert_str_eq(boards->rows[1].cells[1].text, "=Port, <script>");
    ck_assert_int_eq(boards->rows[1].place.line, 4);
}
END_TEST

START_TEST(forty_digits_are_kept)
{
    write_table("residents.csv", "ccg,council,people\n"
                                 "G1,C1,1234567890123456789012345678901234567890\n"
                                 "G1,C2,0.123456789012345678901234567890123456789\n");
    const bcf_row *rows = read_accepted()->table[BCF_TABLE_RESIDENTS].rows;
    ck_assert_str_eq(rows[0].cells[2].as.figure.written,
                     "1234567890123456789012345678901234567890");
    ck_assert_uint_eq(rows[1].cells[2].as.figure.places, 39);
}
END_TEST

START_TEST(cells_are_read_as_their_columns_type)
{
    write_table("paid.csv", "on,hwb,payment,part,amount\n2015-04-30,H1,2015-04,local,12.5\n"
                            ",H1,2015-04,acute-impact,249999999999987.49\n");
    write_table("ambitions.csv",
                "hwb,metric,payment,definition,baseline_period,baseline_numerator,"
                "baseline_denominator,ambition_numerator,ambition_denominator,status\n"
                "H1,local,,v1,2013-04..2013-12,0,500,250.5,500,derived\n");
    write_table("decisions.csv", "hwb,item,state,decided\nH1,recovery-plan,not-required,\n");
    const bcf_tables *tables = read_accepted();
    const bcf_row *paid = tables->table[BCF_TABLE_PAID].rows;
    ck_assert_int_eq(paid[0].cells[3].as.money.pence, 1250);
    ck_assert_int_eq(paid[0].cells[4].as.date, 20150430);
    ck_assert_int_eq(paid[1].cells[3].as.money.pence + 1250, BCF_TABLES_PENCE_MAX);
    ck_assert_int_eq(paid[1].cells[4].as.date, 0);
    const bcf_cell *ambition = tables->table[BCF_TABLE_AMBITIONS].rows[0].cells;
    ck_assert_str_eq(ambition[2].text, "");
    ck_assert_int_eq(ambition[4].as.period.first, 2013 * 12 + 3);
    ck_assert_int_eq(ambition[4].as.period.last, 2013 * 12 + 11);
    ck_assert(bcf_decimal_is_zero(&ambition[5].as.figure));
    ck_assert_uint_eq(ambition[7].as.figure.units, 2505);
    ck_assert_int_eq(ambition[9].as.status, BCF_STATUS_DERIVED);
    const bcf_cell *decision = tables->table[BCF_TABLE_DECISIONS].rows[0].cells;
    ck_assert_int_eq(decision[1].as.word, 4);
    ck_assert_int_eq(decision[2].as.word, 4);
}
END_TEST

START_TEST(a_rows_own_status_counts_before_its_tables)
{
    write_table("indicators.csv", "area,indicator,period,value,status\n"
                                  "G1,programme-allocation,2015-16,7,published\n"
                                  "G2,programme-allocation,2015-16,3,derived\n");
    const bcf_tables *tables = read_accepted();
    const bcf_row *rows = tables->table[BCF_TABLE_INDICATORS].rows;
    ck_assert_int_eq(bcf_row_status(tables, BCF_TABLE_INDICATORS, &rows[0]), BCF_STATUS_PUBLISHED);
    ck_assert_int_eq(bcf_row_status(tables, BCF_TABLE_INDICATORS, &rows[1]), BCF_STATUS_DERIVED);
    const bcf_row *residents = tables->table[BCF_TABLE_RESIDENTS].rows;
    ck_assert_int_eq(bcf_row_status(tables, BCF_TABLE_RESIDENTS, &residents[0]),
                     BCF_STATUS_ILLUSTRATIVE);
}
END_TEST

START_TEST(statuses_are_ordered)
{
    ck_assert_str_eq(bcf_status_text(BCF_STATUS_NONE), "");
    ck_assert_str_eq(bcf_status_text(BCF_STATUS_PUBLISHED), "published");
    ck_assert_str_eq(bcf_status_text(BCF_STATUS_ILLUSTRATIVE), "illustrative");
    ck_assert_int_eq(bcf_status_worst(BCF_STATUS_NONE, BCF_STATUS_DERIVED), BCF_STATUS_DERIVED);
    ck_assert_int_eq(bcf_status_worst(BCF_STATUS_ILLUSTRATIVE, BCF_STATUS_DERIVED),
                     BCF_STATUS_ILLUSTRATIVE);
    ck_assert_int_eq(bcf_status_computed(BCF_STATUS_PUBLISHED), BCF_STATUS_DERIVED);
    ck_assert_int_eq(bcf_status_computed(BCF_STATUS_ILLUSTRATIVE), BCF_STATUS_ILLUSTRATIVE);
    ck_assert_int_eq(bcf_status_computed(BCF_STATUS_NONE), BCF_STATUS_NONE);
}
END_TEST

START_TEST(problems_of_all_files_come_together)
{
    write_table("boards.csv", "hwb,name\nH1,\nH2,Port,x\n,Bay\n");
    write_table("residents.csv", "ccg,council,people\nG1,C1,1e3\nG1,C1,NaN\n");
    remove(in_folder("ccgs.csv"));
    refuse(BCF_REFUSED_FORM, 7);
    say(0, "boards.csv:3: ", "the row has 3 cells, the header 2");
    say(1, "boards.csv:2: ", "name is empty");
    say(2, "boards.csv:4: ", "hwb is empty");
    say(3, "", ": no table 'ccgs', which every verb needs");
    say(4, "residents.csv:2: ", "people '1e3'");
    say(5, "residents.csv:3: ", "people 'NaN'");
    say(6, "residents.csv:3: ", "a second row for ccg 'G1', council 'C1' (the first is line 2)");
}
END_TEST

START_TEST(keys_are_told_apart_cell_by_cell)
{
    write_table("residents.csv", "ccg,council,people\nG1,1C1,1\nG11,C1,2\n");
    ck_assert_uint_eq(read_accepted()->table[BCF_TABLE_RESIDENTS].row_count, 2);
}
END_TEST

START_TEST(rows_without_a_column_of_the_key_are_no_second_rows)
{
    write_table("residents.csv", "ccg,people\nG1,1\nG1,2\n");
    refuse(BCF_REFUSED_DATA, 1);
    say(0, "residents.csv:1: ", "no column 'council'");
}
END_TEST

static const struct {
    const char *name;
    const char *file;
} needed[] = {
    {"manifest", "manifest.csv"}, {"boards", "boards.csv"},       {"councils", "councils.csv"},
    {"ccgs", "ccgs.csv"},         {"residents", "residents.csv"}, {"indicators", "indicators.csv"},
};

START_TEST(the_six_tables_are_needed)
{
    remove(in_folder(needed[_i].file));
    refuse(BCF_REFUSED_DATA, 1);
    say(0, "", bcf_arena_print(arena, ": no table '%s'", needed[_i].name));
}
END_TEST

START_TEST(what_a_verb_needs_is_named)
{
    const bcf_tables *tables = read_accepted();
    ck_assert_int_eq(bcf_tables_need(tables, BCF_TABLE_DISTRICTS, "score", &err), BCF_OK);
    ck_assert_int_eq(bcf_tables_need(tables, BCF_TABLE_AMBITIONS, "score", &err), BCF_REFUSED_DATA);
    say(0, "", ": the folder has no table 'ambitions', which 'score' needs");
}
END_TEST

static const struct {
    const char *name;
    const char *file;
} ignored[] = {
    {"a hidden table", ".boards.csv"}, {"a read-me", "README.md"},
    {"a script", "make.py"},           {"a table of another kind", "boards.tsv"},
    {"a backup", "boards.csv~"},       {"a name without a stem", ".csv"},
};

START_TEST(other_files_are_left_alone)
{
    write_table(ignored[_i].file, "\"not, a\ntable\n");
    read_accepted();
}
END_TEST

START_TEST(capital_letters_make_a_table_too)
{
    ck_assert_int_eq(rename(in_folder("boards.csv"), in_folder("boards.CSV")), 0);
    const bcf_table *boards = &read_accepted()->table[BCF_TABLE_BOARDS];
    ck_assert_uint_eq(boards->row_count, 2);
    ck_assert_str_eq(boards->file, in_folder("boards.CSV"));
}
END_TEST

START_TEST(two_files_for_one_table_are_refused)
{
    copy_table(in_folder("boards.csv"), "boards.CSV");
    refuse(BCF_REFUSED_DATA, 1);
    say(0, "boards.csv: ", "a second file for table 'boards' (the first is ");
}
END_TEST

START_TEST(a_missing_folder_is_refused)
{
    const bcf_tables *tables = NULL;
    const char *nowhere = in_folder("nowhere");
    ck_assert_int_eq(bcf_tables_read(&tables, arena, nowhere, &notes, &err), BCF_REFUSED_FILE);
    ck_assert_str_eq(err.messages[0], bcf_arena_print(arena, "%s: no such folder", nowhere));
}
END_TEST

START_TEST(a_workbook_is_no_folder)
{
    const bcf_tables *tables = NULL;
    write_table("dataset.xlsx", "PK");
    const char *workbook = in_folder("dataset.xlsx");
    ck_assert_int_eq(bcf_tables_read(&tables, arena, workbook, &notes, &err), BCF_REFUSED_FILE);
    ck_assert_str_eq(err.messages[0],
                     bcf_arena_print(arena,
                                     "%s: is neither a folder of CSV tables nor an .xlsx or "
                                     ".ods workbook",
                                     workbook));
}
END_TEST

START_TEST(a_slash_at_the_end_is_not_doubled)
{
    const bcf_tables *tables = NULL;
    bcf_code code = bcf_tables_read(&tables, arena, in_folder(""), &notes, &err);
    ck_assert_int_eq(code, BCF_OK);
    ck_assert_str_eq(tables->table[BCF_TABLE_BOARDS].file, in_folder("boards.csv"));
}
END_TEST

START_TEST(a_pipe_among_the_tables_is_refused_without_waiting)
{
    remove(in_folder("boards.csv"));
    ck_assert_int_eq(mkfifo(in_folder("boards.csv"), 0600), 0);
    refuse(BCF_REFUSED_FILE, 1);
    say(0, "boards.csv: ", "is not a regular file");
}
END_TEST

START_TEST(ten_gigabytes_among_the_tables_are_refused_at_once)
{
    int descriptor = open(in_folder("boards.csv"), O_WRONLY);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(ftruncate(descriptor, (off_t)10 * 1024 * 1024 * 1024), 0);
    close(descriptor);
    refuse(BCF_REFUSED_FILE, 1);
    say(0, "boards.csv: ", "is larger than 256 MB");
}
END_TEST

START_TEST(a_manifest_that_cannot_be_read_is_not_held_against_the_tables)
{
    write_table("manifest.csv", "table,status\n\"boards,published\n");
    refuse(BCF_REFUSED_FORM, 6);
    say(0, "manifest.csv:2: ", "a quote is left open");
    say(1, "manifest.csv:1: ", "no column 'publisher'");
}
END_TEST

START_TEST(descriptions_agree_with_themselves)
{
    for (int table = 0; table < BCF_TABLE_COUNT; table++) {
        bcf_table_id id = (bcf_table_id)table;
        size_t count = 0;
        size_t key_count = 0;
        const bcf_column *columns = bcf_table_columns(id, &count);
        for (size_t i = 0; i < count; i++) {
            key_count += columns[i].is_key;
            ck_assert_uint_eq(bcf_table_column(id, columns[i].name), i);
            ck_assert_int_ne(columns[i].type, 0);
            ck_assert((columns[i].type == BCF_CELL_WORD) == (columns[i].words != NULL));
            ck_assert(!(columns[i].is_key && columns[i].is_optional));
        }
        ck_assert_uint_gt(key_count, 0);
        bcf_table_id found = BCF_TABLE_COUNT;
        ck_assert(bcf_table_find(&found, bcf_table_name(id)));
        ck_assert_int_eq(found, id);
    }
}
END_TEST

static void add_tests_of_content(TCase *tcase)
{
    tcase_add_loop_test(tcase, a_faulty_file_is_refused_once_and_where, 0, REFUSED_TABLES);
    tcase_add_test(tcase, the_good_dataset_is_read);
    tcase_add_test(tcase, tables_of_the_manifest_that_are_absent_are_noted);
    ADD_ROWS(tcase, the_way_a_table_is_written_does_not_count, same_boards);
    ADD_ROWS(tcase, what_a_table_says_counts, other_boards);
    tcase_add_test(tcase, an_optional_column_counts_only_where_it_is);
    tcase_add_test(tcase, a_table_that_is_absent_has_no_canonical_form);
    tcase_add_test(tcase, a_column_that_is_not_known_is_noted);
    tcase_add_test(tcase, names_may_run_over_lines);
    tcase_add_test(tcase, forty_digits_are_kept);
    tcase_add_test(tcase, cells_are_read_as_their_columns_type);
    tcase_add_test(tcase, a_rows_own_status_counts_before_its_tables);
    tcase_add_test(tcase, statuses_are_ordered);
    tcase_add_test(tcase, descriptions_agree_with_themselves);
}

static void add_tests_of_the_folder(TCase *tcase)
{
    tcase_add_test(tcase, problems_of_all_files_come_together);
    tcase_add_test(tcase, keys_are_told_apart_cell_by_cell);
    tcase_add_test(tcase, rows_without_a_column_of_the_key_are_no_second_rows);
    ADD_ROWS(tcase, the_six_tables_are_needed, needed);
    tcase_add_test(tcase, what_a_verb_needs_is_named);
    ADD_ROWS(tcase, other_files_are_left_alone, ignored);
    tcase_add_test(tcase, capital_letters_make_a_table_too);
    tcase_add_test(tcase, two_files_for_one_table_are_refused);
    tcase_add_test(tcase, a_missing_folder_is_refused);
    tcase_add_test(tcase, a_workbook_is_no_folder);
    tcase_add_test(tcase, a_slash_at_the_end_is_not_doubled);
    tcase_add_test(tcase, a_pipe_among_the_tables_is_refused_without_waiting);
    tcase_add_test(tcase, ten_gigabytes_among_the_tables_are_refused_at_once);
    tcase_add_test(tcase, a_manifest_that_cannot_be_read_is_not_held_against_the_tables);
}

static Suite *tables_suite(void)
{
    TCase *tcase = tcase_create("tables");
    tcase_add_unchecked_fixture(tcase, make_folder, remove_folder);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    add_tests_of_content(tcase);
    add_tests_of_the_folder(tcase);
    Suite *suite = suite_create("tables");
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(tables_suite)
