/* services/desk/schema and the statements of desk's lists in a real PostgreSQL. */
#include "services/desk/statements.h"

#include <glob.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>
#include <libpq-fe.h>

#include "services/desk/records.h"
#include "tests/rig/servers.h"

static struct servers servers;
static PGconn *db;

static PGresult *run(const char *sql)
{
    PGresult *result = PQexec(db, sql);

    if (PQresultStatus(result) != PGRES_COMMAND_OK && PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(db));
    return result;
}

static void run_file(const char *path)
{
    static char text[32768];
    FILE *file = fopen(path, "re");

    assert_non_null(file);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    PQclear(run(text));
}

/* All that there are, in the order of their numbers. */
static void run_migrations(void)
{
    glob_t found;

    assert_int_equal(glob("services/desk/schema/[0-9]*.sql", 0, NULL, &found), 0);
    for (size_t i = 0; i < found.gl_pathc; i++)
        run_file(found.gl_pathv[i]);
    globfree(&found);
}

static int start(void **state UNUSED)
{
    if (servers_start(&servers) != OK)
        return -1;
    db = PQconnectdb(servers.database_url);
    PQclear(run("create schema desk"));
    run_migrations();
    return PQstatus(db) == CONNECTION_OK ? 0 : -1;
}

static int stop(void **state UNUSED)
{
    PQfinish(db);
    servers_stop(&servers);
    return 0;
}

/* Case n of a queue; `wake` in seconds from 2026-01-01, or NULL. */
static void add(int n, const char *owner, const char *state, const char *wake)
{
    const char *sql = "insert into desk.queued_case (case_id, case_no, state, version, "
                      "lease_epoch, grade, queue,"
                      " owner, queued_at, wake_at) values ($1::uuid, 'GD' || $2, $3, 1, 0, "
                      "'P2', 'q.card', $4,"
                      " '2026-01-01Z'::timestamptz - interval '5 s',"
                      " '2026-01-01Z'::timestamptz + $5::float8 * interval '1 s')";
    char id[64], number[16];
    const char *values[] = {id, number, state, owner, wake};

    snprintf(id, sizeof(id), "0193e6a1-7c3b-7abc-8def-%012d", n);
    snprintf(number, sizeof(number), "%d", n);
    PGresult *result = PQexecParams(db, sql, 5, NULL, values, NULL, NULL, 0);
    if (PQresultStatus(result) != PGRES_COMMAND_OK)
        fail_msg("%s", PQerrorMessage(db));
    PQclear(result);
}

static PGresult *ask(const struct statement *statement, const char *keys)
{
    const char *values[] = {keys, "2026-01-01Z"};
    PGresult *result =
        PQexecParams(db, statement->sql, statement->parameters, NULL, values, NULL, NULL, 0);

    if (PQresultStatus(result) != PGRES_TUPLES_OK)
        fail_msg("%s", PQerrorMessage(db));
    return result;
}

static int empty(void **state UNUSED)
{
    PQclear(run("truncate desk.queued_case, desk.worker, desk.pool"));
    return 0;
}

static void every_statement_of_the_records_fits_the_tables(void **state UNUSED)
{
    static const struct record_shape *const shapes[] = {
        &queued_case_record,
        &worker_record,
        &pool_record};

    for (size_t i = 0; i < LENGTH(shapes); i++) {
        const struct statement *all[] =
            {&shapes[i]->load, &shapes[i]->insert, &shapes[i]->update, &shapes[i]->remove};
        for (size_t k = 0; k < LENGTH(all); k++) {
            PGresult *result = PQprepare(db, all[k]->name, all[k]->sql, 0, NULL);
            if (PQresultStatus(result) != PGRES_COMMAND_OK)
                fail_msg("%s: %s", all[k]->name, PQerrorMessage(db));
            PQclear(result);
        }
    }
}

static void finds_a_case_by_its_number(void **state UNUSED)
{
    add(1, NULL, "queued", NULL);
    PGresult *result = ask(&desk_case_by_number_statement, "{GD1,GD2}");
    assert_int_equal(PQntuples(result), 1);
    assert_string_equal(PQgetvalue(result, 0, 0), "GD1");
    PQclear(result);
}

static void wakes_what_is_due_the_longest_first_and_16_a_turn(void **state UNUSED)
{
    char wake[16];

    add(98, "A", "in_progress", "1");
    add(99, "A", "wait_customer", NULL);
    for (int i = 0; i < 17; i++) {
        snprintf(wake, sizeof(wake), "-%d", i);
        add(i, "A", "in_progress", wake);
    }
    PGresult *result = ask(&desk_case_awake_statement, "{\"\"}");
    assert_int_equal(PQntuples(result), 16);
    assert_string_equal(PQgetvalue(result, 0, 1), "0193e6a1-7c3b-7abc-8def-000000000016");
    PQclear(result);
}

static void slices_what_waits_by_200(void **state UNUSED)
{
    add(500, "A", "in_progress", NULL);
    add(501, NULL, "closed", NULL);
    for (int i = 0; i < 201; i++)
        add(i, NULL, i % 2 ? "queued" : "second_line", NULL);
    PGresult *result = ask(&desk_case_slice_statement, "{\"\"}");
    assert_int_equal(PQntuples(result), 200);
    PQclear(result);
    result = ask(&desk_case_slice_statement, "{0193e6a1-7c3b-7abc-8def-000000000199}");
    assert_int_equal(PQntuples(result), 1);
    assert_string_equal(PQgetvalue(result, 0, 1), "0193e6a1-7c3b-7abc-8def-000000000200");
    PQclear(result);
}

