/* Tests of proto/messages.c: what is generated is what PROTOCOL sections 6 and 7 promise to others, and keeps the
 * rules that the codec and the promises of DESIGN rest on. */
#include "proto/messages.h"

#include <setjmp.h>
#include <stdarg.h>

#include <cmocka.h>

static const struct field_shape *field_of(const struct map_shape *shape, const char *name)
{
    size_t hint = 0;

    return map_shape_find(shape, text_of(name), &hint);
}

static void sorts_messages_by_name_and_numbers_them(void **state UNUSED)
{
    assert_int_equal(shouli_catalogue.count, MESSAGE_count - 1);
    for (int type = 1; type < MESSAGE_count; type++) {
        const struct message_shape *shape = message_shape_of((enum message_type)type);
        assert_int_equal(shape->type, type);
        assert_ptr_equal(catalogue_find(&shouli_catalogue, text_of(shape->name)), shape);
        if (type > 1)
            assert_true(strcmp(shape[-1].name, shape->name) < 0);
    }
    assert_string_equal(message_shape_of(MESSAGE_case_claim_v1)->name, "case.claim.v1");
}

static bool is_owner(const char *name)
{
    static const char *const owners[] =
        {"intake", "router", "desk", "escalation", "archive", "survey", "*"};

    for (size_t i = 0; i < LENGTH(owners); i++) {
        if (strcmp(owners[i], name) == 0)
            return true;
    }
    return false;
}

static void names_a_service_as_owner_of_each(void **state UNUSED)
{
    for (size_t i = 0; i < shouli_catalogue.count; i++) {
        const struct message_shape *shape = &shouli_catalogue.messages[i];
        assert_true(is_owner(shape->owner));
        assert_true(strlen(shape->name) <= 96);
        assert_true(shape->kind != MESSAGE_event || shape->result == NULL);
        assert_true(shape->kind != MESSAGE_query || shape->result != NULL);
    }
}

static void check_map(const struct map_shape *shape, int depth, bool is_event)
{
    assert_true(shape->count <= 64);
    assert_true(depth <= ENVELOPE_DEPTH_MAX);
    assert_true(shape->meaning[0] && shape->meaning_zh[0]);
    for (size_t i = 0; i < shape->count; i++) {
        const struct field_shape *field = &shape->fields[i];
        assert_true(field->min <= field->max);
        assert_true(field->offset < shape->size && field->has_offset < shape->size);
        assert_true(field->meaning[0] && field->meaning_zh[0]);
        assert_int_equal(field->type == FIELD_ENUM, field->choices != NULL);
        assert_int_equal(
            field->type == FIELD_MAP || field->type == FIELD_MAPS,
            field->map != NULL
        );
        if (is_event && (field->flags & FIELD_PERSONAL) && field->type != FIELD_SEALED)
            fail_msg("%s.%s is personal and not sealed", shape->name, field->name);
        if (field->type == FIELD_SEALED)
            assert_true(field->flags & FIELD_PERSONAL);
        if (field->map)
            check_map(field->map, depth + 1, is_event);
    }
}

/* DESIGN P9: the chain makes early clear text permanent. */
static void seals_what_is_personal_in_every_event(void **state UNUSED)
{
    for (size_t i = 0; i < shouli_catalogue.count; i++) {
        const struct message_shape *shape = &shouli_catalogue.messages[i];
        check_map(shape->data, 2, shape->kind == MESSAGE_event);
        if (shape->result)
            check_map(shape->result, 2, false);
    }
}

/* PROTOCOL section 6. A limit of 0: the page names none, the definition does. */
static void takes_the_request_as_the_contract_has_it(void **state UNUSED)
{
    static const struct {
        const char *name;
        enum field_type type;
        uint32_t required;
        int64_t min, max;
    } rows[] = {
        {"channel", FIELD_TEXT, FIELD_REQUIRED, 1, 0},
        {"text", FIELD_TEXT, FIELD_REQUIRED, 1, 16384},
        {"kind", FIELD_ENUM, 0, 0, 0},
        {"business", FIELD_TEXT, 0, 0, 64},
        {"customer", FIELD_MAP, 0, 0, 0},
        {"amount_fen", FIELD_INT, 0, 0, 1000000000000000},
        {"occurred_at", FIELD_TIME, 0, 0, 0},
        {"unit", FIELD_TEXT, 0, 0, 64},
        {"about_unit", FIELD_TEXT, 0, 0, 64},
        {"about_employee", FIELD_TEXT, 0, 0, 64},
        {"complainants", FIELD_INT, 0, 1, 1000000},
        {"materials", FIELD_MAPS, 0, 0, 64},
        {"contact", FIELD_MAP, 0, 0, 0},
        {"outside_no", FIELD_TEXT, 0, 0, 64},
        {"outside_due", FIELD_TIME, 0, 0, 0},
        {"related_case", FIELD_TEXT, 0, 0, 0},
        {"lang", FIELD_TEXT, 0, 0, 35},
    };

    assert_int_equal(request_submitted_shape.count, LENGTH(rows));
    for (size_t i = 0; i < LENGTH(rows); i++) {
        const struct field_shape *field = field_of(&request_submitted_shape, rows[i].name);
        assert_non_null(field);
        assert_int_equal(field->type, rows[i].type);
        assert_int_equal(field->flags & FIELD_REQUIRED, rows[i].required);
        assert_int_equal(field->min, rows[i].min);
        if (rows[i].max)
            assert_int_equal(field->max, rows[i].max);
    }
}

