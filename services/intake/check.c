/* See check.h. */
#include "services/intake/check.h"

#include "services/intake/forms.h"

#define OUTSIDE_NO "data.outside_no"

static enum error invalid(struct call *call, const char *field, const char *zh, const char *en)
{
    return refuse(call, "invalid_field", field, "%s / %s", zh, en);
}

/* The first fault decides the outcome; the later ones are told too. */
static enum error both(enum error a, enum error b)
{
    return a != OK ? a : b;
}

static enum error check_channel(
    struct call *call,
    const struct request_submitted *request,
    const struct channel **ret_channel
)
{
    const struct intake_policies *policies = call->policies;
    const struct channel *channel;

    if (!request->channel.at)
        return ERROR_refused;
    channel = channels_find(&policies->channels, request->channel);
    if (!channel)
        return invalid(call, "data.channel", "没有这个渠道", "there is no such channel");
    *ret_channel = channel;
    if (!channel->requires_outside_no || !form_is_blank(request->outside_no))
        return OK;
    if (!call_has_refused(call, OUTSIDE_NO))
        (void)!refuse(
            call,
            "missing_field",
            OUTSIDE_NO,
            "%.*s渠道必须填写外部编号 / the channel %.*s requires the number given by the "
            "regulator",
            (int)channel->zh.length,
            channel->zh.at,
            (int)channel->en.length,
            channel->en.at
        );
    return ERROR_refused;
}

static enum error check_text(struct call *call, const struct request_submitted *request)
{
    enum error error = OK;

    if (!request->text.at)
        error = ERROR_refused;
    else if (form_is_blank(request->text))
        error = invalid(call, "data.text", "诉求内容是空白", "the text is blank");
    if (request->related_case.at && !form_case_number(request->related_case))
        error = invalid(
            call,
            "data.related_case",
            "工单号应为 GD 加日期加 6 或 7 位数字",
            "a case number is GD, a date and 6 or 7 digits"
        );
    if (request->lang.at && !form_language(request->lang))
        error = invalid(
            call,
            "data.lang",
            "语言应为 BCP 47 标记，如 zh-CN",
            "a language is a BCP 47 tag such as zh-CN"
        );
    if (request->has_occurred_at && request->occurred_at > call->now_ms + OCCURRED_AHEAD_MAX_MS)
        error = invalid(
            call,
            "data.occurred_at",
            "发生时间不能晚于现在",
            "it cannot have happened in the future"
        );
    return error;
}

static enum error check_contact(struct call *call, const struct contact *contact)
{
    enum error error = OK;

    if (contact->has_ring_at && contact->has_answered_at &&
        contact->answered_at < contact->ring_at)
        error = invalid(
            call,
            "data.contact.answered_at",
            "接通时间早于振铃时间",
            "answered before it rang"
        );
    if (contact->has_ended_at &&
        ((contact->has_answered_at && contact->ended_at < contact->answered_at) ||
         (contact->has_ring_at && contact->ended_at < contact->ring_at)))
        error = invalid(
            call,
            "data.contact.ended_at",
            "结束时间早于开始时间",
            "ended before it began"
        );
    if (contact->recording_uri.at && !form_uri(contact->recording_uri))
        error = invalid(
            call,
            "data.contact.recording_uri",
            "录音地址不是有效的 URI",
            "the address is no absolute URI"
        );
    return error;
}

static enum error check_material(
    struct call *call,
    const struct material *material,
    size_t index,
    struct text *ret_digest
)
{
    enum error error = OK;

    if (material->sha256.at) {
        char *digest = arena_take(call->arena, DIGEST_DIGITS + 1);
        if (form_digest(material->sha256, digest))
            *ret_digest = (struct text){digest, DIGEST_DIGITS};
        else
            error = invalid(
                call,
                arena_format(call->arena, "data.materials[%zu].sha256", index).at,
                "摘要应为 64 位十六进制数字",
                "a digest has 64 hexadecimal digits"
            );
    }
    if (material->uri.at && !form_uri(material->uri))
        error = invalid(
            call,
            arena_format(call->arena, "data.materials[%zu].uri", index).at,
            "材料地址不是有效的 URI",
            "the address is no absolute URI"
        );
    return error;
}

static enum error check_materials(
    struct call *call,
    const struct request_submitted *request,
    struct checked_request *checked
)
{
    enum error error = OK;

    if (request->materials_count == 0)
        return OK;
    checked->digests = ARENA_ARRAY(call->arena, struct text, request->materials_count);
    for (size_t i = 0; i < request->materials_count; i++)
        error =
            both(error, check_material(call, &request->materials[i], i, &checked->digests[i]));
    return error;
}

enum error check_request(
    struct call *call,
    const struct request_submitted *request,
    struct checked_request *ret_checked
)
{
    struct checked_request checked = {0};
    enum error error = check_channel(call, request, &checked.channel);

    error = both(error, check_text(call, request));
    if (request->customer)
        error = both(error, check_customer(call, request->customer, &checked.customer));
    if (request->contact)
        error = both(error, check_contact(call, request->contact));
    error = both(error, check_materials(call, request, &checked));
    if (error == OK)
        *ret_checked = checked;
    return error;
}
