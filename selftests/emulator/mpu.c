// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interface of the HD44780U to its processor: what a strobe of E does in
 * four and in eight bits, how long that takes, and which rules of the data
 * sheet (pages 33, 45, 46, 49 and 52) a driver broke.
 *
 * Set-up and hold times are tens of nanoseconds, far below what either bus
 * can tell: they are judged by the order of edges. What changes in the same
 * step as E has had no time at all.
 */
#include "mpu.h"

#define TIME_ACCESS	(37 * LCD_USEC)
#define TIME_ADDRESS	(4 * LCD_USEC)		/* tADD */
#define TIME_RESET	(10 * LCD_MSEC)
#define TIME_PULSE	450			/* PWEH at 2.7 V */
#define TIME_CYCLE	1000			/* tcycE at 2.7 V */

static const char *const rules[MPU_BREACHES] = {
	[MPU_BUSY]	= "busy",
	[MPU_INIT]	= "init",
	[MPU_SETUP]	= "setup",
	[MPU_HOLD]	= "hold",
	[MPU_DATA]	= "data",
	[MPU_PULSE]	= "pulse",
	[MPU_CYCLE]	= "cycle",
	[MPU_ADDRESS]	= "address",
	[MPU_READ]	= "read",
};

/* Between the first function sets of the initialisation by instruction. */
static const u64 init_waits[] = { 4100 * LCD_USEC, 100 * LCD_USEC, 0 };

const char *mpu_rule(enum mpu_breach breach)
{
	return rules[breach];
}

static void offend(struct mpu *m, enum mpu_breach breach,
		   const struct mpu_levels *levels, u64 now, u64 elapsed,
		   u64 needed)
{
	struct mpu_offence *o = &m->offences[breach];

	if (m->disturbed || o->count++)
		return;
	o->levels = *levels;
	o->at = now;
	o->elapsed = elapsed;
	o->needed = needed;
}

/* Delays are only exact to about 1% where the whole machine is emulated. */
static bool too_early(u64 elapsed, u64 needed)
{
	return elapsed < needed - needed / 100;
}

static void require(struct mpu *m, enum mpu_breach breach,
		    const struct mpu_levels *levels, u64 now, u64 since,
		    u64 needed)
{
	if (too_early(now - since, needed))
		offend(m, breach, levels, now, now - since, needed);
}

static bool executing(const struct mpu *m, u64 now)
{
	return too_early(now - m->busy_since, m->busy_for);
}

static void set_busy(struct mpu *m, u64 now, u64 flag_for, u64 busy_for)
{
	m->busy_since = now;
	m->flag_for = flag_for;
	m->busy_for = busy_for;
}

void mpu_power_on(struct mpu *m, u64 seed, bool reset, u64 now)
{
	const struct controller_kind *kind = m->controller.kind;
	u64 deaf = kind ? kind->power_on_ns : 0;

	if (reset)
		controller_reset(&m->controller, seed);
	else
		controller_garble(&m->controller, seed);
	m->half = !reset && !m->controller.wide && (seed & 2);
	m->high = 0;
	m->zeros = 0;
	m->spoiled = false;
	m->output = 0xff;
	m->rose_at = now;
	m->init_at = now;
	m->init_wait = deaf ?: m->power_on_wait;
	m->init_step = 0;
	set_busy(m, now, deaf ?: TIME_RESET, deaf ?: TIME_RESET);
}

static void execute(struct mpu *m, u8 code, u64 now)
{
	u32 time;

	m->instructions++;
	if (!controller_execute(&m->controller, code, &time))
		offend(m, MPU_ADDRESS, &m->levels, now, code, 0);
	set_busy(m, now, time, time);
}

void mpu_instruct(struct mpu *m, u8 code, u64 now)
{
	u32 time;

	controller_execute(&m->controller, code, &time);
	set_busy(m, now, time, time);
}

static void access_begins(struct mpu *m, u64 now)
{
	const struct controller_kind *kind = m->controller.kind;
	u64 needed = kind && kind->data_ns ? kind->data_ns : TIME_ACCESS + TIME_ADDRESS;

	set_busy(m, now, needed - TIME_ADDRESS, needed);
}

static void take(struct mpu *m, bool rs, u8 code, u64 now)
{
	bool spoiled = m->spoiled;

	m->spoiled = false;
	if (spoiled)
		return;
	if (!rs) {
		execute(m, code, now);
		return;
	}
	m->data_writes++;
	controller_write(&m->controller, code);
	access_begins(m, now);
}

void mpu_require(struct mpu *m, enum mpu_breach breach, u64 now, u64 since,
		 u64 needed)
{
	require(m, breach, &m->levels, now, since, needed);
}

