/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef VOTE_CAST_H
#define VOTE_CAST_H

/*
 * A vote that came by @way: the answer to it, which may be given only after the
 * next journal_commit().
 */
const char *cast(const char *way, const char *name, const char *choice);

#endif
