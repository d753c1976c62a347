/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* mkdtemp, mkfifo, ftruncate */

#include "csv.h"

#include "support/rows.h"

#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[] = "/tmp/bcf-test-csv-XXXXXX";
static char path[sizeof folder + 16];
static bcf_error err;
static bcf_arena *arena;

static void make_folder(void)
{
    ck_assert_ptr_nonnull(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/table.csv", folder);
}

static void remove_folder(void)
{
    unlink(path);
    ck_assert_int_eq(rmdir(folder), 0);
}

static void set_up(void)
{
    unlink(path);
    err = (bcf_error){0};
    arena = bcf_arena_new();
}

static void tear_down(void)
{
    bcf_arena_free(arena);
}

static void write_table(const char *bytes, size_t count)
{
    FILE *file = fopen(path, "wb");
    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, count, file), count);
    ck_assert_int_eq(fclose(file), 0);
}

static const bcf_csv *read_accepted(void)
{
    const bcf_csv *csv = NULL;
    bcf_code code = bcf_csv_read(&csv, arena, path, &err);
    ck_assert_msg(code == BCF_OK && err.count == 0, "%s", err.messages[0]);
    ck_assert_ptr_nonnull(csv);
    return csv;
}

/* "line[cell][cell]" for each row, the header without a line. */
static const char *shown(const bcf_csv *csv)
{
    bcf_text text = {0};
    for (size_t i = 0; i < csv->column_count; i++) {
        bcf_text_print(&text, "[%s]", csv->columns[i]);
    }
    for (size_t row = 0; row < csv->row_count; row++) {
        bcf_text_print(&text, " %d", csv->rows[row].line);
        for (size_t i = 0; i < csv->column_count; i++) {
            bcf_text_print(&text, "[%s]", csv->rows[row].cells[i]);
        }
    }
    const char *kept = bcf_arena_text(arena, bcf_text_get(&text));
    bcf_text_clear(&text);
    return kept;
}

/* What a visitor is told, in the form of shown(). */
typedef struct visit {
    bcf_text told;
    bool wants_rows;
} visit;

static bool see_header(void *context, const bcf_csv *csv)
{
    visit *seen = context;
    for (size_t i = 0; i < csv->column_count; i++) {
        bcf_text_print(&seen->told, "[%s]", csv->columns[i]);
    }
    return seen->wants_rows;
}

static void see_row(void *context, const bcf_csv *csv, const bcf_csv_row *row)
{
    visit *seen = context;
    bcf_text_print(&seen->told, " %d", row->line);
    for (size_t i = 0; i < csv->column_count; i++) {
        bcf_text_print(&seen->told, "[%s]", row->cells[i]);
    }
}

static bcf_csv_visitor visitor_of(visit *seen)
{
    return (bcf_csv_visitor){.bytes_max = BCF_CSV_BYTES_MAX,
                             .rows_max = 1000,
                             .header = see_header,
                             .row = see_row,
                             .context = seen};
}

/* Row by row, the file says what it says as a whole, and is refused for the same. */
static void visit_alike(bcf_code whole, const bcf_csv *csv, const bcf_error *why)
{
    visit seen = {.wants_rows = true};
    bcf_csv_visitor visitor = visitor_of(&seen);
    bcf_error again = {0};
    ck_assert_int_eq((int)bcf_csv_visit(arena, path, &visitor, &again), (int)whole);
    ck_assert_uint_eq(again.count, why->count);
    for (size_t i = 0; i < again.count && i < BCF_PROBLEMS_MAX; i++) {
        ck_assert_str_eq(again.messages[i], why->messages[i]);
    }
    ck_assert_str_eq(bcf_text_get(&seen.told), csv == NULL ? "" : shown(csv));
    bcf_text_clear(&seen.told);
}

