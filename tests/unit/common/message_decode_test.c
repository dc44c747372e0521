/* Tests of common/message_decode.c: PROTOCOL section 1, rule by rule. REQUIREMENTS WO-07 and WO-09 rest on what is
 * kept and answered here. */
#include "common/message_parts.h"

#include "tests/support/pack_text.h"
#include "tests/support/sample_shapes.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

#define HEAD "specversion: '1.0', id: 'm1', source: '/a', type: 'sample.v1'"
#define DATA "data: {text: 'x'}"
#define IDLE "specversion: '1.0', id: 'm1', source: '/a', type: 'idle.v1'"

static struct arena arena;
static struct faults faults;
static struct message message;

static int end(void **state UNUSED)
{
    arena_done(&arena);
    return 0;
}

static enum error decode_raw(enum decode_manner manner, struct bytes raw)
{
    return message_decode(raw, &sample_catalogue, manner, &arena, &faults, &message);
}

static enum error decode(enum decode_manner manner, const char *text)
{
    return decode_raw(manner, pack_text(&arena, text));
}

static enum decode_manner manner = DECODE_strict;

static bool takes(const char *text)
{
    return decode(manner, text) == OK && faults.count == 0;
}

/* Refused with exactly this one fault. */
static bool refuses(const char *text, const char *code, const char *path)
{
    return decode(manner, text) == ERROR_refused && faults.count == 1 && message.body == NULL &&
           strcmp(faults.list[0].code, code) == 0 && text_is(faults.list[0].field, path);
}

/* An envelope with one attribute more. */
static const char *with(const char *attribute)
{
    return arena_format(&arena, "{" HEAD ", " DATA ", %s}", attribute).at;
}

/* `count` times the letter x in quotes. */
static const char *letters(size_t count)
{
    char *string = arena_zero(&arena, count + 3);

    memset(string, 'x', count + 2);
    string[0] = string[count + 1] = '\'';
    return string;
}

static const char *with_letters(const char *format, size_t count)
{
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    return arena_format(&arena, format, letters(count)).at;
#pragma GCC diagnostic pop
}

static void takes_the_smallest_message(void **state UNUSED)
{
    assert_true(takes("{" HEAD ", " DATA "}"));
    assert_true(text_is(message.id, "m1"));
    assert_true(text_is(message.source, "/a"));
    assert_true(text_is(message.type_name, "sample.v1"));
    assert_int_equal(message.shape->type, SAMPLE_sample);
    assert_true(text_is(((const struct sample *)message.body)->text, "x"));
    assert_false(message.has_time || message.has_case || message.subject.at);
    assert_int_equal(message.extension_count, 0);
}

static void takes_every_attribute(void **state UNUSED)
{
    assert_true(takes(with("time: t(5), subject: 's', traceparent: "
                           "'00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',"
                           " actorid: 'u1', actorrole: 'agent', actorunit: '001',"
                           " caseid: '0193e6a1-7c3b-7abc-8def-0123456789ab', caseno: 'GD1',"
                           " causationid: 'c', correlationid: 'd'")));
    assert_true(message.has_time && message.time_ms == 5);
    assert_true(text_is(message.subject, "s"));
    assert_int_equal(message.traceparent.length, 55);
    assert_true(text_is(message.actorid, "u1"));
    assert_true(text_is(message.actorrole, "agent"));
    assert_true(text_is(message.actorunit, "001"));
    assert_true(message.has_case && message.case_id.b[15] == 0xab);
    assert_true(text_is(message.case_no, "GD1"));
    assert_true(text_is(message.causationid, "c") && text_is(message.correlationid, "d"));
}

static void takes_what_services_say_of_events_from_services_alone(void **state UNUSED)
{
    const char *said = with(" caseid: '0193e6a1-7c3b-7abc-8def-0123456789ab', caseno: 'GD1',"
                            " causationid: 'c', correlationid: 'd'");

    assert_int_equal(decode(DECODE_foreign, said), OK);
    assert_true(text_is(message.correlationid, "d"));
    assert_int_equal(message.extension_count, 0);
    assert_false(message.has_case || message.case_no.at || message.causationid.at);
    assert_int_equal(decode(DECODE_lenient, said), OK);
    assert_true(message.has_case && message.case_id.b[15] == 0xab);
    assert_true(text_is(message.case_no, "GD1"));
    assert_true(text_is(message.causationid, "c") && text_is(message.correlationid, "d"));
}

