/* SPDX-License-Identifier: GPL-2.0-only */
/* A small screen, for the tests of its operations. Included after the harness. */
#ifndef SMALL_SCREEN_H
#define SMALL_SCREEN_H

#include "screen.h"
#include "term.h"

/* Three rows of four. */
FIXTURE(screen) {
	struct screen screen;
	char out[TERM_SHOW_MAX];
};

FIXTURE_SETUP(screen)
{
	screen_init(&self->screen, 3, 4);
}

FIXTURE_TEARDOWN(screen)
{
}

static void print(struct screen *screen, const char *text)
{
	for (; *text; text++) {
		if (*text == '\n')
			screen_line_feed(screen);
		else
			screen_print(screen, *text);
	}
}

#define SHOWS(want) EXPECT_STREQ(want, term_show(&self->screen, self->out))

#endif
