# SPDX-License-Identifier: GPL-2.0-only
#
# Every command that a person runs; "make help" lists them. The module's objects
# are in Kbuild, the programs' rules in userland/Makefile.

MAKEFLAGS	+= --no-print-directory

# The running kernel if its headers are here, else the newest that has some; and
# only headers of this machine's architecture, or of ARCH, as their configuration
# says.
modules		:= /lib/modules
option		:= CONFIG_$(shell echo $(or $(ARCH),$$(uname -m)) | sed -E \
		   's/^aarch64/arm64/; s/^(armv|i.86|s390|riscv|ppc64|mips|loongarch).*/\1/; \
		   s/^armv$$/arm/; s/^i.86/x86_32/; s/^powerpc/ppc64/' | tr a-z A-Z)
with-headers	:= $(shell grep -lsx '$(option)=y' $(modules)/*/build/include/config/auto.conf)
installed	:= $(notdir $(patsubst %/build/include/config/auto.conf,%,$(with-headers)))
running		:= $(shell uname -r)
newest		:= $(lastword $(shell printf '%s\n' $(installed) | sort -V))
KERNEL		?= $(or $(filter $(running),$(installed)),$(newest))
KDIR		?= $(if $(KERNEL),$(modules)/$(KERNEL)/build)

prefix		?= /usr/local
$(if $(filter-out /%,$(prefix)),$(error prefix=$(prefix): not an absolute path))
version		:= $(shell sed -n 's/^\#define DEVLCD_VERSION "\(.*\)"/\1/p' kmod/release.h)
dkms-folder	= $(DESTDIR)/usr/src/devlcd-$(version)
PORT		?= 4478
MQTT_PORT	?= 1883
WEB_PORT	?= 4480
export PORT MQTT_PORT WEB_PORT

DEBUG		?= kasan
BROKERS		?= mosquitto no-retain qos-0 small-packets nats aedes rabbitmq ejabberd
CLUSTERS	?= mosquitto nats rabbitmq
BRIDGES		?= 60

Q		:= $(if $(V),,@)

# It goes to another folder's make as well.
override DESTDIR := $(abspath $(DESTDIR))

# A module is of use to the kernel that it was built for, and none without.
say-other-kernel = { test "$(KERNEL)" = "$(running)" || { \
	echo "devlcd.ko is for Linux $(KERNEL), and $(running) runs: boot that one, or" >&2; \
	echo "install its headers. make run needs neither." >&2; }; }

# Before a build, unless it is for the VM or KERNEL is a folder.
other-kernel	= $(if $(filter-out $(running) /%,$(KERNEL)),\
	echo "Building for Linux $(KERNEL); Linux $(running) runs here and cannot load it." >&2)

# What is removed is not left loaded, unless somebody uses it.
unload = test -n "$(DESTDIR)" || test ! -d /sys/module/devlcd || rmmod devlcd || \
	echo "devlcd stays loaded until the next boot: a display is open" >&2

# remove-modules KERNEL: what make install has put there for it; * is all kernels.
remove-modules = for module in $(foreach folder,updates extra, \
		$(DESTDIR)$(modules)/$(1)/$(folder)/devlcd.ko*); do \
	test -e $$module || continue; \
	rm -f $$module; \
	folder=$$(dirname $$module); \
	rmdir --ignore-fail-on-non-empty $$folder; \
	test -n "$(DESTDIR)" || depmod -a $$(basename $$(dirname $$folder)); done

# The kernels with headers for which make install has put a module.
installed-for	= $(filter $(installed),$(foreach path,$(wildcard \
	$(modules)/*/updates/devlcd.ko* $(modules)/*/extra/devlcd.ko*),$(word 3,$(subst /, ,$(path)))))

# Older versions as well.
remove-dkms = for folder in /usr/src/devlcd-*/; do \
	test -d $$folder || continue; \
	name=devlcd/$$(basename $$folder | cut -d- -f2-); \
	test -z "$$(dkms status $$name)" || dkms remove $$name --all || exit; \
	rm -rf $$folder; done

# No BTF: it needs the kernel's vmlinux, and the kernel complains without.
kbuild		= -C $(KDIR) M=$(CURDIR) CONFIG_DEBUG_INFO_BTF_MODULES=

# The VM's programs are built for the VM's kernel, once that is installed, without the
# warning about the running kernel, and by all processors unless make was told how many.
jobs		= $(if $(filter -j% --jobserver%,$(MAKEFLAGS)),,-j$$(nproc))
for-vm		= $(jobs) KERNEL=$$(selftests/vm/kernel) other-kernel=

# values NAME...: refuse a wrong value that somebody has set, before anything is
# installed or built.
values = selftests/values $@ $(foreach name,$(1),$(if \
	$(filter command environment,$(firstword $(origin $(name)))),$(call quote,$(name)=$($(name)))))
quote = '$(subst ','\'',$(1))'

