/* The duty roster: who can be called at an instant, and when nobody can (REQUIREMENTS RO-10, RO-11, 4.3).
 *
 * Pure. The shifts stand in deploy/config/duty.yaml, absences are said by command and stand in one row. Of the shifts that
 * cover an instant the people are taken in the order of the file: the first is called, the others are deputies. */
#pragma once

#include "common/domain/calendar.h"
#include "common/yaml.h"

enum {
    ROSTER_DUTIES_MAX = 16,
    ROSTER_SHIFTS_MAX = 32,
    ROSTER_PEOPLE_MAX = 8, /* of a shift, and on duty at a time */
    ROSTER_ABSENCES_MAX = 400,
    ROSTER_PERSON_BYTES_MAX = 64,
    ROSTER_GAP_DAYS = 7
};

enum shift_days { SHIFT_all, SHIFT_workdays, SHIFT_restdays, SHIFT_weekdays };

struct shift {
    enum shift_days days;
    uint8_t weekdays;       /* 1 << enum weekday, for SHIFT_weekdays */
    int32_t from_ms, to_ms; /* of the day; ends on the next one when `to` is not after `from` */
    size_t count;
    struct text who[ROSTER_PEOPLE_MAX];
};

struct duty {
    struct text name;
    int32_t level;
    size_t count;
    struct shift shifts[ROSTER_SHIFTS_MAX];
};

struct roster {
    struct text version;
    const struct calendar *calendar;
    int64_t answer_ms; /* then a deputy is called */
    size_t count;
    struct duty duties[ROSTER_DUTIES_MAX];
};

struct absence {
    int64_t from_ms, to_ms; /* [from, to) */
    struct text person;
};

struct absences {
    size_t count;
    struct absence at[ROSTER_ABSENCES_MAX];
};

/* Who has a duty: in the order in which they are called. */
struct on_duty {
    size_t count, absent_count;
    struct text who[ROSTER_PEOPLE_MAX];
    struct text absent[ROSTER_PEOPLE_MAX]; /* of the shift, but not there */
};

/* ERROR_config with the faults in the document. The calendar is found by `calendars`, which must outlive the roster. */
enum error roster_read(
    struct yaml *yaml,
    const struct calendar *const *calendars,
    size_t calendar_count,
    struct roster *ret_roster
) MUST_CHECK;

/* NULL when there is no such duty. `level` finds the first duty of that line: the one the ladder calls. */
const struct duty *roster_duty(const struct roster *roster, struct text name);
const struct duty *roster_duty_of_level(const struct roster *roster, int32_t level);

void roster_on_duty(
    const struct roster *roster,
    const struct duty *duty,
    const struct absences *absences,
    int64_t at_ms,
    struct on_duty *ret_on_duty
);

/* Minutes, rounded up, of [at, at + ROSTER_GAP_DAYS days) in which nobody has the duty. */
int64_t roster_gap_minutes(
    const struct roster *roster,
    const struct duty *duty,
    const struct absences *absences,
    int64_t at_ms
);

/* Lines "<from> <to> <person>"; what does not read is left out. */
void absences_read(struct text text, struct absences *ret_absences);
struct text absences_write(const struct absences *absences, struct arena *arena);

/* An absence from `from_ms` replaces the one of that person that begins there; with to <= from it only goes. What was over
 * before `now_ms` is forgotten. False when there is no room. */
bool absences_set(struct absences *absences, struct absence absence, int64_t now_ms) MUST_CHECK;
