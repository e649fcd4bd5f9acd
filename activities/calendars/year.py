"""The plan of the year: what each alliance holds in each quarter."""

from dataclasses import dataclass

from activities.calendars.entries import holds
from portal.quarters import Quarter


@dataclass
class Cell:
    label: str
    items: list


@dataclass
class Line:
    alliance: object  # None: the committee's own
    cells: list

    @property
    def count(self):
        return sum(len(cell.items) for cell in self.cells)


@dataclass
class Item:
    entry: object
    words: str
    joint: bool  # led by another alliance


def year_plan(year, entries, alliances, joint):
    """A line for each alliance in official order and one for the committee; by the day it begins, so that none counts
    in two quarters. What several alliances hold together stands with each of them."""
    quarters = [Quarter(year, number) for number in range(1, 5)]
    in_quarter = [(quarter, [each for each in entries if each.first_day in quarter]) for quarter in quarters]
    lines = []
    for alliance in [*alliances, None]:
        key = alliance.pk if alliance else 0
        cells = [
            Cell(f"第{quarter.short_label}", [_item(entry, key) for entry in part if holds(key, entry, joint)])
            for quarter, part in in_quarter
        ]
        lines.append(Line(alliance, cells))
    return quarters, lines


def _item(entry, alliance):
    return Item(entry, day_words(entry), joint=bool(alliance) and entry.alliance_id != alliance)


def day_words(entry):
    """3月, 3月12日, 9月28—30日, 9月29日—10月3日"""
    first, last = entry.first_day, entry.last_day
    if entry.is_month_only:
        return f"{first.month}月"
    if first == last:
        return f"{first.month}月{first.day}日"
    if first.month == last.month and first.year == last.year:
        return f"{first.month}月{first.day}—{last.day}日"
    return f"{first.month}月{first.day}日—{last.month}月{last.day}日"