static const struct {
    const char *name;
    const char *bytes;
    const char *shown;
} accepted[] = {
    {"plain rows", "a,b\n1,2\n3,4\n", "[a][b] 2[1][2] 3[3][4]"},
    {"no rows", "a,b\n", "[a][b]"},
    {"no line end at the end", "a,b\n1,2", "[a][b] 2[1][2]"},
    {"a header without a line end", "a,b", "[a][b]"},
    {"a byte-order mark",
     "\xEF\xBB\xBF"
     "a,b\n1,2\n",
     "[a][b] 2[1][2]"},
    {"a byte-order mark before a quote", "\xEF\xBB\xBF\"a\",b\n1,2\n", "[a][b] 2[1][2]"},
    {"line ends of Windows", "a,b\r\n1,2\r\n3,4\r\n", "[a][b] 2[1][2] 3[3][4]"},
    {"line ends of old Macintoshes", "a,b\r1,2\r3,4\r", "[a][b] 2[1][2] 3[3][4]"},
    {"all line ends at once", "a,b\r\n1,2\r3,4\n\n5,6\r\r\n7,8\n",
     "[a][b] 2[1][2] 3[3][4] 5[5][6] 7[7][8]"},
    {"empty lines are no rows", "\n\na,b\n\n1,2\n\r\n\n3,4\n\n", "[a][b] 5[1][2] 8[3][4]"},
    {"quoted cells", "\"a\",\"b\"\n\"1,5\",\"say \"\"yes\"\"\"\n", "[a][b] 2[1,5][say \"yes\"]"},
    {"quoted and empty", "a,b\n\"\",\"\"\n", "[a][b] 2[][]"},
    {"empty cells", "a,b\n,\n1,\n,2\n", "[a][b] 2[][] 3[1][] 4[][2]"},
    {"an empty cell at the very end", "a,b\n1,", "[a][b] 2[1][]"},
    {"quoted line ends count", "a,b\n\"1\n2\r\n3\r4\",x\ny,z\n",
     "[a][b] 2[1\n2\r\n3\r4][x] 6[y][z]"},
    {"a row begins where its first cell does", "a,b\nx,\"\n\n\"\ny,z\n",
     "[a][b] 2[x][\n\n] 5[y][z]"},
    {"no space is stripped", "a, b \n 1 ,\t2\t\n\" 3 \",  \n", "[a][ b ] 2[ 1 ][\t2\t] 3[ 3 ][  ]"},
    {"a line of spaces is a row", "a\n \nx\n", "[a] 2[ ] 3[x]"},
    {"beyond ASCII", "a,b\nÉire,£\xF0\x9F\x8F\x9B\n", "[a][b] 2[Éire][£\xF0\x9F\x8F\x9B]"},
    {"the apostrophe of a formula comes off", "a,b\n'=1,'-2\n'+3,'@4\n'\t5,\"'\r6\"\n",
     "[a][b] 2[=1][-2] 3[+3][@4] 4[\t5][\r6]"},
    {"one apostrophe of several comes off", "a,b\n''=1,'''x\n", "[a][b] 2['=1]['''x]"},
    {"other apostrophes stay", "a,b\n'tis,'\n5'=,''\n", "[a][b] 2['tis]['] 3[5'=]['']"},
    {"a formula from elsewhere is text", "a,b\n=1+1,-5\n", "[a][b] 2[=1+1][-5]"},
    {"markup is text", "a,b\n<script>,&amp;\n", "[a][b] 2[<script>][&amp;]"},
};

START_TEST(accepted_tables_say_what_was_written)
{
    write_table(accepted[_i].bytes, strlen(accepted[_i].bytes));
    const bcf_csv *csv = read_accepted();
    const char *got = shown(csv);
    visit_alike(BCF_OK, csv, &err);
    ck_assert_msg(strcmp(got, accepted[_i].shown) == 0, "%s: got %s, want %s", accepted[_i].name,
                  got, accepted[_i].shown);
}
END_TEST

