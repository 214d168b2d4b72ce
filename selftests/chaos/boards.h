/* SPDX-License-Identifier: GPL-2.0-only */
/* The emulated boards and the panels on them, for any thread. */
#ifndef CHAOS_BOARDS_H
#define CHAOS_BOARDS_H

#include <stddef.h>

#define BOARDS 3
#define DISPLAYS 16

const char *board_name(int board);

/* The first line of a file, "" where it cannot be read. */
void get_line(const char *path, char *line, size_t size);

/* A control of the emulator, which may refuse it. */
void board_control(int board, const char *control, const char *word);

/* The panel's name on its bus, whether it is there or not: "1-0027". */
void board_panel(int board, char *name, size_t size);

/* Make the panel's device, or remove it; bind its driver, or unbind it. */
void board_add_device(int board);
void board_remove_device(int board);
void board_bind(int board, const char *bind);

/* Plug it in and have its panel bound, whatever state it is in. */
void board_restore(int board);

/* Initialise all displays anew: a panel that has lost its state gets it back. */
void boards_reinit(void);

#endif
