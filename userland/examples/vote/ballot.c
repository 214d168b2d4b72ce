// SPDX-License-Identifier: GPL-2.0-only
#include "ballot.h"

#include <err.h>
#include <search.h>
#include <string.h>

#include "answers.h"
#include "text.h"

static const char *choices[BALLOT_CHOICES];
static unsigned int counts[BALLOT_CHOICES];
static int choice_count;
static void *voters;		/* names, as a tree of tsearch(3) */
static unsigned int voter_count;

static int by_name(const void *one, const void *other)
{
	return strcmp(one, other);
}

static int find_choice(const char *choice)
{
	for (int i = 0; i < choice_count; i++) {
		if (!strcmp(choices[i], choice))
			return i;
	}
	return -1;
}

const char *ballot_open(char **names, int count)
{
	if (count < 2 || count > BALLOT_CHOICES)
		return "not 2 to 16 choices";
	for (int i = 0; i < count; i++) {
		if (!text_is_word(names[i], BALLOT_CHOICE))
			return "a choice that is empty, too long or not visible";
		if (find_choice(names[i]) >= 0)
			return "a choice that comes twice";
		choices[choice_count++] = names[i];
	}
	return NULL;
}

/* A name is a level of a topic as well, where / + and # have a meaning. */
static bool is_name(const char *name)
{
	return text_is_word(name, BALLOT_NAME) && !strpbrk(name, "/+#");
}

const char *ballot_refuses(const char *name, const char *choice)
{
	if (!is_name(name))
		return ANSWER_NAME;
	if (find_choice(choice) < 0)
		return ANSWER_CHOICE;
	if (tfind(name, &voters, by_name))
		return ANSWER_TWICE;
	if (voter_count == BALLOT_VOTERS)
		return ANSWER_FULL;
	return NULL;
}

void ballot_take(const char *name, const char *choice)
{
	char *copy = strdup(name);

	if (!copy || !tsearch(copy, &voters, by_name))
		err(1, "%s", name);
	voter_count++;
	counts[find_choice(choice)]++;
}

int ballot_choices(void)
{
	return choice_count;
}

const char *ballot_choice(int i)
{
	return choices[i];
}

unsigned int ballot_count(int i)
{
	return counts[i];
}

unsigned int ballot_most(void)
{
	unsigned int most = 0;

	for (int i = 0; i < choice_count; i++) {
		if (counts[i] > most)
			most = counts[i];
	}
	return most;
}

unsigned int ballot_total(void)
{
	return voter_count;
}
