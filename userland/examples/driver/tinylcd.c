// SPDX-License-Identifier: GPL-2.0-only
/* A driver that is a file: a screen in memory, /dev/tinylcd. README.md explains it. */
#include <linux/fs.h>
#include <linux/miscdevice.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/slab.h>
#include <linux/uaccess.h>

#define ROWS 4
#define COLS 20
#define LINE (COLS + 1)		/* with the line feed */

static DEFINE_MUTEX(lock);	/* protects all up to the wait queue */
static char screen[ROWS][LINE];
static unsigned int row, col;
static u64 generation;		/* counts the changes */
static DECLARE_WAIT_QUEUE_HEAD(changed);

static void blank(unsigned int first)
{
	memset(screen[first], ' ', sizeof(screen) - first * LINE);
	for (row = first; row < ROWS; row++)
		screen[row][COLS] = '\n';
	row = first;
	col = 0;
}

/* A line feed on the last row scrolls when the next character comes. */
static void put(char c)
{
	if (row == ROWS) {
		memmove(screen[0], screen[1], (ROWS - 1) * LINE);
		blank(ROWS - 1);
	}
	if (c == '\n') {
		row++;
		col = 0;
	} else if (c >= ' ' && c <= '~' && col < COLS) {
		screen[row][col++] = c;
	}
}

static int tiny_open(struct inode *inode, struct file *file)
{
	u64 *seen = kmalloc(sizeof(*seen), GFP_KERNEL);

	if (!seen)
		return -ENOMEM;
	*seen = U64_MAX;	/* the generation that this file has read: none */
	file->private_data = seen;
	if (file->f_flags & O_TRUNC) {
		mutex_lock(&lock);
		blank(0);
		generation++;
		mutex_unlock(&lock);
		wake_up(&changed);
	}
	return 0;
}

static int tiny_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}

static ssize_t tiny_write(struct file *file, const char __user *from, size_t count, loff_t *pos)
{
	char text[256];

	count = min(count, sizeof(text));
	if (copy_from_user(text, from, count))
		return -EFAULT;
	mutex_lock(&lock);
	for (size_t i = 0; i < count; i++)
		put(text[i]);
	generation++;
	mutex_unlock(&lock);
	wake_up(&changed);
	return count;
}

static ssize_t tiny_read(struct file *file, char __user *to, size_t count, loff_t *pos)
{
	char text[sizeof(screen)];

	mutex_lock(&lock);
	memcpy(text, screen, sizeof(text));
	*(u64 *)file->private_data = generation;
	mutex_unlock(&lock);
	return simple_read_from_buffer(to, count, pos, text, sizeof(text));
}

static __poll_t tiny_poll(struct file *file, poll_table *wait)
{
	__poll_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(file, &changed, wait);
	mutex_lock(&lock);
	if (*(u64 *)file->private_data != generation)
		events |= EPOLLIN | EPOLLRDNORM;
	mutex_unlock(&lock);
	return events;
}

static const struct file_operations tiny_fops = {
	.owner = THIS_MODULE,
	.open = tiny_open,
	.release = tiny_release,
	.write = tiny_write,
	.read = tiny_read,
	.poll = tiny_poll,
	.llseek = default_llseek,
};

static struct miscdevice tiny = {
	.minor = MISC_DYNAMIC_MINOR,
	.name = "tinylcd",
	.fops = &tiny_fops,
	.mode = 0666,
};

static int __init tiny_init(void)
{
	blank(0);
	return misc_register(&tiny);
}
module_init(tiny_init);

static void __exit tiny_exit(void)
{
	misc_deregister(&tiny);
}
module_exit(tiny_exit);

MODULE_DESCRIPTION("The smallest driver that is a display as a file");
MODULE_LICENSE("GPL");
