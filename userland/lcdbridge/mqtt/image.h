/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The picture of the display, for Home Assistant: as an SVG image in a topic, or
 * the URL at which lcdweb has it. At most one a second, the last one always.
 */
#ifndef LCDBRIDGE_MQTT_IMAGE_H
#define LCDBRIDGE_MQTT_IMAGE_H

#include "../net/source.h"
#include "session.h"

struct mqtt_image;

struct mqtt_image *mqtt_image_new(const struct source_env *env, struct mqtt_session *session);
void mqtt_image_free(struct mqtt_image *image);

/* The display shows something else. */
void mqtt_image_changed(struct mqtt_image *image);

/* There may be room in the session for a picture that waits. */
void mqtt_image_room(struct mqtt_image *image);

/* The session ends: publish a picture that waits for its turn. */
void mqtt_image_finish(struct mqtt_image *image);

/* A new connection: delete what an earlier configuration may have left. */
void mqtt_image_online(struct mqtt_image *image);

#endif
