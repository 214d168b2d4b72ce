// SPDX-License-Identifier: GPL-2.0-only
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device.h"
#include "emu.h"
#include "look.h"
#include "panel.h"

#define CHECK_SECONDS 15	/* generous: refresh_s is 1 */
#define LOOK_SECONDS 0.5	/* longer than a check takes */
#define GAP_SECONDS 0.2		/* from one check to the next is longer */

static double check_ended;	/* when the last one was seen not to have ended yet */

static int geometry_of(const char *attribute)
{
	return atoi(attr_show("LCD", attribute));
}

static void look_at_cell(const char *glass, const char *cgram, int row, int col,
			 unsigned char cell[9])
{
	cell[8] = picture_in(glass, cgram, row, col, cell);
	for (int i = 0; cell[8] && i < 8; i++)
		cell[i] &= 0x1f;	/* the glass has five dots */
	if (!cell[8])
		memset(cell + 1, 0, 7);
}

/* Without the lines that tell addresses. */
static void look_at_state(const char *board, char state[512])
{
	bool cursor = !strcmp(emu_state(board, "cursor"), "on") ||
		      !strcmp(emu_state(board, "blink"), "on");
	char lines[512];

	snprintf(lines, sizeof(lines), "%s", emu_show(board, "state"));
	state[0] = '\0';
	for (char *line = strtok(lines, "\n"); line; line = strtok(NULL, "\n")) {
		if (!cursor && strstr(line, "address"))
			continue;
		strcat(state, line);
		strcat(state, ", ");
	}
}

/*
 * All cells at once: one after the other they would take longer than from one check to
 * the next on a busy machine.
 */
void panel_look(const char *board, struct look *look)
{
	int rows = geometry_of("rows"), cols = geometry_of("cols");
	char glass[GLASS_MAX];
	const char *cgram;

	memset(look, 0, sizeof(*look));
	snprintf(glass, sizeof(glass), "%s", emu_show(board, "glass"));
	cgram = emu_show(board, "cgram");
	for (int row = 0; row < rows; row++)
		for (int col = 0; col < cols; col++)
			look_at_cell(glass, cgram, row, col, look->cells[row][col]);
	look_at_state(board, look->state);
}

/*
 * A check that is under way hides the cursor, and passes through other modes. On a busy
 * machine that may take longer, so it may end, too.
 */
bool panel_looks(const char *board, const struct look *wanted)
{
	unsigned long long checks = stats_of("checks");
	double begin = seconds_now();
	struct look seen;

	for (;;) {
		panel_look(board, &seen);
		if (!memcmp(&seen, wanted, sizeof(seen)))
			return true;
		if (seconds_now() > begin + LOOK_SECONDS * patience() &&
		    (stats_of("checks") != checks ||
		     seconds_now() > begin + 2 * CHECK_LATE_SECONDS * patience()))
			break;
		usleep(5000);
	}
	fprintf(stderr, "# %s\n# state %s\n# not   %s\n", glass_of(board),
		seen.state, wanted->state);
	return false;
}

void show_full_screen(void)
{
	char text[512] = "éèêëàâçù";
	int cells = geometry_of("rows") * geometry_of("cols");
	size_t length = strlen(text);

	for (int i = 8; i < cells; i++)
		text[length++] = 'a' + i % 26;
	text[length] = '\0';
	lcd_show(text);
}

void panel_disturb(const char *board, const char *what)
{
	static const char cycle[] = "power_cycle ";
	char words[128];

	if (!strncmp(what, cycle, strlen(cycle))) {
		emu_control(board, "power_cycle", what + strlen(cycle));
		return;
	}
	snprintf(words, sizeof(words), "%s", what);
	for (char *one = strtok(words, ";"); one; one = strtok(NULL, ";"))
		emu_control(board, "disturb", one);
}

unsigned long long stats_of(const char *name)
{
	const char *lines = attr_show("LCD", "stats");
	size_t length = strlen(name);

	for (; lines; lines = strchr(lines, '\n')) {
		lines += *lines == '\n';
		if (!strncmp(lines, name, length) && lines[length] == ' ')
			return strtoull(lines + length, NULL, 10);
	}
	return 0;
}

bool check_ends(void)
{
	unsigned long long before = stats_of("checks");
	double now = seconds_now();
	double deadline = now + CHECK_SECONDS * patience();

	do {
		check_ended = now;
		usleep(5000);
		now = seconds_now();
	} while (stats_of("checks") == before && now < deadline);
	return stats_of("checks") != before;
}

bool no_check_has_begun(void)
{
	return seconds_now() < check_ended + GAP_SECONDS;
}

bool no_check_runs(void)
{
	return no_check_has_begun() || check_ends();
}
