// SPDX-License-Identifier: GPL-2.0-only
#include "cast.h"

#include <stdio.h>
#include <string.h>

#include "answers.h"
#include "ballot.h"
#include "journal.h"

const char *cast(const char *way, const char *name, const char *choice)
{
	const char *answer = ballot_refuses(name, choice);

	if (!answer) {
		journal_append(name, choice);
		ballot_take(name, choice);
		answer = ANSWER_VOTED;
	}
	/* What is not a name could be anything, also for a terminal. */
	printf("%s: %s: %s\n", way, strcmp(answer, ANSWER_NAME) ? name : "?", answer);
	return answer;
}
