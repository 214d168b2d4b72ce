#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""LCDd itself and our server, side by side: the same answers to odd commands."""

import socket

import tap
from lcdd import start_lcdd, start_ours
from tap import WAIT, expect, test

# Where ours differs: what it answers, and why.
OTHERWISE = {
    # LCDd's "Function returned error" does not say what to do.
    "screen_add early": ["huh? say hello first"],
    # The name of the driver, which there is none of.
    "info": ["lcdbridge"],
    "info more": ["huh? Extra arguments ignored...", "lcdbridge"],
    # LCDd says "success" as well: two answers to one command.
    "screen_set s -backlight bogus": ["huh? unknown backlight mode"],
    "widget_set s h a 1 5": ["huh? Invalid coordinates"],
    "widget_set s v -1 1 5": ["huh? Invalid coordinates"],
    "widget_set s n 1 -1": ["huh? Invalid number"],
    "widget_set s n a 1": ["huh? Invalid coordinates"],
    "widget_set s n 1 a": ["huh? Invalid number"],
    # LCDd makes two widgets of one id, and finds the older one ever after.
    "widget_del s twice again": ["huh? Usage: widget_del <screenid> <widgetid>"],
    # LCDd takes an action for a menu, and writes beyond its end.
    "menu_add_item a b action Foo": ["huh? Cannot find menu id"],
    # No value is kept, so no length is too long.
    "menu_add_item m al6 alpha Foo -maxlength 99999": ["success"],
    # Blanks are no command.
    "\t": [],
    # For debugging LCDd.
    "test_func a": ['huh? Invalid command "test_func"'],
}


def talk(port, commands):
    """{command: its answers}. LCDd loses a command that two segments share."""
    answers = {}
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT) as server:
        lines = server.makefile("r", encoding="latin-1", newline="\n")
        for first in range(0, len(commands), 25):
            part = commands[first:first + 25]
            text = "".join(f"{command}\nmark{n}\n" for n, command in enumerate(part))
            server.sendall(text.encode("latin-1"))
            for n, command in enumerate(part):
                answers[command] = answer_before(lines, f'huh? Invalid command "mark{n}"', command)
    return answers


def answer_before(lines, mark, command):
    got = []
    while (line := lines.readline().rstrip("\n")) != mark:
        assert line, f"{command!r}: closed after {got!r}"
        if line.split()[0] not in ("listen", "ignore"):
            got.append(line)
    return got


def same_answers(scene, text):
    commands = [line for line in text.split("\n") if line]
    expect(len(commands), len(set(commands)))
    theirs, ours = talk(start_lcdd(scene), commands), talk(start_ours(scene), commands)
    wrong = [f"{command!r}: expected {want!r}, got {ours[command]!r}" for command in commands
             if ours[command] != (want := OTHERWISE.get(command, theirs[command]))]
    assert not wrong, "\n".join(wrong)
    print(f"# {len(commands)} commands")


@test
def a_client_is_answered_as_by_lcdd(scene):
    same_answers(scene, r"""
screen_add early
foo early
hello
hello extra
info
info more
noop more
foo
foo bar
HELLO
Screen_add s
test_func a
screen_add_key s a
screen_del_key s a
server_set
client_set
client_set -name
client_set -name test
client_set name test
client_set -bogus test
client_set -name a -name b
client_set -name a b
client_set -name ""
client_set name {two words}
client_add_key
client_add_key Up
client_add_key -exclusively Enter
client_add_key -shared Left Right
client_add_key -bogus Left
client_add_key -exclusively
client_add_key ""
client_del_key
client_del_key Up
client_del_key Nope
backlight
backlight on
backlight off
backlight toggle
backlight blink
backlight flash
backlight bogus
backlight on off
backlight open
backlight ON
output
output on
output off
output 3
output -1
output 0x1f
output 010
output 99999999999
output 99999999999999999999999
output abc
output 1 2
output ""
output 1.5
sleep
sleep 1
sleep 0
sleep -1
sleep 100
sleep abc
sleep 1 2
sleep ""
sleep 0x2
""")


