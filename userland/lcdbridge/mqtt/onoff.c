// SPDX-License-Identifier: GPL-2.0-only
#include "onoff.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "../base/macros.h"

bool onoff_parse(const char *payload, size_t count, bool *on)
{
	static const struct {
		const char *word;
		bool on;
	} words[] = {
		{ "ON", true }, { "OFF", false },
		{ "1", true }, { "0", false },
		{ "true", true }, { "false", false },
	};

	while (count && isspace((unsigned char)payload[count - 1]))
		count--;
	for (size_t i = 0; i < ARRAY_SIZE(words); i++) {
		if (count == strlen(words[i].word) &&
		    !strncasecmp(payload, words[i].word, count)) {
			*on = words[i].on;
			return true;
		}
	}
	return false;
}