static const struct {
    const char *name;
    const char *bytes;
    const char *problems; /* "line: words" each, with a semicolon between */
    const char *shown;    /* what could be read all the same, or NULL */
} refused[] = {
    {"nothing at all", "", "1: no header row", NULL},
    {"nothing but a mark", "\xEF\xBB\xBF", "1: no header row", NULL},
    {"ragged rows, each of them", "a,b\n1\n2,3\n4,5,6\n",
     "2: the row has 1 cell, the header 2;4: the row has 3 cells, the header 2", "[a][b] 3[2][3]"},
    {"columns twice and without a name", "a,,a\n1,2,3\n",
     "1: column 2 has no name;1: column 'a' is there twice", "[a][][a] 2[1][2][3]"},
    {"bytes that are no text", "a,b\n\xC0\x80,1\n2,3\n\x7F,4\n",
     "2: cell 1 holds bytes that are not UTF-8, or control characters;"
     "4: cell 1 holds bytes that are not UTF-8, or control characters",
     "[a][b] 3[2][3]"},
    {"a second byte-order mark is a letter, half a one is not",
     "\xEF\xBB"
     "a,b\n",
     "1: cell 1 holds bytes that are not UTF-8, or control characters", NULL},
    {"a problem behind quoted line ends", "a,b\n\"1\n\n\",2\n3\n",
     "5: the row has 1 cell, the header 2", "[a][b] 2[1\n\n][2]"},
    {"a problem after line ends of Windows", "a,b\r\n1,2\r\n3\r\n",
     "3: the row has 1 cell, the header 2", "[a][b] 2[1][2]"},
    {"a quote inside a bare cell", "a,b\n1,2\n3\"4,5\n6,7\n", "3: a quote is out of place",
     "[a][b] 2[1][2]"},
    {"a space before a quote", "a,b\n1, \"2\"\n", "2: a quote is out of place", "[a][b]"},
    {"a space after a quote", "a,b\n1,\"2\" \n", "2: a quote is out of place", "[a][b]"},
    {"a quote left open", "a,b\n1,2\n3,\"4\n\n", "3: a quote is left open", "[a][b] 2[1][2]"},
    {"a quote left open in the header", "a,\"b\n1,2\n", "1: a quote is left open", NULL},
};

START_TEST(refused_tables_name_every_problem)
{
    write_table(refused[_i].bytes, strlen(refused[_i].bytes));
    const bcf_csv *csv = NULL;
    ck_assert_int_eq(bcf_csv_read(&csv, arena, path, &err), BCF_REFUSED_FORM);
    bcf_text got = {0};
    for (size_t i = 0; i < err.count; i++) {
        ck_assert_int_eq(strncmp(err.messages[i], path, strlen(path)), 0);
        bcf_text_print(&got, "%s%s", i == 0 ? "" : ";", err.messages[i] + strlen(path) + 1);
    }
    ck_assert_msg(strcmp(got.bytes, refused[_i].problems) == 0, "%s: got %s, want %s",
                  refused[_i].name, got.bytes, refused[_i].problems);
    bcf_text_clear(&got);
    ck_assert_pstr_eq(csv == NULL ? NULL : shown(csv), refused[_i].shown);
    visit_alike(BCF_REFUSED_FORM, csv, &err);
}
END_TEST

START_TEST(a_visitor_may_want_no_row_and_bounds_their_number)
{
    const char table[] = "a,b\n1,2\n3,4\n";
    write_table(table, strlen(table));
    visit seen = {.wants_rows = false};
    bcf_csv_visitor visitor = visitor_of(&seen);
    ck_assert_int_eq((int)bcf_csv_visit(arena, path, &visitor, &err), (int)BCF_OK);
    ck_assert_str_eq(bcf_text_get(&seen.told), "[a][b]");
    visitor.rows_max = 2;
    ck_assert_int_eq((int)bcf_csv_visit(arena, path, &visitor, &err), (int)BCF_OK);
    visitor.rows_max = 1;
    ck_assert_int_eq((int)bcf_csv_visit(arena, path, &visitor, &err), (int)BCF_REFUSED_FORM);
    ck_assert_msg(strstr(err.messages[0], ":3: more rows than any table has") != NULL, "%s",
                  err.messages[0]);
    err = (bcf_error){0};
    visitor.bytes_max = (int64_t)strlen(table) - 1;
    ck_assert_int_eq((int)bcf_csv_visit(arena, path, &visitor, &err), (int)BCF_REFUSED_FILE);
    bcf_text_clear(&seen.told);
}
END_TEST

