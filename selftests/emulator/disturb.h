/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDEMU_DISTURB_H
#define LCDEMU_DISTURB_H

struct board;

/*
 * Do to a board what no driver does, as the control "disturb" says: see
 * controls.c. Return: 0 or -EINVAL.
 */
int disturb(struct board *b, const char *text);

#endif
