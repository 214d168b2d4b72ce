/* SPDX-License-Identifier: GPL-2.0-only */
/* The ballot box: who has voted, and the counts. It knows no file and no network. */
#ifndef VOTE_BALLOT_H
#define VOTE_BALLOT_H

#define BALLOT_CHOICES	16
#define BALLOT_CHOICE	32	/* bytes */
#define BALLOT_NAME	64
#define BALLOT_VOTERS	10000

/* Once, at the start. NULL, or what is wrong with them. */
const char *ballot_open(char **names, int count);

/* Why this vote is not valid, as an answer to the voter; NULL where it is. */
const char *ballot_refuses(const char *name, const char *choice);

/* Take a vote that is valid. */
void ballot_take(const char *name, const char *choice);

int ballot_choices(void);
const char *ballot_choice(int i);
unsigned int ballot_count(int i);
unsigned int ballot_most(void);

/* It only grows: whatever shows the counts is up to date while it is the same. */
unsigned int ballot_total(void);

#endif
