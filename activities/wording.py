"""The committee's own texts with placeholders: {alliance}, {duty} …; what is no placeholder stays as it was written."""

import re

PLACEHOLDER = re.compile(r"\{(\w+)\}")
PLACEHOLDERS = ("alliance", "duty", "period", "deadline", "left")


def worded(wording: str, **words) -> str:
    return PLACEHOLDER.sub(lambda match: str(words.get(match[1], match[0])), wording)


def unknown_placeholders(wording: str) -> list[str]:
    return [name for name in PLACEHOLDER.findall(wording) if name not in PLACEHOLDERS]
