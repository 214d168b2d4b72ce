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
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "kcov.h"

#define WRITE_MAX 9000

struct call;

/**
 * struct worker - one thread
 * @number: of the thread
 * @random: state of the random numbers of the call that it is in
 * @calls:  how many to make
 * @made:   how many it has made
 * @order:  hash of which calls these were
 * @doing:  the call that it is in, NULL at the end
 * @kcov:   what of the kernel it has run through
 */
struct worker {
	pthread_t thread;
	int number;
	uint64_t random;
	long calls;
	atomic_long made;
	uint64_t order;
	const struct call *_Atomic doing;
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
const struct call *display_calls(void);
const struct call *panel_calls(void);

/* A random number below @below. */
uint32_t draw(struct worker *worker, uint32_t below);

/* What must not be: it is printed, and the run fails. */
void __attribute__((format(printf, 2, 3)))
surprise(struct worker *worker, const char *format, ...);

/* @result of a call may be an error only if it is one of @expected, up to 0. */
void check_error(struct worker *worker, ssize_t result, const int *expected);

#define CHECK(worker, result, ...) \
	check_error(worker, result, (const int[]){ __VA_ARGS__, 0 })

/*
 * Any file may be closed under a call, and its number taken by a pipe, a folder
 * or an attribute.
 */
#define CLOSED EBADF, EINVAL, ESPIPE, EISDIR, EPIPE, EAGAIN, EIO

/* "LCD" to "LCD3" */
void any_name(struct worker *worker, char name[8]);

/* The files that all threads share. */
void files_close(void);

#endif
