#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-2.0-only
"""Print kmod/text/charset-compositions.h, from what Unicode says.

    python3 selftests/text/compositions.py > kmod/text/charset-compositions.h

Latin is complete up to U+024F and in U+1E00..U+1EFF, Greek with all its accents
of old; of Cyrillic there is what these ranges hold. Unicode promises that no composition changes
or is added.
"""
import unicodedata

COMPOSED = [*range(0xc0, 0x250), *range(0x370, 0x530), *range(0x1e00, 0x2300)]

HEAD = """\
/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The canonical compositions of Latin, Greek and Cyrillic letters, arrows and operators.
 * Made by selftests/text/compositions.py: change that, not this.
 */
#ifndef DEVLCD_TEXT_CHARSET_COMPOSITIONS_H
#define DEVLCD_TEXT_CHARSET_COMPOSITIONS_H

#include "types.h"

#define MARK_FIRST 0x{first:04x}
#define MARK_LAST 0x{last:04x}
#define COMPOSED_LAST 0x{end:04x}
"""


def parts(cp):
    """Base and mark of a composed character, None of any other."""
    marks = unicodedata.normalize("NFD", chr(cp))
    base = unicodedata.normalize("NFC", marks[:-1])
    if len(base) == 1 and unicodedata.normalize("NFC", marks) == chr(cp):
        return ord(base), ord(marks[-1])
    return None


def rows(items, count):
    for i in range(0, len(items), count):
        print("\t" + " ".join(items[i:i + count]))


table = [(cp, *parts(cp)) for cp in COMPOSED if parts(cp)]
order = sorted(range(len(table)), key=lambda i: (table[i][2], table[i][1]))
first = min(mark for _, _, mark in table)
last = max(mark for _, _, mark in table)
begins = [sum(entry[2] < mark for entry in table)
          for mark in range(first, last + 2)]

pages = [sum(entry[0] < page for entry in table)
         for page in range(0, table[-1][0] + 65, 64)]

print(HEAD.format(first=first, last=last, end=table[-1][0]))
print("/* Sorted by the composed character. */")
print("static const struct {\n\tu16 composed;\n\tu16 base;\n\tu16 mark;\n"
      "} compositions[] = {")
rows([f"{{ 0x{c:04x}, 0x{b:04x}, 0x{m:04x} }}," for c, b, m in table], 3)
print("};\n\n/* Where each 64 code points begin in it, and where the last ones end. */")
print("static const u16 composed_begins[] = {")
rows([f"{i}," for i in pages], 12)
print("};\n\n/* Places in compositions[], sorted by mark, then by base. */")
print("static const u16 by_mark[] = {")
rows([f"{i}," for i in order], 12)
print("};\n\n/* Where in by_mark[] each mark begins, and where the last one ends. */")
print("static const u16 mark_begins[] = {")
rows([f"{i}," for i in begins], 12)
print("};\n\n#endif")
