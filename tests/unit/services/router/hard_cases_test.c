/* The hard cases of REQUIREMENTS 5.14 and the boundaries of 5.15, from tests/data/hard_cases.tsv, against the whole of
 * router: what a text is, how grave, and where it goes. */
#include "services/router/words.h"
#include "tests/unit/services/router/offline_support.h"

enum { SOURCE, CODE, TYPE, GRADE, OUTCOME, MARKS, LINKED, CUSTOMER_TEXT, COLUMNS };

/* Fields of a line; the line is cut in place. */
static void cut(char *line, char *ret_fields[COLUMNS])
{
    for (int i = 0; i < COLUMNS; i++) {
        char *end = i + 1 < COLUMNS ? strchr(line, '\t') : strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        ret_fields[i] = line;
        line = end + 1;
    }
}

static int digit(char c)
{
    return c <= '9' ? c - '0' : c - 'a' + 10;
}

/* Bytes that cannot stand in a file of texts are written \xNN. */
static void unescape(char *text)
{
    char *to = text;

    for (const char *at = text; *at; at++) {
        if (at[0] == '\\' && at[1] == 'x') {
            *to++ = (char)(digit(at[2]) * 16 + digit(at[3]));
            at += 3;
        } else {
            *to++ = *at;
        }
    }
    *to = '\0';
}

static int wrong;

static void compare(char *const *fields, int column, const char *got)
{
    if (strcmp(fields[column], "-") == 0 || strcmp(fields[column], got) == 0)
        return;
    print_message(
        "%s '%s': %s, not %s\n",
        fields[SOURCE],
        fields[CUSTOMER_TEXT],
        got,
        fields[column]
    );
    wrong++;
}

static bool has(struct text joined, struct text word)
{
    const struct words words = words_split(&arena, joined);

    for (size_t i = 0; i < words.count; i++) {
        if (text_equal(words.at[i], word))
            return true;
    }
    return false;
}

static void compare_marks(char *const *fields, const struct classified_case *row)
{
    const struct words marks = words_split(&arena, text_of(fields[MARKS]));

    for (size_t i = 0; i < marks.count; i++) {
        struct text mark = marks.at[i];
        struct text amount =
            row->has_amount_fen
                ? arena_format(&arena, "amount=%lld", (long long)row->amount_fen / 100)
                : TEXT("no amount");
        bool held = text_starts(mark, TEXT("amount=")) ? text_equal(mark, amount)
                                                       : has(row->tags, mark);
        if (held || text_is(mark, "-"))
            continue;
        print_message(
            "%s '%s': no %.*s\n",
            fields[SOURCE],
            fields[CUSTOMER_TEXT],
            (int)mark.length,
            mark.at
        );
        wrong++;
    }
    if (strcmp(fields[LINKED], "-") != 0 && !has(row->linked, text_of(fields[LINKED]))) {
        print_message("%s '%s': not linked\n", fields[SOURCE], fields[CUSTOMER_TEXT]);
        wrong++;
    }
}

static void check(char *line)
{
    char *fields[COLUMNS];
    char type[2] = "";

    cut(line, fields);
    unescape(fields[CUSTOMER_TEXT]);
    const struct offline_answer answer = decided(fields[CUSTOMER_TEXT]);
    type[0] = matter_type_letter((enum matter_type)answer.row.case_type);
    compare(fields, CODE, answer.row.code.at);
    compare(fields, TYPE, type);
    compare(fields, GRADE, enum_to_text(&case_grade_enum, (int)answer.row.grade).at);
    compare(fields, OUTCOME, verdict_name(answer.found.outcome));
    compare_marks(fields, &answer.row);
    arena_reset(&arena);
}

static void every_hard_case_is_held(void **state UNUSED)
{
    char line[1024];
    int rows = 0;
    FILE *file = fopen("tests/data/hard_cases.tsv", "re");

    assert_non_null(file);
    while (fgets(line, sizeof(line), file)) {
        if (line[0] == '#' || strncmp(line, "source\t", 7) == 0)
            continue;
        check(line);
        rows++;
    }
    fclose(file);
    assert_true(rows >= 100);
    assert_int_equal(wrong, 0);
}

static void a_text_of_a_megabyte_needs_a_person(void **state UNUSED)
{
    enum { BYTES = 1024 * 1024 };
    char *text = arena_take(&arena, BYTES + 1);

    memset(text, 'x', BYTES);
    memcpy(text, "我要挂失", strlen("我要挂失"));
    text[BYTES] = '\0';
    assert_int_equal(decided(text).found.outcome, VERDICT_triage);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_hard_case_is_held),
        cmocka_unit_test(a_text_of_a_megabyte_needs_a_person),
    };
    return cmocka_run_group_tests_name("hard_cases", tests, load_policies, drop_policies);
}
