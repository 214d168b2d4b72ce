/* SPDX-License-Identifier: GPL-2.0-only */
/* The pins of an HD44780U: strobes, nibbles, busy times, and who breaks them. */
#ifndef LCDEMU_MPU_H
#define LCDEMU_MPU_H

#include "controller.h"

/* What the data sheet forbids; mpu_rule() says it in words. */
enum mpu_breach {
	MPU_BUSY,
	MPU_INIT,
	MPU_SETUP,
	MPU_HOLD,
	MPU_DATA,
	MPU_PULSE,
	MPU_CYCLE,
	MPU_ADDRESS,
	MPU_READ,
	MPU_BREACHES
};

/* The levels on the pins, as driven from outside. */
struct mpu_levels {
	bool rs;
	bool rw;
	bool e;
	u8 db;
};

/* How often a rule was broken, and by whom first. */
struct mpu_offence {
	u32 count;
	struct mpu_levels levels;
	u64 at;
	u64 elapsed;
	u64 needed;
};

/**
 * struct mpu - a controller behind its pins
 * @controller: the inside
 * @levels: now on the pins
 * @rose_at: when E rose last
 * @busy_since: when the instruction now or last executed began
 * @busy_for: how long it takes until the next may come
 * @flag_for: how long the busy flag is set: 4 us less after a data access
 * @init_at: power-on, or the last of the first three function sets
 * @init_wait: what has to pass from there to the next strobe
 * @init_step: function sets seen since power-on, 3 when no longer watched
 * @power_on_wait: 40 ms at 2.7 V, 15 ms at 4.5 V (page 45)
 * @half: one nibble of two has passed
 * @high: that nibble, in DB7-DB4
 * @high_rs: RS with that nibble
 * @zeros: half bytes of zeros that came one after the other
 * @first_rs: RS of two nibbles that differ is that of the first; the data sheet
 *            does not say, and by default it is the second's
 * @spoiled: a strobe came while busy, so what it carries is lost
 * @output: what a read puts on DB7-DB0 while E is high
 * @instructions: executed; likewise the other counters
 * @offences: broken rules
 * @disturbed: no driver does this: broken rules are not counted
 */
struct mpu {
	struct controller controller;
	struct mpu_levels levels;
	u64 rose_at;
	u64 busy_since;
	u64 busy_for;
	u64 flag_for;
	u64 init_at;
	u64 init_wait;
	unsigned int init_step;
	u64 power_on_wait;
	bool half;
	u8 high;
	bool high_rs;
	u8 zeros;
	bool first_rs;
	bool spoiled;
	u8 output;
	u64 instructions;
	u64 data_writes;
	u64 data_reads;
	u64 flag_reads;
	struct mpu_offence offences[MPU_BREACHES];
	bool disturbed;
};

/*
 * Power comes at @now, with the pins at @m->levels. @seed is of the garbage in
 * RAM; @reset is false where it comes too slowly for the internal reset.
 */
void mpu_power_on(struct mpu *m, u64 seed, bool reset, u64 now);

/* All pins take these levels at once, at @now in ns. */
void mpu_drive(struct mpu *m, const struct mpu_levels *levels, u64 now);

/* A byte that came by another interface than these pins, at @now. */
void mpu_take(struct mpu *m, bool rs, u8 code, u64 now);

/* So much time has passed, and the data sheet wants so much. */
void mpu_require(struct mpu *m, enum mpu_breach breach, u64 now, u64 since,
		 u64 needed);

/* An instruction that no strobe brought begins at @now. */
void mpu_instruct(struct mpu *m, u8 code, u64 now);

/* Whether the controller drives the data bus now: then @db is what it says. */
bool mpu_drives(const struct mpu *m, u8 *db);

void mpu_reset_counters(struct mpu *m);
const char *mpu_rule(enum mpu_breach breach);

#endif
