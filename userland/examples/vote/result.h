/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_RESULT_H
#define VOTE_RESULT_H

#include <stddef.h>

#define RESULT_MAX 2048

/* The counts as JSON: {"total": 3, "counts": {"été": 2, "hiver": 1}} */
void result_print(char *json, size_t size);

#endif
