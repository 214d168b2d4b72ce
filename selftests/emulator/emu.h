/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What tests of the emulator, and of drivers on it, share: its files in
 * debugfs and its parameters. A board is "i2c", "smbus", "gpio"
 * or "spi".
 *
 * A step that fails ends the test with a message. What is returned as text
 * stays until the next call.
 */
#ifndef EMU_H
#define EMU_H

#include <stdbool.h>

/*
 * Load lcdemu.ko, if it is not, and i2c-dev. The file is the one that the
 * variable LCDEMU_KO names, or the one in the program's source folder.
 * Return: 0 or the errno.
 */
int emu_load(void);

/* A parameter of the module; it counts from the next emu_replug(). */
void emu_set(const char *parameter, const char *value);

/* All parameters at their defaults. */
void emu_set_defaults(void);

/* Pull a board out and put it back, switched on anew. */
void emu_replug(const char *board);

/* A new bus or chip, no fault, power on more than 40 ms ago, counters at 0. */
void emu_fresh(const char *board);

/*
 * From now on "i2c" and "smbus" mean this board, for tests that are of no bus in
 * particular; NULL: they are themselves.
 */
void emu_stand_in(const char *board);

/* The board that is meant. */
const char *emu_board(const char *board);

/* A file of the board; a word written to one of its controls. */
const char *emu_show(const char *board, const char *file);
void emu_control(const char *board, const char *control, const char *word);

/* The same, and the errno where the word was refused. */
int emu_try_control(const char *board, const char *control, const char *word);

/* What follows a key in the file "state", "" where there is no such key. */
const char *emu_state(const char *board, const char *key);

unsigned long long emu_counter(const char *board, const char *name);

/* How often a rule was broken; NULL adds all up. */
unsigned long long emu_violations(const char *board, const char *rule);

/* A row of the glass without trailing blanks. */
const char *emu_row(const char *board, unsigned int row);

/* The number of the board's I2C bus. */
int emu_bus(const char *board);

#endif
