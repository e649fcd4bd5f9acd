"""发文登记: which numbers of a year were given, which are missing, which stand twice, and which cannot be read.

The office gives numbers; this only reads them: “示例工委发〔2026〕5号” is prefix, year and number. Nothing is made up.
"""

import re
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR

from django.db.models import Q
from django.utils import timezone

from letters.models import Letter
from letters.models.states import State

NUMBER = re.compile(
    r"(?P<prefix>[^〔〕\[\]［］()（）【】\s]+?)\s*(?P<open>[〔\[［(（【])\s*(?P<year>[0-9]{4})\s*(?P<close>[〕\]］)）】])"
    r"\s*(?P<first>第?)\s*(?P<number>[0-9]{1,6})\s*号"
)
DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True)
class Number:
    prefix: str
    year: int
    number: int

    def __str__(self):
        return f"{self.prefix}〔{self.year}〕{self.number}号"


@dataclass(frozen=True)
class Series:
    """One prefix of the year: `letters` by number, `gaps` as (first, last), `doubles` {number: letters}."""

    prefix: str
    year: int
    letters: dict
    gaps: list
    doubles: dict

    @property
    def last(self):
        return max(self.letters)

    @property
    def gap_words(self):
        return [f"{first}号" if first == last else f"{first}—{last}号" for first, last in self.gaps]

    @property
    def missing(self):
        return sum(last - first + 1 for first, last in self.gaps)


@dataclass
class Year:
    """`unreadable`: numbers that are no number; `unnumbered`: issued without one. Both are lists of letters."""

    year: int
    series: list = field(default_factory=list)
    unreadable: list = field(default_factory=list)
    unnumbered: list = field(default_factory=list)


def parse(text):
    """The Number, or None. Brackets of any form and leading zeros are read; `faults_of` says what is wrong."""
    match = NUMBER.fullmatch(text.translate(DIGITS).strip())
    if match is None or match["prefix"].isdecimal() or int(match["number"]) == 0:
        return None
    return Number(match["prefix"], int(match["year"]), int(match["number"]))


def faults_of(text):
    """What is not as GB/T 9704 writes it; [] when all is well."""
    number = parse(text)
    if number is None:
        return ["认不出年份和序号，应如“示例工委发〔2026〕5号”"]
    match = NUMBER.fullmatch(text.translate(DIGITS).strip())
    faults = []
    if match["open"] + match["close"] != "〔〕":
        faults.append("年份应用六角括号〔〕")
    if match["number"].startswith("0"):
        faults.append("序号不编虚位（1不编为01）")
    if re.search(r"\s", text.strip()):
        faults.append("字号中间不留空格")
    if match["first"]:
        faults.append("序号前不加“第”字")
    return faults


def gaps_and_doubles(committee, year):
    """The Year: every letter with a number of it; what is unreadable or unnumbered by its day."""
    found, read = Year(year), {}
    if not MINYEAR <= year <= MAXYEAR:
        return found
    for letter in _letters(committee).filter(_about(year)):
        number = parse(letter.number) if letter.number else None
        if number is None:
            if _year_of(letter) == year:
                if letter.number:
                    found.unreadable.append(letter)
                elif letter.issued_on and letter.state != State.VOID:
                    found.unnumbered.append(letter)
        elif number.year == year:
            read.setdefault(number.prefix, {}).setdefault(number.number, []).append(letter)
    found.series = [_series(prefix, year, letters) for prefix, letters in sorted(read.items())]
    return found


def same_number(letter):
    """Other letters of the committee with the same number, however it is written."""
    number = parse(letter.number)
    others = _letters(letter.committee).exclude(pk=letter.pk)
    if number is None:
        return list(others.filter(number=letter.number)) if letter.number else []
    return [one for one in others.filter(number__contains=str(number.year)) if parse(one.number) == number]


def years(committee):
    """The years that have letters, newest first."""
    rows = Letter.objects.filter(committee=committee).values_list("issued_on", "signed_on", "created_at__date")
    return sorted({next(filter(None, days)).year for days in rows}, reverse=True)


def _about(year):
    """Those that may belong to the year; the number itself decides."""
    wide = str(year).translate(WIDE)
    by_number = Q(number__contains=str(year)) | Q(number__contains=wide)
    return by_number | Q(issued_on__year=year) | Q(issued_on=None)


def _letters(committee):
    return Letter.objects.filter(committee=committee).order_by("issued_on", "pk").defer("body", "tables")


def _year_of(letter):
    day = letter.issued_on or letter.signed_on or timezone.localdate(letter.created_at)
    return day.year


def _series(prefix, year, letters):
    gaps, expected = [], 1
    for number in sorted(letters):
        if number > expected:
            gaps.append((expected, number - 1))
        expected = number + 1
    doubles = {number: rows for number, rows in sorted(letters.items()) if len(rows) > 1}
    return Series(prefix, year, dict(sorted(letters.items())), gaps, doubles)