static void check_names(const struct map_shape *shape, const char *const *names, size_t count)
{
    assert_int_equal(shape->count, count);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(field_of(shape, names[i]));
        assert_false(field_of(shape, names[i])->flags & FIELD_REQUIRED);
    }
}

static void takes_the_maps_of_a_request_with_all_fields_optional(void **state UNUSED)
{
    static const char *const of_customer[] =
        {"ref", "type", "name", "id_type", "id_no", "phone", "email", "account", "unit"};
    static const char *const of_material[] =
        {"code", "name", "uri", "sha256", "bytes", "media_type"};
    static const char *const of_contact[] =
        {"call_id", "ring_at", "answered_at", "ended_at", "agent", "recording_uri"};

    check_names(&customer_shape, LIST(of_customer));
    check_names(&material_shape, LIST(of_material));
    check_names(&contact_shape, LIST(of_contact));
}

static void spells_the_values_of_a_request_as_the_contract_does(void **state UNUSED)
{
    assert_int_equal(enum_from_text(&request_kind_enum, TEXT("urgent")), REQUEST_KIND_urgent);
    assert_int_equal(request_kind_enum.count, 1 + 6);
    assert_int_equal(enum_from_text(&party_enum, TEXT("internal")), PARTY_internal);
    assert_int_equal(party_enum.count, 1 + 3);
    assert_int_equal(enum_from_text(&id_type_enum, TEXT("hk_mo_tw")), ID_TYPE_hk_mo_tw);
    assert_int_equal(id_type_enum.count, 1 + 6);
    assert_int_equal(case_grade_enum.count, 1 + 4);
    assert_true(text_is(enum_label(&case_grade_enum, CASE_GRADE_P1), "重大"));
}

/* PROTOCOL section 7: fields in order, a ! marks the required ones; each may carry `version`. A reason is asked for
 * by the decision, which answers reason_required. */
static void takes_the_commands_of_desk_as_the_contract_has_them(void **state UNUSED)
{
    static const struct {
        const char *type;
        const char *fields[6];
    } rows[] = {
        {"case.claim.v1", {"queues"}},
        {"case.extend.v1", {"case_id!", "lease_epoch!"}},
        {"case.release.v1", {"case_id!", "lease_epoch!", "reason"}},
        {"case.note.v1", {"case_id!", "lease_epoch!", "text!", "to_customer"}},
        {"case.ask_customer.v1", {"case_id!", "lease_epoch!", "text!"}},
        {"case.customer_answered.v1", {"case_id!", "text!"}},
        {"case.second_line.v1", {"case_id!", "lease_epoch!", "reason"}},
        {"case.resolve.v1", {"case_id!", "lease_epoch!", "answer!", "kb_ref"}},
        {"case.close.v1", {"case_id!"}},
        {"case.reopen.v1", {"case_id!", "reason"}},
        {"case.reclassify.v1", {"case_id!", "type", "category", "reason"}},
        {"case.get.v1", {"case_id", "case_no"}},
    };

    for (size_t i = 0; i < LENGTH(rows); i++) {
        const struct message_shape *shape =
            catalogue_find(&shouli_catalogue, text_of(rows[i].type));
        size_t count = 0;
        assert_non_null(shape);
        assert_string_equal(shape->owner, "desk");
        for (; count < LENGTH(rows[i].fields) && rows[i].fields[count]; count++) {
            struct text name = text_of(rows[i].fields[count]);
            bool required = name.at[name.length - 1] == '!';
            size_t hint = count;
            name.length -= required;
            const struct field_shape *field = map_shape_find(shape->data, name, &hint);
            assert_non_null(field);
            assert_int_equal(!!(field->flags & FIELD_REQUIRED), required);
        }
        assert_non_null(field_of(shape->data, "version"));
        assert_int_equal(shape->data->count, count + 1);
    }
}

static void names_the_result_of_desks_commands(void **state UNUSED)
{
    static const char *const names[] =
        {"case_id", "case_no", "state", "version", "lease_epoch", "lease_until"};

    assert_ptr_equal(message_shape_of(MESSAGE_case_claim_v1)->result, &case_result_shape);
    assert_int_equal(case_result_shape.count, LENGTH(names));
    for (size_t i = 0; i < LENGTH(names); i++)
        assert_non_null(field_of(&case_result_shape, names[i]));
}

/* REQUIREMENTS 2.2: N0 to N6, W1 to W3, B1 to B6, C1 to C10, D1 to D5, U1 to U7, X1 to X5, T1 to T4. */
static void has_all_47_states(void **state UNUSED)
{
    assert_int_equal(case_state_enum.count, 1 + 7 + 3 + 6 + 10 + 5 + 7 + 5 + 4);
    assert_int_equal(enum_from_text(&case_state_enum, TEXT("received")), CASE_STATE_received);
    assert_int_equal(
        enum_from_text(&case_state_enum, TEXT("cp_outside")),
        CASE_STATE_cp_outside
    );
    assert_true(text_is(enum_label(&case_state_enum, CASE_STATE_queued), "待领取"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sorts_messages_by_name_and_numbers_them),
        cmocka_unit_test(names_a_service_as_owner_of_each),
        cmocka_unit_test(seals_what_is_personal_in_every_event),
        cmocka_unit_test(takes_the_request_as_the_contract_has_it),
        cmocka_unit_test(takes_the_maps_of_a_request_with_all_fields_optional),
        cmocka_unit_test(spells_the_values_of_a_request_as_the_contract_does),
        cmocka_unit_test(takes_the_commands_of_desk_as_the_contract_has_them),
        cmocka_unit_test(names_the_result_of_desks_commands),
        cmocka_unit_test(has_all_47_states),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
