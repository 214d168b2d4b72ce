/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the tests of panels share, beside ../device/device.h and the emulated
 * hardware of ../emulator/emu.h: boards ("i2c", "smbus", "gpio", "spi") with a
 * panel of devlcd on them.
 */
#ifndef PANEL_H
#define PANEL_H

#include <stdbool.h>

/* The wiring of the emulated GPIO chip, for the parameter gpio_panel. */
#define GPIO_4BIT "lcdemu-gpio:rs=8,e=10,d4=4,d5=5,d6=6,d7=7"
#define GPIO_8BIT GPIO_4BIT ",d0=0,d1=1,d2=2,d3=3"

/* A backpack for 40x4, whose E2 takes the pin of RW: its settings and its pins. */
#define EMULATED_40X4 "geometry=40x4 pins=0,8,2,3,4,5,6,7,1"
#define PINS_40X4 "rs=0,e2=1,e=2,bl=3,d4=4,d5=5,d6=6,d7=7"

/* Load devlcd with @parameters, with one blank display, unless it is so. */
void module_restart(const char *parameters);

/*
 * A fresh board with these settings of the emulator ("bus_khz=10 chip=mcp23017"),
 * devlcd with these parameters, and its panel bound. Without "chip", the chip of an
 * I2C board is the one that the variable DEVLCD_WIRE names, or a PCF8574.
 */
void panel_start(const char *board, const char *settings,
		 const char *parameters);

/* The same without binding it. */
void panel_prepare(const char *board, const char *settings,
		   const char *parameters);

/* The folder of its driver. */
const char *panel_driver(const char *board);

/*
 * new_device and delete_device of an I2C board's bus, its like of an SPI board's, bind
 * and unbind of GPIO.
 */
void panel_bind(const char *board);
void panel_unbind(const char *board);

/* What makes a panel on I2C or SPI lost, and well again. */
void panel_lose(const char *board);
void panel_find(const char *board);

/* Does the attribute "panel" say so? */
bool panel_is_lost(void);

/* A number of the attribute "stats", by its name and a space; -1 without it. */
int panel_stat(const char *name);

/* The glass in the form of screen_of(), codes that are not ASCII as \xNN. */
const char *glass_of(const char *board);

/* Does the glass show what /dev/LCD reads? */
bool glass_is_screen(const char *board);

/*
 * What a cell shows: true and the eight rows of its picture where its code is
 * one of CGRAM, false and the ROM's code in rows[0] where not.
 */
bool picture_of(const char *board, int row, int col, unsigned char rows[8]);

/* The same by what the files glass and cgram of a board have shown. */
#define GLASS_MAX 1024
bool picture_in(const char *glass, const char *cgram, int row, int col, unsigned char rows[8]);

/* fsync() of /dev/LCD: 0 or the errno. */
int lcd_sync(void);

/* Overwrite, or append to, /dev/LCD, and wait until it is on the glass. */
void lcd_show(const char *text);
void lcd_show_more(const char *text);

#endif
