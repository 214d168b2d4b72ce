/* SPDX-License-Identifier: GPL-2.0-only */
/* Short numbers that stand for texts. */
#ifndef LCDBRIDGE_MQTT_FINGERPRINT_H
#define LCDBRIDGE_MQTT_FINGERPRINT_H

#include <stddef.h>

#include "text/types.h"

#define FNV_BASIS 0xcbf29ce484222325u
#define FNV_PRIME 0x100000001b3u

/* FNV-1a; never 0, which is an unused entry of a table. */
static inline u64 fingerprint(const void *bytes, size_t count)
{
	const u8 *p = bytes;
	u64 hash = FNV_BASIS;

	for (size_t i = 0; i < count; i++)
		hash = (hash ^ p[i]) * FNV_PRIME;
	return hash ? hash : 1;
}

#endif
