"""The numbers of GB/T 9704-2012, and what they are in twips, the twentieths of a point that Word counts in.

A type area of 156 × 225 mm holds 22 lines of 28 characters of size 3 (16 pt): 579 twips a line, 315 and a fraction a
character.
"""

import math
from unicodedata import east_asian_width


def twips(mm):
    return round(mm * 1440 / 25.4)


PAPER = (twips(210), twips(297))
TOP, BOTTOM, LEFT, RIGHT = twips(37), twips(35), twips(28), twips(26)
TEXT_WIDTH = PAPER[0] - LEFT - RIGHT
TEXT_HEIGHT = PAPER[1] - TOP - BOTTOM

LINES, CHARACTERS = 22, 28
LINE = TEXT_HEIGHT // LINES

# 字号: points of the sizes that the standard names.
SIZE_TWO, SIZE_THREE, SIZE_FOUR, SIZE_SMALL_FOUR, SIZE_SMALL_FIVE = 22, 16, 14, 12, 9

CHARACTER = TEXT_WIDTH / CHARACTERS
# What the grid adds to every character, in 4096ths of a point; rounded down so that the 28th still fits.
GRID_ADDS = math.floor((CHARACTER / 20 - SIZE_THREE) * 4096)
# The text stands closer by so many twips a character and not on the grid itself, though the page declares it:
# LibreOffice gives a character of 16 points two fields of a grid of 15.8. Either way a line holds 28.
CLOSER = 6


def characters(text):
    """How many full-width characters the text takes: a digit takes half of one."""
    return sum(1.0 if east_asian_width(character) in "WFA" else 0.5 for character in text)


def width(text, size=SIZE_THREE):
    """Twips that the text takes."""
    return characters(text) * size * 20 - len(text) * CLOSER


def indent(count, size=SIZE_THREE):
    """Twips of so many full-width characters, rounded down: a line never loses its last character to an indent."""
    return math.floor(count * (size * 20 + GRID_ADDS * 20 / 4096))
