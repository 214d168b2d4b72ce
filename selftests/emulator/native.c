// SPDX-License-Identifier: GPL-2.0-only
/*
 * The I2C interface that the data sheets of AIP31068L, ST7032, ST7036 and PCF2119
 * share. A transfer begins with a control byte. Its bit 7, Co, says whether after
 * the next byte another control byte comes; without it all that follows are bytes
 * of the same kind. Its bit 6, RS, says which: data or instructions. The other six
 * are 0. Each byte is executed from its acknowledge on.
 *
 * None but the PCF2119 can be read, and no test reads that.
 */
#include "board.h"
#include "native-targets.h"
#include "wire.h"

#define CO		0x80
#define RS		0x40
#define CONTROL_BITS	(CO | RS)

#define DISPLAY_ON	0x0c
#define TIME_FOLLOWER	(200 * LCD_MSEC)

void native_power_on(struct board *b)
{
	b->native = (struct native) { 0 };
	b->backlight = !b->config.target->beside;
}

void native_start(struct board *b, bool read)
{
	b->native.announced = false;
}

/* The voltages take their time, and the display is to be off till then. */
static void watch_follower(struct board *b, bool rs, u8 code, bool was_on)
{
	struct mpu *m = &b->mpu[0];
	u64 now = board_clock(b);

	if (m->controller.follower && !was_on)
		b->native.follower_at = now;
	if (!rs && (code & ~3) == DISPLAY_ON && b->native.follower_at)
		mpu_require(m, MPU_INIT, now, b->native.follower_at, TIME_FOLLOWER);
}

static void take(struct board *b, bool rs, u8 byte)
{
	struct mpu *m = &b->mpu[0];
	bool was_on = m->controller.follower;

	mpu_take(m, rs, byte, board_clock(b));
	watch_follower(b, rs, byte, was_on);
	board_look(b, !m->disturbed);
}

void native_write(struct board *b, u8 byte)
{
	struct native *n = &b->native;

	if (!n->announced) {
		n->control = byte & CONTROL_BITS;
		n->announced = true;
		return;
	}
	n->announced = !(n->control & CO);
	take(b, n->control & RS, byte);
}

u8 native_read(struct board *b)
{
	return 0xff;
}

/* As if another had sent these bytes, a transfer of them. */
void native_disturb(struct board *b, const u32 *states, size_t n)
{
	native_start(b, false);
	for (size_t i = 0; i < n; i++) {
		board_pass(b, wire_byte_ns(b));
		native_write(b, states[i]);
	}
}
