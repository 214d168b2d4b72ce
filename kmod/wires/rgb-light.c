// SPDX-License-Identifier: GPL-2.0-only
#include <linux/err.h>
#include <linux/i2c.h>
#include <linux/kernel.h>
#include <linux/math.h>

#include "rgb-light.h"

/**
 * struct rgb_chip - an LED driver
 * @address: on the bus
 * @mode:    a register
 * @awake:   and what it has to hold for the outputs to work
 * @levels:  the register of the first output's level, followed by the others'
 * @steps:   how many values it has, the last one for full
 * @output:  the register that switches the outputs, two bits each
 * @on:      and what it has to hold for outputs with levels
 */
struct rgb_chip {
	u8 address;
	u8 mode;
	u8 awake;
	u8 levels;
	unsigned int steps;
	u8 output;
	u8 on;
};

#define OUTPUTS 3
#define OUTPUTS_OFF 0x00

/*
 * PCA9633: MODE1, whose bit SLEEP stops the oscillator after power-on; PWM0 to
 * PWM2; LEDOUT, each output by its own PWM.
 * SGM31323: control, 0 for on; three currents, 0.125 mA and that much a step, up to
 * 24 mA with 191 and above; channel control, always on.
 */
static const struct rgb_chip chips[RGB_LIGHT_CHIPS] = {
	{ 0x62, 0x00, 0x00, 0x02, 256, 0x08, 0x2a },
	{ 0x30, 0x00, 0x00, 0x06, 192, 0x04, 0x15 },
};

void devm_rgb_light_init(struct rgb_light *light, struct i2c_client *text)
{
	light->found = -1;
	for (int i = 0; i < ARRAY_SIZE(chips); i++) {
		struct i2c_client *client =
			devm_i2c_new_dummy_device(&text->dev, text->adapter,
						  chips[i].address);

		light->client[i] = IS_ERR(client) ? NULL : client;
	}
}

static int chip_set_levels(struct i2c_client *client, const struct rgb_chip *chip,
			   u8 level)
{
	u8 value = DIV_ROUND_UP(level * chip->steps, RGB_LIGHT_MAX) - 1;
	int err = 0;

	for (int i = 0; i < OUTPUTS && !err; i++)
		err = i2c_smbus_write_byte_data(client, chip->levels + i, value);
	return err;
}

static int chip_set(struct rgb_light *light, int which, u8 level)
{
	struct i2c_client *client = light->client[which];
	const struct rgb_chip *chip = &chips[which];
	int err;

	if (!client)
		return -ENODEV;
	err = i2c_smbus_write_byte_data(client, chip->mode, chip->awake);
	if (!err && level)
		err = chip_set_levels(client, chip, level);
	if (err)
		return err;
	return i2c_smbus_write_byte_data(client, chip->output,
					 level ? chip->on : OUTPUTS_OFF);
}

void rgb_light_set(struct rgb_light *light, u8 level)
{
	if (light->found >= 0 && !chip_set(light, light->found, level))
		return;
	light->found = -1;
	for (int i = 0; i < ARRAY_SIZE(chips) && light->found < 0; i++)
		if (!chip_set(light, i, level))
			light->found = i;
}
