#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Is a copy of a bare Debian apart from the machine, and is this tree in it?

here=$(cd "$(dirname "$0")" && pwd)
# shellcheck source=../tools/tap.sh
. "$here/../tools/tap.sh"
# shellcheck source=../cache.sh
. "$here/../cache.sh"
[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP only root can make a root"; exit 4; }
root=$("$here/bare" bookworm 2> /dev/null) ||
	{ echo "1..0 # SKIP no bare Debian can be fetched"; exit 4; }
cache_scratch		# on its disk, as an overlay over an overlay is refused
work=$scratch
trap 'rm -rf "$work"' EXIT

# With a cache of its own, and so with scratch folders of its own.
enter()
{
	DEVLCD_CACHE=$work/cache "$here/enter" "$@"
}

test_the_exit_status_comes_back()
{
	enter "$root" sh -c 'exit 3'
	expect 3 $?
}

test_what_is_written_is_forgotten()
{
	enter "$root" touch /left-behind && [ ! -e "$root/left-behind" ] &&
		enter "$root" sh -c '[ ! -e /left-behind ]' &&
		expect "" "$(find "$work/cache" -name '.scratch.*')"
}

test_only_what_every_system_has_is_in_dev()
{
	expect "fd full null ptmx pts random shm stderr stdin stdout tty urandom zero" \
		"$(enter "$root" ls /dev | xargs)"
}

test_processes_end_with_the_command()
{
	enter "$root" sh -c 'sleep 4321 & exit 0' && ! pgrep -f '^sleep 4321$'
}

test_a_folder_that_is_bound_stays()
{
	mkdir "$work/bound"
	enter --bind "$work/bound:/somewhere" "$root" touch /somewhere/here &&
		[ -e "$work/bound/here" ]
}

# Or two copies could not run apt-get at the same time.
test_packages_are_kept_but_not_the_lock()
{
	enter "$root" touch /var/cache/apt/archives/{some.deb,lock} &&
		enter "$root" sh -c 'cd /var/cache/apt/archives && [ -e some.deb ] && [ ! -e lock ]'
}

# megabytes GROUP: what apt-get fetches for it on a bare Debian.
megabytes()
{
	enter --bind "$here/..:/selftests" "$root" sh -c "
		apt-get -qq update && apt-get --assume-no --no-install-recommends install \
			\$(/selftests/deps --list $1)" 2>&1 |
		sed -nE 's/^Need to get ([0-9]+).* MB of archives.*/\1/p'
}

at_most()
{
	local fetched

	fetched=$(megabytes "$1")
	[ "$fetched" ] || skip "nothing can be fetched"
	[ "$fetched" -le "$2" ] && return
	echo "$1: $fetched MB, and not at most $2"
	return 1
}

test_little_is_fetched_to_see_it_work()
{
	at_most userland 65 && at_most build 80 && at_most demo 132
}

# A tree with the scripts, as somebody works on it.
make_tree()
{
	mkdir -p "$work/tree/selftests" && cd "$work/tree" || return
	cp -r "$here" "$here"/../{cache.sh,deps} selftests/
	echo old | tee same changed staged deleted removed > /dev/null
	echo ignored > .gitignore
	git init --quiet && git add . &&
		git -c user.name=T -c user.email=t@localhost commit --quiet -m tree || return
	echo new | tee changed staged staged-new new ignored > /dev/null
	rm deleted
	git rm --quiet removed
	git add staged staged-new
}

test_the_tree_is_there_with_all_changes_to_it()
{
	make_tree || return
	# shellcheck disable=SC2016 # for the inner shell
	expect "changed:new new:new same:old staged:new staged-new:new" "$(
		"$work/tree/selftests/roots/check-bare" bookworm sh -c \
			'for f in *; do [ -d $f ] || echo $f:$(cat $f); done' | xargs)"
}

# check-debug and check-arm64 have more of it by default than 1.
test_patience_is_only_what_was_set()
{
	local said="echo \${DEVLCD_PATIENCE-unset}" bare="$work/tree/selftests/roots/check-bare"

	expect unset "$(env -u DEVLCD_PATIENCE "$bare" bookworm sh -c "$said")" &&
		expect 4 "$(DEVLCD_PATIENCE=4 "$bare" bookworm sh -c "$said")"
}

scratches()
{
	find "$work/cache" -maxdepth 1 -name '.scratch.*'
}

start_and_age()
{
	enter "$root" sleep 1234 &
	trap end_sleeper EXIT
	eventually pgrep -f '^sleep 1234$' > /dev/null && touch -d '5 minutes ago' "$(scratches)"
}

end_sleeper()
{
	kill -9 $! 2> /dev/null
	pkill -9 -f '^sleep 1234$'
	wait $! 2> /dev/null
}

is_removed()
{
	enter "$root" true && [ -z "$(scratches)" ]
}

test_the_copy_of_one_that_was_killed_is_removed_later_and_no_other()
{
	local old

	start_and_age || return
	old=$(scratches)
	enter "$root" true && [ -d "$old" ] || return
	end_sleeper
	eventually is_removed
}

tap_main
