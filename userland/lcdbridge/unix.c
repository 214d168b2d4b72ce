// SPDX-License-Identifier: GPL-2.0-only
/* The text port on Unix sockets: for this machine, and it knows who calls. */
#include "textport.h"

static const struct listener_ops unix_ops = {
	.name = "unix",
	.state = sizeof(struct textport),
	.gulp = true,	/* most of it scrolls off at once */
	.opened = textport_opened,
	.input = textport_input,
	.ended = textport_ended,
};

static void *unix_start(const struct source_env *env)
{
	return listeners_new(env, &unix_ops, NULL, &env->config->unix_sockets);
}

static void unix_release(void *source)
{
	listeners_release(source);
}

static void unix_reload(void *source, const struct config *old)
{
	listeners_reload(source);
}

static void unix_stop(void *source)
{
	listeners_free(source);
}

const struct source_ops source_unix = {
	.name = "unix",
	.start = unix_start,
	.release = unix_release,
	.reload = unix_reload,
	.stop = unix_stop,
};
