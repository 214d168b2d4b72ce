/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is to be drawn.
 */
#ifndef DEVLCD_LCDVIEW_PICTURE_H
#define DEVLCD_LCDVIEW_PICTURE_H

#include "text/charset.h"
#include "text/screen.h"

/**
 * struct picture - a screen, and the ROM that its codes mean
 * @screen: text, cursor, light and power
 * @rom:    of the panel
 */
struct picture {
	struct screen screen;
	enum charset_rom rom;
};

#endif
