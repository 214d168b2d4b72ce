/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_ROWS_H
#define VOTE_ROWS_H

#include <stddef.h>

#define ROWS_MAX 2048

/*
 * The counts as a display shows them, a line for each of the first @rows
 * choices: "♥ été   ██████    12". The bar is the share of all votes, and the
 * heart is at the choice that leads.
 */
void rows_print(char *text, size_t size, int columns, int rows);

#endif
