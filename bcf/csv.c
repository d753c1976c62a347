/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* open, fstat and read */

#include "csv.h"

#include <csv.h> /* NOLINT(readability-duplicate-include): libcsv's, the other is ours */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "progress.h"

#ifndef CSV_STRICT
#error "<csv.h> must be libcsv's: give the folder of this file by -iquote, never by -I"
#endif

#define CHUNK_BYTES 65536

/* libcsv's buffer grows by this much at a time. */
#define BUFFER_STEP 4096

typedef struct reader {
    struct csv_parser parser;
    bcf_arena *arena;   /* of the caller: what is kept */
    bcf_arena *scratch; /* of the reading alone */
    bcf_csv *csv;
    bcf_csv_row *rows;              /* growing, in scratch */
    const bcf_csv_visitor *visitor; /* who is handed the rows; NULL: they are kept */
    const char **cells;             /* of the row that is handed over */
    bool is_unwanted;               /* the visitor wants no row of such columns */
    bool has_header;
    bool has_row;     /* a row has begun and not ended */
    bool is_unclean;  /* the row holds bytes that no text has, which were refused */
    bool is_after_cr; /* a line feed that comes now ends no line of its own */
    bool is_broken;   /* what follows cannot be divided into cells */
    int line;
    int row_line;
    bcf_text row; /* the cells of the row so far, each ended by a NUL */
    size_t starts[BCF_CSV_COLUMNS_MAX];
    size_t cell_count; /* also those past BCF_CSV_COLUMNS_MAX, which are not kept */
    bcf_code code;
    bcf_error *err;
} reader;

static bool begins_a_formula(char c)
{
    return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

/* The apostrophes at the start do not hide it: so writing adds one to what has some already, and
 * reading takes off exactly the one that writing added. */
static bool is_formula(const char *cell)
{
    while (*cell == '\'') {
        cell++;
    }
    return begins_a_formula(*cell);
}

const char *bcf_csv_without_guard(const char *cell)
{
    return cell[0] == '\'' && is_formula(cell) ? cell + 1 : cell;
}

static bcf_place place_of(const reader *reading, int line)
{
    return (bcf_place){.file = reading->csv->file, .line = line};
}

/* Nothing after this problem can be trusted to be the cell it looks like. */
static void give_up(reader *reading, int line, const char *what)
{
    reading->is_broken = true;
    reading->code = bcf_refuse(reading->err, BCF_REFUSED_FORM, place_of(reading, line), "%s", what);
}

static const char too_long[] = "a cell is too long (a quote may have been left open)";

/* Called by libcsv at the end of a cell; `length` does not count the NUL that it adds. */
static void end_cell(void *bytes, size_t length, void *context)
{
    reader *reading = context;
    const char *cell = bytes;
    size_t i = reading->cell_count++;
    if (length > BCF_CSV_CELL_BYTES_MAX && !reading->is_broken) {
        give_up(reading, reading->row_line, too_long);
    }
    if (reading->is_broken || i >= BCF_CSV_COLUMNS_MAX) {
        return; /* a row of so many cells is refused when its end has been seen */
    }
    reading->starts[i] = reading->row.length;
    bcf_text_add_bytes(&reading->row, cell, length + 1);
    if (!reading->is_unclean && !bcf_text_is_harmless(cell, length)) {
        reading->is_unclean = true;
        reading->code =
            bcf_refuse(reading->err, BCF_REFUSED_FORM, place_of(reading, reading->row_line),
                       "cell %zu holds bytes that are not UTF-8, or control characters", i + 1);
    }
}

/* Sets the cells of the row to their texts, which are there. */
static void set_cells(const reader *reading, const char *cells[], const char *texts)
{
    for (size_t i = 0; i < reading->cell_count; i++) {
        cells[i] = bcf_csv_without_guard(texts + reading->starts[i]);
    }
}

/* The cells of the row in one piece of the caller's arena: pointers first, their texts behind. */
static const char *const *keep_cells(reader *reading)
{
    size_t count = reading->cell_count;
    size_t pointers = count * sizeof(const char *);
    const char **cells = bcf_arena_alloc(reading->arena, 1, pointers + reading->row.length);
    char *texts = (char *)(cells + count);
    memcpy(texts, reading->row.bytes, reading->row.length);
    set_cells(reading, cells, texts);
    return cells;
}

static void check_header(reader *reading)
{
    const bcf_csv *csv = reading->csv;
    bcf_place place = place_of(reading, reading->row_line);
    for (size_t i = 0; i < csv->column_count; i++) {
        if (csv->columns[i][0] == '\0') {
            reading->code =
                bcf_refuse(reading->err, BCF_REFUSED_FORM, place, "column %zu has no name", i + 1);
        } else if (bcf_csv_column(csv, csv->columns[i]) != (int)i) {
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_FORM, place,
                                       "column '%s' is there twice", csv->columns[i]);
        }
    }
}

