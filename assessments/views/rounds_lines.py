"""The rows of a passport as they are read: numbers written out, groups with their numerals, additions on their own."""

from dataclasses import dataclass, replace

from assessments.judging.exact import plain

DIGITS = "零一二三四五六七八九"


@dataclass(frozen=True)
class Figure:
    label: str  # of the stage
    text: str
    is_cut: bool = False
    differs: bool = False


@dataclass(frozen=True)
class Line:
    row: object
    name: str
    points: str
    figures: tuple[Figure, ...]
    is_group: bool
    is_top: bool
    opens_extras: bool  # the first of the additions and deductions

    @property
    def share(self):
        """How much of it counts in its parent: “占 40%”; "" where all of it does."""
        weight = self.row.indicator.weight
        return "" if weight == 100 else f"占 {plain(weight)}%"

    @property
    def anchor(self):
        return f"i{self.row.indicator.pk}"


def lines_of(page):
    in_extras = False
    for place, row in enumerate(page.rows):
        is_extra_top = row.is_extra and row.depth == 0
        yield Line(
            row=row,
            name=_named(row),
            points=_points(row),
            figures=tuple(_figures(page, row)),
            is_group=not row.is_leaf,
            is_top=row.depth == 0 and not is_extra_top,
            opens_extras=is_extra_top and not in_extras and place > 0,
        )
        in_extras = in_extras or is_extra_top


def until_now(page):
    """The passport without the stages that are still to come: the last one is that at which people write."""
    number = next((place for place, head in enumerate(page.stages, 1) if head.is_current), len(page.stages))
    return replace(
        page,
        stages=page.stages[:number],
        rows=tuple(replace(row, cells=row.cells[:number]) for row in page.rows),
        totals=page.totals[:number],
        adjustments=tuple(replace(one, amounts=one.amounts[:number]) for one in page.adjustments),
    )


def totals_of(page):
    """合计 of each stage."""
    return _beside(page, page.totals, page.scheme.decimals)


def adjustments_of(page):
    """What stands between the parts and the total, a line each."""
    return [(one.words, _beside(page, [signed(amount) for amount in one.amounts])) for one in page.adjustments]


def signed(value):
    if value is None:
        return None
    return f"+{plain(value)}" if value > 0 else figure(value)


def figure(value):
    """12.5, −2, — for what is not known yet."""
    return "—" if value is None else plain(value).replace("-", "−")


def total(value, decimals):
    return "—" if value is None else f"{value:.{decimals}f}".replace("-", "−")


def _figures(page, row):
    """Points that were lost stand out in the latest stage that is known."""
    write = signed if row.is_extra else figure
    latest = max((place for place, cell in enumerate(row.cells) if cell.value is not None), default=-1)
    for place, (head, cell) in enumerate(zip(page.stages, row.cells, strict=True)):
        text = "—" if cell.value is None else write(cell.value)
        yield Figure(head.label, text, cell.is_cut and place == latest, cell.differs)


def _beside(page, values, decimals=None):
    return [
        Figure(head.label, (value or "—") if decimals is None else total(value, decimals))
        for head, value in zip(page.stages, values, strict=True)
    ]


def _named(row):
    """一、组织建设 for a top, （二）… for a group within, a leaf by its name alone."""
    name = row.indicator.name
    if row.is_extra and row.depth == 0:
        return name
    number = numeral(int(row.number.rpartition(".")[2]))
    if row.depth == 0:
        return f"{number}、{name}"
    return name if row.is_leaf else f"（{number}）{name}"


def _points(row):
    if not row.is_extra:
        return figure(row.points)
    return signed(row.points) if row.points else "—"


def numeral(number):
    """一 … 九十九"""
    if number > 99:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return DIGITS[ones]
    return f"{DIGITS[tens] if tens > 1 else ''}十{DIGITS[ones] if ones else ''}"
