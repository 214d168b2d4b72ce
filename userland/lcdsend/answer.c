// SPDX-License-Identifier: GPL-2.0-only
#include "answer.h"

static const char bridge_name[] = "lcdbridge: ";

static void answer_begin(struct answer *answer, struct printer *to)
{
	answer->to = to;
	printer_write(to, bridge_name, answer->named);
}

void answer_write(struct answer *answer, const char *bytes, size_t count)
{
	for (; !answer->to && count; bytes++, count--) {
		if (*bytes != bridge_name[answer->named]) {
			answer_begin(answer, &answer->shown);
			break;
		}
		answer->named++;
		if (!bridge_name[answer->named])
			answer_begin(answer, &answer->refusal);
	}
	if (count)
		printer_write(answer->to, bytes, count);
}

void answer_end(struct answer *answer)
{
	if (!answer->to)
		answer_begin(answer, &answer->shown);
	printer_end(answer->to);
}

bool answer_is_refusal(const struct answer *answer)
{
	return answer->to == &answer->refusal;
}
