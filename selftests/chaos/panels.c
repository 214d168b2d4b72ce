// SPDX-License-Identifier: GPL-2.0-only
/*
 * What happens to panels. A module that has lost its memory, or missed bytes
 * that nobody acknowledges, cannot tell: all displays are initialised anew
 * after that, as a user would do.
 */
#include <stdio.h>
#include <unistd.h>

#include "kselftest.h"

#include "boards.h"
#include "chaos.h"

/*
 * Of each board. The I2C core does not bear a device that is made on a bus that
 * goes at that moment, nor the GPIO core a line that is got of such a chip.
 */
static pthread_mutex_t plugging[BOARDS] = {
	PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER, PTHREAD_MUTEX_INITIALIZER,
};

static void pause_briefly(struct worker *worker)
{
	usleep(draw(worker, 4) * draw(worker, 10000));
}

static void do_nak(struct worker *worker)
{
	int board = draw(worker, BOARDS);
	char word[48];

	snprintf(word, sizeof(word), "%u at %u after %u", 1 + draw(worker, 3),
		 draw(worker, 4) ? 0 : draw(worker, 40), draw(worker, 8));
	board_control(board, "nak", word);
}

static void do_absent(struct worker *worker)
{
	int board = draw(worker, BOARDS);

	board_control(board, "absent", "1");
	pause_briefly(worker);
	board_control(board, "absent", "0");
	boards_reinit();
}

static void do_power_cycle(struct worker *worker)
{
	int board = draw(worker, BOARDS);
	char word[32];

	snprintf(word, sizeof(word), "%u%s", 1 + draw(worker, 1000),
		 draw(worker, 2) ? " noreset" : "");
	board_control(board, "power_cycle", word);
	boards_reinit();
}

static void do_replug(struct worker *worker)
{
	int board = draw(worker, BOARDS);

	pthread_mutex_lock(&plugging[board]);
	board_control(board, "plugged", "0");
	pause_briefly(worker);
	board_restore(board);
	pthread_mutex_unlock(&plugging[board]);
}

static void do_rebind(struct worker *worker)
{
	int board = draw(worker, BOARDS);

	pthread_mutex_lock(&plugging[board]);
	board_bind(board, "unbind");
	pause_briefly(worker);
	board_bind(board, "bind");
	pthread_mutex_unlock(&plugging[board]);
}

static void do_new_device(struct worker *worker)
{
	int board = draw(worker, BOARDS);

	pthread_mutex_lock(&plugging[board]);
	board_remove_device(board);
	pause_briefly(worker);
	board_add_device(board);
	pthread_mutex_unlock(&plugging[board]);
}

const struct call *panel_calls(void)
{
	static const struct call calls[] = {
		{ "nak", do_nak, 4 },
		{ "absent", do_absent, 1 },
		{ "power_cycle", do_power_cycle, 2 },
		{ "replug", do_replug, 1 },
		{ "rebind", do_rebind, 1 },
		{ "new_device", do_new_device, 1 },
		{ }
	};

	return calls;
}