@test
def screens_are_answered_as_by_lcdd(scene):
    same_answers(scene, r"""
hello
screen_add
screen_add s
screen_add "s"
screen_add t u
screen_add ""
screen_add "with blanks"
screen_del
screen_del nope
screen_del s t
screen_del "with blanks"
screen_set
screen_set s
screen_set nope
screen_set nope -name x
screen_set s -name
screen_set s -name {a b}
screen_set s name c
screen_set s --name c
screen_set s -priority
screen_set s -priority 1
screen_set s -priority 64
screen_set s -priority 0
screen_set s -priority -1
screen_set s -priority 255
screen_set s -priority 256
screen_set s -priority 1000
screen_set s -priority bogus
screen_set s -priority INFO
screen_set s -priority 12abc
screen_set s -priority hidden
screen_set s -priority foreground
screen_set s -duration
screen_set s -duration 0
screen_set s -duration -5
screen_set s -duration abc
screen_set s -duration 1.5
screen_set s -duration 32
screen_set s -timeout 0
screen_set s -timeout abc
screen_set s -timeout
screen_set s -heartbeat
screen_set s -heartbeat on
screen_set s -heartbeat bogus
screen_set s -heartbeat open
screen_set s -heartbeat off
screen_set s -wid 0
screen_set s -hgt 0
screen_set s -wid 0 -hgt 0
screen_set s -wid -1
screen_set s -wid abc
screen_set s -wid
screen_set s -cursor_x 0
screen_set s -cursor_x 1
screen_set s -cursor_x 20
screen_set s -cursor_x 21
screen_set s -cursor_x abc
screen_set s -cursor_x
screen_set s -cursor_y 0
screen_set s -cursor_y 4
screen_set s -cursor_y 5
screen_set s -cursor_y
screen_set s -wid 100 -hgt 50
screen_set s -cursor_x 21 -cursor_y 5
screen_set s -cursor_x 200
screen_set s -hgt
screen_set s -backlight
screen_set s -backlight on
screen_set s -backlight bogus
screen_set s -backlight open
screen_set s -cursor
screen_set s -cursor on
screen_set s -cursor under
screen_set s -cursor block
screen_set s -cursor bogus
screen_set s -cursor off
screen_set s -nope
screen_set s -nope 3
screen_set s nope 3 4
screen_set s -name a -nope -name b
screen_set s "" x
screen_set s -
screen_del s
screen_del "s"
""")


