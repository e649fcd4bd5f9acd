"""The leaves of the form of 自评, 初评 and 复核: what is asked, what stands there, what was sent and refused."""

from dataclasses import dataclass, field

from assessments.forms.scores import VOTES, claim_fields, vote_names
from assessments.judging.exact import plain
from assessments.scoring.rules.base import said_range
from assessments.views.rounds_lines import figure, lines_of


@dataclass(frozen=True)
class Refused:
    """What was sent for a leaf and could not be kept."""

    leaf: int
    sent: dict = field(default_factory=dict)
    name: str = ""  # of the field
    message: str = ""
    claim: object = None  # the bound ClaimForm


@dataclass(frozen=True)
class Leaf:
    line: object
    asks: frozenset
    values: dict  # what stands in the fields
    choices: tuple  # (name, is chosen)
    votes: tuple  # (name of the field, kind of vote, number)
    claim_fields: dict
    range: str
    before: object  # the figure of the stage before, where this one differs
    folds: bool  # points by hand stand behind a fold
    seen: str
    refused: Refused | None

    @property
    def row(self):
        return self.line.row

    @property
    def entry(self):
        return self.line.row.entry


def lines_to_fill(page, refused=None):
    """Every line of the passport; a leaf that one may write with its fields."""
    for line in lines_of(page):
        entry = line.row.entry
        mine = refused if refused and entry and refused.leaf == line.row.indicator.pk else None
        yield line, _leaf(line, entry, mine) if entry else None


def _leaf(line, entry, refused):
    indicator = line.row.indicator
    values = _values(entry) | (refused.sent if refused else {})
    names = vote_names(indicator.rule) if "votes" in entry.asks else []
    return Leaf(
        line=line,
        asks=entry.asks,
        values=values,
        choices=tuple((name, values.get("choice") == name) for name in entry.choices) if "choice" in entry.asks else (),
        votes=tuple((VOTES + name, name, values.get(VOTES + name, "")) for name in names),
        claim_fields=claim_fields(indicator.rule) if entry.takes_claims else {},
        range=_range(entry.low, entry.high),
        before=figure(entry.differs_from) if entry.differs_from is not None else None,
        folds=not values.get("given") and not refused,
        seen=token(entry.at) if entry.at else "",
        refused=refused,
    )


def _range(low, high):
    """0 分至 10 分; "" where there is no limit."""
    return "" if low is None and high is None else said_range(low, high).removeprefix("为 ")


def _values(entry):
    answer = entry.answer
    found = {name: answer[name] for name in ("choice", "points", "decision") if answer.get(name)}
    found |= {VOTES + name: str(number) for name, number in answer.get("votes", {}).items()}
    if answer.get("marks"):
        found["marks"] = " ".join(answer["marks"])
    if entry.given is not None:
        found["given"] = plain(entry.given)
    return found | {"reason": entry.reason}


def token(at):
    """Of what is kept: whoever sends an older one did not see what is there now."""
    return f"{at.timestamp():.6f}"


def missing_of(page):
    """(indicator, what is to be done) for all that stands in the way of handing on."""
    for row in page.rows:
        if row.entry is None:
            continue
        if row.entry.asks and not row.entry.is_answered:
            yield row.indicator, "还没有填写完"
        elif row.entry.needs_reason:
            yield row.indicator, "与上一阶段不同，请写明理由"
