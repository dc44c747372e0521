/* Query playbook.list: what is under way; see playbook.h. */
#include "services/escalation/ladder.h"
#include "services/escalation/playbook.h"
#include "services/escalation/reading.h"
#include "services/escalation/statements.h"

/* A page is as large as an envelope may be at most, with room for the rest of the reply. */
enum { SHOWN_MAX = 20, PAGE_BYTES_MAX = 240 * 1024 };

const struct list_shape playbook_open_list = {
    .name = "playbook_open",
    .statement = &escalation_playbook_open_statement,
    .key_is_text = true,
};

/* A line of the list: its steps without their words, which playbook.get has, so that a page holds many. */
static struct playbook_view
line_of(struct call *call, const struct playbook *row, const struct absences *absences)
{
    struct playbook_log log;

    playbook_log_read(row, call->arena, &log);
    for (size_t i = 0; i < log.count; i++)
        log.lines[i].template = (struct text){0};
    return playbook_view_of(call, row, &log, absences);
}

/* The case of a playbook is one that this actor is told nothing of. ERROR_need. */
static enum error is_hidden(struct call *call, const struct playbook *row, bool *ret_hidden)
{
    const struct clocked_case *of = NULL;

    *ret_hidden = false;
    if (!row->has_case_id)
        return OK;
    of = call_record_id(call, &clocked_case_record, row->case_id);
    if (!of)
        return ERROR_need;
    *ret_hidden = reading_is_recused(call, of);
    return OK;
}

/* Those of the keys that are shown, as many as fit. */
static enum error
fill_page(struct call *call, const struct key_list *keys, struct playbook_page *page)
{
    struct playbook_view *views = ARENA_ARRAY(call->arena, struct playbook_view, SHOWN_MAX);
    const struct absences *absences = NULL;
    enum error error = ladder_load(call, &absences);
    size_t bytes = 0;
    bool hidden = false;

    page->playbooks = views;
    for (size_t i = 0; i < keys->count; i++) {
        const struct playbook *row = call_record(call, &playbook_record, keys->keys[i]);
        if (!row || is_hidden(call, row, &hidden) == ERROR_need)
            error = ERROR_need;
        if (error != OK || hidden || page->more)
            continue;
        struct playbook_view *view = &views[size_min(page->playbooks_count, SHOWN_MAX - 1)];
        const struct playbook_view next = line_of(call, row, absences);
        bytes += map_encode(&playbook_view_shape, &next, call->arena).length;
        page->more = page->playbooks_count == SHOWN_MAX || bytes > PAGE_BYTES_MAX;
        if (page->more)
            continue;
        *view = next;
        page->playbooks_count++;
    }
    return error;
}

enum error playbook_decide_list(struct call *call, const struct playbook_list *query)
{
    const struct key_list *keys =
        call_list(call, &playbook_open_list, bytes_of_text(TEXT("open")));
    struct playbook_page page = {.has_more = true};
    enum error error = reading_actor(call);

    (void)query;
    if (error != OK)
        return error;
    if (!keys || fill_page(call, keys, &page) == ERROR_need)
        return ERROR_need;
    call_reply_result(call, &playbook_page_shape, &page);
    return OK;
}
