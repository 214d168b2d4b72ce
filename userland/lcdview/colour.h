/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The number of colours of a terminal, from environment variables.
 */
#ifndef DEVLCD_LCDVIEW_COLOUR_H
#define DEVLCD_LCDVIEW_COLOUR_H

#include <stdio.h>

#include "text/types.h"

/**
 * enum colour_depth - how many colours a terminal has
 * @COLOUR_NONE: not enough for a style
 * @COLOUR_256:  the 256 of xterm
 * @COLOUR_RGB:  all of 24 bits
 */
enum colour_depth { COLOUR_NONE, COLOUR_256, COLOUR_RGB };

/* The depth of standard output; COLOUR_NONE if it is no terminal, or NO_COLOR is set. */
enum colour_depth colour_depth(void);

/**
 * colour_put() - set the colours for the next characters
 * @out:    stream
 * @depth:  of the terminal; COLOUR_NONE writes nothing
 * @ink:    0xRRGGBB
 * @ground: 0xRRGGBB
 */
void colour_put(FILE *out, enum colour_depth depth, u32 ink, u32 ground);

#endif
