// SPDX-License-Identifier: GPL-2.0-only
/*
 * debugfs: lcdemu/BOARD/
 *
 *	glass		the rows as one sees them, \xNN for what is not ASCII
 *	ddram, cgram	the memories in hexadecimal
 *	state		modes, address counter, backlight
 *	counters	what passed the wire
 *	violations	how often each rule was broken, and by what first
 *	bus		name of the adapter ("i2c-1"), of the GPIO chip or of the
 *			SPI controller
 *
 *	reset		write anything: counters and violations start anew
 *	nak		N [at K [after M [as E]]] | off; always for N: the next N
 *			transfers, after M that are let through, are refused at
 *			byte K, at 0, the address, if it is not given. The
 *			adapter calls it errno E: a lost arbitration is 11, a
 *			time-out 110. On SPI the controller fails
 *	absent		1: the chip does not answer; SPI cannot notice. 0: it
 *			answers again
 *	power_cycle	SEED [noreset]: off and on, with garbage in RAM and, with
 *			noreset, in the modes too
 *	disturb		what comes without the driver and without an error; all
 *			numbers but SEED and UNIT (1: second controller) are
 *			hexadecimal:
 *			port STATE...: a PCF8574's port takes these states, and
 *			keeps the last; the lines (D0 to D7, RS, RW, E, E2,
 *			backlight) of a GPIO chip or an MCP230xx take them for a
 *			microsecond each
 *			instruction CODE [UNIT]
 *			ddram ADDRESS CODE [UNIT]: a changed cell
 *			cgram ADDRESS DOTS [UNIT]: a changed row of a picture
 *			dip SEED [noreset]: as power_cycle, the pins stay
 *	keys		PINS [READS]: those of an MCP230xx that are pulled low, port B
 *			from bit 8, in hexadecimal; until the pins were read so
 *			often, else for ever
 *	watch		write anything: the glass should show what it shows, and
 *			"flickers" of the counters says how often a cell that
 *			did so does not after a step of the driver; "wrong", how
 *			many do not
 *	plugged		0: pull the bus or chip out, which waits until no
 *			/dev/i2c-N is open on it; 1: put it back, wired as the
 *			module parameters say now, and switch it on
 *	device		NAME [MODE [KHZ [CHIP-SELECT]]] | none: the device on the
 *			SPI bus, at bus_khz and where the chip is by default
 */
#include <linux/debugfs.h>
#include <linux/err.h>
#include <linux/fs.h>
#include <linux/kstrtox.h>
#include <linux/math64.h>
#include <linux/module.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#include "board.h"
#include "controls.h"
#include "disturb.h"
#include "settings.h"

static struct dentry *root;

/* What may be shown of a board, taken in one moment. */
struct view {
	struct board_config config;
	struct board_counters counters;
	struct watch watch;
	struct mpu mpu[2];
	const struct controller *controllers[2];
	bool backlight;
	unsigned int lit;
	unsigned int level;
	char bus[32];
};

static int view_show(struct seq_file *m, void (*show)(struct seq_file *m,
						      const struct view *v))
{
	struct board *b = m->private;
	struct view *v = kmalloc(sizeof(*v), GFP_KERNEL);

	if (!v)
		return -ENOMEM;
	spin_lock_irq(&b->lock);
	v->config = b->config;
	v->counters = b->counters;
	v->watch = b->watch;
	memcpy(v->mpu, b->mpu, sizeof(v->mpu));
	v->backlight = b->backlight;
	v->lit = b->lit;
	v->level = b->level;
	memcpy(v->bus, b->bus, sizeof(v->bus));
	spin_unlock_irq(&b->lock);
	for (size_t i = 0; i < ARRAY_SIZE(v->mpu); i++)
		v->controllers[i] = &v->mpu[i].controller;
	show(m, v);
	kfree(v);
	return 0;
}

static void show_glass(struct seq_file *m, const struct view *v)
{
	char *text = kmalloc(GLASS_TEXT, GFP_KERNEL);

	if (!text)
		return;
	glass_text(v->config.glass, v->controllers, text);
	seq_puts(m, text);
	kfree(text);
}

static void show_hex(struct seq_file *m, const u8 *bytes, size_t n, size_t line)
{
	for (size_t i = 0; i < n; i += line)
		seq_printf(m, "%*ph\n", (int)line, bytes + i);
}

static void show_ddram(struct seq_file *m, const struct view *v)
{
	for (unsigned int i = 0; i < v->config.glass->controllers; i++)
		show_hex(m, v->controllers[i]->ddram, CONTROLLER_DDRAM,
			 CONTROLLER_LINE);
}

static void show_cgram(struct seq_file *m, const struct view *v)
{
	for (unsigned int i = 0; i < v->config.glass->controllers; i++)
		show_hex(m, v->controllers[i]->cgram, CONTROLLER_CGRAM, 8);
}

static const char *on_off(bool on)
{
	return on ? "on" : "off";
}

