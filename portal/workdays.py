"""Which days are worked in China: weekends, statutory festivals (休) and make-up workdays (班).

    day_kind(day) -> DayKind(rest, off, work, festival)      is_workday(day)
    workdays_between(a, b)  inclusive      workdays_left(day, last_day)  inclusive, 0 when past
    add_workdays(day, n)    the n-th workday after (n < 0: before); 0 is the day itself
    nearest_workday_before(day) / nearest_workday_after(day)   the day itself when it is worked
    is_published(year)      caveat(*days)   what to say beside days of years whose make-up days nobody knows yet, or ""

A year whose notice of the State Council is in `data/workdays_*.csv`, or was entered by staff (`HolidayNotice`), comes
from there and from nothing else; other years from 2000 to 2099 come from the `holidays` library, beyond them only
weekends rest. Over all of this lie the single days that staff entered or corrected (`SpecialDay`).

Until a year's notice is out (each November for the next year) the library knows its statutory days only, no make-up
workdays: as of November 2026 that is so for 2027 and later.
"""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from holidays.countries import China

from portal import special_days

DATA = Path(__file__).parent / "data"
DAY = timedelta(days=1)
SATURDAY = 5
LIBRARY_YEARS = range(2000, 2100)
# “休息日（由 2026-01-04 调休）”: the library names the make-up day of an exchanged one.
EXCHANGED = re.compile(r"由 (\d{4}-\d{2}-\d{2}) 调休")
# What the library calls a day, in the words of the notices; it joins several with a semicolon.
FESTIVALS = {
    "元旦": "元旦",
    "春节": "春节",
    "除夕": "春节",
    "农历除夕": "春节",
    "清明节": "清明节",
    "劳动节": "劳动节",
    "端午节": "端午节",
    "中秋节": "中秋节",
    "国庆节": "国庆节",
}


@dataclass(frozen=True)
class DayKind:
    rest: bool  # nobody works
    off: bool  # 休: a festival day or a day exchanged for one
    work: bool  # 班: a weekend day that is worked instead
    festival: str  # whose 休 or 班 it is, else ""


def _off(festival):
    return DayKind(rest=True, off=True, work=False, festival=festival)


def _makeup(festival):
    return DayKind(rest=False, off=False, work=True, festival=festival)


KINDS = {"休": _off, "班": _makeup}  # in the files of data/
ENTERED_KINDS = {"off": _off, "work": _makeup}  # of SpecialDay; what is ordinary is not special
_WEEKDAY = DayKind(rest=False, off=False, work=False, festival="")
_WEEKEND = DayKind(rest=True, off=False, work=False, festival="")


def day_kind(day: date) -> DayKind:
    ordinary = _WEEKEND if day.weekday() >= SATURDAY else _WEEKDAY
    return _special_days(day.year).get(day, ordinary)


def is_workday(day: date) -> bool:
    return not day_kind(day).rest


def workdays_between(first_day: date, last_day: date) -> int:
    """How many workdays from first to last, both counted; 0 when last is before first."""
    days = (last_day - first_day).days + 1
    return sum(is_workday(first_day + DAY * number) for number in range(days))


def workdays_left(day: date, last_day: date) -> int:
    """Workdays left on this day until the last day, both counted."""
    return workdays_between(day, last_day)


def add_workdays(day: date, number: int) -> date:
    """The day on which a term of so many workdays ends; the day of the event is not counted."""
    terms = special_days.entered().terms
    if (day, number) not in terms:
        terms[day, number] = _end_of_term(day, number)
    return terms[day, number]


def _end_of_term(day, number):
    step = DAY if number >= 0 else -DAY
    for _ in range(abs(number)):
        day += step
        while not is_workday(day):
            day += step
    return day


def nearest_workday_before(day: date) -> date:
    while not is_workday(day):
        day -= DAY
    return day


def nearest_workday_after(day: date) -> date:
    while not is_workday(day):
        day += DAY
    return day


def is_published(year: int) -> bool:
    """Are the make-up days of the year known? Those of all years gone by are."""
    return year <= max(_noticed_years()) or _year(year).published


def caveat(*days) -> str:
    """The sentence that belongs beside these days wherever they are shown or promised; None counts as no day."""
    years = sorted({day.year for day in days if day and not is_published(day.year)})
    return f"{'、'.join(f'{year}年' for year in years)}放假调休安排尚未公布，按法定节假日推算。" if years else ""


@dataclass(frozen=True)
class _Year:
    special: dict  # every 休 and 班
    published: bool


def _special_days(year):
    return _year(year).special


def _year(year):
    entered = special_days.entered()
    if year not in entered.years:
        entered.years[year] = _made(year, entered)
    return entered.years[year]


def _made(year, entered):
    rows = [(day, kind, festival) for day, kind, festival in entered.days if day.year == year]
    noticed = bool(rows) and year in entered.noticed  # a notice without its days says nothing
    special = {} if noticed else dict(_kept(year))
    published = noticed or year in _noticed_years() or any(kind.work for kind in special.values())
    for day, kind, festival in rows:
        special.pop(day, None)
        if kind in ENTERED_KINDS:
            special[day] = ENTERED_KINDS[kind](festival)
    return _Year(special, published)


def _kept(year):
    """Every 休 and 班 of one year, before staff corrected any."""
    noticed = _noticed_years()
    if year in noticed:
        return noticed[year]
    return _library_year(year) if year in LIBRARY_YEARS else {}


@cache
def _noticed_years():
    years = {}
    for path in sorted(DATA.glob("workdays_*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                day = date.fromisoformat(row["date"])
                years.setdefault(day.year, {})[day] = KINDS[row["kind"]](row["festival"])
    return years


@cache
def _library_year(year):
    known = China(years=range(year - 1, year + 2), language="zh_CN")
    makeups = {day for day in known.weekend_workdays if abs(day.year - year) <= 1}
    special = {}
    for run in _breaks(known, makeups):
        names = {day: _festival(known.get(day, "")) for day in run}
        usual = Counter(filter(None, names.values())).most_common(1)
        for day in run:
            festival = names[day] or (usual[0][0] if usual else "")
            special[day] = _off(festival)
            for exchanged in EXCHANGED.findall(known.get(day, "")):
                special[date.fromisoformat(exchanged)] = _makeup(festival)
    for day in makeups - special.keys():
        special[day] = _makeup("")
    return {day: kind for day, kind in special.items() if day.year == year}


def _breaks(known, makeups):
    """Runs of days off that hold a festival, with the weekend days between and beside them."""
    reached = date.min
    for first in sorted(known):
        if first <= reached:
            continue
        last = first
        while _rests(first - DAY, known, makeups):
            first -= DAY
        while _rests(last + DAY, known, makeups):
            last += DAY
        reached = last
        yield [first + DAY * number for number in range((last - first).days + 1)]


def _rests(day, known, makeups):
    return day in known or (day.weekday() >= SATURDAY and day not in makeups)


def _festival(text):
    for name in re.split(r"[;；]", text):
        if festival := FESTIVALS.get(re.sub(r"（.*", "", name).strip()):
            return festival
    return ""
