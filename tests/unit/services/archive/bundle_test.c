/* Tests of services/archive/bundle.c: what is put in comes out again, and nothing else does. */
#include "tests/unit/services/archive/support.h"

static struct arena arena;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    arena_done(&kept_places);
    return 0;
}

/* An event of so many bytes, the n-th of desk's stream. */
static struct package_event event_of(int64_t seq, size_t bytes)
{
    uint8_t *at = arena_zero(&arena, bytes + 1);

    memset(at, (int)seq, bytes);
    return (struct package_event){TEXT("desk"), seq, TEXT("case.noted.v1"), {at, bytes}};
}

static bool add(struct bundle *bundle, struct package_event event)
{
    struct bytes line = package_part(&arena, &event, (struct bytes){0});

    return bundle_add(&arena, bundle, line, event.envelope);
}

/* `length`: of the lines, as the row says it. */
static struct bytes row_of(const struct bundle *bundle, size_t length)
{
    size_t size = 4 + bundle->lines.length + bundle->envelopes.length;
    uint8_t *at = arena_take(&arena, size);

    for (int i = 0; i < 4; i++)
        at[i] = (uint8_t)(length >> (24 - 8 * i));
    memcpy(at + 4, bundle->lines.at, bundle->lines.length);
    memcpy(at + 4 + bundle->lines.length, bundle->envelopes.at, bundle->envelopes.length);
    return (struct bytes){at, size};
}

static struct bundle two(void)
{
    struct bundle bundle = {.lines = {0}};

    assert_true(add(&bundle, event_of(7, 300)));
    assert_true(add(&bundle, event_of(8, 5)));
    return bundle;
}

static void gives_the_events_that_were_put_in(void **state UNUSED)
{
    const struct bundle bundle = two();
    const struct bytes row = row_of(&bundle, bundle.lines.length);
    struct package_event events[2];

    assert_int_equal(bundle_events(row, NULL), 2);
    assert_int_equal(bundle_events(row, events), 2);
    assert_int_equal(events[0].seq, 7);
    assert_true(text_is(events[0].stream, "desk"));
    assert_true(text_is(events[0].type, "case.noted.v1"));
    assert_true(bytes_equal(events[0].envelope, event_of(7, 300).envelope));
    assert_int_equal(events[1].seq, 8);
    assert_true(bytes_equal(events[1].envelope, event_of(8, 5).envelope));
}

static void gives_the_lines_one_by_one(void **state UNUSED)
{
    struct bytes lines = two().lines;
    struct line part;

    assert_true(lines_next(&lines, &part));
    assert_int_equal(part.seq, 7);
    assert_int_equal(part.bytes, 300);
    assert_true(part.has_digest);
    assert_true(lines_next(&lines, &part));
    assert_int_equal(part.seq, 8);
    assert_int_equal(lines.length, 0);
    assert_false(lines_next(&lines, &part));
}

static void leaves_a_line_that_cannot_be_read(void **state UNUSED)
{
    struct bytes cut = two().lines, other = bytes_of_text(TEXT("x"));
    struct line part;

    cut.length--;
    assert_true(lines_next(&cut, &part));
    size_t left = cut.length;
    assert_false(lines_next(&cut, &part));
    assert_int_equal(cut.length, left);
    assert_false(lines_next(&other, &part));
    assert_int_equal(other.length, 1);
}

/* One byte below its room, all of it, one above. */
static void has_room_for_so_much(void **state UNUSED)
{
    const struct package_event like = event_of(9, 1000);
    const size_t line = package_part(&arena, &like, (struct bytes){0}).length;
    const struct bundle begun = two();
    const size_t left = BUNDLE_BYTES_MAX - begun.lines.length - begun.envelopes.length - line;

    assert_true(left > 256 && left < 65536); /* as many bytes of a number as 1000 */
    for (size_t bytes = left - 1; bytes <= left + 1; bytes++) {
        struct bundle bundle = begun;
        bool fits = add(&bundle, event_of(9, bytes));
        assert_int_equal(fits, bytes <= left);
        if (fits)
            assert_int_equal(bundle_events(row_of(&bundle, bundle.lines.length), NULL), 3);
        else
            assert_ptr_equal(bundle.lines.at, begun.lines.at);
    }
}

static void has_no_room_for_what_is_larger_than_a_row(void **state UNUSED)
{
    struct bundle bundle = {.lines = {0}};

    assert_false(add(&bundle, event_of(1, BUNDLE_BYTES_MAX)));
    assert_null(bundle.lines.at);
}

static void finds_no_events_in_what_does_not_fit_together(void **state UNUSED)
{
    const struct bundle whole = two();
    const size_t length = whole.lines.length;
    struct bundle changed = whole;

    assert_int_equal(bundle_events((struct bytes){0}, NULL), 0);
    assert_int_equal(bundle_events((struct bytes){(const uint8_t *)"\0\0\0", 3}, NULL), 0);
    assert_int_equal(bundle_events((struct bytes){(const uint8_t *)"\0\0\0\0", 4}, NULL), 0);
    assert_int_equal(bundle_events((struct bytes){(const uint8_t *)"\0\0\0\1", 4}, NULL), 0);
    assert_int_equal(bundle_events(row_of(&whole, length), NULL), 2);
    assert_int_equal(bundle_events(row_of(&whole, length - 1), NULL), 0);
    assert_int_equal(bundle_events(row_of(&whole, length + 1), NULL), 0);
    assert_int_equal(bundle_events(row_of(&whole, SIZE_MAX), NULL), 0);
    changed.envelopes.length--; /* an event is cut */
    assert_int_equal(bundle_events(row_of(&changed, length), NULL), 0);
    changed.envelopes = (struct bytes
    ){arena_zero(&arena, whole.envelopes.length + 1),
      whole.envelopes.length + 1}; /* there is more than they are */
    assert_int_equal(bundle_events(row_of(&changed, length), NULL), 0);
}

static void names_its_row_after_case_and_transaction(void **state UNUSED)
{
    struct text item = bundle_item(&arena, case_a, package_place(&arena, TEXT("desk"), 12));

    assert_true(text_is(item, "01020304-0506-7008-800a-0b0c0d0e0f10/desk/0000000000000000012"));
}

int main(void)
{
    static const struct CMUnitTest tests[] = {
        cmocka_unit_test(gives_the_events_that_were_put_in),
        cmocka_unit_test(gives_the_lines_one_by_one),
        cmocka_unit_test(leaves_a_line_that_cannot_be_read),
        cmocka_unit_test(has_room_for_so_much),
        cmocka_unit_test(has_no_room_for_what_is_larger_than_a_row),
        cmocka_unit_test(finds_no_events_in_what_does_not_fit_together),
        cmocka_unit_test(names_its_row_after_case_and_transaction),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
