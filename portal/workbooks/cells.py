"""One cell: what its column asks for and what people write there. Every `ValueError` is a sentence for the office."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import cached_property
from math import isfinite

EMPTY = frozenset(["", "无", "暂无", "不详", "—", "——", "–", "-", "--", "－", "―", "/", "\\", "／"])
MAX_INT = 2_147_483_647
NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", re.ASCII)
DAY_OR_MONTH = re.compile(r"(\d{4})[年.\-/](\d{1,2})(?:月|(?:[月.\-/](\d{1,2})日?))?", re.ASCII)
DIGITS_ONLY = re.compile(r"(\d{4})(\d{2})(\d{2})?", re.ASCII)
MIDNIGHT = re.compile(r"(?<!\s)\s+0?0:00(:00)?$")
LANDLINE = re.compile(r"(0\d{2,3}-?)?\d{7,8}(-\d{1,6})?", re.ASCII)
MOBILE = re.compile(r"1\d{10}", re.ASCII)
# Names are separated by 、 and its like, except inside brackets.
SEPARATOR_OR_BRACKET = re.compile(r"[、，,；;\n]+|[（(）)]")
# What a spreadsheet would run: =…, @SUM(…), -2+3+cmd|'…'!A0. A plain “-5” or “@未来” is text.
FORMULA = re.compile(r"=|[+\-@].*(\||![$A-Za-z]|[A-Za-z]\()|[+\-][\d.]+[+\-*/][\d.+\-*/]*$", re.DOTALL | re.ASCII)
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
BAD_CATEGORIES = {"Cc", "Cf", "Cs"}
NO_FORMULA = "不接受公式，请粘贴为值"


@dataclass(frozen=True)
class PartialDate:
    """A day, or only its month where the office wrote no more."""

    year: int
    month: int
    day: int | None = None

    @property
    def exact(self) -> date | None:
        return date(self.year, self.month, self.day) if self.day else None

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, self.day or 1)

    def __str__(self):
        return f"{self.year}年{self.month}月" + (f"{self.day}日" if self.day else "")


@dataclass(frozen=True)
class Column:
    """A column by the names people give it; see the package for the kinds."""

    name: str
    kind: str = "text"
    aliases: tuple[str, ...] = ()
    required: bool = False  # the column must exist and every row must fill it
    choices: tuple | dict = ()  # texts, or text → value
    min_value: int | Decimal | None = 0  # of int and decimal
    max_value: int | Decimal | None = None
    max_length: int | None = None  # of text and of each item of a list
    decimal_places: int = 2
    fill_down: bool = False  # merged cells count for every row they cover
    multiline: bool = False  # keep line breaks

    def __post_init__(self):
        if self.kind not in PARSERS:
            raise ValueError(f"no such kind of column: {self.kind}")

    @cached_property
    def choice_values(self) -> dict:
        """Normalised text → value."""
        choices = self.choices if isinstance(self.choices, dict) else {text: text for text in self.choices}
        return {_choice_key(text): value for text, value in choices.items()}


def parse(raw, column: Column, *, quoted=False):
    """The typed value, None (for lists []) when empty; ValueError says what was expected."""
    if column.kind == "choice" and raw is not None and (key := _choice_key(_as_text(raw))) in column.choice_values:
        return column.choice_values[key]
    if is_empty(raw):
        if column.required:
            raise ValueError("不能为空")
        return [] if column.kind == "list" else None
    if isinstance(raw, str):
        raw = clean(raw, multiline=column.multiline or column.kind == "list")
        if not quoted and column.kind != "phone" and FORMULA.match(raw):
            raise ValueError(f"{NO_FORMULA}（{shown(raw)}）")
    return PARSERS[column.kind](raw, column)


def is_empty(raw) -> bool:
    return raw is None or (isinstance(raw, str) and raw.strip().translate(INVISIBLE) in EMPTY)


def clean(text: str, *, multiline=False) -> str:
    """Outer blanks off, inner runs of blanks to one, characters nobody sees off; control characters are refused."""
    lines = [" ".join(line.split()) for line in text.splitlines()] if multiline else [" ".join(text.split())]
    cleaned = "\n".join(filter(None, lines))
    if not cleaned.isprintable():
        cleaned = cleaned.translate(INVISIBLE)
        for character in cleaned:
            if character != "\n" and unicodedata.category(character) in BAD_CATEGORIES:
                raise ValueError(f"含有不可见的控制字符（U+{ord(character):04X}）")
    return cleaned


def shown(raw) -> str:
    """The value as a fault quotes it."""
    text = _plain_number(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else str(raw)
    return text if len(text) <= 30 else f"{text[:30]}…"


def looks_numeric(raw) -> bool:
    if isinstance(raw, str):
        return bool(NUMBER.fullmatch(_half_width(raw)))
    return isinstance(raw, int | float | date)


def _text(raw, column):
    text = raw if isinstance(raw, str) else _as_text(raw)
    if column.max_length and len(text) > column.max_length:
        raise ValueError(f"最多{column.max_length}个字，现有{len(text)}个字")
    return text


def _int(raw, column):
    number = _number(raw, "整数")
    if number != number.to_integral_value():
        raise ValueError(f"应为整数，现为“{shown(raw)}”")
    return int(_within(number, raw, column, MAX_INT))


def _decimal(raw, column):
    number = _within(_number(raw, "数字"), raw, column, 999_999_999_999)
    if number != round(number, column.decimal_places):
        raise ValueError(f"最多{column.decimal_places}位小数，现为“{shown(raw)}”")
    return number


def _date(raw, column):
    found = _month_or_date(raw, column)
    if not found.day:
        raise ValueError(f"应写到日，如 2023年6月15日，现为“{shown(raw)}”")
    return found.exact


def _month_or_date(raw, column):
    if isinstance(raw, datetime | date):
        return _partial(raw.year, raw.month, raw.day)
    text = _plain_number(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw
    if isinstance(raw, float) and re.fullmatch(r"\d{4}\.1", text):
        year = text[:4]
        raise ValueError(f"数字 {text} 分不清是1月还是10月，请写成文字“{year}年1月”或“{year}年10月”")
    if isinstance(text, str):
        text = re.sub(r"\s", "", MIDNIGHT.sub("", _half_width(text, keep_spaces=True)))
        if match := DAY_OR_MONTH.fullmatch(text) or DIGITS_ONLY.fullmatch(text):
            return _partial(*(int(part) if part else None for part in match.groups()))
    raise ValueError(f"应为日期，如 20230615 或 2023年6月15日，现为“{shown(raw)}”")


def _choice(raw, column):
    known = "、".join(dict.fromkeys(column.choices))
    raise ValueError(f"应为“{known}”之一，现为“{shown(raw)}”")


def _list(raw, column):
    items = [clean(item) for item in _split(_as_text(raw))]
    return [_text(item, column) for item in items if item]


def _phone(raw, column):
    text = re.sub(r"[\s\-—()]+", "-", _half_width(_as_text(raw), keep_spaces=True)).removeprefix("+86").strip("-")
    compact = text.replace("-", "")
    if MOBILE.fullmatch(compact):
        return compact
    if not LANDLINE.fullmatch(text):
        raise ValueError(f"应为电话号码，现为“{shown(raw)}”")
    return text


def _number(raw, what):
    if isinstance(raw, int | float) and not isinstance(raw, bool) and isfinite(raw):
        return Decimal(_plain_number(raw))
    if isinstance(raw, str) and NUMBER.fullmatch(text := _half_width(raw)):
        return Decimal(text.replace(",", ""))
    raise ValueError(f"应为{what}，现为“{shown(raw)}”")


def _within(number, raw, column, ceiling):
    if column.min_value is not None and number < column.min_value:
        raise ValueError(f"不能小于{column.min_value}，现为“{shown(raw)}”")
    ceiling = ceiling if column.max_value is None else column.max_value
    if number > ceiling or number < -ceiling:
        raise ValueError(f"不能大于{ceiling}，现为“{shown(raw)}”")
    return number


def _partial(year, month, day=None):
    if not 1900 <= year <= 2100:
        raise ValueError(f"没有{year}年这样的年份，请核对")
    if not 1 <= month <= 12:
        raise ValueError(f"没有{month}月")
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        raise ValueError(f"{month}月没有{day}日")
    return PartialDate(year, month, day)


def _plain_number(number) -> str:
    """As the sheet shows it: fifteen digits, no exponent, no trailing zeros."""
    return f"{Decimal(f'{number:.15g}').normalize():f}"


def _as_text(raw) -> str:
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, int | float):
        return _plain_number(raw)
    if isinstance(raw, datetime):
        return raw.date().isoformat() if raw.time() == time(0) else raw.isoformat(" ", "minutes")
    if isinstance(raw, date | time | timedelta):
        return str(raw)
    return raw


def _split(text):
    """At every separator, unless the next bracket after it is a closing one. From the end, so that each character is
    looked at once: a cell may hold 32,767 of them."""
    pieces, end, inside = [], len(text), False
    for found in reversed(list(SEPARATOR_OR_BRACKET.finditer(text))):
        if found[0] in "（(）)":
            inside = found[0] in "）)"
        elif not inside:
            pieces.append(text[found.end() : end])
            end = found.start()
    return [text[:end], *reversed(pieces)]


def _half_width(text, *, keep_spaces=False):
    text = unicodedata.normalize("NFKC", text).replace("\u2212", "-")
    return text if keep_spaces else re.sub(r"\s", "", text)


def _choice_key(text):
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text)).translate(INVISIBLE)


PARSERS = {
    "text": _text,
    "int": _int,
    "decimal": _decimal,
    "date": _date,
    "month_or_date": _month_or_date,
    "choice": _choice,
    "list": _list,
    "phone": _phone,
}
