/* Tests of services/escalation/playbook_list.c: what is under way, as much as a reply holds (REQUIREMENTS SL-06; DESIGN P6). */
#include "tests/unit/services/escalation/support.h"
#include "tests/unit/services/escalation/support_about.h"
#include "tests/unit/services/escalation/support_playbook.h"

static struct arena arena;

static const struct playbook_page *page(const struct item *item)
{
    struct playbook_page *page = ARENA_NEW(&arena, struct playbook_page);
    struct faults faults = {0};

    assert_int_equal(item->outcome, OUTCOME_answered);
    assert_true(item->reply.result.length <= ENVELOPE_BYTES_MAX);
    assert_int_equal(
        map_decode(
            item->reply.result,
            &playbook_page_shape,
            DECODE_strict,
            "result",
            &arena,
            &faults,
            page
        ),
        OK
    );
    return page;
}

static const struct playbook_page *list(struct trial *trial, const char *who)
{
    const struct playbook_list query = {0};

    return page(say(trial, MESSAGE_playbook_list_v1, &query, who, "L3"));
}

/* The playbooks `kind` of the cases [0, count) are those that the list finds. */
static void set_open(struct trial *trial, uint8_t count, const char *kind)
{
    struct bytes keys[32];
    char id[UUID_TEXT_LENGTH + 1];

    assert_true(count <= LENGTH(keys));
    for (uint8_t n = 0; n < count; n++) {
        uuid_to_text(case_id(n), id);
        keys[n] = bytes_of_text(arena_format(&arena, "%s/%s", id, kind));
    }
    trial_list(trial, &playbook_open_list, keys, count, false);
}

static void lists_what_is_open(void **state)
{
    take(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
    start_playbook(*state, 0, "media", "seen", "L1");
    set_open(*state, 1, "media");
    const struct playbook_page *seen = list(*state, "E3002");
    assert_int_equal(seen->playbooks_count, 1);
    assert_false(seen->more);
    assert_true(text_is(seen->playbooks[0].kind, "media"));
    assert_true(text_is(seen->playbooks[0].en, "Media and public opinion"));
    /* Steps without their words: spokesperson has some. */
    assert_true(text_is(seen->playbooks[0].steps[1].step, "spokesperson"));
    assert_null(seen->playbooks[0].steps[1].template_zh.at);
}

static void says_when_there_are_more_than_twenty(void **state)
{
    for (uint8_t n = 0; n < 21; n++) {
        take(*state, n, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
        start_playbook(*state, n, "media", "seen", "L1");
    }
    for (uint8_t count = 19; count <= 21; count++) {
        set_open(*state, count, "media");
        const struct playbook_page *seen = list(*state, "E3002");
        assert_int_equal(seen->playbooks_count, count < 20 ? count : 20);
        assert_int_equal(seen->more, count > 20);
    }
}

/* A playbook whose every step is as long as a policy may have it, done and proved at length. */
static void put_largest(struct trial *trial, uint8_t n)
{
    const struct text words = {memset(arena_take(&arena, 256), 'w', 256), 256};
    struct playbook row = *playbook_now(trial, n, "media");
    struct playbook_log log = {.count = PLAYBOOK_STEPS_MAX};

    for (size_t i = 0; i < log.count; i++)
        log.lines[i] = (struct playbook_line){
            .step = arena_format(&arena, "%.30s%02zu", words.at, i),
            .zh = words,
            .en = words,
            .who = {words.at, 32},
            .due_at = MONDAY,
            .has_due_at = true,
            .template = TEXT("calm"),
            .done_at = MONDAY,
            .has_done_at = true,
            .done_by = {words.at, 64},
            .proof = words,
        };
    playbook_log_write(&row, &log, &arena);
    trial_put(trial, &playbook_record, &row);
}

static void a_page_is_no_larger_than_an_envelope(void **state)
{
    for (uint8_t n = 0; n < 21; n++) {
        take(*state, n, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY);
        start_playbook(*state, n, "media", "seen", "L1");
        put_largest(*state, n);
    }
    set_open(*state, 21, "media");
    const struct playbook_page *seen = list(*state, "E3002");
    assert_in_range(seen->playbooks_count, 10, 19);
    assert_true(seen->more);
}

/* CL-08: neither the employee nor the leader is told that there is one. */
static void shows_nothing_of_a_complaint_about_whoever_asks(void **state)
{
    receive_about(*state, 0, MONDAY, "E1001");
    queue_at(*state, 0, CASE_TYPE_complaint, CASE_GRADE_P2, MONDAY, MONDAY);
    const struct playbook_start wish = {
        .kind = TEXT("media"),
        .case_id = case_id(0),
        .has_case_id = true,
        .reason = TEXT("seen"),
    };
    assert_int_equal(
        say(*state, MESSAGE_playbook_start_v1, &wish, "E3002", "L3")->outcome,
        OUTCOME_accepted
    );
    set_open(*state, 1, "media");
    assert_int_equal(list(*state, "E3002")->playbooks_count, 1);
    assert_int_equal(list(*state, "E1001")->playbooks_count, 0);
    assert_int_equal(list(*state, "E3001")->playbooks_count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(lists_what_is_open),
        TEST(says_when_there_are_more_than_twenty),
        TEST(a_page_is_no_larger_than_an_envelope),
        TEST(shows_nothing_of_a_complaint_about_whoever_asks),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);

    arena_done(&arena);
    return failed;
}
