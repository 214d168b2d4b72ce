// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/LCD: open, read, write, poll, fsync, close. There is no ioctl.
 *
 * - Opening with O_TRUNC blanks the screen together with the first write, or at
 *   close where none came, so that nobody sees it blank in between.
 * - A write is atomic against every other, in chunks of CHUNK bytes, and never
 *   waits for hardware unless the file is O_SYNC.
 * - Reading at offset 0 takes a snapshot of the screen as text; the reads that
 *   follow go on in it to its end. Whoever begins elsewhere, or by seeking, gets
 *   one too. Writing does not move the offset.
 * - poll() says readable when the screen has changed since the snapshot that was
 *   last read from.
 * - Once the display is deleted, all of this says ENODEV and poll() EPOLLHUP.
 */
#include <linux/cleanup.h>
#include <linux/compiler.h>
#include <linux/fs.h>
#include <linux/minmax.h>
#include <linux/module.h>
#include <linux/mutex.h>
#include <linux/poll.h>
#include <linux/sched.h>
#include <linux/sched/signal.h>
#include <linux/slab.h>
#include <linux/splice.h>
#include <linux/string.h>
#include <linux/uio.h>

#include "chardev.h"
#include "display.h"
#include "text/screen.h"
#include "text/vt.h"

#define CHUNK 4096		/* bytes that nobody else's write comes between */
#define NEVER_READ U64_MAX	/* a generation that no display reaches */

/**
 * struct display_file - /dev/LCD, opened once
 * @display:  never changes; counted, so that it outlasts its deletion
 * @lock:     protects all below; taken before the display's own. Never held
 *            over a copy from or to a user
 * @vt:       the sequence that the last write left unfinished
 * @truncate: opened with O_TRUNC, and nothing has been written yet
 * @taken:    the generation of the snapshot
 * @seen:     the one of which some text was delivered last
 * @length:   bytes in @text; 0 before the first snapshot
 * @text:     the snapshot
 */
struct display_file {
	struct display *display;
	struct mutex lock;
	struct vt vt;
	bool truncate;
	u64 taken;
	u64 seen;
	size_t length;
	char text[SCREEN_TEXT_MAX];
};

static int chardev_open(struct inode *inode, struct file *filp)
{
	struct display *display = container_of(inode->i_cdev, struct display,
					       cdev);
	struct display_file *file;

	/* A node that somebody keeps leads here even after the deletion. */
	scoped_guard(mutex, &display->lock) {
		if (display->deleted)
			return -ENODEV;
	}

	file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);
	if (!file)
		return -ENOMEM;

	get_device(&display->dev);
	file->display = display;
	mutex_init(&file->lock);
	vt_init(&file->vt);
	file->truncate = filp->f_mode & FMODE_WRITE && filp->f_flags & O_TRUNC;
	file->seen = NEVER_READ;

	filp->private_data = file;
	filp->f_mode &= ~FMODE_PWRITE;	/* text goes where the cursor is */
	return 0;
}

/* Blank the screen if this file was opened to do so and has not done it. */
static void file_truncate(struct display_file *file)
{
	if (file->truncate)
		screen_reset(&file->display->screen);
	file->truncate = false;
}

static int chardev_release(struct inode *inode, struct file *filp)
{
	struct display_file *file = filp->private_data;
	struct display *display = file->display;

	scoped_guard(mutex, &display->lock) {
		if (!display->deleted) {
			file_truncate(file);
			display_publish(display);
		}
	}
	mutex_destroy(&file->lock);
	kfree(file);
	put_device(&display->dev);
	return 0;
}

static int file_write(struct display_file *file, const u8 *bytes, size_t count)
{
	struct display *display = file->display;

	guard(mutex)(&file->lock);
	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;

	file_truncate(file);
	vt_write(&file->vt, &display->screen, bytes, count);
	display->writes++;
	display->bytes += count;
	display_publish(display);
	return 0;
}

/*
 * Each chunk is copied before any lock is taken: a page that faults, for as
 * long as its owner likes, stops no other file.
 */
static ssize_t file_write_chunks(struct display_file *file, u8 *chunk,
				 size_t size, struct iov_iter *from)
{
	ssize_t done = 0;
	size_t copied;
	int err;

	while (iov_iter_count(from)) {
		copied = copy_from_iter(chunk, size, from);
		if (!copied)
			return done ?: -EFAULT;
		err = file_write(file, chunk, copied);
		if (err)
			return done ?: err;
		done += copied;
		if (fatal_signal_pending(current))
			break;
		cond_resched();
	}
	return done;
}

