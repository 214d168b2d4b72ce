// SPDX-License-Identifier: GPL-2.0-only
/*
 * No memory for one part of binding or unbinding a panel: a clean error, nothing
 * left behind, and the next try works. A panel whose LED or device link there is
 * no memory for shows text all the same. What its worker allocates is not tried.
 */
#include <string.h>
#include <unistd.h>

#include "kselftest_harness.h"

#include "allocation.h"
#include "device.h"
#include "emu.h"
#include "panel.h"

#define GPIO_PANEL "gpio_panel=" GPIO_4BIT ",bl=12"
#define LED "/sys/class/leds/LCD::backlight"

static void __attribute__((constructor(102))) require(void)
{
	fault_injection_require();
}

static const char *board;
static char device[16];

static void choose(const char *chosen)
{
	board = chosen;
	if (!strcmp(board, "gpio"))
		snprintf(device, sizeof(device), "devlcd-gpio");
	else
		snprintf(device, sizeof(device), "%d-0027", emu_bus(board));
}

static void start(const char *chosen, const char *parameters)
{
	panel_start(chosen, "", parameters);
	choose(chosen);
	lcd_overwrite("text");
}

static int driver_put(const char *file)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", panel_driver(board), file);
	return file_store(path, device);
}

static int bind(void)
{
	return driver_put("bind");
}

static int unbind(void)
{
	return driver_put("unbind");
}

static bool is_bound(void)
{
	char path[128];

	snprintf(path, sizeof(path), "%s/%s", panel_driver(board), device);
	return !access(path, F_OK);
}

/* Neither half: no driver, no panel, no LED. */
static bool is_gone(void)
{
	return !is_bound() && access(LED, F_OK) &&
	       !strcmp("none", attr_show("LCD", "panel"));
}

static bool shows(void)
{
	return is_bound() && strcmp("none", attr_show("LCD", "panel")) &&
	       !lcd_sync() && !strcmp("text||||", glass_of(board));
}

static bool shows_with_led(void)
{
	return shows() && !access(LED, F_OK);
}

/* Binding and unbinding, once the device is there */

static void have_unbound(void)
{
	if (is_bound() && unbind())
		_exit(1);
}

static void have_bound(void)
{
	if (!is_bound() && bind())
		_exit(1);
}

static const struct operation binding = {
	.prepare = have_unbound, .act = bind, .kept = is_gone,
	.done = shows_with_led, .partly = shows, .undo = have_unbound,
};

static const struct operation unbinding = {
	.prepare = have_bound, .act = unbind, .kept = shows_with_led,
	.done = is_gone, .undo = have_bound,
};

/* A panel that finds no display makes one. */

static bool no_display(void)
{
	return !display_exists("LCD") && access(LCD, F_OK);
}

static void have_neither(void)
{
	have_unbound();
	display_delete("LCD");
}

static bool is_gone_without_display(void)
{
	return !is_bound() && access(LED, F_OK) && no_display();
}

static bool shows_new(void)
{
	if (no_display())
		return false;
	lcd_overwrite("text");
	return shows();
}

static bool shows_new_with_led(void)
{
	return shows_new() && !access(LED, F_OK);
}

static const struct operation binding_without_display = {
	.prepare = have_neither, .act = bind, .kept = is_gone_without_display,
	.done = shows_new_with_led, .partly = shows_new, .undo = have_neither,
	.slow = true,
};

FIXTURE(no_memory) {
};

FIXTURE_VARIANT(no_memory) {
	const char *board;
	const char *parameters;
	const struct operation *operation;
};

#define NO_MEMORY(_operation, _board, _parameters)			\
	FIXTURE_VARIANT_ADD(no_memory, _board##_##_operation) {		\
		.board = #_board,					\
		.parameters = _parameters,				\
		.operation = &(_operation),				\
	}

NO_MEMORY(binding, i2c, "");
NO_MEMORY(unbinding, i2c, "");
NO_MEMORY(binding_without_display, i2c, "");
NO_MEMORY(binding, gpio, GPIO_PANEL);
NO_MEMORY(unbinding, gpio, GPIO_PANEL);

FIXTURE_SETUP(no_memory)
{
	start(variant->board, variant->parameters);
}

FIXTURE_TEARDOWN(no_memory)
{
}

TEST_F_TIMEOUT(no_memory, is_survived, 500)
{
	EXPECT_TRUE(survives_each_fault(variant->operation));
}

/* An I2C panel is larger than what the kernel has slabs for. */

FIXTURE(no_pages) {
};

FIXTURE_SETUP(no_pages)
{
	start("i2c", "");
	fault_injection_of_pages(true);
}

FIXTURE_TEARDOWN(no_pages)
{
	fault_injection_of_pages(false);
}

/* Slabs take pages now and then, and shift the count: so more than once. */
TEST_F_TIMEOUT(no_pages, is_survived, 500)
{
	for (int i = 0; i < 5; i++)
		EXPECT_TRUE(survives_each_fault(&binding));
}

TEST_HARNESS_MAIN