/* PROTOCOL section 1: a foreign system may use these names for whatever it likes. */
static void what_services_say_is_any_scalar_from_outside(void **state UNUSED)
{
    static const char *const names[] = {"caseid", "caseno", "causationid", "correlationid"};

    manner = DECODE_foreign;
    for (size_t i = 0; i < LENGTH(names); i++) {
        const char *format = arena_format(&arena, "{" IDLE ", %s: %%s}", names[i]).at;
        assert_true(takes(with_letters(format, 255)));
        assert_true(takes(with_letters(format, 256)));
        assert_true(refuses(with_letters(format, 257), "unknown_field", names[i]));
        assert_true(takes(arena_format(&arena, "{" IDLE ", %s: 7}", names[i]).at));
        assert_true(takes(arena_format(&arena, "{" IDLE ", %s: null}", names[i]).at));
        assert_true(refuses(
            arena_format(&arena, "{" IDLE ", %s: [1]}", names[i]).at,
            "unknown_field",
            names[i]
        ));
        assert_true(refuses(
            arena_format(&arena, "{" IDLE ", %s: raw(a1ff)}", names[i]).at,
            "invalid_field",
            names[i]
        ));
    }
    manner = DECODE_strict;
}

static void keeps_the_bytes_of_data_as_sent(void **state UNUSED)
{
    struct bytes data = pack_text(&arena, "{number: raw(cd0005), text: 'x'}");

    assert_true(takes("{" HEAD ", data: {number: raw(cd0005), text: 'x'}}"));
    assert_true(bytes_equal(message.data, data));
    assert_int_equal(((const struct sample *)message.body)->number, 5);
}

static void points_into_the_received_bytes(void **state UNUSED)
{
    struct bytes raw = pack_text(&arena, "{" HEAD ", " DATA "}");

    assert_int_equal(decode_raw(DECODE_strict, raw), OK);
    assert_true((const uint8_t *)message.id.at > raw.at);
    assert_true((const uint8_t *)message.id.at < raw.at + raw.length);
    assert_true(bytes_equal(message.envelope, raw));
}

static void takes_keys_in_any_order(void **state UNUSED)
{
    assert_true(takes("{" DATA
                      ", type: 'sample.v1', source: '/a', id: 'm1', specversion: '1.0'}"));
}

static void wants_the_required_attributes(void **state UNUSED)
{
    assert_true(
        refuses("{id: 'm', source: '/a', type: 'idle.v1'}", "missing_field", "specversion")
    );
    assert_true(
        refuses("{specversion: '1.0', source: '/a', type: 'idle.v1'}", "missing_field", "id")
    );
    assert_true(
        refuses("{specversion: '1.0', id: 'm', type: 'idle.v1'}", "missing_field", "source")
    );
    assert_true(refuses("{specversion: '1.0', id: 'm', source: '/a'}", "missing_field", "type")
    );
}

static void takes_nil_for_absent(void **state UNUSED)
{
    assert_true(refuses(
        "{specversion: null, id: 'm', source: '/a', type: 'idle.v1'}",
        "missing_field",
        "specversion"
    ));
    assert_true(refuses(
        "{specversion: '1.0', id: null, source: '/a', type: 'idle.v1'}",
        "missing_field",
        "id"
    ));
    assert_true(takes("{" IDLE ", time: null, subject: null, traceparent: null, actorid: null,"
                      " data: null, extra: null}"));
    assert_false(message.has_time || message.subject.at || message.actorid.at);
    assert_int_equal(message.extension_count, 0);
}

