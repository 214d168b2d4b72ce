// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/platform_device.h>
#include <linux/property.h>
#include <linux/string.h>

#include "board.h"

void board_init(struct board *b, const struct board_kind *kind,
		const struct board_config *config)
{
	b->kind = kind;
	b->config = *config;
	mutex_init(&b->plugging);
	spin_lock_init(&b->lock);
}

static void switch_on(struct board *b, const struct board_config *config)
{
	spin_lock_irq(&b->lock);
	b->config = *config;
	b->kind->power_on(b, ++b->plugs, true);
	spin_unlock_irq(&b->lock);
}

/*
 * The node is ours and not the device's ("managed"): the GPIO core shares it
 * with a child, and a managed node is dropped with the first of the two.
 */
static struct fwnode_handle *make_node(const struct board_config *config)
{
	const struct property_entry properties[] = {
		PROPERTY_ENTRY_U32("clock-frequency", config->khz * 1000),
		{ }
	};

	return fwnode_create_software_node(properties, NULL);
}

static struct platform_device *make_device(struct board *b)
{
	const struct platform_device_info info = {
		.name = b->kind->driver,
		.id = PLATFORM_DEVID_NONE,
		.fwnode = b->node,
		.data = &b,
		.size_data = sizeof(b),
	};

	return platform_device_register_full(&info);
}

int board_plug(struct board *b, const struct board_config *config)
{
	guard(mutex)(&b->plugging);
	if (b->device)
		return 0;
	b->node = make_node(config);
	if (IS_ERR(b->node))
		return PTR_ERR(b->node);
	switch_on(b, config);
	b->device = make_device(b);
	if (!IS_ERR(b->device))
		return 0;
	fwnode_remove_software_node(b->node);
	return PTR_ERR(xchg(&b->device, NULL));
}

void board_unplug(struct board *b)
{
	guard(mutex)(&b->plugging);
	if (!b->device)
		return;
	platform_device_unregister(b->device);
	fwnode_remove_software_node(b->node);
	b->device = NULL;
	board_set_bus(b, "");
}

void board_set_bus(struct board *b, const char *bus)
{
	spin_lock_irq(&b->lock);
	strscpy(b->bus, bus, sizeof(b->bus));
	spin_unlock_irq(&b->lock);
}

u64 board_clock(const struct board *b)
{
	lockdep_assert_held(&b->lock);
	return b->wire_now ?: ktime_get_ns() + b->ahead;
}

void board_drive(struct board *b, struct mpu_levels levels, unsigned int enable)
{
	u64 now = board_clock(b);

	for (unsigned int i = 0; i < b->config.glass->controllers; i++) {
		levels.e = enable & BIT(i);
		mpu_drive(&b->mpu[i], &levels, now);
	}
}

void board_power_on(struct board *b, u64 seed, bool reset)
{
	u64 now = board_clock(b);

	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++) {
		b->mpu[i].power_on_wait = b->config.power_on_wait;
		mpu_power_on(&b->mpu[i], seed ? seed + i : 0, reset, now);
	}
}

void board_reset_counters(struct board *b)
{
	lockdep_assert_held(&b->lock);
	memset(&b->counters, 0, sizeof(b->counters));
	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++)
		mpu_reset_counters(&b->mpu[i]);
}