static void end_header(reader *reading)
{
    if (reading->cell_count > BCF_CSV_COLUMNS_MAX) {
        give_up(reading, reading->row_line, "more columns than any table has");
    } else if (reading->is_unclean) {
        reading->is_broken = true;
    }
    if (reading->is_broken) {
        return;
    }
    reading->has_header = true;
    reading->csv->columns = keep_cells(reading);
    reading->csv->column_count = reading->cell_count;
    check_header(reading);
    const bcf_csv_visitor *visitor = reading->visitor;
    if (visitor != NULL) {
        reading->cells = BCF_NEW_ARRAY(reading->scratch, reading->cell_count, const char *);
        reading->is_unwanted = !visitor->header(visitor->context, reading->csv);
    }
}

static void hand_over_row(reader *reading)
{
    if (!reading->is_unwanted) {
        set_cells(reading, reading->cells, reading->row.bytes);
        bcf_csv_row row = {.line = reading->row_line, .cells = reading->cells};
        reading->visitor->row(reading->visitor->context, reading->csv, &row);
    }
    reading->csv->row_count++;
}

static void keep_row(reader *reading)
{
    BCF_MAKE_ROOM(reading->scratch, reading->rows, reading->csv->row_count);
    reading->rows[reading->csv->row_count++] = (bcf_csv_row){
        .line = reading->row_line,
        .cells = keep_cells(reading),
    };
}

static size_t rows_max(const reader *reading)
{
    return reading->visitor != NULL ? reading->visitor->rows_max
                                    : BCF_CSV_CELLS_MAX / reading->csv->column_count;
}

static void end_body_row(reader *reading)
{
    const bcf_csv *csv = reading->csv;
    if (reading->cell_count != csv->column_count) {
        reading->code =
            bcf_refuse(reading->err, BCF_REFUSED_FORM, place_of(reading, reading->row_line),
                       "the row has %zu cell%s, the header %zu", reading->cell_count,
                       reading->cell_count == 1 ? "" : "s", csv->column_count);
    } else if (csv->row_count >= rows_max(reading)) {
        give_up(reading, reading->row_line,
                reading->visitor != NULL ? "more rows than any table has"
                                         : "more cells than any table has");
    } else if (!reading->is_unclean && reading->visitor != NULL) {
        hand_over_row(reading);
    } else if (!reading->is_unclean) {
        keep_row(reading);
    }
}

/* Called by libcsv at the end of a row; never for an empty line. */
static void end_row(int terminator, void *context)
{
    (void)terminator;
    reader *reading = context;
    if (!reading->is_broken && reading->has_header) {
        end_body_row(reading);
    } else if (!reading->is_broken) {
        end_header(reading);
    }
    reading->cell_count = 0;
    reading->row.length = 0;
    reading->has_row = false;
    reading->is_unclean = false;
}

static void stop_on_no_memory(struct csv_parser *parser)
{
    if (csv_error(parser) == CSV_ENOMEM || csv_error(parser) == CSV_ETOOBIG) {
        bcf_out_of_memory();
    }
}

/* Gives libcsv bytes of one line. */
static void feed(reader *reading, const char *bytes, size_t count)
{
    bool is_empty_line = count == 1 && (bytes[0] == '\n' || bytes[0] == '\r');
    if (!reading->has_row && !is_empty_line) {
        reading->has_row = true;
        reading->row_line = reading->line;
    }
    size_t done = csv_parse(&reading->parser, bytes, count, end_cell, end_row, reading);
    if (reading->is_broken) {
        return;
    }
    if (done != count) {
        stop_on_no_memory(&reading->parser);
        give_up(reading, reading->line, "a quote is out of place");
    } else if (csv_get_buffer_size(&reading->parser) > BCF_CSV_CELL_BYTES_MAX + BUFFER_STEP) {
        /* what has so much in it before its end is one cell */
        give_up(reading, reading->row_line, too_long);
    }
}

/* The number of bytes up to the end of the first line, with the byte that ends it. */
static size_t line_length(const char *bytes, size_t count)
{
    const char *feed_at = memchr(bytes, '\n', count);
    size_t length = feed_at == NULL ? count : (size_t)(feed_at - bytes) + 1;
    const char *return_at = memchr(bytes, '\r', length);
    return return_at == NULL ? length : (size_t)(return_at - bytes) + 1;
}