static void refuses_another_version(void **state UNUSED)
{
    assert_true(refuses(
        "{specversion: '2.0', id: 'm', source: '/a', type: 'idle.v1'}",
        "unsupported_version",
        "specversion"
    ));
    assert_true(refuses(
        "{specversion: '1', id: 'm', source: '/a', type: 'idle.v1'}",
        "unsupported_version",
        "specversion"
    ));
    assert_true(refuses(
        "{specversion: 1.0, id: 'm', source: '/a', type: 'idle.v1'}",
        "invalid_field",
        "specversion"
    ));
}

/* id, source, type, subject, actors: each one byte below its limit, at it, and one above. */
static void bounds_attributes_in_bytes(void **state UNUSED)
{
    static const struct {
        const char *format;
        const char *path;
        size_t limit;
    } rows[] = {
        {"{specversion: '1.0', id: %s, source: '/a', type: 'idle.v1'}", "id", 128},
        {"{specversion: '1.0', id: 'm', source: %s, type: 'idle.v1'}", "source", 256},
        {"{" IDLE ", subject: %s}", "subject", 128},
        {"{" IDLE ", actorid: %s}", "actorid", 64},
        {"{" IDLE ", actorrole: %s}", "actorrole", 64},
        {"{" IDLE ", actorunit: %s}", "actorunit", 64},
        {"{" IDLE ", causationid: %s}", "causationid", 128},
        {"{" IDLE ", correlationid: %s}", "correlationid", 256},
        {"{" IDLE ", caseno: %s}", "caseno", 64},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_true(takes(with_letters(rows[i].format, rows[i].limit - 1)));
        assert_true(takes(with_letters(rows[i].format, rows[i].limit)));
        assert_true(refuses(
            with_letters(rows[i].format, rows[i].limit + 1),
            "invalid_field",
            rows[i].path
        ));
    }
}

static void bounds_the_type(void **state UNUSED)
{
    const char *format = "{specversion: '1.0', id: 'm', source: '/a', type: %s}";

    assert_true(refuses(with_letters(format, 96), "unknown_type", "type"));
    assert_true(refuses(with_letters(format, 97), "invalid_field", "type"));
    assert_true(refuses(with_letters(format, 0), "invalid_field", "type"));
}

static void refuses_an_empty_id_or_source(void **state UNUSED)
{
    assert_true(refuses(
        "{specversion: '1.0', id: '', source: '/a', type: 'idle.v1'}",
        "invalid_field",
        "id"
    ));
    assert_true(refuses(
        "{specversion: '1.0', id: 'm', source: '', type: 'idle.v1'}",
        "invalid_field",
        "source"
    ));
}

static void refuses_bin_and_broken_text_for_attributes(void **state UNUSED)
{
    assert_true(refuses(
        "{specversion: '1.0', id: <6d>, source: '/a', type: 'idle.v1'}",
        "invalid_field",
        "id"
    ));
    assert_true(refuses(
        "{specversion: '1.0', id: 5, source: '/a', type: 'idle.v1'}",
        "invalid_field",
        "id"
    ));
    assert_true(refuses("{" IDLE ", subject: raw(a1ff)}", "invalid_field", "subject"));
    assert_true(refuses("{" IDLE ", actorid: [1]}", "invalid_field", "actorid"));
    assert_true(refuses("{" IDLE ", traceparent: 5}", "invalid_field", "traceparent"));
    assert_true(refuses("{" IDLE ", caseid: 'x'}", "invalid_field", "caseid"));
}

static void takes_time_in_both_forms(void **state UNUSED)
{
    assert_true(takes("{" IDLE ", time: t(1795268651123)}"));
    assert_int_equal(message.time_ms, 1795268651123);
    assert_true(takes("{" IDLE ", time: '2026-11-21T21:44:11.1239+08:00'}"));
    assert_int_equal(message.time_ms, 1795268651123);
    assert_true(refuses("{" IDLE ", time: '2026-11-21T21:44:11'}", "invalid_field", "time"));
    assert_true(refuses("{" IDLE ", time: 1795268651}", "invalid_field", "time"));
    assert_true(refuses("{" IDLE ", time: '2200-01-01T00:00:00Z'}", "invalid_field", "time"));
    assert_true(takes("{" IDLE ", time: '2199-12-31T23:59:59.999Z'}"));
}

