/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that remembers the votes: a line each, "NAME<tab>CHOICE". */
#ifndef VOTE_JOURNAL_H
#define VOTE_JOURNAL_H

/* Put its votes into the ballot box; make it where there is none. Or exit. */
void journal_open(const char *path);

/* Write down a valid vote; it is safe only after the next journal_commit(). */
void journal_append(const char *name, const char *choice);

/* Until the votes so far are on the disk. Nobody may be told of one before. */
void journal_commit(void);

#endif
