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
 * struct exchange - a text to send, and where to
 * @socket:  connected and non-blocking
 * @input:   descriptor to send from, -1 to send @text
 * @text:    the text, if @input is -1
 * @length:  bytes in @text
 * @timeout: milliseconds for each step of the server, and for the whole answer;
 *           negative for no limit. Waiting for input does not count.
 * @answer:  prints the answer
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
 * exchange_run() - send the text and receive the answer
 * @exchange: the exchange
 *
 * Return: NULL, or the error, with errno set or 0.
 */
const char *exchange_run(const struct exchange *exchange);

#endif