static void drops_a_traceparent_that_does_not_parse(void **state UNUSED)
{
    static const char *const bad[] = {
        "",
        "hello",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0AF7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01x",
        "0g-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
    };
    static const char *const good[] = {
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
    };

    for (size_t i = 0; i < LENGTH(bad); i++) {
        assert_true(takes(arena_format(&arena, "{" IDLE ", traceparent: '%s'}", bad[i]).at));
        assert_null(message.traceparent.at);
    }
    for (size_t i = 0; i < LENGTH(good); i++) {
        assert_true(takes(arena_format(&arena, "{" IDLE ", traceparent: '%s'}", good[i]).at));
        assert_true(text_is(message.traceparent, good[i]));
    }
    assert_true(takes(with_letters("{" IDLE ", traceparent: %s}", 5000)));
    assert_null(message.traceparent.at);
}

static void keeps_scalar_extensions(void **state UNUSED)
{
    assert_true(takes("{" IDLE
                      ", tenant: 'a', n0: 5, flag: true, at: t(9), real: 1.5, raw1: <00>}"));
    assert_int_equal(message.extension_count, 6);
    assert_true(text_is(message.extensions[0].name, "tenant"));
    assert_true(bytes_equal(message.extensions[0].value, pack_text(&arena, "'a'")));
    assert_true(bytes_equal(message.extensions[3].value, pack_text(&arena, "t(9)")));
}

static const char *many_extensions(int count)
{
    struct text text = TEXT("{" IDLE);

    for (int i = 0; i < count; i++)
        text = arena_format(&arena, "%.*s, ext%d: %d", (int)text.length, text.at, i, i);
    return arena_format(&arena, "%.*s}", (int)text.length, text.at).at;
}

static void takes_16_extensions_and_no_more(void **state UNUSED)
{
    assert_true(takes(many_extensions(15)));
    assert_true(takes(many_extensions(16)));
    assert_int_equal(message.extension_count, 16);
    assert_true(refuses(many_extensions(17), "unknown_field", "ext16"));
    assert_int_equal(decode(DECODE_lenient, many_extensions(17)), OK);
    assert_int_equal(message.extension_count, 16);
}

/* PROTOCOL section 1: nil = absent. */
static void a_nil_is_none_of_the_16_extensions(void **state UNUSED)
{
    const char *full = many_extensions(16);

    full = arena_format(&arena, "%.*s, last: null}", (int)strlen(full) - 1, full).at;
    assert_true(takes(full));
    assert_int_equal(message.extension_count, 16);
    assert_true(refuses("{" IDLE ", Last: null}", "unknown_field", "Last"));
}

static void takes_extensions_of_256_bytes_and_no_more(void **state UNUSED)
{
    assert_true(takes(with_letters("{" IDLE ", tenant: %s}", 255)));
    assert_true(takes(with_letters("{" IDLE ", tenant: %s}", 256)));
    assert_true(refuses(with_letters("{" IDLE ", tenant: %s}", 257), "unknown_field", "tenant")
    );
    assert_true(refuses("{" IDLE ", tenant: raw(a1ff)}", "invalid_field", "tenant"));
}

static void takes_extension_names_of_20_small_letters_and_digits(void **state UNUSED)
{
    assert_true(takes("{" IDLE ", a: 1}"));
    assert_true(takes("{" IDLE ", abcdefghijklmnopqrs: 1}"));
    assert_true(takes("{" IDLE ", 'abcdefghij0123456789': 1}"));
    assert_true(refuses(
        "{" IDLE ", abcdefghij01234567890: 1}",
        "unknown_field",
        "abcdefghij01234567890"
    ));
    assert_true(refuses("{" IDLE ", Tenant: 1}", "unknown_field", "Tenant"));
    assert_true(refuses("{" IDLE ", my_key: 1}", "unknown_field", "my_key"));
    assert_true(refuses("{" IDLE ", '': 1}", "unknown_field", "?"));
    assert_true(refuses("{" IDLE ", my_key: null}", "unknown_field", "my_key"));
}