START_TEST(a_nul_byte_is_refused)
{
    write_table("a,b\n1\0002,3\n", 10);
    const bcf_csv *csv = NULL;
    ck_assert_int_eq(bcf_csv_read(&csv, arena, path, &err), BCF_REFUSED_FORM);
    ck_assert_ptr_nonnull(strstr(err.messages[0], "table.csv:2: cell 1 holds bytes"));
}
END_TEST

START_TEST(problems_past_the_limit_are_counted)
{
    bcf_text text = {0};
    bcf_text_add(&text, "a,b\n");
    for (int i = 0; i < 100; i++) {
        bcf_text_add(&text, "1\n");
    }
    write_table(text.bytes, text.length);
    bcf_text_clear(&text);
    const bcf_csv *csv = NULL;
    ck_assert_int_eq(bcf_csv_read(&csv, arena, path, &err), BCF_REFUSED_FORM);
    ck_assert_uint_eq(err.count, BCF_PROBLEMS_MAX);
    ck_assert_uint_eq(err.dropped, 100 - BCF_PROBLEMS_MAX);
}
END_TEST

/* Around the size in which a file is read, whatever that is: each start shifts the boundary. */
static const struct {
    const char *name;
    const char *piece;
    const char *shown;
} across[] = {
    {"a line end of Windows", "1,2\r\n3,4\r\n", " 2[1][2] 3[3][4]"},
    {"a quoted line end of Windows", "\"\r\n\r\n\",\"\r\n\"\r\n3,4\r\n",
     " 2[\r\n\r\n][\r\n] 6[3][4]"},
    {"a letter of four bytes", "\xF0\x9F\x8F\x9B\xF0\x9F\x8F\x9B,2\n",
     " 2[\xF0\x9F\x8F\x9B\xF0\x9F\x8F\x9B][2]"},
    {"two quotes", "\"\"\"\"\"\",\"\"\n", " 2[\"\"][]"},
};

START_TEST(pieces_of_a_file_join_without_a_seam)
{
    for (size_t start = 65536 - 32; start <= 65536; start++) {
        bcf_text text = {0};
        bcf_text_print(&text, "a,\"%*s\"\n", (int)(start - 6), "b");
        bcf_text_add(&text, across[_i].piece);
        write_table(text.bytes, text.length);
        bcf_text_clear(&text);
        const char *got = strchr(shown(read_accepted()), 'b') + 2;
        ck_assert_msg(strcmp(got, across[_i].shown) == 0, "%s at %zu: got %s, want %s",
                      across[_i].name, start, got, across[_i].shown);
    }
}
END_TEST

static const struct {
    const char *name;
    size_t length;
    bool fits;
} lengths[] = {
    {"the longest cell", BCF_CSV_CELL_BYTES_MAX, true},
    {"a byte too many", BCF_CSV_CELL_BYTES_MAX + 1, false},
    {"far too many bytes", 40 * BCF_CSV_CELL_BYTES_MAX, false},
};

static void read_long_cell(const char *name, size_t length, const char *end, bool fits)
{
    bcf_text text = {0};
    bcf_text_print(&text, "a\n\"%0*d%s", (int)length, 0, end);
    write_table(text.bytes, text.length);
    bcf_text_clear(&text);
    const bcf_csv *csv = NULL;
    err = (bcf_error){0};
    bcf_code code = bcf_csv_read(&csv, arena, path, &err);
    ck_assert_msg((code == BCF_OK) == fits, "%s", name);
    ck_assert_uint_eq(err.count, fits ? 0 : 1);
    ck_assert_msg(fits || strstr(err.messages[0], "table.csv:2: a cell is too long") != NULL, "%s",
                  err.messages[0]);
    ck_assert(!fits || strlen(csv->rows[0].cells[0]) == length);
}

START_TEST(cells_have_a_largest_length)
{
    read_long_cell(lengths[_i].name, lengths[_i].length, "\"\n", lengths[_i].fits);
    if (!lengths[_i].fits) { /* and with the quote left open */
        read_long_cell(lengths[_i].name, lengths[_i].length + 5000, "\n", false);
    }
}
END_TEST

