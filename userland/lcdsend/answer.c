// SPDX-License-Identifier: GPL-2.0-only
#include "answer.h"

static const char bridge_name[] = "lcdbridge: ";

#define NAME_LENGTH (sizeof(bridge_name) - 1)

static void answer_begin(struct answer *answer, struct printer *to)
{
	answer->to = to;
	printer_write(to, answer->held, answer->count);
}

/* With this next byte, can the answer still be a refusal? */
static bool answer_may_refuse(const struct answer *answer, char next)
{
	size_t count = answer->count;

	if (count < NAME_LENGTH)
		return next == bridge_name[count];
	return count < sizeof(answer->held) && answer->held[count - 1] != '\n';
}

void answer_write(struct answer *answer, const char *bytes, size_t count)
{
	while (!answer->to && count && answer_may_refuse(answer, *bytes)) {
		answer->held[answer->count++] = *bytes++;
		count--;
	}
	if (!count)
		return;
	if (!answer->to)
		answer_begin(answer, &answer->shown);
	printer_write(answer->to, bytes, count);
}

void answer_end(struct answer *answer)
{
	if (!answer->to)
		answer_begin(answer, answer->count < NAME_LENGTH ? &answer->shown :
								   &answer->refusal);
	printer_end(answer->to);
}

bool answer_is_refusal(const struct answer *answer)
{
	return answer->to == &answer->refusal;
}
