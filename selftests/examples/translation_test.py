#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""The French page of the course shows what the English one does: the same boxes and
commands, the same links."""

import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, f"{HERE}/../bridge")
# pylint: disable=wrong-import-position
import tap  # noqa: E402
from tap import expect, test  # noqa: E402

COURSE = f"{HERE}/../../userland/examples"


def parts(page, pattern):
    with open(f"{COURSE}/{page}", encoding="utf-8") as file:
        text = file.read()
    found = re.findall(pattern, text, re.DOTALL | re.MULTILINE)
    assert found, f"{page}: nothing that is {pattern}"
    return found


def same(pattern):
    expect(parts("README.md", pattern), parts("LISEZMOI.md", pattern))


@test
def boxes_are_the_same(scene):
    same(r"^```console\n.*?^```|^## \d")


@test
def indented_commands_and_answers_are_the_same(scene):
    same(r"^    (?:\w+\$ [^\n]*|mqtt: [^\n]*|a voté|erreur[^\n]*|\{[^\n]*|[┌│└][^\n]*|\w+\t\w+)$")


@test
def links_lead_to_the_same(scene):
    english = [link for link in parts("README.md", r"\]\((.*?)\)") if link != "LISEZMOI.md"]
    french = [link for link in parts("LISEZMOI.md", r"\]\((.*?)\)") if link != "README.md"]
    expect(english, french)
    expect([], [link for link in french if not os.path.exists(f"{COURSE}/{link}")])


tap.main()
