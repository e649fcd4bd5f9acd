"""What changed between two versions of a brand? Word by word, for the page that shows them side by side.

changes(old, new) -> [Change(field, label, before, after)], only the fields that differ, in the order of the page
before and after are lists of (mark, text); mark is "same", "gone" (before only) or "new" (after only). For the logo and
the pictures `is_picture` is true and in place of the text stands a Shown(url, caption).
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

from branches.models import BrandVersion

TOKENS = re.compile(r"[A-Za-z0-9.%]+|\s+|.", re.DOTALL)
SHORT = 2  # so many equal characters between two changes are read as one change
MOST_WORK = 80_000  # pairs of equal tokens; two pages of ordinary prose have half as many
SAME, GONE, NEW = "same", "gone", "new"


@dataclass(frozen=True)
class Shown:
    url: str
    caption: str


@dataclass(frozen=True)
class Change:
    field: str
    label: str
    before: list
    after: list
    is_picture: bool = False


def changes(old, new):
    found = [
        Change(field, old.label_of(field), *compare(getattr(old, field), getattr(new, field)))
        for field in BrandVersion.WORDS
        if getattr(old, field) != getattr(new, field)
    ]
    if old.logo.name != new.logo.name:
        found.append(Change("logo", old.label_of("logo"), *_apart(_logo(old), _logo(new)), is_picture=True))
    before, after = list(old.pictures.all()), list(new.pictures.all())
    if [_kept(picture) for picture in before] != [_kept(picture) for picture in after]:
        found.append(Change("pictures", "图片", *_pictures(before, after), is_picture=True))
    return found


def compare(old, new):
    """Two lists of (mark, text); joined, their texts are the old and the new one."""
    left, right = TOKENS.findall(old), TOKENS.findall(new)
    before, after = [], []
    for same, (a, b), (c, d) in _joined(_steps(left, right)):
        if a < b:
            before.append((SAME if same else GONE, "".join(left[a:b])))
        if c < d:
            after.append((SAME if same else NEW, "".join(right[c:d])))
    return before, after


def _steps(left, right):
    """What stands before and behind the changes is set aside; what lies between is compared unless that took ages."""
    first = _common(left, right)
    last = _common(left[: first - 1 if first else None : -1], right[: first - 1 if first else None : -1])
    end_left, end_right = len(left) - last, len(right) - last
    steps = [("equal", 0, first, 0, first)] if first else []
    middle = left[first:end_left], right[first:end_right]
    if _work(*middle) > MOST_WORK:
        steps.append(("replace", first, end_left, first, end_right))
    else:
        opcodes = SequenceMatcher(None, *middle, autojunk=False).get_opcodes()
        steps += [(tag, a + first, b + first, c + first, d + first) for tag, a, b, c, d in opcodes]
    if last:
        steps.append(("equal", end_left, len(left), end_right, len(right)))
    return steps


def _common(left, right):
    """How many tokens are the same from the beginning."""
    differing = (place for place, (a, b) in enumerate(zip(left, right, strict=False)) if a != b)
    return next(differing, min(len(left), len(right)))


def _work(left, right):
    """How many pairs of equal tokens the comparison would look at."""
    there = Counter(right)
    return sum(number * there[token] for token, number in Counter(left).items())


def _joined(opcodes):
    """The steps of the comparison, with a scrap that stayed the same between two changes counted as changed."""
    steps = []
    for place, (tag, a, b, c, d) in enumerate(opcodes):
        same = tag == "equal" and (b - a > SHORT or place in (0, len(opcodes) - 1))
        if steps and steps[-1][0] == same:
            _, (first, _), (third, _) = steps.pop()
            steps.append((same, (first, b), (third, d)))
        else:
            steps.append((same, (a, b), (c, d)))
    return steps


def _logo(version):
    return [Shown(version.logo_url, "标识")] if version.logo else []


def _apart(before, after):
    return [(GONE, shown) for shown in before], [(NEW, shown) for shown in after]


def _kept(picture):
    return picture.image.name, picture.caption


def _pictures(before, after):
    stayed = {_kept(picture) for picture in before} & {_kept(picture) for picture in after}

    def marked(pictures, mark):
        return [
            (SAME if _kept(picture) in stayed else mark, Shown(picture.small_url, picture.caption))
            for picture in pictures
        ]

    return marked(before, GONE), marked(after, NEW)
