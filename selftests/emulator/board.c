// SPDX-License-Identifier: GPL-2.0-only
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/bits.h>
#include <linux/err.h>
#include <linux/ktime.h>
#include <linux/lockdep.h>
#include <linux/platform_device.h>
#include <linux/printk.h>
#include <linux/property.h>
#include <linux/slab.h>
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
	b->watch.on = false;
	b->keys = 0;
	b->key_reads = 0;
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

void board_shutdown(struct board *b)
{
	const struct controller *const c[] = {
		&b->mpu[0].controller, &b->mpu[1].controller
	};
	char *text = kmalloc(GLASS_TEXT, GFP_KERNEL), *rest = text, *row;

	if (!text)
		return;
	spin_lock_irq(&b->lock);
	glass_text(b->config.glass, c, text);
	pr_info("%s: display %s, backlight %s\n", b->kind->name,
		c[0]->on ? "on" : "off", b->backlight ? "on" : "off");
	spin_unlock_irq(&b->lock);
	while ((row = strsep(&rest, "\n")) && *row)
		pr_info("%s: |%s|\n", b->kind->name, row);
	kfree(text);
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

void board_pass(struct board *b, u64 ns)
{
	lockdep_assert_held(&b->lock);
	if (b->wire_now)
		b->wire_now += ns;
	else
		b->ahead += ns;
}

static u64 executed(const struct mpu *m)
{
	return m->instructions + m->data_writes;
}

void board_drive(struct board *b, struct mpu_levels levels, unsigned int enable)
{
	u64 now = board_clock(b);
	bool changed = false;

	for (unsigned int i = 0; i < b->config.glass->controllers; i++) {
		u64 before = executed(&b->mpu[i]);

		levels.e = enable & BIT(i);
		mpu_drive(&b->mpu[i], &levels, now);
		changed |= executed(&b->mpu[i]) != before;
	}
	if (changed)
		board_look(b, !b->mpu[0].disturbed);
}

struct mpu_levels board_levels(u32 lines)
{
	return (struct mpu_levels) {
		.rs = lines & BIT(BOARD_RS),
		.rw = lines & BIT(BOARD_RW),
		.db = lines & BOARD_DATA,
	};
}

unsigned int board_enables(u32 lines)
{
	return (lines >> BOARD_E) & 3;
}

void board_watch(struct board *b)
{
	const struct controller *const c[] = {
		&b->mpu[0].controller, &b->mpu[1].controller
	};

	lockdep_assert_held(&b->lock);
	watch_begin(&b->watch, b->config.glass, c);
}

void board_look(struct board *b, bool driver)
{
	const struct controller *const c[] = {
		&b->mpu[0].controller, &b->mpu[1].controller
	};

	lockdep_assert_held(&b->lock);
	if (driver)
		watch_step(&b->watch, b->config.glass, c);
	else
		watch_disturbed(&b->watch, b->config.glass, c);
}

void board_power_on(struct board *b, u64 seed, bool reset)
{
	u64 now = board_clock(b);

	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++) {
		b->mpu[i].power_on_wait = b->config.power_on_wait;
		b->mpu[i].first_rs = b->config.first_rs;
		mpu_power_on(&b->mpu[i], seed ? seed + i : 0, reset, now);
	}
	board_look(b, false);
}

void board_reset_counters(struct board *b)
{
	lockdep_assert_held(&b->lock);
	memset(&b->counters, 0, sizeof(b->counters));
	b->watch.flickers = 0;
	for (unsigned int i = 0; i < ARRAY_SIZE(b->mpu); i++)
		mpu_reset_counters(&b->mpu[i]);
}