@test
def widgets_are_answered_as_by_lcdd(scene):
    same_answers(scene, r"""
hello
screen_add s
widget_add
widget_add s
widget_add s w
widget_add nope w string
widget_add s w bogus
widget_add s w string
widget_add s w2 string -in
widget_add s w2 string -in nope
widget_add s w2 string -bogus x
widget_add s w3 string extra
widget_add s w4 string -in nope extra
widget_add s "" string
widget_set s "" 1 1 x
widget_add s f frame
widget_add s g string -in f
widget_add s g2 string in f
widget_add s g3 frame -in f
widget_set
widget_set s
widget_set s w
widget_set nope w 1 1 x
widget_set s nope 1 1 x
widget_set s w 1 1
widget_set s w 1 1 x y
widget_set s w 1 1 x
widget_set s w a 1 x
widget_set s w 1 b x
widget_set s w -1 1 x
widget_set s w 1 -1 x
widget_set s w +1 1 x
widget_set s w "" 1 x
widget_set s w 0 0 x
widget_set s w 1a 1b x
widget_set s w 1.5 1.5 x
widget_set s w 99999999999 1 x
widget_set s w 1 1 ""
widget_set s w 1 1 {}
widget_add s h hbar
widget_set s h 1 1
widget_set s h 1 1 10
widget_set s h 1 1 10.5
widget_set s h 1 1 abc
widget_set s h 1 1 -5
widget_set s h a 1 5
widget_set s h 1 1 5 5
widget_set s h 1 1 99999999999
widget_add s v vbar
widget_set s v 1 1 10.5
widget_set s v 1 1 abc
widget_set s v -1 1 5
widget_set s v 1 1
widget_add s i icon
widget_set s i 1 1 HEART_OPEN
widget_set s i 1 1 heart_open
widget_set s i 1 1 BOGUS
widget_set s i a 1 HEART_OPEN
widget_set s i a 1 BOGUS
widget_set s i 1 1
widget_set s i 1.5 1 HEART_OPEN
widget_add s t title
widget_set s t
widget_set s t x
widget_set s t x y
widget_set s t ""
widget_add s c scroller
widget_set s c 1 1 20 1 h 1 text
widget_set s c 1 1 20 1 m 1 text
widget_set s c 1 1 20 1 v 1 text
widget_set s c 1 1 20 1 x 1 text
widget_set s c 1 1 20 1 horizontal 1 text
widget_set s c 1 1 20 1 H 1 text
widget_set s c 1 1 20 1 "" 1 text
widget_set s c 1 1 20 1 h a text
widget_set s c 1 1 20 1 h 1.5 text
widget_set s c 1 1 20 1 h -3 text
widget_set s c 1 1 20 1 h 0 text
widget_set s c a 1 20 1 h 1 text
widget_set s c a 1 20 1 x 1 text
widget_set s c 1 1 20 -1 h 1 text
widget_set s c 5 1 2 1 h 1 text
widget_set s c 1 3 20 1 v 1 text
widget_set s c 1 1 20 1 h 1
widget_set s c 1 1 20 1 h 1 text more
widget_set s f 1 1 20 4 20 8 v 1
widget_set s f 1 1 20 4 20 8 h 1
widget_set s f 1 1 20 4 20 8 m 1
widget_set s f 1 1 20 4 20 8 v a
widget_set s f 1 1 20 4 a 8 v 1
widget_set s f 1 1 20 4 20 8 v
widget_set s f a 1 20 4 20 8 x 1
widget_set s f 1 1 20 4 20 8 v 1 2
widget_add s n num
widget_set s n 1 5
widget_set s n 1 10
widget_set s n 1 11
widget_set s n 1 12
widget_set s n 1 99
widget_set s n 1 -1
widget_set s n a 1
widget_set s n 1 a
widget_set s n 1
widget_set s n 1 2 3
widget_set s n 1.5 2.5
widget_del
widget_del s
widget_del s nope
widget_del nope w
widget_del s w x
widget_del s w
widget_del s "w"
widget_del s f
widget_set s g 1 1 x
""")


