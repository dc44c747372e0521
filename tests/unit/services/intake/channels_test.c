/* Tests of services/intake/channels.c. */
#include "services/intake/channels.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static struct arena arena;
static struct yaml yaml;

static enum error read(const char *text, struct channels *ret_channels)
{
    assert_int_equal(yaml_read_text(&yaml, &arena, text_of(text)), OK);
    return channels_read(&yaml, ret_channels);
}

/* CH-09: a channel is configuration */
static void a_channel_is_an_entry_of_the_file(void **state UNUSED)
{
    struct channels channels;

    assert_int_equal(
        read(
            "name: channels\nversion: 7\nchannels:\n"
            "  web: {sync: false, zh: 网站, en: website}\n"
            "  video: {sync: true, requires_outside_no: true, zh: 视频, en: video}\n",
            &channels
        ),
        OK
    );
    const struct channel *video = channels_find(&channels, TEXT("video"));
    assert_non_null(video);
    assert_true(video->is_sync);
    assert_true(video->requires_outside_no);
    assert_true(text_is(video->zh, "视频"));
    assert_true(text_is(video->en, "video"));
    assert_false(channels_find(&channels, TEXT("web"))->requires_outside_no);
    assert_true(text_is(channels.version, "7"));
}

static void finds_each_of_many_and_no_other(void **state UNUSED)
{
    struct text text = TEXT("name: channels\nversion: 1\nchannels:\n");
    struct channels channels;

    for (int i = 0; i < CHANNELS_MAX; i++)
        text = arena_format(&arena, "%s  c%d: {sync: true, zh: x, en: x}\n", text.at, i);
    assert_int_equal(read(text.at, &channels), OK);
    for (int i = 0; i < CHANNELS_MAX; i++) {
        const struct text name = arena_format(&arena, "c%d", i);
        assert_true(text_equal(channels_find(&channels, name)->name, name));
    }
    assert_null(channels_find(&channels, TEXT("c")));
    assert_null(channels_find(&channels, TEXT("c64")));
    assert_null(channels_find(&channels, TEXT("")));
    assert_null(channels_find(&channels, TEXT("zzz")));
    text = arena_format(&arena, "%s  c64: {sync: true, zh: x, en: x}\n", text.at);
    assert_int_equal(read(text.at, &channels), ERROR_config);
}

static void faults_are_told_with_their_lines(void **state UNUSED)
{
    static const struct {
        const char *text, *says;
    } bad[] = {
        {"name: c\nversion: 1\n", "channels"},
        {"name: c\nversion: 1\nchannels: {}\n", "from 1 to 64"},
        {"name: c\nversion: 1\nchannels: [a]\n", "from 1 to 64"},
        {"name: c\nchannels: {a: {sync: true, zh: x, en: x}}\n", "version"},
        {"name: c\nversion: 1\nchannels: {a: {zh: x, en: x}}\n", "sync"},
        {"name: c\nversion: 1\nchannels: {a: {sync: maybe, zh: x, en: x}}\n", "sync"},
        {"name: c\nversion: 1\nchannels: {a: {sync: true, en: x}}\n", "zh"},
        {"name: c\nversion: 1\nchannels: {a: {sync: true, zh: x}}\n", "en"},
        {"name: c\nversion: 1\nchannels: {a: {sync: true, zh: x, en: x, colour: red}}\n",
         "colour"},
        {"name: c\nversion: 1\nchannels: {A: {sync: true, zh: x, en: x}}\n", "named by"},
        {"name: c\nversion: 1\nchannels: {a: yes}\n", "a map"},
    };
    struct channels channels;

    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_int_equal(read(bad[i].text, &channels), ERROR_config);
        if (!strstr(yaml.faults.at, bad[i].says))
            fail_msg("%s does not say %s", yaml.faults.at, bad[i].says);
    }
}

static void labels_and_names_are_bounded(void **state UNUSED)
{
    static const char *const format =
        "name: c\nversion: 1\nchannels: {%.*s: {sync: true, zh: %.*s, en: x}}\n";
    static const char filler[] =
        "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    struct channels channels;

    for (int label = 39; label <= 41; label++)
        assert_int_equal(
            read(arena_format(&arena, format, 1, filler, label, filler).at, &channels),
            label <= CHANNEL_LABEL_BYTES_MAX ? OK : ERROR_config
        );
    for (int name = 63; name <= 65; name++)
        assert_int_equal(
            read(arena_format(&arena, format, name, filler, 1, filler).at, &channels),
            name <= CHANNEL_NAME_BYTES_MAX ? OK : ERROR_config
        );
}

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(a_channel_is_an_entry_of_the_file, end),
        cmocka_unit_test_teardown(finds_each_of_many_and_no_other, end),
        cmocka_unit_test_teardown(faults_are_told_with_their_lines, end),
        cmocka_unit_test_teardown(labels_and_names_are_bounded, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
