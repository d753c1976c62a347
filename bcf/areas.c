/* SPDX-License-Identifier: MIT */
#include "areas.h"

#include <stdlib.h>
#include <string.h>

#include "sort.h"

/* What is being built; everything in it becomes const when it is done. */
typedef struct builder {
    bcf_arena *arena;
    const bcf_tables *tables;
    bcf_error *err;
    bcf_code code; /* of the latest refusal */

    bcf_board *boards;
    bcf_council *councils;
    bcf_district *districts;
    bcf_ccg *ccgs;
    bcf_areas *areas;
} builder;

/* One comparator serves every list, because each record begins with its code. */
_Static_assert(offsetof(bcf_board, code) == 0, "a board begins with its code");
_Static_assert(offsetof(bcf_council, code) == 0, "a council begins with its code");
_Static_assert(offsetof(bcf_district, code) == 0, "a district begins with its code");
_Static_assert(offsetof(bcf_ccg, code) == 0, "a CCG begins with its code");
_Static_assert(offsetof(bcf_housing_authority, code) == 0, "an authority begins with its code");

static int by_code(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static int boards_by_code_then_line(const void *left, const void *right)
{
    const bcf_board *a = left;
    const bcf_board *b = right;
    int order = strcmp(a->code, b->code);
    if (order != 0) {
        return order;
    }
    return (a->place.line > b->place.line) - (a->place.line < b->place.line);
}

static const struct {
    bcf_council_kind kind;
    const char *word;
} kinds[] = {
    {BCF_KIND_COUNTY, "county"},
    {BCF_KIND_UNITARY, "unitary"},
    {BCF_KIND_METROPOLITAN, "metropolitan"},
    {BCF_KIND_LONDON, "london"},
};

#define KIND_COUNT (sizeof kinds / sizeof kinds[0])

const char *bcf_council_kind_text(bcf_council_kind kind)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (kinds[i].kind == kind) {
            return kinds[i].word;
        }
    }
    BCF_UNREACHABLE("a kind of council that nobody named");
}

static bcf_council_kind council_kind(const char *word)
{
    for (size_t i = 0; i < KIND_COUNT; i++) {
        if (strcmp(kinds[i].word, word) == 0) {
            return kinds[i].kind;
        }
    }
    BCF_UNREACHABLE("a word for a kind of council that the table should have refused");
}

static void read_boards(builder *b)
{
    const bcf_table *table = &b->tables->table[BCF_TABLE_BOARDS];
    b->boards = BCF_NEW_ARRAY(b->arena, table->row_count, bcf_board);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        b->boards[i] = (bcf_board){
            .code = bcf_row_cell(BCF_TABLE_BOARDS, row, "hwb")->text,
            .name = bcf_row_cell(BCF_TABLE_BOARDS, row, "name")->text,
            .place = row->place,
        };
    }
    b->areas->boards = b->boards;
    b->areas->board_count = table->row_count;
    bcf_sort(b->boards, table->row_count, sizeof *b->boards, boards_by_code_then_line);
    for (size_t i = 1; i < table->row_count; i++) {
        if (strcmp(b->boards[i - 1].code, b->boards[i].code) == 0) {
            b->code = bcf_refuse(b->err, BCF_REFUSED_DATA, b->boards[i].place,
                                 "board '%s' is already in %s %d", b->boards[i].code,
                                 bcf_place_line_word(b->boards[i - 1].place),
                                 b->boards[i - 1].place.line);
        }
    }
}

static void read_councils(builder *b)
{
    const bcf_table *table = &b->tables->table[BCF_TABLE_COUNCILS];
    b->councils = BCF_NEW_ARRAY(b->arena, table->row_count, bcf_council);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        const char *region = bcf_row_cell(BCF_TABLE_COUNCILS, row, "region")->text;
        const char *hwb = bcf_row_cell(BCF_TABLE_COUNCILS, row, "hwb")->text;
        int board = bcf_areas_board(b->areas, hwb);
        b->councils[i] = (bcf_council){
            .code = bcf_row_cell(BCF_TABLE_COUNCILS, row, "council")->text,
            .name = bcf_row_cell(BCF_TABLE_COUNCILS, row, "name")->text,
            .kind = council_kind(bcf_row_cell(BCF_TABLE_COUNCILS, row, "kind")->text),
            .region = region != NULL && region[0] != '\0' ? region : NULL,
            .board = board < 0 ? 0 : (size_t)board,
            .place = row->place,
        };
        if (board < 0) {
            b->code =
                bcf_refuse(b->err, BCF_REFUSED_DATA, row->place,
                           "board '%s' of council '%s' is not known", hwb, b->councils[i].code);
        }
    }
    b->areas->councils = b->councils;
    b->areas->council_count = table->row_count;
    bcf_sort(b->councils, table->row_count, sizeof *b->councils, by_code);
}

