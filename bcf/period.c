/* SPDX-License-Identifier: MIT */
#include "period.h"

#include <string.h>

/* Reads `count` digits as a number; false where there are others. */
static bool read_number(int *out, const char *text, size_t count)
{
    *out = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return false;
        }
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

/* "2014-04" at `text`, whatever follows. */
static bool read_month(int *out, const char *text)
{
    int year = 0;
    int month = 0;
    if (!read_number(&year, text, 4) || text[4] != '-' || !read_number(&month, text + 5, 2)
        || month < 1 || month > 12) {
        return false;
    }
    *out = year * 12 + month - 1;
    return true;
}

static bool read_period(bcf_period *out, const char *text)
{
    if (!read_month(&out->first, text)) {
        return false;
    }
    out->last = out->first;
    if (text[7] == '\0') {
        return true;
    }
    return strncmp(text + 7, "..", 2) == 0 && read_month(&out->last, text + 9) && text[16] == '\0'
           && out->first <= out->last;
}

bcf_code bcf_period_parse(bcf_period *out, const char *text, const char *what, bcf_place place,
                          bcf_error *err)
{
    if (!read_period(out, text)) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place,
                          "%s '%s' is not a period (YYYY-MM, or YYYY-MM..YYYY-MM)", what, text);
    }
    return BCF_OK;
}

int bcf_period_months(bcf_period period)
{
    return period.last - period.first + 1;
}

bool bcf_period_equal(bcf_period a, bcf_period b)
{
    return a.first == b.first && a.last == b.last;
}

bool bcf_period_is_same_season_before(bcf_period earlier, bcf_period later)
{
    int apart = later.first - earlier.first;
    return apart > 0 && apart % 12 == 0 && bcf_period_months(earlier) == bcf_period_months(later);
}

static int days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool is_leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return month == 2 && is_leap ? 29 : days[month - 1];
}

bcf_code bcf_date_parse(int *out, const char *text, const char *what, bcf_place place,
                        bcf_error *err)
{
    int year = 0;
    int month = 0;
    int day = 0;
    bool is_date = strlen(text) == 10 && read_number(&year, text, 4) && text[4] == '-'
                   && read_number(&month, text + 5, 2) && text[7] == '-'
                   && read_number(&day, text + 8, 2) && month >= 1 && month <= 12 && day >= 1
                   && day <= days_in_month(year, month);
    if (!is_date) {
        return bcf_refuse(err, BCF_REFUSED_DATA, place, "%s '%s' is not a date (YYYY-MM-DD)", what,
                          text);
    }
    *out = year * 10000 + month * 100 + day;
    return BCF_OK;
}
