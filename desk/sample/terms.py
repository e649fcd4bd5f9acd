"""Terms of the sample: some renewed with their 批复, one extended, a day mended, one filled in and waiting, a vacancy.
What is overdue is so by the roster's own dates."""

from datetime import timedelta

from branches.models import Branch, Term
from branches.terms import proposing, vacancies
from branches.terms.dates import add_months
from branches.terms.entering import renew
from branches.terms.extending import extend
from branches.terms.following import fill_gaps
from branches.terms.mending import mend

RENEWED = 14
VACANT = ("副书记", "组织委员")


def create_terms(committee, people, day):
    """A sentence of what there is now."""
    fill_gaps(committee)
    staff, unit = people["staff"], people["unit"]
    overdue = Term.objects.filter(committee=committee).overdue(day).standing(day).with_names().order_by("due_on", "pk")
    renewed = list(overdue[:RENEWED])
    for number, term in enumerate(renewed, start=1):
        elected = min(max(add_months(day, -(number % 9) - 1), term.due_on), day - timedelta(days=20))
        approved = elected + timedelta(days=5)
        number = f"示例工委〔{approved.year}〕{number}号"
        renew(term, by=staff, since=elected, approval_document=number, approved_on=approved, today=day)
    extended = overdue.filter(due_on__gt=add_months(day, -4)).first()
    if extended:
        decided = extended.due_on - timedelta(days=30)
        until = add_months(extended.due_on, 8)
        document = f"示例工委〔{decided.year}〕101号"
        extend(extended, by=staff, until=until, document=document, decided_on=decided, today=day)
    _mend(committee, staff, unit, day)
    _vacate(committee, staff, day)
    left = Term.objects.filter(committee=committee)
    return (
        f"{left.current().count()} 个，逾期 {left.overdue(day).count()} 个，不详 {left.unknown().count()} 个，"
        f"已换届 {len(renewed)} 个"
    )


def _mend(committee, staff, unit, day):
    unknown = Term.objects.filter(committee=committee).unknown().with_names().order_by("pk")
    if term := unknown.first():
        mend(term, by=staff, since=add_months(day, -20), today=day)
    own = unknown.filter(organization=unit.organization).first() or _own_due(unit, day)
    if own and own.is_unknown:
        proposing.propose_mend(own, by=unit, since=add_months(day, -14).replace(day=1), month_only=True, today=day)
    elif own:
        elected = max(day - timedelta(days=12), own.since + timedelta(days=1))
        facts = {"approval_document": f"示例党委〔{day.year}〕7号", "approved_on": elected + timedelta(days=3)}
        early = {"early_document": f"示例党委〔{day.year}〕2号"}
        proposing.propose_renewal(own, by=unit, since=elected, today=day, **facts, **early)


def _own_due(unit, day):
    rows = Term.objects.current().filter(organization=unit.organization).exclude(branch=None).exclude(due_on=None)
    return rows.with_names().order_by("due_on").first()


def _vacate(committee, staff, day):
    branches = Branch.objects.filter(organization__committee=committee, until=None).select_related("organization")
    for post, branch in zip(VACANT, branches.order_by("-pk")[: len(VACANT)], strict=False):
        since = add_months(day, -3)
        vacancies.enter(organization=branch.organization, branch=branch, post=post, since=since, by=staff, today=day)
