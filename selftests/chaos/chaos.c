// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random calls on displays, their attributes and their panels, by several
 * threads: nothing may hang, no call may fail in a way that the contract does
 * not know, what is read is always a screen; and when all is over, each glass
 * shows its display's text, and nothing is left in use.
 *
 *	chaos [-s seed] [-n calls a thread] [-t seconds at most] [-j threads]
 */
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "kselftest.h"

#include "chaos.h"
#include "device.h"
#include "settle.h"
#include "text.h"

#define THREADS_MAX 64
#define CALLS_MAX 64
#define HANGS_AFTER 30		/* seconds in which nobody gets on */

struct options {
	uint64_t seed;
	long number;
	double seconds;
	int threads;
};

static struct options options = { .number = 1000000, .seconds = 10, .threads = 4 };
static struct worker workers[THREADS_MAX];
static const struct call *calls[CALLS_MAX];
static int kinds, weights;
static atomic_int surprises;
static atomic_bool stop;

/* What all calls share */

/* xorshift64*: the same numbers for the same seed everywhere */
static uint64_t next_random(uint64_t *random)
{
	*random ^= *random >> 12;
	*random ^= *random << 25;
	*random ^= *random >> 27;
	return *random * 0x2545f4914f6cdd1d;
}

uint32_t draw(struct worker *worker, uint32_t below)
{
	return (next_random(&worker->random) >> 32) % below;
}

void any_name(struct worker *worker, char name[8])
{
	int number = draw(worker, 4);

	snprintf(name, 8, number ? "LCD%d" : "LCD", number);
}

void surprise(struct worker *worker, const char *format, ...)
{
	const struct call *call = worker->doing;
	va_list arguments;
	char text[256];

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	ksft_print_msg("thread %d, call %ld, %s: %s\n", worker->number,
		       worker->made, call->name, text);
	surprises++;
}

void check_error(struct worker *worker, ssize_t result, const int *expected)
{
	int error = errno;

	if (result >= 0)
		return;
	for (; *expected; expected++)
		if (*expected == error)
			return;
	surprise(worker, "%s", strerror(error));
}

/* The threads */

static void add_calls(const struct call *table)
{
	for (; table->act; table++) {
		calls[kinds++] = table;
		weights += table->weight;
	}
}

/* The n-th call of a thread begins with random numbers of its own. */
static void begin_call(struct worker *worker)
{
	worker->random = (options.seed + 1) * 0x9e3779b97f4a7c15;
	next_random(&worker->random);
	worker->random += worker->number * 0xd1342543de82ef95 +
			  worker->made * 0xaef17502108ef2d9;
	next_random(&worker->random);
}

static int any_call(struct worker *worker)
{
	int sum = draw(worker, weights), kind;

	for (kind = 0; sum >= calls[kind]->weight; kind++)
		sum -= calls[kind]->weight;
	return kind;
}

static void *work(void *data)
{
	struct worker *worker = data;
	int kind;

	kcov_begin(&worker->kcov);
	while (!stop && worker->made < worker->calls) {
		begin_call(worker);
		kind = any_call(worker);
		worker->order = worker->order * 31 + kind;
		worker->doing = calls[kind];
		calls[kind]->act(worker);
		kcov_collect(&worker->kcov);
		worker->made++;
	}
	kcov_end(&worker->kcov);
	worker->doing = NULL;
	return NULL;
}

static void start(void)
{
	for (int i = 0; i < options.threads; i++) {
		workers[i].number = i;
		workers[i].calls = options.number;
		workers[i].doing = calls[0];
		pthread_create(&workers[i].thread, NULL, work, &workers[i]);
	}
}

static long made_by_all(void)
{
	long made = 0;

	for (int i = 0; i < options.threads; i++)
		made += workers[i].made;
	return made;
}

static bool all_done(void)
{
	for (int i = 0; i < options.threads; i++)
		if (workers[i].doing)
			return false;
	return true;
}

/* Until all is done or the time is up; false where nobody gets on any more. */
static bool watch(void)
{
	double begin = seconds_now(), progress = begin;
	long made = 0;

	while (!all_done()) {
		usleep(20 * 1000);
		stop = seconds_now() - begin > options.seconds;
		if (made_by_all() != made)
			progress = seconds_now();
		made = made_by_all();
		if (seconds_now() - progress > HANGS_AFTER * patience())
			return false;
	}
	return true;
}

static void tell_who_hangs(void)
{
	for (int i = 0; i < options.threads; i++) {
		const struct call *call = workers[i].doing;

		if (call)
			ksft_print_msg("thread %d hangs in %s, call %ld\n", i,
				       call->name, workers[i].made);
	}
}

/* The same for the same seed, where all made the same number of calls. */
static uint64_t order(void)
{
	uint64_t sum = 0;

	for (int i = 0; i < options.threads; i++)
		sum = sum * 31 + workers[i].order;
	return sum;
}

/* The run */

static void read_options(int argc, char **argv)
{
	int option;

	options.seed = time(NULL);
	while ((option = getopt(argc, argv, "s:n:t:j:")) != -1) {
		switch (option) {
		case 's':
			options.seed = strtoull(optarg, NULL, 0);
			break;
		case 'n':
			options.number = atol(optarg);
			break;
		case 't':
			options.seconds = atof(optarg);
			break;
		case 'j':
			options.threads = atoi(optarg);
			break;
		default:
			ksft_exit_fail_msg("chaos [-s seed] [-n calls] [-t seconds] "
					   "[-j threads]\n");
		}
	}
	if (options.threads < 1 || options.threads > THREADS_MAX)
		ksft_exit_fail_msg("-j %d: 1 to %d\n", options.threads, THREADS_MAX);
}

int main(int argc, char **argv)
{
	bool panels, covered;

	read_options(argc, argv);
	signal(SIGPIPE, SIG_IGN);
	ksft_print_header();
	ksft_set_plan(3);
	ksft_print_msg("chaos -s %llu -n %ld -t %g -j %d\n",
		       (unsigned long long)options.seed, options.number,
		       options.seconds, options.threads);

	text_load();
	panels = panels_begin();
	add_calls(file_calls());
	add_calls(display_calls());
	if (panels)
		add_calls(panel_calls());
	covered = kcov_available();

	start();
	if (!watch()) {
		tell_who_hangs();
		ksft_test_result_fail("nothing hangs or surprises\n");
		_exit(KSFT_FAIL);	/* exit() would wait for them */
	}
	for (int i = 0; i < options.threads; i++)
		pthread_join(workers[i].thread, NULL);

	ksft_print_msg("%ld calls, order %016llx\n", made_by_all(),
		       (unsigned long long)order());
	if (covered)
		ksft_print_msg("%d places of devlcd met\n", kcov_places());
	ksft_test_result(!surprises, "nothing hangs or surprises\n");
	if (panels)
		ksft_test_result(panels_settle(), "each glass shows its text\n");
	else
		ksft_test_result_skip("each glass shows its text: no lcdemu\n");
	ksft_test_result(all_is_released(), "all is released\n");
	ksft_finished();
}
