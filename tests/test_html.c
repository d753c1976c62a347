/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L
#include "html.h"

#include "report.h"
#include "wording.h"

#include "support/dataset.h"

#define ENGLAND BCF_ROOT "/fixtures/england"
#define SHIRE BCF_ROOT "/fixtures/shire"
#define TOY BCF_ROOT "/fixtures/toy-year"
#define DEEP 64
#define NAME_MAX_LENGTH 24

static bcf_arena *arena;
static bcf_error err;
static bcf_text page;

static void set_up(void)
{
    arena = bcf_arena_new();
    err = (bcf_error){0};
    page = (bcf_text){0};
}

static void tear_down(void)
{
    bcf_text_clear(&page);
    bcf_arena_free(arena);
}

static const bcf_run *run_of(const char *policy, const char *folder)
{
    bcf_order *order = BCF_NEW(arena, bcf_order);
    *order = (bcf_order){.policy = policy, .dataset = folder};
    const bcf_run *run = NULL;
    bcf_code code = bcf_run_to(&run, arena, order, BCF_STAGE_SETTLEMENT, "report", &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return run;
}

static const char *page_of(const bcf_run *run, bcf_scope scope)
{
    bcf_text_clear(&page);
    bcf_code code = bcf_html_report(&page, run, scope, &err);
    ck_assert_msg(code == BCF_OK, "%s", err.messages[0]);
    return bcf_text_get(&page);
}

static const bcf_scope everybody = {BCF_SCOPE_ALL, 0};

static bcf_scope board_of(const bcf_run *run, const char *code)
{
    int board = bcf_areas_board(run->figures->areas, code);
    ck_assert_int_ge(board, 0);
    return (bcf_scope){BCF_SCOPE_BOARD, (size_t)board};
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at != NULL; at = strstr(at + 1, what)) {
        count++;
    }
    return count;
}

/* The end of a tag: what stands in quotes is a value. */
static const char *end_of_tag(const char *at)
{
    char quote = '\0';
    for (; *at != '\0' && (quote != '\0' || *at != '>'); at++) {
        if (quote != '\0') {
            quote = *at == quote ? '\0' : quote;
        } else if (*at == '"' || *at == '\'') {
            quote = *at;
        }
    }
    ck_assert_int_eq(*at, '>');
    return at;
}

/* Every element is closed by its own name; what stands in style and script is left alone. */
static void check_elements(const char *text)
{
    char open[DEEP][NAME_MAX_LENGTH];
    int depth = 0;
    const char *at = strchr(text, '\n');
    while ((at = strchr(at, '<')) != NULL) {
        bool is_end = at[1] == '/';
        const char *name = at + 1 + is_end;
        size_t length = strcspn(name, " />");
        ck_assert_uint_lt(length, NAME_MAX_LENGTH);
        at = end_of_tag(name);
        if (length == 4 && strncmp(name, "meta", 4) == 0) {
            continue;
        }
        if (is_end) {
            ck_assert_int_gt(depth, 0);
            depth--;
            ck_assert_msg(strncmp(open[depth], name, length) == 0 && open[depth][length] == '\0',
                          "<%s> ends as </%.*s>", open[depth], (int)length, name);
            continue;
        }
        ck_assert_int_lt(depth, DEEP);
        snprintf(open[depth++], NAME_MAX_LENGTH, "%.*s", (int)length, name);
        if (strcmp(open[depth - 1], "style") == 0 || strcmp(open[depth - 1], "script") == 0) {
            at = strstr(at, "</");
        }
    }
    ck_assert_int_eq(depth, 0);
}

static const struct {
    const char *name;
    const char *policy;
    const char *dataset;
    size_t boards;
    bool has_payments;
} pages[] = {
    {"england", "2015-16", ENGLAND, 151, true},
    {"england, july 2014", "2015-16-revised", ENGLAND, 151, true},
    {"england, the year before", "2014-15", ENGLAND, 151, false},
    {"england, the year after", "2016-17", ENGLAND, 151, false},
    {"shire", "2015-16", SHIRE, 3, true},
    {"a policy of somebody's own", TOY "/policy.xml", TOY, 3, false},
};

