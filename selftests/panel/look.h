/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a panel looks like, and the checks that keep it so: the module is to be
 * loaded with refresh_s=1.
 */
#ifndef LOOK_H
#define LOOK_H

#include <stdbool.h>

/*
 * Each cell, as picture_of() has it, whichever slot its picture is in; modes and
 * light, and the address where the cursor is visible.
 */
struct look {
	unsigned char cells[4][40][9];
	char state[512];
};

void panel_look(const char *board, struct look *look);

/* Does the panel look so? If not, say on stderr what differs. */
bool panel_looks(const char *board, const struct look *wanted);

/* All cells get a letter, none a blank, the first eight a picture each. */
void show_full_screen(void);

/*
 * What is written to the control "disturb", several with ';' between them, or
 * "power_cycle ..." for that control.
 */
void panel_disturb(const char *board, const char *what);

/* A number in the file stats, 0 if it is not there. */
unsigned long long stats_of(const char *name);

/* Wait for the end of a check: is there one in the end, with a refresh_s of 1? */
bool check_ends(void);
#define CHECK_LATE_SECONDS 3	/* without a check, none is due with a refresh_s of 1 */

/* Wait for the time between two checks, unless one has just ended. */
bool no_check_runs(void);

/* Is it still that time? */
bool no_check_has_begun(void);

#endif