static void read_ccgs(builder *b)
{
    const bcf_table *table = &b->tables->table[BCF_TABLE_CCGS];
    b->ccgs = BCF_NEW_ARRAY(b->arena, table->row_count, bcf_ccg);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        b->ccgs[i] = (bcf_ccg){
            .code = bcf_row_cell(BCF_TABLE_CCGS, row, "ccg")->text,
            .name = bcf_row_cell(BCF_TABLE_CCGS, row, "name")->text,
            .place = row->place,
        };
    }
    b->areas->ccgs = b->ccgs;
    b->areas->ccg_count = table->row_count;
    bcf_sort(b->ccgs, table->row_count, sizeof *b->ccgs, by_code);
}

static void read_districts(builder *b)
{
    const bcf_table *table = &b->tables->table[BCF_TABLE_DISTRICTS];
    b->districts = BCF_NEW_ARRAY(b->arena, table->row_count, bcf_district);
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        b->districts[i] = (bcf_district){
            .code = bcf_row_cell(BCF_TABLE_DISTRICTS, row, "district")->text,
            .name = bcf_row_cell(BCF_TABLE_DISTRICTS, row, "name")->text,
            .place = row->place,
        };
    }
    b->areas->districts = b->districts;
    b->areas->district_count = table->row_count;
    bcf_sort(b->districts, table->row_count, sizeof *b->districts, by_code);
}

static void follow_codes(builder *b)
{
    const bcf_areas *areas = b->areas;
    size_t room = areas->ccg_count + areas->council_count + areas->district_count;
    bcf_listed_code *listed = BCF_NEW_ARRAY(b->arena, room, bcf_listed_code);
    size_t count = 0;
    for (size_t i = 0; i < areas->ccg_count; i++) {
        listed[count++] =
            (bcf_listed_code){areas->ccgs[i].code, BCF_AREA_CCG, i, areas->ccgs[i].place};
    }
    for (size_t i = 0; i < areas->council_count; i++) {
        listed[count++] = (bcf_listed_code){areas->councils[i].code, BCF_AREA_COUNCIL, i,
                                            areas->councils[i].place};
    }
    for (size_t i = 0; i < areas->district_count; i++) {
        listed[count++] = (bcf_listed_code){areas->districts[i].code, BCF_AREA_DISTRICT, i,
                                            areas->districts[i].place};
    }
    bcf_code code = bcf_codes_build(&b->areas->codes, b->arena, listed, count, b->tables, b->err);
    b->code = code != BCF_OK ? code : b->code;
}

static void list_ended(builder *b)
{
    const bcf_codes *codes = &b->areas->codes;
    bcf_ended *ended =
        BCF_NEW_ARRAY(b->arena, b->tables->table[BCF_TABLE_SUCCESSORS].row_count, bcf_ended);
    for (size_t i = 0; i < codes->count; i++) {
        const bcf_known_code *known = &codes->items[i];
        if (known->is_ended) {
            ended[b->areas->ended_count++] = (bcf_ended){known->code, known->heirs, known->place};
        }
    }
    b->areas->ended = ended;
}

/* The council that a code in `districts` means, or NULL: refused. */
static bcf_council *council_of_district(builder *b, const bcf_district *district,
                                        const char *council)
{
    bcf_heirs heirs = bcf_areas_heirs(b->areas, council);
    if (heirs.count == 0 || heirs.items[0].kind != BCF_AREA_COUNCIL) {
        b->code = bcf_refuse(b->err, BCF_REFUSED_DATA, district->place,
                             "council '%s' of district '%s' is not known", council, district->code);
        return NULL;
    }
    if (heirs.count > 1) {
        b->code = bcf_refuse(b->err, BCF_REFUSED_DATA, district->place,
                             "council '%s' of district '%s' has ended in favour of several",
                             council, district->code);
        return NULL;
    }
    return &b->councils[heirs.items[0].index];
}

static void place_districts(builder *b)
{
    const bcf_table *table = &b->tables->table[BCF_TABLE_DISTRICTS];
    for (size_t i = 0; i < table->row_count; i++) {
        const bcf_row *row = &table->rows[i];
        int found =
            bcf_areas_district(b->areas, bcf_row_cell(BCF_TABLE_DISTRICTS, row, "district")->text);
        BCF_ASSERT(found >= 0);
        bcf_district *district = &b->districts[found];
        bcf_council *council = council_of_district(
            b, district, bcf_row_cell(BCF_TABLE_DISTRICTS, row, "council")->text);
        if (council == NULL) {
            continue;
        }
        if (council->kind != BCF_KIND_COUNTY) {
            b->code = bcf_refuse(b->err, BCF_REFUSED_DATA, row->place,
                                 "council '%s' of district '%s' is %s, not a county", council->code,
                                 district->code, bcf_council_kind_text(council->kind));
            continue;
        }
        district->council = (size_t)(council - b->councils);
        council->district_count++;
    }
}