static void refuses_extensions_that_are_no_scalars(void **state UNUSED)
{
    assert_true(refuses("{" IDLE ", tenant: [1]}", "unknown_field", "tenant"));
    assert_true(refuses("{" IDLE ", tenant: {}}", "unknown_field", "tenant"));
    assert_true(refuses("{" IDLE ", tenant: raw(d40501)}", "unknown_field", "tenant"));
    assert_int_equal(decode(DECODE_lenient, "{" IDLE ", tenant: {b: [1]}, Odd: 1}"), OK);
    assert_int_equal(message.extension_count, 0);
}

static void refuses_an_unknown_type_when_strict(void **state UNUSED)
{
    const char *text =
        "{specversion: '1.0', id: 'm', source: '/a', type: 'new.v1', data: {a: 1}}";

    assert_true(refuses(text, "unknown_type", "type"));
    assert_true(text_is(message.type_name, "new.v1"));
    assert_int_equal(decode(DECODE_lenient, text), OK);
    assert_null(message.shape);
    assert_null(message.body);
    assert_non_null(message.data.at);
}

static void wants_data_where_a_field_is_required(void **state UNUSED)
{
    assert_true(refuses("{" HEAD "}", "missing_field", "data"));
    assert_true(refuses("{" HEAD ", data: null}", "missing_field", "data"));
    assert_true(refuses("{" HEAD ", data: {}}", "missing_field", "data.text"));
    assert_true(refuses("{" HEAD ", data: 'x'}", "invalid_field", "data"));
    assert_true(refuses("{" HEAD ", data: [1]}", "invalid_field", "data"));
    assert_true(takes("{" IDLE "}"));
    assert_non_null(message.body);
    assert_true(takes("{" IDLE ", data: {}}"));
}

static void refuses_unknown_keys_in_data_when_strict(void **state UNUSED)
{
    assert_true(refuses("{" HEAD ", data: {text: 'x', y: 1}}", "unknown_field", "data.y"));
    assert_int_equal(decode(DECODE_lenient, "{" HEAD ", data: {text: 'x', y: 1}}"), OK);
    assert_non_null(message.body);
}

static void reports_all_faults_at_once(void **state UNUSED)
{
    assert_int_equal(
        decode(
            DECODE_strict,
            "{specversion: '0.3', id: 5, type: 'sample.v1', time: 'now', My: 1,"
            " data: {number: 5000, z: 1}}"
        ),
        ERROR_refused
    );
    assert_int_equal(faults.count, 8);
    assert_true(text_is(faults.list[7].field, "data.text"));
}

static void names_id_and_source_of_what_it_refuses(void **state UNUSED)
{
    assert_int_equal(decode(DECODE_strict, "{id: 'm9', source: '/b', data: 5}"), ERROR_refused);
    assert_true(text_is(message.id, "m9"));
    assert_true(text_is(message.source, "/b"));
    assert_int_equal(decode(DECODE_strict, "{id: 9, source: '/b'}"), ERROR_refused);
    assert_null(message.id.at);
}

/* So that what a service checks beyond the codec is told together with what the codec refuses (PROTOCOL section 2). */
static void keeps_what_it_could_read_of_what_it_refuses(void **state UNUSED)
{
    assert_int_equal(
        decode(
            DECODE_foreign,
            "{" HEAD ", My: 1, data: {text: 'far too long', number: 'x', colour: 'pink',"
            " flag: true, key: 'x', at: 5, bytes: 'x', part: {name: 'p', count: 11, z: 1},"
            " words: ['a', ''], parts: [7, {name: 'y', count: '3'}]}}"
        ),
        ERROR_refused
    );
    const struct sample *read = message.read;
    assert_null(message.body);
    assert_null(read->text.at);
    assert_false(read->has_number || read->has_key || read->has_at);
    assert_int_equal(read->colour, COLOUR_none);
    assert_true(read->has_flag && read->flag);
    assert_null(read->bytes.at);
    assert_true(text_is(read->part->name, "p") && !read->part->has_count);
    assert_null(read->words);
    assert_int_equal(read->words_count, 0);
    assert_int_equal(read->parts_count, 2);
    assert_null(read->parts[0].name.at);
    assert_true(text_is(read->parts[1].name, "y") && !read->parts[1].has_count);
}

