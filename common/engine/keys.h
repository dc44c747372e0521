/* The keys of a process: what it is known by, what it is to its peers, the vault's, and the list of who may connect.
 *
 * All of them lie in SHOULI_KEYS_DIR. A reload takes new ones without an end of the process, so that keys are rotated while
 * work goes on (deploy/README.md): a wrong file changes nothing, and what did not change is left connected. The vault's key
 * is read at the start alone, because what it sealed must be opened with it. */
#pragma once

#include "common/engine/engine.h"

/* At the start. On false `ret_fault` says what is missing, in the arena. */
bool keys_read(struct engine *engine, struct arena *arena, struct text *ret_fault) MUST_CHECK;

enum keys_changed {
    KEYS_same,
    KEYS_own,    /* what we are to our peers: connections to them are made anew */
    KEYS_server, /* what we are known by: our sockets are bound anew, too */
};

/* At a reload: the list and both pairs. A fault is told on `ret_fault` and changes neither pair nor, when the list is the
 * wrong one, the list. */
enum keys_changed
keys_reload(struct engine *engine, struct arena *arena, struct text *ret_fault);
