"""Where is the header? The row that holds the names of the columns, wherever it stands and however it is decorated."""

import re
import unicodedata
from dataclasses import dataclass

from portal.workbooks.faults import Fault

SEARCHED_ROWS = 40
BRACKETS = re.compile(r"\(([^()]*)\)$")
SCALE = re.compile(r"[十百千万亿]")
NUMERIC = {"int", "decimal"}


@dataclass(frozen=True)
class Header:
    row: int  # from 0
    places: dict  # column name → column number from 0
    titles: dict  # column number → what stands there, normalised, for every titled column


def normalised(text) -> str:
    """Half-width, without blanks, line breaks, asterisks and a closing colon."""
    if not isinstance(text, str):
        return ""
    return re.sub(r"[\s*]", "", unicodedata.normalize("NFKC", text)).rstrip(":").lower()


def bare(title: str) -> str:
    """Without the unit in brackets."""
    return BRACKETS.sub("", title)


def find_header(sheet, columns) -> tuple[Header | None, list[Fault]]:
    required = {column.name for column in columns if column.required} or {columns[0].name}
    best = None
    for number, row in enumerate(_titled_rows(sheet)):
        places, faults = _match(sheet.name, number, row, columns)
        if required <= places.keys():
            return Header(number, places, {place: title for place, title in enumerate(row) if title}), faults
        if best is None or len(places) > len(best[1]):
            best = (number, places, faults)
    return None, _missing(sheet, columns, required, best)


def is_header_again(row, header: Header) -> bool:
    """Most of the titles stand in their places a second time."""
    same = sum(normalised(row[place]) == header.titles[place] for place in header.places.values())
    return same >= 2 and same * 2 > len(header.places)


def letters(place: int) -> str:
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def _titled_rows(sheet):
    """The first rows, normalised; a title merged downwards counts in the lowest row it covers."""
    rows = [[normalised(value) for value in row] for row in sheet.rows[:SEARCHED_ROWS]]
    for (top, left), (bottom, right) in sheet.merged:
        if left == right and top < bottom < min(top + 4, len(rows)) and left < len(rows[top]):
            rows[bottom][left] = rows[bottom][left] or rows[top][left]
    return rows


def _match(sheet_name, number, row, columns):
    places, faults, taken = {}, [], set()
    for names_of, same in ((_first_name, _exact), (_aliases, _exact), (_all_names, _but_for_unit)):
        for column in columns:
            if column.name in places:
                continue
            found = [
                place
                for place, title in enumerate(row)
                if title and place not in taken and any(same(title, name) for name in names_of(column))
            ]
            if not found:
                continue
            titles = {row[place] for place in found}
            if len(found) > 1:
                where = "、".join(f"{letters(place)}列" for place in found)
                faults.append(Fault(sheet_name, number + 1, column.name, f"这一列出现了{len(found)}次（{where}）"))
            elif column.kind in NUMERIC and same is _but_for_unit and any(SCALE.search(title) for title in titles):
                message = f"单位不同，表中是“{titles.pop()}”，应为“{column.name}”"
                faults.append(Fault(sheet_name, number + 1, column.name, message))
            places[column.name] = found[0]
            taken.update(found)
    return places, faults


def _first_name(column):
    return [normalised(column.name)]


def _aliases(column):
    return [normalised(alias) for alias in column.aliases]


def _all_names(column):
    return _first_name(column) + _aliases(column)


def _exact(title, name):
    return title == name


def _but_for_unit(title, name):
    """One of the two names its unit and the other does not, or both do and only the scale differs (元, 万元)."""
    if bare(title) != bare(name):
        return False
    units = [match[1] for match in (BRACKETS.search(title), BRACKETS.search(name)) if match]
    return len(units) < 2 or SCALE.sub("", units[0]) == SCALE.sub("", units[1])


def _missing(sheet, columns, required, best):
    names = [column.name for column in columns]
    if best is None or len(best[1]) < 2:
        return [Fault(sheet.name, None, "", f"没有找到表头，应有这些列：{'、'.join(names)}")]
    number, places, faults = best
    absent = "、".join(name for name in names if name in required - places.keys())
    return [*faults, Fault(sheet.name, number + 1, "", f"表头缺少这些列：{absent}")]