/* The text is on the screen already, so a signal must not have it sent again. */
static ssize_t file_write_sync(struct display_file *file, ssize_t done)
{
	int err = display_sync(file->display);

	return err && err != -ERESTARTSYS ? err : done;
}

static ssize_t chardev_write_iter(struct kiocb *iocb, struct iov_iter *from)
{
	struct display_file *file = iocb->ki_filp->private_data;
	size_t size = min_t(size_t, iov_iter_count(from), CHUNK);
	ssize_t done;
	u8 *chunk;

	if (!size)
		return 0;
	chunk = kmalloc(size, GFP_KERNEL_ACCOUNT);
	if (!chunk)
		return -ENOMEM;

	done = file_write_chunks(file, chunk, size, from);
	kfree(chunk);
	if (done > 0 && iocb_is_dsync(iocb))
		done = file_write_sync(file, done);
	/* The caller puts it into the file, where reads may have moved it. */
	iocb->ki_pos = READ_ONCE(iocb->ki_filp->f_pos);
	return done;
}

static int file_take_snapshot(struct display_file *file)
{
	struct display *display = file->display;

	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;
	file->length = screen_text(&display->published, file->text);
	file->taken = display->generation;
	return 0;
}

static int file_check(struct display_file *file)
{
	guard(mutex)(&file->display->lock);
	return file->display->deleted ? -ENODEV : 0;
}

/* Copy at most @count bytes of the snapshot at @pos to @out. */
static ssize_t file_read(struct display_file *file, loff_t pos, char *out,
			 size_t count)
{
	int err;

	guard(mutex)(&file->lock);
	err = pos && file->length ? file_check(file) : file_take_snapshot(file);
	if (err)
		return err;
	if (pos >= file->length)
		return 0;
	count = min_t(size_t, count, file->length - pos);
	memcpy(out, file->text + pos, count);
	return count;
}

static void file_delivered(struct display_file *file)
{
	guard(mutex)(&file->lock);
	file->seen = file->taken;
}

static ssize_t chardev_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct display_file *file = iocb->ki_filp->private_data;
	char text[SCREEN_TEXT_MAX];
	ssize_t count;

	if (!iov_iter_count(to))
		return 0;
	count = file_read(file, iocb->ki_pos, text,
			  min(iov_iter_count(to), sizeof(text)));
	if (count <= 0)
		return count;
	count = copy_to_iter(text, count, to);
	if (!count)
		return -EFAULT;
	file_delivered(file);
	iocb->ki_pos += count;
	return count;
}

static loff_t chardev_llseek(struct file *filp, loff_t offset, int whence)
{
	struct display_file *file = filp->private_data;
	int err;

	guard(mutex)(&file->lock);
	err = file->length ? file_check(file) : file_take_snapshot(file);
	if (err)
		return err;
	return fixed_size_llseek(filp, offset, whence, file->length);
}

static __poll_t chardev_poll(struct file *filp, poll_table *wait)
{
	struct display_file *file = filp->private_data;
	struct display *display = file->display;
	__poll_t events = EPOLLOUT | EPOLLWRNORM;

	poll_wait(filp, &display->changed, wait);

	guard(mutex)(&file->lock);
	guard(mutex)(&display->lock);
	if (display->deleted)
		return events | EPOLLHUP | EPOLLERR;
	if (file->seen != display->generation)
		events |= EPOLLIN | EPOLLRDNORM | EPOLLPRI;
	return events;
}

static int chardev_fsync(struct file *filp, loff_t start, loff_t end,
			 int datasync)
{
	struct display_file *file = filp->private_data;

	return display_sync(file->display);
}

static const struct file_operations chardev_fops = {
	.owner = THIS_MODULE,
	.open = chardev_open,
	.release = chardev_release,
	.read_iter = chardev_read_iter,
	.write_iter = chardev_write_iter,
	.splice_read = copy_splice_read,
	.splice_write = iter_file_splice_write,
	.llseek = chardev_llseek,
	.poll = chardev_poll,
	.fsync = chardev_fsync,
};

const struct file_operations *chardev_operations(void)
{
	return &chardev_fops;
}