START_TEST(a_page_is_whole_and_asks_for_nothing)
{
    const bcf_run *run = run_of(pages[_i].policy, pages[_i].dataset);
    const char *text = page_of(run, everybody);
    ck_assert_ptr_eq(strstr(text, "<!DOCTYPE html>\n<html lang=\"en-GB\">"), text);
    check_elements(text);
    static const char *const foreign[] = {" src=", "<link", "<img", "url(", "@import", "href=\"h"};
    for (size_t i = 0; i < sizeof foreign / sizeof foreign[0]; i++) {
        ck_assert_msg(strstr(text, foreign[i]) == NULL, "the page has %s", foreign[i]);
    }
    ck_assert_ptr_nonnull(strstr(text, "default-src 'none'"));
    ck_assert_uint_eq(count_of(text, "<section class=\"board\""), pages[_i].boards);
    ck_assert_uint_eq(count_of(text, "id=\"payments\""), pages[_i].has_payments);
    ck_assert_uint_eq(count_of(text, "class=\"matrix\""), pages[_i].has_payments);
    ck_assert_ptr_null(strstr(text, "<!--"));
}
END_TEST

START_TEST(a_page_is_the_same_bytes_twice)
{
    const bcf_run *run = run_of(pages[_i].policy, pages[_i].dataset);
    const char *first = bcf_arena_text(arena, page_of(run, everybody));
    ck_assert(strcmp(first, page_of(run, everybody)) == 0);
}
END_TEST

START_TEST(a_board_states_its_own_sums)
{
    const bcf_run *run = run_of("2015-16", ENGLAND);
    for (size_t board = 0; board < run->figures->areas->board_count; board += 10) {
        bcf_money pool = {0};
        for (size_t i = 0; i < run->allocation->grant_count; i++) {
            if (run->allocation->grants[i].board == board) {
                pool = bcf_money_add(pool, run->allocation->grants[i].amount);
            }
        }
        const char *text = page_of(run, (bcf_scope){BCF_SCOPE_BOARD, board});
        const char *total = strstr(text, "Minimum pool</th>");
        ck_assert_ptr_nonnull(total);
        const char *wanted =
            bcf_arena_print(arena, ">£%s*</td></tr>", bcf_wording_pounds(arena, pool, true));
        const char *found = strstr(total, wanted);
        ck_assert_msg(found != NULL && found < strstr(total, "</tr>"), "no %s", wanted);
    }
}
END_TEST

static const struct {
    const char *name;
    const char *board;
    size_t sheets;
} alone[] = {
    {"a county passes a grant on", "H1", 2},
    {"a unitary does not", "H2", 1},
};

START_TEST(a_board_is_a_page_of_its_own)
{
    const bcf_run *run = run_of("2015-16", SHIRE);
    const char *text = page_of(run, board_of(run, alone[_i].board));
    check_elements(text);
    ck_assert_uint_eq(count_of(text, "class=\"sheet"), alone[_i].sheets);
    ck_assert_ptr_nonnull(strstr(text, "superseded in July 2014"));
    ck_assert_ptr_null(strstr(text, "<script"));
}
END_TEST

static const struct {
    const char *name; /* as it stands in a CSV cell */
    const char *raw;  /* what must not be on the page */
} hostile[] = {
    {"<script>alert(1)</script>", "<script>alert"},
    {"</style><b>x", "</style><b>"},
    {"]]><i>", "]]>"},
    {"\"\"><svg onload=x>", "\"><svg onload"},
    {"<!--boards-->", "=<section"}, /* libxml2 leaves this one as it is in an attribute */
    {"<!--\"\"'><h1>x-->", "<h1>x--></"},
    {"&lt;b&gt;", ">&lt;b&gt;<"},
};

START_TEST(a_name_stays_a_name)
{
    dataset set = dataset_of(SHIRE);
    dataset_put(
        &set, "boards",
        bcf_arena_print(arena, "hwb,name\nH1,\"%s\"\nH2,Port\nH3,Vale\n", hostile[_i].name));
    const char *text = page_of(run_of("2015-16", set.folder), everybody);
    check_elements(text);
    ck_assert_ptr_null(strstr(text, hostile[_i].raw));
    ck_assert_uint_eq(count_of(text, "<script"), 1);
    ck_assert_uint_eq(count_of(text, "<section class=\"board\""), 3);
    dataset_remove(&set);
}
END_TEST

static Suite *make_suite(void)
{
    Suite *suite = suite_create("html");
    TCase *tcase = tcase_create("html");
    tcase_set_timeout(tcase, 60);
    tcase_add_checked_fixture(tcase, set_up, tear_down);
    ADD_ROWS(tcase, a_page_is_whole_and_asks_for_nothing, pages);
    ADD_ROWS(tcase, a_page_is_the_same_bytes_twice, pages);
    tcase_add_test(tcase, a_board_states_its_own_sums);
    ADD_ROWS(tcase, a_board_is_a_page_of_its_own, alone);
    ADD_ROWS(tcase, a_name_stays_a_name, hostile);
    suite_add_tcase(suite, tcase);
    return suite;
}

RUN_SUITE(make_suite)
