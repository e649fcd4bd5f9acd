"""Text as people paste it, made into text that XML and Word can hold."""

import re

# Control characters, halves of surrogate pairs, what is no character at all, and marks that turn the reading direction
# and so show another text than the one that is there.
NO_CHARACTERS = "".join(chr(plane << 16 | end) for plane in range(17) for end in (0xFFFE, 0xFFFF))
UNFIT = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufeff\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    f"{NO_CHARACTERS}]"
)
LINE_END = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
BLANK = " \u00a0\u3000"


def clean(text):
    """The text with plain line ends and without what cannot stand in a document."""
    return UNFIT.sub("", LINE_END.sub("\n", text)).replace("\t", " ")


def clean_line(text):
    """The text on one line."""
    return " ".join(clean_lines(text))


def clean_lines(text):
    """The lines that say something, without the blanks that people indent with."""
    return [line for line in (line.strip(BLANK) for line in clean(text).split("\n")) if line]
