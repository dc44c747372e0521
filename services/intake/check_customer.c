/* Who asks: identity numbers, phone, mail, account and name. See check.h. */
#include "services/intake/check.h"

#include "common/domain/credit_code.h"
#include "common/domain/person_name.h"
#include "common/domain/phone.h"
#include "common/domain/resident_id.h"
#include "services/intake/forms.h"

#define ID_NO   "data.customer.id_no"
#define ID_TYPE "data.customer.id_type"
#define TYPE    "data.customer.type"

static enum error invalid(struct call *call, const char *field, const char *message)
{
    return refuse(call, "invalid_field", field, "%s", message);
}

static const char *resident_reason(enum resident_id_result result)
{
    switch (result) {
    case RESIDENT_ID_ok:
        break;
    case RESIDENT_ID_bad_form:
        return "身份证号应为 18 位 / a resident identity number has 18 characters";
    case RESIDENT_ID_bad_check:
        return "身份证号校验位不对 / the check character of the identity number is wrong";
    case RESIDENT_ID_bad_region:
        return "身份证号地区码不存在 / the identity number names no region";
    case RESIDENT_ID_bad_date:
        return "身份证号中的出生日期不存在 / the birth date in the identity number does not "
               "exist";
    case RESIDENT_ID_future_date:
        return "身份证号中的出生日期在将来 / the birth date in the identity number is in the "
               "future";
    case RESIDENT_ID_too_old:
        return "身份证号中的出生日期过早 / the birth date in the identity number is over 130 "
               "years ago";
    }
    return NULL;
}

static struct iso_date today(const struct call *call)
{
    const struct intake_policies *policies = call->policies;
    const struct civil_date date =
        civil_date_of(zone_to_local(policies->zone, call->now_ms).day);

    return (struct iso_date){date.year, date.month, date.day};
}

static enum error
check_resident(struct call *call, struct text entered, struct text *ret_number)
{
    struct resident_id id;
    const enum resident_id_result result = resident_id_read(entered, today(call), &id);

    if (result != RESIDENT_ID_ok)
        return invalid(call, ID_NO, resident_reason(result));
    *ret_number = arena_text(call->arena, text_of(id.text));
    return OK;
}

static enum error
check_credit_code(struct call *call, struct text entered, struct text *ret_number)
{
    struct credit_code code;

    switch (credit_code_read(entered, &code)) {
    case CREDIT_CODE_bad_form:
        return invalid(
            call,
            ID_NO,
            "统一社会信用代码应为 18 位 / a unified social credit code has 18 characters, none "
            "of I O S V Z"
        );
    case CREDIT_CODE_bad_check:
        return invalid(
            call,
            ID_NO,
            "统一社会信用代码校验位不对 / the check character of the credit code is wrong"
        );
    case CREDIT_CODE_ok:
        break;
    }
    *ret_number = arena_text(call->arena, text_of(code.text));
    return OK;
}

/* 17 digits and a digit or X, or the old 15 digits. */
static bool looks_resident(const char *document)
{
    const size_t digits = strspn(document, "0123456789"), length = strlen(document);

    return (length == 18 && (digits == 18 || (digits == 17 && document[17] == 'X'))) ||
           (length == 15 && digits == 15);
}

/* Permits of Hong Kong, Macao and Taiwan residents and of foreigners come in the resident form too (3.6), and so does
 * a number whose kind nobody has told. */
static enum error
check_document(struct call *call, const struct customer *customer, struct text *ret_number)
{
    char *document = arena_take(call->arena, DOCUMENT_LENGTH_MAX + 1);
    const bool may_be_resident = customer->id_type == ID_TYPE_none ||
                                 customer->id_type == ID_TYPE_hk_mo_tw ||
                                 customer->id_type == ID_TYPE_foreigner;

    if (!form_document(customer->id_no, document))
        return invalid(
            call,
            ID_NO,
            "证件号码应为 4 至 32 位字母和数字 / a document's number has 4 to 32 letters and "
            "digits"
        );
    if (may_be_resident && looks_resident(document) &&
        !(customer->id_type != ID_TYPE_none && strlen(document) == 15))
        return check_resident(call, customer->id_no, ret_number);
    *ret_number = text_of(document);
    return OK;
}

