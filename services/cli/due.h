/* `shouli due`: when a clock is due, when it warns, whom it tells, and why (REQUIREMENTS 4.7 rules 16 to 18).
 *
 * It calls the same due_compute as the services, with the same configuration, so that what it explains is what they
 * do. Options:
 *
 *     --profile P --clock K --grade G --received T     required
 *     --channel C  --calendar FILE  --stat-roll none|next_day  --outside-due T
 *     --pause FROM/TO/REASON (FROM//REASON has not ended)  --extend N      may be repeated
 *     --json
 *
 * Configuration lies in SHOULI_CONFIG_DIR, else in deploy/config here or beside the program's folder. */
#pragma once

#include <limits.h>
#include <stdio.h>

/* `argv[0]` is "due". Ends with 0; with 2 and {"error": {"code", "field"}} when the request is refused; with 1 when the
 * configuration cannot be used. */
int cli_due(int argc, char **argv);

/* The folder of configuration; `room` is for its name. */
const char *due_config(char room[PATH_MAX]);

/* The same with everything given. `config` is the folder of configuration. */
int due_run(int argc, char **argv, const char *config, FILE *out, FILE *errors);
