/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Each allocation of an operation made to fail, one after the other, by
 * /proc/thread-self/fail-nth; and each copy from or to the user, where the
 * kernel can have those fail as well.
 */
#ifndef ALLOCATION_H
#define ALLOCATION_H

#include <stdbool.h>

/**
 * struct operation - what is tried with no memory for one of its parts
 * @prepare: before each try; may be NULL
 * @act:     the operation, as a whole: 0 or the errno
 * @kept:    after it has failed, is all as @prepare left it? may be NULL
 * @done:    after it has succeeded, is all as it should be?
 * @partly:  after a fault that it survived, is this little at least? NULL where
 *           it has to be @done
 * @undo:    after each @act, whether that failed or not; may be NULL
 * @start:   the part of @act whose faults are not ours, nor tried; may be NULL
 * @slow:    tried again in the end only; in between the next fault, which is one
 *           allocation further, has to be met
 */
struct operation {
	void (*prepare)(void);
	int (*act)(void);
	bool (*kept)(void);
	bool (*done)(void);
	bool (*partly)(void);
	void (*undo)(void);
	void (*start)(void);
	bool slow;
};

/*
 * Does it fail with ENOMEM or EFAULT, or succeed, whichever allocation or copy
 * fails, and succeed when it is tried again; and is nothing left behind?
 */
bool survives_each_fault(const struct operation *operation);

/* Skip all where the kernel cannot do it; to be called before main(). */
void fault_injection_require(void);

/*
 * Pages instead of slabs. Both at once would not do: slabs take pages now and
 * then, which shifts what is counted, and a fault is left out. Not for what has
 * the kernel call vmalloc(): that writes a trace to the log where it gets none.
 */
void fault_injection_of_pages(bool pages);

#endif
