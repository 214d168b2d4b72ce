/* SPDX-License-Identifier: GPL-2.0-only */
/* The panels before and after the threads, and what must hold in the end. */
#ifndef CHAOS_SETTLE_H
#define CHAOS_SETTLE_H

#include <stdbool.h>

/* A panel on each board; false where there are no boards to be had. */
bool panels_begin(void);

/* When all faults are over: does each panel's glass show what its display says? */
bool panels_settle(void);

/* Without displays and files, does the module go, come back and work? */
bool all_is_released(void);

#endif
