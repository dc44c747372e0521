/* Tests of common/syslog_format.c: RFC 5424, sections 6 to 6.5, to the letter. */
#include "common/syslog_format.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>

#include <cmocka.h>

#define BOM    "\xef\xbb\xbf"
#define HEADER "2026-01-01T00:00:00.007Z host shouli-desk 4711 "

static struct syslog_origin origin;
static char out[SYSLOG_BYTES_MAX + 1];

static int begin(void **state UNUSED)
{
    syslog_origin_init(&origin, "host", "shouli-desk", 4711);
    return 0;
}

static const char *format(struct log_record record)
{
    record.now_ms = INT64_C(1767225600007);
    size_t length = syslog_format(&origin, &record, out);
    assert_true(length <= SYSLOG_BYTES_MAX);
    out[length] = '\0';
    return out;
}

static const char *with(const char *event, const struct log_field *fields, size_t count)
{
    return format((struct log_record
    ){.level = LOG_warn, .event = event, .fields = fields, .count = count});
}

#define WITH(event, ...) with(event, LOG_LIST(__VA_ARGS__))

static void a_line_is_header_element_and_sentence(void **state UNUSED)
{
    assert_string_equal(
        WITH("gate.bind_failed", LOG_STRING("address", "tcp://127.0.0.1:5510")),
        "<28>1 " HEADER "gate.bind_failed [shouli@32473 address=\"tcp://127.0.0.1:5510\"] " BOM
        "the socket of commands cannot be bound"
    );
}

/* Section 6.2.1: facility times 8 plus severity; 3 is daemon. */
static void severity_follows_the_level(void **state UNUSED)
{
    static const char *const priorities[] = {"<31>1", "<30>1", "<28>1", "<27>1"};

    for (enum log_level level = LOG_debug; level <= LOG_error; level++)
        assert_memory_equal(
            format((struct log_record){.level = level, .event = "x"}),
            priorities[level],
            5
        );
}

/* Section 6.3: "-" is the NILVALUE; an element without parameters would say nothing. */
static void without_fields_the_structured_data_is_nil(void **state UNUSED)
{
    assert_string_equal(
        WITH("service.ready"),
        "<28>1 " HEADER "service.ready - " BOM "commands are taken"
    );
}

/* Section 6.3.3 */
static void escapes_what_ends_a_value_and_nothing_else(void **state UNUSED)
{
    assert_non_null(strstr(
        WITH("x", LOG_STRING("why", "a\"b\\c]d[e=f 中")),
        "[shouli@32473 why=\"a\\\"b\\\\c\\]d[e=f 中\"]"
    ));
}

static void control_characters_become_blanks_and_bad_bytes_a_mark(void **state UNUSED)
{
    assert_non_null(strstr(
        WITH("x", LOG_STRING("why", "one\ntwo\x7f\xff.")),
        "why=\"one two \xef\xbf\xbd.\"]"
    ));
}

static void every_kind_of_field_is_a_parameter(void **state UNUSED)
{
    struct uuid id;

    assert_true(uuid_from_text(TEXT("01890a5d-ac96-774b-bcce-b302099a8057"), &id));
    assert_non_null(strstr(
        WITH(
            "x",
            LOG_INT("n", -5),
            LOG_FLAG("yes", true),
            LOG_FLAG("no", false),
            LOG_UUID("id", id),
            LOG_TEXT("absent", (struct text){0}),
            LOG_STRING("empty", "")
        ),
        "[shouli@32473 n=\"-5\" yes=\"true\" no=\"false\" "
        "id=\"01890a5d-ac96-774b-bcce-b302099a8057\" empty=\"\"]"
    ));
}

static void says_how_many_lines_were_held_back(void **state UNUSED)
{
    assert_non_null(strstr(
        format((struct log_record){.event = "x", .suppressed = 12}),
        "[shouli@32473 suppressed=\"12\"]"
    ));
}

/* Section 6.4: text that is UTF-8 begins with the byte order mark. */
static void an_unknown_event_is_its_own_sentence(void **state UNUSED)
{
    assert_string_equal(WITH("no.such"), "<28>1 " HEADER "no.such - " BOM "no.such");
}

/* Each length around the limit: complete below and at it, cut at a character's border above it. */
static void cuts_a_long_text_at_the_limit(void **state UNUSED)
{
    static char why[3 * SYSLOG_BYTES_MAX];
    size_t longest = 0;
    bool was_cut = false;

    for (size_t length = 600; length < 800; length++) {
        for (size_t i = 0; i < length; i++)
            memcpy(why + 3 * i, "中", 4);
        const char *line = WITH("service.ready", LOG_STRING("why", why), LOG_INT("n", 1));
        bool is_cut = strstr(line, "cut=\"true\"] " BOM "commands are taken") != NULL;
        assert_true(is_cut || !was_cut);
        assert_int_equal(is_cut, strstr(line, "…") != NULL || strstr(line, " n=") == NULL);
        assert_non_null(strstr(line, "] " BOM "commands are taken"));
        if (!is_cut)
            longest = strlen(line);
        was_cut = is_cut;
    }
    assert_true(was_cut);
    assert_in_range(longest, SYSLOG_BYTES_MAX - 40, SYSLOG_BYTES_MAX);
}

/* Sections 6.2.4 and 6.2.5: printable ASCII without blanks, at most 255 and 48. */
static void names_hold_what_a_header_may(void **state UNUSED)
{
    char longer[400];

    memset(longer, 'h', sizeof(longer) - 1);
    longer[sizeof(longer) - 1] = '\0';
    syslog_origin_init(&origin, longer, longer, 1);
    assert_int_equal(strlen(origin.host), SYSLOG_HOST_MAX);
    assert_int_equal(strlen(origin.app), SYSLOG_NAME_MAX);
    syslog_origin_init(&origin, "", "a b\x01中c", 1);
    assert_string_equal(origin.host, "-");
    assert_string_equal(origin.app, "abc");
}

static void sentences_are_found_by_event(void **state UNUSED)
{
    assert_string_equal(
        syslog_sentence("allow.first_end"),
        "the key of the list that ends first"
    );
    assert_string_equal(
        syslog_sentence("writer.too_many_statements"),
        "more statements than there is room for"
    );
    assert_string_equal(syslog_sentence("zzz"), "zzz");
}

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_line_is_header_element_and_sentence),
        TEST(severity_follows_the_level),
        TEST(without_fields_the_structured_data_is_nil),
        TEST(escapes_what_ends_a_value_and_nothing_else),
        TEST(control_characters_become_blanks_and_bad_bytes_a_mark),
        TEST(every_kind_of_field_is_a_parameter),
        TEST(says_how_many_lines_were_held_back),
        TEST(an_unknown_event_is_its_own_sentence),
        TEST(cuts_a_long_text_at_the_limit),
        TEST(names_hold_what_a_header_may),
        TEST(sentences_are_found_by_event),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