/* Commas are the cheapest way to ask for much memory with few bytes. */
START_TEST(cells_have_a_largest_number)
{
    enum { COLUMNS = 250, ROWS = BCF_CSV_CELLS_MAX / COLUMNS };
    char row[COLUMNS];
    memset(row, ',', sizeof row);
    row[COLUMNS - 1] = '\n';
    bcf_text text = {0};
    for (int i = 0; i < COLUMNS; i++) {
        bcf_text_print(&text, "%s%d", i == 0 ? "" : ",", i);
    }
    bcf_text_add_char(&text, '\n');
    for (int i = 0; i < ROWS; i++) {
        bcf_text_add_bytes(&text, row, sizeof row);
    }
    write_table(text.bytes, text.length);
    ck_assert_uint_eq(read_accepted()->row_count, ROWS);

    bcf_text_add_bytes(&text, row, sizeof row);
    write_table(text.bytes, text.length);
    bcf_text_clear(&text);
    const bcf_csv *csv = NULL;
    ck_assert_int_eq(bcf_csv_read(&csv, arena, path, &err), BCF_REFUSED_FORM);
    ck_assert_ptr_nonnull(strstr(err.messages[0], ":32002: more cells than any table has"));
}
END_TEST

/* Writes one row of two cells with the same text, and reads it back. */
static void add_pair(bcf_text *text, const char *cell)
{
    bcf_csv_cell(text, cell, true);
    bcf_csv_cell(text, cell, false);
    bcf_text_add_char(text, '\n');
}

static const char letters[] = "'=-@+a\",\n\r\t ";

/* The n-th text over these letters, in the order of their length. */
static void nth_cell(char cell[8], size_t n)
{
    size_t base = sizeof letters - 1;
    size_t length = 0;
    for (; n > 0; n = (n - 1) / base) {
        cell[length++] = letters[(n - 1) % base];
    }
    cell[length] = '\0';
}

