/* Calendar dates as customers write them, and as they are stored: ISO 8601, 2026-02-03.
 *
 * Only dates that exist leave this module (proleptic Gregorian calendar, years 1 to 9999). A date here has
 * no time zone and is not an instant. Source: REQUIREMENTS 3.8, Dates. */
#pragma once

#include "common/basics.h"

enum { ISO_DATE_LENGTH = 10 };

struct iso_date {
    int year;
    int month; /* 1-12 */
    int day;   /* 1-31 */
};

bool iso_date_exists(struct iso_date date);

/* Reads 2026-02-03, 2026/2/3 and 2026年2月3日, full width too, trimmed; one or two digits for month and day,
 * four for the year, one kind of separator. False if the form is another or the day does not exist. */
bool iso_date_from_text(struct text text, struct iso_date *ret_date) MUST_CHECK;

/* Writes 10 characters and a zero; the date must exist. */
void iso_date_to_text(struct iso_date date, char ret_text[ISO_DATE_LENGTH + 1]);

/* Below, equal to or above 0, as a is before, on or after b. */
int iso_date_compare(struct iso_date a, struct iso_date b);

/* Full years from `born` to `today`; who is born on 29 February is a year older on 1 March. */
int iso_date_age(struct iso_date born, struct iso_date today);