/* Line by line, because libcsv knows no lines, and a row must know the one that it begins on. */
static void feed_lines(reader *reading, const char *bytes, size_t count)
{
    while (count > 0 && !reading->is_broken) {
        bool is_second_half = reading->is_after_cr && bytes[0] == '\n';
        size_t length = is_second_half ? 1 : line_length(bytes, count);
        feed(reading, bytes, length);
        char last = bytes[length - 1];
        if (!is_second_half && (last == '\n' || last == '\r')) {
            reading->line++;
        }
        reading->is_after_cr = last == '\r';
        bytes += length;
        count -= length;
    }
}

/* Fills the chunk as far as the file goes. Returns false where reading failed. */
static bool read_chunk(int descriptor, char chunk[CHUNK_BYTES], size_t *count)
{
    *count = 0;
    while (*count < CHUNK_BYTES) {
        ssize_t got = read(descriptor, chunk + *count, CHUNK_BYTES - *count);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got <= 0) {
            return got == 0;
        }
        *count += (size_t)got;
    }
    return true;
}

static bool begins_with_mark(const char *bytes, size_t count)
{
    return count >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0;
}

static int64_t bytes_max(const bcf_csv_visitor *visitor)
{
    return visitor != NULL ? visitor->bytes_max : BCF_CSV_BYTES_MAX;
}

static void read_chunks(reader *reading, int descriptor)
{
    char *chunk = bcf_arena_alloc(reading->scratch, CHUNK_BYTES, 1);
    int64_t total = 0;
    size_t count = CHUNK_BYTES;
    while (count == CHUNK_BYTES && !reading->is_broken) {
        if (!read_chunk(descriptor, chunk, &count)) {
            reading->is_broken = true;
            reading->code = bcf_refuse(reading->err, BCF_REFUSED_FILE, place_of(reading, 0),
                                       "cannot be read: %s", strerror(errno));
            return;
        }
        size_t skipped = total == 0 && begins_with_mark(chunk, count) ? 3 : 0;
        total += (int64_t)count;
        reading->csv->bytes = (size_t)total;
        if (total > bytes_max(reading->visitor)) { /* it grew since it was measured */
            give_up(reading, 0, "is too large");
            return;
        }
        feed_lines(reading, chunk + skipped, count - skipped);
        bcf_progress_tell(reading->arena, "lines read", (size_t)reading->line, 0);
    }
}

/* What only the end of the file can tell. */
static void end_file(reader *reading)
{
    if (reading->is_broken) {
        return;
    }
    if (csv_fini(&reading->parser, end_cell, end_row, reading) != 0) {
        stop_on_no_memory(&reading->parser);
        give_up(reading, reading->row_line, "a quote is left open");
    } else if (!reading->has_header && !reading->is_broken) {
        give_up(reading, 1, "no header row");
    }
}

static int keeps_every_space(unsigned char c)
{
    (void)c;
    return 0;
}

/* What the bytes of a table are read from. */
typedef struct origin {
    int descriptor; /* of an open file; not used where there are `bytes` */
    const char *bytes;
    size_t length;
    const bcf_csv_visitor *visitor; /* or NULL */
} origin;

static bcf_code read_open(bcf_csv *csv, bcf_arena *arena, origin from, bcf_error *err)
{
    reader reading = {.arena = arena,
                      .scratch = bcf_arena_new(),
                      .csv = csv,
                      .visitor = from.visitor,
                      .line = 1,
                      .err = err};
    if (csv_init(&reading.parser, CSV_STRICT | CSV_STRICT_FINI | CSV_APPEND_NULL) != 0) {
        bcf_out_of_memory();
    }
    csv_set_space_func(&reading.parser, keeps_every_space);
    csv_set_blk_size(&reading.parser, BUFFER_STEP);

    if (from.bytes == NULL) {
        read_chunks(&reading, from.descriptor);
    } else {
        size_t skipped = begins_with_mark(from.bytes, from.length) ? 3 : 0;
        csv->bytes = from.length;
        feed_lines(&reading, from.bytes + skipped, from.length - skipped);
    }
    end_file(&reading);
    if (from.visitor == NULL) {
        csv->rows = bcf_arena_grow(arena, reading.rows, csv->row_count, csv->row_count,
                                   sizeof *reading.rows);
    }
    csv_free(&reading.parser);
    bcf_text_clear(&reading.row);
    bcf_arena_free(reading.scratch);
    return reading.code;
}

