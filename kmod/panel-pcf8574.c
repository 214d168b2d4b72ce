// SPDX-License-Identifier: GPL-2.0-only
/*
 * HD44780 modules on an I2C backpack: a PCF8574, or one of its kind, whose
 * eight pins are RS, RW, E, the backlight and D4..D7.
 *
 * Each byte on the bus is a state of the port. A nibble takes two, data with E
 * and data without; the time that the bus needs for a byte is what keeps the
 * module's times, and where that is too short, bytes that change nothing are
 * put between.
 */
#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/delay.h>
#include <linux/device.h>
#include <linux/i2c.h>
#include <linux/math.h>
#include <linux/minmax.h>
#include <linux/mod_devicetable.h>
#include <linux/module.h>
#include <linux/property.h>
#include <linux/slab.h>
#include <linux/stringify.h>
#include <linux/time64.h>
#include <linux/units.h>

#include "panel.h"
#include "wires.h"
#include "wiring.h"

#define PORT_PINS 8
#define PORT_POWER_ON 0xff	/* all high (PCF8574 data sheet, power-on reset) */
#define BUS_BITS 9		/* of a byte: eight and the acknowledge */
#define BUFFER_SIZE 2048	/* what TRANSFER_US hold, up to 900 kHz */
#define TRANSFER_US 20000	/* others wait for the bus no longer than this */
#define PADS_MAX 16		/* longer waits end the transfer */
#define SMBUS_BLOCK (I2C_SMBUS_BLOCK_MAX + 1)	/* the command is data, too */

#define DEFAULT_KHZ 400
#define DEFAULT_PINS "rs=0,rw=1,e=2,bl=3,d4=4,d5=5,d6=6,d7=7"

static unsigned int bus_khz = DEFAULT_KHZ;
module_param(bus_khz, uint, 0444);
MODULE_PARM_DESC(bus_khz,
		 "speed of I2C buses that do not tell theirs (default "
		 __stringify(DEFAULT_KHZ) ")");

static char *pcf8574_pins = DEFAULT_PINS;
module_param(pcf8574_pins, charp, 0444);
MODULE_PARM_DESC(pcf8574_pins,
		 "how the backpack is wired, bl_low for an inverted backlight (default "
		 DEFAULT_PINS ")");

static struct wiring wiring;	/* as pcf8574_pins says */

/**
 * enum bus_mode - how bytes get onto the bus
 * @BUS_I2C:       as plain I2C writes
 * @BUS_BLOCK:     as SMBus I2C block writes: the command and up to 32 bytes.
 *                 Never SMBus block writes, which send a count as well
 * @BUS_WORD:      three at a time
 * @BUS_BYTE_DATA: two at a time
 * @BUS_BYTE:      one at a time
 */
enum bus_mode { BUS_I2C, BUS_BLOCK, BUS_WORD, BUS_BYTE_DATA, BUS_BYTE };

/**
 * struct pcf8574 - a backpack
 * @panel:   the module on it
 * @client:  never changes, nor do those up to @limit
 * @mode:    how to write
 * @byte_ns: time that the bus needs for a byte
 * @limit:   bytes of a transfer
 * @port:    the port as last written; the worker's own, as is the rest
 * @owed_us: time that the module needs after @port, before E may rise
 * @err:     the first error since the worker began to send
 * @length:  bytes in @buffer
 * @buffer:  states of the port to be written
 */
struct pcf8574 {
	struct panel panel;
	struct i2c_client *client;
	enum bus_mode mode;
	unsigned int byte_ns;
	unsigned int limit;

	u8 port;
	u16 owed_us;
	int err;
	unsigned int length;
	u8 buffer[BUFFER_SIZE] __aligned(ARCH_DMA_MINALIGN);
};

#define to_pcf8574(p) container_of(p, struct pcf8574, panel)

/* Bytes onto the bus */

/*
 * SMBus writes have fixed or least lengths; the last state, said again, fills
 * them up and changes nothing.
 */
static void pcf8574_fill(struct pcf8574 *lcd, unsigned int length)
{
	while (lcd->length < length) {
		lcd->buffer[lcd->length] = lcd->buffer[lcd->length - 1];
		lcd->length++;
	}
}

