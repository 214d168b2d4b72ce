// SPDX-License-Identifier: GPL-2.0-only
/*
 * /dev/LCD: open, read, write, poll, fsync, close. There is no ioctl.
 *
 * - Opening with O_TRUNC blanks the screen together with the first write, or at
 *   close if nothing was written, so the glass is never blank in between.
 * - A write is atomic against all others, in chunks of CHUNK bytes, and does not
 *   wait for hardware unless the file is O_SYNC.
 * - Reading at offset 0 takes a snapshot of the screen as text; later reads
 *   return the rest of it. A first read at another offset, or a first seek, also
 *   takes a snapshot. Writing does not move the offset.
 * - poll() reports readable when the screen has changed since the text that this
 *   file read last.
 * - After the display is deleted, all of this fails with ENODEV, and poll()
 *   reports EPOLLHUP.
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

#define CHUNK 4096		/* bytes that are written atomically */
#define PIECE 512		/* bytes between two cond_resched() */
#define NEVER_READ U64_MAX	/* a generation that no display reaches */

/* A screen as text, one line a row. */
struct snapshot {
	u64 generation;
	size_t length;
	char text[SCREEN_TEXT_MAX];
};

/**
 * struct display_file - /dev/LCD, opened once
 * @display:  never changes; holds a reference, also after the deletion
 * @lock:     protects all below; taken before the display's own lock. Never
 *            held while user memory is copied
 * @vt:       the sequence that the last write left unfinished
 * @truncate: opened with O_TRUNC, and nothing has been written yet
 * @seen:     the generation of the text that was read last
 * @snapshot: for reads at offsets other than 0; empty at first
 */
struct display_file {
	struct display *display;
	struct mutex lock;
	struct vt vt;
	bool truncate;
	u64 seen;
	struct snapshot snapshot;
};

/*
 * Return the display of a device node, with a reference. While a node made by mknod is
 * open, its inode still points to a deleted display: look up the one that has this number
 * now.
 */
static struct display *chardev_display(const struct inode *inode)
{
	struct display *display = container_of(inode->i_cdev, struct display,
					       cdev);
	struct device *dev;

	scoped_guard(mutex, &display->lock) {
		if (!display->deleted)
			return to_display(get_device(&display->dev));
	}
	dev = class_find_device_by_devt(display->dev.class, inode->i_rdev);
	return dev ? to_display(dev) : NULL;
}

static int chardev_open(struct inode *inode, struct file *filp)
{
	struct display *display = chardev_display(inode);
	struct display_file *file;

	if (!display)
		return -ENODEV;

	file = kzalloc(sizeof(*file), GFP_KERNEL_ACCOUNT);
	if (!file) {
		put_device(&display->dev);
		return -ENOMEM;
	}
	file->display = display;
	mutex_init(&file->lock);
	vt_init(&file->vt);
	file->truncate = filp->f_mode & FMODE_WRITE && filp->f_flags & O_TRUNC;
	file->seen = NEVER_READ;

	filp->private_data = file;
	filp->f_mode &= ~FMODE_PWRITE;	/* text goes where the cursor is */
	/* A write, which moves no offset, must not put back the one that it found. */
	filp->f_mode |= FMODE_ATOMIC_POS;
	return 0;
}

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
	size_t piece;

	guard(mutex)(&file->lock);
	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;

	file_truncate(file);
	display->writes++;
	display->bytes += count;
	for (; count; bytes += piece, count -= piece) {
		piece = min_t(size_t, count, PIECE);
		vt_write(&file->vt, &display->screen, bytes, piece);
		cond_resched();
	}
	display_publish(display);
	return 0;
}

/*
 * Copy each chunk before taking a lock: a page fault may take for ever, and must
 * not block other files.
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

/* The text is already on the screen: do not restart the write after a signal. */
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
	/* splice() stores ki_pos in the file: keep the offset that reads have set. */
	iocb->ki_pos = READ_ONCE(iocb->ki_filp->f_pos);
	return done;
}

static int take_snapshot(struct display *display, struct snapshot *snapshot)
{
	guard(mutex)(&display->lock);
	if (display->deleted)
		return -ENODEV;
	snapshot->length = screen_text(&display->published, snapshot->text);
	snapshot->generation = display->generation;
	return 0;
}

static int file_check(struct display_file *file)
{
	guard(mutex)(&file->display->lock);
	return file->display->deleted ? -ENODEV : 0;
}

/* Get the snapshot for a read at @pos: the file's, or a new one. */
static int file_read(struct display_file *file, loff_t pos, struct snapshot *snapshot)
{
	int err;

	guard(mutex)(&file->lock);
	if (!pos || !file->snapshot.length)
		return take_snapshot(file->display, snapshot);
	err = file_check(file);
	if (!err)
		*snapshot = file->snapshot;
	return err;
}

/* A part of @snapshot was copied to the user: later reads return the rest. */
static void file_delivered(struct display_file *file, const struct snapshot *snapshot)
{
	guard(mutex)(&file->lock);
	file->seen = snapshot->generation;
	if (file->snapshot.generation != snapshot->generation || !file->snapshot.length)
		file->snapshot = *snapshot;
}

static ssize_t chardev_read_iter(struct kiocb *iocb, struct iov_iter *to)
{
	struct display_file *file = iocb->ki_filp->private_data;
	struct snapshot snapshot;
	size_t count;
	int err;

	if (!iov_iter_count(to))
		return 0;
	err = file_read(file, iocb->ki_pos, &snapshot);
	if (err)
		return err;
	if (iocb->ki_pos >= snapshot.length)
		return 0;
	count = copy_to_iter(snapshot.text + iocb->ki_pos,
			     snapshot.length - iocb->ki_pos, to);
	if (!count)
		return -EFAULT;
	file_delivered(file, &snapshot);
	iocb->ki_pos += count;
	return count;
}

static loff_t chardev_llseek(struct file *filp, loff_t offset, int whence)
{
	struct display_file *file = filp->private_data;
	int err;

	guard(mutex)(&file->lock);
	err = file->snapshot.length ? file_check(file) :
				      take_snapshot(file->display, &file->snapshot);
	if (err)
		return err;
	return fixed_size_llseek(filp, offset, whence, file->snapshot.length);
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

const struct file_operations chardev_fops = {
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
