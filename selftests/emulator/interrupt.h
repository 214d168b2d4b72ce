/* SPDX-License-Identifier: GPL-2.0-only */
/* The interrupt line of a board's chip: an interrupt of this machine, by level. */
#ifndef LCDEMU_INTERRUPT_H
#define LCDEMU_INTERRUPT_H

#include <linux/irq_work.h>

#include "types.h"

/**
 * struct interrupt - the line, and who handles it
 * @irq:    number
 * @work:   calls the handler, which may not come while the board is locked
 * @low:    the chip pulls the line low
 * @masked: the handler is not to be called
 */
struct interrupt {
	int irq;
	struct irq_work work;
	bool low;
	bool masked;
};

/* Return: 0 or a negative errno. */
int interrupt_init(struct interrupt *line);
void interrupt_exit(struct interrupt *line);

/* Never waits; calls the handler later. */
void interrupt_drive(struct interrupt *line, bool low);

#endif