@test
def menus_are_answered_as_by_lcdd(scene):
    same_answers(scene, r"""
hello
menu_add_item "" early menu Foo
menu_goto early
menu_goto ""
menu_set_main "early"
menu_del_item "" early
menu_del_item early early
menu_set_item "" early -text y
client_set name x
menu_set_item  "" early -text y
menu_add_item
menu_add_item ""
menu_add_item "" m
menu_add_item "" m menu
menu_add_item "" m menu {text}
menu_add_item "" m2 menu {text}
menu_add_item "" m3 menu -text foo
menu_add_item "" m4 menu {} extra
menu_add_item nope a action Foo
menu_add_item m a bogus Foo
menu_add_item m a action Foo
menu_add_item a b action Foo
menu_add_item m "a" action Foo
menu_add_item m "" action Foo
menu_add_item m "with blanks" action "x y" -menu_result "none"
menu_add_item m c checkbox Foo -value
menu_add_item m c2 checkbox Foo -value bogus
menu_add_item m c3 checkbox Foo -value gray -allow_gray true
menu_add_item m c4 checkbox Foo -strings x
menu_add_item m c5 checkbox Foo -bogus x
menu_add_item m c6 checkbox Foo value on
menu_add_item m c7 checkbox Foo -prev nope -next nope -value on
menu_add_item m r ring Foo -strings "a\tb" -value 1
menu_add_item m r2 ring Foo -value 99
menu_add_item m r3 ring Foo -value abc
menu_add_item m r4 ring Foo -value 1.5
menu_add_item m r5 ring Foo -value 99999
menu_add_item m r6 ring Foo -value 0x10 -strings
menu_add_item m sl slider Foo -value 5 -mintext < -maxtext > -minvalue 0 -maxvalue 9 -stepsize 1
menu_add_item m sl2 slider Foo -value 500
menu_add_item m sl3 slider Foo -minvalue 9 -maxvalue 1
menu_add_item m sl4 slider Foo -stepsize 1.5
menu_add_item m sl5 slider Foo -value ""
menu_add_item m sl6 slider Foo -value 9999999999999999999999
menu_add_item m sl7 slider Foo -value +5
menu_add_item m sl8 slider Foo -value " 5"
menu_add_item m sl9 slider Foo -value "5 "
menu_add_item m nu numeric Foo -value 5
menu_add_item m nu2 numeric Foo -value 99999999999
menu_add_item m nu3 numeric Foo -minvalue -5 -maxvalue 5 -value -6
menu_add_item m nu4 numeric Foo -value 0x10
menu_add_item m al alpha Foo -value abc -minlength 1 -maxlength 5
menu_add_item m al2 alpha Foo -value abcdefghijklmnopqrst -maxlength 5
menu_add_item m al3 alpha Foo -password_char *
menu_add_item m al4 alpha Foo -allow_caps yes
menu_add_item m al5 alpha Foo -allow_caps true -allow_noncaps true -allowed_extra ".,"
menu_add_item m al6 alpha Foo -maxlength 99999
menu_add_item m ip ip Foo -value 10.0.0.1
menu_add_item m ip2 ip Foo -value bogus
menu_add_item m ip3 ip Foo -value fe80::1 -v6 true
menu_add_item m x1 action Foo -menu_result bogus
menu_add_item m x2 action Foo -menu_result quit
menu_add_item m x3 action Foo -menu_result close
menu_add_item m x4 action Foo -next nope
menu_add_item m x5 action Foo -next a
menu_add_item m x6 action Foo -prev nope
menu_add_item m x7 action Foo -prev _quit_
menu_add_item m x8 action Foo -next _close_
menu_add_item m x9 action Foo -is_hidden true
menu_add_item m x10 action Foo -is_hidden yes
menu_add_item m x11 action Foo -text
menu_add_item m x12 action Foo -text bar -is_hidden false
menu_add_item m x13 menu Foo -next a
menu_set_item
menu_set_item ""
menu_set_item "" a
menu_set_item "" a -text
menu_set_item "" a -text foo
menu_set_item "" nope -text foo
menu_set_item nope a -text foo
menu_set_item m a -text foo
menu_set_item m2 a -text foo
menu_set_item m a text foo
menu_set_item m a -value 1
menu_set_item m a -bogus
menu_set_item m a ""
menu_set_item m a -next _none_
menu_set_item m a -next _bogus_
menu_set_item m c -value on
menu_set_item m c -value ON
menu_set_item m m -text foo
menu_set_item "" m -prev m
menu_set_item "" m -next
menu_goto
menu_goto m
menu_goto nope
menu_goto m m2
menu_goto m nope
menu_goto m m2 m3
menu_goto a
menu_goto "" m
menu_goto c _quit_
menu_goto c _none_
menu_goto _main_
menu_goto _quit_
menu_set_main
menu_set_main m
menu_set_main nope
menu_set_main ""
menu_set_main _main_
menu_set_main a
menu_set_main m m2
menu_del_item
menu_del_item m
menu_del_item nope a
menu_del_item m nope
menu_del_item m a x
""")


@test
def words_are_those_of_lcdd(scene):
    words = [
        "x", '""', '"" ""', "{}{}", 'a"b', "a{b", "a}b", 'a""b', '"x""y"', '"x"y', "{x}y",
        'x"y z"', "a{b c}d", r"a\ b", r'"a\"b"', r"{a\}b}", "'a b'", "[a b]", r"a\nb",
        r'"a\nb"', r"a\\b", r"\"a b\"", "a\tb", "a\x0bb", "a\x0cb", r"a\tb c", '{a"b}', '"a{b"',
        r"\x41", r"\{a\}", "a\\ ", "{a b", "{{a} b}", r'"a\ b"', "a\x01b", '"a\tb"', "a\\", "\\",
        "{\\", "}", '"', "  a   b  ", "a\rb", "a \r b", '"a\rb"', "\xe9", '{a}"b"{c}', '"\\"',
        "{a\\}"]
    first = ["hello", "client_set name x", 'menu_add_item "" c checkbox Foo']
    alone = ["  foo", '"foo"', "{foo}", r"\foo", '""', '"" x', "\t", "foo\r", "\rfoo", "}"]
    same_answers(scene, "\n".join([*first, *(f'menu_set_item "" c {word}' for word in words),
                                   *alone]))


tap.main()
