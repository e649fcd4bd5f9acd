"""The committee's own texts with placeholders, {unit}, {deadline} …, and texts made fit to be kept.

What is no placeholder stays as it was written, and what is put in is never read again: a value may say {unit} itself.
"""

import re

PLACEHOLDER = re.compile(r"\{(\w+)\}")
# What neither the database nor a document can hold; tabs and line ends stay.
UNKEPT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
UNFILLED = "【待填："


def placeholders_in(text: str) -> list[str]:
    return list(dict.fromkeys(PLACEHOLDER.findall(text)))


def placeholder_fault(text: str, known) -> str:
    """“不认识的占位符：{x}。”, or "" where all are known."""
    unknown = [name for name in placeholders_in(text or "") if name not in known]
    return f"不认识的占位符：{'、'.join(f'{{{name}}}' for name in unknown)}。" if unknown else ""


def worded(text: str, words: dict) -> str:
    """Every placeholder replaced by its word, in one pass; without a word it stays."""
    return PLACEHOLDER.sub(lambda match: str(words.get(match[1], match[0])), text)


def kept(text) -> str:
    """As it can be stored: one kind of line end, nothing invisible that breaks a database or a document."""
    text = str(text or "").replace("\r\n", "\n").replace("\r", "\n")
    return UNKEPT.sub("", text).strip()


def one_line(text, most=None) -> str:
    text = " ".join(kept(text).split())
    return text if most is None else text[:most]


def has_unfilled(text: str) -> bool:
    return UNFILLED in text
