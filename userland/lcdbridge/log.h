/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Messages: to the journal with its priorities when that is where standard
 * error leads, else to standard error with the program's name before them.
 *
 * log_err() and log_warn() append strerror(errno); the x forms do not. errno
 * survives every call. Control characters and ill-formed UTF-8 come out as
 * \xNN, whoever they came from, so nothing here can drive a terminal.
 */
#ifndef LCDBRIDGE_LOG_H
#define LCDBRIDGE_LOG_H

enum log_level { LOG_LEVEL_ERROR, LOG_LEVEL_WARNING, LOG_LEVEL_INFO, LOG_LEVEL_DEBUG };

#define LOG_PRINTF __attribute__((format(printf, 1, 2)))

void log_open(void);
void log_set_level(enum log_level level);

void log_err(const char *format, ...) LOG_PRINTF;
void log_errx(const char *format, ...) LOG_PRINTF;
void log_warn(const char *format, ...) LOG_PRINTF;
void log_warnx(const char *format, ...) LOG_PRINTF;
void log_info(const char *format, ...) LOG_PRINTF;
void log_debug(const char *format, ...) LOG_PRINTF;

#endif
