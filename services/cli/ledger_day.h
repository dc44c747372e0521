/* `shouli ledger --source S --day D [--ids FILE]`: a publisher proves its own day.
 *
 * Asked with the publisher's key (--key NAME takes another one), which sees its own sources only (PROTOCOL section 5).
 * With a file of the ids that were sent that day it says which are missing here, which there, and which were accepted on
 * another day, as at midnight. EXIT_BROKEN when the two do not agree. */
#pragma once

#include "common/arguments.h"

/* Of the file of ids: LEDGER_IDS_MAX of the longest ones, with the ends of lines of any system. */
enum { LEDGER_FILE_BYTES_MAX = 130000000 };

/* The options --source, --day, --ids and --key are taken; how the program ends. */
int cli_ledger_day(struct arguments *arguments);
