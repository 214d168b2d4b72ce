/* SPDX-License-Identifier: GPL-2.0-only */
/* The state that requests share. */
#ifndef LCDWEB_WEB_H
#define LCDWEB_WEB_H

#include "conn.h"
#include "guard.h"

struct displays;
struct events;

/**
 * struct web - the process
 * @read_only: refuse writes
 * @requests:  answered requests
 * @denied:    requests that the guard refused
 * @writes:    texts written
 * @presses:   keys pressed
 */
struct web {
	const struct guard *guard;
	bool read_only;
	struct displays *displays;
	struct events *events;
	struct conns conns;
	unsigned long long requests;
	unsigned long long denied;
	unsigned long long writes;
	unsigned long long presses;
};

#endif