static void show_controller(struct seq_file *m, const struct controller *c,
			    const char *prefix)
{
	seq_printf(m, "%saddress %s 0x%02x\n", prefix,
		   c->in_cgram ? "cgram" : "ddram", c->ac);
	seq_printf(m, "%sdisplay %s\n", prefix, on_off(c->on));
	seq_printf(m, "%scursor %s\n", prefix, on_off(c->cursor));
	seq_printf(m, "%sblink %s\n", prefix, on_off(c->blink));
	seq_printf(m, "%sshift %u\n", prefix, c->shift);
	seq_printf(m, "%sbits %u\n", prefix, c->wide ? 8 : 4);
	seq_printf(m, "%slines %u\n", prefix, c->two_line ? 2 : 1);
	seq_printf(m, "%sfont %s\n", prefix, c->tall ? "5x10" : "5x8");
	seq_printf(m, "%sentry %s\n", prefix,
		   c->increment ? "increment" : "decrement");
	seq_printf(m, "%sautoshift %s\n", prefix, on_off(c->autoshift));
}

static void show_state(struct seq_file *m, const struct view *v)
{
	show_controller(m, v->controllers[0], "");
	if (v->config.glass->controllers > 1)
		show_controller(m, v->controllers[1], "e2-");
	seq_printf(m, "contrast %u\n", v->controllers[0]->contrast);
	seq_printf(m, "brightness %u\n", v->controllers[0]->brightness);
	seq_printf(m, "table %u\n", v->controllers[0]->font);
	seq_printf(m, "backlight %s\n", on_off(v->backlight));
	seq_printf(m, "lit %u\n", v->lit);
	seq_printf(m, "level %u\n", v->level);
	seq_printf(m, "geometry %s\n", v->config.glass->name);
}

static void show_counters(struct seq_file *m, const struct view *v)
{
	const struct mpu *e = &v->mpu[0];
	const struct mpu *e2 = &v->mpu[1];

	seq_printf(m, "transfers %llu\n", v->counters.transfers);
	seq_printf(m, "bytes %llu\n", v->counters.bytes);
	seq_printf(m, "reads %llu\n", v->counters.reads);
	seq_printf(m, "naks %llu\n", v->counters.naks);
	seq_printf(m, "steps %llu\n", v->counters.steps);
	seq_printf(m, "wire_us %llu\n", div_u64(v->counters.wire_ns, 1000));
	seq_printf(m, "longest_us %llu\n",
		   div_u64(v->counters.longest_ns, 1000));
	seq_printf(m, "first_ns %llu\n", v->counters.first_ns);
	seq_printf(m, "instructions %llu\n",
		   e->instructions + e2->instructions);
	seq_printf(m, "data_writes %llu\n", e->data_writes + e2->data_writes);
	seq_printf(m, "data_reads %llu\n", e->data_reads + e2->data_reads);
	seq_printf(m, "flag_reads %llu\n", e->flag_reads + e2->flag_reads);
	seq_printf(m, "flickers %llu", v->watch.flickers);
	if (v->watch.flickers)
		seq_printf(m, " first: row %u, column %u", v->watch.row,
			   v->watch.col);
	seq_printf(m, "\nwrong %u\n", watch_wrong(&v->watch, v->config.glass));
}

static void show_offence(struct seq_file *m, const struct mpu_offence *o,
			 const char *rule)
{
	seq_printf(m, "%s %u", rule, o->count);
	if (o->count)
		seq_printf(m, " first: RS=%d RW=%d DB=0x%02x, %llu ns of %llu",
			   o->levels.rs, o->levels.rw, o->levels.db, o->elapsed,
			   o->needed);
	seq_putc(m, '\n');
}

static void show_violations(struct seq_file *m, const struct view *v)
{
	for (unsigned int rule = 0; rule < MPU_BREACHES; rule++) {
		const struct mpu_offence *o = &v->mpu[0].offences[rule];
		struct mpu_offence both = o->count ? *o :
					  v->mpu[1].offences[rule];

		both.count = o->count + v->mpu[1].offences[rule].count;
		show_offence(m, &both, mpu_rule(rule));
	}
	seq_printf(m, "mode %llu\n", v->counters.wrong_modes);
	seq_printf(m, "clock %llu\n", v->counters.too_fast);
}

static void show_bus(struct seq_file *m, const struct view *v)
{
	seq_printf(m, "%s\n", v->bus);
}

