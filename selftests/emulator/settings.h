/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef LCDEMU_SETTINGS_H
#define LCDEMU_SETTINGS_H

struct board_config;

/*
 * The module parameters as they are now; they count from the next time that
 * a board is plugged in.
 *
 * Return: 0 or -EINVAL, after a line in the log.
 */
int settings_read(struct board_config *config);

#endif
