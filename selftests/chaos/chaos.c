// SPDX-License-Identifier: GPL-2.0-only
/*
 * Random calls on displays, their attributes and their panels, by several
 * threads: nothing may hang, no call may fail in a way that the contract does
 * not know, what is read is always a screen; and when all is over, each glass
 * shows its display's text, and nothing is left in use.
 *
 *	chaos [-s seed] [-n calls a thread] [-t seconds at most] [-j threads] [-p]
 *
 * With -p it prints the places of the module that it met, for fuzz-kernel.
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
#include "shortage.h"
#include "text.h"

#define CALLS_MAX 64
#define HANGS_AFTER 30		/* seconds that no call takes */
#define SHORTAGES 12		/* one in so many calls falls short of memory */
#define ALLOCATIONS 12		/* in one of its first so many allocations */

struct options {
	uint64_t seed;
	long number;
	double seconds;
	int threads;
	bool places;
};

static struct options options = { .number = 1000000, .seconds = 10, .threads = 4 };
static struct worker workers[THREADS_MAX];
static const struct call *calls[CALLS_MAX];
static atomic_long counts[CALLS_MAX];
static int kinds, weights;
static atomic_int surprises;
static pthread_barrier_t all_there;
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

bool fell_short(const struct worker *worker)
{
	return shortage_met(worker->short_of);
}

bool excused(const struct worker *worker, int error)
{
	return (error == ENOMEM || error == EFAULT) && fell_short(worker);
}

void check_error(struct worker *worker, ssize_t result, const int *expected)
{
	int error = errno;

	if (result >= 0 || excused(worker, error))
		return;
	for (; *expected; expected++)
		if (*expected == error)
			return;
	surprise(worker, "%s", strerror(error));
}

void any_signal(struct worker *worker)
{
	pthread_kill(workers[draw(worker, options.threads)].thread, SIGUSR1);
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

/* A signal meanwhile would end the thread: the kernel copies it to the stack. */
static void fall_short(struct worker *worker, const struct call *call)
{
	sigset_t signals;

	sigemptyset(&signals);
	sigaddset(&signals, SIGUSR1);
	pthread_sigmask(SIG_BLOCK, &signals, NULL);
	shortage_set(worker->short_of, 1 + draw(worker, ALLOCATIONS));
	call->act(worker);
	shortage_set(worker->short_of, 0);
	pthread_sigmask(SIG_UNBLOCK, &signals, NULL);
}

static void *work(void *data)
{
	struct worker *worker = data;
	int kind;

	pthread_barrier_wait(&all_there);
	kcov_begin(&worker->kcov);
	worker->short_of = shortage_open();
	while (!stop && worker->made < worker->calls) {
		begin_call(worker);
		kind = any_call(worker);
		worker->order = worker->order * 31 + kind;
		worker->doing = calls[kind];
		if (draw(worker, SHORTAGES))
			calls[kind]->act(worker);
		else
			fall_short(worker, calls[kind]);
		counts[kind]++;
		kcov_collect(&worker->kcov);
		worker->made++;
	}
	close(worker->short_of);
	kcov_end(&worker->kcov);
	worker->doing = NULL;
	return NULL;
}

static void start(void)
{
	pthread_barrier_init(&all_there, NULL, options.threads);
	for (int i = 0; i < options.threads; i++) {
		workers[i].number = i;
		workers[i].calls = options.number;
		workers[i].doing = calls[0];
		workers[i].since = seconds_now();
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

static bool is_stuck(struct worker *worker)
{
	const struct call *call = worker->doing;
	double now = seconds_now();

	if (!call || worker->made != worker->seen) {
		worker->seen = worker->made;
		worker->since = now;
	}
	if (now - worker->since < HANGS_AFTER * patience())
		return false;
	ksft_print_msg("thread %d hangs in %s, call %ld\n", worker->number,
		       call->name, worker->seen);
	return true;
}

static void tell_progress(double seconds)
{
	ksft_print_msg("%5.0f s, %7ld calls, %4d places\n", seconds, made_by_all(),
		       kcov_places());
}

/* Until all is done or the time is up; false where somebody gets on no more. */
static bool watch(bool covered)
{
	double begin = seconds_now(), told = 0, now;

	while (!all_done()) {
		usleep(20 * 1000);
		now = seconds_now() - begin;
		stop = now > options.seconds;
		for (int i = 0; i < options.threads; i++)
			if (is_stuck(&workers[i]))
				return false;
		if (covered && now >= told) {
			tell_progress(now);
			told += options.seconds / 10;
		}
	}
	return true;
}

static void tell_calls(void)
{
	for (int kind = 0; kind < kinds; kind++)
		ksft_print_msg("%7ld %s\n", counts[kind], calls[kind]->name);
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

/* It does nothing, and ends what waits. */
static void wake_up(int number)
{
	(void)number;
}

static void read_options(int argc, char **argv)
{
	int option;

	options.seed = time(NULL);
	while ((option = getopt(argc, argv, "s:n:t:j:p")) != -1) {
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
		case 'p':
			options.places = true;
			break;
		default:
			ksft_exit_fail_msg("chaos [-s seed] [-n calls] [-t seconds] "
					   "[-j threads] [-p]\n");
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
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = wake_up }, NULL);
	ksft_print_header();
	ksft_set_plan(4);
	ksft_print_msg("chaos -s %llu -n %ld -t %g -j %d\n",
		       (unsigned long long)options.seed, options.number,
		       options.seconds, options.threads);

	text_load();
	panels = panels_begin();
	shortages_prepare();
	add_calls(file_calls());
	add_calls(wait_calls());
	add_calls(display_calls());
	if (panels)
		add_calls(panel_calls());
	covered = kcov_available();

	start();
	if (!watch(covered)) {
		ksft_test_result_fail("nothing hangs or surprises\n");
		_exit(KSFT_FAIL);	/* exit() would wait for them */
	}
	for (int i = 0; i < options.threads; i++)
		pthread_join(workers[i].thread, NULL);

	tell_calls();
	ksft_print_msg("%ld calls, order %016llx\n", made_by_all(),
		       (unsigned long long)order());
	if (covered)
		ksft_print_msg("%d places of devlcd met\n", kcov_places());
	if (options.places)
		kcov_print();
	ksft_test_result(!surprises, "nothing hangs or surprises\n");
	ksft_test_result(waiters_are_woken(), "who waits is woken\n");
	if (panels)
		ksft_test_result(panels_settle(), "each glass shows its text\n");
	else
		ksft_test_result_skip("each glass shows its text: no lcdemu\n");
	ksft_test_result(all_is_released(), "all is released\n");
	ksft_finished();
}