static void reads_as_empty_what_has_no_data(void **state UNUSED)
{
    static const char *const without[] = {"{" HEAD "}", "{" HEAD ", data: 7}"};

    for (size_t i = 0; i < LENGTH(without); i++) {
        assert_int_equal(decode(DECODE_foreign, without[i]), ERROR_refused);
        assert_non_null(message.read);
        assert_int_equal(fields_count(&sample_shape, message.read), 0);
    }
    assert_int_equal(decode(DECODE_foreign, "{" HEAD ", " DATA "}"), OK);
    assert_ptr_equal(message.read, message.body);
    assert_int_equal(decode(DECODE_foreign, "{type: 'odd.v1', " DATA "}"), ERROR_refused);
    assert_null(message.read);
}

static void calls_malformed_what_is_no_single_map(void **state UNUSED)
{
    static const char *const rows[] = {
        "[]",
        "null",
        "'text'",
        "raw(c1)",
        "raw(81a161)",
        "raw(80c0)",
        "{id: 'a', id: 'a'}",
        "{" HEAD ", data: {text: 'x', part: {name: 'a', name: 'b'}}}",
        "{5: 1}",
        "{" HEAD ", data: {text: 'x', raw(c4016e): 1}}",
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        assert_int_equal(decode(DECODE_strict, rows[i]), ERROR_malformed);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.list[0].code, "malformed");
        assert_null(faults.list[0].field.at);
        assert_null(message.id.at);
    }
    assert_int_equal(decode_raw(DECODE_strict, (struct bytes){NULL, 0}), ERROR_malformed);
}

static void calls_every_cut_message_malformed(void **state UNUSED)
{
    struct bytes raw = pack_text(&arena, with("time: t(5), tenant: 'a'"));

    for (size_t length = 0; length < raw.length; length++)
        assert_int_equal(
            decode_raw(DECODE_lenient, (struct bytes){raw.at, length}),
            ERROR_malformed
        );
    assert_int_equal(decode_raw(DECODE_lenient, raw), OK);
}

/* An envelope with an unknown key under data that nests `depth` levels in all. */
static const char *nested(int depth)
{
    struct text text = TEXT("1");

    for (int i = 2; i < depth; i++)
        text = arena_format(&arena, "[%.*s]", (int)text.length, text.at);
    return arena_format(
               &arena,
               "{" HEAD ", data: {text: 'x', deep: %.*s}}",
               (int)text.length,
               text.at
    )
        .at;
}

static void leaves_the_body_to_those_who_read_it(void **state UNUSED)
{
    assert_int_equal(decode(DECODE_envelope, "{" HEAD ", " DATA ", tenant: 'a', Odd: 1}"), OK);
    assert_int_equal(message.shape->type, SAMPLE_sample);
    assert_true(text_is(message.id, "m1"));
    assert_null(message.body);
    assert_true(message.data.length > 0);
    assert_int_equal(decode(DECODE_envelope, "{" HEAD ", data: {text: 7}}"), OK);
    assert_int_equal(decode(DECODE_envelope, "{" HEAD "}"), OK);
    assert_int_equal(
        decode(DECODE_envelope, "{specversion: '1.0', id: 'm1', source: '/a', type: 'new.v9'}"),
        OK
    );
    assert_null(message.shape);
    /* But it must be an envelope, and one value. */
    assert_int_equal(decode(DECODE_envelope, "{" HEAD ", data: 7}"), ERROR_refused);
    assert_int_equal(
        decode(DECODE_envelope, "{specversion: '1.0', source: '/a', type: 'sample.v1'}"),
        ERROR_refused
    );
    assert_int_equal(decode(DECODE_envelope, nested(17)), ERROR_malformed);
}

