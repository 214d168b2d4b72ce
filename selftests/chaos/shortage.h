/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that runs out or cannot be copied, where the kernel can make it so. */
#ifndef CHAOS_SHORTAGE_H
#define CHAOS_SHORTAGE_H

#include <stdbool.h>

/* Once, before the threads. */
void shortages_prepare(void);

/* For the thread that calls: a descriptor, or -1 where there are none. */
int shortage_open(void);

/* Its @nth allocation or copy from now on fails; none any more, where @nth is 0. */
void shortage_set(int fd, unsigned int nth);

/* Has it failed? */
bool shortage_met(int fd);

#endif
