// SPDX-License-Identifier: GPL-2.0-only
#include <linux/compiler.h>
#include <linux/irq.h>
#include <linux/irqdesc.h>

#include "interrupt.h"

static void call_handler(struct irq_work *work)
{
	struct interrupt *line = container_of(work, struct interrupt, work);

	if (READ_ONCE(line->low) && !READ_ONCE(line->masked))
		generic_handle_irq(line->irq);
}

void interrupt_drive(struct interrupt *line, bool low)
{
	WRITE_ONCE(line->low, low);
	if (low)
		irq_work_queue(&line->work);
}

static void line_mask(struct irq_data *data)
{
	struct interrupt *line = irq_data_get_irq_chip_data(data);

	WRITE_ONCE(line->masked, true);
}

static void line_unmask(struct irq_data *data)
{
	struct interrupt *line = irq_data_get_irq_chip_data(data);

	WRITE_ONCE(line->masked, false);
	interrupt_drive(line, READ_ONCE(line->low));
}

static struct irq_chip line_chip = {
	.name = "lcdemu",
	.irq_mask = line_mask,
	.irq_unmask = line_unmask,
};

int interrupt_init(struct interrupt *line)
{
	*line = (struct interrupt) {
		.work = IRQ_WORK_INIT_HARD(call_handler),
		.masked = true,
	};
	line->irq = irq_alloc_desc(NUMA_NO_NODE);
	if (line->irq < 0)
		return line->irq;
	irq_set_chip_and_handler(line->irq, &line_chip, handle_level_irq);
	irq_set_chip_data(line->irq, line);
	irq_modify_status(line->irq, IRQ_NOREQUEST, IRQ_NOPROBE | IRQ_LEVEL);
	return 0;
}

void interrupt_exit(struct interrupt *line)
{
	if (line->irq <= 0)
		return;
	irq_work_sync(&line->work);
	irq_free_desc(line->irq);
}
