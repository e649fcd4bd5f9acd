"""What the workbook says of the scheme itself: on a sheet of its own (设置项, 内容), or above the table of indicators
(“考核期间：2026年”)."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from assessments.models import Scheme
from assessments.schemes.workbook.columns import (
    CATEGORIES,
    CHOICES,
    COUNTS,
    FULL,
    ORDER,
    PERIOD,
    STARS,
    TEXTS,
    VALID,
    YES_NO,
)
from portal.quarters import period_of
from portal.workbooks import Fault
from portal.workbooks.cells import Column, parse

SAID = re.compile(r"([\w（）()]{2,10})[:：]\s*([^\s:：]+)")
YEAR_ONLY = re.compile(r"(\d{4})年?(?:度|全年)?")
PART = re.compile(r"(\d{4})年?(?:度)?(?:(上|下)半年|第?([一二三四1234])季度)")
TITLE_LENGTH = Scheme._meta.get_field("title").max_length
TEXT_LENGTHS = {label: Scheme._meta.get_field(name).max_length for label, name in TEXTS.items()}


@dataclass
class Said:
    """Setting → (text, row on its sheet or None)."""

    sheet: str = ""
    values: dict = field(default_factory=dict)
    faults: list = field(default_factory=list)

    def fault(self, label, message):
        _, line = self.values.get(label, ("", None))
        self.faults.append(Fault(self.sheet, line, label, message))


def from_sheet(table):
    said = Said(table.sheet)
    for row in table.rows:
        label = row["设置项"]
        if label is None:
            said.faults.append(row.fault("设置项", "没有写是哪一项"))
        elif label not in ORDER:
            said.faults.append(row.fault("设置项", f"没有“{label}”这一项，可写：{'、'.join(ORDER)}"))
        elif label in said.values:
            said.faults.append(row.fault("设置项", f"“{label}”写了两次"))
        else:
            said.values[label] = (row["内容"] or "", row.line)
    return said


def from_preamble(table):
    """What stands above the indicators; the first line that is no “名称：内容” is the title."""
    said = Said(table.sheet)
    for text in table.preamble:
        for label, value in SAID.findall(text):
            if label in ORDER:
                said.values.setdefault(label, (value, None))
    title = next((text for text in table.preamble if not re.search(r"[:：]", text) and not text.startswith("注")), "")
    if title:
        said.values.setdefault("名称", ("".join(title.split()), None))
    return said


def scheme_of(committee, said, given):
    """The unsaved scheme and its categories; what is wrong is added to `said.faults`. `given` (title, period, audience,
    basis_title) is said beside the workbook and goes first."""
    for label, text in given.items():
        if text:
            said.values[label] = (text, None)
    scheme = Scheme(committee=committee)
    for label, name in TEXTS.items():
        setattr(scheme, name, _text(said, label))
    for label, (name, choices) in CHOICES.items():
        if value := _choice(said, label, choices):
            setattr(scheme, name, value)
    if scheme.audience != Scheme.Audience.ORGANIZATION and "初评" not in said.values:
        scheme.first_review = Scheme.FirstReview.NONE
    for label, (name, least, most) in COUNTS.items():
        value = _number(said, label, least, most, decimals=0)
        if value is not None:
            setattr(scheme, name, int(value))
    full = _number(said, FULL, 1, 10_000, decimals=2)
    scheme.full = Decimal(100) if full is None else full
    scheme.valid_until = _day(said)
    scheme.grants_stars = _yes(said, STARS)
    scheme.period_key = _period(said)
    scheme.since, scheme.until = scheme.period.first_day, scheme.period.last_day
    if not scheme.title:
        said.fault("名称", "没有写方案名称：写在表的第一行，或写在“方案设置”表里")
    elif (
        Scheme.objects.filter(committee=committee, title=scheme.title, period_key=scheme.period_key)
        .exclude(state=Scheme.State.DROPPED)
        .exists()
    ):
        said.fault("名称", f"{scheme.period}已有名为“{scheme.title}”的方案，请换一个名称")
    return scheme, _categories(said, committee)


def read_period(text):
    """The key of “2026年”, “2026年上半年”, “2026年第三季度”, “2026Q3”; None for anything else."""
    written = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    if match := YEAR_ONLY.fullmatch(written):
        written = match[1]
    elif match := PART.fullmatch(written):
        year, half, quarter = match.groups()
        written = f"{year}H{'上下'.index(half) + 1}" if half else f"{year}Q{'一二三四1234'.index(quarter) % 4 + 1}"
    try:
        key = period_of(written.upper()).key
    except ValueError:
        return None
    return None if "-" in key else key


def _text(said, label):
    text, _ = said.values.get(label, ("", None))
    if len(text) > TEXT_LENGTHS[label]:
        said.fault(label, f"最多{TEXT_LENGTHS[label]}个字，现有{len(text)}个字")
        return ""
    return text


def _choice(said, label, choices):
    text, _ = said.values.get(label, ("", None))
    if not text:
        return None
    value = next((value for value, words in choices.choices if text == words), None)
    if value is None:
        said.fault(label, f"应为“{'、'.join(words for _, words in choices.choices)}”之一，现为“{text[:30]}”")
    return value


def _number(said, label, least, most, decimals):
    text, _ = said.values.get(label, ("", None))
    text = text.removesuffix("分")
    if not text:
        return None
    column = Column(label, kind="decimal", min_value=least, max_value=most, decimal_places=decimals)
    try:
        return parse(text, column)
    except ValueError as why:
        said.fault(label, str(why))
        return None


def _day(said):
    text, _ = said.values.get(VALID, ("", None))
    try:
        day = parse(text, Column(VALID, kind="date"))
    except ValueError as why:
        said.fault(VALID, str(why))
        return None
    return day if isinstance(day, date) else None


def _yes(said, label):
    text, _ = said.values.get(label, ("", None))
    if text and text not in YES_NO:
        said.fault(label, f"应为“是、否”之一，现为“{text[:30]}”")
    return YES_NO.get(text, False)


def _period(said):
    text, _ = said.values.get(PERIOD, ("", None))
    this_year = f"{timezone.localdate().year:04}"
    if not text:
        return this_year
    key = read_period(text)
    if key is None:
        said.fault(PERIOD, f"应为 2026年、2026年上半年、2026年第三季度 这样的期间，现为“{text[:30]}”")
    return key or this_year


def _categories(said, committee):
    text, _ = said.values.get(CATEGORIES, ("", None))
    known = {str(one): one for one in committee.categories.all()} if text else {}
    found = []
    for name in filter(None, re.split(r"[、，,；;]", text)):
        if name.strip() in known:
            found.append(known[name.strip()])
        else:
            said.fault(CATEGORIES, f"没有“{name.strip()[:30]}”这个类别，可写：{'、'.join(known) or '（还没有类别）'}")
    return found
