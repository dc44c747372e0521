/* See plan_case.h. */
#include "services/escalation/plan_case.h"

#include "proto/messages.h"

enum grade plan_grade(const struct journal *journal, int64_t at_ms)
{
    enum grade base = GRADE_none, raised = GRADE_none;

    for (size_t i = 0; i < journal->count; i++) {
        const struct fact_entry *entry = &journal->entries[i];
        bool by_person = entry->fact == FACT_regraded || entry->fact == FACT_set;
        bool is_grade = entry->fact == FACT_graded || by_person;
        if (entry->at_ms > at_ms && base != GRADE_none)
            break;
        if (is_grade)
            base = (enum grade)entry->value;
        if (by_person)
            raised = GRADE_none;
        if (entry->fact == FACT_raised)
            raised = (enum grade)entry->value;
    }
    return raised != GRADE_none && raised < base ? raised : base;
}

int64_t plan_grade_since(const struct journal *journal, int64_t at_ms)
{
    enum grade grade = plan_grade(journal, at_ms);

    for (size_t i = journal->count; i-- > 0;) {
        int64_t since_ms = journal->entries[i].at_ms;
        enum fact fact = journal->entries[i].fact;
        bool grades = fact == FACT_graded || fact == FACT_regraded || fact == FACT_raised ||
                      fact == FACT_set;
        if (grades && since_ms <= at_ms && plan_grade(journal, since_ms - 1) != grade)
            return since_ms;
    }
    return INT64_MIN;
}

int64_t plan_type(const struct journal *journal)
{
    int64_t type = CASE_TYPE_none;

    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].fact == FACT_typed)
            type = journal->entries[i].value;
    }
    if (!type && journal_first(journal, FACT_registered))
        type = CASE_TYPE_complaint;
    return type;
}

bool plan_has_code(const struct journal *journal, const struct sla_clock *sla)
{
    int64_t code = 0;

    for (size_t i = 0; i < journal->count; i++) {
        if (journal->entries[i].fact == FACT_coded)
            code = journal->entries[i].value;
    }
    for (size_t i = 0; i < sla->code_count; i++) {
        if (fact_pack(sla->codes[i]) == code)
            return true;
    }
    return sla->code_count == 0;
}

int64_t
plan_since_grade(const struct journal *journal, const struct sla_clock *sla, int64_t start_ms)
{
    for (size_t i = 0; i < journal->count; i++) {
        enum grade grade = plan_grade(journal, journal->entries[i].at_ms);
        if (grade != GRADE_none && sla->stages[0].limits[grade].kind != LIMIT_none)
            return int64_max(start_ms, journal->entries[i].at_ms);
    }
    return start_ms;
}

struct text plan_task_id(int32_t number)
{
    static const struct text ids[] = {
#define TASK(id) {id, sizeof(id) - 1}
        TASK("K20"),
        TASK("K20.2"),
        TASK("K20.3"),
        TASK("K20.4"),
        TASK("K20.5"),
        TASK("K20.6"),
        TASK("K20.7"),
        TASK("K20.8"),
        TASK("K20.9"),
        TASK("K20.10"),
        TASK("K20.11"),
        TASK("K20.12"),
        TASK("K20.13"),
        TASK("K20.14"),
        TASK("K20.15"),
        TASK("K20.16"),
#undef TASK
    };

    return ids[number - 1];
}
