/* SPDX-License-Identifier: MIT */
#include "html_inside.h"

#include <string.h>

#include "csv.h"
#include "held.h"

/* Boards that the map does not know stand in rows of so many. */
#define ROW_LENGTH 16

typedef struct tile {
    int64_t column;
    int64_t row;
    const char *label;
} tile;

/* Bands of what is released of what was available: from nothing to half and more. */
static const struct {
    int64_t least; /* on the scale of the page */
    const char *words;
} bands[] = {
    {0, "under 10%"},     {1000, "10% to 24%"},  {2500, "25% to 49%"},
    {5000, "50% to 74%"}, {7500, "75% or more"},
};
#define BAND_COUNT (sizeof bands / sizeof bands[0])

static int64_t number_of(const char *digits)
{
    int64_t number = 0;
    for (; *digits >= '0' && *digits <= '9'; digits++) {
        number = 10 * number + (*digits - '0');
    }
    return number;
}

/* The map's own place for each board; false where it does not know one of them. */
static bool find_places(tile tiles[], const bcf_html *of)
{
    const bcf_areas *areas = of->run->figures->areas;
    const char *all = strstr(bcf_html_layout_tiles(), "hwb,");
    BCF_ASSERT(all != NULL);
    const bcf_csv *map = NULL;
    bcf_error err = {0};
    bcf_code code = bcf_csv_read_text(&map, of->arena, "tiles.csv", all, strlen(all), &err);
    BCF_ASSERT(code == BCF_OK && map->column_count == 4);
    size_t found = 0;
    for (size_t i = 0; i < map->row_count; i++) {
        const char *const *cells = map->rows[i].cells;
        int board = bcf_areas_board(areas, cells[0]);
        if (board >= 0) {
            tiles[board] = (tile){number_of(cells[1]), number_of(cells[2]), cells[3]};
            found++;
        }
    }
    return found == areas->board_count;
}

static void lay_in_rows(tile tiles[], size_t count)
{
    for (size_t i = 0; i < count; i++) {
        tiles[i] = (tile){(int64_t)(i % ROW_LENGTH), (int64_t)(i / ROW_LENGTH), ""};
    }
}

static size_t band_of(bcf_money released, bcf_money available)
{
    int64_t share = bcf_html_scaled(released, available);
    size_t band = BAND_COUNT - 1;
    while (share < bands[band].least) {
        band--;
    }
    return band;
}

static void add_tile(bcf_text *model, const bcf_html *of, const tile *at, size_t board,
                     const bcf_release_sums *sum)
{
    const bcf_board *one = &of->run->figures->areas->boards[board];
    bcf_markup_open(model, "tile");
    bcf_html_number(model, "column", at->column);
    bcf_html_number(model, "row", at->row);
    bcf_markup_attribute(model, "code", one->code);
    bcf_markup_attribute(model, "name", one->name);
    bcf_markup_attribute(model, "short", at->label);
    if (sum != NULL) {
        bcf_html_number(model, "band", (int64_t)band_of(sum->released, sum->available));
        bcf_markup_attribute(
            model, "words",
            bcf_arena_print(
                of->arena, "released %s%s of %s", bcf_html_pence(of, sum->released, sum->status),
                sum->available.pence == 0
                    ? ""
                    : bcf_arena_print(of->arena, " (%s)",
                                      bcf_wording_share(of->arena, sum->released, sum->available)),
                bcf_html_pence(of, sum->available, bcf_held_basis_status(of->run))));
    }
    bcf_markup_end(model);
}

static void add_bands(bcf_text *model, const bcf_html *of, const bcf_standing standings[])
{
    size_t counts[BAND_COUNT] = {0};
    for (size_t i = 0; i < of->run->figures->areas->board_count; i++) {
        counts[band_of(standings[i].sum.released, standings[i].sum.available)]++;
    }
    for (size_t i = 0; i < BAND_COUNT; i++) {
        bcf_markup_open(model, "band");
        bcf_html_number(model, "place", (int64_t)i);
        bcf_markup_attribute(model, "words", bands[i].words);
        bcf_markup_attribute(model, "boards", bcf_wording_things(of->arena, counts[i], "board"));
        bcf_markup_end(model);
    }
}

void bcf_html_add_tiles(bcf_text *model, const bcf_html *of)
{
    size_t count = of->run->figures->areas->board_count;
    tile *tiles = BCF_NEW_ARRAY(of->arena, count, tile);
    bool is_map = find_places(tiles, of);
    if (!is_map) {
        lay_in_rows(tiles, count);
    }
    int64_t columns = 0;
    int64_t rows = 0;
    for (size_t i = 0; i < count; i++) {
        columns = tiles[i].column >= columns ? tiles[i].column + 1 : columns;
        rows = tiles[i].row >= rows ? tiles[i].row + 1 : rows;
    }
    const bcf_standing *standings = of->standings;
    bcf_markup_open(model, "tiles");
    bcf_html_number(model, "columns", columns);
    bcf_html_number(model, "rows", rows);
    bcf_markup_attribute(model, "map", is_map ? "yes" : "no");
    bcf_markup_body(model);
    for (size_t i = 0; i < count; i++) {
        add_tile(model, of, &tiles[i], i, standings == NULL ? NULL : &standings[i].sum);
    }
    if (standings != NULL) {
        add_bands(model, of, standings);
    }
    bcf_markup_close(model, "tiles");
}