/* By which rule a number is checked is said by its kind, or by the kind of customer where that one was not told: when the
 * codec has refused the word for it, nobody knows. */
static bool rule_is_known(const struct call *call, const struct customer *customer)
{
    if (customer->type == PARTY_org)
        return true;
    return customer->id_type != ID_TYPE_none ||
           !(call_has_refused(call, ID_TYPE) || call_has_refused(call, TYPE));
}

static enum error
check_id(struct call *call, const struct customer *customer, struct text *ret_number)
{
    if (!customer->id_no.at)
        return OK;
    if (!rule_is_known(call, customer))
        return ERROR_refused;
    if (customer->type == PARTY_org && customer->id_type != ID_TYPE_none &&
        customer->id_type != ID_TYPE_credit_code)
        return invalid(
            call,
            ID_TYPE,
            "单位客户的证件应为统一社会信用代码 / an organisation is identified by its credit "
            "code"
        );
    if (customer->id_type == ID_TYPE_resident)
        return check_resident(call, customer->id_no, ret_number);
    if (customer->id_type == ID_TYPE_credit_code || customer->type == PARTY_org)
        return check_credit_code(call, customer->id_no, ret_number);
    return check_document(call, customer, ret_number);
}

static enum error
check_phone(struct call *call, struct text entered, struct checked_customer *checked)
{
    struct phone phone;

    if (!entered.at)
        return OK;
    switch (phone_read(entered, &phone)) {
    case PHONE_bad_form:
        return invalid(call, "data.customer.phone", "电话号码不对 / this is no phone number");
    case PHONE_short_number:
        return invalid(
            call,
            "data.customer.phone",
            "服务短号不能作为客户联系电话 / a service's short number is no customer's contact"
        );
    case PHONE_ok:
        break;
    }
    checked->phone_key = arena_text(call->arena, text_of(phone.e164));
    checked->phone = phone.extension[0]
                         ? arena_format(call->arena, "%s-%s", phone.e164, phone.extension)
                         : checked->phone_key;
    return OK;
}

static enum error
check_name(struct call *call, const struct customer *customer, struct checked_customer *checked)
{
    if (!customer->name.at)
        return OK;
    switch (person_name_read(customer->name, call->arena, &checked->name)) {
    case PERSON_NAME_ok:
        return OK;
    case PERSON_NAME_too_long:
        /* The rule is for people; registered names of companies are longer. */
        if (customer->type == PARTY_org) {
            checked->name = customer->name;
            return OK;
        }
        if (call_has_refused(call, TYPE))
            return ERROR_refused;
        return invalid(
            call,
            "data.customer.name",
            "姓名最多 50 个字 / a name has at most 50 characters"
        );
    case PERSON_NAME_empty:
    case PERSON_NAME_bad_form:
        break;
    }
    return invalid(
        call,
        "data.customer.name",
        "姓名不能为空白或含控制字符 / a name is not blank and has no control characters"
    );
}

static enum error check_reach(
    struct call *call,
    const struct customer *customer,
    struct checked_customer *checked
)
{
    char *account = arena_take(call->arena, ACCOUNT_DIGITS_MAX + 1);
    enum error error = check_phone(call, customer->phone, checked);

    if (customer->email.at && !form_mail(customer->email, call->arena, &checked->email))
        error = invalid(
            call,
            "data.customer.email",
            "电子邮箱地址不对 / this is no e-mail address"
        );
    if (!customer->account.at)
        return error;
    if (!form_account(customer->account, account))
        return invalid(
            call,
            "data.customer.account",
            "账号应为 6 至 32 位数字 / an account number has 6 to 32 digits"
        );
    checked->account = text_of(account);
    return error;
}

enum error check_customer(
    struct call *call,
    const struct customer *customer,
    struct checked_customer *ret_checked
)
{
    struct checked_customer checked = {0};
    const enum error errors[] = {
        check_id(call, customer, &checked.id_no),
        check_reach(call, customer, &checked),
        check_name(call, customer, &checked),
    };

    for (size_t i = 0; i < LENGTH(errors); i++) {
        if (errors[i] != OK)
            return errors[i];
    }
    *ret_checked = checked;
    return OK;
}
