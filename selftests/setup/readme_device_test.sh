#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Commands of README.md that need a display, typed as it says, in the VM: beside the
# module, a broker, a bridge and lcdweb, as they are once installed. Those that only
# a machine with packages or systemd has are tested where readme_commands_test.sh
# says.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
# shellcheck source=../vm/machine.sh
. "$here/../vm/machine.sh"
# shellcheck source=readme.sh
. "$here/readme.sh"

# Typed by root.
sudo()
{
	"$@"
}
export -f sudo
export SHELL=/bin/bash TERM=xterm		# for script, which needs the former for sudo()

# read_command < COMMAND: set command, if README.md has it.
read_command()
{
	read -r command
	readme_commands | grep -qxF -- "$command" && return
	echo "not in README.md: $command"
	return 1
}

type_it()
{
	read_command && timeout 60 bash -c "$command"
}

# leave_it_on [LOG]: on a terminal of its own, whose text goes to LOG, until hang_up.
leave_it_on()
{
	read_command || return
	script -qfc "$(printf 'exec bash -c %q' "$command")" "${1:-seen}" < /dev/null \
		> /dev/null 2>&1 &
	left_on=$!
}

hang_up()
{
	kill "$left_on"
	wait "$left_on"
	return 0
}

row_is()
{
	[ "$(sed -n "$1p" /dev/LCD)" = "$2" ]
}

seen()
{
	grep -qF -- "$1" seen
}

test_text_goes_into_the_file()
{
	type_it <<-'END' && expect "Hello, world" "$(cat /dev/LCD)"
		echo 'Hello, world' > /dev/LCD
	END
}

test_a_copy_is_the_same_screen()
{
	printf 'first\n\nthird' > /dev/LCD && cat /dev/LCD > before
	type_it <<-'END' && cmp f before && cmp f - < /dev/LCD
		cat /dev/LCD > f; cat f > /dev/LCD
	END
}

test_one_more_display()
{
	type_it <<-'END' && [ -c /dev/LCD1 ] && expect 40 "$(cat /sys/class/devlcd/LCD1/cols)"
		echo 40x2 | sudo tee /sys/class/devlcd/new_display
	END
}

test_a_row_goes_over_mqtt()
{
	type_it <<-'END' && eventually row_is 4 "21:04          🔋 73%"
		mosquitto_pub -t lcd/line/4/set -m '21:04          🔋 73%'
	END
}

test_an_escape_sequence_moves_the_cursor()
{
	echo > /dev/LCD
	type_it <<-'END' && expect "    row 2, column 5" "$(sed -n 2p /dev/LCD)"
		printf '\033[2;5Hrow 2, column 5' >> /dev/LCD
	END
}

test_a_program_draws_on_the_display()
{
	tic -x "$top/userland/terminfo/devlcd.ti" && leave_it_on <<-'END' || return
		TERM=devlcd-20x4 watch -t uptime > /dev/LCD 2>&1
	END
	eventually grep -q ' up ' /dev/LCD && hang_up
}

test_a_picture_of_the_display_is_a_png()
{
	type_it <<-'END' && expect "137 80 78 71 13 10 26 10" "$(head -c 8 display.png | od -An -tu1 | xargs)"
		lcdview --png > display.png
	END
}

test_the_display_is_drawn_live()
{
	echo "drawn live" > /dev/LCD
	leave_it_on <<-'END' && eventually seen "drawn live" && hang_up
		lcdview
	END
}

test_text_goes_over_tcp()
{
	type_it <<-'END' > answer && expect hi "$(head -n 1 answer)" && row_is 1 hi || return
		echo hi | nc -N localhost 4478
	END
	type_it <<-'END' > answer && expect hi "$(head -n 1 answer)"
		echo hi | nc -N 127.0.0.1 4478
	END
}

test_text_goes_over_mqtt()
{
	type_it <<-'END' && eventually row_is 1 "hi from MQTT" || return
		mosquitto_pub -t lcd/set -m 'hi from MQTT'
	END
	type_it <<-'END' && eventually row_is 1 hi
		mosquitto_pub -t lcd/set -m hi
	END
}

test_what_the_display_shows_is_on_a_topic()
{
	echo "for the topic" > /dev/LCD
	leave_it_on <<-'END' && eventually seen "for the topic" && hang_up
		mosquitto_sub -t lcd/state
	END
}

test_keys_are_on_topics()
{
	leave_it_on <<-'END' && eventually press_enter && hang_up
		mosquitto_sub -v -t 'lcd/key/#'
	END
}

# Once and again, as the one that listens may not yet be there.
press_enter()
{
	python3 -c 'import sys; sys.path.insert(0, sys.argv[1]); import lcd; lcd.press("enter")' \
		"$here/../bridge" && seen "lcd/key/enter press"
}

test_text_goes_over_http()
{
	echo "from a file" > menu.txt
	type_it <<-'END' && row_is 1 "from a file" || return
		curl -T menu.txt http://localhost:4480/LCD
	END
	type_it <<-'END' && row_is 1 "hi from curl"
		curl -X PUT -d 'hi from curl' http://localhost:4480/LCD
	END
}

test_a_page_with_an_icon_and_a_bar()
{
	type_it <<-'END' && eventually grep -q Washing /dev/LCD
		mosquitto_pub -t lcd/page/a/set -m '{"icon": "drop", "title": "Washing", "progress": 73}'
	END
}

as_nobody()
{
	setpriv --reuid nobody --regid nogroup --init-groups bash -c "$1"
}

# As udev has made the file.
test_the_group_lcd_may_write()
{
	getent group lcd > /dev/null || groupadd --system lcd
	chgrp lcd /dev/LCD && chmod 660 /dev/LCD && ! as_nobody 'echo hi > /dev/LCD' || return
	USER=nobody type_it <<-'END' && read_command <<-'HI' && as_nobody "$command"
		sudo usermod -aG lcd $USER
	END
		echo hi > /dev/LCD
	HI
}

work=$(mktemp -d)
cd "$work" && insmod "$top/devlcd.ko" || exit
modprobe -q evdev
start_broker 127.0.0.1 && leave_it_on bridge <<-'END' && leave_it_on web <<-'WEB' || exit
	sudo lcdbridge
END
	sudo lcdweb
WEB
if ! within 60 port_open 4478 || ! within 60 port_open 4480 ||
		! within 60 bridge_online; then
	cat bridge web
	exit 1
fi
tap_main
status=$?
pkill -x 'lcdbridge|lcdweb|mosquitto'
within 60 rmmod devlcd 2> seen || { cat seen; status=1; }
exit $status
