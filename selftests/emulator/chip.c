// SPDX-License-Identifier: GPL-2.0-only
/*
 * The GPIO chip. A line that nobody drives is pulled: RS and the data bus up
 * by the controller, RW, E and E2 down by the board, so that a driver may
 * leave RW alone. Lines that are set in one call change at once.
 *
 * The lines have no names: up to 6.1 at least, a chip with names that comes
 * while an earlier one is gone with lines still held makes the GPIO core look
 * for them in the one that is gone, and crash.
 */
#include <linux/bits.h>
#include <linux/delay.h>
#include <linux/device.h>
#include <linux/gpio/driver.h>
#include <linux/module.h>
#include <linux/platform_device.h>

#include "board.h"
#include "chip.h"
#include "compat.h"

static unsigned int linger_ms;
module_param(linger_ms, uint, 0644);
MODULE_PARM_DESC(linger_ms,
		 "time that the GPIO chip takes to go once it is being unplugged (0)");

#define NOISE_STEP	(1 * LCD_USEC)
#define PULLED_UP	(BOARD_DATA | BIT(BOARD_RS))

/*
 * Static, and found without the chip's data, since a line that is being set
 * while the chip goes may still get here: the GPIO core of 6.1 takes no lock.
 */
static struct chip {
	struct gpio_chip gc;
	struct board *board;
} chip;

static u32 line_levels(const struct board *b)
{
	u32 pulls = PULLED_UP;

	if (b->config.backlight_low)
		pulls |= BIT(BOARD_BACKLIGHT);
	return (b->port & b->outputs) | (pulls & ~b->outputs);
}

/* Caller holds the board's lock. */
static void settle(struct board *b)
{
	u32 lines = line_levels(b);

	b->counters.steps++;
	if (b->absent)
		return;
	b->backlight = !!(lines & BIT(BOARD_BACKLIGHT)) !=
		       b->config.backlight_low;
	board_drive(b, board_levels(lines), board_enables(lines));
}

/* Noise: in the end the lines have the levels that they are driven to. */
void chip_disturb(struct board *b, const u32 *states, size_t n)
{
	for (size_t i = 0; i <= n; i++) {
		u32 lines = i < n ? states[i] : line_levels(b);

		board_pass(b, NOISE_STEP);
		board_drive(b, board_levels(lines), board_enables(lines));
	}
}

/* All lines are inputs. */
void chip_power_on(struct board *b, u64 seed, bool reset)
{
	u32 lines;

	b->outputs = 0;
	lines = line_levels(b);
	b->backlight = false;
	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++) {
		controller_become(&b->mpu[i].controller, b->config.kind);
		b->mpu[i].levels = board_levels(lines);
	}
	board_power_on(b, seed, reset);
}

static struct board *board_of(struct gpio_chip *gc)
{
	return container_of(gc, struct chip, gc)->board;
}

static void drive(struct board *b, u32 mask, u32 levels)
{
	b->port = (b->port & ~mask) | (levels & mask);
	settle(b);
}

static GPIO_SET_RETURN chip_set(struct gpio_chip *gc, unsigned int line,
				int value)
{
	struct board *b = board_of(gc);
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	drive(b, BIT(line), value ? BIT(line) : 0);
	spin_unlock_irqrestore(&b->lock, flags);
	return gpio_set_done();
}

static GPIO_SET_RETURN chip_set_multiple(struct gpio_chip *gc,
					 unsigned long *mask,
					 unsigned long *bits)
{
	struct board *b = board_of(gc);
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	drive(b, *mask, *bits);
	spin_unlock_irqrestore(&b->lock, flags);
	return gpio_set_done();
}

static int chip_get(struct gpio_chip *gc, unsigned int line)
{
	struct board *b = board_of(gc);
	unsigned long flags;
	u32 levels;
	u8 db;

	spin_lock_irqsave(&b->lock, flags);
	levels = line_levels(b);
	for (unsigned int i = 0; i < b->config.glass->controllers; i++)
		if (!b->absent && mpu_drives(&b->mpu[i], &db))
			levels = (levels & ~BOARD_DATA) | db;
	b->counters.reads++;
	spin_unlock_irqrestore(&b->lock, flags);
	return !!(levels & BIT(line));
}

static int chip_get_direction(struct gpio_chip *gc, unsigned int line)
{
	struct board *b = board_of(gc);
	unsigned long flags;
	bool output;

	spin_lock_irqsave(&b->lock, flags);
	output = b->outputs & BIT(line);
	spin_unlock_irqrestore(&b->lock, flags);
	return output ? GPIO_LINE_DIRECTION_OUT : GPIO_LINE_DIRECTION_IN;
}

static int chip_direction_input(struct gpio_chip *gc, unsigned int line)
{
	struct board *b = board_of(gc);
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	b->outputs &= ~BIT(line);
	settle(b);
	spin_unlock_irqrestore(&b->lock, flags);
	return 0;
}

static int chip_direction_output(struct gpio_chip *gc, unsigned int line,
				 int value)
{
	struct board *b = board_of(gc);
	unsigned long flags;

	spin_lock_irqsave(&b->lock, flags);
	b->outputs |= BIT(line);
	drive(b, BIT(line), value ? BIT(line) : 0);
	spin_unlock_irqrestore(&b->lock, flags);
	return 0;
}

/* The driver is being unbound, and the chip still there. */
static void chip_linger(void *unused)
{
	msleep(linger_ms);
}

static int chip_probe(struct platform_device *pdev)
{
	struct board **board = dev_get_platdata(&pdev->dev);
	int err;

	chip = (struct chip) {
		.board = *board,
		.gc = {
			.label = CHIP_GPIO,
			.parent = &pdev->dev,
			.base = -1,
			.ngpio = BOARD_LINES,
			.can_sleep = (*board)->config.cansleep,
			.get = chip_get,
			.get_direction = chip_get_direction,
			.direction_input = chip_direction_input,
			.direction_output = chip_direction_output,
			.set = chip_set,
			.set_multiple = chip_set_multiple,
		},
	};
	err = devm_gpiochip_add_data(&pdev->dev, &chip.gc, NULL);
	if (err)
		return err;
	board_set_bus(*board, CHIP_GPIO);
	return devm_add_action_or_reset(&pdev->dev, chip_linger, NULL);
}

static void chip_shutdown(struct platform_device *pdev)
{
	struct board **board = dev_get_platdata(&pdev->dev);

	board_shutdown(*board);
}

static struct platform_driver chip_driver = {
	.driver.name = CHIP_GPIO,
	.driver.bus = &platform_bus_type,
	.probe = chip_probe,
	.shutdown = chip_shutdown,
};

/*
 * Nobody owns the driver, registered below platform_driver_register() for that:
 * lines that are held do not keep the module, as the chip can go any time. (The
 * GPIO core of 6.1 would never give the module back for a line that is freed
 * after its chip went.)
 */
int chip_register(void)
{
	return driver_register(&chip_driver.driver);
}

void chip_unregister(void)
{
	driver_unregister(&chip_driver.driver);
}
