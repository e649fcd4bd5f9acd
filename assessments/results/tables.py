"""通报 table: the places of a contest in the official layout."""

from assessments.results.showing import standing
from portal.workbooks import write_table

NOTHING = "—"


def bulletin(contest, outcome, entries, day):
    """The .xlsx of a result: everybody who got a place, best first."""
    stages = [f"{stage.name}得分" for stage in outcome.contest.stages]
    columns = ["名次", "品牌", "单位", "党组织/支部", "联盟", *stages, "总分", "奖项", "备注"]
    lines = [line for line in standing(outcome, entries) if line.placed.place]
    rows = [
        [
            line.placed.place,
            line.entry.version.name,
            str(line.entry.organization or NOTHING),
            _place(line.entry),
            line.entry.alliance.short_name if line.entry.alliance else NOTHING,
            *(NOTHING if score is None else score for score in line.scores),
            line.total,
            line.award or NOTHING,
            "并列" if line.placed.tied_with else "",
        ]
        for line in lines
    ]
    title = f"{contest.title}结果"
    return write_table(title, columns, rows, unit=contest.committee.name, as_of=day)


def _place(entry):
    return entry.brand.branch.name if entry.brand.branch_id else NOTHING
