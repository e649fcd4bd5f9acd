"""The stars that a finished star rating gives: shown beside those of the year before, then granted by one document."""

from dataclasses import dataclass

from assessments.models import Round
from branches import stars
from branches.models import Star
from portal.access import WrongState


@dataclass(frozen=True)
class Proposal:
    """A branch with the stars of its grade and those it had. `stars` None: it took no part, or has no grade."""

    assessment: object
    before: int | None
    stars: int | None
    granted: object  # the Star of this year, or None

    @property
    def words(self):
        return stars.words(self.stars) if self.stars is not None else "不参评"

    @property
    def change(self):
        if self.stars is None:
            return ""
        return stars.change_words(self.before, self.stars)


def proposals(round):
    """All branches of the round in official order; a fixed number of queries."""
    rows = round.assessments.with_subjects().select_related("grade", "branch__organization")
    rows = [row for row in rows if row.branch_id]
    branches = [row.branch_id for row in rows]
    year = year_of(round)
    before = stars.last_before(year, branches)
    valid = Star.objects.valid().filter(year=year, branch__in=branches).select_related("branch__organization")
    granted = {star.branch_id: star for star in valid}
    return [Proposal(row, before.get(row.branch_id), _stars_of(row), granted.get(row.branch_id)) for row in rows]


def grant(round, *, document_number, granted_on, by):
    """Every branch with a grade gets its stars, all by one document or none."""
    require_granting(round)
    given = {row.assessment.branch: row.stars for row in proposals(round) if row.stars is not None}
    if not given:
        raise WrongState("没有评出等次的支部。")
    if granted_on < round.final_on:
        raise WrongState(f"授予日期不能早于定格日期 {round.final_on}。")
    rows = stars.grant(year_of(round), given, document_number=document_number, granted_on=granted_on, by=by)
    round.record("授予支部星级", by=by, reason=f"{document_number.strip()}，{len(rows)}个支部")
    return rows


def require_granting(round):
    if not round.scheme.grants_stars:
        raise WrongState("这个方案的等次不是支部星级。")
    if round.state != Round.State.FINAL:
        raise WrongState(f"“{round}”{round.get_state_display()}，定格后才能授予星级。")


def year_of(round):
    """The year that was rated, not the one in which it is decided."""
    return round.scheme.until.year


def _stars_of(row):
    return row.grade.stars if row.grade_id and row.state != row.State.EXEMPT else None
