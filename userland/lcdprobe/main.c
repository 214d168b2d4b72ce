// SPDX-License-Identifier: GPL-2.0-only
/*
 * lcdprobe - look for displays on the I2C buses, and say how to bind them
 *
 * Different chips use the same addresses. So lcdprobe lists the chips that may be at an
 * address, the most likely first, and writes nothing that could change another chip.
 */
#include <dirent.h>
#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

#include "bus.h"
#include "../common/output.h"
#include "../common/version.h"

enum { EXIT_FOUND, EXIT_NONE, EXIT_FAILED };

#define BUS_MAX 1048575		/* minors are 20 bits */

/**
 * struct kind - a chip that drives displays
 * @name:    its usual name
 * @id:      its name for new_device
 * @overlay: its overlay for a Raspberry Pi's config.txt, without the address
 * @first:   its lowest address
 * @last:    its highest address
 */
struct kind {
	const char *name;
	const char *id;
	const char *overlay;
	unsigned int first;
	unsigned int last;
};

/* The most likely first. */
static const struct kind kinds[] = {
	{ "AIP31068", "devlcd-aip31068", "devlcd-native,aip31068", 0x3e, 0x3e },
	{ "ST7032", "devlcd-st7032", "devlcd-native,st7032", 0x3e, 0x3e },
	{ "PCF8574 backpack", "devlcd-pcf8574", "devlcd-i2c", 0x27, 0x27 },
	{ "PCF8574A backpack", "devlcd-pcf8574", "devlcd-i2c", 0x3f, 0x3f },
	{ "MCP23017", "devlcd-mcp23017", "devlcd-mcp230xx,mcp23017", 0x20, 0x20 },
	{ "MCP23008", "devlcd-mcp23008", "devlcd-mcp230xx,mcp23008", 0x20, 0x27 },
	{ "PCF8574 backpack", "devlcd-pcf8574", "devlcd-i2c", 0x20, 0x26 },
	{ "MCP23017", "devlcd-mcp23017", "devlcd-mcp230xx,mcp23017", 0x21, 0x27 },
	{ "PCF2119", "devlcd-pcf2119", "devlcd-native,pcf2119", 0x3a, 0x3b },
	{ "US2066 (OLED)", "devlcd-us2066", "devlcd-native,us2066", 0x3c, 0x3d },
	{ "ST7036", "devlcd-st7036", "devlcd-native,st7036", 0x3c, 0x3f },
	{ "ST7036, three lines", "devlcd-st7036-3line", "devlcd-native,st7036-3line", 0x3c, 0x3f },
	{ "PCF8574A backpack", "devlcd-pcf8574", "devlcd-i2c", 0x38, 0x3e },
};

#define KINDS (sizeof(kinds) / sizeof(kinds[0]))

static const unsigned int ranges[][2] = { { 0x20, 0x27 }, { 0x38, 0x3f } };

/* Grove's module: its light has an address of its own. */
static const struct kind grove = {
	"JHD1313 (Grove)", "devlcd-jhd1313", "devlcd-native,jhd1313", 0x3e, 0x3e,
};

static const unsigned int grove_lights[] = { 0x62, 0x30 };

static void print_help(void)
{
	puts("Usage: lcdprobe [OPTION]... [BUS]...\n"
	     "Look for displays on the I2C buses with these numbers, by default on all buses.\n"
	     "Print which chips answer, and how to bind them to devlcd. Write nothing to any\n"
	     "chip, and skip addresses that have a driver.\n"
	     "\n"
	     "  -h, --help     print this help and exit\n"
	     "  -V, --version  print the version and exit\n"
	     "\n"
	     "Exit status: 0 a chip found, 1 no chip found, 2 wrong usage or no bus.\n"
	     "\n"
	     "Example: sudo modprobe i2c-dev && sudo lcdprobe 1");
}

static void usage_error(void)
{
	fputs("Try 'lcdprobe --help' for more information.\n", stderr);
	exit(EXIT_FAILED);
}

