// SPDX-License-Identifier: GPL-2.0-only
#include "work.h"

#include "vt.h"

/* libFuzzer has a function of the name that compilers call, so it is wrapped. */
static u64 done;

void __wrap___sanitizer_cov_trace_pc(void)
{
	done++;
}

void *work_memcpy(void *to, const void *from, size_t count)
{
	done += count / 16;
	return memcpy(to, from, count);
}

void *work_memmove(void *to, const void *from, size_t count)
{
	done += count / 16;
	return memmove(to, from, count);
}

void *work_memset(void *to, int byte, size_t count)
{
	done += count / 16;
	return memset(to, byte, count);
}

int work_memcmp(const void *a, const void *b, size_t count)
{
	done += count / 16;
	return memcmp(a, b, count);
}

u64 work_done(void)
{
	return done;
}

u64 work_write(struct screen *screen, const u8 *bytes, size_t count)
{
	struct vt vt = { 0 };
	u64 before = done;

	vt_write(&vt, screen, bytes, count);
	return done - before;
}

u64 work_of_ascii(size_t count)
{
	static u64 cost;
	struct screen screen;
	u8 chunk[WORK_CHUNK];

	if (!cost) {
		for (size_t i = 0; i < sizeof(chunk); i++)
			chunk[i] = ' ' + i % ('~' - ' ');
		screen_init(&screen, SCREEN_MAX_ROWS, SCREEN_MAX_COLS);
		cost = work_write(&screen, chunk, sizeof(chunk));
	}
	return cost * count / WORK_CHUNK;
}
