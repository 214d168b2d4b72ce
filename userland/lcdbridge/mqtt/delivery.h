/* SPDX-License-Identifier: GPL-2.0-only */
/* Is a message new, or retained by the broker? */
#ifndef LCDBRIDGE_MQTT_DELIVERY_H
#define LCDBRIDGE_MQTT_DELIVERY_H

/**
 * enum mqtt_delivery - how a message came
 * @MQTT_LIVE:   it was published just now
 * @MQTT_KEPT:   likewise, and the broker retains it, or may retain it: MQTT 3.1.1 does
 *               not tell
 * @MQTT_STORED: it was published before, and the broker has retained it
 */
enum mqtt_delivery { MQTT_LIVE, MQTT_KEPT, MQTT_STORED };

#endif
