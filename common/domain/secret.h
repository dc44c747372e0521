/* Finds secrets that customers write into free text: what follows 密码, 验证码, PIN, CVV, password ...
 *
 * Secrets are never stored (JR/T 0171-2020 class C3), so a doubtful value counts as one; but words after
 * "password is" that tell a state (wrong, locked) do not, nor do numbers with a unit (密码输错了3次, 验证码60秒).
 * What is found is the value alone, the word before it stays readable. Source: REQUIREMENTS SE-11. */
#pragma once

#include "common/basics.h"

/* Bytes of the text, at least 3. */
struct secret {
    size_t at;
    size_t end;
};

/* Characters that may stand between the word and 是 or "is". */
enum { SECRET_GAP_MAX = 24 };

/* False at once unless a secret's word begins at `at`. */
bool secret_find(struct text text, size_t at, struct secret *ret_secret) MUST_CHECK;

/* After a secret that ends at `at`: another one in a list (123456 或 654321). */
bool secret_find_more(struct text text, size_t at, struct secret *ret_secret) MUST_CHECK;

/* Whether what ends at `at` is then called a secret: 123456是我的密码, 1234 is my pin. */
bool secret_is_named_after(struct text text, size_t at) MUST_CHECK;
