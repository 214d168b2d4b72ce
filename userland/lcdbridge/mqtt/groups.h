/* SPDX-License-Identifier: GPL-2.0-only */
/* Groups of displays: a message below <group-prefix>/<group>/ reaches all of a group. */
#ifndef LCDBRIDGE_MQTT_GROUPS_H
#define LCDBRIDGE_MQTT_GROUPS_H

#include "../config/config.h"
#include "client.h"

#define MQTT_GROUPS_MAX 8
#define MQTT_GROUP_MAX 200	/* bytes of a prefix */

void mqtt_groups_check(const struct config *config, config_complain *complain, void *arg);

/* Get the prefix of group @n, without the slash. Return: false if there is no such group. */
bool mqtt_groups_prefix(const struct config *config, unsigned int n, char prefix[MQTT_GROUP_MAX]);

/*
 * Are topics of a display, below @prefix, among those of @group, or vice versa? Else a
 * member subscribes to one filter: a broker may look through all subscribers of a filter
 * for each new one.
 */
bool mqtt_groups_overlap(const char *group, const char *prefix);

/* The part of a topic after a prefix and a slash; NULL if it is not below the prefix. */
const char *mqtt_below(const char *prefix, const char *topic);

/*
 * The part of a group's topic after its prefix and a slash, and the number of the group;
 * NULL if it is not one.
 */
const char *mqtt_groups_below(const struct config *config, const char *topic, unsigned int *n);

#endif
