/* Runs a program that lies beside this one, with this one's words: what only a service knows, its own program tells.
 *
 * A service never includes another; so `shouli route` is router's own code, not a copy of it. */
#pragma once

#include "common/arguments.h"

/* All that a command line may have, each option's value a word of its own. */
enum { NEIGHBOUR_WORDS_MAX = ARGUMENTS_WORDS_MAX + 2 * ARGUMENTS_MAX };

/* Becomes the program `name` in the folder of this one and does not return; where it cannot be run, says so on stderr
 * and returns EXIT_UNAVAILABLE; EXIT_USAGE for more than NEIGHBOUR_WORDS_MAX words. argv[0] is the first word that the program gets. */
int neighbour_become(const char *name, int argc, char **argv);