START_TEST(every_cell_is_read_as_it_was_written)
{
    size_t count = 1 + 12 + 12 * 12 + 12 * 12 * 12 + 12 * 12 * 12 * 12;
    char cell[8];
    bcf_text text = {0};
    bcf_text_add(&text, "a,b\n");
    for (size_t n = 0; n < count; n++) {
        nth_cell(cell, n);
        add_pair(&text, cell);
    }
    write_table(text.bytes, text.length);
    bcf_text_clear(&text);
    const bcf_csv *csv = read_accepted();
    ck_assert_uint_eq(csv->row_count, count);
    for (size_t n = 0; n < count; n++) {
        nth_cell(cell, n);
        ck_assert_str_eq(csv->rows[n].cells[0], cell);
        ck_assert_str_eq(csv->rows[n].cells[1], cell);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *cell;
    const char *written;
} cells[] = {
    {"plain text is bare", "Bath and North East Somerset", "Bath and North East Somerset"},
    {"nothing", "", ""},
    {"spaces are bare", " a ", " a "},
    {"a comma", "Bournemouth, Christchurch", "\"Bournemouth, Christchurch\""},
    {"a quote", "say \"yes\"", "\"say \"\"yes\"\"\""},
    {"a line end", "a\nb", "\"a\nb\""},
    {"a carriage return", "a\rb", "\"a\rb\""},
    {"a formula", "=1+1", "'=1+1"},
    {"a formula with a comma", "=SUM(A1,A2)", "\"'=SUM(A1,A2)\""},
    {"a formula with a quote", "=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""},
    {"a minus", "-5", "'-5"},
    {"a plus", "+44", "'+44"},
    {"an at sign", "@SUM", "'@SUM"},
    {"a tab", "\t=1", "'\t=1"},
    {"a carriage return before a formula", "\r=1", "\"'\r=1\""},
    {"a guarded formula is guarded again", "'=1", "''=1"},
    {"twice guarded", "''@a", "'''@a"},
    {"an apostrophe alone", "'", "'"},
    {"a word in the dialect", "'tis", "'tis"},
    {"a formula later on", "a=1", "a=1"},
};

START_TEST(cells_are_quoted_and_made_inert)
{
    bcf_text text = {0};
    bcf_csv_cell(&text, "E1", true);
    bcf_csv_cell(&text, cells[_i].cell, false);
    ck_assert_msg(strcmp(text.bytes + 3, cells[_i].written) == 0, "%s: got %s, want %s",
                  cells[_i].name, text.bytes + 3, cells[_i].written);
    bcf_text_clear(&text);
}
END_TEST

START_TEST(figures_are_written_as_they_are)
{
    bcf_text text = {0};
    bcf_csv_figure(&text, "-5.00", true);
    bcf_csv_figure(&text, "12.50", false);
    ck_assert_str_eq(text.bytes, "-5.00,12.50");
    bcf_text_clear(&text);
}
END_TEST

START_TEST(columns_are_found_by_name)
{
    write_table("a,b, b\n", 7);
    const bcf_csv *csv = read_accepted();
    ck_assert_int_eq(bcf_csv_column(csv, "a"), 0);
    ck_assert_int_eq(bcf_csv_column(csv, "b"), 1);
    ck_assert_int_eq(bcf_csv_column(csv, " b"), 2);
    ck_assert_int_eq(bcf_csv_column(csv, "B"), -1);
    ck_assert_int_eq(bcf_csv_column(csv, ""), -1);
}
END_TEST

static void refuse_file(const char *words)
{
    const bcf_csv *csv = NULL;
    ck_assert_int_eq(bcf_csv_read(&csv, arena, path, &err), BCF_REFUSED_FILE);
    ck_assert_ptr_null(csv);
    ck_assert_uint_eq(err.count, 1);
    ck_assert_msg(strncmp(err.messages[0], path, strlen(path)) == 0
                      && strstr(err.messages[0], words) != NULL,
                  "got %s, want %s", err.messages[0], words);
}

START_TEST(a_missing_file_is_refused)
{
    refuse_file(": cannot be opened: No such file or directory");
}
END_TEST

START_TEST(a_folder_is_no_table)
{
    ck_assert_int_eq(mkdir(path, 0700), 0);
    refuse_file(": is not a regular file");
    rmdir(path);
}
END_TEST

/* Nobody writes to it: a reader that waits for a writer would wait for ever. */
START_TEST(a_pipe_is_refused_without_waiting)
{
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    refuse_file(": is not a regular file");
}
END_TEST

START_TEST(ten_gigabytes_are_refused_at_once)
{
    int descriptor = open(path, O_WRONLY | O_CREAT, 0600);
    ck_assert_int_ge(descriptor, 0);
    ck_assert_int_eq(ftruncate(descriptor, (off_t)10 * 1024 * 1024 * 1024), 0);
    close(descriptor);
    refuse_file(": is larger than 256 MB");
}
END_TEST

static Suite *csv_suite(void)
{
    TCase *tcase = tcase_create("csv");
    tcase_add_unchecked_fixture(tcase, make_folder, remove_folder);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, accepted_tables_say_what_was_written, accepted);
    ADD_ROWS(tcase, refused_tables_name_every_problem, refused);
    tcase_add_test(tcase, a_visitor_may_want_no_row_and_bounds_their_number);
    tcase_add_test(tcase, a_nul_byte_is_refused);
    tcase_add_test(tcase, problems_past_the_limit_are_counted);
    ADD_ROWS(tcase, pieces_of_a_file_join_without_a_seam, across);
    ADD_ROWS(tcase, cells_have_a_largest_length, lengths);
    tcase_add_test(tcase, cells_have_a_largest_number);
    tcase_add_test(tcase, every_cell_is_read_as_it_was_written);
    ADD_ROWS(tcase, cells_are_quoted_and_made_inert, cells);
    tcase_add_test(tcase, figures_are_written_as_they_are);
    tcase_add_test(tcase, columns_are_found_by_name);
    tcase_add_test(tcase, a_missing_file_is_refused);
    tcase_add_test(tcase, a_folder_is_no_table);
    tcase_add_test(tcase, a_pipe_is_refused_without_waiting);
    tcase_add_test(tcase, ten_gigabytes_are_refused_at_once);
    Suite *suite = suite_create("csv");
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(csv_suite)
