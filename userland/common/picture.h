/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The input of all drawing: a screen and its ROM.
 */
#ifndef DEVLCD_COMMON_PICTURE_H
#define DEVLCD_COMMON_PICTURE_H

#include "text/charset.h"
#include "text/screen.h"

/**
 * struct picture - a screen, and the ROM of its codes
 * @screen: text, cursor, light and power
 * @rom:    of the panel
 */
struct picture {
	struct screen screen;
	enum charset_rom rom;
};

#endif
