"""考核 in the sample: last year's round frozen, this period's under way, a star rating in draft, 述职评议."""

from datetime import date

from assessments.models import Assessment
from branches import stars
from branches.models import Branch
from desk.sample import review_meetings, running_round, schemes
from desk.sample.attendance import add_absences
from desk.sample.finished_round import Days, create_finished_round

STARRED = ("市委宣传部", "市委党校")  # their branches have stars granted here; those of the others stand in the roster


def finished_year(day):
    """The last year whose round is over by now: in January and February it is still running."""
    return day.year - 1 if day >= date(day.year, 3, 1) else day.year - 2


def running_period(day):
    """The longest period about whose end somebody could now be asked."""
    if day < date(day.year, 3, 1):
        return str(day.year - 1)
    if day.month < 6:
        return f"{day.year}Q1"
    return f"{day.year}H1" if day.month < 9 else str(day.year)


def create_assessments(committee, people, day):
    staff, year, period_key = people["staff"], finished_year(day), running_period(day)
    on_leave, absent = add_absences(committee, date(year, 1, 1), by=staff)
    last = create_finished_round(committee, people, year, day)
    now = running_round.create_for_units(committee, people, last.scheme, period_key, day)
    alliances = running_round.create_for_alliances(committee, people, period_key, day)
    draft = schemes.create_for_branches(committee, str(day.year), by=staff)
    closed = review_meetings.create_closed(committee, year, by=staff)
    next_one = review_meetings.create_in_setup(committee, day)
    granted = _grant_stars(committee, year, staff)
    waiting = now.assessments.exclude(state=Assessment.State.REVIEWED).count()
    return (
        f"“{last}”已定格，“{now}”办理中（未复核 {waiting} 个），“{alliances}”办理中，“{draft}”草拟，"
        f"述职评议会 2 场（{closed.get_state_display()}、{next_one.get_state_display()}），"
        f"授予星级 {granted} 个，往年活动补记请假 {on_leave} 家次、缺席 {absent} 家次"
    )


def _grant_stars(committee, year, staff):
    """As the roster has them, so that importing it again changes nothing. How many."""
    branches = Branch.objects.filter(organization__committee=committee, organization__short_name__in=STARRED)
    given = {branch: int(branch.star) for branch in branches.exclude(star="").select_related("organization")}
    number = f"黄直工〔{year + 1}〕示例8号"
    return len(stars.grant(year, given, document_number=number, granted_on=Days(year).final, by=staff))
