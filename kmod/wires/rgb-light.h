/* SPDX-License-Identifier: GPL-2.0-only */
/* The light of Grove's module: an LED driver with an address of its own. */
#ifndef DEVLCD_RGB_LIGHT_H
#define DEVLCD_RGB_LIGHT_H

#include <linux/types.h>

struct i2c_client;

#define RGB_LIGHT_CHIPS 2	/* what it may be */
#define RGB_LIGHT_MAX 255

struct rgb_light {
	/* At the address of each chip that it may be, or NULL if somebody else has that. */
	struct i2c_client *client[RGB_LIGHT_CHIPS];
	int found;	/* the place in @client of the one that answered, or -1; the worker's own */
};

/* Take the addresses on the bus of @text; nothing is sent. */
void devm_rgb_light_init(struct rgb_light *light, struct i2c_client *text);

/* Set all three colours. Looks for the light if it did not answer the last time. */
void rgb_light_set(struct rgb_light *light, u8 level);

#endif