static void check_boards(builder *b)
{
    bool *has_council = BCF_NEW_ARRAY(b->arena, b->areas->board_count, bool);
    for (size_t i = 0; i < b->areas->council_count; i++) {
        has_council[b->councils[i].board] = true;
    }
    for (size_t i = 0; i < b->areas->board_count; i++) {
        if (!has_council[i]) {
            b->code = bcf_refuse(b->err, BCF_REFUSED_DATA, b->boards[i].place,
                                 "board '%s' has no council", b->boards[i].code);
        }
    }
}

static void list_housing(builder *b)
{
    bcf_areas *areas = b->areas;
    bcf_housing_authority *housing = BCF_NEW_ARRAY(
        b->arena, areas->council_count + areas->district_count, bcf_housing_authority);
    for (size_t i = 0; i < areas->council_count; i++) {
        if (areas->councils[i].district_count == 0) {
            housing[areas->housing_count++] =
                (bcf_housing_authority){.code = areas->councils[i].code, .council = i};
        }
    }
    for (size_t i = 0; i < areas->district_count; i++) {
        housing[areas->housing_count++] = (bcf_housing_authority){
            .code = areas->districts[i].code,
            .council = areas->districts[i].council,
            .is_district = true,
            .district = i,
        };
    }
    bcf_sort(housing, areas->housing_count, sizeof *housing, by_code);
    areas->housing = housing;
}

bcf_code bcf_areas_build(const bcf_areas **out, bcf_arena *arena, const bcf_tables *tables,
                         bcf_error *err)
{
    builder b = {.arena = arena, .tables = tables, .err = err, .code = BCF_OK};
    b.areas = BCF_NEW(arena, bcf_areas);
    read_boards(&b);
    read_councils(&b);
    read_ccgs(&b);
    read_districts(&b);
    follow_codes(&b);
    if (b.code != BCF_OK) {
        return b.code; /* who belongs to whom cannot be told with codes that are in doubt */
    }
    list_ended(&b);
    place_districts(&b);
    check_boards(&b);
    if (b.code != BCF_OK) {
        return b.code;
    }
    list_housing(&b);
    *out = b.areas;
    return BCF_OK;
}

static int place_in(const void *items, size_t count, size_t size, const char *code)
{
    if (count == 0) {
        return -1;
    }
    const char *found = bsearch(&code, items, count, size, by_code);
    return found == NULL ? -1 : (int)((size_t)(found - (const char *)items) / size);
}

int bcf_areas_board(const bcf_areas *areas, const char *code)
{
    return place_in(areas->boards, areas->board_count, sizeof *areas->boards, code);
}

int bcf_areas_council(const bcf_areas *areas, const char *code)
{
    return place_in(areas->councils, areas->council_count, sizeof *areas->councils, code);
}

int bcf_areas_district(const bcf_areas *areas, const char *code)
{
    return place_in(areas->districts, areas->district_count, sizeof *areas->districts, code);
}

int bcf_areas_ccg(const bcf_areas *areas, const char *code)
{
    return place_in(areas->ccgs, areas->ccg_count, sizeof *areas->ccgs, code);
}

int bcf_areas_housing(const bcf_areas *areas, const char *code)
{
    return place_in(areas->housing, areas->housing_count, sizeof *areas->housing, code);
}

bcf_heirs bcf_areas_heirs(const bcf_areas *areas, const char *code)
{
    const bcf_known_code *known = bcf_codes_find(&areas->codes, code);
    bcf_heirs none = {0};
    return known == NULL ? none : known->heirs;
}

const char *bcf_areas_code(const bcf_areas *areas, bcf_area_kind kind, size_t index)
{
    switch (kind) {
    case BCF_AREA_CCG:
        return areas->ccgs[index].code;
    case BCF_AREA_COUNCIL:
        return areas->councils[index].code;
    case BCF_AREA_DISTRICT:
        return areas->districts[index].code;
    }
    BCF_UNREACHABLE("an area of no kind");
}

const char *bcf_areas_name(const bcf_areas *areas, bcf_area_kind kind, size_t index)
{
    switch (kind) {
    case BCF_AREA_CCG:
        return areas->ccgs[index].name;
    case BCF_AREA_COUNCIL:
        return areas->councils[index].name;
    case BCF_AREA_DISTRICT:
        return areas->districts[index].name;
    }
    BCF_UNREACHABLE("an area of no kind");
}