static void takes_depth_16_and_no_more(void **state UNUSED)
{
    assert_int_equal(decode(DECODE_lenient, nested(15)), OK);
    assert_int_equal(decode(DECODE_lenient, nested(16)), OK);
    assert_int_equal(decode(DECODE_lenient, nested(17)), ERROR_malformed);
}

/* A sound envelope of exactly `length` bytes: an unknown key holds the rest. */
static struct bytes long_envelope(size_t length)
{
    struct bytes start = pack_text(&arena, "{" HEAD ", " DATA ", f: raw()}");
    struct pack_writer writer;
    static const uint8_t zeros[ENVELOPE_BYTES_MAX + 1];

    pack_begin(&writer, &arena, length);
    pack_raw(&writer, start);
    pack_bin(&writer, (struct bytes){zeros, length - start.length - 5});
    assert_int_equal(pack_end(&writer).length, length);
    return pack_end(&writer);
}

static void takes_256_kib_and_no_more(void **state UNUSED)
{
    assert_int_equal(decode_raw(DECODE_lenient, long_envelope(ENVELOPE_BYTES_MAX - 1)), OK);
    assert_int_equal(decode_raw(DECODE_lenient, long_envelope(ENVELOPE_BYTES_MAX)), OK);
    assert_int_equal(
        decode_raw(DECODE_lenient, long_envelope(ENVELOPE_BYTES_MAX + 1)),
        ERROR_too_large
    );
    assert_int_equal(faults.count, 1);
    assert_string_equal(faults.list[0].code, "too_large");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_the_smallest_message),
        cmocka_unit_test(takes_every_attribute),
        cmocka_unit_test(leaves_the_body_to_those_who_read_it),
        cmocka_unit_test(keeps_the_bytes_of_data_as_sent),
        cmocka_unit_test(points_into_the_received_bytes),
        cmocka_unit_test(takes_keys_in_any_order),
        cmocka_unit_test(wants_the_required_attributes),
        cmocka_unit_test(takes_nil_for_absent),
        cmocka_unit_test(refuses_another_version),
        cmocka_unit_test(bounds_attributes_in_bytes),
        cmocka_unit_test(bounds_the_type),
        cmocka_unit_test(refuses_an_empty_id_or_source),
        cmocka_unit_test(refuses_bin_and_broken_text_for_attributes),
        cmocka_unit_test(takes_time_in_both_forms),
        cmocka_unit_test(drops_a_traceparent_that_does_not_parse),
        cmocka_unit_test(keeps_scalar_extensions),
        cmocka_unit_test(takes_16_extensions_and_no_more),
        cmocka_unit_test(a_nil_is_none_of_the_16_extensions),
        cmocka_unit_test(takes_what_services_say_of_events_from_services_alone),
        cmocka_unit_test(what_services_say_is_any_scalar_from_outside),
        cmocka_unit_test(takes_extensions_of_256_bytes_and_no_more),
        cmocka_unit_test(takes_extension_names_of_20_small_letters_and_digits),
        cmocka_unit_test(refuses_extensions_that_are_no_scalars),
        cmocka_unit_test(refuses_an_unknown_type_when_strict),
        cmocka_unit_test(wants_data_where_a_field_is_required),
        cmocka_unit_test(refuses_unknown_keys_in_data_when_strict),
        cmocka_unit_test(reports_all_faults_at_once),
        cmocka_unit_test(names_id_and_source_of_what_it_refuses),
        cmocka_unit_test(keeps_what_it_could_read_of_what_it_refuses),
        cmocka_unit_test(reads_as_empty_what_has_no_data),
        cmocka_unit_test(calls_malformed_what_is_no_single_map),
        cmocka_unit_test(calls_every_cut_message_malformed),
        cmocka_unit_test(takes_depth_16_and_no_more),
        cmocka_unit_test(takes_256_kib_and_no_more),
    };

    return cmocka_run_group_tests(tests, NULL, end);
}