/* Only the wait after power-on is watched: there are no half bytes. */
void mpu_take(struct mpu *m, bool rs, u8 code, u64 now)
{
	m->levels.rs = rs;
	m->levels.db = code;
	if (m->init_step < 3)
		require(m, MPU_INIT, &m->levels, now, m->init_at, m->init_wait);
	m->init_step = 3;
	if (executing(m, now)) {
		require(m, MPU_BUSY, &m->levels, now, m->busy_since, m->busy_for);
		m->spoiled = true;
	}
	take(m, rs, code, now);
}

static void write_ends(struct mpu *m, u8 db, u64 now)
{
	if (m->controller.wide) {
		take(m, m->levels.rs, db, now);
	} else if (!m->half) {
		m->half = true;
		m->high = db & 0xf0;
		m->high_rs = m->levels.rs;
	} else {
		m->half = false;
		take(m, m->first_rs ? m->high_rs : m->levels.rs,
		     m->high | db >> 4, now);
	}
}

/* What came before may have ended with zeros: more than wanted are as good. */
static void watch_zeros(struct mpu *m, u8 db)
{
	const struct controller_kind *kind = m->controller.kind;

	if (!kind || !kind->zeros)
		return;
	if (m->controller.wide || m->levels.rs || db & 0xf0) {
		m->zeros = 0;
		return;
	}
	if (m->zeros < kind->zeros)
		m->zeros++;
	if (m->zeros < kind->zeros)
		return;
	m->half = true;
	m->high = 0;
	m->high_rs = false;
}

/* Power-on is watched until three function sets or anything else came. */
static void init_watch(struct mpu *m, u8 db, u64 now)
{
	if (m->init_step >= 3)
		return;
	if (m->levels.rs || db >> 4 != 3) {
		m->init_step = 3;
		return;
	}
	m->init_wait = init_waits[m->init_step++];
	m->init_at = now;
}

/* A busy flag that was read as clear ends the wait, tADD included. */
static u8 status(struct mpu *m, u64 now)
{
	bool busy = now - m->busy_since < m->flag_for;

	m->flag_reads++;
	if (!busy)
		m->busy_for = 0;
	return (busy ? 0x80 : 0) | m->controller.ac;
}

static void read_begins(struct mpu *m, u64 now)
{
	if (!m->controller.wide && m->half) {
		m->output <<= 4;
		return;
	}
	if (!m->levels.rs) {
		m->output = status(m, now);
	} else if (m->spoiled) {
		m->output = 0xff;
	} else {
		m->data_reads++;
		if (!m->controller.fetched)
			offend(m, MPU_READ, &m->levels, now, 0, 0);
		m->output = controller_read(&m->controller);
	}
}

static void read_ends(struct mpu *m, u64 now)
{
	bool whole = m->controller.wide || m->half;

	m->half = !whole;
	if (!whole || !m->levels.rs)
		return;
	if (!m->spoiled)
		access_begins(m, now);
	m->spoiled = false;
}

static void e_rises(struct mpu *m, bool selected, u64 now)
{
	const struct mpu_levels *l = &m->levels;

	if (selected)
		offend(m, MPU_SETUP, l, now, 0, 60);
	require(m, MPU_CYCLE, l, now, m->rose_at, TIME_CYCLE);
	m->rose_at = now;
	if (!l->rw && m->init_step < 3)
		require(m, MPU_INIT, l, now, m->init_at, m->init_wait);
	if ((l->rs || !l->rw) && !m->spoiled && executing(m, now)) {
		require(m, MPU_BUSY, l, now, m->busy_since, m->busy_for);
		m->spoiled = true;
	}
	if (l->rw)
		read_begins(m, now);
}

/* What was on the bus before E fell is latched, with @changed a breach. */
static void e_falls(struct mpu *m, u8 db, bool changed, u64 now)
{
	require(m, MPU_PULSE, &m->levels, now, m->rose_at, TIME_PULSE);
	if (m->levels.rw) {
		read_ends(m, now);
		return;
	}
	if (changed)
		offend(m, MPU_DATA, &m->levels, now, 0, 10);
	init_watch(m, db, now);
	write_ends(m, db, now);
	watch_zeros(m, db);
}

void mpu_drive(struct mpu *m, const struct mpu_levels *levels, u64 now)
{
	struct mpu_levels last = m->levels;
	bool selected = levels->rs != last.rs || levels->rw != last.rw;
	bool changed = levels->db != last.db;

	if (selected && last.e)
		offend(m, MPU_HOLD, levels, now, 0, 20);
	if (last.e && !levels->e)
		e_falls(m, last.db, changed, now);
	m->levels = *levels;
	if (!last.e && levels->e)
		e_rises(m, selected, now);
}

bool mpu_drives(const struct mpu *m, u8 *db)
{
	if (!m->levels.e || !m->levels.rw)
		return false;
	*db = m->output;
	return true;
}

void mpu_reset_counters(struct mpu *m)
{
	m->instructions = 0;
	m->data_writes = 0;
	m->data_reads = 0;
	m->flag_reads = 0;
	memset(m->offences, 0, sizeof(m->offences));
}