static int pcf8574_write(struct pcf8574 *lcd)
{
	struct i2c_client *client = lcd->client;
	const u8 *bytes = lcd->buffer;
	int sent;

	switch (lcd->mode) {
	case BUS_I2C:
		sent = i2c_master_send_dmasafe(client, bytes, lcd->length);
		if (sent < 0)
			return sent;
		return sent == lcd->length ? 0 : -EIO;
	case BUS_BLOCK:
		pcf8574_fill(lcd, 2);
		return i2c_smbus_write_i2c_block_data(client, bytes[0],
						      lcd->length - 1,
						      bytes + 1);
	case BUS_WORD:
		pcf8574_fill(lcd, 3);
		return i2c_smbus_write_word_data(client, bytes[0],
						 bytes[2] << 8 | bytes[1]);
	case BUS_BYTE_DATA:
		pcf8574_fill(lcd, 2);
		return i2c_smbus_write_byte_data(client, bytes[0], bytes[1]);
	case BUS_BYTE:
		return i2c_smbus_write_byte(client, bytes[0]);
	}
	return -EINVAL;
}

/* Write what is in the buffer. After an error the rest of a send is dropped. */
static void pcf8574_transfer(struct pcf8574 *lcd)
{
	if (lcd->length && !lcd->err)
		lcd->err = pcf8574_write(lcd);
	lcd->length = 0;
}

static void pcf8574_put(struct pcf8574 *lcd, u8 port)
{
	if (lcd->length == lcd->limit)
		pcf8574_transfer(lcd);
	lcd->buffer[lcd->length++] = port;
	lcd->port = port;
}

static int pcf8574_finish(struct pcf8574 *lcd)
{
	int err;

	pcf8574_transfer(lcd);
	err = lcd->err;
	lcd->err = 0;
	return err;
}

/* The module behind them */

static u8 pcf8574_pin(enum wiring_line line)
{
	int pin = wiring.pin[line];

	return pin == WIRING_NONE ? 0 : BIT(pin);
}

static u8 pcf8574_light_pins(const struct pcf8574 *lcd)
{
	return lcd->panel.lit ? pcf8574_pin(WIRING_BL)
			      : pcf8574_pin(WIRING_BL_LOW);
}

/* D7..D4 as the upper half of @byte has them. */
static u8 pcf8574_data_pins(u8 byte)
{
	u8 pins = 0;

	for (int i = 0; i < 4; i++)
		if (byte & BIT(4 + i))
			pins |= pcf8574_pin(WIRING_D4 + i);
	return pins;
}

/* How many bytes have to come between two of them that are @us apart. */
static unsigned int pcf8574_pads(const struct pcf8574 *lcd, unsigned int us)
{
	return us ? DIV_ROUND_UP(us * NSEC_PER_USEC, lcd->byte_ns) - 1 : 0;
}

/*
 * Give RS its level before E rises, and the module the time it needs. The
 * address that begins a transfer takes the time of a byte as well.
 */
static void pcf8574_lead_in(struct pcf8574 *lcd, u8 idle)
{
	u8 rs = pcf8574_pin(WIRING_RS);
	unsigned int pads = pcf8574_pads(lcd, lcd->owed_us);

	if (pads && !lcd->length)
		pads--;
	if (!pads && (idle ^ lcd->port) & rs)
		pads = 1;
	while (pads--)
		pcf8574_put(lcd, idle);
	lcd->owed_us = 0;
}

static void pcf8574_nibble(struct pcf8574 *lcd, u8 idle, u8 byte)
{
	u8 port = idle | pcf8574_data_pins(byte);

	pcf8574_put(lcd, port | pcf8574_pin(WIRING_E));
	pcf8574_put(lcd, port);
}

static void pcf8574_wait(struct pcf8574 *lcd, unsigned int us)
{
	if (pcf8574_pads(lcd, us) > PADS_MAX) {
		pcf8574_transfer(lcd);
		if (!lcd->err)
			fsleep(us);
	} else {
		lcd->owed_us = us;
	}
}

