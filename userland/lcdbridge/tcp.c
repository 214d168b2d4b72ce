// SPDX-License-Identifier: GPL-2.0-only
/* The text port on TCP. */
#include "textport.h"

static const struct listener_ops tcp_ops = {
	.name = "tcp",
	.state = sizeof(struct textport),
	.gulp = true,	/* most of it scrolls off at once */
	.opened = textport_opened,
	.input = textport_input,
	.ended = textport_ended,
};

static void *tcp_start(const struct source_env *env)
{
	return listeners_new(env, &tcp_ops, NULL, &env->config->tcp);
}

static void tcp_release(void *source)
{
	listeners_release(source);
}

static void tcp_reload(void *source, const struct config *old)
{
	listeners_reload(source);
}

static void tcp_stop(void *source)
{
	listeners_free(source);
}

const struct source_ops source_tcp = {
	.name = "tcp",
	.start = tcp_start,
	.release = tcp_release,
	.reload = tcp_reload,
	.stop = tcp_stop,
};
