/* SPDX-License-Identifier: GPL-2.0-only */
/* Block elements that fill a part of a cell. Parts are eighths, 0 to 8. */
#ifndef LCDBRIDGE_BLOCKS_H
#define LCDBRIDGE_BLOCKS_H

#include "text/types.h"

#define BLOCK_EIGHTHS 8
#define BLOCK_FULL 0x2588u

/* The left part of a cell. */
static inline u32 block_left(unsigned int eighths)
{
	return eighths ? 0x2590 - eighths : ' ';
}

/* The lower part of a cell. */
static inline u32 block_lower(unsigned int eighths)
{
	return eighths ? 0x2580 + eighths : ' ';
}

#endif
