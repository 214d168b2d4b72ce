/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef DEVLCD_NATIVE_CHIPS_H
#define DEVLCD_NATIVE_CHIPS_H

#include <linux/types.h>

#include "../panel.h"
#include "../text/hd44780.h"

/* A controller on the I2C bus. */
struct native_chip {
	const struct hd44780_variant *variant;
	struct panel_usual usual;
	bool rgb;	/* a light of three colours at an address of its own */
};

extern const struct native_chip native_aip31068;
extern const struct native_chip native_jhd1313;
extern const struct native_chip native_st7032;
extern const struct native_chip native_st7036;
extern const struct native_chip native_st7036_3line;
extern const struct native_chip native_pcf2119;
extern const struct native_chip native_us2066;

#endif
