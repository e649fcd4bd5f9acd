"""The result as rows: for the page, and as the table of a 通报 (.xlsx in the official layout)."""

from dataclasses import dataclass

from assessments.judging.exact import rounded
from portal.workbooks import write_table


@dataclass
class ResultRow:
    entry: object
    place: int | None
    total: object
    award: str
    decided: str
    why_none: str
    stages: list  # dicts: name of the stage, total rounded or None


def result_rows(outcome, entries):
    """Rows by place; `entries`: pk → Entry with its version, unit and alliance."""
    names = [stage.name for stage in outcome.contest.stages]
    by_stage = [{row.entry: row.placed.total for row in one.rows} for one in outcome.stages]
    return [
        ResultRow(
            entry=entries[row.entry],
            place=row.placed.place,
            total=row.placed.total,
            award=row.award_name,
            decided=row.placed.decided,
            why_none=row.why_none,
            stages=[
                {"name": name, "total": totals.get(row.entry)} for name, totals in zip(names, by_stage, strict=True)
            ],
        )
        for row in outcome.final
        if row.entry in entries
    ]


def criterion_means(outcome, entries):
    """Per stage: its name, its criteria, and for each entry the means at the contest's decimals, in words: a template
    takes ten times as long to write a number, and there are thousands."""
    places = outcome.contest.decimals
    made = []
    for stage, of_stage in zip(outcome.contest.stages, outcome.stages, strict=True):
        on = set(of_stage.advance.entries) if of_stage.advance else None
        rows = [
            {
                "entry": entries[row.entry],
                "place": row.placed.place,
                "total": _in_words(row.placed.total),
                "means": [_rounded(row.joined.criterion_means.get(one.id), places) for one in stage.criteria],
                "advances": on is not None and row.entry in on,
            }
            for row in of_stage.rows
            if row.entry in entries
        ]
        words = of_stage.advance.words if of_stage.advance else ""
        made.append(
            {"name": stage.name, "criteria": [one.name for one in stage.criteria], "rows": rows, "words": words}
        )
    return made


def workbook(contest, outcome, entries, day):
    """通报: place, brand, unit, each stage, total, award."""
    stages = [stage.name for stage in outcome.contest.stages]
    columns = ["名次", "参赛编号", "品牌", "单位", *(f"{name}得分" for name in stages), "总分", "奖项", "备注"]
    rows = [
        [
            row.place or "—",
            row.entry.number,
            str(row.entry),
            str(row.entry.organization or row.entry.alliance or ""),
            *("—" if one["total"] is None else one["total"] for one in row.stages),
            row.total if row.total is not None else "—",
            row.award or "—",
            row.decided or row.why_none,
        ]
        for row in result_rows(outcome, entries)
    ]
    return write_table(f"{contest.title}结果", columns, rows, unit=contest.committee.name, as_of=day)


def _rounded(value, places):
    return None if value is None else str(rounded(value, places))


def _in_words(total):
    return None if total is None else str(total)
