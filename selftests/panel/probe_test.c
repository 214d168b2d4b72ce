// SPDX-License-Identifier: GPL-2.0-only
/* lcdprobe on the emulated buses: what it says, and that it writes nothing. */
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>

#include "kselftest_harness.h"

#include "device.h"
#include "emu.h"
#include "panel.h"

static char said[4096];

#define NO_BUS "1048575"	/* the last number that a bus may have */

/* @before: other buses. Return: its exit status. */
static int probe_after(const char *before, const char *board)
{
	char command[128];
	size_t length;
	FILE *out;

	snprintf(command, sizeof(command), LCDPROBE " %s %d 2>&1", before, emu_bus(board));
	out = popen(command, "r");
	if (!out)
		return -1;
	length = fread(said, 1, sizeof(said) - 1, out);
	said[length] = '\0';
	return WEXITSTATUS(pclose(out));
}

static int probe(const char *board)
{
	return probe_after("", board);
}

static bool says(const char *board, const char *format)
{
	char line[128];

	snprintf(line, sizeof(line), format, emu_bus(board));
	return strstr(said, line);
}

FIXTURE(probe) {
};

FIXTURE_VARIANT(probe) {
	const char *board;
	const char *emulator;
	const char *now;
	const char *boot;
};

FIXTURE_SETUP(probe)
{
	panel_prepare(variant->board, variant->emulator, "");
}

FIXTURE_TEARDOWN(probe)
{
}

#define PROBE(name, _board, _emulator, id, address, overlay)		\
	FIXTURE_VARIANT_ADD(probe, name) {				\
		.board = _board,					\
		.emulator = _emulator,					\
		.now = "now:       echo " id " " address		\
		       " | sudo tee /sys/bus/i2c/devices/i2c-%d/new_device\n",	\
		.boot = "each boot: dtoverlay=" overlay ",addr=" address "\n",	\
	}

PROBE(pcf8574, "i2c", "chip=pcf8574", "devlcd-pcf8574", "0x27", "devlcd-i2c");
PROBE(smbus, "smbus", "chip=pcf8574", "devlcd-pcf8574", "0x27", "devlcd-i2c");
PROBE(byte, "smbus", "chip=pcf8574 smbus_func=0x00060000", "devlcd-pcf8574", "0x27",
      "devlcd-i2c");
PROBE(mcp23017, "i2c", "chip=mcp23017", "devlcd-mcp23017", "0x20", "devlcd-mcp230xx,mcp23017");
PROBE(aip31068, "i2c", "chip=aip31068", "devlcd-aip31068", "0x3e", "devlcd-native,aip31068");
PROBE(st7032, "i2c", "chip=st7032", "devlcd-st7032", "0x3e", "devlcd-native,st7032");
PROBE(jhd1313, "i2c", "chip=jhd1313", "devlcd-jhd1313", "0x3e", "devlcd-native,jhd1313");
PROBE(jhd1313_v5, "i2c", "chip=jhd1313-v5", "devlcd-jhd1313", "0x3e", "devlcd-native,jhd1313");
PROBE(st7036, "i2c", "chip=st7036", "devlcd-st7036", "0x3c", "devlcd-native,st7036");
PROBE(us2066, "i2c", "chip=us2066", "devlcd-us2066", "0x3c", "devlcd-native,us2066");
PROBE(pcf2119, "i2c", "chip=pcf2119", "devlcd-pcf2119", "0x3b", "devlcd-native,pcf2119");

TEST_F(probe, says_how_to_bind_what_is_there)
{
	EXPECT_EQ(0, probe(variant->board));
	EXPECT_TRUE(says(variant->board, variant->now));
	EXPECT_TRUE(says(variant->board, variant->boot));
	EXPECT_EQ(0, emu_counter(variant->board, "steps"));
}

TEST_F(probe, leaves_alone_what_has_a_driver)
{
	panel_bind(variant->board);
	ASSERT_EQ(0, lcd_sync());
	emu_control(variant->board, "reset", "1");
	EXPECT_EQ(0, probe(variant->board));
	EXPECT_TRUE(strstr(said, ": has a driver\n"));
	EXPECT_FALSE(strstr(said, "now:"));
	EXPECT_EQ(0, emu_counter(variant->board, "steps"));
}

TEST_F(probe, says_that_nobody_is_there)
{
	emu_control(variant->board, "absent", "1");
	EXPECT_EQ(1, probe(variant->board));
	EXPECT_TRUE(strstr(said, "No display"));
}

TEST_F(probe, goes_on_after_a_bus_that_is_not_there)
{
	EXPECT_EQ(0, probe_after(NO_BUS, variant->board));
	EXPECT_TRUE(strstr(said, "/dev/i2c-" NO_BUS ": No such file or directory\n"));
	EXPECT_TRUE(says(variant->board, variant->now));
}

TEST_HARNESS_MAIN
