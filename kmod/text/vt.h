/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes to screen operations: UTF-8, control characters, escape sequences.
 *
 * Each open file has a struct vt with the state between two bytes. So writers do
 * not cut each other's sequences, and the result does not depend on how a stream
 * is cut into writes.
 *
 * Every sequence, known or unknown, ends like this:
 *
 * - ESC ends it and begins another. \n, CAN and SUB abort it, and \n is then a
 *   line feed. Outside a string, a byte above 0x7f also aborts it, and is text.
 * - ESC [ ends at its final byte, 0x40 to 0x7e. ESC [ L, the prefix of charlcd,
 *   takes one more letter. After the letters G, x and y it ends at ';', or is
 *   dropped at its 24th byte, as in charlcd. With a parameter, as in ESC [ 1 L, it
 *   is IL of ECMA-48 instead.
 * - A string (OSC, DCS, SOS, PM, APC) ends at ST, BEL or \n.
 *
 * The other control characters act at once inside a sequence, as on ECMA-48
 * terminals, or do nothing; inside a string they are part of it. C1 controls
 * (U+0080 to U+009F) begin no sequence.
 */
#ifndef DEVLCD_TEXT_VT_H
#define DEVLCD_TEXT_VT_H

#include "screen.h"
#include "types.h"
#include "utf8.h"

#define VT_MAX_PARAMS 8		/* more are read and dropped */
#define VT_LCD_MAX 22		/* bytes after ESC [ L; charlcd's 24 count "[L" too */

enum vt_state {
	VT_GROUND,
	VT_ESCAPE,	/* after ESC */
	VT_ESCAPE_INT,	/* after its intermediate bytes */
	VT_CSI,	/* after ESC [, reading parameters */
	VT_CSI_BANG,	/* after ESC [ !, the prefix of DECSTR */
	VT_CSI_IGNORE,	/* inside an unknown CSI sequence */
	VT_LCD,	/* after ESC [ L, charlcd's own sequences */
	VT_STRING,	/* inside OSC, DCS, SOS, PM or APC */
};

/* A parser between two bytes; all zero is the initial state. */
struct vt {
	struct utf8 utf8;
	enum vt_state state;
	u8 private;	/* the marker '?', '<', '=' or '>' of a CSI sequence, or 0 */
	u8 count;	/* parameters begun; VT_MAX_PARAMS + 1 if too many */
	u16 params[VT_MAX_PARAMS];	/* at most 9999; 0 for an empty one */
	u8 lcd_len;
	char lcd[VT_LCD_MAX];
};

void vt_init(struct vt *vt);

/* Act on the next bytes of a stream, any bytes at all. */
void vt_write(struct vt *vt, struct screen *screen, const u8 *bytes, size_t count);

#endif
