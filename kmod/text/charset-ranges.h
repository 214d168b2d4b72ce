/* SPDX-License-Identifier: GPL-2.0-only */
/* Sorted tables of ranges of code points, each table of one plane of 65,536. */
#ifndef DEVLCD_TEXT_CHARSET_RANGES_H
#define DEVLCD_TEXT_CHARSET_RANGES_H

#include "types.h"

/* First and last code point. */
struct range {
	u16 first;
	u16 last;
};

static inline bool in_ranges(u32 cp, const struct range *ranges, size_t count)
{
	size_t low = 0;

	if (cp < ranges[0].first || cp > ranges[count - 1].last)
		return false;	/* as most text is */
	while (low < count) {
		size_t mid = low + (count - low) / 2;

		if (cp < ranges[mid].first)
			count = mid;
		else if (cp > ranges[mid].last)
			low = mid + 1;
		else
			return true;
	}
	return false;
}

#define IN_RANGES(cp, ranges) in_ranges(cp, ranges, ARRAY_SIZE(ranges))

#endif
