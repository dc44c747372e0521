/* Repeat contacts (REQUIREMENTS WO-08): the same customer with a matter of the same category, within repeat_days of desk.yaml or
 * while an earlier complaint about it is open, is linked to the earlier case. A customer is known by the keyed hash that
 * intake made; who has none, or whose case has no category yet, is linked to nobody. An open complaint is linked to before
 * any other case, so that newer contacts do not hide it; a case that has got another category since is no repeat.
 *
 * desk.matter has one row for each customer and category, so at most one for each category that a case ever had. None is
 * removed: they grow with desk.queued_case, which keeps every case and the same keyed hash, at a tenth of its size. */
#pragma once

#include "services/desk/case_row.h"

/* Links the row, which is not put yet, and says case.repeat_found once in its life; ERROR_need while a record is missing.
 * A case of an earlier receipt that comes later never takes the place of the newest one. */
enum error repeats_link(struct call *call, struct queued_case *row);

/* Whether case.merge with the earlier case is to be offered: it is a complaint and not settled. */
bool repeats_offers_merge(const struct queued_case *earlier);
