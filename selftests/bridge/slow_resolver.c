// SPDX-License-Identifier: GPL-2.0-only
/*
 * To be preloaded: every name takes as long to resolve as with a resolver that
 * does not answer, and then does not resolve.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <netdb.h>
#include <unistd.h>

#define SECONDS 10

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