static void parse_options(int argc, char **argv)
{
	static const struct option names[] = {
		{ "help", no_argument, NULL, 'h' },
		{ "version", no_argument, NULL, 'V' },
		{ NULL, 0, NULL, 0 },
	};
	int option;

	while ((option = getopt_long(argc, argv, "hV", names, NULL)) != -1) {
		if (option == 'h')
			print_help();
		else if (option == 'V')
			version_print("lcdprobe");
		else
			usage_error();
		exit(output_end() ? EXIT_FOUND : EXIT_FAILED);
	}
}

static void print_kind(const struct bus *bus, unsigned int address, const struct kind *kind)
{
	printf("  %s:\n"
	       "    now:       echo %s 0x%02x | sudo tee /sys/bus/i2c/devices/i2c-%d/new_device\n"
	       "    each boot: dtoverlay=%s,addr=0x%02x\n",
	       kind->name, kind->id, address, bus->number, kind->overlay, address);
}

static bool is_grove(const struct bus *bus, unsigned int address)
{
	if (address != grove.first)
		return false;
	for (size_t i = 0; i < sizeof(grove_lights) / sizeof(grove_lights[0]); i++)
		if (!bus_taken(bus, grove_lights[i]) && bus_reads(bus, grove_lights[i]))
			return true;
	return false;
}

/* Return: does a chip answer? */
static bool look_at(const struct bus *bus, unsigned int address)
{
	if (bus_taken(bus, address)) {
		printf("i2c-%d 0x%02x: has a driver\n", bus->number, address);
		return true;
	}
	if (!bus_answers(bus, address))
		return false;
	printf("i2c-%d 0x%02x: may be one of these, or another chip\n", bus->number, address);
	if (is_grove(bus, address))
		print_kind(bus, address, &grove);
	for (size_t i = 0; i < KINDS; i++)
		if (address >= kinds[i].first && address <= kinds[i].last)
			print_kind(bus, address, &kinds[i]);
	return true;
}

/* Set @found if a chip answers. Return: could the bus be opened? */
static bool look_at_bus(int number, bool *found)
{
	struct bus bus;

	if (!bus_open(&bus, number)) {
		warn("/dev/i2c-%d", number);
		return false;
	}
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++)
		for (unsigned int at = ranges[i][0]; at <= ranges[i][1]; at++)
			*found |= look_at(&bus, at);
	bus_close(&bus);
	return true;
}

static int parse_bus(const char *text)
{
	char *end;
	long number;

	errno = 0;
	number = strtol(text, &end, 10);
	if (errno || end == text || *end || number < 0 || number > BUS_MAX) {
		warnx("%s: must be the number of a bus, as 1 for /dev/i2c-1", text);
		usage_error();
	}
	return number;
}

/* The same for all buses. Return: could one be opened? */
static bool look_at_all(bool *found)
{
	DIR *dev = opendir("/dev");
	struct dirent *entry;
	bool opened = false;
	int number, buses = 0;

	if (!dev)
		err(EXIT_FAILED, "/dev");
	while ((entry = readdir(dev))) {
		if (sscanf(entry->d_name, "i2c-%d", &number) != 1)
			continue;
		opened |= look_at_bus(number, found);
		buses++;
	}
	closedir(dev);
	if (!buses)
		errx(EXIT_FAILED, "no /dev/i2c-*: switch the bus on, and modprobe i2c-dev");
	return opened;
}

int main(int argc, char **argv)
{
	bool opened = false, found = false;

	parse_options(argc, argv);
	if (!argv[optind])
		opened = look_at_all(&found);
	for (char **bus = argv + optind; *bus; bus++)
		opened |= look_at_bus(parse_bus(*bus), &found);
	if (!opened)
		return EXIT_FAILED;
	if (!found)
		puts("No display at the usual addresses, 0x20 to 0x27 and 0x38 to 0x3f.");
	if (!output_end())
		return EXIT_FAILED;
	return found ? EXIT_FOUND : EXIT_NONE;
}
