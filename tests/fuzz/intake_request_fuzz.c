/* libFuzzer target: requests of which any field may be missing, of another type, too long, unknown or wrong in what it says,
 * through the codec and intake's check of what could be read (PROTOCOL sections 2 and 6).
 *
 * Bytes made up from nothing are hardly ever a map; so the input says which fields the request has and which of their
 * values, some of them the input's own bytes. Beyond "no crash": no field is told twice, every fault of form stands, the
 * sentences are UTF-8, and what has no fault of form is judged as the decision judges it. */
#include "services/intake/check.h"
#include "tests/fuzz/fuzz.h"

#include "common/msgpack.h"
#include "common/utf8.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define NOW_MS INT64_C(1795233600000)

static struct arena arena;

/* What a field may be told to be; many are right for one field and wrong for the others. */
static const char *const words[] = {
    "",
    " ",
    "app",
    "pboc",
    "pigeon",
    "person",
    "org",
    "resident",
    "credit_code",
    "passport",
    "11010519491231002X",
    "110105194912310021",
    "110105491231002",
    "91350100M000100Y43",
    "91310115MA1K001700",
    "13800138000",
    "010-62345678",
    "95588",
    "a@b.cn",
    "a@b",
    "6222021234",
    "张三",
    "GD20261120000001",
    "GD20260230000001",
    "zh-CN",
    "-",
    "https://a/b",
    "x",
    "consult",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "JG-1",
    "\x1f\x1f",
};

static void
put_map(struct pack_writer *writer, struct input *input, const struct map_shape *shape);

static void put_maps(
    struct pack_writer *writer,
    struct input *input,
    const struct field_shape *field,
    unsigned how
)
{
    if (field->type == FIELD_MAP && how & 1) {
        put_map(writer, input, field->map);
    } else if (field->type == FIELD_MAPS && how & 1) {
        size_t count = (how >> 1) % 4;
        pack_array(writer, count);
        for (size_t i = 0; i < count; i++) {
            if (input_byte(input) % 4)
                put_map(writer, input, field->map);
            else
                pack_int(writer, 7);
        }
    } else {
        pack_array(writer, 0);
    }
}

static void
put_value(struct pack_writer *writer, struct input *input, const struct field_shape *field)
{
    unsigned how = input_byte(input);

    switch (how % 8) {
    case 0:
        pack_nil(writer);
        break;
    case 1:
        pack_int(writer, (int64_t)input_pair(input) - 100);
        break;
    case 2:
        pack_time(writer, NOW_MS + ((int64_t)input_pair(input) - 32768) * 20);
        break;
    case 3:
        pack_str(writer, text_of_bytes(input_bytes(input, how / 8 * 11)));
        break;
    case 4:
    case 5:
        put_maps(writer, input, field, how / 8);
        break;
    default:
        pack_str(writer, text_of(words[input_byte(input) % LENGTH(words)]));
        break;
    }
}

static void
put_map(struct pack_writer *writer, struct input *input, const struct map_shape *shape)
{
    uint64_t chosen = (uint64_t)input_pair(input) << 16 | input_pair(input);
    bool odd = chosen >> 31;
    size_t count = odd;

    for (size_t i = 0; i < shape->count; i++)
        count += chosen >> i & 1;
    pack_map(writer, count);
    for (size_t i = 0; i < shape->count; i++) {
        if (!(chosen >> i & 1))
            continue;
        pack_str(writer, text_of(shape->fields[i].name));
        put_value(writer, input, &shape->fields[i]);
    }
    if (odd) {
        pack_str(writer, TEXT("odd"));
        pack_nil(writer);
    }
}

static bool names(const struct faults *faults, struct text field, size_t before)
{
    for (size_t i = 0; i < before; i++) {
        if (text_equal(faults->list[i].field, field))
            return true;
    }
    return false;
}

static void check_faults(const struct faults *form, const struct faults *all)
{
    must(all->count >= form->count && all->count <= FAULTS_MAX);
    for (size_t i = 0; i < all->count; i++) {
        const struct fault *fault = &all->list[i];
        must(fault->code && fault->field.at && utf8_valid(fault->field));
        must(utf8_valid(fault->message) && fault->message.length > 0);
        must(!names(all, fault->field, i));
        must(i >= form->count || text_equal(fault->field, form->list[i].field));
    }
}

/* As the gate does with what the codec refuses; the decision itself does the same with what it does not. */
static void judge(const struct intake_policies *policies, struct bytes body)
{
    struct reply reply = {0};
    struct call call =
        {.now_ms = NOW_MS, .arena = &arena, .policies = policies, .reply = &reply};
    struct request_submitted request;
    struct checked_request checked = {0};
    const enum error form = map_decode(
        body,
        &request_submitted_shape,
        DECODE_foreign,
        "data",
        &arena,
        &reply.faults,
        &request
    );
    struct faults before = {
        reply.faults.count ? ARENA_ARRAY(&arena, struct fault, FAULTS_MAX) : NULL,
        reply.faults.count};

    must(form == OK || form == ERROR_refused);
    if (before.count)
        memcpy(before.list, reply.faults.list, before.count * sizeof(*before.list));
    const enum error content = check_request(&call, &request, &checked);
    check_faults(&before, &reply.faults);
    must((content == OK) == (checked.channel != NULL));
    must(form != OK || (content == OK) == (reply.faults.count == 0));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct arena kept;
    static struct policy_set set;
    struct input input = {data, size};
    struct pack_writer writer;

    if (!set.policies)
        must(intake_service.policies_load(&kept, "deploy/config", &set) == OK);
    pack_begin(&writer, &arena, 0);
    put_map(&writer, &input, &request_submitted_shape);
    judge(set.policies, pack_end(&writer));
    arena_reset(&arena);
    return 0;
}
