/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of a kernel as charlcd.c and hd44780_common.c call, so that they run
 * in a test as they are. One display, one thread, no time passes.
 */
#ifndef DEVLCD_CHARLCD_KERNEL_H
#define DEVLCD_CHARLCD_KERNEL_H

#include <ctype.h>
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>

typedef uint8_t u8;

#define __user
#define EXPORT_SYMBOL_GPL(symbol) _Static_assert(1, #symbol)
#define MODULE_DESCRIPTION(text) _Static_assert(1, text)
#define MODULE_LICENSE(licence) _Static_assert(1, licence)
#define UTS_RELEASE "0"
#define WARN_ON(condition) (condition)
#define container_of(pointer, type, member) \
	((type *)((char *)(pointer) - offsetof(type, member)))

/* Memory and user memory */
#define GFP_KERNEL 0
#define kzalloc(size, flags) ((void)(flags), calloc(1, size))
#define kfree(pointer) free(pointer)
#define get_user(value, address) ((value) = *(address), 0)

/* Locks, work and time */
struct mutex { int unused; };
struct work_struct { int unused; };
struct delayed_work { struct work_struct work; };
typedef int atomic_t;

#define HZ 100
#define ATOMIC_INIT(value) (value)
#define atomic_dec_and_test(value) (--*(value) == 0)
#define atomic_inc(value) (++*(value))
#define mutex_init(lock) ((void)(lock))
#define mutex_lock(lock) ((void)(lock))
#define mutex_unlock(lock) ((void)(lock))
#define INIT_DELAYED_WORK(dwork, function) ((void)(dwork), (void)(function))
#define to_delayed_work(w) container_of(w, struct delayed_work, work)
#define schedule_delayed_work(dwork, delay) ((void)(dwork), (void)(delay))
#define cancel_delayed_work_sync(dwork) ((void)(dwork))
#define cond_resched() ((void)0)
#define msecs_to_jiffies(ms) (ms)
#define schedule_timeout_interruptible(jiffies) ((void)(jiffies))

/* Files */
#define FMODE_READ 1
#define LCD_MINOR 156
struct inode { int unused; };
struct file { unsigned int f_mode; };

struct file_operations {
	ssize_t (*write)(struct file *file, const char *bytes, size_t count, loff_t *pos);
	int (*open)(struct inode *inode, struct file *file);
	int (*release)(struct inode *inode, struct file *file);
	loff_t (*llseek)(struct file *file, loff_t offset, int whence);
};

struct miscdevice {
	int minor;
	const char *name;
	const struct file_operations *fops;
};

#define no_llseek NULL
#define nonseekable_open(inode, file) ((void)(inode), (void)(file), 0)
int misc_register(struct miscdevice *misc);
#define misc_deregister(misc) ((void)(misc))

/* Reboot */
enum { SYS_DOWN = 1, SYS_HALT, SYS_POWER_OFF, NOTIFY_DONE = 0 };

struct notifier_block {
	int (*notifier_call)(struct notifier_block *block, unsigned long code, void *data);
};

#define register_reboot_notifier(block) ((void)(block))
#define unregister_reboot_notifier(block) ((void)(block))

/* Text; unlike strtoul(), without blanks and signs. */
static inline unsigned long simple_strtoul(const char *text, char **end, unsigned int base)
{
	if (isdigit((unsigned char)*text))
		return strtoul(text, end, base);
	*end = (char *)text;
	return 0;
}

static inline int hex_to_bin(unsigned char digit)
{
	static const char digits[] = "0123456789abcdef";
	const char *found = digit ? strchr(digits, tolower(digit)) : NULL;

	return found ? found - digits : -1;
}

#endif
