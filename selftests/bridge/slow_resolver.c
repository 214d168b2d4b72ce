// SPDX-License-Identifier: GPL-2.0-only
/*
 * To be preloaded: every name of a host, user or group takes as long to resolve as
 * with a server that does not answer, and then does not resolve.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <grp.h>
#include <netdb.h>
#include <pwd.h>
#include <unistd.h>

#define SECONDS 60

typedef int (*resolver)(const char *node, const char *service, const struct addrinfo *hints,
			struct addrinfo **found);

int getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		struct addrinfo **found)
{
	resolver next = (resolver)dlsym(RTLD_NEXT, "getaddrinfo");

	if (hints && hints->ai_flags & AI_NUMERICHOST)
		return next(node, service, hints, found);
	sleep(SECONDS);
	return EAI_AGAIN;
}

struct passwd *getpwuid(uid_t id)
{
	sleep(SECONDS);
	return NULL;
}

struct group *getgrgid(gid_t id)
{
	sleep(SECONDS);
	return NULL;
}
