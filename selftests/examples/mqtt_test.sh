#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# The examples of MQTT, in C, shell and Python, with a broker that runs.

# shellcheck source=common.sh
. "$(dirname "$0")/common.sh"
port=$(free_port)
PATH=$examples/mqtt:$PATH
publishers=(mqtt-publish publish.sh publish.py)
subscribers=(mqtt-subscribe subscribe.sh subscribe.py)

start_broker()
{
	trap end_children EXIT
	printf 'listener %s localhost\nallow_anonymous true\nlog_type all\n' "$port" \
		> "$work/broker.conf"
	mosquitto -c "$work/broker.conf" > "$work/broker" 2>&1 &
	eventually listens tcp "$port"
}

publish()
{
	local program=$1

	shift
	"$program" localhost "$@" -p "$port"
}

# subscribe PROGRAM FILTER [OPTION]...: into $heard, from when the broker has it.
subscribe()
{
	local before program=$1

	shift
	before=$(subscriptions)
	heard=$work/heard
	"$program" localhost "$@" -p "$port" > "$heard" &
	subscriber=$!
	eventually subscribed_after "$before"
}

leave()
{
	kill "$subscriber"
	wait "$subscriber" 2> /dev/null || :
}

subscriptions()
{
	grep -c "Sending SUBACK" "$work/broker"
}

subscribed_after()
{
	[ "$(subscriptions)" -gt "$1" ]
}

hears()
{
	eventually has_line "$heard" "$1" && return
	echo "not heard: $1, but:"
	cat "$heard"
	return 1
}

test_each_publisher_is_heard_by_each_subscriber()
{
	local publisher program

	start_broker || return
	for program in "${subscribers[@]}"; do
		subscribe "$program" "room/+" || return
		for publisher in "${publishers[@]}"; do
			publish "$publisher" room/text "by $publisher" || return
			hears "room/text: by $publisher, QoS 0, retained 0" || return
		done
	done
}

test_who_comes_late_hears_only_what_is_retained()
{
	local publisher program

	start_broker || return
	for publisher in "${publishers[@]}"; do
		publish "$publisher" "late/$publisher/said" gone &&
			publish "$publisher" "late/$publisher/kept" here -r || return
	done
	for program in "${subscribers[@]}"; do
		subscribe "$program" "late/#" || return
		for publisher in "${publishers[@]}"; do
			hears "late/$publisher/kept: here, QoS 0, retained 1" || return
		done
		! grep gone "$heard" || return
	done
}

test_empty_retained_text_makes_the_broker_forget()
{
	start_broker || return
	publish mqtt-publish room/text kept -r
	publish mqtt-publish room/text "" -r
	subscribe mqtt-subscribe room/text || return
	publish mqtt-publish room/text last
	hears "room/text: last, QoS 0, retained 0" && ! grep kept "$heard"
}

test_quality_is_the_lower_of_both_sides()
{
	local program said wanted

	start_broker || return
	for program in "${subscribers[@]}"; do
		for wanted in 0 1 2; do
			subscribe "$program" room/text -q $wanted || return
			for said in 0 1 2; do
				publish mqtt-publish room/text "$said" -q $said || return
				hears "room/text: $said, QoS $((said < wanted ? said : wanted)), retained 0" ||
					return
			done
			leave
		done
	done
}

# What the broker logs of its talk with the publisher, less what any talk has.
handshake()
{
	sed -nE 's/.*(Received|Sending) (PUBLISH|PUBACK|PUBREC|PUBREL|PUBCOMP) .*/\2/p' \
		"$work/broker" | xargs
}

has_shaken_hands()
{
	[ "$(handshake)" = "$1" ]
}

# A publisher of QoS 0 is gone before the broker has noted it.
shakes_hands()
{
	DEADLINE=30 eventually has_shaken_hands "$1" || expect "$1" "$(handshake)"
}

test_quality_is_a_matter_of_how_often_they_answer()
{
	local publisher

	for publisher in "${publishers[@]}"; do
		start_broker || return
		publish "$publisher" room/text zero -q 0 &&
			shakes_hands "PUBLISH" || return
		publish "$publisher" room/text one -q 1 &&
			shakes_hands "PUBLISH PUBLISH PUBACK" || return
		publish "$publisher" room/text two -q 2 &&
			shakes_hands "PUBLISH PUBLISH PUBACK PUBLISH PUBREC PUBREL PUBCOMP" ||
			return
		end_children 2> /dev/null
	done
}

# subscribe_as SUBSCRIBER NAME: with a session that the broker keeps.
subscribe_as()
{
	case $1 in
	*.sh)	subscribe "$1" away/text -q 1 -i "$2" -c ;;
	*)	subscribe "$1" away/text -q 1 -i "$2" ;;
	esac
}

test_session_keeps_what_was_said_with_quality_while_away()
{
	local program

	start_broker || return
	for program in "${subscribers[@]}"; do
		subscribe_as "$program" "$program" || return
		leave
		publish mqtt-publish away/text "with 0" -q 0
		publish mqtt-publish away/text "with 1" -q 1
		subscribe_as "$program" "$program" || return
		hears "away/text: with 1, QoS 1, retained 0" || return
		leave
	done
}

# subscribe_with_will SUBSCRIBER [OPTION]...
subscribe_with_will()
{
	local program=$1

	shift
	case $program in
	*.sh)	subscribe "$program" room/text --will-topic room/status --will-payload offline \
			--will-retain --will-qos 1 "$@" ;;
	*)	subscribe "$program" room/text -w room/status "$@" ;;
	esac
}

status_is()
{
	[ "$(mosquitto_sub -p "$port" -t room/status -C 1 -W 30)" = "$1" ]
}

test_last_will_is_said_of_who_ends_without_a_good_bye()
{
	local program

	start_broker || return
	for program in "${subscribers[@]}"; do
		mosquitto_pub -p "$port" -t room/status -r -m unknown
		subscribe_with_will "$program" || return
		[ "$program" = subscribe.sh ] || eventually status_is online || return
		kill -9 "$subscriber"
		eventually status_is offline || return
	done
}

test_no_will_is_said_of_who_says_good_bye()
{
	start_broker || return
	for program in mqtt-subscribe subscribe.py; do
		subscribe_with_will "$program" -n 1 || return
		publish mqtt-publish room/text bye
		wait "$subscriber" || return
		status_is online || return
	done
}

test_programs_tell_why_they_cannot_connect()
{
	expect "mqtt-publish: Connection refused" \
		"$(publish mqtt-publish room/text hi 2>&1)" &&
		publish publish.sh room/text hi 2>&1 | grep -q "Connection refused" &&
		publish publish.py room/text hi 2>&1 | grep -q "Connection refused"
}

tap_main
