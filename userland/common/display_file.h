/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is known of a display through its file and sysfs, and why a file will
 * not do.
 */
#ifndef DEVLCD_COMMON_DISPLAY_FILE_H
#define DEVLCD_COMMON_DISPLAY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/**
 * display_file_attributes() - the sysfs folder of a character device
 * @device: its number
 *
 * Return: a descriptor of the folder, or -1 with errno.
 */
int display_file_attributes(dev_t device);

/**
 * display_file_number() - read an attribute that is a number
 * @attributes: what display_file_attributes() returned
 * @name:       of the attribute
 * @value:      set where the attribute is a number from 0 to INT_MAX
 *
 * Return: was @value set?
 */
bool display_file_number(int attributes, const char *name, int *value);

/**
 * display_file_word() - read an attribute that is a word
 * @attributes: what display_file_attributes() returned
 * @name:       of the attribute
 * @word:       room for @size bytes; the final newline is cut
 * @size:       of @word
 *
 * Return: was @word set?
 */
bool display_file_word(int attributes, const char *name, char *word, size_t size);

/**
 * display_file_is_leftover() - does a regular file stand where a device should?
 * @path: of the file
 *
 * "echo hi > /dev/LCD" before the module is loaded makes one, and the device
 * has no place afterwards.
 */
bool display_file_is_leftover(const char *path);

/**
 * display_file_explain() - why a display's file could not be used
 * @path:  of the file
 * @error: the errno that came
 * @why:   room for @size bytes: the reason, and what to do about it
 * @size:  of @why
 */
void display_file_explain(const char *path, int error, char *why, size_t size);

#endif
