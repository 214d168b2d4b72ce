// SPDX-License-Identifier: GPL-2.0-only
#include "image.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "../../common/glass_image.h"
#include "../base/pace.h"
#include "client.h"

#define IMAGE_MS 1000	/* somebody draws or fetches each of them */

/**
 * struct mqtt_image - what is told of the picture
 * @pace:    of publishing
 * @number:  of the last picture, for a URL that is new
 * @pending: the picture has changed since it was published
 */
struct mqtt_image {
	const struct source_env *env;
	struct mqtt_session *session;
	struct pace pace;
	u64 number;
	bool pending;
};

/* Another URL is another picture. */
static void publish_url(struct mqtt_image *image)
{
	const struct config *config = image->env->config;
	char web[MQTT_NAME_MAX], url[MQTT_NAME_MAX + 128];
	int n;

	mqtt_name(config, config->hass_web, web);
	image->number++;
	n = snprintf(url, sizeof(url), "%s/%.64s.png?%llu", web, config_device_name(config),
		     (unsigned long long)image->number);
	mqtt_session_publish(image->session, "image/url", url, n, true);
}

static void publish_svg(struct mqtt_image *image)
{
	const struct source_env *env = image->env;
	const struct picture picture = {
		.screen = *pages_screen(env->pages),
		.rom = display_rom(env->display),
	};
	char *text = NULL;
	size_t count = 0;
	FILE *out = open_memstream(&text, &count);
	bool drawn;

	if (!out)
		return;
	glass_svg_picture(out, &picture, glass_style(NULL));
	drawn = !ferror(out);
	if (!fclose(out) && drawn)
		mqtt_session_publish(image->session, "image", text, count, true);
	free(text);
}

static bool image_waits(const struct mqtt_image *image)
{
	const struct config *config = image->env->config;

	return image->pending && (config->hass_web || config->hass_picture);
}

static bool image_is_stuck(const struct mqtt_image *image)
{
	return image->env->config->hass_picture && mqtt_session_is_stuck(image->session);
}

static void publish(struct mqtt_image *image)
{
	const struct config *config = image->env->config;

	pace_rest(&image->pace, IMAGE_MS);
	if (config->hass_web)
		publish_url(image);
	if (config->hass_picture)
		publish_svg(image);
	image->pending = false;
}

void mqtt_image_room(struct mqtt_image *image)
{
	if (!image_waits(image) || !mqtt_session_has_room(image->session) ||
	    !pace_allows(&image->pace))
		return;
	if (image_is_stuck(image))
		pace_retry(&image->pace, IMAGE_MS);
	else
		publish(image);
}

void mqtt_image_finish(struct mqtt_image *image)
{
	if (image_waits(image) && !image_is_stuck(image))
		publish(image);
}

static void on_later(evutil_socket_t fd, short what, void *arg)
{
	mqtt_image_room(arg);
}

void mqtt_image_changed(struct mqtt_image *image)
{
	image->pending = true;
}

void mqtt_image_online(struct mqtt_image *image)
{
	const struct config *config = image->env->config;

	if (!config->hass_web)
		mqtt_session_publish(image->session, "image/url", NULL, 0, true);
	if (!config->hass_picture)
		mqtt_session_publish(image->session, "image", NULL, 0, true);
}

/*
 * Milliseconds since 1970. A session has at most one picture a second, so this is greater
 * than any number of an earlier session.
 */
static u64 first_number(void)
{
	struct timespec now;

	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000ull + now.tv_nsec / 1000000;
}

struct mqtt_image *mqtt_image_new(const struct source_env *env, struct mqtt_session *session)
{
	struct mqtt_image *image = calloc(1, sizeof(*image));

	if (!image)
		return NULL;
	image->env = env;
	image->session = session;
	image->number = first_number();
	if (pace_init(&image->pace, env->base, on_later, image))
		return image;
	free(image);
	return NULL;
}

void mqtt_image_free(struct mqtt_image *image)
{
	pace_free(&image->pace);
	free(image);
}
