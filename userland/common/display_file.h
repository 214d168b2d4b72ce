/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The sysfs attributes of a display's file, and why a file cannot be used.
 */
#ifndef DEVLCD_COMMON_DISPLAY_FILE_H
#define DEVLCD_COMMON_DISPLAY_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "text/charset.h"

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
 * @value:      set if the attribute is a number from 0 to INT_MAX
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
 * display_file_rom() - the ROM of the display's panel
 * @attributes: what display_file_attributes() returned
 *
 * Return: A00 if the display does not tell.
 */
enum charset_rom display_file_rom(int attributes);

/**
 * display_file_is_leftover() - is there a regular file in place of the device?
 * @path: of the file
 *
 * "echo hi > /dev/LCD" before the module is loaded makes such a file, which then
 * hides the device; "mv x /dev/LCD" as root replaces the device by one.
 */
bool display_file_is_leftover(const char *path);

/**
 * display_file_explain() - explain why a display's file could not be used
 * @path:  of the file
 * @error: the errno of the attempt
 * @why:   room for @size bytes: the reason, and what to do about it
 * @size:  of @why
 */
void display_file_explain(const char *path, int error, char *why, size_t size);

#endif
