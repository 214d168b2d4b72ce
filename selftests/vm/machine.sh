# SPDX-License-Identifier: GPL-2.0-only
# To be sourced in the VM: a broker and a bridge, as make demo and make run have
# them, and waiting for what takes a moment.

# shellcheck shell=bash

top=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
PATH=$top/userland/bin:$PATH
export LC_ALL=C.UTF-8

# within SECONDS COMMAND...: until it succeeds.
within()
{
	local deadline=$((SECONDS + $1))

	shift
	until "$@"; do
		[ $SECONDS -lt $deadline ] || return 1
		sleep 0.1
	done
}

port_open()
{
	(: < "/dev/tcp/127.0.0.1/$1") 2> /dev/null
}

# start LOG COMMAND...: in the background, until the machine ends.
start()
{
	local log=$1

	shift
	"$@" > "/run/$log.log" 2>&1 &
}

# start_broker ADDRESS
start_broker()
{
	printf 'listener 1883 %s\nallow_anonymous true\nuser root\n' "$1" > /run/mosquitto.conf
	start mosquitto mosquitto -c /run/mosquitto.conf
	within 60 port_open 1883
}

# start_bridge ADDRESS [insecure]
start_bridge()
{
	start lcdbridge lcdbridge --tcp="$1:4478${2+ $2}" --udp="$1:4478${2+ $2}"
	within 60 port_open 4478
}

# bridge_online: it has subscribed. What is published before is lost.
bridge_online()
{
	[ "$(timeout 10 mosquitto_sub -t lcd/status -C 1 2> /dev/null)" = online ]
}

# start_bridge_online ADDRESS [insecure]: with a broker.
start_bridge_online()
{
	start_bridge "$@" && within 60 bridge_online
}

# start_web ADDRESS: without a token, as only this host reaches the VM's ports.
start_web()
{
	start lcdweb lcdweb --listen="$1:4480" --insecure
	within 60 port_open 4480
}

# start_display PORT MQTT-PORT WEB-PORT: the module, which shows these ports of the
# host, with a broker, a bridge and lcdweb that are reached through them.
start_display()
{
	insmod "$top/devlcd.ko" || exit
	modprobe -q evdev		# for the keypad's file; udev does it elsewhere
	printf 'TCP  127.0.0.1:%s\nMQTT 127.0.0.1:%s\nHTTP localhost:%s' "$@" > /dev/LCD
	start_broker 0.0.0.0 || { cat /run/mosquitto.log; exit 1; }
	start_bridge_online 0.0.0.0 insecure || { cat /run/lcdbridge.log; exit 1; }
	start_web 0.0.0.0 || { cat /run/lcdweb.log; exit 1; }
}
