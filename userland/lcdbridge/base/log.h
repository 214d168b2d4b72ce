/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages on standard error: with the journal's priorities if it is connected to the
 * journal, else with the program's name before them.
 *
 * log_err() and log_warn() append strerror(errno); the x forms do not. errno
 * survives every call. Characters that take no cell on a display (controls, bidi
 * and zero-width ones) and ill-formed UTF-8 are printed as \xNN, so that no message
 * can control a terminal or hide its text.
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
 * struct log_ration - limits messages that other machines can cause at will
 * @until:   no more messages before then; CLOCK_MONOTONIC seconds
 * @dropped: messages since the last one
 */
struct log_ration {
	long until;
	unsigned long dropped;
};

/* May a message be logged now? Permits one a second, and logs how many were dropped. */
bool log_allowed(struct log_ration *ration);

#endif
