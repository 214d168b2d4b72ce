/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages: to the journal with its priorities when that is where standard
 * error leads, else to standard error with the program's name before them.
 *
 * log_err() and log_warn() append strerror(errno); the x forms do not. errno
 * survives every call. What takes no cell on a display (controls, bidi and
 * zero-width ones too) and ill-formed UTF-8 come out as \xNN, whoever they came
 * from, so nothing here can drive a terminal, or show what is not there.
 */
#ifndef LCDBRIDGE_LOG_H
#define LCDBRIDGE_LOG_H

#include <stdbool.h>

#include "macros.h"

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

void log_open(void);
void log_set_level(enum log_level level);

void log_err(const char *format, ...) __printf(1, 2);
void log_errx(const char *format, ...) __printf(1, 2);
void log_warn(const char *format, ...) __printf(1, 2);
void log_warnx(const char *format, ...) __printf(1, 2);
void log_info(const char *format, ...) __printf(1, 2);
void log_debug(const char *format, ...) __printf(1, 2);

/**
 * struct log_ration - for what strangers can make happen as often as they like
 * @until:   no more messages before then; CLOCK_MONOTONIC seconds
 * @dropped: messages since the last one
 */
struct log_ration {
	long until;
	unsigned long dropped;
};

/* May a message be logged now? One a second may; the next tells how many not. */
bool log_allowed(struct log_ration *ration);

#endif