static void pcf8574_op(struct pcf8574 *lcd, const struct hd44780_op *op)
{
	u8 idle = pcf8574_light_pins(lcd);

	if (!(op->flags & HD44780_PAUSE)) {
		if (op->flags & HD44780_DATA)
			idle |= pcf8574_pin(WIRING_RS);
		pcf8574_lead_in(lcd, idle);
		pcf8574_nibble(lcd, idle, op->byte);
		if (!(op->flags & HD44780_NIBBLE))
			pcf8574_nibble(lcd, idle, op->byte << 4);
	}
	pcf8574_wait(lcd, op->wait_us);
}

static int pcf8574_send(struct panel *panel, const struct hd44780_op *ops,
			unsigned int count)
{
	struct pcf8574 *lcd = to_pcf8574(panel);

	for (unsigned int i = 0; i < count; i++)
		pcf8574_op(lcd, &ops[i]);
	return pcf8574_finish(lcd);
}

/* A port that has just got its power has all pins high: lower E before RW. */
static int pcf8574_reset(struct panel *panel)
{
	struct pcf8574 *lcd = to_pcf8574(panel);
	u8 light = pcf8574_light_pins(lcd);
	u8 high = PORT_POWER_ON & ~(pcf8574_pin(WIRING_E) |
				    pcf8574_pin(WIRING_BL) |
				    pcf8574_pin(WIRING_BL_LOW));

	lcd->owed_us = 0;
	pcf8574_put(lcd, high | light);
	pcf8574_put(lcd, light);
	return pcf8574_finish(lcd);
}

static int pcf8574_light(struct panel *panel)
{
	struct pcf8574 *lcd = to_pcf8574(panel);

	pcf8574_put(lcd, (lcd->port & pcf8574_pin(WIRING_RS)) |
			 pcf8574_light_pins(lcd));
	return pcf8574_finish(lcd);
}

static const struct panel_wire pcf8574_wire = {
	.reset = pcf8574_reset,
	.send = pcf8574_send,
	.light = pcf8574_light,
};

static const struct panel_wire pcf8574_wire_without_light = {
	.reset = pcf8574_reset,
	.send = pcf8574_send,
};

/* What the bus can do */

static unsigned int pcf8574_bus_khz(struct device *dev)
{
	u32 hz;

	for (; dev; dev = dev->parent)
		if (!device_property_read_u32(dev, "clock-frequency", &hz) && hz)
			return max_t(u32, hz / HZ_PER_KHZ, 1);
	return max(bus_khz, 1U);
}

static int pcf8574_find_mode(struct pcf8574 *lcd)
{
	static const struct {
		enum bus_mode mode;
		u32 needs;
		unsigned int limit;
	} modes[] = {
		{ BUS_I2C, I2C_FUNC_I2C, BUFFER_SIZE },
		{ BUS_BLOCK, I2C_FUNC_SMBUS_WRITE_I2C_BLOCK, SMBUS_BLOCK },
		{ BUS_WORD, I2C_FUNC_SMBUS_WRITE_WORD_DATA, 3 },
		{ BUS_BYTE_DATA, I2C_FUNC_SMBUS_WRITE_BYTE_DATA, 2 },
		{ BUS_BYTE, I2C_FUNC_SMBUS_WRITE_BYTE, 1 },
	};
	struct i2c_adapter *adapter = lcd->client->adapter;

	for (int i = 0; i < ARRAY_SIZE(modes); i++) {
		if (i2c_check_functionality(adapter, modes[i].needs)) {
			lcd->mode = modes[i].mode;
			lcd->limit = modes[i].limit;
			return 0;
		}
	}
	dev_err(&lcd->client->dev, "the adapter cannot write bytes\n");
	return -EOPNOTSUPP;
}

static int pcf8574_find_bus(struct pcf8574 *lcd)
{
	struct i2c_adapter *adapter = lcd->client->adapter;
	unsigned int khz = pcf8574_bus_khz(&adapter->dev);
	int err;

	err = pcf8574_find_mode(lcd);
	if (err)
		return err;

	lcd->byte_ns = max_t(unsigned int, BUS_BITS * NSEC_PER_MSEC / khz, 1);
	if (lcd->mode == BUS_I2C && adapter->quirks &&
	    adapter->quirks->max_write_len)
		lcd->limit = min_t(unsigned int, lcd->limit,
				   adapter->quirks->max_write_len);
	if (lcd->mode == BUS_I2C)
		lcd->limit = clamp_t(unsigned long, TRANSFER_US *
				     NSEC_PER_USEC / lcd->byte_ns, 1,
				     lcd->limit);
	return 0;
}