#define DEFINE_VIEW(name)						\
static int name##_show(struct seq_file *m, void *unused)		\
{									\
	return view_show(m, show_##name);				\
}									\
DEFINE_SHOW_ATTRIBUTE(name)

DEFINE_VIEW(glass);
DEFINE_VIEW(ddram);
DEFINE_VIEW(cgram);
DEFINE_VIEW(state);
DEFINE_VIEW(counters);
DEFINE_VIEW(violations);
DEFINE_VIEW(bus);

static int do_reset(struct board *b, const char *text)
{
	spin_lock_irq(&b->lock);
	board_reset_counters(b);
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_nak(struct board *b, const char *text)
{
	unsigned int naks = 0, at = 0, after = 0, as = 0;

	if (!strcmp(text, "always") ||
	    sscanf(text, "always at %u after %u as %u", &at, &after, &as) > 0)
		naks = BOARD_NAK_ALWAYS;
	else if (strcmp(text, "off") &&
		 sscanf(text, "%u at %u after %u as %u", &naks, &at, &after,
			&as) < 1)
		return -EINVAL;
	if (as > MAX_ERRNO)
		return -EINVAL;
	spin_lock_irq(&b->lock);
	b->naks = naks;
	b->nak_at = at;
	b->nak_after = after;
	b->nak_as = as;
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_watch(struct board *b, const char *text)
{
	spin_lock_irq(&b->lock);
	board_watch(b);
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_keys(struct board *b, const char *text)
{
	unsigned int keys, reads = 0;

	if (sscanf(text, "%x %u", &keys, &reads) < 1)
		return -EINVAL;
	spin_lock_irq(&b->lock);
	mcp230xx_press(b, keys, reads);
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_absent(struct board *b, const char *text)
{
	bool absent;
	int err = kstrtobool(text, &absent);

	if (err)
		return err;
	spin_lock_irq(&b->lock);
	b->absent = absent;
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_power_cycle(struct board *b, const char *text)
{
	unsigned long long seed;
	char mode[8] = "";

	if (sscanf(text, "%llu %7s", &seed, mode) < 1)
		return -EINVAL;
	spin_lock_irq(&b->lock);
	b->kind->power_on(b, seed, strcmp(mode, "noreset"));
	spin_unlock_irq(&b->lock);
	return 0;
}

static int do_plugged(struct board *b, const char *text)
{
	struct board_config config;
	bool plugged;
	int err = kstrtobool(text, &plugged);

	if (err)
		return err;
	if (!plugged) {
		board_unplug(b);
		return 0;
	}
	err = settings_read(&config);
	return err ?: board_plug(b, &config);
}

static int do_device(struct board *b, const char *text)
{
	return b->kind->device ? b->kind->device(b, text) : -EOPNOTSUPP;
}

static ssize_t control(struct file *file, const char __user *ubuf, size_t n,
		       int (*act)(struct board *b, const char *text))
{
	char text[128];
	int err;

	if (n >= sizeof(text))
		return -EINVAL;
	if (copy_from_user(text, ubuf, n))
		return -EFAULT;
	text[n] = '\0';
	err = act(file->private_data, strim(text));
	return err ?: n;
}

#define DEFINE_CONTROL(name, act)					\
static ssize_t name##_write(struct file *file, const char __user *ubuf,	\
			    size_t n, loff_t *pos)			\
{									\
	return control(file, ubuf, n, act);				\
}									\
static const struct file_operations name##_fops = {			\
	.owner = THIS_MODULE,						\
	.open = simple_open,						\
	.write = name##_write,						\
}

DEFINE_CONTROL(reset, do_reset);
DEFINE_CONTROL(nak, do_nak);
DEFINE_CONTROL(disturb, disturb);
DEFINE_CONTROL(watch, do_watch);
DEFINE_CONTROL(keys, do_keys);
DEFINE_CONTROL(absent, do_absent);
DEFINE_CONTROL(power_cycle, do_power_cycle);
DEFINE_CONTROL(plugged, do_plugged);
DEFINE_CONTROL(device, do_device);

static const struct control_file {
	const char *name;
	umode_t mode;
	const struct file_operations *fops;
} files[] = {
	{ "glass", 0444, &glass_fops },
	{ "ddram", 0444, &ddram_fops },
	{ "cgram", 0444, &cgram_fops },
	{ "state", 0444, &state_fops },
	{ "counters", 0444, &counters_fops },
	{ "violations", 0444, &violations_fops },
	{ "bus", 0444, &bus_fops },
	{ "reset", 0200, &reset_fops },
	{ "nak", 0200, &nak_fops },
	{ "disturb", 0200, &disturb_fops },
	{ "watch", 0200, &watch_fops },
	{ "keys", 0200, &keys_fops },
	{ "absent", 0200, &absent_fops },
	{ "power_cycle", 0200, &power_cycle_fops },
	{ "plugged", 0200, &plugged_fops },
	{ "device", 0200, &device_fops },
};

void controls_add(struct board *boards, size_t n)
{
	root = debugfs_create_dir("lcdemu", NULL);
	for (size_t i = 0; i < n; i++) {
		struct dentry *dir = debugfs_create_dir(boards[i].kind->name,
							root);

		for (size_t f = 0; f < ARRAY_SIZE(files); f++)
			debugfs_create_file(files[f].name, files[f].mode, dir,
					    &boards[i], files[f].fops);
	}
}

void controls_remove(void)
{
	debugfs_remove_recursive(root);
}
