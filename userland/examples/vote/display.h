/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the counts are shown, live: one of these, or nowhere. */
#ifndef VOTE_DISPLAY_H
#define VOTE_DISPLAY_H

/* COLUMNSxROWS, 16x1 to 40x4. Or exit. */
void display_size(const char *size);

void display_on_file(const char *path);		/* as /dev/LCD */
void display_on_bridge(const char *where);	/* by its port for text */
void display_on_lines(const char *prefix);	/* by its topics PREFIX/line/N/set */

/* Show the counts, unless that has been done. */
void display_update(void);

#endif