.DEFAULT_GOAL	:= all

#: See it work
demo:				##: boot a VM, show text on /dev/LCD, end
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL)
	$(Q)selftests/deps demo
	$(Q)$(MAKE) $(for-vm) all
	$(Q)selftests/vm/demo

demo-vote:			##: boot a VM, hold a vote over TCP and MQTT on /dev/LCD, end
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL)
	$(Q)selftests/deps demo vote
	$(Q)$(MAKE) $(for-vm) all examples
	$(Q)selftests/vm/demo vote

run:				##: the same VM left on, for your own nc and mosquitto_pub
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL PORT MQTT_PORT WEB_PORT)
	$(Q)selftests/vm/live --check $@
	$(Q)selftests/deps demo
	$(Q)$(MAKE) $(for-vm) all
	$(Q)selftests/vm/live

shell:				##: the same VM with a shell in it: cat > /dev/LCD
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL PORT MQTT_PORT WEB_PORT)
	$(Q)selftests/vm/live --check $@
	$(Q)selftests/deps demo
	$(Q)$(MAKE) $(for-vm) all
	$(Q)selftests/vm/live shell

#: Build
all: module userland		##: devlcd.ko and the programs; what make alone does

module: headers			##: devlcd.ko, for the kernel KERNEL
	$(Q)$(other-kernel)
	$(Q)$(MAKE) $(kbuild) modules

overlays:			##: device-tree overlays for a Raspberry Pi (needs dtc)
	$(Q)for name in devlcd-i2c devlcd-mcp230xx devlcd-native devlcd-spi devlcd-gpio; do \
		dtc -@ -H epapr -I dts -O dtb -o kmod/overlays/$$name.dtbo \
			kmod/overlays/$$name-overlay.dts || exit; \
	done

userland:			##: userland/bin/{lcdbridge,lcdweb,lcdview,lcdsend,lcdprobe}
	$(Q)$(MAKE) $(if $(V),,-s) -C userland

examples:			##: userland/examples/bin, to learn from
	$(Q)$(MAKE) $(if $(V),,-s) -C userland/examples

