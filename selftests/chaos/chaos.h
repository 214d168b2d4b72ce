/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Threads that make random calls. What the n-th call of a thread is, and with
 * which arguments, follows from the seed, the thread's number and n alone; how
 * the threads meet does not.
 */
#ifndef CHAOS_H
#define CHAOS_H

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "kcov.h"

#define THREADS_MAX 64
#define WRITE_MAX 9000

struct call;

/**
 * struct worker - one thread
 * @number: of the thread
 * @random: state of the random numbers of the call that it is in
 * @calls:  how many to make
 * @made:   how many it has made
 * @seen:   how many when somebody looked last and it had got on
 * @since:  when that was
 * @order:  hash of which calls these were
 * @doing:  the call that it is in, NULL at the end
 * @short_of: where its shortages of memory are made, or -1
 * @kcov:   what of the kernel it has run through
 */
struct worker {
	pthread_t thread;
	int number;
	uint64_t random;
	long calls;
	atomic_long made;
	long seen;
	double since;
	uint64_t order;
	const struct call *_Atomic doing;
	int short_of;
	struct kcov kcov;
};

/**
 * struct call - something that a thread does
 * @act:    NULL ends a table of calls
 * @weight: how often, beside the others
 */
struct call {
	const char *name;
	void (*act)(struct worker *worker);
	int weight;
};

/* Tables of calls. */
const struct call *file_calls(void);
const struct call *wait_calls(void);
const struct call *display_calls(void);
const struct call *panel_calls(void);

/* A random number below @below. */
uint32_t draw(struct worker *worker, uint32_t below);

/* What must not be: it is printed, and the run fails. */
void __attribute__((format(printf, 2, 3)))
surprise(struct worker *worker, const char *format, ...);

/* Was an allocation, or a copy, of this call made to fail? Is this its error? */
bool fell_short(const struct worker *worker);
bool excused(const struct worker *worker, int error);

/* @result of a call may be an error only if it is one of @expected, up to 0. */
void check_error(struct worker *worker, ssize_t result, const int *expected);

#define CHECK(worker, result, ...) \
	check_error(worker, result, (const int[]){ __VA_ARGS__, 0 })

/*
 * Any file may be closed under a call, and its number taken by a pipe, a folder
 * or an attribute; and a signal may end what waits.
 */
#define CLOSED EBADF, EINVAL, ESPIPE, EISDIR, EPIPE, EAGAIN, EIO, EINTR

/* "LCD" to "LCD3" */
void any_name(struct worker *worker, char name[8]);

/* A signal that does nothing, for a thread that may be waiting. */
void any_signal(struct worker *worker);

/* The files that all threads share, or -1. */
int any_file(struct worker *worker);

/*
 * A file that no other thread uses, or less than 0; @name becomes its display's.
 * Its number is none that another may still take for a shared file's.
 */
int open_own(struct worker *worker, char name[8], int flags);

void replace_file(struct worker *worker, int fd);
void files_close(void);

/* Now that no display is left: do those that are open know? */
bool files_are_dead(void);

/* Now that all have waited: did most of them hear of what they waited for? */
bool waiters_are_woken(void);

#endif
