/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One exchange: send all the text, end it with a half-close, read the answer
 * until the server ends it.
 */
#ifndef DEVLCD_LCDSEND_EXCHANGE_H
#define DEVLCD_LCDSEND_EXCHANGE_H

#include <stddef.h>

struct answer;

/**
 * struct exchange - what to send where
 * @socket:  connected and non-blocking
 * @input:   descriptor to send from, -1 to send @text
 * @text:    sent where @input is -1
 * @length:  bytes in @text
 * @timeout: milliseconds that the server may do nothing, and that the whole
 *           answer may take; negative for no limit. Input may take its time.
 * @answer:  takes the answer
 */
struct exchange {
	int socket;
	int input;
	const char *text;
	size_t length;
	int timeout;
	struct answer *answer;
};

/**
 * exchange_run() - do all of it
 * @exchange: what to send where
 *
 * Return: NULL, or what went wrong, with errno set or 0.
 */
const char *exchange_run(const struct exchange *exchange);

#endif
