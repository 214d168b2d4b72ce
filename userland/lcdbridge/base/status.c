// SPDX-License-Identifier: GPL-2.0-only
#include "status.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pace.h"
#include "service.h"

#define STATUS_MS 1000
#define STATUS_MAX 512

/**
 * struct status - the status line
 * @pace: of sending it
 * @text: the last line sent
 */
struct status {
	status_fn *fn;
	void *arg;
	struct pace pace;
	char text[STATUS_MAX];
};

void status_touch(struct status *status)
{
	char text[STATUS_MAX] = "STATUS=";
	const size_t n = strlen(text);

	if (!status || !pace_allows(&status->pace))
		return;
	status->fn(status->arg, text + n, sizeof(text) - n);
	if (!strcmp(text, status->text))
		return;
	strcpy(status->text, text);
	service_notify(text);
	pace_rest(&status->pace, STATUS_MS);
}

static void status_on_later(evutil_socket_t fd, short what, void *arg)
{
	status_touch(arg);
}

struct status *status_new(struct event_base *base, status_fn *fn, void *arg)
{
	struct status *status = getenv("NOTIFY_SOCKET") ? calloc(1, sizeof(*status)) : NULL;

	if (!status)
		return NULL;
	status->fn = fn;
	status->arg = arg;
	if (pace_init(&status->pace, base, status_on_later, status))
		return status;
	free(status);
	return NULL;
}

void status_free(struct status *status)
{
	if (!status)
		return;
	pace_free(&status->pace);
	free(status);
}
