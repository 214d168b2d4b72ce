/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The emulated hardware, as the tests of panels see it: boards ("i2c",
 * "smbus", "gpio"), each with its files in debugfs.
 */
#ifndef EMULATOR_H
#define EMULATOR_H

#include <stdbool.h>

/* The wiring of the emulated GPIO chip, for the parameter gpio_panel. */
#define GPIO_4BIT "lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=7"
#define GPIO_8BIT GPIO_4BIT ",d0=0,d1=1,d2=2,d3=3"

/* Unload devlcd and the emulator; load the emulator, then devlcd. */
void emulator_start(const char *emulator_parameters,
		    const char *module_parameters);
void emulator_stop(void);

/* new_device and delete_device of the adapter of an I2C board. */
void panel_bind(const char *board);
void panel_unbind(const char *board);

/* emulator_start() with one board, and its panel bound. */
void panel_start(const char *board, const char *emulator_parameters,
		 const char *module_parameters);

/* Write to /sys/kernel/debug/lcdemu/BOARD/CONTROL. */
void emulator_do(const char *board, const char *control, const char *value);

/*
 * The glass in the form of screen_of(): trailing blanks cut, '|' for each line
 * end. Codes that are not ASCII are \xNN.
 */
const char *glass_of(const char *board);

/* A number of the file "counters", "violations" in all, a line of "state". */
unsigned long long counter_of(const char *board, const char *name);
unsigned int violations_of(const char *board);
const char *state_of(const char *board, const char *name);

/*
 * The picture that a cell shows if its code is one of CGRAM's: 1 and eight
 * rows; 0 and the code of the ROM in rows[0] if not.
 */
bool picture_of(const char *board, int row, int col, unsigned char rows[8]);

/* fsync() of /dev/LCD: 0 or the errno. */
int lcd_sync(void);

/* Overwrite /dev/LCD and wait until the glass shows it. */
void lcd_show(const char *text);

#endif