clean:				##: remove what was built
	$(Q)test ! -e "$(KDIR)/Makefile" || $(MAKE) $(kbuild) clean
	$(Q)$(MAKE) -C userland clean
	$(Q)$(MAKE) -C userland/examples clean
	$(Q)rm -rf selftests/build userland/packaging/build kmod/overlays/*.dtbo

distclean: clean		##: and the cache: kernels, their source, chroots
	$(Q)bash -c '. selftests/cache.sh && rm -rf "$$cache_root"'

#: Install and load
deb:				##: Debian packages of module and programs
	$(Q)$(call values,ARCH)
	$(Q)selftests/deps deb$(ARCH:%=-%)
	$(Q)userland/packaging/deb $(ARCH)

install: not-in-dkms all modules_install	##: module, programs, unit, udev rule, manual
	$(Q)! command -v dtc > /dev/null || $(MAKE) overlays
	$(Q)$(MAKE) -C userland install DESTDIR=$(DESTDIR)
	$(Q)test -n "$(DESTDIR)" || $(say-other-kernel)

modules_install: not-in-dkms module	##: only the module
	$(Q)$(MAKE) $(kbuild) modules_install INSTALL_MOD_PATH=$(DESTDIR) CONFIG_MODULE_SIG_ALL=
	$(Q)test -n "$(DESTDIR)" || depmod -a $(KERNEL)

uninstall:			##: stop and remove what install has put there
	$(Q)$(MAKE) -C userland uninstall DESTDIR=$(DESTDIR)
	$(Q)$(call remove-modules,*)
	$(Q)$(unload)

dkms: headers has-dkms not-a-package	##: the module by DKMS: also for kernels that come later
	$(Q)$(remove-dkms)
	$(Q)$(MAKE) dkms-source
	$(Q)dkms add devlcd/$(version)
	$(Q)for kernel in $(sort $(KERNEL) $(installed-for)); do \
		dkms build devlcd/$(version) -k $$kernel || exit; \
		$(call remove-modules,$$kernel); \
		dkms install devlcd/$(version) -k $$kernel || exit; done

dkms-remove: has-dkms not-a-package	##: undo it
	$(Q)$(remove-dkms)
	$(Q)$(unload)

insmod: module not-a-file	##: load it from here, /dev/LCD appears
	$(Q)insmod devlcd.ko $(PARAMETERS) || { $(say-other-kernel); exit 1; }

rmmod:				##: unload it
	$(Q)rmmod devlcd || { test -e /sys/module/devlcd && \
		echo "Who has a display open? fuser -v /dev/LCD*" >&2 && \
		echo "The services: systemctl stop 'lcdbridge@*' 'lcdweb*'" >&2; \
		exit 1; }

#: Develop
check:				##: the tests, in 15 minutes; the last line counts them
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL SUITES LINUX_SRC)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/check $(SUITES)

check-long:			##: the tests that check leaves out, as they take longer
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL LINUX_SRC)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/check --long

check-host:			##: only the tests that need no VM
	$(Q)$(call values,KERNEL KDIR SUITES LINUX_SRC)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/check --host $(SUITES)

check-wires:			##: the tests of panels once for each chip on I2C or SPI
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL WIRES LINUX_SRC)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/panel/check-wires $(WIRES)

check-bare:			##: the same as check in a bare Debian, which has git and make alone
	$(Q)$(call values,SUITE)
	$(Q)selftests/deps roots
	$(Q)selftests/roots/check-bare $(or $(SUITE),bookworm)

debug-kernel:			##: build one with KASAN, lockdep, kmemleak; 8 minutes
	$(Q)$(call values,DEBUG)
	$(Q)selftests/deps build test kernels
	$(Q)selftests/kernels/debug-kernel $(DEBUG)

check-brokers:			##: the bridge with each broker, the slow ones too
	$(Q)$(call values,BROKERS)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) BROKERS="$(BROKERS)" \
		selftests/check bridge/brokers_test.py

check-clusters:			##: bridges on clusters of brokers whose nodes are killed; 5 minutes
	$(Q)$(call values,CLUSTERS BRIDGES)
	$(Q)selftests/deps
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) CLUSTERS="$(CLUSTERS)" BRIDGES="$(BRIDGES)" \
		DEVLCD_PATIENCE=4 selftests/check bridge/clusters_test.py

check-packages:			##: the packages in a VM with systemd; SUITE=trixie: Debian 13's
	$(Q)$(call values,SUITE ARCHES DEVLCD_ACCEL)
	$(Q)selftests/deps packages
	$(Q)selftests/packages/check-packages $(or $(SUITE),bookworm)

check-debug:			##: the module's tests on the debug kernel, no splat, no leak
	$(Q)$(call values,DEBUG SUITES DEVLCD_ACCEL LINUX_SRC)
	$(Q)selftests/deps build test kernels
	$(Q)selftests/kernels/check-debug $(DEBUG) $(SUITES)

check-kernels:			##: the module's tests on Debian's kernels, 6.1 to sid's
	$(Q)$(call values,KERNELS SUITES DEVLCD_ACCEL LINUX_SRC)
	$(Q)selftests/deps build test kernels
	$(Q)selftests/kernels/check-kernels $(KERNELS)

check-arm64:			##: on arm64, armhf and others, built here, under QEMU
	$(Q)$(call values,SUITE SUITES LINUX_SRC)
	$(Q)selftests/deps roots $(if $(filter-out smoke demo armhf raspberry,$(or $(SUITES),all)),test)
	$(Q)selftests/cross/check $(SUITES)

fuzz-kernel:			##: random calls on the debug kernel, SECONDS long, and the coverage
	$(Q)$(call values,SECONDS SEED DEBUG DEVLCD_ACCEL)
	$(Q)selftests/deps build test kernels
	$(Q)DEBUG=$(DEBUG) selftests/chaos/fuzz-kernel $(or $(SECONDS),60) $(SEED)

bench:				##: module and bridge beside what others have made
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL PARTS FLEET LINUX_SRC)
	$(Q)selftests/deps build test
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/bench/run $(PARTS)

fire:				##: kill broker, bridge, display under load, 3 times SECONDS long
	$(Q)$(call values,KERNEL KDIR DEVLCD_ACCEL SECONDS SEED LINUX_SRC)
	$(Q)selftests/deps build test
	$(Q)$(MAKE) $(for-vm) all
	$(Q)KERNEL=$$(selftests/vm/kernel) selftests/bridge/fire $(or $(SECONDS),60) $(SEED)

fuzz:				##: libFuzzer on what strangers write, SECONDS each
	$(Q)$(call values,SECONDS TARGETS LINUX_SRC)
	$(Q)selftests/deps build test fuzz
	$(Q)selftests/fuzz/run $(or $(SECONDS),60) $(TARGETS)

pictures: userland		##: the pictures of README.md, drawn again by lcdview
	$(Q)userland/man/pictures/draw userland/bin/lcdview userland/man/pictures

lint:				##: all warnings, sparse, checkpatch, clang-tidy and others
	$(Q)$(call values,KERNEL KDIR LINUX_SRC)
	$(Q)selftests/deps build lint
	$(Q)selftests/lint all

deps:				##: install with apt-get what is missing for all this
	$(Q)selftests/deps

build-deps:			##: only what make needs, for the running kernel
	$(Q)selftests/deps build

userland-deps:			##: only what make userland needs
	$(Q)selftests/deps userland

help:				##: this list
	@awk -v kernel='$(KERNEL)' -f selftests/help.awk Makefile

#: Variables
#: KERNEL=VERSION		the kernel to build for, the VM's as well ($(KERNEL))
#: KDIR=FOLDER			its headers or build tree (/lib/modules/KERNEL/build)
#: PORT=4478			make run, shell: the port of this machine for text
#: MQTT_PORT=1883		make run, shell: the port of this machine for MQTT
#: WEB_PORT=4480		make run, shell: the port of this machine for browsers
#: PARAMETERS=			make insmod: parameters, e.g. geometry=16x2
#: SUITES=			make check, check-*: only these, e.g. "text device/write_test"
#: SUITE=trixie			make check-bare, check-packages, check-arm64: that Debian
#: SECONDS=60 SEED=		make fire, fuzz, fuzz-kernel: how long; in which order
#: PARTS=			make bench: only panel, wires, bridge or web; fleet; words
#: FLEET=			make bench PARTS=fleet: of so many displays, e.g. "10 100"
#: WIRES=			make check-wires: only these, e.g. "st7032 pcf2119"
#: BROKERS=			make check-brokers: only these, e.g. "nats rabbitmq"
#: DEBUG=kasan			the debug kernel: kasan, or kcsan for data races
#: CLUSTERS=			make check-clusters: only these, e.g. "mosquitto nats"
#: BRIDGES=60			make check-clusters: how many on each, 300 at most
#: TARGETS=			make fuzz: only these, for SECONDS each, e.g. "text mqtt"
#: KERNELS=			make check-kernels: of these, e.g. "sid trixie-cloud"
#: DEVLCD_ACCEL=auto		how the VM runs: tcg, kvm, or kvm where it works
#: LINUX_SRC=			a kernel source in place of Debian's linux-source
#: ARCH=arm64			make deb: cross-build lcdbridge for it, or for armhf
#: ARCHES=			make check-packages: cross-build for these, too: "arm64 armhf"
#: DESTDIR= prefix=/usr/local	where install puts things; units go where systemd reads
#: V=1				show the commands

headers:
	$(Q)test -e "$(KDIR)/Makefile" || { \
		echo "$(or $(KDIR),/lib/modules): no kernel headers there. Install them:" >&2; \
		echo "    apt-get install $$(selftests/deps --list headers)" >&2; \
		echo "or whatever is missing to build:" >&2; \
		echo "    make build-deps" >&2; \
		exit 1; }

has-dkms:
	$(Q)command -v dkms > /dev/null || { echo "dkms: not found; install it: apt-get install dkms" >&2; exit 1; }

# The sources that DKMS compiles, and how. dh_dkms writes the same dkms.conf again.
dkms-source:
	$(Q)install -d $(dkms-folder)
	$(Q)find Kbuild kmod -name '*.mod.c' -o -name Kbuild -print -o -name '*.[ch]' -print | \
		while read -r file; do install -D -m 644 $$file $(dkms-folder)/$$file || exit; done
	$(Q)sed 's/#MODULE_VERSION#/$(version)/' userland/packaging/debian/devlcd-dkms.dkms \
		> $(dkms-folder)/dkms.conf

not-a-package:
	$(Q)! dpkg-query -W -f '$${db:Status-Status}' devlcd-dkms 2> /dev/null | grep -qx installed || { \
		echo "DKMS has the module from the package devlcd-dkms. Remove that first:" >&2; \
		echo "    apt-get purge devlcd-dkms" >&2; \
		exit 1; }

# Two modules of one name: which of them modprobe loads would be anybody's guess.
not-in-dkms:
	$(Q)test -n "$(DESTDIR)" || test -z "$$(dkms status devlcd 2> /dev/null)" || { \
		echo "DKMS has the module already; install would put another one beside it." >&2; \
		echo "To install only the programs:" >&2; \
		echo "    make -C userland install" >&2; \
		echo "To take it from DKMS:" >&2; \
		echo "    make dkms-remove, or apt-get purge devlcd-dkms" >&2; \
		exit 1; }

# What "echo > /dev/LCD" leaves before the module is there hides the device.
not-a-file:
	$(Q)test ! -f /dev/LCD || { \
		echo "/dev/LCD: a regular file, which would hide the device." >&2; \
		echo "It was written before the module was loaded. Remove it:" >&2; \
		echo "    rm /dev/LCD" >&2; \
		exit 1; }

.PHONY: all demo demo-vote run shell module overlays userland examples clean distclean \
	deb install modules_install uninstall dkms dkms-remove dkms-source insmod rmmod \
	check check-long check-host check-wires check-bare check-brokers check-clusters check-kernels check-debug \
	check-packages check-arm64 debug-kernel fuzz-kernel bench fuzz lint pictures fire deps \
	build-deps userland-deps help headers has-dkms not-a-package not-in-dkms not-a-file