/* Opens a file that can be read to its end in bounded time. */
static bcf_code open_regular(int *descriptor, const char *path, int64_t most, bcf_error *err)
{
    bcf_place place = {.file = path};
    /* without O_NONBLOCK a pipe that nobody writes to would hold us here */
    *descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (*descriptor < 0) {
        return bcf_refuse(err, BCF_REFUSED_FILE, place, "cannot be opened: %s", strerror(errno));
    }
    struct stat facts;
    bcf_code code = BCF_OK;
    if (fstat(*descriptor, &facts) != 0 || !S_ISREG(facts.st_mode)) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, place, "is not a regular file");
    } else if (facts.st_size > most) {
        code = bcf_refuse(err, BCF_REFUSED_FILE, place, "is larger than %d MB",
                          (int)(most / 1024 / 1024));
    }
    if (code != BCF_OK) {
        close(*descriptor);
    }
    return code;
}

static bcf_code read_file(bcf_csv *csv, bcf_arena *arena, const char *path,
                          const bcf_csv_visitor *visitor, bcf_error *err)
{
    int descriptor = -1;
    bcf_code code = open_regular(&descriptor, path, bytes_max(visitor), err);
    if (code != BCF_OK) {
        return code;
    }
    csv->file = bcf_arena_text(arena, path);
    code = read_open(csv, arena, (origin){.descriptor = descriptor, .visitor = visitor}, err);
    close(descriptor);
    return code;
}

bcf_code bcf_csv_read(const bcf_csv **out, bcf_arena *arena, const char *path, bcf_error *err)
{
    bcf_csv *csv = BCF_NEW(arena, bcf_csv);
    bcf_code code = read_file(csv, arena, path, NULL, err);
    *out = csv->columns == NULL ? NULL : csv;
    return code;
}

bcf_code bcf_csv_visit(bcf_arena *arena, const char *path, const bcf_csv_visitor *visitor,
                       bcf_error *err)
{
    return read_file(BCF_NEW(arena, bcf_csv), arena, path, visitor, err);
}

bcf_code bcf_csv_read_text(const bcf_csv **out, bcf_arena *arena, const char *name,
                           const char *bytes, size_t length, bcf_error *err)
{
    bcf_csv *csv = BCF_NEW(arena, bcf_csv);
    csv->file = bcf_arena_text(arena, name);
    bcf_code code =
        read_open(csv, arena, (origin){.descriptor = -1, .bytes = bytes, .length = length}, err);
    *out = csv->columns == NULL ? NULL : csv;
    return code;
}

bcf_place bcf_csv_cell_place(const bcf_csv *csv, int line, size_t column)
{
    return (bcf_place){
        .file = csv->file, .line = line, .column = csv->is_sheet ? (int)column + 1 : 0};
}

bcf_place bcf_csv_place(const bcf_csv *csv, int line)
{
    return bcf_csv_cell_place(csv, line, 0);
}

int bcf_csv_column(const bcf_csv *csv, const char *name)
{
    for (size_t i = 0; i < csv->column_count; i++) {
        if (strcmp(csv->columns[i], name) == 0) {
            return (int)i;
        }
    }
    return -1;
}

/* The cell between quotes, after the apostrophe where it has one. */
static void add_quoted(bcf_text *line, const char *cell, size_t guard)
{
    size_t length = strlen(cell);
    size_t size = csv_write(NULL, 0, cell, length);
    BCF_ASSERT(size < INT_MAX);
    size_t start = line->length;
    bcf_text_print(line, "%*s", (int)(size + guard), ""); /* room, which libcsv then fills */
    char *at = line->bytes + start;
    csv_write(at + guard, size, cell, length);
    if (guard > 0) {
        at[0] = '"';
        at[1] = '\'';
    }
}

/* The bytes before what needs quotes, or all there are. By hand, since the library's search for any
 * of four characters is slow to start, and a table is made of a million short cells. */
static size_t plain_length(const char *cell)
{
    const char *next = cell;
    while (*next != '\0' && *next != ',' && *next != '"' && *next != '\r' && *next != '\n') {
        next++;
    }
    return (size_t)(next - cell);
}

void bcf_csv_cell(bcf_text *line, const char *cell, bool first)
{
    if (!first) {
        bcf_text_add_char(line, ',');
    }
    size_t guard = is_formula(cell) ? 1 : 0;
    size_t length = plain_length(cell);
    if (cell[length] != '\0') {
        add_quoted(line, cell, guard);
        return;
    }
    if (guard > 0) {
        bcf_text_add_char(line, '\'');
    }
    bcf_text_add_bytes(line, cell, length);
}

void bcf_csv_figure(bcf_text *line, const char *figure, bool first)
{
    if (!first) {
        bcf_text_add_char(line, ',');
    }
    bcf_text_add(line, figure);
}
