/* See retention.h. */
#include "services/archive/retention.h"

#include "services/archive/archive_no.h"

/* REQUIREMENTS 6.2, product default, the longer one of two. */
enum {
    YEARS_complaint = 10,
    YEARS_consult = 5,
    YEARS_suggest = 2,
    YEARS_dispute = 10,
    YEARS_urgent = 10,
    YEARS_reception = 3,
    YEARS_unknown = 0
};

static struct text complaint_class(const struct case_file *file)
{
    if (file->outside_no.length)
        return TEXT("TSJG");
    return file->grade == CASE_GRADE_P1 ? TEXT("TSZD") : TEXT("TSDA");
}

static int32_t years_of(enum case_type type)
{
    switch (type) {
    case CASE_TYPE_consult:
        return YEARS_consult;
    case CASE_TYPE_complaint:
        return YEARS_complaint;
    case CASE_TYPE_suggest:
        return YEARS_suggest;
    case CASE_TYPE_dispute:
        return YEARS_dispute;
    case CASE_TYPE_urgent:
        return YEARS_urgent;
    case CASE_TYPE_apply: /* runs from the end of the relationship */
        return YEARS_unknown;
    case CASE_TYPE_transfer_out:
    case CASE_TYPE_none:
        break;
    }
    return YEARS_reception;
}

bool record_class_of(const struct case_file *file, struct record_class *ret_class)
{
    struct record_class found = {file->code, years_of(file->type)};

    if (file->type == CASE_TYPE_complaint)
        found.code = complaint_class(file);
    else if (!file->code.length)
        found = (struct record_class){TEXT("JDJL"), YEARS_reception};
    if (!archive_code_is_valid(found.code))
        return false;
    *ret_class = found;
    return true;
}

struct civil_date civil_date_add_years(struct civil_date date, int32_t years)
{
    date.year += years;
    if (!civil_date_is_valid(date))
        date.day = 28; /* only 29 February can be missing */
    return date;
}
