// SPDX-License-Identifier: GPL-2.0-only
/*
 * Uses ECMA-48 and two private modes that all current terminals have.
 */
#include "term.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define ENTER "\033[?1049h\033[?25l"	/* alternate screen, hide the cursor */
#define LEAVE "\033[0m\033[?25h\033[?1049l"

static void put(const char *sequence)
{
	fputs(sequence, stdout);
	fflush(stdout);
}

void term_init(struct term *term)
{
	*term = (struct term){ .screen = isatty(STDOUT_FILENO) };
	term->keys = term->screen && !tcgetattr(STDIN_FILENO, &term->saved);
}

void term_await_foreground(const struct term *term)
{
	if (term->keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &term->saved);
}

void term_enter(struct term *term)
{
	struct termios raw = term->saved;

	raw.c_lflag &= ~(ICANON | ECHO);
	raw.c_cc[VMIN] = 1;
	raw.c_cc[VTIME] = 0;
	if (term->keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &raw);
	if (term->screen)
		put(ENTER);
}

void term_leave(struct term *term)
{
	if (term->screen)
		put(LEAVE);
	if (term->keys)
		tcsetattr(STDIN_FILENO, TCSANOW, &term->saved);
}

bool term_has_room(unsigned int lines, unsigned int columns)
{
	struct winsize size;

	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) || !size.ws_row || !size.ws_col)
		return true;
	return size.ws_row >= lines && size.ws_col >= columns;
}
