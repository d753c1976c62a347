/* SPDX-License-Identifier: MIT */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "spreadsheet_inside.h"

/* What a spreadsheet keeps of a number, and what it shows at most. */
#define DIGITS_KEPT 15

/* A number written longer than this is no spreadsheet's. */
#define WRITTEN_MAX 400

/* A larger power of ten is left as it is written, and refused where a figure belongs. */
#define POWER_MAX 60

/* 31 December 9999, counted from 1900: where the calendar of spreadsheets ends. */
#define LAST_DAY 2958465

/* 29 February 1900, which Excel has and the calendar has not. */
#define FALSE_LEAP_DAY 60

/* The days between the two ways of counting. */
#define DAYS_TO_1904 1462

bcf_spreadsheet_cell bcf_spreadsheet_unusable(bcf_arena *arena, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    const char *words = bcf_arena_vprint(arena, format, arguments);
    va_end(arguments);
    return (bcf_spreadsheet_cell){words, BCF_CSV_UNUSABLE};
}

bcf_spreadsheet_cell bcf_spreadsheet_no_result(void)
{
    return (bcf_spreadsheet_cell){
        "is a formula whose result was not saved: open the workbook, let it calculate, and save it",
        BCF_CSV_UNUSABLE};
}

/* A number in pieces: digits without leading zeros, and where the point stands among them. */
typedef struct pieces {
    bool is_negative;
    char digits[WRITTEN_MAX + 2]; /* room for one that a carry puts before them */
    int count;
    int point; /* digits before it; may be below zero, or past their end */
} pieces;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void take_digit(pieces *to, char digit, bool is_after_point)
{
    if (to->count > 0 || digit != '0') {
        to->digits[to->count++] = digit;
        to->point += is_after_point ? 0 : 1;
    } else if (is_after_point) {
        to->point--;
    }
}

/* "E+16": nothing at all is a power of 0. */
static bool take_power(pieces *to, const char *at)
{
    if (*at == '\0') {
        return true;
    }
    if (*at != 'e' && *at != 'E') {
        return false;
    }
    at++;
    bool is_below = *at == '-';
    at += *at == '-' || *at == '+' ? 1 : 0;
    int power = 0;
    bool has_digit = false;
    for (; is_digit(*at) && power < 10000; at++) {
        power = 10 * power + (*at - '0');
        has_digit = true;
    }
    to->point += is_below ? -power : power;
    return has_digit && *at == '\0';
}

static bool take_pieces(pieces *to, const char *written)
{
    if (strlen(written) > WRITTEN_MAX) {
        return false;
    }
    const char *at = written;
    to->is_negative = *at == '-';
    at += *at == '-' || *at == '+' ? 1 : 0;
    bool has_digit = false;
    for (; is_digit(*at); at++) {
        take_digit(to, *at, false);
        has_digit = true;
    }
    if (*at == '.') {
        for (at++; is_digit(*at); at++) {
            take_digit(to, *at, true);
            has_digit = true;
        }
    }
    return has_digit && take_power(to, at);
}

/* To the digits that are kept, half away from zero; then without zeros at the end. */
static void round_pieces(pieces *number)
{
    bool rounds_up = number->count > DIGITS_KEPT && number->digits[DIGITS_KEPT] >= '5';
    number->count = number->count > DIGITS_KEPT ? DIGITS_KEPT : number->count;
    int i = number->count - 1;
    for (; rounds_up && i >= 0 && number->digits[i] == '9'; i--) {
        number->digits[i] = '0';
    }
    if (rounds_up && i >= 0) {
        number->digits[i]++;
    } else if (rounds_up) { /* all nines: a one before as many zeros, of which one may go */
        number->digits[0] = '1';
        number->point++;
    }
    while (number->count > 0 && number->digits[number->count - 1] == '0') {
        number->count--;
    }
}

const char *bcf_spreadsheet_number(bcf_arena *arena, const char *written)
{
    pieces number = {0};
    if (!take_pieces(&number, written)) {
        return NULL;
    }
    round_pieces(&number);
    if (number.count == 0) {
        return "0";
    }
    if (number.point > POWER_MAX || number.point < -POWER_MAX) {
        return bcf_arena_text(arena, written);
    }
    bcf_text text = {0};
    bcf_text_add(&text, number.is_negative ? "-" : "");
    bcf_text_add(&text, number.point <= 0 ? "0" : "");
    for (int i = 0; i < number.point; i++) {
        bcf_text_add_char(&text, i < number.count ? number.digits[i] : '0');
    }
    if (number.point < number.count) {
        bcf_text_add_char(&text, '.');
    }
    for (int i = number.point; i < number.count; i++) {
        bcf_text_add_char(&text, i < 0 ? '0' : number.digits[i]);
    }
    const char *kept = bcf_arena_text_part(arena, bcf_text_get(&text), text.length);
    bcf_text_clear(&text);
    return kept;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

/* The day that is so many after 31 December 1899. */
static const char *day_text(bcf_arena *arena, int days)
{
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int year = 1900;
    for (; days > 365 + (is_leap(year) ? 1 : 0); year++) {
        days -= 365 + (is_leap(year) ? 1 : 0);
    }
    int month = 0;
    for (;; month++) {
        int length = lengths[month] + (month == 1 && is_leap(year) ? 1 : 0);
        if (days <= length) {
            break;
        }
        days -= length;
    }
    return bcf_arena_print(arena, "%04d-%02d-%02d", year, month + 1, days);
}

bcf_spreadsheet_cell bcf_spreadsheet_counted_day(bcf_arena *arena, const char *number,
                                                 bool is_from_1904)
{
    if (strchr(number, '.') != NULL) {
        return bcf_spreadsheet_unusable(arena, "holds a time of day (%s); a day alone belongs here",
                                        number);
    }
    size_t digits = strspn(number, "0123456789");
    bool is_count = digits > 0 && digits <= 7 && number[digits] == '\0';
    int days = is_count ? (int)strtol(number, NULL, 10) : -1;
    if (is_from_1904 && days >= 0) {
        days += DAYS_TO_1904;
    }
    if (days < 1 || days > LAST_DAY) {
        return bcf_spreadsheet_unusable(arena, "is shown as a day, and %s is none", number);
    }
    if (days == FALSE_LEAP_DAY) {
        return bcf_spreadsheet_unusable(arena, "is 29 February 1900, a day that never was");
    }
    days -= days > FALSE_LEAP_DAY ? 1 : 0;
    return (bcf_spreadsheet_cell){day_text(arena, days), BCF_CSV_DAY};
}

/* True if the text begins as the pattern is: 0 for a digit, anything else for itself. */
static bool begins_as(const char *text, const char *pattern)
{
    for (size_t i = 0; pattern[i] != '\0'; i++) {
        if (pattern[i] == '0' ? !is_digit(text[i]) : text[i] != pattern[i]) {
            return false;
        }
    }
    return true;
}

bcf_spreadsheet_cell bcf_spreadsheet_written_day(bcf_arena *arena, const char *text)
{
    if (!begins_as(text, "0000-00-00")) {
        return bcf_spreadsheet_unusable(arena, "holds '%s', which is no day", text);
    }
    const char *rest = text + strlen("0000-00-00");
    if (*rest != '\0' && strspn(rest, "T0:.Z") != strlen(rest)) {
        return bcf_spreadsheet_unusable(arena, "holds a time of day (%s); a day alone belongs here",
                                        text);
    }
    return (bcf_spreadsheet_cell){bcf_arena_text_part(arena, text, (size_t)(rest - text)),
                                  BCF_CSV_DAY};
}
