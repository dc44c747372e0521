/* Archive numbers: business code, date of archiving, sequence (REQUIREMENTS AR-03, AR-04, 6.1).
 *
 * AC01 + 20261121 + 000007. The code has 2 to 4 capital letters or digits and begins with a letter, so a number is
 * read from the right. The date is the day in Asia/Shanghai; sequences of a code and a day start at 1. Pure. */
#pragma once

#include "common/arena.h"
#include "common/domain/civil_date.h"

enum { ARCHIVE_CODE_MIN = 2, ARCHIVE_CODE_MAX = 4, ARCHIVE_SEQUENCE_MAX = 999999 };

struct archive_no {
    struct text code; /* borrows from what was read */
    struct civil_date date;
    int32_t sequence;
};

bool archive_code_is_valid(struct text code);

/* The series that a number belongs to: code and date, "AC0120261121". */
struct text archive_series(struct arena *arena, struct text code, struct civil_date date);

/* The code must be valid and the sequence from 1 to ARCHIVE_SEQUENCE_MAX. */
struct text archive_no_write(struct arena *arena, const struct archive_no *no);

/* False when it is no archive number: a wrong code, no such day, sequence 0. */
bool archive_no_parse(struct text text, struct archive_no *ret_no) MUST_CHECK;
