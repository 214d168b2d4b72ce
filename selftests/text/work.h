/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * How much the text core does: the blocks of code that it runs through, which
 * gcc and clang tell by -fsanitize-coverage=trace-pc, and the memory that it
 * copies. Unlike a time, it is the same at every run.
 */
#ifndef DEVLCD_WORK_H
#define DEVLCD_WORK_H

#include "screen.h"
#include "types.h"

#define WORK_TIMES 5		/* no text costs more than so many times ASCII's */
#define WORK_CHUNK 4096

/* Called by the counted core: the compiler's calls, and its memory functions. */
void __wrap___sanitizer_cov_trace_pc(void);
void *work_memcpy(void *to, const void *from, size_t count);
void *work_memmove(void *to, const void *from, size_t count);
void *work_memset(void *to, int byte, size_t count);
int work_memcmp(const void *a, const void *b, size_t count);

/* Since the program began. */
u64 work_done(void);

/**
 * work_write() - what vt_write() does
 * @screen: what it acts on, as if a file was opened just now
 * @bytes:  any bytes
 * @count:  how many
 */
u64 work_write(struct screen *screen, const u8 *bytes, size_t count);

/* What vt_write() does for as many letters and blanks. */
u64 work_of_ascii(size_t count);

#endif