static void counts_what_waits_in_each_queue(void **state UNUSED)
{
    add(1, NULL, "queued", NULL);
    add(2, NULL, "triage", NULL);
    add(3, "A", "in_progress", NULL);
    PGresult *result = ask(&desk_queue_depth_statement, "{\"\"}");
    assert_int_equal(PQntuples(result), 1);
    assert_string_equal(PQgetvalue(result, 0, 1), "q.card|P2|2|5000");
    PQclear(result);
}

static void lists_who_is_there_the_least_loaded_first(void **state UNUSED)
{
    PQclear(run("insert into desk.worker (actor, held, load, role, unit, presence, seen_at, "
                "offer_until, offer_weight)"
                " values ('A', 2, 3, 'L1', 'hd-1', 'available', '2026-01-01Z', null, null),"
                " ('B', 1, 1, 'L2', null, 'busy', '2026-01-01Z', '2026-01-01Z', 4),"
                " ('C', 0, 0, 'L2', null, 'away', '2026-01-01Z', null, null),"
                " ('D', 0, null, null, null, null, '2025-12-31 00:00:01Z', '2025-12-31Z', 4),"
                " ('E', 0, 0, 'L1', null, null, '2025-12-31Z', null, null),"
                " ('F', 0, 0, 'L1', null, null, null, null, null),"
                " ('G', 0, 0, 'L1', null, 'available', '2025-12-31Z', null, null),"
                " ('H', 0, 9, 'L1', null, 'available', null, null, null)"));
    PQclear(run("update desk.worker set since = '2025-12-31Z' where actor = 'G'"));
    PQclear(run("update desk.worker set since = '2025-12-31 00:00:01Z' where actor = 'H'"));
    PGresult *result = ask(&desk_present_statement, "{\"\"}");
    assert_int_equal(
        PQntuples(result),
        4
    ); /* not who is gone, nor who was seen a day ago or never, nor who said so a day ago and did nothing since */
    assert_string_equal(
        PQgetvalue(result, 0, 1),
        "D\x1f\x1f\x1f\x1f"
        "0\x1f"
        "0\x1f"
        "1767139201000"
    );
    assert_string_equal(
        PQgetvalue(result, 1, 1),
        "B\x1fL2\x1f\x1f"
        "busy\x1f"
        "5\x1f"
        "1\x1f"
        "1767225600000"
    );
    assert_string_equal(
        PQgetvalue(result, 2, 1),
        "A\x1fL1\x1fhd-1\x1f"
        "available\x1f"
        "3\x1f"
        "0\x1f"
        "1767225600000"
    );
    assert_memory_equal(PQgetvalue(result, 3, 1), "H\x1f", 2); /* said by somebody else */
    PQclear(result);
}

static void groups_what_waits_by_what_it_asks_for(void **state UNUSED)
{
    add(1, NULL, "queued", NULL);
    add(2, NULL, "triage", NULL);
    add(3, NULL, "second_line", NULL);
    add(4, "A", "in_progress", NULL);
    add(5, NULL, "queued", NULL);
    PQclear(run("update desk.queued_case set needs = 'card:2', skills = 'card'"));
    PQclear(run("update desk.queued_case set offered_to = 'A' where case_no = 'GD5'"));
    PGresult *result = ask(&desk_waiting_pools_statement, "{\"\"}");
    assert_int_equal(PQntuples(result), 2);
    for (int i = 0; i < 2; i++) {
        const char *line = PQgetvalue(result, i, 1);
        bool senior = strstr(
                          line,
                          "\x1f"
                          "2\x1f"
                          "card:2\x1f"
                          "1\x1f"
                      ) != NULL;
        assert_string_equal(
            line,
            senior ? "q.card\x1f"
                     "card\x1f"
                     "2\x1f"
                     "card:2\x1f"
                     "1\x1f"
                     "1767225595000"
                   : "q.card\x1f"
                     "card\x1f"
                     "1\x1f"
                     "card:2\x1f"
                     "2\x1f"
                     "1767225595000"
        );
    }
    PQclear(result);
}

static void lists_the_pools_that_were_called_empty(void **state UNUSED)
{
    PQclear(run("insert into desk.pool values ('q.card', 'q.card', 'L3', '2026-01-01Z')"));
    PGresult *result = ask(&desk_empty_pools_statement, "{\"\"}");
    assert_int_equal(PQntuples(result), 1);
    assert_string_equal(PQgetvalue(result, 0, 1), "q.card");
    PQclear(result);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(every_statement_of_the_records_fits_the_tables, empty),
        cmocka_unit_test_setup(finds_a_case_by_its_number, empty),
        cmocka_unit_test_setup(wakes_what_is_due_the_longest_first_and_16_a_turn, empty),
        cmocka_unit_test_setup(slices_what_waits_by_200, empty),
        cmocka_unit_test_setup(counts_what_waits_in_each_queue, empty),
        cmocka_unit_test_setup(lists_who_is_there_the_least_loaded_first, empty),
        cmocka_unit_test_setup(groups_what_waits_by_what_it_asks_for, empty),
        cmocka_unit_test_setup(lists_the_pools_that_were_called_empty, empty),
    };
    return cmocka_run_group_tests_name("desk: statements", tests, start, stop);
}
