/* SPDX-License-Identifier: GPL-2.0-only */
/* Controllers that are on the I2C bus themselves, and the light beside one. */
#ifndef LCDEMU_NATIVE_H
#define LCDEMU_NATIVE_H

#include "types.h"

/**
 * struct native - what a controller has heard of a transfer
 * @control: the control byte in force
 * @announced: it has come, so the next byte is not one
 * @follower_at: when its follower was switched on last, on the wire's clock
 */
struct native {
	u8 control;
	bool announced;
	u64 follower_at;
};

#define RGB_REGISTERS	16

/**
 * struct rgb - the light's LED driver
 * @registers: as written
 * @at: the register that the next byte is for
 * @selected: that one has been named in this transfer
 */
struct rgb {
	u8 registers[RGB_REGISTERS];
	u8 at;
	bool selected;
};

#endif