static unsigned int pcf8574_pads_sent(const struct pcf8574 *lcd, unsigned int us)
{
	return min_t(unsigned int, pcf8574_pads(lcd, us), PADS_MAX);
}

/* In bytes: four, and the pads, among which a change of RS finds its place. */
static void pcf8574_find_costs(struct pcf8574 *lcd)
{
	struct hd44780_module *module = &lcd->panel.module;
	struct hd44780_costs *costs = &lcd->panel.costs;
	u16 data_us = hd44780_op(module, HD44780_DATA, 0).wait_us;
	u16 instruction_us = hd44780_op(module, 0, 0).wait_us;

	costs->data = 4 + pcf8574_pads_sent(lcd, data_us);
	costs->instruction = 4 + pcf8574_pads_sent(lcd, instruction_us);
	costs->rs_change = costs->instruction > 4 ? 0 : 1;
}

static int pcf8574_probe(struct i2c_client *client)
{
	struct pcf8574 *lcd;
	int err;

	lcd = devm_kzalloc(&client->dev, sizeof(*lcd), GFP_KERNEL);
	if (!lcd)
		return -ENOMEM;
	lcd->client = client;
	lcd->panel.dev = &client->dev;
	lcd->panel.module.bits = 4;
	i2c_set_clientdata(client, &lcd->panel);

	lcd->panel.wire = pcf8574_pin(WIRING_BL) || pcf8574_pin(WIRING_BL_LOW) ?
			  &pcf8574_wire : &pcf8574_wire_without_light;
	err = panel_configure(&lcd->panel);
	if (err)
		return err;
	err = pcf8574_find_bus(lcd);
	if (err)
		return err;
	pcf8574_find_costs(lcd);
	return devm_panel_add(&lcd->panel);
}

static void pcf8574_shutdown(struct i2c_client *client)
{
	panel_shutdown(i2c_get_clientdata(client));
}

static int pcf8574_resume(struct device *dev)
{
	panel_resume(dev_get_drvdata(dev));
	return 0;
}

static DEFINE_SIMPLE_DEV_PM_OPS(pcf8574_pm_ops, NULL, pcf8574_resume);

/*
 * Not pcf8574 or nxp,pcf8574: those are GPIO expanders. And the I2C core takes
 * what follows the vendor for a name of the device, so that must be ours, too.
 * ACPI tables name the same compatible, with _HID PRP0001.
 */
static const struct i2c_device_id pcf8574_ids[] = {
	{ "devlcd-pcf8574" },
	{ }
};
MODULE_DEVICE_TABLE(i2c, pcf8574_ids);

static const struct of_device_id pcf8574_of_ids[] = {
	{ .compatible = "devlcd,devlcd-pcf8574" },
	{ }
};
MODULE_DEVICE_TABLE(of, pcf8574_of_ids);

static struct i2c_driver pcf8574_driver = {
	.driver = {
		.name = "devlcd-pcf8574",
		.of_match_table = pcf8574_of_ids,
		.pm = pm_sleep_ptr(&pcf8574_pm_ops),
	},
	.I2C_PROBE = pcf8574_probe,
	.shutdown = pcf8574_shutdown,
	.id_table = pcf8574_ids,
};

static bool registered;

int panel_pcf8574_check(void)
{
	int err;

	err = wiring_parse("pcf8574_pins", pcf8574_pins, PORT_PINS, &wiring);
	if (err)
		return err;
	if (wiring.pin[WIRING_D0] != WIRING_NONE ||
	    wiring.pin[WIRING_E2] != WIRING_NONE) {
		pr_err("pcf8574_pins=%s: d0 to d3 and e2 are for GPIO\n",
		       pcf8574_pins);
		return -EINVAL;
	}
	return 0;
}

void panel_pcf8574_init(void)
{
	int err = i2c_add_driver(&pcf8574_driver);

	registered = !err;
	if (err)
		pr_err("no panels on I2C: error %d\n", err);
}

void panel_pcf8574_exit(void)
{
	if (registered)
		i2c_del_driver(&pcf8574_driver);
}
