/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Bytes to screen operations: UTF-8, control characters, escape sequences.
 *
 * The state between two bytes lives in struct vt, one for each open file, so
 * that writers do not cut each other's sequences, and the result never depends
 * on how a stream is cut into writes.
 *
 * Where a sequence ends, known or not:
 *
 * - ESC ends it and begins another. \n, CAN and SUB abort it, and \n is then a
 *   line feed. A byte above 0x7f aborts it too and is text, but in a string.
 * - ESC [ ends at its final byte, 0x40 to 0x7e. ESC [ L, the prefix of charlcd,
 *   is followed by one letter, which ends it; after G, x and y it ends at ';',
 *   or, as in charlcd, unheeded with its 24th byte.
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

#define VT_MAX_PARAMS 8		/* further ones are read and dropped */
#define VT_LCD_MAX 22		/* bytes after ESC [ L; charlcd's 24 count "[L" too */

/**
 * enum vt_state - where in a sequence the parser is
 * @VT_GROUND:     plain text
 * @VT_ESCAPE:     after ESC
 * @VT_ESCAPE_INT: after ESC and intermediate bytes, up to the final byte
 * @VT_CSI:        after ESC [, reading parameters
 * @VT_CSI_IGNORE: inside a CSI sequence that will not be understood
 * @VT_LCD:        after ESC [ L, charlcd's own sequences
 * @VT_STRING:     inside OSC, DCS, SOS, PM or APC, up to ESC, BEL or \n
 */
enum vt_state {
	VT_GROUND,
	VT_ESCAPE,
	VT_ESCAPE_INT,
	VT_CSI,
	VT_CSI_IGNORE,
	VT_LCD,
	VT_STRING,
};

/**
 * struct vt - a parser between two bytes; all zero is the initial state
 * @utf8:    the decoder
 * @state:   see enum vt_state
 * @private: the private marker of a CSI sequence ('?', '<', '=', '>'), or 0
 * @count:   parameters begun; VT_MAX_PARAMS + 1 where there are too many
 * @params:  their values, 0 when left out, limited to 9999
 * @lcd_len: bytes in @lcd
 * @lcd:     what followed ESC [ L
 */
struct vt {
	struct utf8 utf8;
	enum vt_state state;
	u8 private;
	u8 count;
	u16 params[VT_MAX_PARAMS];
	u8 lcd_len;
	char lcd[VT_LCD_MAX];
};

/**
 * vt_init() - forget whatever sequence was begun
 * @vt: parser
 */
void vt_init(struct vt *vt);

/**
 * vt_write() - act on the next bytes of a stream
 * @vt:     parser of that stream
 * @screen: what they act on
 * @bytes:  any bytes at all
 * @count:  how many
 */
void vt_write(struct vt *vt, struct screen *screen, const u8 *bytes, size_t count);

#endif
