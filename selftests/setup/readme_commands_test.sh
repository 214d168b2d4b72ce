#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Each command of README.md has a test that runs it, and the table says which.

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
# shellcheck source=readme.sh
. "$here/readme.sh"

# COMMAND, then where it is run: a file of selftests/, and a text in it that runs it. The
# text "=" is the command itself, as a line. Or "none", and why.
table()
{
	cat <<'END'
TERM=devlcd-20x4 watch -t uptime > /dev/LCD 2>&1
	setup/readme_device_test.sh: =
cat /dev/LCD > f; cat f > /dev/LCD
	setup/readme_device_test.sh: =
cat /sys/class/devlcd/LCD/panel
	panel/hardware_test.c: attr_show("LCD", "panel")
curl -T menu.txt http://localhost:4480/LCD
	setup/readme_device_test.sh: =
curl -X PUT -d 'hi from curl' http://localhost:4480/LCD
	setup/readme_device_test.sh: =
echo 'Hello, world' > /dev/LCD
	setup/readme_device_test.sh: =
echo 40x2 | sudo tee /sys/class/devlcd/new_display
	setup/readme_device_test.sh: =
echo devlcd-pcf8574 0x27 | sudo tee /sys/bus/i2c/devices/i2c-1/new_device
	panel/shutdown_test.sh: echo devlcd-pcf8574 0x27 > /sys/bus/i2c/devices/i2c-$bus/new_device
echo hi > /dev/LCD
	setup/readme_device_test.sh: =
echo hi | nc -N 127.0.0.1 4478
	setup/readme_device_test.sh: =
echo hi | nc -N localhost 4478
	setup/readme_device_test.sh: =
kill %1
	none: the shell's own.
lcdview
	setup/readme_device_test.sh: =
lcdview --png > display.png
	setup/readme_device_test.sh: =
make check
	none: it runs this test.
make check-long help
	none: .ci/parts runs the first, setup/build_test.sh the second.
make check SUITES=text
	setup/values_test.sh: check SUITES=text device/write_test
make deb
	packages/build_test.sh: make deb || return
make deb && sudo apt install ./userland/packaging/build/*.deb
	packages/steps-install: apt install /run/tests/new/*.deb
make run
	vm/commands_test.sh: start_live run
mosquitto_pub -t lcd/line/4/set -m '21:04          🔋 73%'
	setup/readme_device_test.sh: =
mosquitto_pub -t lcd/page/a/set -m '{"icon": "drop", "title": "Washing", "progress": 73}'
	setup/readme_device_test.sh: =
mosquitto_pub -t lcd/set -m 'hi from MQTT'
	setup/readme_device_test.sh: =
mosquitto_pub -t lcd/set -m hi
	setup/readme_device_test.sh: =
mosquitto_sub -t lcd/state
	setup/readme_device_test.sh: =
mosquitto_sub -v -t 'lcd/key/#'
	setup/readme_device_test.sh: =
printf '\033[2;5Hrow 2, column 5' >> /dev/LCD
	setup/readme_device_test.sh: =
rm /dev/LCD
	packages/steps-install: rm /dev/LCD
sudo apt install ./userland/packaging/build/*.deb
	packages/steps-install: apt install /run/tests/new/*.deb
sudo apt purge lcdbridge devlcd-dkms
	packages/steps-remove: apt purge lcdbridge devlcd-dkms || return
sudo lcdbridge
	setup/readme_device_test.sh: =
sudo lcdprobe 1
	panel/probe_test.c: says_how_to_bind_what_is_there
sudo lcdweb
	setup/readme_device_test.sh: =
sudo make build-deps && make && sudo make install
	packages/steps-remove: make -s -C /root/devlcd PKG_CONFIG=true install
sudo make demo
	vm/commands_test.sh: "$here/demo" > "$work/demo"
sudo make demo-vote
	vm/commands_test.sh: "$here/demo" vote
sudo make dkms && sudo make -C userland install
	packages/dkms_test.sh: make -s dkms KERNEL="$kernel"
sudo make dkms-remove
	packages/dkms_test.sh: make -s dkms-remove || return
sudo make run
	vm/commands_test.sh: start_live run
sudo make shell
	vm/commands_test.sh: start_live shell
sudo make uninstall
	packages/steps-remove: make -s -C /root/devlcd PKG_CONFIG=true uninstall
sudo make userland-deps
	none: setup/deps_test.sh looks at what it would install.
sudo modprobe devlcd
	packages/steps-install: modprobe devlcd && udevadm settle
sudo raspi-config nonint do_i2c 0
	none: only Raspberry Pi OS has it. Its source, do_i2c of github.com/RPi-Distro/raspi-config, says that 0 is on.
sudo systemctl enable --now lcdweb.socket
	service/steps: systemctl start lcdweb.socket
systemctl status lcdbridge@LCD
	none: systemd's own.
userland/bin/lcdview screen.txt
	tools/lcdview_live_test.c: "lcdview", "-g8x1", self->folder.file
sudo usermod -aG lcd $USER
	setup/readme_device_test.sh: =
END
}

# table_commands: a line each.
table_commands()
{
	table | grep -v '^	' | LC_ALL=C sort -u
}

test_each_command_of_the_readme_is_in_the_table()
{
	expect "" "$(LC_ALL=C comm -23 <(readme_commands) <(table_commands))"
}

test_each_command_of_the_table_is_in_the_readme()
{
	expect "" "$(LC_ALL=C comm -13 <(readme_commands) <(table_commands))"
}

test_the_tests_of_the_table_run_them()
{
	local line command file text failed=0

	while IFS= read -r line; do
		case $line in
		$'\tnone: '*) continue ;;
		[!$'\t']*) command=$line; continue ;;
		esac
		file=${line%%: *} text=${line#*: }
		file=$here/../${file#$'\t'}
		if [ "$text" = = ]; then
			sed 's/^[[:space:]]*//' "$file" | grep -qxF -- "$command" && continue
		else
			grep -qF -- "$text" "$file" && continue
		fi
		echo "$command: not run by ${line#$'\t'}"
		failed=1
	done < <(table)
	return $failed
}

tap_main
