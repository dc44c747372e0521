/* `shouli policy check`: loads a folder of configuration and runs the worked examples of its rule profiles and calendars
 * (common/domain/due_example.h), so that a changed number is told before anything uses it. Needs no servers. */
#pragma once

#include <stdio.h>

/* `shouli policy days`: what each day of the covered years and of the year after them is, a line a day: "CN 2026-01-01
 * holiday". EXIT_NOT_DONE when the folder cannot be used. */
int policy_days_run(const char *config, FILE *out, FILE *errors);

/* EXIT_FINE; EXIT_NOT_DONE with a line for each example that does not hold, or for each fault of a file. */
int policy_check_run(const char *config, FILE *out, FILE *errors);
